"""H21 to H29 and P21: what ties courses to one another."""

from dataclasses import replace

from planner.domain import CourseId, Link, Problem, Relation
from planner.model import Item, Option
from tests.rules.agreement import Scenario, over_weeks
from tests.rules.build import (
    CLASS,
    COURSE,
    FRIDAY,
    MONDAY,
    OTHER,
    SECOND,
    SECOND_COURSE,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    course,
    group,
    item,
    option,
    problem,
    session,
    timetable,
)
from tests.rules.registry import Limit

PAIR = (COURSE, SECOND_COURSE)
CLASSES = (group(), group(OTHER))
BOTH = problem(classes=CLASSES, courses=(course(), course(SECOND_COURSE, class_ids=(OTHER,), teams=((SECOND,),))))
SAME_CLASS = problem(courses=(course(), course(SECOND_COURSE, teams=((SECOND,),)), course("troisième")))
EIGHT, NINE, TEN = option(), option(start="9", end="10"), option(start="10", end="11")
NOON, AFTER_NOON = option(start="11", end="12"), option(start="13", end="14")


def tied(
    relation: Relation, of: Problem = BOTH, *courses: CourseId, days: int = 1, hard: bool = True, minutes: int = 60
) -> Problem:
    """A centre with one link."""
    return replace(of, links=(Link(relation, courses or PAIR, days, hard, minutes),))


def here(name: str = "ici", **changes: object) -> Item:
    """A session of the first course."""
    return item(name, course_id=COURSE, **changes)


def there(name: str = "là", **changes: object) -> Item:
    """A session of the second course, of another class and with another trainer."""
    plain = item(name, course_id=SECOND_COURSE, teams=((SECOND,),), class_ids=(OTHER,), units=(1,))
    return replace(plain, **changes)


def led(*options: Option) -> list[Option]:
    """The same places with the second trainer."""
    return [o._replace(team=(SECOND,)) for o in options]


