"""The cures of a clash: proposed by each of its facts, tried one after the other, the cheapest of each kind told."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.domain import Problem
from planner.explain.clash import FactClash, things_around, under_all_but
from planner.explain.clashes import Finder
from planner.explain.cure import Cure, cure_prices
from planner.explain.cures_asked import (
    LIFTED,
    as_if_not,
    course_cures,
    courses_cures,
    more_a_day,
    more_rooms,
    more_seats,
    moved_lock,
    room_back,
)
from planner.explain.cures_people import class_days, days_opened, half_days_more, trainer_hours
from planner.explain.facts import Fact
from planner.explain.question import AskedThing, Question, WantedSessions, wanted_of, week_question
from planner.rule import Rules

MOST_CURES = 3
"""Cures that are told of one clash, each of another kind."""
TRIED_OF_A_KIND = 8
"""Cures of one kind that are tried in full for one clash."""
FEW_OF_A_SERIES = 4
"""Cures of a series that are asked about one after the other; of more, the first that does is looked for by halves."""
Proposed = Callable[[Question, Fact], Iterator[Cure]]

CURE_PROPOSALS: Mapping[str, Proposed] = {
    **dict.fromkeys(LIFTED, as_if_not),
    "lock": moved_lock,
    "course": course_cures,
    "courses": courses_cures,
    "rooms": more_rooms,
    "seats": more_seats,
    "room_away": room_back,
    "trainer_away": half_days_more,
    "trainer_limit": trainer_hours,
    "class_days": class_days,
    "closure": days_opened,
    "max_day": more_a_day,
}
"""Kind of fact → what may be changed about it."""


@dataclass(frozen=True)
class TriedCure:
    """A cure that works. ``all_of_it``: for all that the facts keep out; else for the set that is told.

    ``price``: what it costs beside the others, by the prices of the workbook.
    """

    cure: Cure
    price: float
    all_of_it: bool = True


def cures_of(finder: Finder, clash: FactClash, others: Sequence[FactClash] = ()) -> list[TriedCure]:
    """The cheapest cures that work, each of another kind, in order of price: those for the whole family before.

    ``others``: clashes that are cured by themselves; their causes are lifted, and what is set aside for them is not
    asked for.
    """
    asked = replace(clash.found.question, problem=finder.problem)
    units = cure_prices(finder.problem)
    every = (cure for fact in clash.facts for cure in CURE_PROPOSALS.get(fact.kind, _none)(asked, fact))
    prices = {cure: units[cure.kind] * cure.units for cure in every if cure.kind in units}
    proposed = sorted(prices, key=lambda cure: prices[cure])
    beside = [other for other in others if other is not clash and {*other.weeks} & {*clash.weeks}]
    series: dict[str, list[Cure]] = {}
    for cure in (one for one in proposed if one.series):
        series.setdefault(cure.series, []).append(cure)
    trial = _Trial(finder, clash, asked, beside, series)
    found = [TriedCure(cure, prices[cure]) for cure in _first(proposed, trial.may_do, trial.cures_all)]
    if len(clash.family) > len(asked.things) and len(found) < MOST_CURES:
        kinds = {tried.cure.kind for tried in found}
        rest = [cure for cure in proposed if cure.kind not in kinds]
        found += [
            TriedCure(cure, prices[cure], all_of_it=False) for cure in _first(rest, trial.may_do, trial.cures_set)
        ]
    return found[:MOST_CURES]


def _first(proposed: Sequence[Cure], may: Callable[[Cure], bool], works: Callable[[Cure], bool]) -> Iterator[Cure]:
    """The first of each kind that works, as many as are told; only what ``may`` is tried in full."""
    tried, found = Counter[str](), set[str]()
    for cure in proposed:
        if len(found) == MOST_CURES:
            return
        if cure.kind not in found and tried[cure.kind] < TRIED_OF_A_KIND and may(cure):
            tried[cure.kind] += 1
            if works(cure):
                found.add(cure.kind)
                yield cure


def first_that_does(number: int, does: Callable[[int], bool]) -> int:
    """The first of some numbered things that does, where all after one that does do too; ``number`` where none does."""
    low, high = -1, 0
    while high < number and not does(high):
        low, high = high, 2 * high + 1
    high = min(high, number)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle, high)
    return high


def _none(_question: Question, _fact: Fact) -> Iterator[Cure]:
    return iter(())


def without_others(question: Question, clash: FactClash, others: Sequence[FactClash], rules: Rules) -> Question:
    """A question without what other clashes are about, each of which has cures of its own.

    Without their causes, and what is set aside for them; of one whose cause is all of this clash too, without what it
    keeps out and this one does not.
    """
    aside, cause = set[AskedThing](), set[str]()
    for other in others:
        cause |= other.cause - clash.cause
        aside |= other.aside - clash.aside
        aside |= other.family - clash.family if other.cause <= clash.cause else frozenset()
    return under_all_but(question.only(question.things - aside), rules, cause)


@dataclass(frozen=True)
class _Trial:
    """Tries cures of one clash."""

    finder: Finder
    clash: FactClash
    asked: Question
    """The set that is told, under the facts as they are."""
    beside: Sequence[FactClash]
    series: Mapping[str, Sequence[Cure]] = field(default_factory=dict)
    """Cures that are more and more of the same, the least first."""
    seen: dict[Cure, bool] = field(default_factory=dict)
    failed: set[tuple[date, ...]] = field(default_factory=set)
    """Weeks in which cures did not do: they are asked about first."""

    def may_do(self, cure: Cure) -> bool:
        """Whether the set that is told fits with a cure in its first week: asked first, since it takes least."""
        if cure in self.seen:
            return self.seen[cure]
        row = self.series.get(cure.series, ())
        if len(row) > FEW_OF_A_SERIES and row[0] is cure:
            least = first_that_does(len(row), lambda number: self._may(row[number]))
            self.seen.update(dict.fromkeys(row[:least], False))
        return self._may(cure)

    def _may(self, cure: Cure) -> bool:
        if cure not in self.seen:
            problem, wanted = self._with(cure)
            self.seen[cure] = self._fits(self._alone(replace(self.asked, problem=problem, wanted=wanted)))
        return self.seen[cure]

    def cures_set(self, cure: Cure) -> bool:
        """Whether the things of the set fit with a cure, in each of its weeks."""
        problem, wanted = self._with(cure)
        if self.clash.anywhere:
            return self._fits(self._alone(replace(self.asked, problem=problem, wanted=wanted)))
        weeks = (week_question(problem, wanted, week) for week in self.clash.weeks)
        return all(self._fits(self._alone(one.only(self.asked.things))) for one in weeks)

    def cures_all(self, cure: Cure) -> bool:
        """Whether all has a place with a cure: the family, all around it in every week, all of the first week."""
        problem, wanted = self._with(cure)
        if self.clash.anywhere:
            return self._fits(replace(self.clash.near, problem=problem, wanted=wanted))
        weeks = [week_question(problem, wanted, week) for week in self.clash.weeks]
        if not self._fits(self._apart(weeks[0].only(self.asked.things | self.clash.family))):
            return False
        for one in sorted(weeks, key=lambda one: one.weeks not in self.failed):
            if not self._fits(self._apart(one.only(things_around(one, self.clash.family)))):
                self.failed.add(one.weeks)
                return False
        return self._fits(self._apart(weeks[0]))

    def _with(self, cure: Cure) -> tuple[Problem, WantedSessions]:
        """The problem with a cure, and what is wanted then."""
        problem = cure.change(self.finder.problem)
        return problem, problem.once(wanted_of) if cure.counts else self.finder.wanted

    def _alone(self, question: Question) -> Question:
        """A question without the causes of other clashes, which may keep the same things out."""
        cause = frozenset[str]().union(*(other.cause for other in self.beside)) - self.clash.cause
        return under_all_but(question, self.finder.rules, cause)

    def _apart(self, question: Question) -> Question:
        """A question without what other clashes are about."""
        return without_others(question, self.clash, self.beside, self.finder.rules)

    def _fits(self, question: Question) -> bool:
        return self.finder.oracle.fits(question)
