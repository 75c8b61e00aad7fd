"""Who teaches what: trainers by field, their courses, the teams of the barrettes, before any hour is set."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from dataclasses import field as default
from random import Random

from data.samples.grids import Line
from data.samples.names import people
from data.samples.plan import Division, Plan

LOAD = 25
"""Hours of a full week that a trainer is hired for, at most."""
CARELESS = 2
"""Hours by which a more loaded trainer may be preferred, at random."""
Course = tuple[str, str]
"""A class and a subject."""


@dataclass(slots=True)
class Hired:
    """An adult: what they teach, and hours planned by set of present classes."""

    name: str
    field: str
    role: str = "formateur"
    load: Counter[int] = default(default_factory=Counter)
    """Hours by number of the set of present classes."""

    @property
    def peak(self) -> int:
        """Hours of the fullest set."""
        return max(self.load.values(), default=0)


@dataclass
class Staff:
    """Everybody, who takes each course, and the team of each barrette and open period."""

    adults: list[Hired]
    takes: dict[Course, tuple[str, ...]]
    teams: list[tuple[str, ...]]
    """By barrette."""
    helpers: list[tuple[str, ...]]
    """Two trainers kept free in the open period of each barrette's classes."""

    def of(self, name: str) -> Hired:
        """An adult by name."""
        return next(a for a in self.adults if a.name == name)

    def referents(self, plan: Plan) -> dict[str, str]:
        """By class, the trainer who follows its learners and visits their companies: of its craft, few classes each."""
        found: dict[str, str] = {}
        for division in plan.classes:
            team = sorted(
                {name for (held, _subject), names in self.takes.items() if held == division.name for name in names}
            )
            craft = [name for name in team if self.of(name).field == division.trade.craft]
            found[division.name] = min(craft or team, key=lambda name: (list(found.values()).count(name), name))
        return found

    def named(self, role: str) -> list[Hired]:
        """Adults of a role."""
        return [a for a in self.adults if a.role == role]


def sets_of(plan: Plan) -> list[tuple[int, ...]]:
    """Distinct sets of present classes: (wave, half of the other rhythm) pairs, as numbers of weeks that have them."""
    found: dict[tuple[str, ...], list[int]] = {}
    for week in range(12):
        found.setdefault(tuple(c.name for c in plan.present(week)), []).append(week)
    return [tuple(weeks) for weeks in found.values()]


def support_hours(plan: Plan, group: tuple[str, ...]) -> int:
    """Hours a week of a barrette: two where it holds a CAP, else one."""
    return 2 if any(plan.division(name).cap for name in group) else 1


def group_count(group: tuple[str, ...]) -> int:
    """About 1.33 groups per class."""
    return math.ceil(1.33 * len(group))


def trainer_hours(division: Division, line: Line) -> int:
    """Hours a week of one trainer of a course, every part of the class included."""
    return line.hours * line.parts


def hire(plan: Plan, rng: Random, share: tuple[int, int] = (0, 1)) -> Staff:
    """Hire just enough trainers for the fullest set, and share the courses so that nobody is far above another.

    ``share``: of the names, as `data.samples.names.people` takes it.
    """
    sets = sets_of(plan)
    wanted = [
        (division, line, which) for division in plan.classes for line in division.lines for which in _fields(line)
    ]
    need: dict[str, Counter[int]] = defaultdict(Counter)
    for division, line, which in wanted:
        for number in _sets(plan, division, sets):
            need[which][number] += trainer_hours(division, line)
    least = {c.trade.craft: 4 if c.crossed == "long" else 2 for c in plan.classes if c.crossed}
    least |= {c.trade.craft: 4 for c in plan.classes if c.crossed == "long"}
    count = {f: max(math.ceil(max(h.values()) / _room(f)), least.get(f, 1)) for f, h in need.items()}
    adults = _adults(plan, count, rng, share)
    takes = _share(plan, wanted, sets, adults, rng)
    staff = Staff(adults, takes, [], [])
    _support(plan, sets, staff, rng)
    return staff


def _room(which: str) -> int:
    return LOAD - 4 if which in ("lettres", "sciences") else LOAD


def _fields(line: Line) -> tuple[str, ...]:
    return (line.field, line.second) if line.second else (line.field,)


def _sets(plan: Plan, division: Division, sets: list[tuple[int, ...]]) -> list[int]:
    return [n for n, weeks in enumerate(sets) if weeks[0] in division.weeks]


def _adults(plan: Plan, count: dict[str, int], rng: Random, share: tuple[int, int]) -> list[Hired]:
    big = len(plan.classes) > 20
    others = [("référent", 4 if big else 2), ("documentaliste", 2 if big else 1), ("vie scolaire", 2 if big else 1)]
    names = people(rng, sum(count.values()) + sum(n for _r, n in others), share)
    found = [Hired(" ".join(names.pop()), f) for f in sorted(count) for _ in range(count[f])]
    return found + [Hired(" ".join(names.pop()), "", role) for role, n in others for _ in range(n)]


def _share(
    plan: Plan, wanted: list[tuple[Division, Line, str]], sets: list[tuple[int, ...]], adults: list[Hired], rng: Random
) -> dict[Course, tuple[str, ...]]:
    """Longest courses first, each to the trainer of its field who stays least loaded; crossed ones to two people."""
    takes: dict[Course, tuple[str, ...]] = {}
    order = sorted(wanted, key=lambda w: (-trainer_hours(w[0], w[1]), rng.random()))
    for division, line, which in order:
        here = _sets(plan, division, sets)
        hours = trainer_hours(division, line)
        busy = takes.get((division.name, line.crossed), ())
        able = [a for a in adults if a.field == which and a.role == "formateur" and a.name not in busy]
        best = min(able, key=lambda a: max(a.load[n] for n in here) + hours + rng.uniform(0, CARELESS))
        for number in here:
            best.load[number] += hours
        course = (division.name, line.subject)
        mine = takes.get(course, ())
        takes[course] = (best.name, *mine) if which == line.field else (*mine, best.name)
    return takes


def _support(plan: Plan, sets: list[tuple[int, ...]], staff: Staff, rng: Random) -> None:
    """The teams of the barrettes: basics first, then adults without classes, then whoever has hours left."""
    for group in plan.groups:
        here = _sets(plan, plan.division(group[0]), sets)
        hours = support_hours(plan, group)
        team: list[str] = []
        for wanted in ("lettres", "sciences", "référent", "documentaliste", *[""] * len(staff.adults)):
            able = [a for a in staff.adults if a.name not in team and wanted in (a.field, a.role, "")]
            able = [a for a in able if a.role != "vie scolaire" and a.field != "eps"]
            if len(team) < group_count(group) and able:
                best = min(able, key=lambda a: (max(a.load[n] for n in here), rng.random()))
                team.append(best.name)
                for number in here:
                    best.load[number] += hours
        staff.teams.append(tuple(team))
        staff.helpers.append(_helpers(plan, group, here, staff) if _open(plan, group) else ())


def _open(plan: Plan, group: tuple[str, ...]) -> bool:
    return any(plan.division(name).supported for name in group)


def _helpers(plan: Plan, group: tuple[str, ...], here: list[int], staff: Staff) -> tuple[str, ...]:
    found = []
    for wanted in ("lettres", "sciences"):
        best = min((a for a in staff.adults if a.field == wanted), key=lambda a: max(a.load[n] for n in here))
        found.append(best.name)
        for number in here:
            best.load[number] += 1
    return tuple(found)
