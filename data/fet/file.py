"""A ``.fet`` file of FET, the free timetabler of schools, as plain values: days, people, activities, what binds them.

Only the file is read here; `data.fet.stated` says what its constraints ask.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Slot = tuple[int, int]
"""Numbers of a day and of an hour, from 0."""
KNOWN = ("5", "6")
"""Great versions of FET whose files are read."""
MOST_DAYS = 7
SAVE_AGAIN = "ouvrez-le dans FET, vérifiez qu’il s’y lit, et enregistrez-le de nouveau."
MODES = {
    "Mornings_Afternoons": "matinées et après-midi",
    "Block_Planning": "planification par blocs",
    "Terms": "par trimestres",
}
MOST_CHOICES = 200
"""Ways in which a room that is several at once may be had, at most."""
MOST_TRIED = 50_000
"""Ways that are looked at: rooms of its sets in another order are the same way."""
HUGE = 64 * 2**20
"""Bytes of a file that is no timetable of a school."""


class Unreadable(Exception):
    """The file is none of FET, or none that can be read: why, and what to do, in French."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, ``hours`` long. ``students``: names of years, groups or subgroups."""

    id: str
    teachers: tuple[str, ...]
    subject: str
    tags: frozenset[str]
    students: tuple[str, ...]
    hours: int
    group: str
    """What it is a part of: those of one group are one course, cut into sessions. Its own number where it is alone."""
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
    """Seats by room; of one that is several at once (« virtual »), those of the largest choice."""
    virtual: Mapping[str, tuple[tuple[str, ...], ...]]
    """Rooms that are several rooms at once → each choice of these; none where there are too many, or none."""
    activities: Mapping[str, Activity]
    binding: tuple[Element, ...]
    """Constraints of 100 % that are active."""
    wishes: tuple[Element, ...]
    """The other active ones."""
    idle: Counter[str]
    """Constraints that are switched off, by kind."""
    idle_activities: int

    @cached_property
    def smallest(self) -> tuple[str, ...]:
        """The smallest students sets, in the order of the file."""
        return tuple(dict.fromkeys(s for found in self.subgroups.values() for s in found))

    @cached_property
    def wished(self) -> Counter[str]:
        """Kinds of the constraints of less than 100 %, and how many there are of each."""
        return Counter(map(kind_of, self.wishes))

    def slots(self, found: Iterator[Element]) -> frozenset[Slot]:
        """The day and hour of each element; an empty day or hour means all of them, an unknown one none."""
        days, hours = ({name: n for n, name in enumerate(names)} for names in (self.days, self.hours))
        slots: set[Slot] = set()
        for one in found:
            day, hour = (_ends(one, end) for end in ("Day", "Hour"))
            slots |= {
                (d, h)
                for d in ([days[day]] if day in days else [] if day else range(len(days)))
                for h in ([hours[hour]] if hour in hours else [] if hour else range(len(hours)))
            }
        return frozenset(slots)


def text(element: Element, *names: str) -> str:
    """What the first of some children holds; empty without any."""
    return next((found for name in names if (found := element.findtext(name)) is not None), "")


def texts(element: Element, name: str) -> tuple[str, ...]:
    """What every child of a name holds."""
    return tuple(one.text or "" for one in element.findall(name))


def kind_of(row: Element) -> str:
    """``TeacherMaxDaysPerWeek``: what FET calls a constraint."""
    return row.tag.removeprefix("Constraint")


def whole(said: str, default: int = 0) -> int:
    """A number of the file, which FET writes with or without decimals; the default where it is empty."""
    try:
        return int(float(said)) if said.strip() else default
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"contient « {said} » à la place d’un nombre : {SAVE_AGAIN}") from error


def _ends(element: Element, end: str) -> str:
    return next((c.text or "" for c in element if c.tag == end or c.tag.endswith(f"_{end}")), "")


def read_fet(path: Path) -> FetFile:
    """Read a file; `Unreadable` where it is none of FET, is broken, or plans otherwise than by plain weeks."""
    root = _root(path)
    days, hours = _names(root, "Day"), _names(root, "Hour")
    activities = {a.id: a for a in _activities(root)}
    if not days or not hours or not activities:
        lack = "de jours" if not days else "d’heures" if not hours else "d’activités actives"
        raise Unreadable(f"ne contient pas {lack} : il n’y a rien à reprendre. Est-ce le bon fichier ?")
    if len(days) > MOST_DAYS:
        raise Unreadable(
            f"a {len(days)} jours : Barrette reprend une semaine, de {MOST_DAYS} jours au plus. Dans FET, enregistrez "
            "un fichier par semaine."
        )
    subgroups, sizes = _students(root)
    rows = [c for part in ("Time", "Space") for c in root.iterfind(f"{part}_Constraints_List/*")]
    rows = [c for c in rows if not c.tag.startswith("ConstraintBasicCompulsory")]
    active = [c for c in rows if text(c, "Active") != "false"]
    hard = tuple(c for c in active if _weight(c) >= 100)
    rooms = list(root.iterfind("Rooms_List/Room"))
    return FetFile(
        path.stem,
        root,
        days,
        hours,
        tuple(text(t, "Name") for t in root.iterfind("Teachers_List/Teacher")),
        subgroups,
        sizes,
        *_rooms(rooms),
        activities,
        hard,
        tuple(c for c in active if _weight(c) < 100),
        Counter(kind_of(c) for c in rows if text(c, "Active") == "false"),
        sum(text(a, "Active") == "false" for a in root.iterfind("Activities_List/Activity")),
    )


