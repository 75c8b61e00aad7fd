"""The plan of a fictional CFA: trades, classes, groups of alternation, calendars, closures and bells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from data.samples.grids import TRADES, Line, Trade, bac_pro, bp, cap, cs

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 29)
WEEKS = tuple(FIRST + timedelta(weeks=n) for n in range(12))
PERIODS = ((FIRST, date(2026, 10, 18)), (date(2026, 10, 19), LAST))
ARMISTICE = date(2026, 11, 11)


@dataclass(frozen=True, slots=True)
class Division:
    """A class: ``wave`` 0–2 is its week of three, 3 and 4 the two halves of a rhythm of two weeks in four."""

    name: str
    programme: str
    level: str
    year: int
    trade: Trade
    size: int
    wave: int
    crossed: str = ""
    guest: str = ""
    """Trade of the other workshop where it also goes."""
    lines: tuple[Line, ...] = ()

    @property
    def weeks(self) -> tuple[int, ...]:
        """Numbers of its CFA weeks in the term."""
        return tuple(w for w in range(12) if present(self.wave, w))

    @property
    def cap(self) -> bool:
        """Whether it is a CAP, whose barrette takes two hours a week."""
        return self.level == "CAP"

    @property
    def supported(self) -> bool:
        """Whether the three strands are due."""
        return self.level in ("CAP", "bac pro")

    @property
    def first_year(self) -> bool:
        """Whether its learners are new this year."""
        return self.year == 1


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is decided before anybody is hired."""

    name: str
    classes: tuple[Division, ...]
    closed: tuple[tuple[str, date], ...]
    bells: tuple[tuple[int, int], ...]
    """Eight slots of an hour, four before lunch and four after, minutes after midnight."""
    groups: tuple[tuple[str, ...], ...]
    """Classes of each barrette."""
    site: str = ""
    """Where it all is, in a centre of several sites."""

    def present(self, week: int) -> tuple[Division, ...]:
        """Classes at the centre in a week of the term."""
        return tuple(c for c in self.classes if present(c.wave, week))

    def open_days(self, week: int) -> tuple[int, ...]:
        """Open weekdays of a week, Monday 0."""
        shut = {day for _label, day in self.closed} | {ARMISTICE}
        return tuple(d for d in range(5) if WEEKS[week] + timedelta(days=d) not in shut)

    def division(self, name: str) -> Division:
        """A class by its name."""
        return next(c for c in self.classes if c.name == name)


