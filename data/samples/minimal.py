"""``minimal``: the seven required sheets only, ten classes, 120 learners, about 270 rows.

What a planner has after an afternoon: no barrette, no bells, no diploma of its own, so that every default stands in.
Nothing is planted: trainers are there all week and hired so that the fullest group of alternation leaves each of them
two hours or more; the rest is as in `small`.
"""

from collections import Counter
from dataclasses import replace
from random import Random

from data.building.defaults import LITERACY, MODULES, NUMERACY
from data.samples.grids import GYM, ORDINARY, TRADES, Line, Trade
from data.samples.names import people
from data.samples.people import Person, Shares, learners
from data.samples.plan import FIRST, LAST, WEEKS, Division, Plan

Row = dict[str, object]
Rows = dict[str, list[Row]]

CLASSES, LEARNERS = 10, 120
SHARES = Shares(late=6, no_day=0, no_contract=4, broken=3, exempt=0, arranged=0, remote=0, athletes=0)
LOAD, HALF_DAYS = 22, 4
"""Hours of the fullest week for which a trainer is hired, at most, and sessions of a whole half-day among them: the
usual limits are 26 hours a week and 7 a day, so that two half-days of one course never share a day."""
HALF_DAY = 4
WAVES = (0, 0, 0, 0, 1, 1, 1, 2, 2, 2)
"""Group of alternation of each class."""
ROOMS = 5
LEVELS = (0.2, 0.45, 0.75, 1.0)
"""Cumulated shares of the levels of a first test."""
ENTRY_MINUTES = sum(module.minutes for module in MODULES if module.id.startswith("ENTREE"))


def build(seed: int) -> Rows:
    """Rows by sheet name and French header; the same seed gives the same rows."""
    rng = Random(f"minimal-{seed}")
    plan = _plan(rng)
    teams, staff = _hire(plan, rng)
    everybody = learners(plan, SHARES, Random(f"minimal-{seed}-people"))
    return {
        "Paramètres": [
            {"paramètre": name, "valeur": value}
            for name, value in (
                ("établissement", plan.name),
                ("zone", rng.choice("ABC")),
                ("début", FIRST),
                ("fin", LAST),
                ("sel", f"{rng.getrandbits(64):016x}"),
            )
        ],
        "Classes": [{"classe": c.name, "formation": c.programme, "année": c.year} for c in plan.classes],
        "Calendrier": [_calendar(c) for c in plan.classes],
        "Formateurs": [{"nom": name} for name in staff],
        "Salles": _rooms(plan),
        "Cours": [_course(c, line, teams[c.name, line.subject]) for c in plan.classes for line in c.lines],
        "Apprenants": [_learner(person, rng) for person in everybody],
    }


