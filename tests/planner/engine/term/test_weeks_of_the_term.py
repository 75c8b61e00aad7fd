"""The term: when barrettes are due, what is promised before courses, which week takes each session, and why none."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from constraints import RULES
from planner.domain import (
    AM,
    Absence,
    Barrette,
    BarretteId,
    Cause,
    Course,
    CourseId,
    FixedEvent,
    Lock,
    OpenPeriod,
    OpenPeriodId,
    Period,
    PeriodId,
    Problem,
    SessionId,
    StandingSession,
    Volume,
)
from planner.engine.solvers.cpsat import Search
from planner.engine.term.locked_weeks import locked_weeks
from planner.engine.term.missing import reasons
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences, shared_days
from planner.engine.term.open_minutes import present_minutes, trainer_minutes
from planner.engine.term.plan import TermPlan, course_weeks, meet, part_names, plan_term
from planner.engine.term.promised import promised
from planner.engine.term.search import best_plan
from planner.model import Demand, MasterModel
from tests.rules import build as b

ROOT = Path(__file__).parents[4]
WEEKS = [b.MONDAY + timedelta(days=7 * n) for n in range(4)]
LAST = WEEKS[3] + timedelta(days=6)
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=2)
OPEN = OpenPeriod(OpenPeriodId("O"), "Temps banalisé", (b.CLASS,), 120, per_stay=3)
PERIODS = (
    Period(PeriodId("P1"), "1", b.MONDAY, WEEKS[2] - timedelta(days=1)),
    Period(PeriodId("P2"), "2", WEEKS[2], LAST),
)


def term(*courses: Course, weeks: int = 4, **changes: object) -> Problem:
    """A class that is at the centre in the first weeks of a term of four."""
    plain = {
        "last": LAST,
        "periods": PERIODS,
        "classes": [b.group(calendar=b.present(b.MONDAY, WEEKS[weeks - 1] + timedelta(days=4)))],
        "courses": courses,
    }
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


# When barrettes are due


def test_barrette_comes_so_often_a_week_numbered_in_its_period() -> None:
    """Twice a week in four weeks of two periods: ordinals begin again with the second period."""
    found = barrette_occurrences(term(barrettes=[BARRETTE]), BARRETTE.id)
    assert [(o.week, o.rank) for o in found] == [(week, rank) for week in WEEKS for rank in (0, 1)]
    assert [o.id for o in found][3:5] == ["B-P1-o4", "B-P2-o1"]


def test_barrette_needs_a_day_that_all_its_classes_share() -> None:
    """The other class is there on Monday only: once a week, and never when that Monday is closed."""
    both = replace(BARRETTE, class_ids=(b.CLASS, b.OTHER))
    mondays = b.group(b.OTHER, calendar=dict.fromkeys(WEEKS, AM))
    classes = [b.group(calendar=b.present(b.MONDAY, LAST)), mondays]
    problem = term(classes=classes, barrettes=[both], closed=frozenset({WEEKS[1]}))
    assert shared_days(problem, both.class_ids) == (WEEKS[0], WEEKS[2], WEEKS[3])
    assert [o.week for o in barrette_occurrences(problem, both.id)] == [WEEKS[0], WEEKS[2], WEEKS[3]]


def test_open_period_is_spread_over_the_weeks_of_a_stay() -> None:
    """Three times in a stay of two weeks: two in the first, one in the second; a second stay begins anew."""
    calendar = {**b.present(b.MONDAY, WEEKS[1] + timedelta(days=4)), **b.present(WEEKS[3], WEEKS[3])}
    found = open_occurrences(term(classes=[b.group(calendar=calendar)], open_periods=(OPEN,)), OPEN.id)
    assert [o.week for o in found] == [WEEKS[0], WEEKS[0], WEEKS[1], WEEKS[3], WEEKS[3], WEEKS[3]]


def test_hours_promised_before_courses() -> None:
    """Two hours of barrette and what stands: for its part, the class holds its share, the trainer all of it."""
    half = StandingSession(
        SessionId("s"), b.COURSE, b.TUESDAY, 480, 600, 120, part="A", class_ids=(b.CLASS,), trainer_ids=(b.TRAINER,)
    )
    problem = term(b.course(parts=2), weeks=1, barrettes=[BARRETTE], standing=(half,))
    held, reserved = promised(problem)
    assert held == {(b.CLASS, b.MONDAY): 120 + 60}
    assert reserved == {(b.TRAINER, b.MONDAY): 120}


def test_hours_of_an_event_are_promised_by_its_trainer() -> None:
    """Two days of eight hours in a week of eight: the course of that week goes to the other trainer."""
    mobility = [
        FixedEvent(f"E{n}", "Mobilité", b.MONDAY + timedelta(days=n), 480, 1020, trainer_ids=(b.TRAINER,))
        for n in (3, 4)
    ]
    people = [b.trainer(max_week=480), b.trainer("other")]
    taught = b.course(lengths=(120,), teams=((b.TRAINER,), ("other",)))
    problem = term(taught, weeks=1, events=tuple(mobility), trainers=people)
    assert promised(problem)[1] == {(b.TRAINER, b.MONDAY): sum(map(problem.event_minutes, mobility))}
    assert [x.team for x in plan(problem).lessons] == [("other",)]


# Which week


def plan(problem: Problem) -> TermPlan:
    """The plan of the term under every rule."""
    return plan_term(problem, RULES, *promised(problem), Search(1.0))


def weeks_of(found: TermPlan, course_id: str = b.COURSE, part: str = "") -> list[date]:
    """Weeks of the lessons of a course."""
    return [x.week for x in found.lessons if x.course_id == course_id and x.part == part]


def test_weekly_course_comes_every_week_with_numbers_in_order() -> None:
    """Two hours a week in three weeks at the centre: one session of two hours in each."""
    found = plan(term(b.course(lengths=(120,)), weeks=3))
    assert weeks_of(found) == WEEKS[:3]
    assert [x.ordinal for x in found.lessons] == [1, 2, 3]
    assert not found.missing


def test_total_is_spread_evenly() -> None:
    """Eight hours in four weeks by sessions of two: one a week."""
    found = plan(term(b.course(volume=Volume(total=480), lengths=(120,))))
    assert weeks_of(found) == WEEKS


def test_course_keeps_one_team() -> None:
    """Two trainers could take it, the first is away in two of four weeks: the second has all of it."""
    away = b.trainer(absences=(Absence(first=WEEKS[2]),))
    found = plan(term(b.course(teams=((b.TRAINER,), (b.SECOND,))), trainers=[away, b.trainer(b.SECOND)]))
    assert {x.team for x in found.lessons} == {(b.SECOND,)}


def test_parts_of_crossed_courses_swap_in_the_same_weeks() -> None:
    """Each part has as many sessions of one course as the other part of the other."""
    one = b.course(parts=2, crossed_with=b.SECOND_COURSE, lengths=(120,))
    other = b.course(b.SECOND_COURSE, parts=2, lengths=(120,), teams=((b.SECOND,),))
    found = plan(term(one, other, weeks=2))
    assert weeks_of(found, part="A") == weeks_of(found, b.SECOND_COURSE, "B") == WEEKS[:2]
    assert part_names(one) == ("A", "B")


# Why none


def why(problem: Problem) -> tuple[Cause, int]:
    """The one cause of what is missing, and how many sessions are."""
    found = plan(problem)
    ((_key, row),) = reasons(problem, found).items()
    return row.cause, sum(number for *_what, number in found.missing)


def test_trainer_who_is_never_there_with_the_class() -> None:
    """The trainer comes on the days of the company only."""
    away = b.trainer(absences=(Absence(first=b.MONDAY, last=WEEKS[1]),))
    assert why(term(b.course(lengths=(120,)), weeks=1, trainers=[away])) == (Cause.NEVER_TOGETHER, 1)


def test_trainer_whose_week_is_full() -> None:
    """Two hours asked of a trainer who gives one a week."""
    few = [b.trainer(max_week=60)]
    assert why(term(b.course(lengths=(120,)), trainers=few))[0] is Cause.TRAINERS_FULL


def test_class_whose_week_is_full() -> None:
    """The class is there two half-days, eight hours, and ten are asked of it."""
    calendar = {b.MONDAY: 3}
    course = b.course(volume=Volume(weekly=600), lengths=(120,), max_per_day=5)
    assert why(term(course, weeks=1, classes=[b.group(calendar=calendar)])) == (Cause.CLASS_FULL, 1)


def test_too_few_days_for_one_a_day() -> None:
    """Two sessions of two hours, one a day at most, and one day a week."""
    course = b.course(volume=Volume(weekly=240), lengths=(120, 120))
    assert why(term(course, weeks=1, classes=[b.group(calendar={b.MONDAY: 3})])) == (Cause.TOO_FEW_DAYS, 1)


def test_nobody_teaches_it() -> None:
    """No team, no skill: the plan gives the sessions to nobody, and a plan without them says so."""
    problem = term(b.course(teams=()), weeks=1)
    lacking = TermPlan((), ((b.COURSE, "", 60, 2),), 0.0)
    ((_key, row),) = reasons(problem, lacking).items()
    assert row.cause is Cause.NOBODY_TEACHES
    never = replace(problem, classes={b.CLASS: b.group(calendar={})})
    ((_key, row),) = reasons(never, lacking).items()
    assert row.cause is Cause.NEVER_AT_CENTRE


def test_exchange_that_is_uneven_names_the_other_course() -> None:
    """The plan notes sessions that the crossed course has nothing to swap with."""
    one = b.course(parts=2, crossed_with=b.SECOND_COURSE)
    problem = term(one, b.course(b.SECOND_COURSE, parts=2))
    row = (CourseId(b.COURSE), "A", 60)
    ((_key, found),) = reasons(problem, TermPlan((), ((*row, 1),), 0.0, uncrossed=frozenset({row}))).items()
    assert (found.cause, found.other_id) == (Cause.UNEVEN_EXCHANGE, b.SECOND_COURSE)
    twin = (CourseId(b.SECOND_COURSE), "A", 60)
    ((_key, found),) = reasons(problem, TermPlan((), ((*twin, 1),), 0.0, uncrossed=frozenset({twin}))).items()
    assert found.other_id == b.COURSE


def test_class_that_has_just_enough_is_not_full() -> None:
    """Eight hours there, seven taken: an hour more is no matter of the class, whose trainer has none left."""
    problem = term(b.course(), weeks=1, classes=[b.group(calendar={b.MONDAY: 3})], trainers=[b.trainer(max_week=0)])
    held = {(b.CLASS, b.MONDAY): 7 * 60}
    for minutes, cause in ((60, Cause.TRAINERS_FULL), (75, Cause.CLASS_FULL)):
        lacking = TermPlan((), ((b.COURSE, "", minutes, 1),), 0.0, held)
        ((_key, row),) = reasons(problem, lacking).items()
        assert row.cause is cause


def test_days_on_which_a_course_may_be() -> None:
    """Not on the day of an event of the whole class; nor where the trainer is away or no room of its type is open."""
    event = FixedEvent("1", "sortie", b.TUESDAY, 0, 24 * 60, class_ids=(b.CLASS,))
    kitchen = b.room("cuisine", type="cuisine", absences=(Absence(first=b.THURSDAY, last=b.THURSDAY),))
    away = b.trainer(absences=(Absence(first=b.WEDNESDAY, last=b.WEDNESDAY),))
    course = b.course(room_types=("cuisine",))
    problem = term(course, weeks=1, events=(event,), rooms=[kitchen], trainers=[away])
    days = [b.MONDAY + timedelta(days=n) for n in range(5)]
    assert [meet(problem, course, "", (b.TRAINER,), day) for day in days] == [True, False, False, False, True]
    assert course_weeks(problem, course, "") == {b.MONDAY: 4}


def test_a_session_is_in_the_week_in_which_a_lock_wants_it() -> None:
    """One hour over four weeks: the week of the lock has it, whichever that is; one that stands there already is it."""
    course = b.course(volume=Volume(total=60), lengths=(60,))
    for week in WEEKS:
        lock = Lock(course_id=b.COURSE, day=week, start=480)
        problem = term(course, locks=(lock,))
        assert weeks_of(plan(problem)) == [week]
        stands = StandingSession(SessionId("EX"), b.COURSE, week, 480, 540, 60, class_ids=(b.CLASS,))
        assert locked_weeks(replace(problem, standing=(stands,))) == {}
        assert locked_weeks(problem) == {(b.COURSE, "", week): 1}


# How much a week holds


def test_minutes_of_a_week_are_those_of_presence() -> None:
    """Five days of eight hours; the trainer is away on Monday morning, the class after its two days at the centre."""
    away = b.trainer(absences=(Absence(0, end=12 * 60),))
    problem = term(classes=[b.group(calendar=b.present(b.MONDAY, b.TUESDAY))], trainers=[away])
    assert present_minutes(problem, b.CLASS, b.MONDAY) == 2 * 480
    assert trainer_minutes(problem, away.id, b.MONDAY) == 5 * 480 - 240


def test_a_term_without_a_choice_is_planned_without_a_search() -> None:
    """One week, one team: each session is in it, and no work was done; of two teams one has to be chosen."""
    one = b.course(volume=Volume(total=120), lengths=(60,), teams=((b.TRAINER,),))
    problem = term(one, weeks=1, last=b.MONDAY + timedelta(days=6))
    plan = plan_term(problem, RULES, {}, {}, Search(1.0))
    assert [(lesson.week, lesson.minutes) for lesson in plan.lessons] == [(b.MONDAY, 60)] * 2
    assert (plan.missing, plan.work) == ((), 0.0)
    two = replace(one, teams=((b.TRAINER,), (b.SECOND,)))
    chosen = plan_term(replace(problem, courses={two.id: two}), RULES, {}, {}, Search(1.0))
    assert len({lesson.team for lesson in chosen.lessons}) == 1
    assert len(chosen.lessons) == 2


def test_a_term_of_many_classes_is_planned_with_little_work() -> None:
    """Twenty-four classes share six trainers: 720 sessions have a week, found by next to no work.

    Asked of a search as a whole, the same work finds no plan, which left every session of a large centre out.
    """
    classes = [b.group(f"C{n}", calendar=b.present(b.MONDAY, LAST)) for n in range(24)]
    courses = [
        b.course(f"K{n}-{m}", class_ids=(f"C{n}",), volume=Volume(total=600), lengths=(60,), teams=teams)
        for n in range(24)
        for m, teams in enumerate((((f"T{n % 4}",), ("X",)), ((f"T{(n + 1) % 4}",), ("Y",)), ((f"T{(n + 2) % 4}",),)))
    ]
    people = [b.trainer(f"T{n}", max_week=40 * 60) for n in range(4)]
    people += [b.trainer(name, max_week=30 * 60) for name in "XY"]
    problem = term(*courses, classes=classes, trainers=people)
    found = plan_term(problem, RULES, {}, {}, Search(0.01))
    assert not found.missing
    assert len(found.lessons) == 24 * 3 * 10


def test_a_plan_that_would_share_a_course_between_teams_is_made_whole() -> None:
    """Each of two teams has one hour, and a course of two keeps one team: cut, it has both hours; whole, one."""
    demand = Demand(CourseId(b.COURSE), "", 60, 2, (b.CLASS,), ((b.TRAINER,), (b.SECOND,)), {b.MONDAY: 2}, {})
    model = MasterModel((demand,))
    one, other = (model.sessions(0, b.MONDAY, t) for t in (0, 1))
    model.add([one, other, model.missing[0]], 1, 2, 2)
    model.exactly_one([model.takes(demand.course_id, 0), model.takes(demand.course_id, 1)])
    for t, mine in enumerate((one, other)):
        model.add([mine], 1, high=1)
        model.add([mine, model.takes(demand.course_id, t)], [1, -2], high=0)
    model.penalise("term", [model.missing[0]], [40])
    found = best_plan(model, Search(1.0))
    assert (found.objective, found.values[model.missing[0]], found.bound) == (40, 1, 0)
    assert sorted(found.values[v] for v in (one, other)) == [0, 1]


ROWS = """
import sys
from constraints import RULES
from planner.engine.solvers.cpsat import Search
from planner.engine.term import plan
from tests.planner.engine.term.test_weeks_of_the_term import term
from tests.rules import build as b

def show(model, *_search, **_more):
    print(model.rows)
    sys.exit()

plan.best_plan = show
plan.plan_term(term(b.course()), RULES, {}, {}, Search(1.0))
"""


def test_rows_of_the_term_have_one_order_in_every_process() -> None:
    """Whatever the hashes of dates are: another order may give another plan, and other files of the same workbook."""

    def rows(seed: int) -> str:
        told = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-c", ROWS], env=told, check=True, capture_output=True, text=True).stdout

    found = {rows(seed) for seed in (1, 2, 3)}
    assert len(found) == 1
    assert "Row(" in found.pop()
