"""A session taken off a board for a while, with all that changes hour with it, to ask where it may go.

The groups of one hour of a barrette, the classes of an open period and crossed parts share their hour: they are lifted
together, and go to another hour together. A room or an adult changes for the one that is asked about alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from planner.board.board import Board
from planner.domain import ApprenticeId, Kind, Problem, RoomId, Session, SessionId, SiteId, TrainerId
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

    def same_hour(self, place: Place) -> bool:
        """Whether the session would change neither day nor hour."""
        return same_hour(self.session, place)

    def at(self, session: Session, place: Place) -> Placement:
        """One of the sessions at a place, with those whom it would have there.

        At its own hour it keeps its people. Elsewhere a course calls its class as it is then, whatever else
        anybody has; all else keeps its people, there or not: the rules say who is not.
        """
        problem, board = self.board.problem, self.board
        option = place.option
        if same_hour(session, place):
            return with_means(problem, for_everyone(session, self.people[session.id]), option.team, place.room)
        moved = replace(
            session,
            day=option.day,
            start=option.start,
            end=option.end,
            trainer_ids=option.team,
            room_id=place.room,
            site_id=site_of_room(problem, session, place.room),
            period_id=session.period_id if session.barrette_id else period_id(problem, option.day),
        )
        coming = []
        if session.kind == Kind.COURSE and session.course_id in problem.courses:
            coming = called_to(board, moved, busy=True)[0]
        if not coming:
            # Also a course that nobody could come to: whoever it has says why.
            coming = [problem.learners[a] for a in self.people[session.id] if a in problem.learners]
        people = board.ways(moved, coming)
        return for_everyone(board.joined(moved, people), people)


def with_means(problem: Problem, placement: Placement, team: tuple[TrainerId, ...], room: RoomId | None) -> Placement:
    """The same with other adults and another room, on the site of that room."""
    session = placement.session
    site = site_of_room(problem, session, room)
    if (session.trainer_ids, session.room_id, session.site_id) == (team, room, site):
        return placement
    return replace(placement, session=replace(session, trainer_ids=team, room_id=room, site_id=site))


def site_of_room(problem: Problem, session: Session, room: RoomId | None) -> SiteId:
    """The site of a room; that of the session where there is no room, or the room has no site."""
    found = problem.rooms.get(room) if room else None
    return (found.site_id if found else SiteId("")) or session.site_id


def place_where_it_is(session: Session) -> Place:
    """The place at which a session stands."""
    return Place(Option(session.day, session.start, session.end, session.trainer_ids), session.room_id)


@contextmanager
def lifting(board: Board, session_id: SessionId, beside: Iterable[SessionId] | None = None) -> Iterator[Lifted]:
    """A session off the board with what changes hour with it; all are back at the end, whatever happens.

    ``beside``: what may change hour with it, the sessions of its day, where that is known; else all are looked at.
    Raises ``KeyError`` where the board has no such session.
    """
    session = board.sessions[session_id]
    near = [board.sessions[key] for key in (board.sessions if beside is None else beside) if key in board.sessions]
    near = [s for s in near if s.day == session.day]
    others = tuple(sorted(_with_it(board.problem, session, near), key=lambda s: s.id))
    gone = (session, *others)
    people = {s.id: dict(board.people[s.id]) for s in gone}
    freed = [
        (s, dict(board.people[s.id]))
        for s in near
        if s.kind == Kind.STUDY and any(study_of(s.id, one.id) for one in gone)
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


def _with_it(problem: Problem, session: Session, near: Iterable[Session]) -> Iterator[Session]:
    """What has the same hour as a session wherever it goes, of the sessions of its day."""
    hour, twin = support_hour(problem, session), twin_course(problem, session)
    for other in near:
        if other.id == session.id or other.start != session.start:
            continue
        if (hour and support_hour(problem, other) == hour) or (twin is not None and other.course_id == twin.id):
            yield other
