"""A session taken off a board for a while, with all that changes hour with it, to ask where it may go.

The groups of one hour of a barrette, the classes of an open period and crossed parts share their hour: they are lifted
together, and go to another hour together. A room or an adult changes for the one that is asked about alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from planner.board.board import Board
from planner.domain import ApprenticeId, Kind, Session, SessionId, SiteId
from planner.engine.change.crossed_parts import twin_course
from planner.engine.change.moving import same_hour, study_of
from planner.engine.change.repair_model import Place
from planner.engine.change.week_sessions import support_hour
from planner.engine.people.attend import called_to, period_id
from planner.model import Option
from planner.placement import Placement, for_everyone

Coming = Mapping[ApprenticeId, bool]


@dataclass(frozen=True)
class Lifted:
    """A session that is off its board, and those that are off with it; ``studies``: of who is freed from them."""

    board: Board
    session: Session
    others: tuple[Session, ...]
    """What changes hour with it, in order of ids."""
    people: Mapping[SessionId, Coming]
    studies: tuple[Session, ...] = ()

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All that changes hour, the session itself first."""
        return self.session, *self.others

    @property
    def place(self) -> Place:
        """Where the session stood."""
        return place_where_it_is(self.session)

    def at(self, session: Session, place: Place) -> Placement:
        """One of the sessions at a place, with those whom it would have there.

        At its own hour it keeps its people. Elsewhere a course calls its class as it is then; all else keeps its
        people, there or not: the rules say who is not.
        """
        problem, board = self.board.problem, self.board
        option, room = place.option, problem.rooms.get(place.room) if place.room else None
        if same_hour(session, place):
            moved = replace(session, trainer_ids=option.team, room_id=place.room)
            return for_everyone(_at_site(moved, room.site_id if room else SiteId("")), self.people[session.id])
        moved = replace(
            session,
            day=option.day,
            start=option.start,
            end=option.end,
            trainer_ids=option.team,
            room_id=place.room,
            period_id=session.period_id if session.barrette_id else period_id(problem, option.day),
        )
        moved = _at_site(moved, room.site_id if room else SiteId(""))
        if session.kind == Kind.COURSE and session.course_id in problem.courses:
            coming = called_to(board, moved)[0]
        else:
            coming = [problem.learners[a] for a in self.people[session.id] if a in problem.learners]
        people = board.ways(moved, coming)
        return for_everyone(board.joined(moved, people), people)


def _at_site(session: Session, site: SiteId) -> Session:
    """A session on the site of its room; where it was, if the room has none."""
    return replace(session, site_id=site) if site and site != session.site_id else session


def place_where_it_is(session: Session) -> Place:
    """The place at which a session stands."""
    return Place(Option(session.day, session.start, session.end, session.trainer_ids), session.room_id)


@contextmanager
def lifting(board: Board, session_id: SessionId) -> Iterator[Lifted]:
    """A session off the board with what changes hour with it; all are back at the end, whatever happens.

    Raises ``KeyError`` where the board has no such session.
    """
    session = board.sessions[session_id]
    others = tuple(sorted(_with_it(board, session), key=lambda s: s.id))
    gone = (session, *others)
    people = {s.id: dict(board.people[s.id]) for s in gone}
    freed = [
        (s, dict(board.people[s.id]))
        for s in board.sessions.values()
        if s.kind == Kind.STUDY and s.day == session.day and any(study_of(s.id, one.id) for one in gone)
    ]
    for one in (*gone, *(s for s, _who in freed)):
        board.take(one.id)
    try:
        yield Lifted(board, session, others, people, tuple(s for s, _who in freed))
    finally:
        for one in gone:
            board.put(one, people[one.id])
        for study, who in freed:
            board.put(study, who)


def _with_it(board: Board, session: Session) -> Iterator[Session]:
    """What has the same hour as a session wherever it goes."""
    problem, hour = board.problem, support_hour(board.problem, session)
    twin = twin_course(problem, session)
    for other in board.sessions.values():
        if other.day != session.day or other.id == session.id or other.start != session.start:
            continue
        if (hour and support_hour(problem, other) == hour) or (twin is not None and other.course_id == twin.id):
            yield other
