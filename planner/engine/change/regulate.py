"""Regulation at the end of a formation period: groups and teams of the periods to come, at unchanged hours.

`regulate` ends the stage of groups of an update (`again.Again.groups`), after free seats have been given (`seating`):
only what they could not serve is worth new groups. `planner/regulation/more_groups.py` asks it too, on a board of its
own, to learn what a proposal would bring.

Sessions and lists of the barrettes concerned leave the board, and `groups.final` puts others at the same hours, with
the people, trainers and rooms of a new composition; (barrette, period) of each is returned. Never touched are a period
that has begun, a barrette of which anything in the period is locked, and the hours themselves.

Two people with a need that they did not have take free seats, or wait. Where three (`MANY`) lack hours of such a need,
the groups of periods to come are made anew for those whom no free seat serves; everybody else stays where they are,
unless a move pays hours owed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.restore import barrette_items, occurrence_id
from planner.domain import ApprenticeId, BarretteId, Group, GroupMembership, Kind, Owed, PeriodId, Problem, in_order
from planner.engine.change.limits import Limits
from planner.engine.groups.all_periods import compose_all
from planner.engine.people.shared import Extra
from planner.hours.levels import level_in_subject
from planner.hours.owed import SOURCE_PROGRAMME
from planner.rule import Rules

OfBarrette = tuple[BarretteId, PeriodId]
"""All the groups of a barrette in a period."""
MANY = 3
"""People without a seat for a new need from which groups are made anew; fewer take free places."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the planner has decided: groups that stay as they are, others made anew whatever has changed, more hours."""

    kept: frozenset[OfBarrette] = frozenset()
    renewed: frozenset[OfBarrette] = frozenset()
    extra: tuple[Extra, ...] = ()


def regulate(
    board: Board,
    rules: Rules,
    owed: Sequence[Owed],
    limits: Limits,
    people: frozenset[ApprenticeId],
    seed: int,
    workers: int = 2,
    decided: Decided | None = None,
    teams: frozenset[OfBarrette] = frozenset(),
) -> frozenset[OfBarrette]:
    """Compose anew the barrettes of periods not yet begun where seats are missing or a team has changed; which ones.

    Everyone stays in their group unless a move pays hours owed. ``people``: those without a seat, where they are many;
    ``teams``: barrettes and periods in which a trainer may lead no more, or in which levels of what is taught have
    changed. The period that runs keeps its groups: who changes need in it takes a free place.

    ``owed``: everything owed by everybody; ``decided``: what the planner wants kept or renewed. What is locked, or has
    begun, is never composed anew, whatever is asked. Empty where nothing is.
    """
    decided, free = decided or Decided(), composable(board, limits)
    chosen = free & ((_concerned(board, people) - decided.kept) | teams | decided.renewed)
    if not chosen:
        return frozenset()
    before = _groups_before(board, chosen)
    sessions = [
        s
        for s in board.sessions.values()
        if s.kind == Kind.BARRETTE and s.barrette_id and s.period_id and (s.barrette_id, s.period_id) in chosen
    ]
    weeks = barrette_items(board.problem, in_order(sessions))
    # Read before the sessions go: a composition stays near to where everyone is now.
    standing = {(a, str(occurrence_id(s))): s for s in sessions for a in board.people[s.id]}
    for session in sessions:
        board.take(session.id)
    # Their lists go with them, since a group that is not formed again would keep its people on paper.
    gone = {(g.barrette_id, g.period_id) for g in board.groups} & chosen
    board.groups[:] = [g for g in board.groups if (g.barrette_id, g.period_id) not in gone]
    compose_all(board, weeks, rules, owed, seed, workers, before, standing)
    return frozenset(chosen)


def without_seat(
    board: Board, owed: Sequence[Owed], before: Sequence[Owed], people: frozenset[ApprenticeId], first: date
) -> frozenset[ApprenticeId]:
    """Of some people, those who lack hours of a need they did not have: for more of the same no group is made anew.

    An entrant who found a free place disturbs nobody.

    ``before``: what was owed under the old workbook. Needs of one person alone do not count, nor do those whose
    deadline is before ``first``; minutes planned are all those on the board, past ones too.
    """
    had = {(need.apprentice_id, need.target) for need in before}
    paid = paid_so_far(board, owed, people)
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


