"""What an update owes to the dossiers of regulation: refusals kept out, acceptances added, what came of each noted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from planner.domain import ApprenticeId, BarretteId, Debt, PeriodId, Problem, Timetable
from planner.domain.proposal import Target
from planner.engine.change.options import UpdateOptions
from planner.engine.change.regulate import Decided
from planner.engine.change.updated import Updated
from planner.engine.change.way_taken import settled
from planner.hours.owed import owed as hours_owed
from planner.regulation.alternatives import extra_of
from planner.regulation.refusing import with_kept_groups, without
from planner.rule import Rules
from planner.store.database import Store, Version
from planner.store.decisions import KeptProposal, dossiers
from planner.store.group_locks import GroupLock, group_locks, with_seats_locked

REFUSED = "refused"
"""Name in the settings of a version: keys of the proposals that it leaves out."""
OF_PEOPLE = ("results", "need", "shared")
"""Kinds whose refusal is a problem without what was asked."""
BY_HAND = ("edit", "replace")
"""Kinds of versions that keep what their parent left out."""


@dataclass(frozen=True)
class Honoured:
    """One update under the decisions that hold on its first day."""

    old: Problem
    new: Problem
    """As the workbook says it."""
    before: Timetable
    options: UpdateOptions
    kept: tuple[KeptProposal, ...]
    """Proposals of dossiers whose period has not ended."""
    before_refused: tuple[Target, ...]
    """What the timetable before leaves out."""
    seats: tuple[GroupLock, ...] = ()
    """People whom the planner has locked in their groups."""

    @cached_property
    def refusals(self) -> tuple[KeptProposal, ...]:
        """Refusals about people that hold; what a later dossier accepts does."""
        order = {p.id: n for n, p in enumerate(self.new.periods)}
        accepted = [(order[k.proposal.period_id], k.proposal.target.subject) for k in self.kept if k.accepted]
        return tuple(
            k
            for k in self.kept
            if k.refused
            and k.proposal.kind in OF_PEOPLE
            and not any(
                n > order[k.proposal.period_id] and subject == k.proposal.target.subject for n, subject in accepted
            )
        )

    @cached_property
    def was(self) -> Problem:
        """What the timetable before was made for."""
        return without(self.old, self.before_refused)

    @cached_property
    def asked(self) -> Problem:
        """What the update is made for."""
        return without(self.new, [k.proposal.target for k in self.refusals], self.was)

    def problems(self) -> tuple[Problem, Problem]:
        """Before and after, with whom a lock or a refusal leaves in the group that they have."""
        targets, first = [k.proposal.target for k in self.refusals], self.options.first

        def held(problem: Problem) -> Problem:
            locked = with_seats_locked(problem, self.before, self.seats)
            return with_kept_groups(locked, self.before, targets, first)

        return held(self.was), held(self.asked)

    @property
    def decided(self) -> Decided:
        """What is asked of groups, and the hours in common that were accepted."""
        extra = [
            found
            for k in self.kept
            if k.accepted and k.proposal.kind == "session"
            if (found := extra_of(self.new, k.proposal.target, k.proposal.key)) is not None
        ]
        return Decided(
            kept=frozenset(_places(k for k in self.kept if k.refused and k.proposal.kind == "groups")),
            renewed=frozenset(
                _places(k for k in self.kept if k.accepted and k.version is None
                        and k.proposal.kind in ("groups", "regroup", "team") and _staffed(k, self.new))
            ),
            extra=tuple(extra),
        )  # fmt: skip

    def counted(self, timetable: Timetable, rules: Rules) -> Timetable:
        """The timetable with everything that is owed, refused needs included, and why those are not given."""
        if not self.refusals:
            return timetable
        found = settled(self.new, timetable, rules)
        labels = {p.id: p.label for p in self.new.periods}
        people = _people(self.new, self.refusals)
        known = {(n.apprentice_id, n.need_id) for n in hours_owed(self.asked, people)}
        said = {person: labels[k.proposal.period_id] for k in self.refusals for person in _people(self.new, [k])}
        return replace(found, debts=tuple(_told(d, known, said) for d in found.debts))

    @property
    def settings(self) -> dict[str, list[str]]:
        """What a version made so leaves out."""
        found = sorted(k.proposal.key for k in self.refusals)
        return {REFUSED: found} if found else {}

    def done(self, result: Updated, timetable: Timetable, seen: Iterable[str]) -> set[str]:
        """Keys of the proposals that a timetable carries out; ``seen``: those that its changes follow from."""
        seen = set(seen)
        return {
            k.proposal.key
            for k in self.kept
            if not k.refused
            and (k.accepted or not k.proposal.on_request)
            and _staffed(k, self.new)
            and _carried(k, result, timetable, seen)
        }


def _carried(kept: KeptProposal, result: Updated, timetable: Timetable, seen: set[str]) -> bool:
    proposal = kept.proposal
    if proposal.kind == "session":
        return any(f"-{proposal.key}-" in s.id for s in timetable.sessions)
    if proposal.kind in ("groups", "regroup", "team"):
        return (proposal.target.barrette_id, proposal.target.period_id) in result.renewed
    if proposal.kind == "note":
        return proposal.on_request or proposal.key in seen
    return proposal.key in seen


def _staffed(kept: KeptProposal, problem: Problem) -> bool:
    """Whether the trainer that a proposal adds to a team, if it adds one, stands in the workbook."""
    target = kept.proposal.target
    barrette = problem.barrettes.get(target.barrette_id) if target.barrette_id else None
    return target.trainer_id is None or (barrette is not None and target.trainer_id in barrette.trainer_ids)


def _places(kept: Iterable[KeptProposal]) -> Iterable[tuple[BarretteId, PeriodId]]:
    for k in kept:
        if k.proposal.target.barrette_id is not None and k.proposal.target.period_id is not None:
            yield k.proposal.target.barrette_id, k.proposal.target.period_id


def _people(problem: Problem, kept: Sequence[KeptProposal]) -> list[ApprenticeId]:
    """People of some proposals; those of a class or of a row included."""
    found: set[ApprenticeId] = set()
    rows = {n.id: n for n in problem.explicit_needs}
    for k in kept:
        target = k.proposal.target
        row = rows.get(target.need_id) or target.need
        if target.apprentice_id is not None:
            found.add(target.apprentice_id)
        elif row is not None:
            found |= set(row.apprentice_ids)
            found |= {a for a, x in problem.learners.items() if any(m.class_id == row.class_id for m in x.memberships)}
    return sorted(found & set(problem.learners))


def _told(debt: Debt, known: set[tuple[ApprenticeId, str]], said: Mapping[ApprenticeId, str]) -> Debt:
    mine = debt.apprentice_id in said and debt.source not in ("programme", "rattrapage")
    if not mine or (debt.apprentice_id, debt.need_id) in known or debt.planned >= debt.due:
        return debt
    return replace(debt, reason=f"refusé à la régulation ({said[debt.apprentice_id]})")


def what_is_honoured(
    store: Store, base: Version, old: Problem, new: Problem, before: Timetable, options: UpdateOptions
) -> Honoured:
    """The decisions that hold on the first day that may change; ``options`` with what they ask of groups."""
    every = dossiers(store, new.settings.term)
    lasts = {p.id: p.last for p in new.periods}
    kept = tuple(k for k in every if lasts.get(k.proposal.period_id, options.first) >= options.first)
    kept = tuple(k for k in kept if k.proposal.period_id in lasts)
    left_out = _left_out(store, base)
    targets = tuple(k.proposal.target for k in every if k.proposal.key in left_out)
    found = Honoured(old, new, before, options, kept, targets, group_locks(store, new.settings.term))
    return replace(found, options=replace(options, decided=found.decided))


def _left_out(store: Store, base: Version) -> frozenset[str]:
    """What a version leaves out, or the one that a change by hand started from."""
    known = {v.number: v for v in store.versions()}
    version: Version | None = base
    while version is not None and version.kind in BY_HAND and REFUSED not in version.settings:
        version = known.get(version.parent) if version.parent is not None else None
    return frozenset(version.settings.get(REFUSED, ())) if version is not None else frozenset()
