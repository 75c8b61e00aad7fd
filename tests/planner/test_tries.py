"""Other searches while placeable hours are left: when one is begun, which result is kept, and what ends them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from planner.check.verify import Report
from planner.domain import Kind, SessionId, SiteId, Timetable, Unplaced
from planner.engine.anew import ENDED_BY_EFFORT, ENDED_BY_TIME
from planner.engine.options import Options
from planner.engine.solvers.cpsat import Interrupt
from planner.folder import tries
from planner.folder.tries import ENDED_BY_PROOF, Try, best_of, nearly_all, solve_well
from planner.listener import NOBODY
from planner.rule import Finding
from tests.rules import build as b


def gave(planned: float, placeable: float, broken: int = 0, courses: int = 0, cost: float = 0) -> Try:
    """A search by what is looked at of it."""
    summary = {"hours_planned": planned, "hours_payable": placeable}
    left = tuple(Unplaced(SessionId(str(n)), Kind.COURSE, 60, "") for n in range(courses))
    hard = tuple(Finding("H1", "non") for _ in range(broken))
    return Try(Timetable(unplaced=left, summary=summary), lambda: Report(hard, (), (), {}, cost))


def run(*found: Try | None, fruitless: int = 2, stops: int = 99) -> tuple[Try, str, int, list[str]]:
    """The best of tries that give this, a stop being asked after so many questions; with what was told."""
    told: list[str] = []
    asked: Iterator[bool] = iter([False] * stops + [True])
    return *best_of(lambda number: found[number], lambda: next(asked), fruitless, told.append), told


@pytest.mark.parametrize(
    ("planned", "placeable", "enough"),
    [(98, 100, True), (97.5, 100, False), (8.5, 10, True), (8, 10, False), (0, 0, True)],
)
def test_nearly_all_is_a_share_or_few_hours(planned: float, placeable: float, enough: bool) -> None:
    """98 % at least, or less than two hours left."""
    assert nearly_all(planned, placeable) is enough


def test_search_that_plans_nearly_all_is_the_only_one() -> None:
    """Nothing more is computed nor told."""
    first = gave(99, 100)
    assert run(first) == (first, ENDED_BY_PROOF, 1, [])


def test_bad_first_search_is_followed_by_a_better_one() -> None:
    """The second plans nearly all of what its own hours could give: it is kept, and said beside the first."""
    bad, good = gave(260, 280), gave(279, 282)
    assert run(bad, good) == (good, ENDED_BY_PROOF, 2, [
        "autre essai : 260 h prévues, 280 h réalisables au plus",
        "autre essai : 279 h prévues, 260 h auparavant",
    ])  # fmt: skip


def test_all_of_poor_hours_is_not_nearly_all() -> None:
    """The second plans all that its hours could give, which is less than the first gave: the first is kept."""
    first, poor, same = gave(260, 280), gave(214, 214), gave(260, 281, cost=5)
    assert run(first, poor, same)[:3] == (first, "2 autres essais sans gain", 3)


def test_gain_gives_two_tries_more() -> None:
    """Two in a row that bring nothing, not two in all; what preferences alone better is kept, and is no gain."""
    found = [gave(100, 200), gave(100, 200, cost=9), gave(120, 200, cost=9), gave(119, 200), gave(120, 200, cost=1)]
    assert run(*found)[:3] == (found[4], "2 autres essais sans gain", 5)


def test_hours_are_worth_neither_a_rule_nor_a_course() -> None:
    """More hours with a rule broken, or a course left out, are not better."""
    first, broken, short = gave(100, 200), gave(190, 200, broken=1), gave(190, 200, courses=1)
    assert run(first, broken, short)[:3] == (first, "2 autres essais sans gain", 3)
    assert run(short, first, broken, broken)[0] == first


def test_little_effort_has_no_other_search() -> None:
    """Hours are left and it is said why: no more was asked for."""
    first = gave(100, 200)
    assert run(first, fruitless=0) == (first, ENDED_BY_EFFORT, 1, [])


def test_stop_keeps_the_best() -> None:
    """Before another try, or in the middle of one, which gives nothing then."""
    first = gave(100, 200)
    assert run(first, stops=0) == (first, ENDED_BY_TIME, 1, [])
    assert run(first, None)[:3] == (first, ENDED_BY_TIME, 1)


def test_seeds_follow_each_other_and_a_stop_ends_a_try_at_its_next_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seed 7, then 8, in the middle of which a stop is asked: the timetable of 7, and the summary says so."""
    interrupt, seeds = Interrupt(), []

    def compute(_problem: object, _rules: object, options: Options, progress: Any, _stop: Interrupt) -> Timetable:
        seeds.append(options.seed)
        progress("cours", {})
        if len(seeds) == 2:
            interrupt.stop()
            progress("groupes", {})
        return gave(100, 200).timetable

    monkeypatch.setattr(tries, "compute", compute)
    monkeypatch.setattr(tries, "checked", lambda _problem, _timetable: Report((), (), (), {}, 0))
    found: Mapping[str, Any] = solve_well(b.problem(), Options(seed=7), NOBODY, interrupt).timetable.summary
    assert (seeds, found["ended"], found["tries"], found["hours_planned"]) == ([7, 8], ENDED_BY_TIME, 1, 100)


@pytest.mark.parametrize(("broken", "bound"), [(0, 0.0), (1, None)])
def test_bound_of_a_timetable_that_breaks_a_rule_is_not_said(
    broken: int, bound: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may cost less than any that keeps the rules: its cost is said, and neither bound nor gap."""
    report = gave(9, 9, broken=broken).report
    monkeypatch.setattr(tries, "compute", lambda *_given: gave(9, 9).timetable)
    monkeypatch.setattr(tries, "checked", lambda _problem, _timetable: replace(report, weighted=12.0))
    summary = solve_well(b.problem(), Options(), NOBODY, Interrupt()).timetable.summary
    assert (summary["bound"], summary["gap"]) == (bound, bound)
    assert summary["objective"] == (12.0 if broken else 0.0)


def test_each_island_has_tries_of_its_own_and_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site whose first search is poor is searched again, with the next seed; the other one is not.

    Only a second search is compared, and the whole is judged once: three questions to the checker.
    """
    seeds, asked = list[tuple[str, int]](), list[int]()

    def compute(problem: Any, _rules: object, options: Options, _told: object, _stop: object) -> Any:
        (class_id,) = problem.classes
        seeds.append((class_id, options.seed))
        found = gave(100, 200 if seeds[-1] == (b.OTHER, 7) else 100).timetable
        figures = {"weeks_cost": 1, "deterministic_time": 1.0, "seconds": {}}
        return replace(found, summary={**found.summary, **figures})

    def check(problem: Any, _timetable: object) -> Report:
        asked.append(len(problem.classes))
        return Report((), (), (), {}, 0)

    monkeypatch.setattr(tries, "compute", compute)
    monkeypatch.setattr(tries, "checked", check)
    far = SiteId("annexe")
    problem = b.problem(
        classes=[b.group(), b.group(b.OTHER, site_id=far)],
        rooms=[b.room(), b.room(b.SECOND_ROOM, site_id=far)],
        trainers=[b.trainer(sites=(b.SITE,)), b.trainer(b.SECOND, sites=(far,))],
    )
    best = solve_well(problem, Options(seed=7, workers=1), NOBODY, Interrupt())
    assert best.report.passed
    assert seeds == [(b.CLASS, 7), (b.OTHER, 7), (b.OTHER, 8), (b.OTHER, 9)]
    assert (best.timetable.summary["tries"], asked) == (4, [1, 1, 1, 2])
