"""Students sets and teachers of a file of FET as classes and trainers, with the names of the workbook.

A class is what is always taught together: sets that no activity and no constraint tells apart are one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from data.fet.file import Activity, FetFile, Slot
from data.fet.naming import Names
from data.fet.stated import STUDENTS, Stated

NOBODY = "Sans élèves"
UNNAMED = "À désigner"


@dataclass(frozen=True, slots=True)
class Group:
    """A class of the workbook. ``size``: its people, 0 where the file does not say; ``away``: when it is not there."""

    name: str
    size: int
    away: frozenset[Slot]
    empty: bool = False
    """Whether it stands for nobody: meetings of trainers have a class all the same."""


@dataclass
class People:
    """Who there is, by the names of the workbook."""

    groups: dict[str, Group] = field(default_factory=dict)
    of_set: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Students set → its classes."""
    trainers: dict[str, str] = field(default_factory=dict)
    """Teacher of the file → trainer."""
    of_activity: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Activity → its classes."""
    team: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Activity → its trainers."""
    stand_ins: tuple[str, ...] = ()
    """Trainers who stand for nobody yet: activities without a teacher have one all the same."""

    @property
    def taught(self) -> list[Group]:
        """Classes of people."""
        return [group for group in self.groups.values() if not group.empty]


def people_of(stated: Stated, names: Names) -> People:
    """Classes and trainers of a file."""
    file, people = stated.file, People()
    cells, same = _together(stated), _same(file)
    named = {s for a in file.activities.values() for s in a.students}
    sizes = _sizes(stated, cells, same)
    for atoms, size in zip(cells, sizes, strict=True):
        name = names.give(_called(atoms, same, named), "classe")
        away = stated.away_of_set(atoms[0])
        people.groups[name] = Group(name, size, away)
        for one, inner in file.subgroups.items():
            if atoms[0] in inner:
                people.of_set[one] = (*people.of_set.get(one, ()), name)
    used = dict.fromkeys(t for a in file.activities.values() for t in a.teachers)
    people.trainers = {t: names.give(t, "formateur") for t in dict.fromkeys((*file.teachers, *used))}
    _meetings(file.activities.values(), people, names)
    _teams(file.activities.values(), people, names)
    return people


def _together(stated: Stated) -> list[tuple[str, ...]]:
    """Smallest sets that belong to the same of the sets that something names, together."""
    file = stated.file
    used = {s for a in file.activities.values() for s in a.students}
    used |= {name for bound in stated.bounds if bound.whom == STUDENTS for name in bound.names}
    used |= {name for kind, name in [*stated.away, *(home.whose for home in stated.homes)] if kind == "students"}
    of: dict[str, set[str]] = {atom: set() for atom in file.smallest}
    for name in used & file.subgroups.keys():
        for atom in file.subgroups[name]:
            of[atom].add(name)
    # Sets that nothing names stay apart by their year: a year without activities is a class without courses.
    years = {atom: name for name, inner in file.subgroups.items() for atom in inner}
    found: dict[tuple[str, frozenset[str]], list[str]] = {}
    for atom, mine in of.items():
        found.setdefault(("" if mine else years[atom], frozenset(mine)), []).append(atom)
    return [tuple(atoms) for atoms in found.values()]


Same = Mapping[frozenset[str], list[str]]
"""Smallest sets → the students sets that are exactly these."""


def _same(file: FetFile) -> Same:
    found: dict[frozenset[str], list[str]] = {}
    for name, inner in file.subgroups.items():
        found.setdefault(frozenset(inner), []).append(name)
    return found


def _called(atoms: tuple[str, ...], same: Same, named: Collection[str]) -> str:
    """The name of some smallest sets together: of the set that they are, taught if there is one, else of the first."""
    sets = same.get(frozenset(atoms), [])
    return next((n for n in sets if n in named), sets[-1] if sets else f"{atoms[0]} …")


def _sizes(stated: Stated, cells: list[tuple[str, ...]], same: Same) -> list[int]:
    """People of each class: no more together than a set that is taught has, whose groups may share people in FET."""
    file = stated.file
    found = [_size(file, atoms, same) for atoms in cells]
    taught = dict.fromkeys(s for a in file.activities.values() for s in a.students)
    for name in sorted(taught, key=lambda s: -len(file.subgroups[s])):
        inner = set(file.subgroups[name])
        mine = [n for n, atoms in enumerate(cells) if atoms[0] in inner]
        whole, total = file.sizes.get(name, 0), sum(found[n] for n in mine)
        if 0 < whole < total:
            at = 0
            for n in mine:
                before, at = at * whole // total, at + found[n]
                found[n] = at * whole // total - before
    return found


def _size(file: FetFile, atoms: tuple[str, ...], same: Same) -> int:
    """People of some smallest sets; where only a set around them has a number, that one."""
    whole = [file.sizes.get(n, 0) for n in same.get(frozenset(atoms), ())]
    return sum(file.sizes.get(atom, 0) for atom in atoms) or max(whole, default=0)


def _meetings(activities: Iterable[Activity], people: People, names: Names) -> None:
    """Classes of activities without students: those that share one teacher never meet at once and share a class."""
    shared: dict[str, set[str]] = {}
    for one in activities:
        found = dict.fromkeys(name for s in one.students for name in people.of_set.get(s, ()))
        if not found:
            teachers = set(one.teachers)
            fits = next((n for n, common in shared.items() if common & teachers), None)
            if fits is None:
                fits = names.give(f"{NOBODY} {len(shared) + 1}", "classe")
                people.groups[fits] = Group(fits, 0, frozenset(), empty=True)
                shared[fits] = teachers
            shared[fits] &= teachers
            found = {fits: None}
        people.of_activity[one.id] = tuple(found)


def _teams(activities: Iterable[Activity], people: People, names: Names) -> None:
    """Trainers of each activity; where it has none one to be named, the same for a class: it is never twice at once."""
    stand_ins: dict[str, str] = {}
    for one in activities:
        team = tuple(dict.fromkeys(people.trainers[t] for t in one.teachers))
        if not team:
            group = people.of_activity[one.id][0]
            if group not in stand_ins:
                stand_ins[group] = names.give(f"{UNNAMED} – {group}", "formateur")
            team = (stand_ins[group],)
        people.team[one.id] = team
    people.stand_ins = tuple(stand_ins.values())


def names_of(whom: Iterable[str], found: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Classes of some students sets, each once."""
    return tuple(dict.fromkeys(name for one in whom for name in found.get(one, ())))
