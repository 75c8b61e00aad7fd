"""Sessions that a change sent to another room, trainer or hour, where they stood again once that change is gone.

A room was closed for a week, and its courses were held in another one: it opens, and they are in their own room again.
So is whatever had moved to make room for them, or for the hours of their trainer's week. Only around what the workbook
gives back now does anything move, every rule allowing it, within the notice and the locks (`swapped.may_return`).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.domain import FixedEvent, Kind, Problem, Session, SessionId, away, monday
from planner.engine.change.given_back import GivenUp, Hours, crossed_together, stand
from planner.engine.change.left import Left
from planner.engine.change.moving import take_out
from planner.engine.change.swapped import Returns, at_place, place_of, share
from planner.engine.change.week_sessions import support_hour

OF_THEIR_OWN = (Kind.SUPPORT, Kind.ONBOARDING)
Chain = tuple[SessionId, ...]
"""Sessions that go back together or not at all: one, two of crossed parts, or the groups of an hour."""


def home_again(board: Board, old: Problem, returns: Returns, hours: Hours, first: date) -> list[GivenUp]:
    """Put sessions where they stood, as many at once as may; what of their people's support gives way to them.

    Those to which the workbook gives something back (``old``: the one before), and whatever has, in the same week, a
    class, a trainer or a room in common with them or with what has its hour again (``hours``: where it stood). What may
    not stand there stays where it is, and nothing before ``first`` changes.
    """
    given_up: list[GivenUp] = []
    going: list[Chain] = []
    for group in _groups(board, returns, _near(board, old, returns, hours)):
        if returns.borne(board, {*group, *(key for other in going for key in other)}):
            going.append(group)
    alone: list[Chain] = []
    # Together first: two that have changed places go home at once, or neither does.
    while (refused := _refused(board, returns, going, first)) is not None:
        going.remove(refused)
        alone.append(refused)
    _go(board, returns, going, first, given_up)
    for group in alone:
        if _refused(board, returns, [group], first) is None:
            _go(board, returns, [group], first, given_up)
    return given_up


def _near(board: Board, old: Problem, returns: Returns, hours: Hours) -> set[SessionId]:
    """Sessions that stand elsewhere, around what the workbook gives back."""
    homes = {key: at_place(board.sessions[key], place) for key, place in returns.places.items()}
    here = ((board.sessions.get(first_id(key)), place) for key, place in hours.items())
    back = [s for s, place in here if s is not None and place_of(s) == place]
    given = [s for s in (*homes.values(), *back) if gives_back(old, board.problem, s)]
    found: set[SessionId] = set()
    while given:
        more = {
            key
            for key, home in homes.items()
            if key not in found and any(_beside(s, other) for s in given for other in (home, board.sessions[key]))
        }
        found |= more
        given = [s for key in more for s in (homes[key], board.sessions[key])]
    return found


def _beside(session: Session, other: Session) -> bool:
    """Whether two sessions are of one week, with something in common."""
    return monday(session.day) == monday(other.day) and share(session, other)


def _groups(board: Board, returns: Returns, keys: Collection[SessionId]) -> list[Chain]:
    """Some sessions in the order of their homes, crossed parts and all that is at an hour of support together."""
    rows = [Left(at_place(board.sessions[key], returns.places[key]), {}) for key in sorted(keys)]
    found: dict[SessionId, Chain] = {}
    for group in crossed_together(board.problem, rows):
        of = SessionId(support_hour(board.problem, group[0])) or group[0].id
        found[of] = (*found.get(of, ()), *(s.id for s in group))
    return list(found.values())


def _refused(board: Board, returns: Returns, groups: Sequence[Chain], first: date) -> Chain | None:
    """Of some sessions the first that may not go back with the others, tried on another board."""
    if not groups:
        return None
    trial = Board.of(board.problem, board.timetable(), board.rules)
    said = _go(trial, returns, groups, first, [])
    return next((g for g in groups if said in {*g, *map(first_id, g)}), None) if said else None


def _go(
    board: Board, returns: Returns, groups: Sequence[Chain], first: date, given_up: list[GivenUp]
) -> SessionId | None:
    """Put sessions where they stood, all at once, under the id that they had there; the first that may not stand.

    What people have by themselves may not stand where one of them cannot be.
    """
    own = {key: len(board.people[key]) for group in groups for key in group if _own(board, key)}
    places = {key: returns.places[key] for group in groups for key in group}
    again = [
        replace(at_place(board.sessions[key], places[key]), id=first_id(key)) for key in places if first_id(key) != key
    ]
    for key in [key for key in places if first_id(key) != key]:
        take_out(board, key)
        del places[key]
    said = stand(board, again, places, first, given_up)
    lost = (key for key, number in own.items() if len(board.people[key]) < number)
    return said[0].id if said else next(lost, None)


def _own(board: Board, key: SessionId) -> bool:
    """Whether a session is one that people have by themselves, at no hour of their class."""
    session = board.sessions[key]
    return session.kind in OF_THEIR_OWN and not support_hour(board.problem, session)


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
    """Whether some class of a session has courses anew on a half-day of it.

    Or the centre is open again then: what people have by themselves may be on a day of the company.
    """
    opened = new.open_mask(session.day) & ~old.open_mask(session.day)
    for class_id in (c for c in session.class_ids if c in old.classes and c in new.classes):
        half = new.bells_of(class_id).half(session.day.weekday(), session.start, session.end)
        was, now = (problem.course_presence(class_id, session.day, session.part) for problem in (old, new))
        if half & ((now & ~was) | (opened if session.kind in OF_THEIR_OWN else 0)):
            return True
    return False


def _held(event: FixedEvent, session: Session) -> bool:
    """Whether an event was at the hour of a session, with its class, its room or somebody of its team."""
    apart = event.day != session.day or event.start >= session.end or event.end <= session.start
    mine = {*session.class_ids, *session.trainer_ids, *filter(None, (session.room_id,))}
    return not apart and not mine.isdisjoint((*event.class_ids, *event.trainer_ids, event.room_id))
