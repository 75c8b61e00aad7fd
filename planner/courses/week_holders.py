"""What those whose week *Limites* bounds hold: their sessions in a timetable, and on a board around a placement.

Days of an event, or of a session that stands already, are left out: what the workbook fixes is no matter of limits.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.courses.placed_days import class_sessions, classes_of, in_stream, named
from planner.domain import (
    Kind,
    Problem,
    Session,
    Stream,
    Timetable,
    TrainerId,
    WeekOwner,
    fills_room,
    monday,
    sessions_inside,
)
from planner.domain.kinds import WITH_CLASS
from planner.placement import BoardView, Placement, others
from planner.words import room_name, stream_name, trainer_name


def owner_name(problem: Problem, owner: WeekOwner) -> str:
    """As the planner knows them."""
    if owner.room_id is not None:
        return room_name(problem, owner.room_id)
    if owner.class_id is None:
        return trainer_name(problem, owner.trainer_id or TrainerId(""))
    return stream_name(problem, owner.class_id, Stream(owner.part, owner.without))


def held_weeks(problem: Problem, timetable: Timetable, owner: WeekOwner) -> dict[date, list[Session]]:
    """What somebody fills_week, week by week, in order of time: Monday → sessions."""
    found: dict[date, list[Session]] = {}
    rows: Iterable[Session] = timetable.sessions
    if owner.trainer_id:
        rows = timetable.by_trainer.get(owner.trainer_id, ())
    elif owner.room_id:
        rows = sessions_inside(problem, timetable, owner.room_id)
    held = _in_order(problem, [s for s in rows if fills_week(problem, owner, s)])
    for session in held:
        found.setdefault(monday(session.day), []).append(session)
    return found


def _in_order(problem: Problem, held: Sequence[Session]) -> list[Session]:
    """Sessions of the days on which nothing is fixed, in order of time."""
    fixed = {s.day for s in held if s.kind == Kind.FIXED or s.id in problem.stands}
    return sorted((s for s in held if s.day not in fixed), key=lambda s: (s.day, s.start, s.end, s.id))


def week_around(
    problem: Problem, board: BoardView, owner: WeekOwner, placement: Placement
) -> tuple[list[Session], list[Session]]:
    """What somebody holds in the week of a placement, without the placed session and with it."""
    first = monday(placement.session.day)
    found: list[Session] = []
    for day in (first + timedelta(days=n) for n in range(7)):
        if owner.class_id is not None:
            rows: Sequence[Session] = class_sessions(problem, board, owner.class_id, day)
        elif owner.room_id is not None:
            rows = board.held(owner.room_id, day)
        else:
            rows = board.led(owner.trainer_id or TrainerId(""), day)
        found += [s for s in others(rows, placement) if fills_week(problem, owner, s)]
    return _in_order(problem, found), _in_order(problem, [*found, placement.session])


def fills_week(problem: Problem, owner: WeekOwner, session: Session) -> bool:
    """Whether a session fills the time of somebody."""
    if session.modality == "remote_async":
        return False
    if owner.room_id is not None:
        return session.kind != Kind.VISIT and fills_room(problem, session.room_id, owner.room_id)
    if owner.class_id is None:
        return session.kind != Kind.VISIT and owner.trainer_id in session.trainer_ids
    of_class = owner.class_id in classes_of(problem, session) and in_stream(Stream(owner.part, owner.without), session)
    return of_class and session.kind in WITH_CLASS and not named(problem, session)
