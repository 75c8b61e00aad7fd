"""What `check` says of links that contradict one another, or whose courses never meet."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from planner.check.precheck import Alert, precheck
from planner.domain import Absence, Course, CourseId, Link, Problem, Relation, Volume
from tests.rules import build as b

THIRD = CourseId("troisième")
KINDS = {"links_against", "linked_hours", "links_too_many"}
BOTH = (b.COURSE, b.SECOND_COURSE)
START, DAY, APART = Relation.SAME_START, Relation.SAME_DAY, Relation.DAYS_APART
ROW, AFTER, LAST = Relation.IN_A_ROW, Relation.CONSECUTIVE, Relation.ENDS_DAY


def two(**cells: object) -> list[Course]:
    """Two courses of two classes with a trainer each, and a third one of the first class."""
    plain = {"volume": Volume(weekly=120), "lengths": (60, 60), **cells}
    return [
        b.course(**plain),
        b.course(b.SECOND_COURSE, subject="pratique", class_ids=(b.OTHER,), teams=((b.SECOND,),), **plain),
        b.course(THIRD, subject="anglais", teams=((b.SECOND,),), **plain),
    ]


def centre(*links: Link, courses: Sequence[Course] = (), **changes: object) -> Problem:
    """Two classes for a week, with some links."""
    plain = {"classes": [b.group(), b.group(b.OTHER)], "courses": courses or two(), "links": links}
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def found(problem: Problem) -> list[Alert]:
    """What is said of links."""
    alerts = [alert for alert in precheck(problem) if alert.kind in KINDS]
    assert all(alert.blocking for alert in alerts)
    return alerts


def away(*weekdays: int) -> Iterable[Absence]:
    """Away on some days of every week."""
    return tuple(Absence(weekday=n) for n in weekdays)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (DAY, APART, True),
        (START, APART, True),
        (AFTER, APART, True),
        (START, Relation.NOT_AT_ONCE, True),
        (START, ROW, True),
        (START, Relation.HOURS_APART, True),
        (AFTER, Relation.HOURS_APART, True),
        (Relation.SAME_HOUR, ROW, True),
        (Relation.SAME_HOUR, APART, False),
        (DAY, Relation.HOURS_APART, False),
        (DAY, ROW, False),
        (DAY, Relation.NOT_AT_ONCE, False),
    ],
)
def test_two_links_of_a_pair_that_contradict_each_other(one: Relation, other: Relation, told: bool) -> None:
    """On the same day and days apart, say; the other line is named. Not of other courses, nor where one is wished."""
    links = Link(one, BOTH), Link(other, BOTH)
    cells = {"link:0": "Liens!A2", "link:1": "Liens!A3"}
    alerts = found(centre(*links, origins=cells))
    assert [alert.origin for alert in alerts] == ["Liens!A2"] * told
    assert not told or "(Liens!A3)" in alerts[0].text
    assert found(centre(links[0], replace(links[1], hard=False))) == []
    assert found(centre(links[0], replace(links[1], course_ids=(b.COURSE, THIRD)))) == []


def test_rows_that_go_in_a_circle() -> None:
    """A then B, and B then A; a longer one is said once. Not where one of them has fewer sessions."""
    there, back = Link(ROW, BOTH), Link(ROW, BOTH[::-1])
    (alert,) = found(centre(there, back))
    assert "l'ordre demandé tourne en rond" in alert.text
    longer = Link(ROW, BOTH), Link(ROW, (b.SECOND_COURSE, THIRD)), Link(Relation.ORDER, (THIRD, b.COURSE))
    (alert,) = found(centre(*longer, courses=[replace(c, class_ids=(b.CLASS,)) for c in two()]))
    assert alert.text.count("puis") == 3
    assert found(centre(*longer[:2])) == []
    few = two()
    few[1] = replace(few[1], volume=Volume(weekly=60), lengths=(60,))
    assert found(centre(there, back, courses=few)) == []


def test_what_ends_the_day_is_followed_by_nothing() -> None:
    """The last of the day, and right before another of its class."""
    last, row = Link(LAST, (b.COURSE,)), Link(ROW, (b.COURSE, THIRD))
    (alert,) = found(centre(last, row))
    assert "se contredisent" in alert.text
    assert found(centre(last, Link(ROW, (b.COURSE, b.SECOND_COURSE)))) == []
    assert found(centre(last, Link(ROW, (THIRD, b.COURSE)))) == []


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (START, "aucune heure possible en commun"),
        (DAY, "aucun jour possible en commun"),
        (AFTER, "jamais deux heures possibles qui se suivent"),
    ],
)
def test_linked_courses_that_are_never_there_together(relation: Relation, words: str) -> None:
    """One trainer comes from Monday to Wednesday, the other after that; one day in common is enough."""
    staff = [b.trainer(absences=away(3, 4)), b.trainer(b.SECOND, absences=away(0, 1, 2))]
    (alert,) = found(centre(Link(relation, BOTH), trainers=staff))
    assert words in alert.text
    staff[1] = b.trainer(b.SECOND, absences=away(0, 1))
    assert found(centre(Link(relation, BOTH), trainers=staff)) == []
    assert found(centre(Link(Relation.NOT_AT_ONCE, BOTH), trainers=staff)) == []


def test_one_time_of_day_that_courses_do_not_share() -> None:
    """One is given in the morning alone, the other in the afternoon; an hour in common on other days is enough."""
    link = Link(Relation.SAME_HOUR, BOTH)
    courses = two(volume=Volume(weekly=60), lengths=(60,))
    early, late = (0, 480, 720), (1, 780, 1020)
    courses[:2] = [replace(courses[0], hours=(early,)), replace(courses[1], hours=(late,))]
    (alert,) = found(centre(link, courses=courses))
    assert "aucune heure possible en commun" in alert.text
    courses[1] = replace(courses[1], hours=((1, 660, 720), late))
    assert found(centre(link, courses=courses)) == []


def test_more_sessions_than_days_at_one_time_of_day() -> None:
    """Two sessions a week, one day of mornings and one of afternoons."""
    link = Link(Relation.SAME_HOUR, (b.COURSE,))
    courses = two()
    courses[0] = replace(courses[0], hours=((0, 480, 720), (1, 780, 1020)))
    (alert,) = found(centre(link, courses=courses))
    assert "2 séances, et les semaines n'ont, à une même heure, que 1 jour" in alert.text
    courses[0] = replace(courses[0], hours=((0, 480, 720), (1, 660, 1020)))
    assert found(centre(link, courses=courses)) == []
    assert found(centre(link, courses=two(), rules_off=frozenset({"H29"}))) == []


def test_crossed_courses_that_are_never_there_together() -> None:
    """Half of the class in the one while the other half is in the other."""
    courses = two(parts=2)[::2]
    crossed = [courses[0], replace(courses[1], crossed_with=b.COURSE)]
    staff = [b.trainer(absences=away(3, 4)), b.trainer(b.SECOND, absences=away(0, 1, 2))]
    (alert,) = found(centre(courses=crossed, trainers=staff))
    assert "« croisé avec » lie" in alert.text
    assert found(centre(courses=crossed)) == []
    assert found(centre(courses=crossed, trainers=staff, rules_off=frozenset({"H3d"}))) == []


def test_days_apart_that_a_week_does_not_hold() -> None:
    """Two sessions a week five days apart, for a class that comes from Monday to Friday: four days fit."""
    (alert,) = found(centre(Link(APART, (b.COURSE,), days=5)))
    assert "2 séances, et les semaines n'en tiennent que 1 à 5 jours" in alert.text
    assert "écrire 4 dans « jours »" in alert.text
    assert found(centre(Link(APART, (b.COURSE,), days=4))) == []
    four = Link(APART, BOTH, days=2)
    assert "n'en tiennent que 3" in found(centre(four))[0].text
    assert found(centre(replace(four, days=1))) == []
    assert found(centre(Link(APART, (b.COURSE,), days=5), rules_off=frozenset({"H25"}))) == []


def test_more_ends_of_a_day_than_days() -> None:
    """Six sessions that each end a day of the class, and five days."""
    many = two(volume=Volume(weekly=180), lengths=(60, 60, 60))
    ends = Link(LAST, (b.COURSE, THIRD))
    (alert,) = found(centre(ends, courses=many))
    assert "6 séances en tout, pour 5 jours" in alert.text
    assert found(centre(ends)) == []
