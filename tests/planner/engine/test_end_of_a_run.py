"""The end of a run: hours owed, what is not placed and why, and what a barrette did not teach."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    ApprenticeId,
    Attendance,
    Barrette,
    BarretteId,
    Cause,
    Course,
    Debt,
    Group,
    GroupId,
    Kind,
    ModuleId,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Period,
    PeriodId,
    Problem,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    Volume,
)
from planner.engine.anew import Anew
from planner.engine.finish import all_rows, counted, finish, strands_missing
from planner.engine.people.makeup import Made
from planner.engine.stages import Stages
from planner.engine.term.plan import TermPlan
from planner.engine.untaught import untaught
from planner.engine.week.solve import WeekAnswer
from planner.hours.missed import SOURCE_MAKEUP
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model import Item, Option, Placed
from tests.rules import build as b

PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY)
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1, nature="teaching")
NEED = Owed(b.LEARNER, "besoin", "LIT1", 60, b.SUNDAY, b.MONDAY)
NOTHING = Made((), (), {})


def centre(**changes: object) -> Problem:
    """A week of a class with a course and a module."""
    plain = {"learners": [b.learner()], "courses": [b.course()], "modules": [b.module()], "periods": (PERIOD,)}
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def week(placed: tuple[Placed, ...] = (), unplaced: tuple[Item, ...] = (), **answer: object) -> WeekAnswer:
    """What the one week of a run has found."""
    return WeekAnswer(b.MONDAY, placed, unplaced, **{"objective": 0, "bound": 0, "work": 0.0, **answer})  # type: ignore[arg-type]


def run(board: Board, answer: WeekAnswer, plan: TermPlan | None = None, owed: tuple[Owed, ...] = ()) -> Timetable:
    """The end of a first solve of one week, whose people are on the board."""
    start = Anew(board.problem, (), Stages())
    start.board, start.owed, start.plan = board, owed, plan or TermPlan((), (), 0.0)
    start.draft.remember(answer.week, answer.placed, answer.unplaced)
    start.weeks.answers[answer.week] = answer
    return finish(board, owed, NOTHING, start.missing(), (), start.beside())


def ended(problem: Problem, item: Item, **answer: object) -> Unplaced:
    """The line of the one item that its week left out."""
    (row,) = run(Board(problem), week(unplaced=(item,), **answer)).unplaced  # type: ignore[arg-type]
    return row


LESSON = b.item("cours-01", course_id=b.COURSE, rooms=(b.ROOM,))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"no_option": frozenset({"cours-01"})}, "aucun créneau"),
        ({"proven": True}, "ne tiennent pas ensemble"),
        ({}, "pas de place trouvée dans le temps de calcul"),
    ],
)
def test_line_says_what_the_week_knows(answer: dict[str, object], words: str) -> None:
    """No hour at all; shown to be too full; not found in the time given."""
    assert words in ended(centre(), LESSON, **answer).reason


def test_line_says_that_no_room_is_right() -> None:
    """A kitchen is asked and there is none; or the only one is too small."""
    never = {"no_option": frozenset({"cours-01"})}
    kitchen = [b.course(room_types=("cuisine",))]
    bare = replace(LESSON, rooms=(), heads=12)
    small = [b.room(type="cuisine", seats=4)]
    texts = [
        ended(centre(courses=kitchen), bare, **never).reason,
        ended(centre(courses=kitchen, rooms=small), bare, **never).reason,
    ]
    assert "cuisine" in texts[0]
    assert "12" in texts[1]
    assert "4 places" in texts[1]


def test_sessions_that_no_week_takes_have_a_line_each() -> None:
    """Two hours that the plan of the term leaves out, with ids of their own."""
    plan = TermPlan((), ((b.COURSE, "", 60, 2),), 0.0)  # type: ignore[arg-type]
    problem = centre(trainers=[b.trainer(max_week=0)])
    found = run(Board(problem), week(), plan)
    assert [row.session_id for row in found.unplaced] == ["cours-manque-60-1", "cours-manque-60-2"]


@pytest.mark.parametrize(("hours", "day"), [((), None), (("8",), b.TUESDAY)])
def test_day_that_groups_leave_too_short_goes(hours: tuple[str, ...], day: date | None) -> None:
    """An hour of two that bind, once the groups are made: to a day that it makes long enough, else to the list."""
    problem = centre(classes=[b.group(min_day=120, min_day_hard=True)], courses=[b.course(), b.course("autre")])
    start = Anew(problem, RULES, Stages())
    board = start.board = Board(problem, RULES)
    start.owed, start.plan = (), TermPlan((), (), 0.0)
    lesson = b.session("cours-01", course_id=b.COURSE)
    board.put(lesson, {b.LEARNER: False})
    for hour in hours:
        board.put(b.session("autre-01", b.TUESDAY, hour, "10", course_id="autre"), {b.LEARNER: False})
    start.groups()
    assert (board.sessions[lesson.id].day if day else None) == day
    assert [row.session_id for row in start.missing()] == ([] if day else [lesson.id])


def test_barrette_with_an_hour_and_no_group_is_listed() -> None:
    """Its occurrence has a place and no session, since nobody is expected."""
    problem = centre(barrettes=[BARRETTE])
    item = b.item("B-P1-o1", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, period_id=PERIOD.id, occurrence=1)
    (row,) = run(Board(problem), week(((item, b.option()),))).unplaced
    assert (row.session_id, row.kind) == ("B-P1-o1", Kind.BARRETTE)


def test_summary_counts_hours_and_sessions() -> None:
    """An hour owed and given: one hour owed, planned and payable; complete when nothing is left out."""
    problem = centre(trainers=[b.trainer(skills=frozenset({"lit1"}))])
    board = Board(problem)
    board.call(b.session("s", kind=Kind.SUPPORT, module_id="LIT1"), [b.learner()])
    need = replace(NEED, personal=True)
    found = run(board, week(objective=7), owed=(need,))
    assert {k: found.summary[k] for k in ("status", "hours_owed", "hours_planned", "hours_payable", "weeks_cost")} == {
        "status": "complet", "hours_owed": 1.0, "hours_planned": 1.0, "hours_payable": 1.0, "weeks_cost": 7,
    }  # fmt: skip
    assert found.summary["sizes"]["kinds"] == {"support": 1}
    assert found.attendance == (Attendance(SessionId("s"), b.LEARNER),)


def debt(due: int, planned: int, source: str) -> Debt:
    """A row of hours owed."""
    return Debt(b.LEARNER, source, "LIT1", due, planned, b.SUNDAY, 2, source)


def test_targets_of_the_programme_are_not_hours_owed() -> None:
    """They are the same hours as a need's: the summary would count them twice."""
    rows = [debt(120, 60, "positionnement"), debt(600, 0, SOURCE_PROGRAMME)]
    assert counted(rows, ()) == {
        "status": "complet",
        "hours_owed": 2.0,
        "hours_planned": 1.0,
        "unplaced": 0,
        "missed_listed": True,
    }


