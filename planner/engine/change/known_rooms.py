"""Rooms that a class knows with its trainers, so that a session that changes goes to one of them where it can.

`repair` asks for the price of each other room, whether few changes are wanted or quality. Nothing changes here.
"""

from planner.board.board import Board
from planner.domain import ClassId, Kind, RoomId, Session, TrainerId
from planner.prices import OTHER_ROOM, STRANGE_ROOM

Habit = tuple[tuple[ClassId, ...], tuple[TrainerId, ...], RoomId | None]


def rooms_known(board: Board) -> frozenset[Habit]:
    """Classes, trainers and room of every session of a course."""
    return frozenset((s.class_ids, s.trainer_ids, s.room_id) for s in board.sessions.values() if s.kind == Kind.COURSE)


def price_of_room(known: frozenset[Habit], session: Session, room: RoomId) -> int:
    """What another room than its own costs a session; nothing for its own."""
    if room == session.room_id:
        return 0
    return OTHER_ROOM + (0 if (session.class_ids, session.trainer_ids, room) in known else STRANGE_ROOM)
