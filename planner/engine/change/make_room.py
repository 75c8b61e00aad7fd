"""Room made for a session at an hour that is not open to it: it goes there, what is in its way goes elsewhere.

`barrette move` and the board ask, for a session that is put where some rule forbids it. The week is repaired as in an
update (`repair`, `elsewhere`), with the session locked at its new hour and as few others moved as can be: first within
its week, then with those that stand in its way allowed to go to another one. Nothing is given up: where something
would have no place left, no room is made, and that is said. Only courses that are led move, groups of a barrette that
are in the way with all of their hour; nothing that is locked, announced or pasted.

All happens on boards made for it. What is returned are edits by hand, which the caller applies, and has checked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.domain import Guidance, Kind, Lock, Problem, RoomId, Session, SessionId, Timetable, TrainerId, monday
from planner.engine.change.borne import Budget
from planner.engine.change.crossed_parts import twin_course
from planner.engine.change.edits import Edit
from planner.engine.change.elsewhere import Mend
from planner.engine.change.limits import Limits
from planner.engine.change.mended import Mended
from planner.engine.change.moving import move
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known, WeekSessions, course_of
from planner.engine.solvers.cpsat import Interrupt
from planner.rule import Rules, active


@dataclass(frozen=True)
class WantedPlace:
    """Where a session is to be; without a room or adults of its own (``room`` None, ``team`` empty) any may do."""

    day: date
    start: int
    end: int
    room: RoomId | None = None
    team: tuple[TrainerId, ...] = ()


@dataclass(frozen=True)
class RoomMade:
    """What has to move, the session that was asked about among it; nothing where no room can be made."""

    edits: tuple[Edit, ...] = ()
    fewest: bool = False
    """Whether it is proven that no fewer sessions change, all of them in their week and this one with its adults."""
    held: tuple[Session, ...] = ()
    """What is in the way and does not move, where that is why there is none."""
    without: tuple[Session, ...] = ()
    """What would have no place any more."""
    never: bool = False
    """Whether a rule is against the hour, whatever else moves."""


@dataclass(frozen=True)
class RoomQuestion:
    """One session and where it is wanted; ``together``: what changes hour with it."""

    problem: Problem
    timetable: Timetable
    rules: Rules
    limits: Limits
    session: Session
    together: tuple[Session, ...]
    wanted: WantedPlace
    interrupt: Interrupt

    @property
    def ids(self) -> frozenset[SessionId]:
        """The session and what goes with it."""
        return frozenset(s.id for s in (self.session, *self.together))

    @property
    def week(self) -> date:
        """The Monday of the week where it is wanted."""
        return monday(self.wanted.day)

    def board(self) -> Board:
        """A board of its own, as the timetable has it."""
        return Board.of(self.problem, self.timetable, active(self.rules, self.problem))

    def mend(self, board: Board, limits: Limits, *, weeks: bool) -> Mend:
        """The weeks of a board; ``weeks``: whether courses in the way may go to another one."""

        def goes(session: Session) -> bool:
            course = session.kind == Kind.COURSE and course_of(self.problem, session) is not None
            led = course and session.guidance == Guidance.LED and not limits.stays(session)
            return weeks and led and twin_course(self.problem, session) is None and session.id not in self.ids

        def repair(week: WeekSessions, hits: frozenset[SessionId]) -> Repair:
            return Repair(week, hits, interrupt=self.interrupt)

        return Mend(board, self.rules, limits, repair, lambda _r, found: found, goes, lambda _p: Budget(), Known())


def clear_hour(asked: RoomQuestion, phase: Callable[[str], object] = str) -> Iterator[RoomMade]:
    """Ways to give a session its place, the one that changes the least first, each looked for as it is asked for.

    The last one has no edits and says why there is none, as far as it is known, unless it was found. ``phase`` is told
    where the search is. Raises ``KeyError`` where the timetable has no such session.
    """
    phase("place dans la semaine")
    yield from _within_its_week(asked)
    if not asked.interrupt.asked.is_set():
        phase("place dans les autres semaines")
        yield _with_other_weeks(asked)


def _within_its_week(asked: RoomQuestion) -> Iterator[RoomMade]:
    """The week with the session locked there, by its own adults, then by others who may lead it."""
    teams = [asked.wanted.team] if asked.wanted.team else dict.fromkeys((asked.session.trainer_ids, ()))
    for team in teams:
        board = asked.board()
        _bring(asked, board)
        lock = Lock(day=asked.wanted.day, start=asked.wanted.start)
        own = replace(lock, room_id=asked.wanted.room, trainer_ids=team)
        locks = {key: own if key == asked.session.id else lock for key in asked.ids}
        done = asked.mend(board, replace(asked.limits, locks=locks), weeks=False).own_week(asked.week, asked.ids)
        if not done.left:
            move(board, done.places)
            if _as_wanted(asked, board):
                yield RoomMade(_edits(asked, board), done.proven and bool(team))


def _bring(asked: RoomQuestion, board: Board) -> None:
    """A session of another week into the week where it is wanted: on its last day, at no hour, in nobody's way."""
    if monday(asked.session.day) != asked.week:
        last = asked.week + timedelta(days=6)
        for key in sorted(asked.ids):
            people = board.take(key)
            board.put(replace(_of(asked, key), day=last, start=-1, end=0), people)


