"""What `check` says of limits that nothing can keep."""

from dataclasses import replace

from planner.check.precheck import Alert, precheck
from planner.domain import Absence, Problem, Volume, WeekLimit
from tests.rules import build as b


def said(limit: WeekLimit, *lengths: int, weekly: int = 240, meal: bool = False) -> list[str]:
    """Sentences about a class with one course, of so many minutes a week."""
    course = b.course(volume=Volume(weekly=weekly), lengths=lengths, meal=meal)
    problem: Problem = b.problem(courses=[course], week_limits=(limit,))
    found = [alert for alert in precheck(problem) if alert.kind == "limits_reached"]
    assert all(alert.blocking for alert in found)
    return [alert.text for alert in found]


def test_a_session_longer_than_its_limit_is_said() -> None:
    """Four hours for three on end, and for three a day, of the class or of the only trainer."""
    (text,) = said(WeekLimit(class_ids=(b.CLASS,), run=180), 240)
    assert "séances de 4 h" in text
    assert "3 h d'affilée" in text
    assert "3 h par jour" in said(WeekLimit(trainer_ids=(b.TRAINER,), most_day=180), 240)[0]
    assert said(WeekLimit(class_ids=(b.CLASS,), run=240), 240) == []
    assert said(WeekLimit(trainer_ids=(b.SECOND,), run=60), 240) == []


def test_who_eats_during_it_has_a_rest_and_a_wish_blocks_nothing() -> None:
    """A service holds the meal; what is wished is only paid."""
    assert said(WeekLimit(class_ids=(b.CLASS,), run=180), 240, meal=True) == []
    assert said(WeekLimit(class_ids=(b.CLASS,), run=180, hard=False), 240) == []


def test_a_week_of_more_hours_than_its_days_hold_is_said() -> None:
    """Eleven hours in two days of five; ten fit."""
    limit = WeekLimit(class_ids=(b.CLASS,), days=2, most_day=300)
    (text,) = said(limit, 60, weekly=660)
    assert "11 h de cours par semaine" in text
    assert "en laisse 10 h" in text
    assert said(limit, 60, weekly=600) == []


def test_a_week_shorter_than_the_least_of_a_day_is_said() -> None:
    """One hour a week, and two asked of each day with any."""
    limit = WeekLimit(class_ids=(b.CLASS,), least_day=120)
    (text,) = said(limit, 60, weekly=60)
    assert "2 h au moins dans une journée" in text
    assert said(limit, 60, weekly=120) == []


def every(*kinds: Alert) -> list[str]:
    """Sentences, all of which block."""
    assert all(alert.blocking for alert in kinds)
    return [alert.text for alert in kinds]


def asked(problem: Problem) -> list[str]:
    """What is said of the limits of a problem."""
    return every(*(alert for alert in precheck(problem) if alert.kind == "limits_reached"))


def test_days_alone_bound_the_hours_of_a_week() -> None:
    """Eleven hours in one day of eight, or in the mornings of five days; eight fit in a day, five in two half-days."""
    for limit, weekly, room in (
        (WeekLimit(class_ids=(b.CLASS,), days=1), 660, "8 h"),
        (WeekLimit(class_ids=(b.CLASS,), days=0), 60, "aucune heure"),
        (WeekLimit(class_ids=(b.CLASS,), afternoons=0), 21 * 60, "20 h"),
        (WeekLimit(class_ids=(b.CLASS,), days=2, afternoons=1, most_day=360), 11 * 60, "10 h"),
    ):
        (text,) = said(limit, 60, weekly=weekly)
        assert f"en laisse {room} (" in text
    assert said(WeekLimit(class_ids=(b.CLASS,), days=1), 60, weekly=480) == []
    assert said(WeekLimit(class_ids=(b.CLASS,), days=2, afternoons=1, most_day=360), 60, weekly=600) == []


def test_days_at_least_need_as_many_sessions_and_hours() -> None:
    """Two sessions for three days; three of an hour for three days of two hours."""
    (text,) = said(WeekLimit(class_ids=(b.CLASS,), least_days=3), 120, weekly=240)
    assert "2 séances par semaine" in text
    assert "3 jours de cours au moins" in text
    (text,) = said(WeekLimit(class_ids=(b.CLASS,), least_days=3, least_day=120), 60, weekly=180)
    assert "3 jours de 2 h au moins" in text
    assert said(WeekLimit(class_ids=(b.CLASS,), least_days=2), 120, weekly=240) == []


def test_hours_of_the_afternoon_alone_where_none_may_be_used() -> None:
    """The trainer is away every morning; the cell is named where the workbook is known."""
    away = b.trainer(absences=tuple(Absence(weekday=n, start=0, end=b.hour("12")) for n in range(5)))
    limit = WeekLimit(class_ids=(b.CLASS,), afternoons=0)
    problem = b.problem(courses=[b.course()], week_limits=(limit,), trainers=[away, b.trainer(b.SECOND)])
    (text,) = asked(problem)
    assert "n'a d'heures possibles que l'après-midi" in text
    known = replace(problem, origins={"limit:0:afternoons": "Limites!F2"})
    assert [alert.origin for alert in precheck(known) if alert.kind == "limits_reached"] == ["Limites!F2"]
    assert asked(replace(problem, rules_off=frozenset({"H32"}))) == []
    assert asked(replace(problem, week_limits=(replace(limit, afternoons=1),))) == []