def test_hours_to_make_up_are_among_the_rows() -> None:
    """Those of the stage of make-up, with its reasons."""
    owed = replace(NEED, source=SOURCE_MAKEUP, need_id="rattrapage-cours", target=b.COURSE)
    made = Made((owed,), (), {(b.LEARNER, owed.need_id): "aucune salle"})
    (row,) = all_rows(centre(), (), made, (), ())
    assert (row.due, row.planned, row.reason) == (60, 0, "aucune salle")


# Strands


def strands(minutes: int, *given: str, **changes: object) -> list[tuple[str, Cause]]:
    """Strands that the class has never had, in a programme that asks so many minutes of each."""
    due = {(1, strand): minutes for strand in ("CONSOLIDATION", "PERSONAL", "GUIDANCE")}
    programmes = {ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", strand_minutes=due)}
    board = Board(centre(programmes=programmes, **changes))
    for strand in given:
        board.call(b.session(strand, kind=Kind.SUPPORT, strand=strand), [b.learner()])
    return [(row.strand, row.cause) for row in strands_missing(board)]


def test_class_without_a_strand_says_what_lacks() -> None:
    """No time for support; time but no group; no hours of that strand in the workbook."""
    opens = (OpenPeriod(OpenPeriodId("O"), "Temps", (b.CLASS,)),)
    assert strands(60, "CONSOLIDATION", "PERSONAL") == [("GUIDANCE", Cause.STRAND_WITHOUT_TIME)]
    assert strands(60, "CONSOLIDATION", "PERSONAL", open_periods=opens) == [("GUIDANCE", Cause.STRAND_WITHOUT_GROUP)]
    assert strands(0, "CONSOLIDATION", "PERSONAL") == [("GUIDANCE", Cause.STRAND_WITHOUT_HOURS)]
    assert strands(60, "CONSOLIDATION", "PERSONAL", "GUIDANCE") == []


# What a barrette did not teach


def carrying(**changes: object) -> Problem:
    """Two hours a week of a course that a teaching barrette carries."""
    course = b.course(barrette_id=BARRETTE.id, volume=Volume(weekly=120))
    plain = {"courses": [course], "barrettes": [replace(BARRETTE, course_ids=(b.COURSE,))]}
    return centre(**{**plain, **changes})


def lacking(problem: Problem, *hours: str) -> list[tuple[Cause, int]]:
    """Causes and minutes of what the barrette should have given; at some hours of Monday it took place for nobody."""
    placed: list[Placed] = []
    for number, start in enumerate(hours, 1):
        item = b.item(f"B-P1-o{number}", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, occurrence=number)
        placed.append((item, Option(b.MONDAY, b.hour(start), b.hour(start) + 60)))
    return [(row.cause, row.minutes) for row in untaught(Board(problem), {b.MONDAY: placed}, [], [])]


def test_barrette_that_is_too_short_says_so() -> None:
    """It has no hour at which nobody taught: there are simply too few."""
    assert lacking(carrying()) == [(Cause.BARRETTE_TOO_SHORT, 120)]


def test_first_hour_that_nobody_taught_gives_the_reason() -> None:
    """Nobody skilled, all away, all taken, or no room."""
    away, busy = b.trainer(absences=(Absence(),)), b.trainer(max_week=0)
    none: Course = replace(next(iter(carrying().courses.values())), teams=())
    found = [
        lacking(problem, "8")[0][0]
        for problem in (
            carrying(courses=[none]), carrying(trainers=[away]), carrying(trainers=[busy]), carrying(),
        )
    ]  # fmt: skip
    assert found == [Cause.NOBODY_SKILLED, Cause.SKILLED_AWAY, Cause.SKILLED_TAKEN, Cause.NO_ROOM_OR_NOBODY]


def test_hours_that_the_barrette_gave_are_taken_off() -> None:
    """Two groups of one hour count once; with a second hour nothing lacks."""
    problem = carrying()
    board = Board(problem)
    same = {"kind": Kind.BARRETTE, "barrette_id": BARRETTE.id, "course_ids": (b.COURSE,)}
    board.put(b.session("g1", **same), {})
    board.put(b.session("g2", **same), {})
    assert [row.minutes for row in untaught(board, {}, [], board.sessions.values())] == [60]
    board.put(b.session("g3", b.TUESDAY, **same), {})
    assert untaught(board, {}, [], board.sessions.values()) == []


def group(name: str, *people: ApprenticeId) -> Group:
    """A group of the barrette with its list."""
    return Group(GroupId(name), BARRETTE.id, PERIOD.id, ModuleId("LIT1"), (b.TRAINER,), b.ROOM, people)


def hour(name: str, **changes: object) -> Session:
    """A group's session at the one hour of the barrette."""
    plain = {"kind": Kind.BARRETTE, "barrette_id": BARRETTE.id, "period_id": PERIOD.id, "occurrence": 1}
    return b.session(name, **{**plain, "group_id": GroupId(name), **changes})


def test_group_that_its_last_member_has_left_gave_no_hours() -> None:
    """It goes, beside the other class's group: the hours of its course are listed."""
    both = replace(BARRETTE, class_ids=(b.CLASS, b.OTHER), course_ids=(b.COURSE,))
    zoe = b.learner("zoe", class_id=b.OTHER)
    problem = carrying(classes=[b.group(), b.group(b.OTHER)], learners=[zoe], barrettes=[both])
    board = Board(problem)
    board.put(hour("g1", course_ids=(b.COURSE,)), {})
    board.put(hour("g2", class_ids=(b.OTHER,)), {zoe.id: False})
    board.groups += [group("g1"), group("g2", zoe.id)]
    found = run(board, week())
    assert [s.id for s in found.sessions] == ["g2"]
    assert [(row.course_id, row.minutes) for row in found.unplaced] == [(b.COURSE, 120)]


@pytest.mark.parametrize(
    ("rosters", "kept"), [(((), ()), []), (((b.LEARNER,), ()), ["g1"]), (((b.LEARNER,), (b.LEARNER,)), ["g1", "g2"])]
)
def test_hour_of_a_barrette_whose_groups_have_nobody_left_is_listed(
    rosters: tuple[tuple[ApprenticeId, ...], ...], kept: list[str]
) -> None:
    """A group that has people, all elsewhere then, keeps its hour; one without a list goes, with the last the hour."""
    board = Board(centre(barrettes=[BARRETTE]))
    for name, people in zip(("g1", "g2"), rosters, strict=True):
        board.put(hour(name), {})
        board.groups.append(group(name, *people))
    found = run(board, week())
    assert [s.id for s in found.sessions] == kept
    assert [(row.session_id, row.barrette_id) for row in found.unplaced] == [("B-P1-o1", BARRETTE.id)] * (not kept)
    assert all("aucun apprenant n’est attendu" in row.reason for row in found.unplaced)
