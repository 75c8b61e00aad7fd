"""A session that another one keeps from its place leaves the board, with all that belongs to it, for the list.

After the weeks and after the groups of a first solve (`engine/anew.py`). A group takes the whole hour of its barrette
with it, since its classes are there together; the place of a class in an open period takes those of the class who are
called then, and no other class.
"""

from dataclasses import replace

from planner.board.board import Board
from planner.board.restore import groups_at, occurrence_id, open_owner
from planner.domain import Cause, Kind, Missing, Session, SessionId, monday


def leave(board: Board, session: Session, why: str) -> list[Missing]:
    """Take a session out; its row of the list, whose reason is ``why``. Nothing where it is gone already."""
    if session.id not in board.sessions:
        return []
    row = Missing(
        session.id,
        session.kind,
        session.minutes,
        Cause.TIED,
        session.course_ids,
        class_ids=session.class_ids,
        part=session.part,
        week=monday(session.day),
        said=why,
    )
    barrette = board.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    if session.kind == Kind.BARRETTE and barrette is not None:
        key = occurrence_id(session)
        for group in groups_at(board.sessions.values(), {key}):
            board.take(group.id)
        return [replace(row, session_id=key, course_ids=(), barrette_id=barrette.id, class_ids=barrette.class_ids)]
    board.take(session.id)
    return [_of_open(board, session, row)] if session.kind == Kind.OPEN else [row]


def _of_open(board: Board, place: Session, row: Missing) -> Missing:
    """The people of a class leave the hour of its place too; the row is that of the hour, with all of its classes."""
    problem, owner = board.problem, open_owner(board.problem, place)
    board.unwatched = [one for one in board.unwatched if one.session_id != f"encadrement-{place.id}"]
    for session in list(board.sessions.values()):
        same = (session.day, session.start, session.occurrence) == (place.day, place.start, place.occurrence)
        if session.kind != Kind.SUPPORT or not same or open_owner(problem, session) != owner:
            continue
        for person in list(board.people[session.id]):
            home = problem.learners[person].membership(session.day)
            if home is not None and home.class_id in place.class_ids:
                board.leave(session.id, person)
        if not board.people[session.id]:
            board.take(session.id)
    period = next((o for o in problem.open_periods if o.id == owner), None)
    key = SessionId(f"{owner}-{place.period_id}-o{place.occurrence}")
    return replace(row, session_id=key, class_ids=period.class_ids) if period else row
