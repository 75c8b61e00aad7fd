"""Who attends which options of a week."""

from dataclasses import replace

from planner.domain import Absence, Exemption
from planner.model import WeekModel, audiences, open_minutes
from tests.rules.build import CLASS, COURSE, LEARNER, MONDAY, TUESDAY, course, hour, item, learner, option, problem

ITEMS = (item("cours", course_id=COURSE), item("en A", part="A"), item("jury", kind="fixed", learners=(LEARNER,)))
MODEL = WeekModel(ITEMS, ((0, option()), (0, option(TUESDAY)), (1, option(start="9", end="10")), (2, option(TUESDAY))))


def test_people_alike_are_counted_once_for_each_profile() -> None:
    """Three classmates with the same options: one of each profile, none without a profile."""
    people = tuple(learner(name) for name in ("une", "deux", "trois"))
    centre = problem(learners=people, courses=(course(),))
    assert [(a.id, v) for a, v in audiences(centre, MODEL, lambda one: 1)] == [("une", [0, 1])]
    found = audiences(centre, MODEL, lambda one: None if one.id == "trois" else one.id)
    assert [a.id for a, _v in found] == ["une", "deux"]


def test_options_follow_part_absence_and_exemption() -> None:
    """A part adds its session, an absence takes a day away, an exemption a subject, a name replaces it by the event."""
    people = (
        learner("de A", part="A"),
        learner("absent", absences=(Absence(first=MONDAY, last=MONDAY),)),
        learner("dispensé"),
        learner(LEARNER),
    )
    centre = problem(learners=people, courses=(course(),), exemptions=(Exemption(people[2].id, "matière"),))
    found = {a.id: v for a, v in audiences(centre, MODEL, lambda one: one.id)}
    assert found == {"de A": [0, 1, 2], "absent": [1], LEARNER: [0, 3]}


def test_groups_side_by_side_are_one_hour_of_each() -> None:
    """Two groups of a barrette at nine, at ten a third by itself: the class attends one of the two, and the third."""
    groups = tuple(replace(item(name, kind="barrette"), tie=tie) for name, tie in (("a", "9"), ("b", "9"), ("c", "10")))
    model = WeekModel(groups, ((0, option()), (1, option()), (2, option(start="10", end="11"))))
    assert [v for _a, v in audiences(problem(learners=(learner(),)), model, lambda one: 1)] == [[0, 2]]


def test_hour_of_ones_own_that_stands_takes_the_place_of_the_course() -> None:
    """Support at eight on Monday keeps somebody from the course then, not on Tuesday; one without an hour does not."""
    own = replace(item("appui", kind="support"), class_ids=(), learners=(LEARNER,))
    centre = problem(learners=(learner(LEARNER),), courses=(course(),))
    model = WeekModel((ITEMS[0], own), ((0, option()), (0, option(TUESDAY)), (1, option())))
    assert [v for _a, v in audiences(centre, model, lambda one: 1)] == [[0, 1, 2]]
    model.fix(2, 1)
    model.attended.clear()
    assert [v for _a, v in audiences(centre, model, lambda one: 1)] == [[1, 2]]


def test_open_minutes_are_those_of_the_bells_and_the_events() -> None:
    """Eight hours of slots on Monday; one more hour of an event on Tuesday."""
    assert open_minutes(problem(), MODEL, range(4)) == {MONDAY: hour("8"), TUESDAY: hour("9")}


def test_class_of_nobody_has_no_audience() -> None:
    """Without learners there is nobody to count."""
    assert CLASS in problem().classes
    assert list(audiences(problem(courses=(course(),)), MODEL, lambda one: 1)) == []
