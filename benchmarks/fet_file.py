"""A ``.fet`` file of FET, the free timetabler of schools, as plain values: days, people, activities, what binds them.

Only the file is read here; `benchmarks.fet_problem` says it in our words. Constraints of less than 100 % are counted
and left aside, as FET itself counts a timetable complete without them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Slot = tuple[int, int]
"""Numbers of a day and of an hour, from 0."""


class Unsayable(Exception):
    """Something of the file that neither a workbook nor a rule can say; the message names it."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, ``hours`` long. ``students``: names of years, groups or subgroups."""

    id: str
    teachers: tuple[str, ...]
    subject: str
    tags: frozenset[str]
    students: tuple[str, ...]
    hours: int
    component: int
    """Its place, from 1, among those of its group."""


@dataclass(frozen=True)
class FetFile:
    """A whole file. ``subgroups``: students set → the smallest sets in it; ``root``: the tree as it was read."""

    name: str
    root: Element
    days: tuple[str, ...]
    hours: tuple[str, ...]
    teachers: tuple[str, ...]
    subgroups: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, int]
    rooms: Mapping[str, int]
    """Seats by room."""
    activities: Mapping[str, Activity]
    binding: tuple[Element, ...]
    """Constraints of 100 % that are active."""
    wished: Counter[str] = field(default_factory=Counter)
    """Kinds of the others, and how many there are of each."""

    @cached_property
    def smallest(self) -> tuple[str, ...]:
        """The smallest students sets, in the order of the file."""
        return tuple(dict.fromkeys(s for found in self.subgroups.values() for s in found))

    def slots(self, found: Iterator[Element]) -> frozenset[Slot]:
        """The day and hour of each element; an empty day or hour means all of them."""
        days, hours = ({name: n for n, name in enumerate(names)} for names in (self.days, self.hours))
        slots: set[Slot] = set()
        for one in found:
            day, hour = (_ends(one, end) for end in ("Day", "Hour"))
            slots |= {
                (d, h)
                for d in ([days[day]] if day else range(len(days)))
                for h in ([hours[hour]] if hour else range(len(hours)))
            }
        return frozenset(slots)


def text(element: Element, *names: str) -> str:
    """What the first of some children holds; empty without any."""
    return next((found for name in names if (found := element.findtext(name)) is not None), "")


def texts(element: Element, name: str) -> tuple[str, ...]:
    """What every child of a name holds."""
    return tuple(one.text or "" for one in element.findall(name))


def _ends(element: Element, end: str) -> str:
    return next((c.text or "" for c in element if c.tag == end or c.tag.endswith(f"_{end}")), "")


def read_fet(path: Path) -> FetFile:
    """Read a file; `Unsayable` where its mode is not that of a plain week."""
    root = ElementTree.parse(path).getroot()
    mode = text(root, "Mode") or "Official"
    if mode != "Official":
        raise Unsayable(f"mode {mode}")
    days = tuple(text(d, "Name") for d in root.iterfind("Days_List/Day")) or texts(_child(root, "Days_List"), "Name")
    hours = tuple(text(h, "Name") for h in root.iterfind("Hours_List/Hour")) or texts(
        _child(root, "Hours_List"), "Name"
    )
    if len(days) > 7:
        raise Unsayable(f"{len(days)} days")
    subgroups, sizes = _students(root)
    activities = {a.id: a for a in _activities(root)}
    rows = [c for part in ("Time", "Space") for c in root.iterfind(f"{part}_Constraints_List/*")]
    rows = [c for c in rows if text(c, "Active") != "false" and not c.tag.startswith("ConstraintBasicCompulsory")]
    hard = tuple(c for c in rows if float(text(c, "Weight_Percentage") or 100) >= 100)
    soft = Counter(c.tag.removeprefix("Constraint") for c in rows if c not in hard)
    rooms = {text(r, "Name"): int(text(r, "Capacity") or 30000) for r in root.iterfind("Rooms_List/Room")}
    if any(text(r, "Virtual") == "true" for r in root.iterfind("Rooms_List/Room")):
        raise Unsayable("Virtual rooms")
    teachers = tuple(text(t, "Name") for t in root.iterfind("Teachers_List/Teacher"))
    return FetFile(path.stem, root, days, hours, teachers, subgroups, sizes, rooms, activities, hard, soft)


def _child(root: Element, name: str) -> Element:
    found = root.find(name)
    return found if found is not None else Element(name)


def _students(root: Element) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Smallest sets of each students set, and the people of each; one name under several parents is one set."""
    sets: dict[str, dict[str, None]] = {}
    sizes: dict[str, int] = {}

    def smallest(of: Element, deeper: Sequence[str]) -> dict[str, None]:
        name = text(of, "Name")
        sizes[name] = int(text(of, "Number_of_Students") or 0)
        inner = [s for child in of.findall(deeper[0]) for s in smallest(child, deeper[1:])] if deeper else []
        sets.setdefault(name, {}).update(dict.fromkeys(inner or [name]))
        if inner:
            sets[name].pop(name, None)
        return sets[name]

    for year in root.iterfind("Students_List/Year"):
        smallest(year, ("Group", "Subgroup"))
    # A set that is smallest under one parent and has parts under another has these parts.
    return {n: tuple(dict.fromkeys(s for one in found for s in sets[one])) for n, found in sets.items()}, sizes


def _activities(root: Element) -> Iterator[Activity]:
    seen: Counter[str] = Counter()
    for row in root.iterfind("Activities_List/Activity"):
        group = text(row, "Activity_Group_Id") or "0"
        seen[group] += 1
        if text(row, "Active") == "false":
            continue
        yield Activity(
            text(row, "Id"),
            texts(row, "Teacher"),
            text(row, "Subject"),
            frozenset(texts(row, "Activity_Tag")) - {""},
            texts(row, "Students"),
            int(text(row, "Duration")),
            seen[group] if group != "0" else 1,
        )
