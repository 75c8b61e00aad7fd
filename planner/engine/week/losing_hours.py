"""What each hour of a barrette or open period would lose over the term, of what its people are owed.

A template shows one week, and the hour found there is kept for the term. So it is told beforehand who of those who owe
support could never come then (absent, hours kept free, a day cut short, a helper who is away) and for whom nobody who
may lead is there; in which weeks the classes are not there at that hour at all, too. What is owed is given hour after
hour, module by module, to whoever is there: a module that only one adult leads is lost where they never are.

A guess from the workbook alone. Who teaches a course at that hour is the template's own question: it gets the price of
each adult without whom something could not be led.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.domain import (
    AM,
    PM,
    ApprenticeId,
    Barrette,
    ClassId,
    Learner,
    Module,
    ModuleId,
    OpenPeriod,
    Owed,
    Problem,
    SiteId,
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
STRAND_WORTH = 0.25
"""What an hour of a strand beyond the needs is worth, where one of a need is 1."""
USUAL_GROUP = 12
"""People whom one adult leads at most, where the barrette does not say."""


Ranked = list[tuple[int, TrainerId]]
"""Adults with how many modules they may lead, less than nothing; in order."""


@dataclass(frozen=True)
class Led:
    """Who of some people can be led by some adults, hour after hour, each leading one module for a group of ``size``.

    ``able``: by adult, the modules that they may lead; ``strand``: of each module; ``claims``: by number of a person,
    what they are owed in each module, and in each strand beyond it, in occurrences.
    """

    size: int
    able: Mapping[TrainerId, tuple[ModuleId, ...]]
    strand: Mapping[ModuleId, str]
    claims: tuple[Mapping[str, float], ...]

    def given(self, hours: Iterable[tuple[frozenset[TrainerId], int]]) -> float:
        """Hours owed that are given, in occurrences: at each the adults who are free, and the people of a mask.

        The fullest groups open first, and what was given is owed no more.
        """
        left = [dict(claim) for claim in self.claims]
        owing: dict[str, int] = {}
        for number, claim in enumerate(left):
            for target in claim:
                owing[target] = owing.get(target, 0) | 1 << number
        leads: dict[frozenset[TrainerId], Mapping[ModuleId, Ranked]] = {}
        total = 0.0
        for free, here in hours:
            if free not in leads:
                leads[free] = self._leaders(free)
            total += self._hour(leads[free], here, left, owing)
        return total

    def _leaders(self, free: frozenset[TrainerId]) -> dict[ModuleId, Ranked]:
        """Of each module, who of some adults may lead it; last whoever may lead little else."""
        found: dict[ModuleId, Ranked] = {}
        for adult in free:
            for module in self.able[adult]:
                found.setdefault(module, []).append((-len(self.able[adult]), adult))
        return {module: sorted(adults) for module, adults in found.items()}

    def _hour(
        self, leads: Mapping[ModuleId, Ranked], here: int, left: list[dict[str, float]], owing: dict[str, int]
    ) -> float:
        """What one hour gives; taken off what is ``left``, and the people of whom nothing is left off ``owing``."""
        total, waiting, busy = 0.0, {m: list(adults) for m, adults in leads.items()}, set[TrainerId]()
        while here:
            for adults in waiting.values():
                while adults and adults[-1][1] in busy:
                    adults.pop()
            # Whoever may lead little else leads it: the others are free for what only they may.
            ways = [(self._worth(m, here, owing), *adults[-1], m) for m, adults in waiting.items() if adults]
            best, _few, adult, module = max(ways, default=(0.0, 0, TrainerId(""), ModuleId("")))
            if not best:
                break
            busy.add(adult)
            targets = (module, self.strand[module])
            for number in self._first(here & (owing.get(module, 0) | owing.get(targets[1], 0)), targets, left):
                total += _pay(number, targets, left[number], owing)
                here &= ~(1 << number)
        return total

    def _worth(self, module: ModuleId, here: int, owing: Mapping[str, int]) -> float:
        """What a group of a module would give to people of a mask, in whole occurrences."""
        needs = here & owing.get(module, 0)
        others = here & owing.get(self.strand[module], 0) & ~needs
        first = min(self.size, needs.bit_count())
        return first + STRAND_WORTH * min(self.size - first, others.bit_count())

    def _first(self, people: int, targets: tuple[str, str], left: Sequence[Mapping[str, float]]) -> list[int]:
        """As many of some people as a group holds, those who are owed most of it."""
        need, strand = targets
        numbers = sorted(_numbers(people), key=lambda n: (-left[n].get(need, 0), -left[n].get(strand, 0), n))
        return numbers[: self.size]


def _pay(number: int, targets: tuple[str, str], left: dict[str, float], owing: dict[str, int]) -> float:
    """An occurrence of somebody: of the need in the module, else of its strand; what it is worth."""
    target = targets[0] if targets[0] in left else targets[1]
    given = min(1.0, left[target])
    left[target] -= given
    if left[target] <= 0:
        del left[target]
        owing[target] &= ~(1 << number)
    return given if target == targets[0] else STRAND_WORTH * given


def _numbers(people: int) -> Iterator[int]:
    """Numbers of the people of a mask."""
    while people:
        yield (people & -people).bit_length() - 1
        people &= people - 1


@dataclass(frozen=True)
class LosingHours:
    """The losses of one barrette or open period; ``weeks``: Monday → how often it is due in that week.

    ``numbers``: of those who are owed some of it, in the masks of ``led``.
    """

    problem: Problem
    thing: Barrette | OpenPeriod
    weeks: Mapping[date, int]
    numbers: Mapping[ApprenticeId, int]
    led: Led
    known: dict[tuple[tuple[frozenset[TrainerId], int], ...], float] = field(default_factory=dict)

    def at(self, weekday: int, start: int, end: int) -> int:
        """Price of an hour in an average week: weeks in which it is impossible, and the minutes owed lost in others."""
        days = {week: week + timedelta(days=weekday) for week in self.weeks}
        there = [w for w, day in days.items() if all(self._there(c, day, start, end) for c in self.thing.class_ids)]
        impossible = HOUR_IMPOSSIBLE * (len(days) - len(there)) / max(1, len(days))
        full = [(frozenset(self.led.able), self._mask(days[w])) for w in there]
        real = [(self._free(days[w], start, end), self._mask(days[w], start, end)) for w in there]
        return round(impossible + self._price(self._given(there, full) - self._given(there, real)))

    def _mask(self, day: date, *span: int) -> int:
        """Those of its people who are owed some on a day: all of them, or those who can come then."""
        people = [p for c in self.thing.class_ids for p in self.problem.roster(c, day) if p.id in self.numbers]
        return sum(1 << self.numbers[p.id] for p in people if not span or not self._kept_away(p, day, *span))

    def _free(self, day: date, start: int, end: int) -> frozenset[TrainerId]:
        """Adults who may lead something and are there."""
        return frozenset(t for t in self.led.able if not away(self.problem.trainers[t].absences, day, start, end))

    def _given(self, weeks: Iterable[date], at: Iterable[tuple[frozenset[TrainerId], int]]) -> float:
        """The same as `Led.given`, asked once: most hours have the same people and adults.

        ``at``: who is there in each of the weeks.
        """
        hours = tuple(there for week, there in zip(weeks, at, strict=True) for _n in range(self.weeks[week]))
        if hours not in self.known:
            self.known[hours] = self.led.given(hours)
        return self.known[hours]

    def _price(self, lost: float) -> float:
        """Price of so many occurrences lost by people over the term.

        The fullest groups first are not always the best: where less gives more, nothing is lost.
        """
        return OWED_MINUTE_LOST * self.thing.minutes * max(0.0, lost) / max(1, sum(self.weeks.values()))

    def without(self, trainer: TrainerId) -> int:
        """Price of an hour at which everybody is there but one adult, above that of one with all of them."""
        return round(self._price(self._whole(frozenset(self.led.able)) - self._whole(self.led.able.keys() - {trainer})))

    @property
    def whole(self) -> int:
        """Price of an hour at which nobody leads anything."""
        return round(self._price(self._whole(frozenset(self.led.able))))

    def _whole(self, free: Collection[TrainerId]) -> float:
        """What is given where all its people and some adults are always there."""
        return self._given(self.weeks, [(frozenset(free), (1 << len(self.numbers)) - 1)] * len(self.weeks))

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
    weeks = dict(sorted(Counter(o.week for o in found).items()))
    people = {p.id for c in thing.class_ids for week in weeks for p in problem.roster(c, week + timedelta(days=4))}
    claims = _claims(problem, [n for n in owed if n.apprentice_id in people], thing)
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


def _led(problem: Problem, thing: Barrette | OpenPeriod, claims: Mapping[ApprenticeId, Mapping[str, float]]) -> Led:
    """Who may lead what people claim: the team of a barrette, else whoever may lead a module."""
    team = frozenset(thing.trainer_ids) if isinstance(thing, Barrette) else frozenset()
    wanted = {target for claim in claims.values() for target in claim}
    strand = {m.id: m.strand or "" for m in _modules(problem, thing) if not wanted.isdisjoint((m.id, m.strand))}
    able: dict[TrainerId, list[ModuleId]] = {}
    site = thing.site_id or next((problem.classes[c].site_id for c in thing.class_ids), SiteId(""))
    for name in strand:
        for trainer in problem.leaders(problem.modules[name], problem.first):
            known = problem.trainers.get(trainer)
            comes = known is not None and (not known.sites or not site or site in known.sites)
            if comes and (not team or trainer in team):
                able.setdefault(trainer, []).append(name)
    size = (thing.max_size if isinstance(thing, Barrette) else None) or USUAL_GROUP
    return Led(size, {t: tuple(names) for t, names in able.items()}, strand, tuple(claims.values()))


def _modules(problem: Problem, thing: Barrette | OpenPeriod) -> list[Module]:
    """Modules that a barrette or open period may offer."""
    listed = frozenset(thing.module_ids) if isinstance(thing, Barrette) else frozenset()
    return [m for m in problem.modules.values() if m.id in listed or (not listed and m.strand)]


def _claims(
    problem: Problem, owed: Sequence[Owed], thing: Barrette | OpenPeriod
) -> dict[ApprenticeId, dict[str, float]]:
    """What its people are owed that a barrette or open period could give: target → number of its occurrences.

    Targets are modules, and strands for what they ask beyond the modules: their shares may be the same hours.
    """
    strand = {str(m.id): m.strand for m in _modules(problem, thing)}
    needs: dict[ApprenticeId, dict[str, float]] = {}
    shares: dict[ApprenticeId, dict[str, float]] = {}
    for need in owed:
        programme = need.source == SOURCE_PROGRAMME
        paid = need.target in (strand.values() if programme else strand)
        if paid and not need.personal and need.source != SOURCE_ENTRY:
            mine = (shares if programme else needs).setdefault(need.apprentice_id, {})
            mine[need.target] = mine.get(need.target, 0) + need.minutes / thing.minutes
    for person, mine in shares.items():
        for target, minutes in mine.items():
            claim = needs.setdefault(person, {})
            beyond = minutes - sum(found for m, found in claim.items() if strand.get(m) == target)
            if beyond > 0:
                claim[target] = beyond
    return {person: claim for person, claim in needs.items() if claim}
