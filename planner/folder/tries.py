"""One search after the other, each from other draws, while hours owed that could be placed are not: the best is kept.

A search settles the hours of barrettes and open periods early, and what can be given depends on them. So a search that
leaves placeable hours aside is followed by others of the same problem, with the seeds after its own: the same command
gives the same timetable. Most problems need none: the first search plans nearly all that is placeable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from constraints import RULES
from planner.check.verify import Report
from planner.domain import Kind, Problem, Timetable
from planner.engine.anew import ENDED_BY_EFFORT, ENDED_BY_TIME
from planner.engine.bounds.least import bound_figures, bounded
from planner.engine.flow import solve as compute
from planner.engine.islands import by_island, islands_of
from planner.engine.machines.interface import Here, Machines
from planner.engine.machines.processes import Processes
from planner.engine.options import Options, Progress
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.keep import checked
from planner.listener import Listener
from planner.words import count, say_number

NEARLY_ALL = 0.98
"""Share of the placeable hours from which on no other search is begun."""
FEW_HOURS = 2
"""Placeable hours that may be left whatever their share: fewer are not worth another search."""
FRUITLESS = 2
"""Searches in a row that may bring nothing, at the usual effort or more."""

ENDED_BY_PROOF = "les heures réalisables sont prévues, ou presque"


@dataclass(frozen=True)
class Try:
    """What one search gave, and what the checker says of it, asked once and only where somebody wants to know."""

    timetable: Timetable
    judge: Callable[[], Report]

    @cached_property
    def report(self) -> Report:
        """What the checker says."""
        return self.judge()

    @property
    def planned(self) -> float:
        """Hours owed that it plans."""
        return float(self.timetable.summary["hours_planned"])

    @property
    def placeable(self) -> float:
        """Hours owed that could be planned at most at the hours it found: a bound, which no composition may reach."""
        return float(self.timetable.summary["hours_payable"])

    @property
    def gains(self) -> tuple[int, int, float]:
        """What is worth another search, the least being the best: rules broken, courses not placed, hours planned."""
        courses = sum(u.kind == Kind.COURSE for u in self.timetable.unplaced)
        return len(self.report.hard) + len(self.report.shortfalls), courses, -self.planned

    @property
    def rank(self) -> tuple[tuple[int, int, float], float]:
        """The best is the least: preferences decide where nothing is gained."""
        return self.gains, self.report.weighted


def nearly_all(planned: float, placeable: float) -> bool:
    """Whether so few placeable hours are left that nobody looks for them."""
    return planned >= NEARLY_ALL * placeable or placeable - planned < FEW_HOURS


def best_of(
    attempt: Callable[[int], Try | None], stopped: Callable[[], bool], fruitless: int, tell: Callable[[str], None]
) -> tuple[Try, str, int]:
    """The best of some tries, in words why there were no more, and how many there were.

    ``attempt``: the search of a number from 0 on, None where a stop came before its end (never for the first);
    ``fruitless``: how many in a row may bring nothing.
    """
    best = attempt(0)
    assert best is not None
    most, number, idle = best.placeable, 1, 0
    while not stopped():
        # Other hours have another bound: the largest one counts.
        if nearly_all(best.planned, most):
            return best, ENDED_BY_PROOF, number
        if idle == fruitless:
            return best, _without_gain(fruitless), number
        tell(f"autre essai : {say_number(best.planned)} h prévues, {say_number(most)} h réalisables au plus")
        found = attempt(number)
        if found is None:
            break
        tell(f"autre essai : {say_number(found.planned)} h prévues, {say_number(best.planned)} h auparavant")
        most, number = max(most, found.placeable), number + 1
        idle = 0 if found.gains < best.gains else idle + 1
        best = min(best, found, key=lambda one: one.rank)
    return best, ENDED_BY_TIME, number


def _without_gain(fruitless: int) -> str:
    """Why a search ends that has tried so often for nothing."""
    return count(fruitless, "autre essai sans gain", "autres essais sans gain") if fruitless else ENDED_BY_EFFORT


def solve_well(
    problem: Problem, options: Options, listener: Listener, interrupt: Interrupt, machines: Machines | None = None
) -> Try:
    """The best timetable of the problem that the options allow; its summary says why no more was tried (``ended``).

    ``seed`` of the options: of the first search. Below the usual effort fewer others follow, or none. Each island has
    tries of its own, so that none is searched again for another. ``machines``: where islands are planned, by default in
    processes side by side, as many as there are workers.
    """
    judged: list[Try] = []

    def alone(one: Problem, given: Options, told: Progress, stop: Interrupt) -> Timetable:
        judged.append(_best_of_island(one, given, told, stop))
        return judged[0].timetable

    apart = machines or (Processes(options.workers) if options.workers > 1 else Here())
    sent = apart.far or len(islands_of(problem)) > 1
    found = by_island(problem, options, listener.phase, interrupt, search_island if sent else alone, apart)
    whole = judged[0] if judged else _tried(problem, found, listener.phase)
    summary = {**found.summary, **_bounds(problem, whole)}
    if summary["bound"] is not None:
        listener.phase("borne du coût des préférences", {key: summary[key] for key in ("objective", "bound", "gap")})
    return Try(replace(found, summary=summary), lambda: whole.report)


def search_island(problem: Problem, options: Options, told: Progress, interrupt: Interrupt) -> Timetable:
    """The best timetable of an island, wherever it is planned; its summary says why no more was tried."""
    return _best_of_island(problem, options, told, interrupt).timetable


def _best_of_island(problem: Problem, options: Options, told: Progress, interrupt: Interrupt) -> Try:
    """The best try of an island, why there was no other one, and how many there were."""
    fruitless = int(FRUITLESS * min(1.0, options.effort))

    def attempt(number: int) -> Try | None:
        progress = _given_up(told, interrupt) if number else told
        given = replace(options, seed=options.seed + number)
        try:
            return _tried(problem, compute(problem, RULES, given, progress, interrupt), told)
        except _GivenUpError:
            return None

    best, ended, tries = best_of(attempt, interrupt.asked.is_set, fruitless, lambda text: told(text, {}))
    figures = {**best.timetable.summary, "ended": ended, "tries": tries}
    return Try(replace(best.timetable, summary=figures), lambda: best.report)


def _tried(problem: Problem, timetable: Timetable, told: Progress) -> Try:
    """A timetable, judged by the checker when that is asked."""

    def judge() -> Report:
        told("vérification", {})
        return checked(problem, timetable)

    return Try(timetable, judge)


def _bounds(problem: Problem, found: Try) -> Mapping[str, Any]:
    """What the preferences cost, and at the least; nothing of a timetable that breaks a rule."""
    if found.report.hard:
        return {"objective": round(found.report.weighted, 4), "bound": None, "gap": None}
    return bound_figures(bounded(problem, RULES, found.timetable, found.report.costs))


class _GivenUpError(Exception):
    """A stop was asked during a try: a whole timetable is there already."""


def _given_up(progress: Progress, interrupt: Interrupt) -> Progress:
    """The same progress for a try that ends at its next stage once a stop is asked."""

    def told(name: str, figures: Mapping[str, Any]) -> None:
        if interrupt.asked.is_set():
            raise _GivenUpError
        progress(name, figures)

    return told
