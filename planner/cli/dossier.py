"""The dossier of a period: what a look at the results proposes, its state in words, its files, what came of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.dossier import read_decisions
from data.faults import Faults
from outputs.dossier import BOOK, FILLED, company_note, dossier_folder, write_dossier
from outputs.dossier_model import Dossier, Line, Note, Said
from planner.cli import show
from planner.cli.decided import Honoured
from planner.cli.versions import paris
from planner.domain import Period, PeriodId, Problem, Timetable
from planner.engine.change.update import Updated
from planner.regulation.groups import group_proposals
from planner.regulation.needs import Look, need_proposals, where
from planner.regulation.proposal import AIMS, Proposal
from planner.store.database import Store
from planner.store.decisions import Decision, Kept, Outcome, dossier

AIM_NAMES = {"learner": "Apprenant", "class": "Classe", "centre": "CFA", "company": "Entreprise"}
WORDS = {True: "Accepter", False: "Refuser"}


def look_at(honoured: Honoured, timetable: Timetable, period: Period) -> Look:
    """The change of a workbook and what an update makes of it, for one period."""
    return Look(honoured.was, honoured.new, honoured.before, timetable, period, honoured.options.first)


def direct(look: Look, result: Updated) -> tuple[Proposal, ...]:
    """What the update does because of needs, in the order of the aims."""
    needs = need_proposals(look)
    needy = {str(p.target.apprentice_id) for p in needs if p.aim == "learner"}
    found = (*needs, *group_proposals(look, result.renewed, needy))
    return tuple(sorted(found, key=lambda p: AIMS.index(p.aim)))


def standing(kept: Sequence[Kept]) -> set[str]:
    """Keys of proposals that a look no longer finds because of what was decided."""
    return {
        k.proposal.key
        for k in kept
        if k.version is None and (k.refused or (k.accepted and (k.proposal.on_request or k.proposal.kind == "groups")))
    }


def outcome(honoured: Honoured, result: Updated, timetable: Timetable) -> Outcome:
    """What an update makes of each open dossier; what it finds more is told in those of periods to come."""
    seen: dict[PeriodId, tuple[tuple[Proposal, ...], set[str]]] = {}
    keys: set[str] = set()
    fresh: list[Kept] = []
    for period in open_periods(honoured):
        found = direct(look_at(honoured, timetable, period), result)
        keys |= {p.key for p in found}
        if period.first < honoured.options.first:
            continue
        mine = {k.proposal.key: k for k in honoured.kept if k.proposal.period_id == period.id}
        waiting = {key for key, k in mine.items() if k.current and k.proposal.on_request and not k.decisions}
        new = tuple(p for p in found if p.key not in mine or not mine[p.key].refused)
        seen[period.id] = (new, standing(tuple(mine.values())) | waiting)
        fresh += [Kept(0, p, True, None) for p in new if p.key not in mine]
    kept = (*honoured.kept, *fresh)
    done = replace(honoured, kept=kept).done(result, timetable, keys)
    return Outcome(seen, done, [k.proposal.key for k in kept if k.decisions])


def open_periods(honoured: Honoured) -> list[Period]:
    """Periods that have a dossier and have not ended."""
    known = {k.proposal.period_id for k in honoured.kept}
    return [p for p in honoured.new.periods if p.id in known]


def write(store: Store, folder: Path, problem: Problem, period: Period) -> None:
    """Write the files of a dossier as it stands; decisions typed into the old workbook and not given are kept aside."""
    kept = dossier(store, problem.settings.term, period.id)
    _keep_filled(folder, period.id, kept)
    title = f"{period.label}, du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}"
    lines = tuple(_line(k) for k in sorted(kept, key=lambda k: (AIMS.index(k.proposal.aim), k.number)))
    centre = problem.settings.name
    write_dossier(folder, centre, Dossier(period.id, period.label, title, lines), notes(kept), saved(problem))


def saved(problem: Problem) -> date:
    """The date that files carry."""
    return problem.settings.saved or problem.first


def _keep_filled(folder: Path, period: PeriodId, kept: Sequence[Kept]) -> None:
    from outputs.excel_dossier import HEADERS

    path = dossier_folder(folder, period) / BOOK
    if not path.exists():
        return
    known = {k.proposal.key: k for k in kept}
    typed = read_decisions(path, HEADERS, {k: str(x.number) for k, x in known.items()}, faults := Faults())
    lost = [
        t for t in typed if t.accepted is not None and t.accepted not in {d.accepted for d in known[t.key].decisions}
    ]
    if lost or faults:
        path.with_name(FILLED).write_bytes(path.read_bytes())
        show.complain(
            f"« {path} » avait des décisions qui n’ont pas été données : elles sont gardées dans « {FILLED} » ; les "
            "donner avec barrette regulate DIR --decisions."
        )


def notes(kept: Sequence[Kept]) -> list[Note]:
    """Words to companies: those that were accepted, or written and not refused."""
    found = {
        k.proposal.target.apprentice_id: company_note(
            str(k.proposal.target.apprentice_id), k.proposal.name, k.proposal.target.company, k.proposal.target.contact
        )
        for k in kept
        if k.proposal.kind == "note" and k.proposal.target.company and not k.refused and (k.accepted or k.version)
    }
    return sorted(found.values())


def state(kept: Kept) -> str:
    """What becomes of a proposal, in French."""
    decision, version = kept.decision, kept.version
    if decision is None:
        if version is not None:
            return f"sans décision : appliquée, version {version}"
        if past(kept):
            return "n’est plus d’actualité"
        return "sans décision : pas appliquée sans accord" if kept.proposal.on_request else "sans décision"
    if not decision.accepted:
        held = f" : pas appliquée, version {decision.version}" if decision.version is not None else ""
        return f"refusée{held}"
    if version is not None:
        return f"acceptée : appliquée, version {version}"
    if past(kept):
        return "acceptée, n’est plus d’actualité"
    return "acceptée : à écrire dans le classeur" if kept.proposal.kind == "team" else "acceptée"


def past(kept: Kept) -> bool:
    """Whether a proposal is no longer found, and was never carried out."""
    return not kept.current and kept.version is None


def _line(kept: Kept) -> Line:
    proposal, decision = kept.proposal, kept.decision
    return Line(
        number=kept.number,
        aim=AIM_NAMES[proposal.aim],
        name=proposal.name,
        group=proposal.group,
        why=proposal.why,
        what=proposal.what,
        effect=proposal.effect,
        state=state(kept),
        decision=WORDS[decision.accepted] if decision else "",
        by=decision.author if decision else "",
        reason=decision.reason if decision else "",
        when=_when(decision) if decision else "",
        key=proposal.key,
        history=tuple(Said(_when(d), WORDS[d.accepted], d.author, d.reason, d.version) for d in kept.decisions),
    )


def _when(decision: Decision) -> str:
    return f"{paris(decision.made):%d/%m/%Y %H:%M}"


def decided_figures(honoured: Honoured) -> dict[str, dict[str, int]]:
    """How many proposals of each open dossier were decided, for a program."""
    found = {}
    for period in open_periods(honoured):
        mine = shown([k for k in honoured.kept if k.proposal.period_id == period.id])
        accepted, refused = sum(k.accepted for k in mine), sum(k.refused for k in mine)
        found[str(period.id)] = {
            "accepted": accepted, "refused": refused, "undecided": len(mine) - accepted - refused,
        }  # fmt: skip
    return found


def tell_decisions(honoured: Honoured, folder: Path, result: Updated) -> None:
    """After an update: who changes group in spite of a refusal, how many proposals were decided, where they stand."""
    people = {k.proposal.target.apprentice_id: k.proposal.name for k in honoured.refusals}
    for change in result.diff.memberships:
        if change.apprentice_id in people:
            who, place = people[change.apprentice_id], where(honoured.new, change)
            show.say(f"Malgré le refus, {who} change de groupe ({place}) : le sien n’a pas pu être gardé.")
    for period in open_periods(honoured):
        mine = shown([k for k in honoured.kept if k.proposal.period_id == period.id])
        show.say(f"Régulation de {period.label} : {summed(mine)} ({dossier_folder(folder, period.id) / BOOK}).")


def shown(kept: Sequence[Kept]) -> list[Kept]:
    """Proposals that are still worth a line: found by the last look, decided or done."""
    return [k for k in kept if k.current or k.decisions or k.version is not None]


def summed(kept: Sequence[Kept]) -> str:
    """``3 acceptées, 1 refusée, 8 sans décision``."""
    counts = (
        (sum(k.accepted for k in kept), "acceptée"),
        (sum(k.refused for k in kept), "refusée"),
        (sum(not k.decisions for k in kept), "sans décision"),
    )
    return (
        ", ".join(
            show.count(number, word, word if word == "sans décision" else None) for number, word in counts if number
        )
        or "aucune proposition"
    )
