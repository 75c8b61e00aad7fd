"""Minors without an adult: whether a room has a seat left, and the lines that say for whom nobody is there.

The one thing that the program never does is to leave a minor alone: where no adult is found, the minor is taken out of
the session and a line is added to ``Board.unwatched``, which the last stage tells the planner. An adult stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.board.board import Board
from planner.domain import (
    SEAT_ID,
    WATCH_ID,
    About,
    Cause,
    ClassId,
    Guidance,
    Kind,
    Learner,
    Missing,
    Problem,
    Session,
    SessionId,
)
from planner.rule import Finding

NEEDS_ADULT = "H8b"
"""The rule that no minor is without an adult."""


def list_unwatched(board: Board, course: Session, minors: Sequence[Learner], said: Sequence[Finding] = ()) -> None:
    """A line for the minors freed from a course whom nobody can watch meanwhile; ``said``: the rules against it.

    Nothing without minors. Where a rule speaks of one of them (no hour left in the week), the line says that instead of
    the lack of an adult, since another adult would not help.
    """
    if minors:
        # The id is that of the course with a prefix: rule H8b looks for it among what is listed.
        row = replace(_nobody(course.id, Kind.STUDY, course, minors), title=course.label)
        board.unwatched.append(_against(row, said))


def list_uncalled(
    board: Board, place: Session, class_id: ClassId, minors: Sequence[Learner], said: Sequence[Finding] = ()
) -> None:
    """A line for the minors whom an open period does not call and whom nobody can watch; ``said`` as above.

    Nothing without any.
    """
    if minors:
        row = _nobody(place.id, Kind.OPEN, place, minors)
        board.unwatched.append(_against(replace(row, title=place.label, class_ids=(class_id,)), said))


def _against(row: Missing, said: Sequence[Finding]) -> Missing:
    """The line with the rule that is against one of its minors, where one is: not the one that asks for an adult.

    Without their name, where the rule has such words: the line names all of them.
    """
    mine = (f for f in said if f.key != NEEDS_ADULT and not set(row.apprentice_ids).isdisjoint(f.people))
    against = next(((f.brief or f.text).rstrip(".") for f in mine), "")
    return replace(row, cause=Cause.NO_MORE_HOURS, said=against) if against else row


def _nobody(meanwhile: str, kind: Kind, session: Session, minors: Sequence[Learner]) -> Missing:
    """The line for some minors during a session, or an hour of a barrette, for the lack of an adult."""
    return Missing(
        SessionId(f"{WATCH_ID}{meanwhile}"),
        kind,
        session.minutes,
        Cause.NOBODY_TO_WATCH,
        class_ids=session.class_ids,
        about=About.WATCH,
        day=session.day,
        start=session.start,
        end=session.end,
        apprentice_ids=tuple(p.id for p in minors),
        meanwhile=meanwhile,
    )


def unwatched(problem: Problem, session: Session) -> bool:
    """Whether a group works by itself without any adult in its room; a led one never does.

    Without a room, nobody watches: it is True for whoever found no place at all.
    """
    room = problem.rooms.get(session.room_id) if session.room_id else None
    by_itself = session.guidance == Guidance.AUTONOMOUS and not session.trainer_ids
    return by_itself and (room is None or not room.supervised_by)


def left_alone(problem: Problem, session: Session, people: Iterable[Learner]) -> list[Learner]:
    """Those of some people who may not be in a group of a barrette: minors, where no adult watches it.

    Nobody where an adult does; who follows from elsewhere, or may leave the centre, is not kept.
    """
    if not unwatched(problem, session):
        return []
    return [p for p in people if p.kept(session.day) and not p.remote]


def list_left_alone(board: Board, group: Session, minors: Sequence[Learner]) -> None:
    """A line for the minors whom no adult watches at an hour of a barrette; nothing without any."""
    if minors:
        hour = f"{group.barrette_id}-{group.period_id}-o{group.occurrence}"
        board.unwatched.append(_nobody(hour, Kind.STUDY, group, minors))


def list_unseated(board: Board, group: Session, people: Sequence[Learner]) -> None:
    """A line for those who have no place at an hour of a barrette: minors as above, and another one for adults.

    Nothing without anybody.
    """
    minors = [p for p in people if p.kept(group.day) and not p.remote]
    list_left_alone(board, group, minors)
    if others := [p for p in people if p not in minors]:
        hour = f"{group.barrette_id}-{group.period_id}-o{group.occurrence}"
        row = replace(_nobody(hour, Kind.STUDY, group, others), session_id=SessionId(f"{SEAT_ID}{hour}"))
        board.unwatched.append(replace(row, cause=Cause.NO_SEAT, about=About.SEAT))
