"""Which hours an activity of FET may begin at, in our bells: what has none is said, and let off or left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data.fet.clock import SUNDAY, Clock
from data.fet.file import Activity, Slot
from data.fet.left import Left, left_some
from data.fet.people import People
from data.fet.stated import Stated
from planner.domain import Bells


@dataclass(frozen=True)
class Hours:
    """When classes of a file may have something. ``closed``: slots that are no hour of each class."""

    clock: Clock
    bells: Mapping[str, Bells]
    closed: Mapping[str, frozenset[Slot]]

    def open_starts(self, one: Activity, classes: Iterable[str]) -> frozenset[Slot]:
        """Slots at which an activity may begin, as far as its classes and their bells go."""
        alike = {self.closed[name]: name for name in classes}.values()
        return frozenset(
            (day, hour)
            for day, weekday in enumerate(self.clock.weekdays)
            for hour in range(len(self.clock.starts) - one.hours + 1)
            if weekday != SUNDAY and all(self._fits(c, day, hour, one.hours) for c in alike)
        )

    def _fits(self, name: str, day: int, hour: int, hours: int) -> bool:
        if any((day, h) in self.closed[name] for h in range(hour, hour + hours)):
            return False
        spans = self.bells[name].placements(self.clock.weekdays[day], hours * self.clock.length)
        return any(start == self.clock.starts[hour] for start, _end in spans)


def hours_of(stated: Stated, people: People, clock: Clock) -> Hours:
    """When each class may have something: its own hours, without pauses."""
    shut = {name: stated.breaks | group.away for name, group in people.groups.items()}
    number = len(stated.file.hours)
    known = {closed: clock.bells(number, closed) for closed in set(shut.values())}
    return Hours(clock, {name: known[closed] for name, closed in shut.items()}, shut)


def let_off(stated: Stated, people: People, hours: Hours) -> tuple[frozenset[str], list[Left]]:
    """Take fixed hours off activities that have none of them open; those without any hour, and what is to be said."""
    out, freed = list[Activity](), list[Activity]()
    for one in stated.file.activities.values():
        may = hours.open_starts(one, people.of_activity[one.id])
        if not may:
            out.append(one)
            continue
        if not any(_free(stated, one, slot) for slot in may):
            freed.append(one)
            stated.starts.pop(one.id, None)
            stated.inside.pop(one.id, None)
    left = left_some(
        "Activités sans heure possible", map(_said, out), "leurs classes n’ont jamais autant d’heures d’affilée, midi "
        "et pauses à part : elles ne sont pas dans Cours. Ajoutez-les, en séances plus courtes."
    ) + left_some(
        "Activités dont l’heure imposée est fermée", map(_said, freed), "elles sont dans Cours sans cette heure : "
        "donnez-leur des « débuts possibles » (Cours)."
    )  # fmt: skip
    return frozenset(one.id for one in out), left


def _free(stated: Stated, one: Activity, slot: Slot) -> bool:
    """Whether what binds an activity lets it begin at a slot."""
    starts, inside = stated.starts.get(one.id), stated.inside.get(one.id)
    span = {(slot[0], slot[1] + n) for n in range(one.hours)}
    return (starts is None or slot in starts) and (inside is None or span <= inside)


def _said(one: Activity) -> str:
    return f"{one.id} {one.subject}".strip()


def seat_all(stated: Stated, people: People) -> None:
    """Leave to activities that count more people than their classes the rooms that seat these, where there are any."""
    for one in stated.file.activities.values():
        rooms = stated.own_rooms(one)
        heads = sum(stated.file.sizes.get(s, 0) for s in one.students)
        if rooms and heads > sum(people.groups[c].size for c in people.of_activity[one.id]):
            large = frozenset(r for r in rooms if stated.file.rooms[r] >= heads)
            stated.rooms[one.id] = large or rooms


def without_rooms(stated: Stated) -> list[Left]:
    """Take rooms off activities whose lists of rooms have none in common; what is to be said of it."""
    none = [a for a in stated.file.activities.values() if stated.own_rooms(a) == frozenset()]
    for one in none:
        del stated.rooms[one.id]
    stated.homes = [replace(home) for home in stated.homes if home.rooms]
    return left_some(
        "Activités à qui plusieurs contraintes ne laissent aucune salle", map(_said, none), "elles demandent un lieu à "
        "préciser : choisissez leur « type de salle » (Cours)."
    )  # fmt: skip
