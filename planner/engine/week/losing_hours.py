"""What each hour of a barrette or open period would lose over the term, of what its people are owed.

A template shows one week, and the hour found there is kept for the term. So it is told beforehand who of those who owe
support could never come then (absent, hours kept free, a day cut short, a helper who is away) and for whom nobody who
may lead is there; in which weeks the classes are not there at that hour at all, too.

A guess from the workbook alone. Who teaches a course at that hour is the template's own question: it gets the price of
each adult without whom something could not be led.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.board.staff import leaders
from planner.domain import (
    AM,
    PM,
    STRANDS,
    ApprenticeId,
    Barrette,
    ClassId,
    Learner,
    ModuleId,
    OpenPeriod,
    Owed,
    Problem,
    TrainerId,
    away,
    monday,
)
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences
from planner.engine.week.item_options import item_spans
from planner.engine.week.items import KEEPS_HOUR
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.model import Item
from planner.prices import HOUR_IMPOSSIBLE, OWED_MINUTE_LOST

LITTLE = 60
"""A third of an hour owed a week: no hour is refused for less, on as many days as there are occurrences."""
USUAL_GROUP = 12
"""People whom one adult leads at most, where the barrette does not say."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody would have of a barrette: their share of its time (0 to 1), and the modules that would pay it."""

    share: float
    modules: tuple[ModuleId, ...]


@dataclass(frozen=True)
class Led:
    """Who of some people can be led at once by some adults, each leading one module for a group of ``size``.

    ``able``: by adult, the modules that they may lead; ``wanted``: by module, the people whom it pays, as a mask of
    their numbers in ``shares``.
    """

    size: int
    able: Mapping[TrainerId, tuple[ModuleId, ...]]
    wanted: Mapping[ModuleId, int]
    shares: tuple[float, ...]

    def shares_led(self, free: Collection[TrainerId], here: int) -> float:
        """Shares of time of those who are led, of the people of a mask; the fullest groups open first."""
        left, adults, total = here, sorted(free), 0.0
        while left and adults:
            ways = [((left & self.wanted[m]).bit_count(), t, m) for t in adults for m in self.able.get(t, ())]
            number, adult, module = max(ways, default=(0, TrainerId(""), ModuleId("")))
            if not number:
                break
            adults.remove(adult)
            group = self._first(left & self.wanted[module])
            total += sum(self.shares[n] for n in _numbers(group))
            left &= ~group
        return total

    def _first(self, people: int) -> int:
        """As many of some people as a group holds, those with the largest shares."""
        chosen = sorted(_numbers(people), key=lambda n: (-self.shares[n], n))[: self.size]
        return sum(1 << n for n in chosen)


def _numbers(people: int) -> Iterator[int]:
    """Numbers of the people of a mask."""
    while people:
        yield (people & -people).bit_length() - 1
        people &= people - 1


@dataclass(frozen=True)
class LosingHours:
    """The losses of one barrette or open period; ``weeks``: Mondays in which it is due.

    ``numbers``: of those who are owed some of it, in the masks of ``led``.
    """

    problem: Problem
    thing: Barrette | OpenPeriod
    weeks: tuple[date, ...]
    numbers: Mapping[ApprenticeId, int]
    led: Led
    known: dict[tuple[frozenset[TrainerId], int], float] = field(default_factory=dict)

    def at(self, weekday: int, start: int, end: int) -> int:
        """Price of an hour in an average week."""
        days = [week + timedelta(days=weekday) for week in self.weeks]
        return round(sum(self._on(day, start, end) for day in days) / max(1, len(days)))

    def _on(self, day: date, start: int, end: int) -> float:
        """Price of the hour on one day: impossible, else the minutes lost by those who are owed some."""
        if not all(self._there(class_id, day, start, end) for class_id in self.thing.class_ids):
            return HOUR_IMPOSSIBLE
        people = [p for c in self.thing.class_ids for p in self.problem.roster(c, day) if p.id in self.numbers]
        here = sum(1 << self.numbers[p.id] for p in people if not self._kept_away(p, day, start, end))
        wanted = sum(self.led.shares[self.numbers[p.id]] for p in people)
        free = frozenset(t for t in self.led.able if not away(self.problem.trainers[t].absences, day, start, end))
        return OWED_MINUTE_LOST * self.thing.minutes * (wanted - self._shares_led(free, here))

    def _shares_led(self, free: frozenset[TrainerId], here: int) -> float:
        """The same as `Led.shares_led`, asked once: most hours have the same people and adults."""
        if (free, here) not in self.known:
            self.known[free, here] = self.led.shares_led(free, here)
        return self.known[free, here]

    def without(self, trainer: TrainerId) -> int:
        """Price of an hour at which everybody is there but one adult, above that of one with all of them."""
        here, everyone = (1 << len(self.numbers)) - 1, frozenset(self.led.able)
        lost = self._shares_led(everyone, here) - self._shares_led(everyone - {trainer}, here)
        return round(OWED_MINUTE_LOST * self.thing.minutes * lost)

    @property
    def whole(self) -> int:
        """Price of an hour at which nobody leads anything."""
        return round(OWED_MINUTE_LOST * self.thing.minutes * sum(self.led.shares))

    def _there(self, class_id: ClassId, day: date, start: int, end: int) -> bool:
        """Whether a class may have support then."""
        halves = self.problem.support_presence(class_id, day)
        there = self.problem.in_halves(class_id, day, start, end, halves)
        return there and not away(self.problem.classes[class_id].off_hours, day, start, end)

    def _kept_away(self, person: Learner, day: date, start: int, end: int) -> bool:
        """Whether somebody cannot come then, or comes for a day that is over before, or without their helper."""
        problem, span = self.problem, (day, start, end)
        if not problem.here(person, *span) or problem.barred(person.id, *span):
            return True
        caps = problem.arranged(person.id, "max_day", day)
        if caps and self._before(person, day, end) > min(row.minutes for row in caps):
            return True
        helpers = (problem.trainers.get(TrainerId(row.text)) for row in problem.arranged(person.id, "helper", day))
        return not person.remote and any(who is None or away(who.absences, *span) for who in helpers)

    def _before(self, person: Learner, day: date, end: int) -> int:
        """Teaching minutes of somebody's day up to a time, were it full from its first hour on."""
        home, mask = person.membership(day), self.problem.presence(person, day)
        bells = self.problem.bells_of(home.class_id) if home else self.problem.bells_at("")
        noon = bells.noon(day.weekday())
        morning = bells.teaching(day.weekday(), 0, min(end, noon)) if mask & AM else 0
        return morning + (bells.teaching(day.weekday(), noon, end) if mask & PM and end > noon else 0)


