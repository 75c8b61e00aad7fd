"""What each class, trainer, room and course could have of each half-day of the horizon; asked once each.

Minutes are teaching minutes, and never fewer than a timetable could use: where bells differ, a half-day is what any of
them makes of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from planner.check.precheck.case import Case
from planner.check.precheck.flows.transport import HalfNumber, Halves, fillable
from planner.courses.teams import rests_of, teams_of
from planner.courses.volumes import possible_lengths
from planner.domain import AM, PM, Absence, Bells, ClassId, Course, Problem, Room, RoomId, Slot, TrainerId, key
from planner.domain.time import DAY_END

Minutes = tuple[int, int]
"""(start, end) in minutes after midnight."""
Busy = Mapping[date, list[Minutes]]


def half_of(day: date, mask: int) -> HalfNumber:
    """The number of a half-day; ``mask``: morning or afternoon."""
    return 2 * day.toordinal() + (mask == PM)


def day_of(half: HalfNumber) -> date:
    """The day of a half-day."""
    return date.fromordinal(half // 2)


class Openings:
    """The half-days of a problem; ``case``: what its courses want."""

    def __init__(self, case: Case) -> None:
        self.case, self.problem = case, case.problem
        tables = [*self.problem.bells.values()]
        self._days = [(day, self.problem.open_mask(day)) for day in self.problem.days]
        self._any_bells = [
            tuple((mask, _joined(s for b in tables for s in _half_slots(b, weekday, mask))) for mask in (AM, PM))
            for weekday in range(7)
        ]
        self._classes: dict[tuple[ClassId, str, bool], Halves] = {}
        self._trainers: dict[TrainerId, Halves] = {}
        self._rooms: dict[RoomId, Halves] = {}
        self._courses: dict[tuple[str, str], Halves] = {}
        self._teams: dict[tuple[tuple[TrainerId, ...], ...], Halves | None] = {}
        self._houses: dict[tuple[RoomId, ...], Halves] = {}
        self._busy: dict[str, dict[object, dict[date, list[Minutes]]]] = {"class": {}, "trainer": {}, "room": {}}
        self._note_fixed()

    def _note_fixed(self) -> None:
        """Spans that events and pasted sessions take of trainers, rooms and classes."""
        for one in self.problem.standing:
            span, course = (one.start, one.end), self.problem.courses.get(one.course_id)
            for trainer in one.trainer_ids:
                self._note("trainer", trainer, one.day, span)
            if one.room_id is not None:
                self._note("room", one.room_id, one.day, span)
            for class_id in one.class_ids if course is not None and not course.reserved else ():
                self._note("class", (class_id, one.part), one.day, span)
        for event in self.problem.events:
            for trainer in event.trainer_ids:
                self._note("trainer", trainer, event.day, (event.start, event.end))
            if event.room_id is not None:
                self._note("room", event.room_id, event.day, (event.start, event.end))

    def _note(self, kind: str, name: object, day: date, span: Minutes) -> None:
        self._busy[kind].setdefault(name, {}).setdefault(day, []).append(span)

    def trainer(self, trainer_id: TrainerId) -> Halves:
        """Minutes for which a trainer is there, neither at an event nor in a pasted session."""
        if trainer_id not in self._trainers:
            known = self.problem.trainers.get(trainer_id)
            absences = known.absences if known else ()
            self._trainers[trainer_id] = self._open(absences, self._busy["trainer"].get(trainer_id, {}))
        return self._trainers[trainer_id]

    def room(self, room: Room) -> Halves:
        """Minutes of a room, once for each group that it takes at a time."""
        if room.id not in self._rooms:
            lanes = max(1, room.shared)
            found = self._open(room.absences, self._busy["room"].get(room.id, {}) if lanes == 1 else {})
            self._rooms[room.id] = {half: lanes * minutes for half, minutes in found.items()}
        return self._rooms[room.id]

    def _open(self, absences: tuple[Absence, ...], busy: Busy) -> Halves:
        """Minutes of the bells on open half-days, less absences that bind and what takes them already."""
        binding = [a for a in absences if a.hard]
        weekly = [[a for a in binding if a.weekday in (None, weekday)] for weekday in range(7)]
        found = {}
        for day, mask in self._days:
            gone = [(a.start, a.end) for a in weekly[day.weekday()] if a.on(day)] + busy.get(day, [])
            if (0, DAY_END) in gone:
                continue
            for half, spans in self._any_bells[day.weekday()]:
                if half & mask and (minutes := _left(spans, gone)):
                    found[half_of(day, half)] = minutes
        return found

    def of_class(self, class_id: ClassId, part: str = "", support: bool = False) -> Halves:
        """Minutes of course that a class or part may have: there, without events or pasted sessions.

        ``support``: or of support, which goes on for the rest of a class while some are at an event.
        """
        asked = class_id, part, support
        if asked not in self._classes:
            self._classes[asked] = dict(self._class_halves(*asked))
        return self._classes[asked]

    def _class_halves(self, class_id: ClassId, part: str, support: bool) -> Iterator[tuple[HalfNumber, int]]:
        problem, bells = self.problem, self.problem.bells_of(class_id)
        off = problem.classes[class_id].off_hours
        taken = [self._busy["class"].get((class_id, p), {}) for p in {"", part}]
        for day in problem.days:
            there = problem.class_presence if support else problem.course_presence
            mask = there(class_id, day, part)
            if not mask:
                continue
            pauses = problem.paused(class_id, day, part)
            gone = [(p.start, p.end) for p in pauses if not (support and p.rest)]
            gone += [(a.start, a.end) for a in off if a.on(day)]
            gone += [span for busy in taken for span in busy.get(day, ())]
            for half in (AM, PM):
                if half & mask and (minutes := _left(_half_slots(bells, day.weekday(), half), gone)):
                    yield half_of(day, half), minutes

    def of_course(self, course: Course, part: str) -> Halves:
        """Minutes that a course could have by itself: its classes, a team and a room there, in its own hours."""
        if (course.id, part) not in self._courses:
            halves = self._of_classes(course, part)
            teams = (*teams_of(self.problem, course), *rests_of(self.problem, course))
            halves = _within(halves, self._led(teams))
            if rooms := self.rooms_of(course):
                halves = _within(halves, self._housed(rooms))
            self._courses[course.id, part] = dict(self._in_own_hours(course, halves))
        return self._courses[course.id, part]

    def _of_classes(self, course: Course, part: str) -> Halves:
        """Minutes for which all classes of a course are there; with bells that differ, those of any of them."""
        found = [self.of_class(class_id, part) for class_id in course.class_ids]
        tables = self.problem.course_bells(course)
        if len(tables) == 1 and all(self.problem.bells_of(c) is tables[0] for c in course.class_ids):
            halves = found[0]
            for other in found[1:]:
                halves = _within(halves, other)
            return halves
        days = set.intersection(*({half // 2 for half in one} for one in found))
        taught = {}
        for day in (date.fromordinal(number) for number in days):
            for mask, spans in self._any_bells[day.weekday()]:
                taught[half_of(day, mask)] = _left(spans, ())
        return taught

    def _led(self, teams: tuple[tuple[TrainerId, ...], ...]) -> Halves | None:
        """The most minutes of each half-day for which one team is there, all of it; None: nobody is needed."""
        if teams not in self._teams:
            rows = [[self.trainer(t) for t in team] for team in teams]
            self._teams[teams] = _best(rows) if rows and all(rows) else None
        return self._teams[teams]

    def _housed(self, rooms: tuple[Room, ...]) -> Halves:
        """The most minutes of each half-day that one of some rooms has."""
        ids = tuple(room.id for room in rooms)
        if ids not in self._houses:
            self._houses[ids] = _best([[self.room(room)] for room in rooms])
        return self._houses[ids]

    def _in_own_hours(self, course: Course, halves: Halves) -> Iterator[tuple[HalfNumber, int]]:
        """The same, in sessions of the course's lengths, at its own hours where they bind."""
        lengths, bound = own_lengths(course), "H27" not in self.problem.rules_off
        for half, minutes in halves.items():
            if bound and (course.hours or course.starts):
                minutes = min(minutes, self._own(course, day_of(half).weekday()))
            most = fillable(minutes, lengths) if lengths else minutes
            if most:
                yield half, most

    def _own(self, course: Course, weekday: int) -> int:
        """Minutes of a weekday that a course's own hours and starts leave."""
        slots = _joined(s for b in self.problem.course_bells(course) for s in b.days[weekday])
        found = sum(e - s for s, e in slots)
        if course.hours:
            windows = _joined(Slot(start, end) for day, start, end in course.hours if day == weekday)
            found = sum(_left([(start, end)], _outside(windows)) for start, end in slots)
        if course.starts:
            longest = max(course.lengths or possible_lengths(self.problem, course), default=0)
            found = min(found, longest * sum(day == weekday for day, _start in course.starts))
        return found

    def rooms_of(self, course: Course) -> tuple[Room, ...]:
        """Rooms that a course may have, on the sites of its classes where there is one of its kind."""
        return self.problem.recall(_rooms_of, course.class_ids, course.room_types, course.room_features)

    def longest_day(self, course: Course) -> int:
        """Most minutes of a course on a day: as many of its longest sessions as it may have."""
        lengths: Callable[[Problem, Course], Iterable[int]] = possible_lengths
        return course.max_per_day * max(course.lengths or lengths(self.problem, course), default=0)


