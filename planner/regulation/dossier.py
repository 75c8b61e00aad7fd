"""What an update and a look at the results make of the dossiers of regulation that are open."""

from collections.abc import Sequence
from dataclasses import replace

from planner.domain import Period, PeriodId, Timetable
from planner.domain.proposal import AIMS, Proposal
from planner.engine.change.updated import Updated
from planner.regulation.groups import group_proposals
from planner.regulation.honoured import Honoured
from planner.regulation.needs import Look, need_proposals
from planner.store.decisions import DossierOutcome, KeptProposal


def look_at(honoured: Honoured, timetable: Timetable, period: Period) -> Look:
    """The change of a workbook and what an update makes of it, for one period."""
    return Look(honoured.was, honoured.new, honoured.before, timetable, period, honoured.options.first)


def direct(look: Look, result: Updated) -> tuple[Proposal, ...]:
    """What the update does because of needs, in the order of the aims."""
    needs = need_proposals(look)
    needy = {str(p.target.apprentice_id) for p in needs if p.aim == "learner"}
    found = (*needs, *group_proposals(look, result.renewed, needy))
    return tuple(sorted(found, key=lambda p: AIMS.index(p.aim)))


def standing(kept: Sequence[KeptProposal]) -> set[str]:
    """Keys of proposals that a look no longer finds because of what was decided."""
    return {
        k.proposal.key
        for k in kept
        if k.version is None and (k.refused or (k.accepted and (k.proposal.on_request or k.proposal.kind == "groups")))
    }


def outcome(honoured: Honoured, result: Updated, timetable: Timetable) -> DossierOutcome:
    """What an update makes of each open dossier; what it finds more is told in those of periods to come."""
    seen: dict[PeriodId, tuple[tuple[Proposal, ...], set[str]]] = {}
    keys: set[str] = set()
    fresh: list[KeptProposal] = []
    for period in open_periods(honoured):
        found = direct(look_at(honoured, timetable, period), result)
        keys |= {p.key for p in found}
        if period.first < honoured.options.first:
            continue
        mine = {k.proposal.key: k for k in honoured.kept if k.proposal.period_id == period.id}
        waiting = {key for key, k in mine.items() if k.current and k.proposal.on_request and not k.decisions}
        new = tuple(p for p in found if p.key not in mine or not mine[p.key].refused)
        seen[period.id] = (new, standing(tuple(mine.values())) | waiting)
        fresh += [KeptProposal(0, p, True, None) for p in new if p.key not in mine]
    kept = (*honoured.kept, *fresh)
    done = replace(honoured, kept=kept).done(result, timetable, keys)
    return DossierOutcome(seen, done, [k.proposal.key for k in kept if k.decisions])


def open_periods(honoured: Honoured) -> list[Period]:
    """Periods that have a dossier and have not ended."""
    known = {k.proposal.period_id for k in honoured.kept}
    return [p for p in honoured.new.periods if p.id in known]