def with_losses(problem: Problem, owed: Sequence[Owed], items: Iterable[Item]) -> tuple[Item, ...]:
    """The same items; those whose hour for the term is still to be found with what each hour would lose.

    A barrette that waits for its team waits for adults who may lead what is owed, where there are any.
    """
    return tuple(_known(problem, owed, i) if i.kind in KEEPS_HOUR and not i.pinned else i for i in items)


def _known(problem: Problem, owed: Sequence[Owed], item: Item) -> Item:
    """An item with the price of its hours, and of each adult who is busy then; what loses nothing has none."""
    thing: Barrette | OpenPeriod
    if item.barrette_id:
        thing, found = problem.barrettes[item.barrette_id], barrette_occurrences(problem, item.barrette_id)
    else:
        thing = next(o for o in problem.open_periods if o.id == item.open_id)
        found = open_occurrences(problem, thing.id)
    weeks = tuple(sorted({o.week for o in found}))
    people = {p.id for c in thing.class_ids for week in weeks for p in problem.roster(c, week + timedelta(days=4))}
    claims = _claims(problem, [n for n in owed if n.apprentice_id in people], thing, thing.minutes * len(found))
    hours = LosingHours(problem, thing, weeks, {a: n for n, a in enumerate(claims)}, _led(problem, thing, claims))
    spans = {n: item_spans(problem, item, monday(problem.first) + timedelta(days=n)) for n in range(7)}
    prices = {(n, start): hours.at(n, start, end) for n, times in spans.items() for start, end in times}
    return replace(
        item,
        losses=tuple((n, start, price) for (n, start), price in prices.items() if price),
        most_loss=_most(prices, max((o.rank for o in found), default=0) + 1),
        adult_lacking=round(hours.whole / item.staff) if item.staff else 0,
        leaders=tuple((t, price) for t in sorted(hours.led.able) if (price := hours.without(t))),
        pool=item.pool.intersection(hours.led.able) or item.pool,
    )


def _most(prices: Mapping[tuple[int, int], int], number: int) -> int | None:
    """The dearest price that leaves good hours on as many days as there are occurrences in a week."""
    least = sorted(min(p for (other, _s), p in prices.items() if other == day) for day in {d for d, _s in prices})
    return least[min(number, len(least)) - 1] + LITTLE if least else None


def _led(problem: Problem, thing: Barrette | OpenPeriod, claims: Mapping[ApprenticeId, Claim]) -> Led:
    """Who may lead what people claim: the team of a barrette, else whoever may lead a module."""
    team = frozenset(thing.trainer_ids) if isinstance(thing, Barrette) else frozenset()
    wanted: dict[ModuleId, int] = {}
    for number, claim in enumerate(claims.values()):
        for module in claim.modules:
            wanted[module] = wanted.get(module, 0) | 1 << number
    able: dict[TrainerId, list[ModuleId]] = {}
    for name in wanted:
        for trainer in leaders(problem, problem.modules[name], problem.first):
            if trainer in problem.trainers and (not team or trainer in team):
                able.setdefault(trainer, []).append(name)
    size = (thing.max_size if isinstance(thing, Barrette) else None) or USUAL_GROUP
    return Led(size, {t: tuple(names) for t, names in able.items()}, wanted, tuple(c.share for c in claims.values()))


def _claims(
    problem: Problem, owed: Sequence[Owed], thing: Barrette | OpenPeriod, offered: int
) -> dict[ApprenticeId, Claim]:
    """What its people are owed that a barrette or open period could give; ``offered``: its minutes over the term.

    Who owes half as much as there is loses half an hour with each hour, as far as can be told beforehand.
    """
    listed = frozenset(thing.module_ids) if isinstance(thing, Barrette) else frozenset()
    modules = [m for m in problem.modules.values() if m.id in listed or (not listed and m.strand)]
    paying: dict[str, tuple[ModuleId, ...]] = {m.id: (m.id,) for m in modules}
    paying |= {strand: tuple(m.id for m in modules if m.strand == strand) for strand in STRANDS}
    minutes: dict[ApprenticeId, list[int]] = {}
    ways: dict[ApprenticeId, dict[ModuleId, None]] = {}
    for need in owed:
        if need.source == SOURCE_ENTRY or need.personal or not paying.get(need.target):
            continue
        # The shares of the strands may be the same hours as the needs.
        minutes.setdefault(need.apprentice_id, [0, 0])[need.source == SOURCE_PROGRAMME] += need.minutes
        ways.setdefault(need.apprentice_id, {}).update(dict.fromkeys(paying[need.target]))
    return {a: Claim(min(1.0, max(found) / max(1, offered)), tuple(ways[a])) for a, found in minutes.items()}