def test_a_window_that_too_few_days_may_use() -> None:
    """From Monday to Friday, eight hours a day: with one evening of an hour, 36; no evening, no hour left."""
    evenings = WeekLimit(class_ids=(b.CLASS,), window_days=1, window_from=b.hour("16"))
    (text,) = said(evenings, 60, weekly=37 * 60)
    assert "en laisse 36 h (1 jour après 16 h)" in text
    assert said(evenings, 60, weekly=36 * 60) == []
    away = b.trainer(absences=tuple(Absence(weekday=n, start=0, end=b.hour("16")) for n in range(5)))
    limit = WeekLimit(class_ids=(b.CLASS,), window_days=0, window_from=b.hour("15"), window_to=b.hour("17"))
    problem = b.problem(courses=[b.course()], week_limits=(limit,), trainers=[away, b.trainer(b.SECOND)])
    (text,) = asked(problem)
    assert "n'a d'heures possibles qu'entre 15 h et 17 h" in text
    assert asked(replace(problem, rules_off=frozenset({"H36"}))) == []
    assert asked(replace(problem, week_limits=(replace(limit, window_days=1),))) == []


def test_a_line_that_counts_some_courses_is_about_these_alone() -> None:
    """Six hours of maths for five days of one; the other course of the class, of twenty, is none of them."""
    courses = [b.course(volume=Volume(weekly=360), lengths=(60,)),
               b.course(b.SECOND_COURSE, subject="pratique", volume=Volume(weekly=1200), lengths=(240,))]  # fmt: skip
    limit = WeekLimit(class_ids=(b.CLASS,), course_ids=(b.COURSE,), most_day=60)
    problem = b.problem(courses=courses, week_limits=(limit,))
    (text,) = asked(problem)
    assert "classe (matière) a 6 h de cours par semaine, et la feuille Limites en laisse 5 h" in text
    courses[0] = replace(courses[0], volume=Volume(weekly=300))
    assert asked(b.problem(courses=courses, week_limits=(limit,))) == []
    least = WeekLimit(class_ids=(b.CLASS,), least_day=120)
    assert asked(b.problem(courses=courses, week_limits=(limit, least))) == []


def test_lines_that_contradict_each_other_are_said() -> None:
    """Six hours at least and four at most, on two lines; and a trainer whose own line says otherwise."""
    least, most = WeekLimit(class_ids=(b.CLASS,), least_day=360), WeekLimit(class_ids=(b.CLASS,), most_day=240)
    wide = b.course(volume=Volume(weekly=600), lengths=(60,))
    problem = b.problem(
        courses=[wide], week_limits=(least, most), origins={"limit:0:least_day": "Limites!I2", "limit:1:most_day": "X"}
    )
    (text,) = asked(problem)
    assert "4 h au plus par jour, et une autre ligne (Limites!I2) demande 6 h au moins" in text
    assert asked(replace(problem, week_limits=(least, replace(most, hard=False)))) == []
    days = WeekLimit(class_ids=(b.CLASS,), least_days=4), WeekLimit(class_ids=(b.CLASS,), days=3)
    assert "3 jours au plus par semaine" in asked(replace(problem, week_limits=days))[-1]
    own = b.trainer(max_day=300, min_day=240, min_day_hard=True)
    for limit, words in (
        (WeekLimit(trainer_ids=(b.TRAINER,), least_day=360), "6 h au moins par jour, et la feuille Formateurs dit 5 h"),
        (WeekLimit(trainer_ids=(b.TRAINER,), most_day=180), "3 h au plus par jour, et la feuille Formateurs dit 4 h"),
    ):
        (text,) = asked(replace(problem, trainers={b.TRAINER: own}, week_limits=(limit,)))
        assert words in text


def test_only_workshop_of_too_few_hours_is_said() -> None:
    """Four hours a week in the only workshop, which serves one day of three hours; a second workshop says nothing."""
    limit = WeekLimit(room_ids=(b.ROOM,), days=1, most_day=180)
    course = b.course(volume=Volume(weekly=240), lengths=(60,), room_types=("atelier",))
    shop = b.room(type="atelier")
    one = b.problem(courses=[course], rooms=[shop, b.room(b.SECOND_ROOM)], week_limits=(limit,))
    (text,) = asked(one)
    assert "salle 1 a 4 h de cours par semaine" in text
    assert "en laisse 3 h" in text
    two = [shop, b.room(b.SECOND_ROOM, type="atelier")]
    assert asked(b.problem(courses=[course], rooms=two, week_limits=(limit,))) == []


def test_line_that_bounds_no_hours_is_no_limit_of_the_week() -> None:
    """Found by drawing: a week of more hours than its days have, and a line on hours on end alone; it is not named."""
    assert said(WeekLimit(class_ids=(b.CLASS,), run=240), 60, weekly=60 * 60) == []
