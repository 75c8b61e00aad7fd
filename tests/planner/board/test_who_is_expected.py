"""Who is expected where: people whom an item calls, who may come, and how much a day bears."""

from datetime import date

import pytest

from planner.board.board import Board
from planner.board.breaks import bearable
from planner.board.called import called, expected, with_units
from planner.board.presence import Presence
from planner.domain import (
    AM,
    Absence,
    Arrangement,
    Exemption,
    Kind,
    Learner,
    Membership,
    PersonalPath,
    Session,
    SiteId,
)
from planner.model import Item
from tests.rules import build as b

YOUNG = date(2010, 1, 1)
"""Birth of a minor of sixteen."""
ANA, BEN, CHLOE = (b.learner(name) for name in ("ana", "ben", "chloe"))


def names(people: tuple[Learner, ...]) -> list[str]:
    """Ids of some people."""
    return [one.id for one in people]


# Whom an item calls


def test_a_course_calls_the_class_less_the_exempted_and_with_those_who_follow_it() -> None:
    """Ana is exempted, Chloé of another class follows it from Tuesday on."""
    guest = b.learner("chloe", b.OTHER)
    problem = b.problem(
        classes=[b.group(), b.group(b.OTHER)],
        courses=[b.course()],
        learners=[ANA, BEN, guest],
        exemptions=(Exemption(ANA.id, "matière"),),
        paths=(PersonalPath(guest.id, None, b.COURSE, first=b.TUESDAY),),
    )
    course = b.item(course_id=b.COURSE)
    assert names(called(problem, course, b.MONDAY)) == ["ben"]
    assert names(called(problem, course, b.TUESDAY)) == ["ben", "chloe"]
    assert names(expected(problem, course, b.MONDAY)) == ["ben", "chloe"]
    assert names(called(problem, b.item(learners=(ANA.id,)), b.MONDAY)) == ["ana"]


def units(items: list[Item], *learners: Learner, **changes: object) -> list[Item]:
    """Items of the week with their units."""
    classes = [b.group(), b.group(b.OTHER)]
    return with_units(b.problem(classes=classes, learners=learners, **changes), b.MONDAY, items)


def share(one: Item, other: Item, day: date = b.MONDAY) -> bool:
    """Whether two items share people on a day."""
    return bool(set(one.units_on(day)) & set(other.units_on(day)))


def test_items_of_a_class_share_people_and_those_of_two_do_not() -> None:
    """A joint session shares people with both; a part with the whole class, not with the other part."""
    here, there = b.item("ici"), b.item("là-bas", class_ids=(b.OTHER,))
    both = b.item("ensemble", class_ids=(b.CLASS, b.OTHER))
    first, second = b.item("A", part="A"), b.item("B", part="B")
    parts = [b.learner("a", part="A"), b.learner("b", part="B"), b.learner("c", b.OTHER)]
    halves = b.course(parts=2)
    found = units([here, there, both, first, second], *parts, courses=[halves])
    assert [share(found[a], found[b_]) for a, b_ in ((0, 1), (0, 2), (1, 2), (3, 4), (0, 3), (0, 4))] == [
        False, True, True, False, True, True,
    ]  # fmt: skip


def test_two_classes_meet_on_the_day_of_the_one_who_follows_in_both() -> None:
    """Chloé follows a course of the other class on Tuesday only: the two share a unit on that day and no other."""
    path = PersonalPath(CHLOE.id, b.COURSE, b.SECOND_COURSE, first=b.TUESDAY, last=b.TUESDAY)
    courses = [b.course(), b.course(b.SECOND_COURSE, class_ids=(b.OTHER,))]
    own, other = b.item("anglais"), b.item("atelier", class_ids=(b.OTHER,), course_id=b.SECOND_COURSE)
    found = units([own, other], CHLOE, b.learner("d", b.OTHER), courses=courses, paths=(path,))
    assert not share(*found)
    assert share(*found, b.TUESDAY)
    assert not share(*found, b.WEDNESDAY)


