"""Moves of others that open a place to a session: three sessions at most change, itself among them.

Where a rule names what is in the way, that is lifted and asked where else it may go, with the session at its new place;
and so on. A chain is found when each of its sessions is allowed at its new place, put back one after the other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from planner.domain import ApprenticeId, Kind, Session, SessionId, TrainerId
from planner.engine.change.edits import Edit
from planner.engine.change.repair_model import Place
from planner.why.lifted import Lifted, place_where_it_is
from planner.why.places import Judge, placements, put_there

MOST_MOVES = 3
"""Sessions that change in a chain, the one that is asked about among them; what shares an hour counts once."""
FEW_PLACES = 40
"""Places at which each session that is in the way is tried, the cheapest first."""
VARIANTS = 12
"""Adults and rooms with which the place that is asked for is tried."""

MayMove = Callable[[Session], bool]


@dataclass(frozen=True)
class ChainStep:
    """One session of a chain, as it stood, and where it goes; ``with_it``: what changes hour with it."""

    session: Session
    place: Place
    with_it: tuple[Session, ...] = ()
    people: frozenset[ApprenticeId] = frozenset()

    def edits(self) -> Iterator[Edit]:
        """The same as edits by hand."""
        option = self.place.option
        yield Edit(self.session.id, option.day, option.start, option.end, self.place.room, option.team)
        for other in self.with_it:
            if (option.day, option.start) != (other.day, other.start):
                yield Edit(other.id, option.day, option.start, option.end, other.room_id, other.trainer_ids)

    @property
    def trainers(self) -> frozenset[TrainerId]:
        """The adults whom it concerns, before or after."""
        mine = {*self.session.trainer_ids, *self.place.option.team}
        return frozenset(mine.union(*(s.trainer_ids for s in self.with_it)))


@dataclass(frozen=True)
class MoveChain:
    """Moves in the order in which they may be made: those of others first, the session that was asked about last."""

    steps: tuple[ChainStep, ...]
    cost: float
    """What all preferences together count more than before."""

    @property
    def people(self) -> frozenset[ApprenticeId]:
        """Learners some of whose sessions change."""
        return frozenset().union(*(step.people for step in self.steps))

    def edits(self) -> tuple[Edit, ...]:
        """The same as edits by hand."""
        return tuple(edit for step in self.steps for edit in step.edits())


def chains(judge: Judge, session_id: SessionId, places: Sequence[Place], may_move: MayMove) -> Iterator[MoveChain]:
    """Chains that open one of some places to a session, the shortest first; ``may_move``: what may be asked to leave.

    Lazy: each is looked for as it is asked for. Raises ``KeyError`` where the board has no such session.
    """
    session = judge.board.sessions[session_id]
    judge.ways(session)
    for most in range(2, MOST_MOVES + 1):
        for place in islice(places, VARIANTS):
            # The board is as it was before a chain is given: whoever asks may change it meanwhile.
            yield from list(_opened(judge, session, place, most, may_move))


def _opened(judge: Judge, session: Session, place: Place, most: int, may_move: MayMove) -> Iterator[MoveChain]:
    """Chains of exactly so many moves that open a place to a session."""
    with judge.lifting(session.id) as lift, put_there(lift, place):
        for others in _cleared(judge, [(lift, place)], most, may_move):
            chain = _opened_by(judge, [*others, (lift, place)])
            if chain is not None:
                yield chain
                return


Moved = tuple[Lifted, Place]


def _cleared(judge: Judge, moved: list[Moved], most: int, may_move: MayMove) -> Iterator[list[Moved]]:
    """What else may move so that all of ``moved``, which stand at their new places, are allowed there."""
    against = next((f for lift, _place in moved if (f := judge.refused_there(lift)) is not None), None)
    if against is None:
        if len(moved) == most:
            yield []
        return
    if len(moved) == most:
        return
    ours = {s.id for lift, _place in moved for s in lift.sessions}
    for name in against.sessions:
        session = judge.board.sessions.get(name)
        if name in ours or session is None or not _movable(session) or not may_move(session):
            continue
        for lift, place in _elsewhere(judge, moved, session, may_move):
            with put_there(lift, place):
                for others in _cleared(judge, [*moved, (lift, place)], most, may_move):
                    yield [*others, (lift, place)]


def _movable(session: Session) -> bool:
    """Whether a session has an hour that the planner chose."""
    return session.kind not in (Kind.FIXED, Kind.STUDY, Kind.VISIT) and session.modality != "remote_async"


def _elsewhere(judge: Judge, moved: Sequence[Moved], session: Session, may_move: MayMove) -> Iterator[Moved]:
    """Where a session that is in the way may go, with what is placed already: the cheapest places first.

    Not to the hour that another session of the same course has left: the two would only have changed names.
    """
    ways = judge.ways(session)
    left = {place_where_it_is(lift.session).option[:3] for lift, _place in moved if _alike(lift.session, session)}
    with judge.lifting(session.id) as lift:
        if not all(may_move(other) for other in lift.others):
            return
        hours = (hour for hour in ways.teams if hour not in left)
        open_to = [p for hour in hours if (p := judge.open_at(lift, ways, hour)) is not None]
        priced = sorted(open_to, key=lambda p: (sum(judge.costs(lift, p).values()), p.option[:2]))
        for place in priced[:FEW_PLACES]:
            yield lift, place


def _alike(one: Session, other: Session) -> bool:
    """Whether two sessions are of one course, for the same people: each could be the other."""
    same = (one.course_ids, one.class_ids, one.part) == (other.course_ids, other.class_ids, other.part)
    return bool(one.course_ids) and same


def _opened_by(judge: Judge, moved: Sequence[Moved]) -> MoveChain | None:
    """The moves one after the other, each on the board as it is after those before; None where one is refused.

    All stand at their new places when this is asked, and do again at the end. What they cost is the difference of all
    that the preferences count of them there and where they stood.
    """
    board, found = judge.board, list[ChainStep]()
    stood = {s.id: (board.sessions[s.id], dict(board.people[s.id])) for lift, _p in moved for s in lift.sessions}
    try:
        for key in stood:
            board.take(key)
        here = _stood_up(judge, [(lift, lift.place) for lift, _place in moved])
        for lift, place in moved:
            if judge.refused(lift, place) is not None:
                return None
            now = placements(lift, place)
            people = {a for s in lift.sessions for a in lift.people[s.id]}.union(*(p.people for p in now))
            found.append(ChainStep(lift.session, place, lift.others, frozenset(people)))
            for one in now:
                # As they may come now that those before have left.
                board.put(one.session, one.people)
        for key in stood:
            board.take(key)
        return MoveChain(tuple(found), _stood_up(judge, moved) - here)
    finally:
        for session, people_then in stood.values():
            board.put(session, people_then)


def _stood_up(judge: Judge, moved: Sequence[Moved]) -> float:
    """What the preferences count of sessions put at places one after the other; none is on the board afterwards."""
    total, board = 0.0, judge.board
    for lift, place in moved:
        total += sum(judge.weighed(lift, place).values())
        for one in placements(lift, place):
            board.put(one.session, one.people)
    for lift, _place in moved:
        for session in lift.sessions:
            board.take(session.id)
    return total
