"""Hours of support that a change takes from people, and the seats that they have instead.

Somebody called to an outing keeps the groups of every other day, however much they lacked before: only an hour that
the outing takes lets them look for one elsewhere. A version keeps such seats (``instead`` of its summary): once the
hour is theirs again, the seat goes, and nobody has it twice.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import ApprenticeId, Debt, Kind, Owed, Session, SessionId, Timetable
from planner.domain.watched import only_watched
from planner.engine.change.limits import Limits
from planner.engine.change.swapped import Swaps, place_of
from planner.engine.groups.seats import write_lists
from planner.hours.support import pays_any

HELD_SEATS = (Kind.BARRETTE, Kind.SUPPORT)
NO_SEAT = SessionId("")
Need = tuple[ApprenticeId, str]
"""Somebody, and the id of a need of theirs."""


def gains(
    board: Board,
    owed: Sequence[Owed],
    debts: Iterable[Debt],
    people: frozenset[ApprenticeId],
    changed: frozenset[ApprenticeId],
) -> frozenset[Need]:
    """Needs of some people for which they may choose another group.

    All of those about whom something has ``changed``; of the others, those of which less is planned than before
    (``debts``).
    """
    mine = [need for need in owed if need.apprentice_id in people]
    had = {(debt.apprentice_id, debt.need_id): debt.planned for debt in debts}
    paid = paid_so_far(board, owed, people - changed)
    found = ((need.apprentice_id, need.need_id) for need in mine)
    return frozenset(at for at in found if at[0] in changed or paid[at] < had.get(at, 0))


def undo_for_nothing(
    board: Board, wants: Mapping[ApprenticeId, Sequence[Owed]], before: Sequence[tuple[ApprenticeId, Session]]
) -> None:
    """Who has changed group for one that pays nothing of what they lack (``wants``) is in their own again.

    ``before``: people and the groups that they had. Who has left the only hour of a strand for one that pays keeps the
    hour of it that they have instead.
    """
    moved = list[tuple[ApprenticeId, SessionId, SessionId]]()
    left = {(person, was.strand) for person, was in before if was.strand}
    for person, was in before:
        now = next((s for s in board.attended(person, was.day) if s.overlaps(was)), None)
        lacks = [need for need in wants.get(person, ()) if need.opens <= was.day <= need.deadline]
        stands = now is not None and now.id != was.id and was.id in board.sessions
        if not now or not stands or pays_any(board.problem, lacks, now):
            continue
        given = (person, now.strand) in left and now.strand != was.strand
        if not given or _has_strand(
            board, person, now.strand, {now.id, *(key for who, _was, key in moved if who == person)}
        ):
            moved.append((person, was.id, now.id))
    # All leave before any comes, so that two may change places.
    for person, _was, now_id in moved:
        board.leave(now_id, person)
    for person, was_id, now_id in moved:
        free = board.allowed(board.sessions[was_id], [board.problem.learners[person]])[0]
        board.join(was_id if free else now_id, person)
    write_lists(board, frozenset(person for person, _was, _now in moved))


def _has_strand(board: Board, person: ApprenticeId, strand: str, but: Collection[SessionId]) -> bool:
    """Whether somebody has an hour of a strand in another session than some."""
    mine = (s for day in sorted(board.days_used) for s in board.attended(person, day) if s.id not in but)
    return any(s.strand == strand and not only_watched(board.problem, s) for s in mine)


@dataclass(frozen=True, slots=True, order=True)
class Instead:
    """A seat that an update gave somebody for a session that they lost, and the one that they gave up for it.

    ``left`` is empty where they had nothing then, and ``lost`` where the session that they lost is at its hour still,
    in another room or with another team.
    """

    person: ApprenticeId
    lost: SessionId
    given: SessionId
    left: SessionId = NO_SEAT


def instead_known(summary: Mapping[str, Any]) -> tuple[Instead, ...]:
    """What `instead_written` wrote down."""
    return tuple(Instead(ApprenticeId(row[0]), *map(SessionId, row[1:])) for row in summary.get("instead", ()))


def instead_written(board: Board, before: Timetable, first: date) -> list[list[str]]:
    """Seats that people have for what they lost in this update or an earlier one, for the next, as plain JSON.

    Only as long as they have the seat and not what they lost.
    """
    known = {row for row in instead_known(before.summary) if _waits(board, row, first)}
    had, has = _support(before, first), _support(board.timetable(), first)
    for person in sorted(had.keys() & has.keys() & board.problem.learners.keys()):
        gone, come = ([s for k, s in a.items() if k not in b] for a, b in _both_ways(had[person], has[person]))
        if gone and come:
            known |= set(_pairs(board, person, gone, come))
    return [[str(cell) for cell in astuple(row)] for row in sorted(known)]


def _both_ways(
    one: Mapping[SessionId, Session], other: Mapping[SessionId, Session]
) -> tuple[tuple[Mapping[SessionId, Session], Mapping[SessionId, Session]], ...]:
    return (one, other), (other, one)


def _support(timetable: Timetable, first: date) -> dict[ApprenticeId, dict[SessionId, Session]]:
    """Support of each person from a day on, by id, in order of time."""
    found: dict[ApprenticeId, dict[SessionId, Session]] = {}
    for session in timetable.sessions:
        if session.kind in HELD_SEATS and session.day >= first:
            for row in timetable.attendees.get(session.id, ()):
                found.setdefault(row.apprentice_id, {})[session.id] = session
    return found


def _pairs(board: Board, person: ApprenticeId, gone: Sequence[Session], come: Sequence[Session]) -> Iterator[Instead]:
    """What somebody lost, each with the first seat of its module; what they gave up for that is lost in its turn."""
    left = {s.id: next((x for x in gone if x.overlaps(s)), None) for s in come}
    given_up = [x.id for x in left.values() if x is not None]
    lost, free = [x for x in gone if x.id not in given_up], list(come)
    while lost:
        one = lost.pop(0)
        seat = next((s for s in free if s.module_id == one.module_id), None)
        if seat is not None:
            free.remove(seat)
            beside = left[seat.id]
            lost += [beside] if beside else []
            yield Instead(person, one.id, seat.id, beside.id if beside else NO_SEAT)
    for seat in free:
        beside = left[seat.id]
        now = board.sessions.get(beside.id) if beside else None
        if beside and now and place_of(now) != place_of(beside) and now.overlaps(seat):
            yield Instead(person, NO_SEAT, seat.id, beside.id)


def _waits(board: Board, row: Instead, first: date) -> bool:
    """Whether somebody has a seat to come, and still not what they lost."""
    has, had = (row.person in board.people.get(key, ()) for key in (row.given, row.lost))
    return has and not had and board.sessions[row.given].day >= first


def take_back(board: Board, rows: Sequence[Instead], limits: Limits, swaps: Swaps) -> None:
    """People who have what they lost again leave the seat that they had for it, and have the one before again.

    Neither a seat that is announced or locked, nor one of which the last person would go from a group; nor where the
    seat before is not to be had.
    """
    waiting, found = list(rows), set[ApprenticeId]()
    while row := next((r for r in waiting if _over(board, r, swaps) and _may_leave(board, r, limits)), None):
        waiting.remove(row)
        found |= {row.person} if _leave(board, row) else set()
    write_lists(board, frozenset(found))


def seats_to_leave(board: Board, before: Timetable, limits: Limits) -> list[tuple[ApprenticeId, SessionId, SessionId]]:
    """Seats that their people may leave for nothing but what they lost: person, what that is, and the seat.

    ``before``: the timetable whose summary has them.
    """
    rows = instead_known(before.summary)
    have = [row for row in rows if row.lost and not row.left and row.person in board.people.get(row.given, ())]
    return [(row.person, row.lost, row.given) for row in have if _may_leave(board, row, limits)]


def _over(board: Board, row: Instead, swaps: Swaps) -> bool:
    """Whether somebody still has a seat, and what it is for is theirs again, or where it was."""
    if row.person not in board.problem.learners or row.person not in board.people.get(row.given, ()):
        return False
    if row.lost:
        return row.person in board.people.get(row.lost, ())
    home = board.sessions.get(row.left)
    return home is not None and row.left in swaps and place_of(home) == swaps[row.left][0]


def _may_leave(board: Board, row: Instead, limits: Limits) -> bool:
    """Whether the seat may still change: to come, announced to nobody, locked neither there nor where it leads."""
    session = board.sessions[row.given]
    alone = session.kind == Kind.BARRETTE and len(board.people[row.given]) < 2
    return session.day >= limits.moves and limits.locked.isdisjoint((row.given, row.left)) and not alone


def _leave(board: Board, row: Instead) -> bool:
    """Somebody leaves a seat for the one before it; whether they could, else nothing has changed."""
    seat, home = board.sessions[row.given], board.sessions.get(row.left)
    board.leave(row.given, row.person)
    if row.left:
        coming = home is not None and board.allowed(home, [board.problem.learners[row.person]])[0]
        if home is None or not coming or not home.overlaps(seat):
            board.join(row.given, row.person)
            return False
        board.join(home.id, row.person)
    people = board.take(row.given)
    if people:
        blended = seat.modality == "blended" and any(people.values())
        board.put(seat if blended or seat.modality != "blended" else replace(seat, modality="on_site"), people)
    return True


@dataclass(frozen=True, slots=True)
class Told:
    """A seat that somebody has, or has no more, for a session that they lost, or have again (``back``)."""

    row: Instead
    lost: Session
    given: Session
    back: bool


def told_instead(before: Timetable, after: Timetable) -> tuple[Told, ...]:
    """Seats that people have in the second of two timetables, or had in the first only, for what the other one has."""
    known = [set(instead_known(t.summary)) for t in (before, after)]
    new = (Told(row, *found, back=False) for row in sorted(known[1] - known[0]) if (found := _both(before, after, row)))
    old = (Told(row, *found, back=True) for row in sorted(known[0] - known[1]) if (found := _both(after, before, row)))
    return (*new, *old)


def lost_and_given(before: Timetable, after: Timetable) -> frozenset[tuple[ApprenticeId, SessionId]]:
    """Sessions of the first of two timetables in which people are no more, and lose nothing by it: person and session.

    They have a seat for it; or it was the seat for another one, which they have again.
    """
    return frozenset((r.row.person, (r.given if r.back else r.lost).id) for r in told_instead(before, after))


def _both(one: Timetable, other: Timetable, row: Instead) -> tuple[Session, Session] | None:
    """What somebody lost and the seat for it, where they are in the first in one timetable, in the other in the other.

    None where that is not so.
    """
    lost = row.lost or row.left
    has = [[_in(t, key, row.person) for key in (lost, row.given)] for t in (one, other)]
    return (one.session[lost], other.session[row.given]) if has == [[True, False], [False, True]] else None


def _in(timetable: Timetable, key: SessionId, person: ApprenticeId) -> bool:
    return any(row.apprentice_id == person for row in timetable.attendees.get(key, ()))