def _plan(rng: Random) -> Plan:
    """Five trades in two years, one class of each; a one-year class takes the place of a second year, or none does."""
    trades = rng.sample(sorted(set(TRADES) - {"auto", "commerce"}), 5)
    pairs = [(trade, year) for trade in trades for year in (1, 2)]
    rng.shuffle(pairs)
    sizes = [LEARNERS // CLASSES] * CLASSES
    for _ in range(CLASSES):
        one, other = rng.sample(range(CLASSES), 2)
        if sizes[one] < 14 and sizes[other] > 10:
            sizes[one], sizes[other] = sizes[one] + 1, sizes[other] - 1
    level = {trade: rng.choice(("CAP", "CAP", "CAP", "BP")) for trade in trades}
    classes = tuple(
        _division(TRADES[trade], level[trade], year, wave, size)
        for (trade, year), wave, size in zip(_spread(pairs), WAVES, sizes, strict=True)
    )
    place = rng.choice(("du Bocage", "des Trois-Vallées", "du Port", "de la Lande", "du Causse"))
    return Plan(f"CFA {place}", classes, (), (), ())


def _spread(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """So ordered that the two classes of a trade are not at the centre together, where that can be."""
    left, found = list(pairs), list[tuple[str, int]]()
    for wave in WAVES:
        here = {trade for (trade, _year), w in zip(found, WAVES, strict=False) if w == wave}
        found.append(next((pair for pair in left if pair[0] not in here), left[0]))
        left.remove(found[-1])
    return found


def _division(trade: Trade, level: str, year: int, wave: int, size: int) -> Division:
    name = f"{level} {trade.name}"
    division = Division(f"{name} {year}", name, level, year, trade, size, wave)
    return replace(division, lines=tuple(_lines(trade, level)))


def _lines(trade: Trade, level: str) -> list[Line]:
    """Ten courses, 26 to 28 hours a week."""
    common = [
        Line(trade.practice, trade.craft, (4, 4), trade.workshop),
        Line(trade.theory, trade.craft, (2, 1)),
        Line("Français", "lettres", (2, 1)),
        Line("Histoire-géographie", "lettres", (1, 1)),
        Line("Mathématiques", "sciences", (1, 1)),
        Line("Anglais", "anglais", (1, 1)),
        Line(trade.science, "sciences", (2,)),
        Line("Gestion", "gestion", (2,)),
    ]
    if level == "BP":
        return [*common, Line("Management", "gestion", (1,)), Line("Projet", trade.craft, (2,), total=True)]
    return [*common, Line("EPS", "eps", (2,), GYM), Line("PSE", "gestion", (1,))]


def _hire(plan: Plan, rng: Random) -> tuple[dict[tuple[str, str], str], list[str]]:
    """Longest courses first, each to the trainer of its field with most room in that week, or to a new one."""
    names = iter(people(rng, 60))
    load: dict[str, Counter[int]] = {}
    long: dict[str, Counter[int]] = {}
    fields: dict[str, list[str]] = {}
    teams: dict[tuple[str, str], str] = {}
    wanted = [(division, line) for division in plan.classes for line in division.lines]
    for division, line in sorted(wanted, key=lambda w: -w[1].hours):
        halves = line.lengths.count(HALF_DAY)
        able = [
            name
            for name in fields.get(line.field, [])
            if load[name][division.wave] + line.hours <= LOAD and long[name][division.wave] + halves <= HALF_DAYS
        ]
        if not able:
            able = [" ".join(next(names))]
            fields.setdefault(line.field, []).append(able[0])
            load[able[0]], long[able[0]] = Counter(), Counter()
        chosen = min(able, key=lambda name: (load[name][division.wave], name))
        load[chosen][division.wave] += line.hours
        long[chosen][division.wave] += halves
        teams[division.name, line.subject] = chosen
    return teams, sorted(load)


def _calendar(division: Division) -> Row:
    weeks = {f"S{monday.isocalendar().week}": "X" if n in division.weeks else None for n, monday in enumerate(WEEKS)}
    return {"qui": division.name, **weeks}


def _rooms(plan: Plan) -> list[Row]:
    """Ordinary rooms, a workshop of each trade, a gymnasium where it is needed."""
    found: list[Row] = [{"salle": f"Salle {n}", "type": ORDINARY, "places": 20} for n in range(1, ROOMS + 1)]
    kinds = dict.fromkeys(line.room for division in plan.classes for line in division.lines if line.room != ORDINARY)
    return found + [{"salle": kind[:1].upper() + kind[1:], "type": kind, "places": 16} for kind in sorted(kinds)]


def _course(division: Division, line: Line, trainer: str) -> Row:
    hours = line.hours * len(division.weeks)
    return {
        "classes": division.name,
        "matière": line.subject,
        "heures": f"{hours} h" if line.total else f"{line.hours} h/sem",
        "formateurs": trainer,
        "durées": "+".join(map(str, line.lengths)),
        "type de salle": line.room,
    }


def _learner(person: Person, rng: Random) -> Row:
    return {
        "nom": person.last,
        "prénom": person.first,
        "naissance": person.birth,
        "classe": person.division.name,
        "entrée": person.entry,
        "contrat début": person.start,
        "rupture": person.broken,
        "module d'entrée déjà fait": f"{ENTRY_MINUTES // 60} h" if person.done else None,
        LITERACY: _level(rng),
        NUMERACY: _level(rng),
    }


def _level(rng: Random) -> int:
    drawn = rng.random()
    return next(level for level, limit in enumerate(LEVELS, start=1) if drawn <= limit)
