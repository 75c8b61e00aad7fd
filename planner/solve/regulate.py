"""Regulation at the end of a formation period: groups and teams of the periods to come, at unchanged hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import ApprenticeId, BarretteId, Group, GroupMembership, Owed, PeriodId, in_order
from planner.needs import SOURCE_PROGRAMME
from planner.rule import Rules
from planner.solve.assembly import Assembly
from planner.solve.repair_items import Limits
from planner.solve.resume import barrette_items, drop, occurrence_id
from planner.solve.shared import Extra
from planner.solve.support import paid_so_far, recompose_barrettes

OfBarrette = tuple[BarretteId, PeriodId]
"""All the groups of a barrette in a period."""
MANY = 3
"""Members of a barrette whose needs have changed from which its groups are made anew; fewer take free places."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the planner has decided: groups that stay as they are, others made anew whatever has changed, more hours."""

    kept: frozenset[OfBarrette] = frozenset()
    renewed: frozenset[OfBarrette] = frozenset()
    extra: tuple[Extra, ...] = ()


def regulate(
    assembly: Assembly,
    rules: Rules,
    owed: Sequence[Owed],
    limits: Limits,
    people: frozenset[ApprenticeId],
    seed: int,
    workers: int = 2,
    decided: Decided | None = None,
) -> frozenset[OfBarrette]:
    """Compose anew the barrettes of periods not yet begun in which many needs have changed; which ones.

    The period that runs keeps its groups: who changes need in it takes a free place.
    """
    chosen = _concerned(assembly, limits, people, decided or Decided())
    if not chosen:
        return frozenset()
    before = _groups_before(assembly, chosen)
    sessions = [
        s
        for s in assembly.sessions.values()
        if s.kind == "barrette" and s.barrette_id and s.period_id and (s.barrette_id, s.period_id) in chosen
    ]
    assembly.draft.weeks = {
        week: tuple(placed) for week, placed in barrette_items(assembly.problem, in_order(sessions)).items()
    }
    for session in sessions:
        drop(assembly, session.id)
        assembly.composed.discard(occurrence_id(session))
    gone = {(g.barrette_id, g.period_id) for g in assembly.groups} & chosen
    assembly.groups[:] = [g for g in assembly.groups if (g.barrette_id, g.period_id) not in gone]
    recompose_barrettes(assembly, rules, owed, seed, workers, before)
    assembly.draft.weeks = {}
    return frozenset(chosen)


def without_seat(
    assembly: Assembly, owed: Sequence[Owed], before: Sequence[Owed], people: frozenset[ApprenticeId], first: date
) -> frozenset[ApprenticeId]:
    """Of some people, those who lack hours of a need they did not have: for more of the same no group is made anew.

    An entrant who found a free place disturbs nobody.
    """
    had = {(need.apprentice_id, need.target) for need in before}
    paid = paid_so_far(assembly, owed, people)
    return frozenset(
        need.apprentice_id
        for need in owed
        if need.apprentice_id in people
        and need.source != SOURCE_PROGRAMME
        and not need.personal
        and (need.apprentice_id, need.target) not in had
        and need.deadline >= first
        and paid.get((need.apprentice_id, need.need_id), 0) < need.minutes
    )


def _concerned(
    assembly: Assembly, limits: Limits, people: frozenset[ApprenticeId], decided: Decided
) -> set[OfBarrette]:
    """Barrettes and periods that begin on or after the first day that may change, with many people concerned.

    Those that the planner wants as they are stay so; those to be made anew are, unless a session is locked.
    """
    starts = {p.id: p.first for p in assembly.problem.periods}
    members: dict[OfBarrette, set[ApprenticeId]] = {}
    for session in assembly.sessions.values():
        period, barrette = session.period_id, session.barrette_id
        if session.kind == "barrette" and barrette and period and starts.get(period, limits.first) >= limits.first:
            members.setdefault((barrette, period), set()).update(assembly.people[session.id])
    locked = {(s.barrette_id, s.period_id) for s in assembly.sessions.values() if s.id in limits.locked}
    many = {key for key, found in members.items() if len(found & people) >= MANY}
    return ((many - decided.kept) | (decided.renewed & set(members))) - locked


def _groups_before(assembly: Assembly, chosen: set[OfBarrette]) -> dict[BarretteId, Sequence[Group | GroupMembership]]:
    """Groups as they were planned for the same periods, else those of the period before: the nearest are kept."""
    order = {p.id: n for n, p in enumerate(assembly.problem.periods)}
    found: dict[BarretteId, Sequence[Group | GroupMembership]] = {}
    for barrette, period in sorted(chosen, key=lambda c: (c[0], order.get(c[1], 0))):
        if barrette not in found:
            mine = [g for g in assembly.groups if g.barrette_id == barrette and g.period_id == period]
            mine.sort(key=lambda g: g.id)
            found[barrette] = tuple(mine)
    return found