def own_lengths(course: Course) -> frozenset[int]:
    """Lengths of a course's sessions where they are typed and none spans the lunch of its class; else none."""
    return frozenset() if course.meal else frozenset(course.lengths)


def _rooms_of(
    problem: Problem, class_ids: tuple[ClassId, ...], types: tuple[str, ...], features: frozenset[str]
) -> tuple[Room, ...]:
    asked = next(c for c in problem.courses.values() if (c.room_types, c.room_features) == (types, features))
    rooms = problem.course_rooms(asked)
    if not types:
        homes = {problem.classes[c].home_room for c in class_ids}
        rooms = tuple(room for room in rooms if room.id in homes or _ordinary(problem, room))
    sites = {problem.classes[c].site_id for c in class_ids} - {""}
    near = tuple(room for room in rooms if not room.site_id or not sites or room.site_id in sites)
    return near or rooms


PLAIN_TYPES = frozenset({"salle", "salle de cours", "salle de classe", "classe", "banalisee", "salle banalisee"})
"""Ordinary classrooms, even where a course asks for one by name."""


def _ordinary(problem: Problem, room: Room) -> bool:
    """Whether a room is for courses that ask for no type."""
    return key(room.type) in PLAIN_TYPES or key(room.type) not in problem.once(_asked_types)