def _rooms(rows: Sequence[Element]) -> tuple[dict[str, int], dict[str, tuple[tuple[str, ...], ...]]]:
    """Seats by room, and the choices of those that are several at once: one room of each of their sets."""
    seats = {text(r, "Name"): whole(text(r, "Capacity"), 30000) for r in rows if text(r, "Virtual") != "true"}
    virtual: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in (r for r in rows if text(r, "Virtual") == "true"):
        sets = [
            [name for name in texts(one, "Real_Room") if name in seats] for one in row.iterfind("Set_of_Real_Rooms")
        ]
        few = len(sets) > 1 and 0 < math.prod(map(len, sets)) <= MOST_TRIED
        found = {tuple(sorted(some)): some for some in product(*sets) if len(set(some)) == len(some)} if few else {}
        virtual[text(row, "Name")] = tuple(found.values()) if len(found) <= MOST_CHOICES else ()
    heads = {
        name: max(sum(seats[part] for part in some) for some in choices) for name, choices in virtual.items() if choices
    }
    return {**seats, **heads}, virtual


def _root(path: Path) -> Element:
    """The tree of a file of FET that plans by plain weeks."""
    if not path.exists():
        raise Unreadable("n’existe pas : vérifiez le nom et le dossier.")
    if path.is_dir():
        raise Unreadable("est un dossier : donnez le fichier .fet qu’il contient.")
    try:
        size, data = path.stat().st_size, b""
        data = path.read_bytes() if size <= HUGE else b""
    except OSError as error:
        raise Unreadable("ne se lit pas : vérifiez que vous en avez le droit, et que le disque est là.") from error
    if size > HUGE:
        raise Unreadable("est trop gros pour un fichier de FET. Est-ce le bon fichier ?")
    if not data.strip():
        raise Unreadable(f"est vide : {SAVE_AGAIN}")
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t").startswith(b"<"):
        raise Unreadable("n’est pas un fichier de FET (.fet) : dans FET, Fichier > Enregistrer sous, puis donnez-le.")
    if b"<!ENTITY" in data:
        raise Unreadable(f"définit des entités XML, ce que FET n’écrit jamais : {SAVE_AGAIN}")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        line = f", à la ligne {error.position[0]}" if isinstance(error, ElementTree.ParseError) else ""
        raise Unreadable(f"est endommagé ou incomplet{line} : {SAVE_AGAIN}") from error
    if root.tag.lower() != "fet":
        raise Unreadable(
            f"est le XML d’un autre logiciel (« {root.tag[:40]} ») : Barrette reprend les fichiers de FET."
        )
    version = root.get("version") or ""
    if version.split(".")[0] not in KNOWN:
        said = (
            f"est de la version « {version[:20]} » de FET" if version else "ne dit pas de quelle version de FET il est"
        )
        raise Unreadable(
            f"{said} : Barrette reprend celles de FET {' et '.join(KNOWN)}. Ouvrez-le dans une telle version de FET et "
            "enregistrez-le."
        )
    mode = text(root, "Mode") or "Official"
    if mode != "Official":
        raise Unreadable(
            f"est dans le mode « {MODES.get(mode, mode[:40])} » de FET : Barrette reprend le mode « officiel ». "
            "Dans FET, passez à ce mode et enregistrez sous un autre nom."
        )
    return root


def _weight(row: Element) -> float:
    said = text(row, "Weight_Percentage") or "100"
    try:
        return float(said)
    except ValueError as error:
        raise Unreadable(f"contient « {said} » à la place d’un pourcentage : {SAVE_AGAIN}") from error


def _names(root: Element, kind: str) -> tuple[str, ...]:
    """Days or hours, as FET 5 or 6 writes them."""
    listed = tuple(text(one, "Name") for one in root.iterfind(f"{kind}s_List/{kind}"))
    return listed or tuple(one.text or "" for one in root.iterfind(f"{kind}s_List/Name"))


def _students(root: Element) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Smallest sets of each students set, and the people of each; one name under several parents is one set."""
    sets: dict[str, dict[str, None]] = {}
    sizes: dict[str, int] = {}

    def smallest(of: Element, deeper: Sequence[str]) -> dict[str, None]:
        name = text(of, "Name")
        sizes[name] = whole(text(of, "Number_of_Students"))
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
    numbers = set[int]()
    known = {text(one, "Name") for kind in ("Year", "Group", "Subgroup") for one in root.iter(kind)}
    for row in root.iterfind("Activities_List/Activity"):
        group, name = text(row, "Activity_Group_Id") or "0", text(row, "Id")
        seen[group] += 1
        number = name.strip() if name.strip().isdecimal() else ""
        if not number or int(number) in numbers:
            fault = "deux activités du même numéro" if number else "une activité dont le numéro n’en est pas un"
            raise Unreadable(f"a {fault} (« {name[:20]} ») : {SAVE_AGAIN}")
        numbers.add(int(number))
        if text(row, "Active") == "false":
            continue
        strange = next((s for s in texts(row, "Students") if s and s not in known), None)
        if strange is not None:
            raise Unreadable(
                f"donne l’activité {name} à « {strange[:40]} », qui n’est pas dans ses élèves : {SAVE_AGAIN}"
            )
        yield Activity(
            number,
            tuple(filter(None, texts(row, "Teacher"))),
            text(row, "Subject"),
            frozenset(texts(row, "Activity_Tag")) - {""},
            tuple(filter(None, texts(row, "Students"))),
            max(1, whole(text(row, "Duration"), 1)),
            group if group != "0" else f"seule {name}",
            seen[group] if group != "0" else 1,
        )
