"""What a barrette or an open period has at its hour: who is there, which trainers and rooms are free.

From the board to the question that the composition asks. The hours that are kept for the occurrence itself do not count
against it (``without``).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.presence import Presence
from planner.board.restore import occurrence_session
from planner.domain import (
    ApprenticeId,
    Barrette,
    ClassId,
    Learner,
    ModuleId,
    Period,
    Problem,
    RoomId,
    SessionId,
    places_of,
    rooms_beside,
)
from planner.model import Item, Placed
from planner.model.groups import Met, Occasion


def learners_at(
    problem: Problem, presence: Presence, class_ids: tuple[ClassId, ...], day: date, start: int, end: int, minutes: int
) -> tuple[Learner, ...]:
    """Learners of some classes who are there and free at a span, class after class."""
    return tuple(
        learner
        for class_id in class_ids
        for learner in problem.roster(class_id, day)
        if presence.with_class(learner, day, start, end, minutes)
    )


def occasion(board: Board, placed: Placed) -> Occasion:
    """The occasion of one placed barrette or open period; nothing is changed on the board.

    ``capacity`` and ``today``: minutes that each free adult may still give in that week and on that day, this hour
    aside.
    """
    problem, usage, presence, (item, option) = board.problem, board.usage, board.presence, placed
    day, start, end = option.day, option.start, option.end
    free = usage.free_trainers(day, start, end, item.minutes, item.site_id, without=item.id)
    return Occasion(
        key=item.id,
        day=day,
        start=start,
        end=end,
        minutes=item.minutes,
        learners=tuple(p.id for p in learners_at(problem, presence, item.class_ids, day, start, end, item.minutes)),
        trainers=free,
        rooms=_apart(problem, item, usage.free_rooms(day, start, end, item.site_id, without=item.id)),
        capacity={t: usage.capacity(t, day, without=item.id) for t in sorted(free)},
        today={t: usage.left_today(t, day, without=item.id) for t in sorted(free)},
    )


def _apart(problem: Problem, item: Item, rooms: tuple[RoomId, ...]) -> tuple[RoomId, ...]:
    """Rooms that groups may be in at once: of a hall and its parts the parts, or whichever the barrette lists."""
    barrette = problem.barrettes.get(item.barrette_id) if item.barrette_id else None
    listed, kept = frozenset(barrette.room_ids) if barrette else frozenset[RoomId](), set[RoomId]()
    for room in sorted(rooms, key=lambda r: (r not in listed, len(places_of(problem, r)))):
        if kept.isdisjoint(rooms_beside(problem, room)):
            kept.add(room)
    return tuple(room for room in rooms if room in kept)


def with_free_half_days(board: Board, rows: Iterable[Placed]) -> tuple[Occasion, ...]:
    """Occasions in order, each counting the half-days that its trainers could already take at the earlier ones.

    A trainer with half-days to keep is offered only as many as may be taken at once, since the composition knows
    minutes and no half-days. What is kept on the board meanwhile is given back.
    """
    found: list[Occasion] = []
    tried: list[SessionId] = []
    for row in rows:
        found.append(occasion(board, row))
        # As if each of them led here: the half-day is used then, and the next occasion of another half-day may be one
        # too many.
        counted = tuple(t for t in sorted(found[-1].trainers) if board.problem.trainers[t].free_half_days)
        tried.append(SessionId(f"half-days tried {len(tried)}"))
        board.keep(replace(occurrence_session(*row), id=tried[-1], minutes=0, trainer_ids=counted))
    for name in tried:
        board.release(name)
    return tuple(found)


def known_teams(board: Board, period: Period) -> dict[tuple[ApprenticeId, ModuleId], Met]:
    """(person, module) → who leads it for them in a period, and where; whoever has not had it has no entry."""
    found: dict[tuple[ApprenticeId, ModuleId], Met] = {}
    for session in board.sessions.values():
        if session.module_id and session.trainer_ids and session.day in period:
            for person in board.people[session.id]:
                mine = person, session.module_id
                met = found.get(mine, Met())
                rooms = (session.room_id,) if session.room_id else ()
                found[mine] = Met(met.trainers.union(session.trainer_ids), met.rooms.union(rooms))
    return found


def barrette_rooms(barrette: Barrette, rooms: Iterable[RoomId]) -> tuple[RoomId, ...]:
    """Rooms of a barrette among some, in their order: its own list where it has one."""
    own = frozenset(barrette.room_ids)
    return tuple(r for r in rooms if not own or r in own)