FIRST = session("physique", course_id=COURSE)
THEN = session("sciences", course_id=SECOND_COURSE, class_ids=(OTHER,), trainer_ids=(SECOND,))
LATER = replace(THEN, start=THEN.end, end=THEN.end + 60)
TWO = {here(): [EIGHT, NINE, TEN, option(TUESDAY)], there(): led(EIGHT, NINE, option(TUESDAY))}
ROUND_NOON = {here(): [NINE, TEN, NOON, AFTER_NOON], there(): led(TEN, NOON, AFTER_NOON)}
IN_CLASS = {here(): [EIGHT, TEN, option(TUESDAY)], item("autre", course_id="troisième"): [NINE, NOON, option(TUESDAY)]}
APART = {
    here("une"): [EIGHT, option(WEDNESDAY)],
    here("deux"): [TEN, option(TUESDAY), option(THURSDAY)],
    there(): led(EIGHT, option(FRIDAY)),
}
NEAR = {
    here("une"): [EIGHT, TEN, option(TUESDAY)],
    here("deux"): [TEN, option(TUESDAY, "9:15", "10:15")],
    there(): led(EIGHT, option(start="11", end="12"), option(WEDNESDAY, "10", "11")),
}
SCENARIOS = (
    Scenario("H21", "week", tied(Relation.SAME_START), over_weeks(TWO)),
    Scenario("H22", "week", tied(Relation.SAME_DAY), over_weeks(TWO)),
    Scenario("H23", "week", tied(Relation.NOT_AT_ONCE), over_weeks(TWO)),
    Scenario("H24", "week", tied(Relation.CONSECUTIVE), over_weeks(ROUND_NOON)),
    Scenario("H24", "week", tied(Relation.IN_A_ROW), over_weeks(ROUND_NOON), name="in this order"),
    Scenario("H25", "week", tied(Relation.DAYS_APART, days=2), over_weeks(APART)),
    Scenario("H25", "week", tied(Relation.DAYS_APART, BOTH, COURSE), over_weeks(APART), name="one course"),
    Scenario("H26", "week", tied(Relation.ENDS_DAY, SAME_CLASS, COURSE), over_weeks(IN_CLASS)),
    Scenario("H28", "week", tied(Relation.HOURS_APART, minutes=75), over_weeks(NEAR)),
    Scenario("H28", "week", tied(Relation.HOURS_APART, BOTH, COURSE), over_weeks(NEAR), name="one course"),
    Scenario("H29", "week", tied(Relation.SAME_HOUR), over_weeks(NEAR)),
    Scenario("H29", "week", tied(Relation.SAME_HOUR, BOTH, COURSE), over_weeks(NEAR), name="one course"),
    *(
        Scenario("P21", "week", tied(relation, of, *courses, hard=False), over_weeks(choices), name=str(relation))
        for relation, of, courses, choices in (
            (Relation.SAME_START, BOTH, (), TWO),
            (Relation.IN_A_ROW, BOTH, (), ROUND_NOON),
            (Relation.DAYS_APART, BOTH, (COURSE,), APART),
            (Relation.HOURS_APART, BOTH, (), NEAR),
            (Relation.SAME_HOUR, BOTH, (), NEAR),
            (Relation.ENDS_DAY, SAME_CLASS, (COURSE,), IN_CLASS),
        )
    ),
)
LIMITS = (
    Limit("H21", tied(Relation.SAME_START), timetable(FIRST, THEN), timetable(FIRST, LATER), ("physique",)),
    Limit(
        "H21",
        tied(Relation.SAME_START),
        timetable(FIRST, THEN, replace(FIRST, id="deux", day=TUESDAY)),
        timetable(FIRST, replace(THEN, day=WEDNESDAY), replace(FIRST, id="deux", day=TUESDAY)),
        ("sciences",),
        name="one of them has more",
    ),
    Limit(
        "H22",
        tied(Relation.SAME_DAY),
        timetable(FIRST, LATER),
        timetable(FIRST, replace(THEN, day=TUESDAY)),
        ("même jour",),
    ),
    Limit("H23", tied(Relation.NOT_AT_ONCE), timetable(FIRST, LATER), timetable(FIRST, THEN), ("en même temps",)),
    Limit(
        "H24",
        tied(Relation.IN_A_ROW),
        timetable(FIRST, LATER),
        timetable(LATER, replace(FIRST, start=LATER.end, end=LATER.end + 60)),
        ("suivie",),
    ),
    Limit(
        "H24",
        tied(Relation.CONSECUTIVE),
        timetable(replace(FIRST, start=LATER.end, end=LATER.end + 60), LATER),
        timetable(FIRST, replace(LATER, start=LATER.end, end=LATER.end + 60)),
        ("juste",),
    ),
    Limit(
        "H25",
        tied(Relation.DAYS_APART, days=2),
        timetable(FIRST, replace(THEN, day=WEDNESDAY)),
        timetable(FIRST, replace(THEN, day=TUESDAY)),
        ("2 jours",),
    ),
    Limit(
        "H28",
        tied(Relation.HOURS_APART, minutes=120),
        timetable(FIRST, replace(THEN, start=FIRST.end + 120, end=FIRST.end + 180)),
        timetable(FIRST, replace(THEN, start=FIRST.end + 119, end=FIRST.end + 179)),
        ("2 h au moins",),
    ),
    Limit(
        "H29",
        tied(Relation.SAME_HOUR),
        timetable(FIRST, replace(THEN, day=TUESDAY)),
        timetable(FIRST, replace(LATER, day=TUESDAY)),
        ("même heure",),
    ),
    Limit(
        "H29",
        tied(Relation.SAME_HOUR, BOTH, COURSE),
        timetable(FIRST, replace(FIRST, id="deux", day=TUESDAY)),
        timetable(FIRST, replace(FIRST, id="deux", day=TUESDAY, start=540, end=600)),
        ("même heure",),
        name="of one course",
    ),
    Limit(
        "H26",
        tied(Relation.ENDS_DAY, SAME_CLASS, COURSE),
        timetable(replace(FIRST, start=600, end=660), session("autre", MONDAY, "8", "9", course_id="troisième")),
        timetable(FIRST, session("autre", MONDAY, "16", "17", course_id="troisième", class_ids=(CLASS,))),
        ("finir la journée",),
    ),
)
