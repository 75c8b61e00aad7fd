"""What the constraints of a file of FET ask, in plain values; what cannot be said in our words is kept aside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from data.fet.file import Activity, FetFile, Slot, kind_of, text, texts, whole
from planner.domain import Relation

Whose = tuple[str, str]
"""(``teacher``, ``students`` or ``room``, name)."""
TEACHERS, STUDENTS = "teachers", "students"


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties activities to one another. ``days``: for `Relation.DAYS_APART`; ``hard``: it binds.

    ``hours``: of the file, for `Relation.HOURS_APART`.
    """

    relation: Relation
    activities: tuple[str, ...]
    days: int = 1
    hard: bool = True
    hours: int = 1


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound of the weeks of some teachers or students sets: a field of *Limites*, and its number.

    In hours of the file where the field is one of `IN_HOURS`. ``filled``: no day of theirs may stay empty.
    """

    whom: str
    names: tuple[str, ...]
    """Empty: all."""
    field: str
    number: int
    filled: bool = False
    hard: bool = True
    window: tuple[int, int] | None = None
    """Hours of the file, the second excluded, for ``window_days``."""
    tag: str = ""
    """The tag of the only activities that count; empty: all."""


@dataclass(frozen=True, slots=True)
class Home:
    """Rooms of what has no room of its own: activities of these students, or of this teacher, alone."""

    whose: Whose
    rooms: tuple[str, ...]
    hard: bool = True


IN_HOURS = frozenset({"gaps_day", "gaps_week", "run", "most_day", "least_day"})
"""Fields of *Limites* that are durations."""


@dataclass
class Stated:
    """Everything that the constraints ask. ``rows``: those that are read, all that are active unless said."""

    file: FetFile
    rows: Sequence[Element] | None = None
    starts: dict[str, frozenset[Slot]] = field(default_factory=dict)
    """Activity → the only places at which it may begin."""
    inside: dict[str, frozenset[Slot]] = field(default_factory=dict)
    """Activity → the only slots in which it may lie."""
    rooms: dict[str, frozenset[str]] = field(default_factory=dict)
    """Activity → the only rooms for it."""
    homes: list[Home] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    away: dict[Whose, frozenset[Slot]] = field(default_factory=dict)
    """Slots at which somebody or some place is not there."""
    breaks: frozenset[Slot] = frozenset()
    ways: dict[str, int] = field(default_factory=dict)
    """Who changes buildings (their name; empty: all trainers or all students) → hours that they have for it."""
    left: list[Element] = field(default_factory=list)
    """Constraints that cannot be said."""

    def __post_init__(self) -> None:
        binding = set(map(id, self.file.binding))
        for row in (*self.file.binding, *self.file.wishes) if self.rows is None else self.rows:
            readers = READERS if id(row) in binding else WISHES
            if row.tag not in readers or not readers[row.tag](self, row, id(row) in binding):
                self.left.append(row)

    def matching(self, row: Element) -> list[Activity]:
        """Activities that a filter names: teacher, students, subject, tag, length; what is empty asks nothing."""
        teacher, students = text(row, "Teacher_Name", "Teacher"), text(row, "Students_Name", "Students")
        subject, tag = text(row, "Subject_Name", "Subject"), text(row, "Activity_Tag_Name", "Activity_Tag")
        length, component = text(row, "Duration"), text(row, "Component_Number")
        near = set(self.file.subgroups.get(students, ()))
        return [
            a
            for a in self.file.activities.values()
            if (not teacher or teacher in a.teachers)
            and (not students or any(near.intersection(self.file.subgroups[s]) for s in a.students))
            and (not subject or subject == a.subject)
            and (not tag or tag in a.tags)
            and (not length or whole(length) == a.hours)
            and (not component or whole(component) == a.component)
        ]

    def own_rooms(self, activity: Activity) -> frozenset[str] | None:
        """Rooms that an activity may have: its own, else those of its students or teacher; None: it asks for none."""
        found = self.rooms.get(activity.id)
        if found is not None:
            return found
        for home in self.homes:
            whose = activity.students if home.whose[0] == "students" else activity.teachers
            if home.hard and whose == (home.whose[1],):
                return frozenset(home.rooms)
        return None

    @property
    def sites(self) -> dict[str, str]:
        """Room → its building, where changes of building are bounded or take time: else buildings say nothing."""
        moving = {bound.field for bound in self.bounds} & {"site_changes_day", "site_changes_week"}
        rooms = self.file.root.iterfind("Rooms_List/Room") if moving or self.ways else ()
        return {text(room, "Name"): name for room in rooms if (name := text(room, "Building").strip())}

    def away_of_set(self, name: str) -> frozenset[Slot]:
        """Slots at which a smallest students set is not there, those of the sets around it included."""
        around = (s for s, inner in self.file.subgroups.items() if name in inner)
        return frozenset().union(*(self.away.get(("students", s), frozenset()) for s in around))


def _only(into: dict[str, frozenset[Slot]], names: Iterable[str], slots: frozenset[Slot]) -> None:
    """Leave these slots, and none else, to some activities."""
    for name in names:
        into[name] = into.get(name, slots) & slots


Reader = Callable[[Stated, Element, bool], bool]
"""Reads a constraint, binding or not; whether it can be said."""


def _bound(ours: str, cell: str, whom: str) -> Reader:
    """A bound of one or of all teachers or students."""

    def read(of: Stated, row: Element, hard: bool) -> bool:
        # Days with a least number of hours may be empty only where the file says so; students' never are by default.
        empty = text(row, "Allow_Empty_Days") or ("true" if whom == TEACHERS else "false")
        filled = ours == "least_day" and empty == "false"
        names = _whom(of, row, whom)
        if names is None:
            return False
        tag = text(row, "Activity_Tag_Name", "Activity_Tag")
        of.bounds.append(Bound(whom, names, ours, whole(text(row, cell)), filled, hard, tag=tag))
        return True

    return read


def _whom(of: Stated, row: Element, whom: str) -> tuple[str, ...] | None:
    """Who is bounded: nobody named are all; None where the file has not who is named."""
    name = text(row, "Teacher_Name", "Teacher") if whom == TEACHERS else text(row, "Students", "Students_Name")
    known = of.file.teachers if whom == TEACHERS else of.file.subgroups
    return None if name and name not in known else (name,) if name else ()


def _window(whom: str) -> Reader:
    """Days at most with anything in a window of hours; without an end it goes on until that of the day."""

    def read(of: Stated, row: Element, hard: bool) -> bool:
        names, hours = _whom(of, row, whom), {name: n for n, name in enumerate(of.file.hours)}
        first, last = (text(row, f"Interval_{end}_Hour") for end in ("Start", "End"))
        window = hours.get(first, -1), hours.get(last, -1) if last else len(hours)
        if names is None or not 0 <= window[0] < window[1]:
            return False
        most = whole(text(row, "Max_Days_Per_Week"))
        of.bounds.append(Bound(whom, names, "window_days", most, hard=hard, window=window))
        return True

    return read


def _away(kind: str, *cells: str) -> Reader:
    def read(of: Stated, row: Element, _hard: bool) -> bool:
        whose = (kind, text(row, *cells))
        known = {"teacher": of.file.teachers, "students": of.file.subgroups, "room": of.file.rooms}[kind]
        if whose[1] not in known:
            return False
        of.away[whose] = of.away.get(whose, frozenset()) | of.file.slots(row.iterfind("Not_Available_Time"))
        return True

    return read


def _breaks(of: Stated, row: Element, _hard: bool) -> bool:
    of.breaks |= of.file.slots(row.iterfind("Break_Time"))
    return True


def _named(of: Stated, row: Element) -> list[str]:
    """The active activity that a row names, or those that its filter finds."""
    name = text(row, "Activity_Id")
    return [n for n in [name] if n in of.file.activities] if name else [a.id for a in of.matching(row)]


def _start(of: Stated, row: Element, _hard: bool) -> bool:
    _only(of.starts, _named(of, row), of.file.slots(iter([row])))
    return True


def _some_starts(of: Stated, row: Element, _hard: bool) -> bool:
    _only(of.starts, _named(of, row), of.file.slots(row.iterfind("Preferred_Starting_Time")))
    return True


def _some_slots(of: Stated, row: Element, _hard: bool) -> bool:
    _only(of.inside, _named(of, row), of.file.slots(row.iterfind("Preferred_Time_Slot")))
    return True


def _tied(relation: Relation) -> Reader:
    def read(of: Stated, row: Element, hard: bool) -> bool:
        days, hours = whole(text(row, "MinDays"), 1), whole(text(row, "MinGaps"), 1)
        pair = [text(row, "First_Activity_Id", "First_Activity"), text(row, "Second_Activity_Id", "Second_Activity")]
        names = dict.fromkeys(n for n in texts(row, "Activity_Id") or pair if n in of.file.activities)
        if len(names) > 1 and days and hours:
            of.ties.append(Tie(relation, tuple(names), days, hard, hours))
        return True

    return read


def _ends_day(of: Stated, row: Element, hard: bool) -> bool:
    of.ties += [Tie(Relation.ENDS_DAY, (one,), hard=hard) for one in _named(of, row)]
    return True


def _room(of: Stated, row: Element, _hard: bool) -> bool:
    rooms = frozenset(texts(row, "Room") or texts(row, "Preferred_Room"))
    # Which rooms make up one that is several at once is our choice: a file that has made it says more than we can.
    if not rooms <= of.file.rooms.keys() or texts(row, "Real_Room"):
        return False
    for name in _named(of, row):
        of.rooms[name] = of.rooms.get(name, rooms) & rooms
    return True


def _home(kind: str, *cells: str) -> Reader:
    def read(of: Stated, row: Element, hard: bool) -> bool:
        rooms = texts(row, "Room") or texts(row, "Preferred_Room")
        if not of.file.rooms.keys() >= set(rooms):
            return False
        of.homes.append(Home((kind, text(row, *cells)), rooms, hard))
        return True

    return read


def _way(whom: str) -> Reader:
    """Hours between two buildings, of one or of all."""

    def read(of: Stated, row: Element, _hard: bool) -> bool:
        names = _whom(of, row, whom)
        if names is None:
            return False
        hours = whole(text(row, "Min_Gaps_Between_Building_Changes"))
        for name in names or ("",):
            of.ways[name] = max(hours, of.ways.get(name, 0))
        return True

    return read


WHO = {"Teacher": TEACHERS, "Teachers": TEACHERS, "StudentsSet": STUDENTS, "Students": STUDENTS}
BOUNDS = {
    "MaxGapsPerWeek": ("gaps_week", "Max_Gaps"),
    "MaxGapsPerDay": ("gaps_day", "Max_Gaps"),
    "MaxDaysPerWeek": ("days", "Max_Days_Per_Week"),
    "MaxHoursDaily": ("most_day", "Maximum_Hours_Daily"),
    "MinHoursDaily": ("least_day", "Minimum_Hours_Daily"),
    "MinDaysPerWeek": ("least_days", "Minimum_Days_Per_Week"),
    "MaxHoursContinuously": ("run", "Maximum_Hours_Continuously"),
    "ActivityTagMaxHoursDaily": ("most_day", "Maximum_Hours_Daily"),
    "ActivityTagMaxHoursContinuously": ("run", "Maximum_Hours_Continuously"),
    "MaxBuildingChangesPerDay": ("site_changes_day", "Max_Building_Changes_Per_Day"),
    "MaxBuildingChangesPerWeek": ("site_changes_week", "Max_Building_Changes_Per_Week"),
    "EarlyMaxBeginningsAtSecondHour": ("late_starts", "Max_Beginnings_At_Second_Hour"),
}
"""What FET calls a bound → field of *Limites*, and the cell of its number."""
EVERY_BOUND: Mapping[str, Reader] = {
    f"Constraint{who}{theirs}": _bound(*ours, whom) for theirs, ours in BOUNDS.items() for who, whom in WHO.items()
} | {f"Constraint{who}IntervalMaxDaysPerWeek": _window(whom) for who, whom in WHO.items()}
TIES: Mapping[str, Reader] = {
    "ConstraintMinDaysBetweenActivities": _tied(Relation.DAYS_APART),
    "ConstraintMinGapsBetweenActivities": _tied(Relation.HOURS_APART),
    "ConstraintActivitiesSameStartingHour": _tied(Relation.SAME_HOUR),
    "ConstraintActivitiesSameStartingTime": _tied(Relation.SAME_START),
    "ConstraintActivitiesSameStartingDay": _tied(Relation.SAME_DAY),
    "ConstraintActivitiesNotOverlapping": _tied(Relation.NOT_AT_ONCE),
    "ConstraintTwoActivitiesConsecutive": _tied(Relation.IN_A_ROW),
    "ConstraintTwoActivitiesGrouped": _tied(Relation.CONSECUTIVE),
    "ConstraintActivityEndsStudentsDay": _ends_day,
    "ConstraintActivitiesEndStudentsDay": _ends_day,
}
OF_STUDENTS = {
    "ConstraintStudentsSetHomeRoom": _home("students", "Students"),
    "ConstraintStudentsSetHomeRooms": _home("students", "Students"),
}
READERS: Mapping[str, Reader] = {
    **EVERY_BOUND,
    **TIES,
    **OF_STUDENTS,
    "ConstraintTwoActivitiesOrdered": _tied(Relation.ORDER),
    **{f"Constraint{who}MinGapsBetweenBuildingChanges": _way(whom) for who, whom in WHO.items()},
    "ConstraintBreakTimes": _breaks,
    "ConstraintTeacherNotAvailableTimes": _away("teacher", "Teacher", "Teacher_Name"),
    "ConstraintStudentsSetNotAvailableTimes": _away("students", "Students", "Students_Name"),
    "ConstraintRoomNotAvailableTimes": _away("room", "Room"),
    "ConstraintActivityPreferredStartingTime": _start,
    "ConstraintActivityPreferredDay": _start,
    **dict.fromkeys(
        (f"Constraint{what}PreferredStartingTimes" for what in ("Activity", "Activities", "Subactivities")),
        _some_starts,
    ),
    **dict.fromkeys(
        (f"Constraint{what}PreferredTimeSlots" for what in ("Activity", "Activities", "Subactivities")), _some_slots
    ),
    **dict.fromkeys(
        (
            f"Constraint{what}PreferredRoom{many}"
            for what in ("Activity", "Subject", "ActivityTag", "SubjectActivityTag")
            for many in ("", "s")
        ),
        _room,
    ),
    "ConstraintTeacherHomeRoom": _home("teacher", "Teacher"),
    "ConstraintTeacherHomeRooms": _home("teacher", "Teacher"),
}
"""Constraints that we can say, by their name in the file."""
WISHES: Mapping[str, Reader] = {**EVERY_BOUND, **TIES, **OF_STUDENTS}
"""Those that we can say as wishes."""


def kinds(rows: Iterable[Element]) -> tuple[str, ...]:
    """What FET calls some constraints, each once."""
    return tuple(sorted(set(map(kind_of, rows))))
