"""The group that somebody had before a new result gave them another one, and has again once the result is withdrawn.

A late result of positioning makes somebody change group in a barrette. The next workbook has the result no more: what
they owe, and their results, are those of then, and the group of then is theirs again. A version keeps such changes
(``groups_before`` of its summary) with a mark of what was owed, as long as they hold.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.domain import ApprenticeId, Kind, Owed, Problem, Session, SessionId, Timetable
from planner.engine.change.limits import Limits
from planner.engine.groups.seats import write_lists
from planner.hours.owed import SOURCE_PROGRAMME

BEFORE = "groups_before"
"""Where a summary keeps them."""


@dataclass(frozen=True, slots=True, order=True)
class Regrouped:
    """Somebody who left an hour of a group for one of another group at that hour; ``mark``: of what they owed then."""

    person: ApprenticeId
    left: SessionId
    given: SessionId
    mark: str


def regrouped_known(before: Timetable) -> tuple[Regrouped, ...]:
    """What `regrouped_written` wrote down."""
    rows = before.summary.get(BEFORE, ())
    return tuple(
        Regrouped(ApprenticeId(who), SessionId(left), SessionId(given), mark) for who, left, given, mark in rows
    )


def marks(problem: Problem, owed: Iterable[Owed], people: Iterable[ApprenticeId]) -> dict[ApprenticeId, str]:
    """What tells the hours owed by some people, and their results, from others: the same text for the same ones."""
    rows: dict[ApprenticeId, list[str]] = {p: [] for p in people if p in problem.learners}
    for need in owed:
        if need.apprentice_id in rows and need.source != SOURCE_PROGRAMME:
            rows[need.apprentice_id].append(f"{need.need_id} {need.target} {need.minutes} {need.period_id}")
    for person, mine in rows.items():
        mine += [f"{r.domain} {r.value} {r.scale} {r.on}" for r in problem.learners[person].results]
    return {person: hashlib.sha256("\n".join(sorted(mine)).encode()).hexdigest()[:16] for person, mine in rows.items()}


def regrouped_written(
    board: Board, before: Timetable, then: Mapping[ApprenticeId, str], first: date
) -> dict[str, list[list[Any]]]:
    """Hours from a day on at which people have another group than before the workbook changed for them.

    As plain JSON. ``then``: the marks of those whom it concerns, by the workbook before. Who has changed several times
    has the first of these groups as their own.
    """
    known = {(row.person, row.given): row for row in regrouped_known(before)}
    found = {row for row in known.values() if _holds(board, row, first)}
    for person in sorted(then.keys() & board.problem.learners.keys()):
        for now in _groups(board, person, first):
            was = next((s for s in _had(before, person) if s.overlaps(now) and s.barrette_id == now.barrette_id), None)
            if was is None or was.id == now.id:
                continue
            older = known.get((person, was.id))
            left, mark = (older.left, older.mark) if older else (was.id, then[person])
            found |= {Regrouped(person, left, now.id, mark)} if left != now.id else set()
    return {BEFORE: [[str(cell) for cell in astuple(row)] for row in sorted(found)]}


def _groups(board: Board, person: ApprenticeId, first: date) -> list[Session]:
    """Hours of groups of a barrette that somebody has from a day on."""
    days = (day for day in board.problem.days if day >= first)
    return [s for day in days for s in board.attended(person, day) if s.kind == Kind.BARRETTE]


def _had(before: Timetable, person: ApprenticeId) -> list[Session]:
    return [s for s in before.by_apprentice.get(person, ()) if s.kind == Kind.BARRETTE]


def _holds(board: Board, row: Regrouped, first: date) -> bool:
    """Whether somebody is in the new group still, at an hour to come, and the one before stands."""
    there = row.person in board.people.get(row.given, ()) and row.left in board.sessions
    return there and board.sessions[row.given].day >= first


def back_in_group(board: Board, rows: Sequence[Regrouped], now: Mapping[ApprenticeId, str], limits: Limits) -> None:
    """Those who owe again what they owed in the group before are in it again.

    Where the rules let them, nothing of it is announced or locked, no lock keeps them there, and somebody else stays in
    the group that they leave. ``now``: the marks of those whom the change concerns.
    """
    moved = set[ApprenticeId]()
    for row in rows:
        if now.get(row.person) != row.mark or not _holds(board, row, limits.moves):
            continue
        given, left = board.sessions[row.given], board.sessions[row.left]
        alone, locked = len(board.people[row.given]) < 2, not limits.locked.isdisjoint((row.given, row.left))
        if alone or locked or _kept_there(board.problem, row.person, given) or not given.overlaps(left):
            continue
        board.leave(row.given, row.person)
        coming = board.allowed(left, [board.problem.learners[row.person]])[0]
        board.join(row.left if coming else row.given, row.person)
        moved |= {row.person} if coming else set()
    write_lists(board, frozenset(moved))


def _kept_there(problem: Problem, person: ApprenticeId, session: Session) -> bool:
    """Whether a lock keeps somebody in the group of a session."""
    return any(
        (k.apprentice_id, k.barrette_id, k.module_id) == (person, session.barrette_id, session.module_id)
        and k.day in (None, session.day)
        and k.start in (None, session.start)
        for k in problem.locks
    )