def _of(asked: RoomQuestion, key: SessionId) -> Session:
    return next(s for s in (asked.session, *asked.together) if s.id == key)


def _with_other_weeks(asked: RoomQuestion) -> RoomMade:
    """The session stands where it is wanted; what is in its way goes elsewhere in the week, else to another one."""
    board = asked.board()
    limits = replace(asked.limits, locked=asked.limits.locked | asked.ids)
    for key in sorted(asked.ids):
        people = board.take(key)
        board.put(_put(asked, _of(asked, key)), people)
    if not _settle_means(asked, board, limits):
        return RoomMade(never=True)
    week = WeekSessions(board, asked.rules, asked.week, limits, Known())
    hits = _in_the_way(asked, week)
    stuck = tuple(s for key in sorted(hits) if not _leaves(asked, s := board.sessions[key]))
    if stuck or not hits:
        return RoomMade(held=stuck)
    done: Mended = asked.mend(board, limits, weeks=True).own_week(asked.week, hits)
    if done.left:
        return RoomMade(without=tuple(row.session for row in done.left))
    move(board, done.places)
    # The room was chosen before, and sessions of other weeks may do with less: nothing is proven of all ways.
    return RoomMade(_edits(asked, board)) if _as_wanted(asked, board) else RoomMade()


def _as_wanted(asked: RoomQuestion, board: Board) -> bool:
    """Whether the session has all that is asked for; what has no room never gets one, whatever is asked."""
    wanted, now = asked.wanted, board.sessions[asked.session.id]
    means = wanted.room in (None, now.room_id) and wanted.team in ((), now.trainer_ids)
    return means and (now.day, now.start) == (wanted.day, wanted.start)


def _put(asked: RoomQuestion, session: Session) -> Session:
    """One of the sessions at the hour that is wanted, in its own room and with its own adults unless others are."""
    wanted, mine = asked.wanted, session.id == asked.session.id
    return replace(
        session, day=wanted.day, start=wanted.start, end=wanted.end,
        room_id=(wanted.room if mine else None) or session.room_id,
        trainer_ids=(wanted.team if mine else ()) or session.trainer_ids,
    )  # fmt: skip


def _settle_means(asked: RoomQuestion, board: Board, limits: Limits) -> bool:
    """Adults and a room that no rule refuses at the hour, those that hinder the fewest others; whether there are any.

    Its own, where they hinder no more than others. What is asked for is left as it is.
    """
    session, wanted = board.sessions[asked.session.id], asked.wanted
    free = replace(limits, locked=limits.locked - asked.ids)
    week = WeekSessions(board, asked.rules, asked.week, free, Known())
    number, hour = week.number[session.id], (session.day, session.start, session.end)
    teams = [o.team for o in week.options(number, wide=True) if o[:3] == hour and wanted.team in ((), o.team)]
    if not teams:
        return False
    beside = [s for s in board.sessions.values() if s.overlaps(session) and s.id not in asked.ids]
    open_to = [r for r in week.rooms(number) if wanted.room in (None, r)]
    rooms: Sequence[RoomId | None] = open_to or [session.room_id]

    def hindered(team: tuple[TrainerId, ...]) -> tuple[int, bool]:
        return sum(not set(team).isdisjoint(s.trainer_ids) for s in beside), team != session.trainer_ids

    # Who teaches the class leads it wherever they can be there: another adult is no small change.
    team = session.trainer_ids if session.trainer_ids in teams else min(teams, key=hindered)
    room = min(rooms, key=lambda r: (sum(s.room_id == r for s in beside if r), r != session.room_id))
    board.put(replace(session, trainer_ids=team, room_id=room), board.take(session.id))
    return True


def _in_the_way(asked: RoomQuestion, week: WeekSessions) -> frozenset[SessionId]:
    """Sessions of the hour that need the same people, adult or room."""
    mine = [week.number[key] for key in asked.ids if key in week.number]
    found = set()
    for n, session in enumerate(week.sessions):
        for one in mine:
            other = week.sessions[one]
            if n in mine or not session.overlaps(other):
                continue
            shared = not set(week.items[n].units).isdisjoint(week.items[one].units)
            shared |= not set(session.trainer_ids).isdisjoint(other.trainer_ids)
            if shared or (session.room_id is not None and session.room_id == other.room_id):
                found.add(session.id)
    return frozenset(found)


def _leaves(asked: RoomQuestion, session: Session) -> bool:
    """Whether a session may be asked to leave its hour."""
    movable = session.kind not in (Kind.FIXED, Kind.STUDY, Kind.VISIT) and session.id not in asked.problem.stands
    return movable and not asked.limits.stays(session)


def _edits(asked: RoomQuestion, board: Board) -> tuple[Edit, ...]:
    """What stands elsewhere on a board than in the timetable, the session that was asked about first."""
    before: Mapping[SessionId, Session] = asked.timetable.session
    found = (
        Edit(s.id, s.day, s.start, s.end, s.room_id, s.trainer_ids)
        for s in board.sessions.values()
        if s.id in before and (s.kind != Kind.STUDY or s.id in asked.ids)
    )
    changed = [edit for edit in found if edit.changes(before[edit.session_id])]
    own = asked.session.id
    return tuple(sorted(changed, key=lambda e: (e.session_id != own, e.session_id not in asked.ids, e.session_id)))