def test_event_of_some_people_lets_the_others_go_on() -> None:
    """The event names Ana: it shares nobody with the lesson of the class, but with another event that names her."""
    event = b.item("jury", kind=Kind.FIXED, class_ids=(), learners=(ANA.id,))
    again = b.item("oral", kind=Kind.FIXED, class_ids=(), learners=(ANA.id, BEN.id))
    found = units([b.item(), event, again], ANA, BEN)
    assert not share(found[0], found[1])
    assert share(found[1], found[2])


def test_seats_are_those_of_the_fullest_day_else_of_the_plan() -> None:
    """Two on the spot on Monday, three from Tuesday; one is at a distance. A class without names: its planned size."""
    late = b.learner("dan", entry=b.TUESDAY)
    found = units([b.item(), b.item("autre", class_ids=(b.OTHER,))], ANA, BEN, late, b.learner("loin", remote=True))
    assert [one.heads for one in found] == [3, 0]
    planned = b.problem(classes=[b.group(planned_size=24)])
    assert with_units(planned, b.MONDAY, [b.item()])[0].heads == 24


# Who may come


def presence(learner: Learner, *held: Session, **changes: object) -> tuple[Presence, Learner]:
    """Answers about one person who has some sessions."""
    board = Board(b.problem(learners=[learner], **changes))
    for session in held:
        board.call(session, [learner])
    return board.presence, learner


@pytest.mark.parametrize(("birth", "hours", "fits"), [(YOUNG, 7, True), (YOUNG, 8, False), (date(2000, 1, 1), 8, True)])
def test_day_of_a_minor_is_eight_hours(birth: date, hours: int, fits: bool) -> None:
    """So many hours held, one more asked."""
    here, who = presence(b.learner(birth=birth), b.session(start="8", end=str(8 + hours)))
    assert here.allowed(who, b.MONDAY, 0, 60, 60) == fits


def test_week_of_a_minor_is_thirty_five_hours() -> None:
    """Four days of eight hours and three of Friday; what is done on one's own at a distance does not count."""
    days = [b.session(f"s{n}", day, "8", "16") for n, day in enumerate((b.MONDAY, b.TUESDAY, b.WEDNESDAY, b.THURSDAY))]
    far = b.session("seul", b.FRIDAY, "8", "16", modality="remote_async")
    here, who = presence(b.learner(birth=YOUNG), *days, far)
    assert here.week_minutes(who.id, b.FRIDAY) == 32 * 60
    assert here.in_week(who, b.FRIDAY, 180)
    assert not here.in_week(who, b.FRIDAY, 181)


def test_arrangements_absences_and_closures_are_kept() -> None:
    """Away at 8, barred at 9, an hour a day at most on Tuesday, the centre closed on Wednesday morning."""
    rows = (
        Arrangement(b.LEARNER, "forbidden", window=Absence(start=b.hour("9"), end=b.hour("10"))),
        Arrangement(b.LEARNER, "max_day", minutes=60, first=b.TUESDAY, last=b.TUESDAY),
    )
    who = b.learner(absences=(Absence(start=b.hour("8"), end=b.hour("9")),))
    here, _who = presence(who, b.session(day=b.TUESDAY), arrangements=rows, closed_halves={b.WEDNESDAY: AM})

    def free(day: date, start: str) -> bool:
        return here.allowed(who, day, b.hour(start), b.hour(start) + 60, 60)

    assert [free(b.MONDAY, h) for h in ("8", "9", "10")] == [False, False, True]
    assert [free(b.TUESDAY, h) for h in ("10",)] == [False]
    assert [free(b.WEDNESDAY, h) for h in ("10", "13")] == [False, True]


def test_with_class_asks_for_presence_and_an_empty_hour() -> None:
    """Expected on Monday at 9, not at 8 where something is held, not on a day that is the company's."""
    own = {b.MONDAY: AM}
    here, who = presence(b.learner(calendar=own), b.session())
    spans = [(b.MONDAY, "8"), (b.MONDAY, "9"), (b.MONDAY, "13"), (b.TUESDAY, "9")]
    found = [here.with_class(who, day, b.hour(start), b.hour(start) + 60, 60) for day, start in spans]
    assert found == [False, True, False, False]


