"""The sessions of a week as items of a model: who they hold together, where they may go, in which rooms."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.called import expected
from planner.board.restore import occurrence_id, open_owner
from planner.board.staff import room_open, suits
from planner.courses.teams import teams_of
from planner.domain import (
    ApprenticeId,
    ClassId,
    Course,
    Guidance,
    Kind,
    Learner,
    Problem,
    RoomId,
    Session,
    SessionId,
    Stream,
    TrainerId,
    in_order,
    streams,
    without_needless,
)
from planner.domain.kinds import OF_CLASSES
from planner.engine.change.called_away import called_away
from planner.engine.change.limits import Limits
from planner.engine.week.item_options import options_of
from planner.engine.week.items import as_locked
from planner.model import Item, Option
from planner.prices import (
    COURSE_HOUR_OUT,
    GROUP_HEAD_LOST,
    GROUP_HEADS,
    GROUP_HOUR_LOST,
    OPEN_HOUR_LOST,
    PERSON_HOUR_LOST,
)
from planner.rule import Rules, active

ROOM_FOR_ALL = "H11c"


@dataclass(frozen=True)
class Known:
    """What was found out about the sessions of an update; its weeks are looked at many times, mostly unchanged."""

    options: dict[tuple[object, ...], list[Option]] = field(default_factory=dict)
    rooms: dict[tuple[object, ...], tuple[RoomId, ...]] = field(default_factory=dict)
    expected: dict[tuple[object, ...], tuple[ApprenticeId, ...]] = field(default_factory=dict)
    meetings: dict[tuple[object, ...], dict[tuple[Option, RoomId], bool]] = field(default_factory=dict)


@dataclass
class WeekSessions:
    """The sessions of one week as they stand, and the items made of them; ``known`` is shared between weeks.

    ``sessions`` and ``items`` go together, in order of time; ``number``: id → place in both. What is done at a distance
    in one's own time takes nobody's hour, and is not among them. The board is read once: after a change, a week is made
    anew.
    """

    board: Board
    rules: Rules
    week: date
    limits: Limits
    known: Known
    sessions: tuple[Session, ...] = ()
    items: tuple[Item, ...] = ()
    number: dict[SessionId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last = self.week + timedelta(days=6)
        found = [s for s in self.board.sessions.values() if self.week <= s.day <= last]
        self.sessions = in_order([s for s in found if s.modality != "remote_async"])
        items = [item_of(self.board, session) for session in self.sessions]
        # A session that is new has nobody yet: its room must hold those who will come.
        items = [item if item.heads else replace(item, heads=len(self._awaited(item))) for item in items]
        self.items = tuple(self._units(items))
        self.number = {item.id: n for n, item in enumerate(self.items)}

    @property
    def problem(self) -> Problem:
        """The problem that is solved again."""
        return self.board.problem

    def _units(self, items: list[Item]) -> list[Item]:
        """Audience units: the items that one person attends or is expected in.

        The items with their units: two that share one cannot be at the same moment. A set that another contains says
        nothing more and is dropped.
        """
        attended: dict[ApprenticeId | tuple[ClassId, Stream], set[int]] = {}
        called = called_away(self.board, self.sessions)
        for n, item in enumerate(items):
            people = set(self.board.people[item.id])
            if item.kind == Kind.COURSE and item.class_ids:
                people.update(p for p in self.expects(item) if (p, n) not in called)
            for person in people:
                attended.setdefault(person, set()).add(n)
        for n, item in enumerate(items):
            # What calls a whole class keeps clear of all else that does, whoever is in it by now.
            whole = item.kind in (Kind.COURSE, Kind.OPEN) or (item.kind == Kind.FIXED and not item.part)
            whole = whole or (item.kind == Kind.BARRETTE and not self.board.people[item.id])
            for class_id in item.class_ids if whole else ():
                for stream in streams(self.problem, class_id, item.part, item.course_id):
                    attended.setdefault((class_id, stream), set()).add(n)
        largest: list[frozenset[int]] = []
        for found in sorted({frozenset(s) for s in attended.values()}, key=lambda s: (-len(s), sorted(s))):
            if len(found) > 1 and not any(found <= other for other in largest):
                largest.append(found)
        units: list[list[int]] = [[] for _ in items]
        for unit, members in enumerate(largest):
            for n in members:
                units[n].append(unit)
        return [replace(item, units=tuple(units[n])) for n, item in enumerate(items)]

    def _awaited(self, item: Item) -> list[Learner]:
        """Who comes to a course on site."""
        known = self.problem.learners
        found = [known[a] for a in self.expects(item)] if item.kind == Kind.COURSE else []
        return [p for p in found if not self.problem.follows_from_afar(p, item)]

    def called(self, number: int) -> list[ApprenticeId]:
        """Whom a course calls on site, there or not; nobody for anything else."""
        return [p.id for p in self._awaited(self.items[number])]

    def expects(self, item: Item) -> tuple[ApprenticeId, ...]:
        """Ids of those whom an item calls in the week, asked once for all items of the same audience."""
        asked = (item.class_ids, item.part, item.course_id, self.week)
        found = self.known.expected.get(asked)
        if found is None:
            found = self.known.expected[asked] = tuple(p.id for p in expected(self.problem, item, self.week))
        return found

    def stands(self, number: int) -> Option:
        """The option at which an item stands."""
        session = self.sessions[number]
        return Option(session.day, session.start, session.end, session.trainer_ids)

    def options(self, number: int, *, wide: bool) -> list[Option]:
        """Where an item may go: its hour only, where time may not move any more; other teams too if ``wide``.

        In order of time; empty where the rules leave none. An event has the hour of the workbook and no other.
        """
        asked = (*self._asked(number), wide)
        found = self.known.options.get(asked)
        if found is None:
            found = self.known.options[asked] = self._options(number, wide)
        return found

    def _asked(self, number: int) -> tuple[object, ...]:
        """What the options and rooms of an item depend on; whatever is not in it must not change them."""
        session = self.sessions[number]
        return session, self.week, self.limits, id(self.rules), frozenset(self.board.people[session.id].items())

    def _options(self, number: int, wide: bool) -> list[Option]:
        """Where an item may go: at its hour, at that asked of its barrette, or on any day that may still change."""
        item, session = self.items[number], self.sessions[number]
        item = item if item.kind == Kind.FIXED else replace(item, rooms=self.rooms(number), fixed_rooms=())
        teams = self._teams(number) if wide else item.teams
        if session.id in self.limits.locked:
            own = self._allowed(replace(item, pinned=(session.day, session.start), first=session.day, last=session.day))
            if any(o.end == session.end for o in own):
                teams = item.teams  # its own trainer can be there: no other one is looked at
        if self.limits.stays(session) or item.kind == Kind.FIXED or session.id in self.problem.stands:
            asked = replace(item, teams=teams, pinned=(session.day, session.start), first=session.day, last=session.day)
            return [o for o in self._allowed(asked) if o.end == session.end]
        asked = replace(item, teams=teams, first=max(self.limits.moves, self.week))
        if lock := self.limits.locks.get(session.id):
            return self._allowed(as_locked(asked, lock))
        if session.barrette_id and session.barrette_id in self.limits.hours:
            weekday, start = self.limits.hours[session.barrette_id]
            asked = replace(asked, pinned=(self.week + timedelta(days=weekday), start))
        return self._allowed(asked)

    def _allowed(self, item: Item) -> list[Option]:
        """Options of an item, which those of the same course, length and people share.

        The list is shared: whoever wants another makes a copy.
        """
        if item.kind != Kind.COURSE:
            return options_of(self.problem, self.rules, item, self.week)
        # Ids and ranks aside, which no rule about one option reads.
        alike = replace(item, id=SessionId(""), units=(), tie="", cost_unplaced=0, occurrence=0, ordinal=0)
        asked = alike, self.week, id(self.rules)
        found = self.known.options.get(asked)
        if found is None:
            found = self.known.options[asked] = options_of(self.problem, self.rules, item, self.week)
        return found

    def _teams(self, number: int) -> tuple[tuple[TrainerId, ...], ...]:
        """The team as it is, those of the workbook, one of them less, or each member replaced by a skilled colleague.

        One member is replaced at a time; where one of a team may lack, the rules say. What is only watched keeps its
        adult here: another one is a way out of its own (`watch`).
        """
        item, session = self.items[number], self.sessions[number]
        if not session.trainer_ids or session.guidance != Guidance.LED:
            return item.teams
        course, module = course_of(self.problem, session), self.problem.modules.get(session.module_id or item.module_id)  # type: ignore[arg-type]
        found = [session.trainer_ids]
        if course is not None:
            teams = teams_of(self.problem, course)
            found += [*teams, *(tuple(t for t in team if t != gone) for team in teams if team[1:] for gone in team)]
            skilled = [t.id for t in self.problem.trainers.values() if self._leads(t.id, course.subject, session.day)]
        else:
            skilled = list(self.problem.leaders(module, session.day)) if module else []
        for place in range(len(session.trainer_ids)):
            for other in skilled:
                team = (*session.trainer_ids[:place], other, *session.trainer_ids[place + 1 :])
                if len(set(team)) == len(team):
                    found.append(team)
        return tuple(dict.fromkeys(found))

    def _leads(self, trainer: TrainerId, subject: str, day: date) -> bool:
        """Whether a trainer teaches, and is skilled in a subject on a day."""
        who = self.problem.trainers[trainer]
        return who.teaches and self.problem.skilled(who, subject, day)

    def rooms(self, number: int) -> tuple[RoomId, ...]:
        """Rooms that the rules allow an item, its own first; none where it needs none.

        The others in order of ids.
        """
        asked = self._asked(number)
        found = self.known.rooms.get(asked)
        if found is None:
            found = self.known.rooms[asked] = self._rooms(number)
        return found

    def meetings(self, number: int) -> dict[tuple[Option, RoomId], bool]:
        """Whether a team may be in a room at an hour of an item, as far as it was asked (`team_rooms`)."""
        return self.known.meetings.setdefault(self._asked(number), {})

    def _rooms(self, number: int) -> tuple[RoomId, ...]:
        """Rooms that no rule refuses, and that suit everyone who is expected on the spot."""
        session = self.sessions[number]
        if session.room_id is None and session.kind != Kind.COURSE:
            return ()
        item = replace(self.items[number], fixed_rooms=(), rooms=())
        asked = on_site(self.board, session) or self._awaited(item)
        tests = [r.enforce.room for r in active(self.rules, self.problem) if r.enforce.room]
        found = [
            room.id
            for room in self.problem.rooms.values()
            if self._rings(item, session, room.id)
            and all(test(self.problem, item, None, room) for test in tests)
            and suits(self.problem, room, asked, session.day)
            and (session.kind == Kind.COURSE or room.id == session.room_id or self._ordinary(item, room.id))
        ]
        if lock := self.limits.locks.get(session.id):
            found = [r for r in found if lock.room_id in (None, r)]
        if session.id in self.limits.locked and room_open(self.problem, session):
            found = [r for r in found if r == session.room_id] or found
        needed = without_needless(self.problem, found)
        found = [r for r in found if r == session.room_id or r in needed]
        return tuple(sorted(found, key=lambda r: (r != session.room_id, r)))

    def _rings(self, item: Item, session: Session, room: RoomId) -> bool:
        """Whether a room is on a site whose bells are those of the item, so that its hours are hours there too."""
        there = self.problem.session_bells(replace(session, room_id=room))
        return {bells.id for bells in there} <= {*item.bells_ids}

    def _ordinary(self, item: Item, room_id: RoomId) -> bool:
        """Support takes no room that a course asks for by its type, and no shared place by itself."""
        problem, room = self.problem, self.problem.rooms[room_id]
        same = problem.rooms[item.fixed_rooms[0]].type if item.fixed_rooms else ""
        return room.seats >= item.heads and (not problem.special(room) or room.type == same) and room.shared == 1


def item_of(board: Board, session: Session) -> Item:
    """A session as an item that stands where it is, without its audience units.

    What people have by themselves names its learners, as does an event of some; a class does not. ``heads``: on site.
    """
    problem, people = board.problem, board.people[session.id]
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    class_ids = barrette.class_ids if barrette else session.class_ids
    known = tuple(c for c in class_ids if c in problem.classes)
    event = problem.event_of.get(session.id)
    named = session.kind not in OF_CLASSES and (session.kind != Kind.FIXED or bool(event and event.apprentice_ids))
    course = course_of(problem, session)
    return Item(
        id=session.id,
        kind=session.kind,
        minutes=session.minutes,
        class_ids=() if named else known,
        part=session.part,
        learners=tuple(sorted(people)) if named else (),
        teams=(session.trainer_ids,),
        fixed_rooms=(session.room_id,) if session.room_id else (),
        heads=sum(not remote for remote in people.values()),
        site_id=session.site_id,
        bells_ids=tuple(sorted(bells.id for bells in problem.session_bells(replace(session, class_ids=known)))),
        course_id=course.id if course and session.kind == Kind.COURSE else None,
        module_id=session.module_id if course is None or session.guidance == Guidance.LED else None,
        barrette_id=session.barrette_id,
        occurrence=session.occurrence,
        period_id=session.period_id,
        meal=session.meal,
        cost_unplaced=_worth(session, len(people)),
        tie=_tie(problem, session, course),
    )


def _tie(problem: Problem, session: Session, course: Course | None) -> str:
    """What must share one hour: groups of an occurrence, classes of an open period, crossed parts.

    Empty for what shares its hour with nothing. Crossed parts are tied by the hour at which they stand.
    """
    if hour := support_hour(problem, session):
        return hour
    if course is None or not session.part:
        return ""
    other = course.crossed_with or next((c.id for c in problem.courses.values() if c.crossed_with == course.id), None)
    if other is None:
        return ""
    return f"{min(course.id, other)}:{session.day}:{session.start}"


def support_hour(problem: Problem, session: Session) -> str:
    """The hour of a barrette or open period at which a session takes place, by the id that lists it; empty for none."""
    if session.kind == Kind.BARRETTE:
        return str(occurrence_id(session))
    if session.kind in (Kind.OPEN, Kind.SUPPORT) and (owner := open_owner(problem, session)):
        return f"{owner}-{session.period_id or 'P'}-o{session.occurrence}"
    return ""


def unfit_sessions(
    board: Board, rules: Rules, week: date, first: date, suspects: Collection[SessionId] | None
) -> frozenset[SessionId]:
    """Sessions of a week, on ``first`` or later, that some rule no longer lets stand; of ``suspects`` if given.

    Events are never among them, nor what is done at a distance in one's own time.
    """
    last = week + timedelta(days=6)
    return frozenset(
        s.id
        for s in board.sessions.values()
        if max(week, first) <= s.day <= last
        and (suspects is None or s.id in suspects)
        and s.modality != "remote_async"
        and s.kind != Kind.FIXED
        and unfit(board, rules, s)
    )


def on_site(board: Board, session: Session) -> list[Learner]:
    """Who follows a session on the spot."""
    known = board.problem.learners
    return [known[a] for a, far in board.people[session.id].items() if not far and a in known]


def unfit(board: Board, rules: Rules, session: Session) -> bool:
    """Whether a rule's predicate refuses the hour, the team or the room; who cannot come any more only leaves.

    What one session is by itself: two that cross are found elsewhere (`crossed`). A room that the workbook has no more
    is unfit.
    """
    problem = board.problem
    item = replace(item_of(board, session), learners=())
    option = Option(session.day, session.start, session.end, session.trainer_ids)
    speaking = active(rules, problem)
    if any(not rule.enforce.domain(problem, item, option) for rule in speaking if rule.enforce.domain):
        return True
    room = problem.rooms.get(session.room_id) if session.room_id else None
    if room is None:
        return session.room_id is not None
    if not suits(problem, room, on_site(board, session), session.day):
        return True
    roomed = replace(item, rooms=(room.id,), fixed_rooms=())
    # What people ask of a room is asked of those who are there, not of the roll: somebody may have no seat in it.
    tests = (rule.enforce.room for rule in speaking if rule.enforce.room and rule.key != ROOM_FOR_ALL)
    return any(not test(problem, roomed, option, room) for test in tests)


def course_of(problem: Problem, session: Session) -> Course | None:
    """The course of a session; the first one where a group carries several.

    None where it has none, or none that the workbook knows.
    """
    return next((problem.courses[c] for c in problem.courses if c in session.course_ids), None)


def _worth(session: Session, heads: int) -> int:
    """Price of having no place: by the hour, a quarter of an hour at least; a group weighs more with its people."""
    hour = {Kind.COURSE: COURSE_HOUR_OUT, Kind.OPEN: OPEN_HOUR_LOST}.get(session.kind, PERSON_HOUR_LOST)
    if session.kind == Kind.BARRETTE:
        hour = GROUP_HOUR_LOST + GROUP_HEAD_LOST * min(heads, GROUP_HEADS)
    return hour * max(session.minutes, 15) // 60