def composable(board: Board, limits: Limits) -> set[OfBarrette]:
    """Barrettes and periods that begin on or after the first day that may change, without anything locked.

    A barrette that has no session in a period is not among them; a period that the workbook has no more counts as one
    to come.
    """
    starts = {p.id: p.first for p in board.problem.periods}
    held = [s for s in board.sessions.values() if s.kind == Kind.BARRETTE]
    locked = {(s.barrette_id, s.period_id) for s in held if s.id in limits.locked}
    found = {(s.barrette_id, s.period_id) for s in held if s.barrette_id and s.period_id}
    return {(b, p) for b, p in found if starts.get(p, limits.first) >= limits.first and (b, p) not in locked}


def levels_changed(board: Board, old: Problem, limits: Limits) -> frozenset[OfBarrette]:
    """Barrettes and periods to come in whose carried courses somebody is of another level than by the old workbook."""
    chosen = composable(board, limits)
    starts = {p.id: p.first for p in board.problem.periods}
    found = set[OfBarrette]()
    for session in board.sessions.values():
        if session.kind != Kind.BARRETTE or not session.course_ids or not session.barrette_id or not session.period_id:
            continue
        place = session.barrette_id, session.period_id
        if place not in chosen or place in found or place[1] not in starts:
            continue
        subjects = {c.subject for key in session.course_ids if (c := board.problem.courses.get(key)) is not None}
        people = [a for a in board.people[session.id] if a in old.learners]
        if any(_other_level(old, board.problem, a, s, starts[place[1]]) for a in people for s in sorted(subjects)):
            found.add(place)
    return frozenset(found)


def _other_level(old: Problem, new: Problem, person: ApprenticeId, subject: str, first: date) -> bool:
    """Whether somebody begins a period at another level of a subject than by the workbook before."""
    then, now = old.learners[person], new.learners[person]
    if then.results == now.results:
        return False
    return level_in_subject(old, then, subject, first) != level_in_subject(new, now, subject, first)


def hours_of_groups(board: Board) -> dict[OfBarrette, int]:
    """How many hours each barrette has in each period: what a change of group in it changes for somebody at most."""
    held = [s for s in board.sessions.values() if s.kind == Kind.BARRETTE and s.barrette_id and s.period_id]
    hours = {(s.barrette_id, s.period_id, s.occurrence) for s in held}
    return dict(Counter((b, p) for b, p, _occurrence in hours if b and p))


def groups_that_stand(board: Board) -> dict[BarretteId, list[Group]]:
    """Groups of the barrettes as they stand, which new hours stay near to; a barrette without any has no entry."""
    found: dict[BarretteId, list[Group]] = {}
    for group in board.groups:
        found.setdefault(group.barrette_id, []).append(group)
    return found


def _concerned(board: Board, people: frozenset[ApprenticeId]) -> set[OfBarrette]:
    """Barrettes and periods of some people."""
    return {
        (s.barrette_id, s.period_id)
        for s in board.sessions.values()
        if s.kind == Kind.BARRETTE and s.barrette_id and s.period_id and not people.isdisjoint(board.people[s.id])
    }


def _groups_before(board: Board, chosen: set[OfBarrette]) -> dict[BarretteId, Sequence[Group | GroupMembership]]:
    """Groups as they were planned for the same periods, which the new ones stay near to.

    Barrette → its groups, in order of ids; where several of its periods are composed anew, those of the first.
    """
    order = {p.id: n for n, p in enumerate(board.problem.periods)}
    found: dict[BarretteId, Sequence[Group | GroupMembership]] = {}
    for barrette, period in sorted(chosen, key=lambda c: (c[0], order.get(c[1], 0))):
        if barrette not in found:
            mine = [g for g in board.groups if g.barrette_id == barrette and g.period_id == period]
            mine.sort(key=lambda g: g.id)
            found[barrette] = tuple(mine)
    return found