def test_day_free_of_the_company() -> None:
    """Without a contract every day away from the class is free; with one, those before work has begun."""
    classes = [b.group(calendar=b.present(skip=[b.FRIDAY]))]
    without = b.learner(contract_start=None, contract_end=None)
    cases = [without, b.learner(), b.learner(first_company_day=b.SATURDAY)]
    for learner, expected_answer in zip(cases, (True, False, True), strict=True):
        here, who = presence(learner, classes=classes)
        assert here.off_company(who, b.FRIDAY) == expected_answer
        assert here.reaches(who, b.FRIDAY, b.hour("8"), b.hour("9")) == expected_answer
        assert here.may_come(who, b.FRIDAY, b.hour("8"), b.hour("9")) == expected_answer
        assert not here.off_company(who, b.MONDAY)


def test_way_between_two_sites_takes_its_time() -> None:
    """Half an hour away: the hour after a lesson here is too early there, and so is the one before it."""
    there = SiteId("annexe")
    travel = {(b.SITE, there): 30, (there, b.SITE): 30}
    here, who = presence(b.learner(), b.session(start="9", end="10"), travel=travel)
    spans = [("8", "9"), ("10", "11"), ("11", "12")]
    found = [here.in_reach([who], b.MONDAY, b.hour(s), b.hour(e), there) for s, e in spans]
    assert found == [False, False, True]
    assert here.in_reach([who], b.MONDAY, b.hour("10"), b.hour("11"), b.SITE)


# What a day bears


@pytest.mark.parametrize(
    ("start", "end", "bears"),
    [("13", "14", True), ("12", "14", True), ("11:30", "14:30", False), ("11", "12", True)],
)
def test_lunch_is_kept(start: str, end: str, bears: bool) -> None:
    """After a morning from 8 to 11 and before an afternoon from 14:30: 45 minutes are left for a meal, or not."""
    held = [b.session("matin", start="8", end="11"), b.session("soir", start="14:30", end="16:30")]
    assert bearable(b.problem(), b.learner(), held, b.session("plus", start=start, end=end)) == bears


def test_lesson_with_a_meal_is_a_lunch() -> None:
    """A lunch service from 11 to 14:30 feeds those who are in it."""
    service = b.session("service", start="11", end="14:30", meal=True)
    assert bearable(b.problem(), b.learner(), [], service)
    plain = b.session("service", start="11", end="14:30")
    assert not bearable(b.problem(), b.learner(), [b.session("soir", start="14:30", end="17")], plain)


@pytest.mark.parametrize(("birth", "hour", "bears"), [(YOUNG, "12:30", True), (YOUNG, "13", False), (None, "13", True)])
def test_minor_has_a_break_after_four_hours_and_a_half(birth: date | None, hour: str, bears: bool) -> None:
    """Bells without a break: from 8 on, up to 12:30 and no more; an adult up to six hours."""
    bells = b.bells((b.hour("8"), b.hour("17")))
    problem = b.problem(tables=[bells])
    later = b.session("plus", start="12", end=hour)
    assert bearable(problem, b.learner(birth=birth), [b.session(start="8", end="12")], later) == bears


def test_extra_break_of_an_arrangement() -> None:
    """Two hours in a row at most without ten minutes of pause."""
    row = Arrangement(b.LEARNER, "extra_break", minutes=10)
    problem = b.problem(arrangements=(row,))
    held = [b.session(start="8", end="10")]
    assert not bearable(problem, b.learner(), held, b.session("plus", start="10", end="11"))
    assert bearable(problem, b.learner(), held, b.session("plus", start="11", end="12"))


def test_change_of_class_in_the_week_is_seen() -> None:
    """Ana is with one class until Tuesday and with the other from Wednesday: she is expected in both in the week."""
    moving = b.learner("ana", memberships=(Membership(b.CLASS, last=b.TUESDAY), Membership(b.OTHER, first=b.WEDNESDAY)))
    problem = b.problem(classes=[b.group(), b.group(b.OTHER)], learners=[moving])
    assert [names(expected(problem, b.item(class_ids=(c,)), b.MONDAY)) for c in (b.CLASS, b.OTHER)] == [["ana"]] * 2
    assert names(called(problem, b.item(), b.WEDNESDAY)) == []