def _asked_types(problem: Problem) -> frozenset[str]:
    """Types that courses or modules ask for, as keys."""
    rows = [row.room_types for row in problem.courses.values()] + [row.room_types for row in problem.modules.values()]
    return frozenset(key(name) for row in rows for name in row)


def _within(one: Halves, other: Halves | None) -> Halves:
    """The lesser of both at each half-day; None: no bound."""
    if other is None:
        return one
    return {half: min(minutes, other[half]) for half, minutes in one.items() if other.get(half)}


def _best(rows: Iterable[list[Halves]]) -> Halves:
    """HalfNumber-day → the most minutes that all of one row have."""
    found: dict[HalfNumber, int] = {}
    for first, *others in rows:
        for half, minutes in first.items():
            most = min(minutes, *(one.get(half, 0) for one in others)) if others else minutes
            if most > found.get(half, 0):
                found[half] = most
    return found


def _half_slots(bells: Bells, weekday: int, half: int) -> list[Minutes]:
    """Slots of a half-day, cut at noon."""
    noon = bells.noon(weekday)
    low, high = (0, noon) if half == AM else (noon, DAY_END)
    cut = ((max(low, slot.start), min(high, slot.end)) for slot in bells.days[weekday])
    return [(start, end) for start, end in cut if start < end]


def _joined(slots: Iterable[Slot | Minutes]) -> list[Minutes]:
    """Spans that overlap or touch made one, in order."""
    found: list[Minutes] = []
    for start, end in sorted((s.start, s.end) if isinstance(s, Slot) else s for s in slots):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _outside(windows: list[Minutes]) -> list[Minutes]:
    """What lies between some spans of a day, in order."""
    edges = [0, *(at for span in windows for at in span), DAY_END]
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges), 2)]


def _left(spans: Iterable[Minutes], gone: Iterable[Minutes]) -> int:
    """Minutes of some spans that do not overlap, without those of others."""
    cuts = _joined(gone)
    total = 0
    for start, end in spans:
        total += end - start - sum(max(0, min(end, e) - max(start, s)) for s, e in cuts)
    return total