def present(wave: int, week: int) -> bool:
    """Whether a group of alternation is at the centre in a week of the term, numbered from 0."""
    return week % 3 == wave if wave < 3 else (week // 2) % 2 == wave - 3


def make_plan(name: str, rng: Random) -> Plan:
    """Draw the plan of ``small`` or ``medium``."""
    peak = rng.choice((1, 2))
    shut = _closures(peak, rng)
    classes = _small(peak, rng) if name == "small" else _medium(peak, rng)
    brief = {w for w in range(12) if len(_days(shut, w)) < 5}
    done = _ordered(tuple(replace(c, lines=tuple(_lines(c, bool(brief & set(c.weeks))))) for c in classes), brief)
    return Plan(_title(name, rng), done, shut, _bells(rng), _groups(done))


def site_plans(name: str, places: tuple[str, ...], dice: Callable[[str], Random]) -> list[Plan]:
    """A plan for each site of a large centre: the same calendar and closures, classes and bells of its own.

    ``dice``: the dice of the whole centre (empty) and of each site.
    """
    rng = dice("")
    peak = rng.choice((1, 2))
    shut, title = _closures(peak, rng), _title(name, rng)
    brief = {w for w in range(12) if len(_days(shut, w)) < 5}
    found = []
    for place in places:
        own = dice(place)
        drawn = [replace(c, name=f"{c.name} {place}") for c in _medium(peak, own, more=True)]
        done = _ordered(tuple(replace(c, lines=tuple(_lines(c, bool(brief & set(c.weeks))))) for c in drawn), brief)
        found.append(Plan(title, done, shut, _bells(own), _groups(done), place))
    return found


def _ordered(classes: tuple[Division, ...], brief: set[int]) -> tuple[Division, ...]:
    """In the first class of whole weeks that has them, applied science comes after the theory it applies."""
    able = [c for c in classes if c.cap and not c.crossed and not brief & set(c.weeks)][:1]
    return tuple(
        replace(
            c, lines=tuple(replace(x, after=c.trade.theory) if x.subject == c.trade.science else x for x in c.lines)
        )
        if c in able
        else c
        for c in classes
    )


def _days(shut: tuple[tuple[str, date], ...], week: int) -> list[int]:
    out = {day for _label, day in shut} | {ARMISTICE}
    return [d for d in range(5) if WEEKS[week] + timedelta(days=d) not in out]


def _title(name: str, rng: Random) -> str:
    place = rng.choice(
        ("du Val", "des Rives", "de la Plaine", "du Coteau", "des Deux-Ponts", "de la Forêt", "du Canal")
    )
    return f"CFA {place}" if name == "small" else f"Campus des métiers {place}"


def _closures(peak: int, rng: Random) -> tuple[tuple[str, date], ...]:
    """One closed day in the Toussaint weeks, never in a week of the group of alternation that peaks."""
    choices = {
        0: (date(2026, 10, 23), date(2026, 10, 22)),
        1: (date(2026, 10, 30), date(2026, 10, 26)),
        2: (date(2026, 11, 2), date(2026, 11, 6)),
    }
    wave = rng.choice([w for w in (1, 2) if w != peak] if rng.random() < 0.7 else [0])
    return (("Fermeture de la Toussaint", rng.choice(choices[wave])),)


def _bells(rng: Random) -> tuple[tuple[int, int], ...]:
    start, pause, lunch = rng.choice((465, 480, 480, 495)), rng.choice((10, 15, 20)), rng.choice((60, 60, 75))
    morning = [start, start + 60, start + 120 + pause, start + 180 + pause]
    noon = morning[3] + 60 + lunch
    return tuple((s, s + 60) for s in (*morning, noon, noon + 60, noon + 120 + pause, noon + 180 + pause))


def _lines(division: Division, short: bool) -> list[Line]:
    trade = division.trade
    if division.level == "CAP":
        return cap(trade, division.crossed, short)
    if division.level == "CS":
        return cs(trade, TRADES.get(division.guest))
    return bac_pro(trade) if division.level == "bac pro" else bp(trade)


def _division(trade: str, level: str, year: int, wave: int, size: int, tag: str = "", crossed: str = "") -> Division:
    known = TRADES[trade]
    name = f"{level} {known.name} {year}{tag}"
    return Division(name, f"{level} {known.name}", level, year, known, size, wave, crossed)


def _small(peak: int, rng: Random) -> list[Division]:
    """Ten classes of food trades; one workshop is filled by two crossed classes and a CS in the week of the peak."""
    main, second, third = rng.sample(["cuisine", "boulanger", "patissier"], 3)
    a, b = rng.sample([w for w in range(3) if w != peak], 2)
    return [
        _division(main, "CAP", 1, peak, rng.choice((14, 15)), crossed="long"),
        _division(main, "CAP", 2, peak, rng.choice((13, 14)), crossed="long"),
        _division(second, "CAP", rng.choice((1, 2)), peak, rng.choice((11, 12)), tag=" B"),
        replace(_division("service", "CS", 1, peak, rng.choice((9, 10))), guest=main),
        _division(second, "CAP", 1, a, rng.choice((13, 14)), crossed="mixed"),
        _division(second, "CAP", 2, a, rng.choice((10, 11, 12))),
        _division(rng.choice((third, "service")), "CAP", 1, a, rng.choice((11, 12)), tag=" B"),
        _division(third, "CAP", 1, b, rng.choice((13, 14)), crossed="mixed"),
        _division(third, "CAP", 2, b, rng.choice((11, 12))),
        _division(rng.choice((main, "service")), "CS", 1, b, rng.choice((9, 10, 11)), tag=" B"),
    ]


def _medium(peak: int, rng: Random, more: bool = False) -> list[Division]:
    """Thirty-six classes of ten trades: three groups of alternation and two halves of a rhythm of two weeks in four.

    ``more``: seven classes more, of one learner more each, as at each site of a large centre.
    """
    main = rng.choice(("cuisine", "boulanger", "patissier"))
    halves = rng.sample((3, 4), 2)
    found = [_division(main, "CAP", year, peak, rng.choice((15, 16, 17)), crossed="long") for year in (1, 2)]
    found.append(replace(_division("service", "CS", 1, peak, rng.choice((11, 12))), guest=main))
    found += [_division("auto", "bac pro", year, halves[0], rng.choice((17, 18))) for year in (1, 2, 3)]
    found += [
        _division("commerce", "bac pro", year, halves[1], rng.choice((16, 17, 18))) for year in rng.sample((1, 2, 3), 2)
    ]
    sizes = {w: 11 if w == peak else 10 for w in range(3)}
    if rng.random() < 0.5:
        sizes = {w: 12 if w == peak else 9 + (w == (peak + 1) % 3) for w in range(3)}
    others = _others(main, rng)
    if more:
        sizes = {w: size + 2 + (w == peak) for w, size in sizes.items()}
        others = [(t, level, year, tag, crossed, min(low + 1, 18)) for t, level, year, tag, crossed, low in others]
        others += [(t, "CAP", year, " C", "", 16) for t in ("menuisier", "electricien", "macon") for year in (1, 2)]
        others.append(("coiffure", "CAP", 1, " C", "", 18))
    for trade, level, year, tag, crossed, low in others:
        free = [w for w in range(3) if sum(c.wave == w for c in found) < sizes[w] and (trade, w) != (main, peak)]
        loads = {w: sum(_practice(c) for c in found if c.wave == w and c.trade.id == trade) for w in free}
        wave = min(free, key=lambda w: (loads[w], rng.random()))
        found.append(_division(trade, level, year, wave, rng.randint(low, low + 2), tag, crossed))
    return found


def _others(main: str, rng: Random) -> list[tuple[str, str, int, str, str, int]]:
    """The other classes of the three groups of alternation: trade, level, year, mark, crossing, least size."""
    food = [t for t in ("cuisine", "boulanger", "patissier", "service") if t != main]
    found = [(t, "CAP", year, "", "mixed", 15) for t in food for year in (1, 2)]
    found += [(t, "CAP", year, "", "", 16) for t in ("menuisier", "electricien", "macon") for year in (1, 2)]
    found += [("auto", "CAP", 1, "", "", 15), ("auto", "CAP", 2, "", "", 15), ("auto", "CAP", 1, " B", "", 15)]
    found += [(t, "CAP", year, "", "", 18) for t in ("coiffure", "esthetique") for year in (1, 2)]
    found += [(t, "CAP", 1, " (1 an)", "mixed", 13) for t in rng.sample(food[:2], 2)]
    crafts = rng.sample(["coiffure", "esthetique", "electricien", "menuisier", "macon"], 3)
    found += [(t, "BP", year, "", "", 16) for t in crafts for year in (1, 2)]
    found.append((rng.choice(food), "CS", 1, " B", "", 11))
    rng.shuffle(found)
    return found


def _practice(division: Division) -> int:
    """Hours of its workshop a normal week, roughly."""
    return {"long": 16, "mixed": 12}.get(division.crossed, 12 if division.level in ("BP", "CS") else 10)


def _groups(classes: tuple[Division, ...]) -> tuple[tuple[str, ...], ...]:
    """Classes of each barrette: same calendar; three to four CAP together, the others of the week together."""
    found: list[tuple[str, ...]] = []
    for wave in range(5):
        here = [c for c in classes if c.wave == wave]
        if len(here) <= 4:
            found.append(tuple(c.name for c in here))
            continue
        caps = [c.name for c in here if c.cap]
        rest = [c.name for c in here if not c.cap]
        parts = -(-len(caps) // 4)
        mixed = [tuple(caps[n::parts]) for n in range(parts)]
        found += [*mixed, tuple(rest)] if len(rest) > 1 else [*mixed[:-1], (*mixed[-1], *rest)]
    return tuple(group for group in found if group)
