"""A supervised place for an hour: a seat in a watched room, else a free room and a free adult.

For whoever may not be alone while others work: the rest of a class, those freed from a course, those not called in an
open period. Nothing is put on the board: the caller asks the rules about the session that it makes of the answer.
"""

from collections.abc import Collection, Sequence
from datetime import date

from planner.board.board import Board
from planner.board.staff import room_for, site_of, suits
from planner.domain import Guidance, Learner, Module, ModuleId, Problem, RoomId, Session, SiteId, TrainerId, away


def place_to_be(
    board: Board,
    people: Sequence[Learner],
    day: date,
    start: int,
    end: int,
    wanted: RoomId | None = None,
    spared: Collection[TrainerId] = (),
) -> tuple[RoomId | None, TrainerId | None]:
    """A supervised room with enough seats left, else a free ordinary room with a free adult to watch it.

    ``spared``: adults who are wanted elsewhere then.
    """
    problem = board.problem
    heads = sum(not p.remote for p in people)
    # Places made for it first: they cost no lesson its room, and often no adult an hour.
    shared = [r for r in problem.rooms.values() if (r.shared > 1 or r.supervised_by) and suits(problem, r, people, day)]
    for room in sorted(shared, key=lambda r: (r.id != wanted, not r.supervised_by, r.id)):
        inside = [s for s in board.held(room.id, day) if s.start < end and start < s.end]
        seated = sum(board.heads(s.id) for s in inside)
        closed = any(a.hard and a.hits(day, start, end) for a in room.absences)
        # What is in a room of which this one is a part, or in a part of it, fills it.
        full = len(inside) >= room.shared or any(s.room_id != room.id for s in inside) or seated + heads > room.seats
        far = not board.presence.in_reach(people, day, start, end, room.site_id)
        # A lesson has the room to itself, whatever seats it leaves.
        if closed or full or far or any(s.guidance == Guidance.LED for s in inside):
            continue
        watching = sorted({t for s in inside for t in s.trainer_ids})
        # Who is there already first: the same adult for all groups of a room costs no second hour.
        candidates = [*watching, *([room.supervised_by] if room.supervised_by else [])]
        adult = next(
            (t for t in candidates if t not in spared and _may_watch(board, t, room.id, day, start, end)), None
        )
        if adult is not None:
            return room.id, adult
    site = site_of(problem, people, day) or _site(problem, wanted)
    adult = _watcher(board, day, start, end, site, spared)
    room_id = room_for(board, people, day, start, end, site, Module(ModuleId("AUTONOMIE"), ""))
    return (room_id, adult) if room_id and adult else (None, None)


def _may_watch(board: Board, who: TrainerId, room: RoomId, day: date, start: int, end: int) -> bool:
    """Whether an adult is here and does nothing at that time but watch the same room.

    One who watches there already for all of the span takes nobody's hour a second time.
    """
    trainer = board.problem.trainers[who]
    if away(trainer.absences, day, start, end):
        return False
    own = [s for s in board.led(who, day) if s.start < end and start < s.end]
    if any(s.room_id != room or s.guidance == Guidance.LED for s in own):
        return False
    if own and min(s.start for s in own) <= start and max(s.end for s in own) >= end:
        return True
    return not own and board.usage.trainer_free(
        who, day, start, end, end - start, board.problem.rooms[room].site_id, without=None
    )


def _site(problem: Problem, room: RoomId | None) -> SiteId:
    """The site of a wanted place, else of the first room of the workbook."""
    return problem.rooms[room].site_id if room else next(iter(problem.rooms.values())).site_id


def _watcher(
    board: Board, day: date, start: int, end: int, site: SiteId, spared: Collection[TrainerId]
) -> TrainerId | None:
    """A free adult, one who does not teach rather than a trainer, the one with most hours left, or nobody."""
    free = board.usage.free_trainers(day, start, end, end - start, site).difference(spared)
    trainers = board.problem.trainers
    return min(free, key=lambda t: (trainers[t].teaches, -board.usage.capacity(t, day), t), default=None)


def seat_left(board: Board, session: Session, people: Sequence[Learner]) -> bool:
    """Whether the room of a session, all groups in it counted, holds more people and suits them.

    False for a session without a room. ``people``: those who would come; those who are in it are counted already.
    """
    room = board.problem.rooms.get(session.room_id) if session.room_id else None
    if room is None:
        return False
    seated = sum(board.heads(s.id) for s in board.held(room.id, session.day) if s.overlaps(session))
    heads = sum(not p.remote for p in people)
    if not board.presence.in_reach(people, session.day, session.start, session.end, room.site_id):
        return False
    return seated + heads <= room.seats and suits(board.problem, room, people, session.day)
