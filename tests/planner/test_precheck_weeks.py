"""What a week cannot hold goes to another one: `check` blocks nothing that a calculation could place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.check.precheck import precheck
from planner.domain import (
    Absence,
    ApprenticeId,
    Barrette,
    BarretteId,
    Course,
    CourseId,
    Exemption,
    Problem,
    Room,
    RoomId,
    Trainer,
    TrainerId,
)
from tests.planner.precheck_centre import ADULT, COOKS, MONDAY, WEEK, centre, course, learner, only

CHEF, BAKER, PROJECT = TrainerId("CHEF"), TrainerId("BAKER"), CourseId("Projet")
NEXT = MONDAY + timedelta(days=7)
AWAY = (Absence(first=NEXT, last=NEXT + timedelta(days=6)),)
ALWAYS = (Absence(first=MONDAY),)


def two_weeks(chef: Trainer | None = None, baker: Trainer | None = None, *courses: Course) -> Problem:
    """The centre in order over two weeks, with two trainers."""
    plain, days = centre(), {**WEEK, **{day + timedelta(days=7): mask for day, mask in WEEK.items()}}
    return replace(
        plain,
        last=max(days),
        classes={c: replace(group, calendar=days) for c, group in plain.classes.items()},
        trainers={t.id: t for t in (chef or anne(), baker or paul())},
        courses={c.id: c for c in courses},
    )


def anne(**more: object) -> Trainer:
    """The cook, 26 h a week at most."""
    return replace(Trainer(CHEF, "Anne Roux", max_day=480, max_week=1560), **more)


def paul(**more: object) -> Trainer:
    """The baker, 26 h a week at most."""
    return replace(Trainer(BAKER, "Paul Roy", max_day=480, max_week=1560), **more)


def said(problem: Problem) -> dict[str, bool]:
    """Kind of each alert → whether it blocks."""
    return {alert.kind: alert.blocking for alert in precheck(problem)}


def test_co_teacher_away_for_a_week_blocks_nothing() -> None:
    """Two hours a week by two: the hours of the week in which one is away have a place in the other."""
    both = course("Projet", 2, teams=((CHEF, BAKER),))
    problem = two_weeks(None, paul(absences=AWAY), both)
    assert said(problem) == {"course_places": False, "trainer_load": False}
    text = only(problem, "course_places").text
    assert "2 h possibles sur 4 h si chaque séance reste dans sa semaine, parce que Paul Roy n’est pas là" in text
    assert "dans d'autres semaines" in text


@pytest.mark.parametrize(("all_needed", "blocks"), [(False, False), (True, True)], ids=["others go on", "all needed"])
def test_co_teacher_away_all_along(all_needed: bool, blocks: bool) -> None:
    """The other goes on alone, unless the course wants both."""
    both = course("Projet", 2, teams=((CHEF, BAKER),), all_needed=all_needed)
    problem = two_weeks(None, paul(absences=ALWAYS), both)
    assert set(said(problem).values()) == {blocks}
    told = "4 h à placer, aucune possible" if blocks else "quand Anne Roux et Paul Roy sont là ensemble"
    assert told in only(problem, "course_places").text


def test_co_teacher_away_is_no_help_where_both_are() -> None:
    """Nobody of the team is there in the term: that cannot be."""
    both = course("Projet", 2, teams=((CHEF, BAKER),))
    assert said(two_weeks(anne(absences=ALWAYS), paul(absences=ALWAYS), both))["course_places"]


def test_two_teams_in_turns_block_nothing() -> None:
    """Twice twenty hours by one or the other, each away for a week: neither could alone, both can."""
    turns = course("Cuisine", 20, teams=((CHEF,), (BAKER,)))
    first = (Absence(first=MONDAY, last=MONDAY + timedelta(days=6)),)
    problem = two_weeks(anne(absences=AWAY), paul(absences=first), turns)
    assert said(problem) == {"course_places": False}


@pytest.mark.parametrize(("hours", "blocks"), [(20, False), (21, True)], ids=["in the other week", "too much in all"])
def test_trainer_with_a_short_week(hours: int, blocks: bool) -> None:
    """There on two days of the second week: 26 h and 16 h hold twice 20 h, not twice 21 h and an hour."""
    short = anne(absences=(Absence(first=NEXT + timedelta(days=2)),))
    extra = course("Plus", 1, volume=replace(course("x", 1).volume, total=60, weekly=None))
    alert = only(two_weeks(short, None, course("Cuisine", hours), extra), "trainer_load")
    assert alert.blocking == blocks
    assert ("il manque 1 h" if blocks else "Semaine du lundi 14 septembre") in alert.text


def test_class_that_arrives_late_for_a_week() -> None:
    """Twenty-four hours a week, twenty in the second: the first has room for the rest, unless it is as short."""
    late = Absence(first=NEXT, end=780)
    plain = two_weeks(None, None, course("Cuisine", 24))
    found = [
        replace(plain, classes={**plain.classes, COOKS: replace(plain.classes[COOKS], off_hours=(off,))})
        for off in (late, replace(late, first=MONDAY))
    ]
    assert [said(problem)["class_hours"] for problem in found] == [False, True]
    assert "dans d'autres semaines" in only(found[0], "class_hours").text


def test_minor_who_does_not_follow_everything_does_not_bound_the_class() -> None:
    """36 h for a class with a minor: too much for who follows every hour, no fault where an absence spares some."""
    minor = learner("A", birth=ADULT.replace(year=2010))
    problem = centre(learners={ApprenticeId("A"): minor}, courses={CourseId("C"): course("C", 36, teams=((CHEF,),))})
    trainers = {CHEF: anne(max_week=2400)}
    problem = replace(problem, trainers=trainers)
    assert said(problem)["class_hours"]
    spared = replace(minor, absences=(Absence(first=MONDAY, last=MONDAY + timedelta(days=4)),))
    assert not said(replace(problem, learners={ApprenticeId("A"): spared}))["class_hours"]


def test_alert_of_a_rule_that_is_off_blocks_nothing() -> None:
    """Above the weekly maximum, and the maximum is not to be kept."""
    problem = centre(courses={CourseId("C"): course("C", 27)})
    assert said(problem)["trainer_load"]
    assert not said(replace(problem, rules_off=frozenset({"H6c"})))["trainer_load"]


def test_teaching_barrette_blocks_for_those_alone_who_need_a_seat() -> None:
    """Three people in groups of one, one adult: two at a distance, or spared the subject, need none."""
    barrette = Barrette(
        BarretteId("X"), "Barrette X", (COOKS,), 60, per_week=1, nature="teaching", max_size=1, course_ids=(PROJECT,)
    )
    spared = tuple(Exemption(ApprenticeId(n), "Projet") for n in "BC")
    for far, exempt, blocks in ((False, (), True), (True, (), False), (False, spared, False)):
        people = {ApprenticeId(n): learner(n, remote=far and n != "A") for n in "ABC"}
        project = course("Projet", 1, barrette_id=barrette.id)
        problem = centre(
            learners=people,
            barrettes={barrette.id: barrette},
            courses={PROJECT: project},
            exemptions=exempt,
            rooms={RoomId("K"): Room(RoomId("K"), "Cuisine", "cuisine", 3)},
        )
        assert only(problem, "barrette_places").blocking == blocks


def test_short_week_that_gives_up_what_rounding_gave_it_is_silent() -> None:
    """Seventeen courses of 2 h a week: 34 h of the 32 of a week of four days, until two give a session up.

    The calculation lays out as much, so neither the class nor the trainer is asked for too much; with twenty-two, both
    are, in the whole weeks too.
    """
    courses = [course(f"Cours {number}", 2, lengths=(120,)) for number in range(22)]
    friday = NEXT + timedelta(days=4)
    problem = two_weeks(anne(max_week=2100), None, *courses[:17])
    short = replace(problem, closed=frozenset({friday}))
    assert {alert.kind for alert in precheck(short)} & {"class_hours", "trainer_load"} == set()
    full = replace(short, courses={c.id: c for c in courses})
    assert {alert.kind for alert in precheck(full)} >= {"class_hours", "trainer_load"}
