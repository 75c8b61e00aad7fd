"""Sessions that a change sent to another room, trainer or hour, where they stood again once that change is gone.

A room was closed for a week, and its courses were held in another one: it opens, and they are in their own room again.
Only what the workbook gives back now is gone back to, every rule allowing it, within the notice and the locks
(`swapped.may_return`).
"""

from datetime import date

from planner.board.board import Board
from planner.domain import FixedEvent, Problem, Session, SessionId, away
from planner.engine.change.given_back import GivenUp, make_way, stand
from planner.engine.change.moving import move, same_hour
from planner.engine.change.repair_model import Place
from planner.engine.change.swapped import Returns, at_place, share


def home_again(board: Board, old: Problem, returns: Returns, first: date) -> list[GivenUp]:
    """Put sessions where they stood, in order of time; what of their people's support gives way to it.

    Where the workbook gives something of that place back (``old``: the one before), or where another of them has just
    left it. What may not stand there stays where it is, and nothing before ``first`` changes.
    """
    given_up: list[GivenUp] = []
    gone: list[Session] = []
    waiting = sorted(returns.places.items(), key=lambda row: (row[1].option[:3], row[0]))
    for _ in range(len(waiting)):
        for key, place in waiting:
            now = board.sessions[key]
            home = at_place(now, place)
            free = gives_back(old, board.problem, home) or any(s.overlaps(home) and share(s, home) for s in gone)
            if free and returns.borne(board, {key, *(s.id for s in gone)}) and _fits(board, key, place, first):
                _go(board, key, place, first, given_up)
                gone.append(now)
                waiting.remove((key, place))
                break
        else:
            break
    return given_up


def _fits(board: Board, key: SessionId, place: Place, first: date) -> bool:
    """Whether a session may stand somewhere, tried on another board."""
    trial = Board.of(board.problem, board.timetable(), board.rules)
    return _go(trial, key, place, first, [])


def _go(board: Board, key: SessionId, place: Place, first: date, given_up: list[GivenUp]) -> bool:
    """Put a session somewhere; whether it may stand there. At its own hour nobody comes who is not in it."""
    if same_hour(board.sessions[key], place):
        move(board, {key: place})
        return not make_way(board, key, first, given_up)
    return stand(board, (), {key: place}, first, given_up) is None


def gives_back(old: Problem, new: Problem, session: Session) -> bool:
    """Whether the old workbook was against the hour, room or team of a session in which the new one has them again.

    A room or a trainer that was away, a half-day that the classes had not, an event that is not, or otherwise.
    """
    span = session.day, session.start, session.end
    who = [(old.trainers.get(t), new.trainers.get(t)) for t in session.trainer_ids]
    what = (old.rooms.get(session.room_id), new.rooms.get(session.room_id)) if session.room_id else (None, None)
    for was, now in (*who, what):
        if was and now and away(was.absences, *span) and not away(now.absences, *span):
            return True
    return _open_again(old, new, session) or any(_held(event, session) for event in {*old.events} - {*new.events})


def _open_again(old: Problem, new: Problem, session: Session) -> bool:
    """Whether some class of a session has courses anew on a half-day of it."""
    for class_id in (c for c in session.class_ids if c in old.classes and c in new.classes):
        half = new.bells_of(class_id).half(session.day.weekday(), session.start, session.end)
        was, now = (problem.course_presence(class_id, session.day, session.part) for problem in (old, new))
        if half & now & ~was:
            return True
    return False


def _held(event: FixedEvent, session: Session) -> bool:
    """Whether an event was at the hour of a session, with its class, its room or somebody of its team."""
    apart = event.day != session.day or event.start >= session.end or event.end <= session.start
    mine = {*session.class_ids, *session.trainer_ids, *filter(None, (session.room_id,))}
    return not apart and not mine.isdisjoint((*event.class_ids, *event.trainer_ids, event.room_id))
