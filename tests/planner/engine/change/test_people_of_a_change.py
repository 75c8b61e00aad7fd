"""People whose situation has changed: what they leave, what they are expected in, and days that end earlier."""

from dataclasses import replace

import pytest

from planner.board.board import Board
from planner.domain import (
    Absence,
    Arrangement,
    Barrette,
    BarretteId,
    Exemption,
    FixedEvent,
    Kind,
    Learner,
    Membership,
    PersonalPath,
    Problem,
    in_order,
)
from planner.engine.change.attendance import Presences
from planner.engine.change.stay import follow_anew, note_freed, shorten_days
from tests.planner.engine.change.scene import ANA, BEN, LESSON, board, centre
from tests.rules import build as b

LATER = b.session("cours-02", b.TUESDAY, course_id=b.COURSE)
CALENDAR = b.present()


def presences(held: Board, *people: Learner, first: int = 0) -> Presences:
    """A change about some people, from a day of the first week on."""
    return Presences(held, (b.MONDAY, b.TUESDAY)[first], frozenset(p.id for p in people))


def where(held: Board, person: Learner) -> list[str]:
    """Sessions of somebody."""
    return sorted(str(key) for key, people in held.people.items() if person.id in people)


# Coming and going


def test_who_has_left_the_centre_is_in_nothing_to_come() -> None:
    """Ana's last day is Monday: Tuesday goes, Monday stays; Ben, who is not of the change, stays everywhere."""
    problem = centre(replace(ANA, exit=b.MONDAY), BEN)
    held = board(problem, (LESSON, (ANA, BEN)), (LATER, (ANA, BEN)))
    presences(held, ANA).leave()
    assert (where(held, ANA), where(held, BEN)) == (["cours-01"], ["cours-01", "cours-02"])
    assert held.freed == []


def test_who_is_in_the_workbook_no_more_leaves_from_the_first_day_on() -> None:
    """The row of Ana is gone: what is over keeps her name."""
    held = board(centre(ANA, BEN), (LESSON, (ANA, BEN)), (LATER, (ANA, BEN)))
    held.problem = centre(BEN)
    presences(held, ANA, first=1).leave()
    assert where(held, ANA) == ["cours-01"]


def test_entrant_joins_the_lessons_of_the_class_from_the_first_day_on() -> None:
    """Chloé enters on Tuesday: the lesson of that day calls her, that of Monday does not."""
    chloe = b.learner("chloe", entry=b.TUESDAY)
    held = board(centre(ANA, chloe), (LESSON, (ANA,)), (LATER, (ANA,)))
    presences(held, chloe).join_class()
    assert where(held, chloe) == ["cours-02"]
    assert where(held, ANA) == ["cours-01", "cours-02"]


def test_entrant_who_has_something_else_then_is_not_called() -> None:
    """Support at the hour of the lesson of Tuesday: nobody is in two places."""
    chloe = b.learner("chloe")
    own = b.session("suivi", b.TUESDAY, kind=Kind.SUPPORT, room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,))
    held = board(centre(ANA, chloe), (LESSON, (ANA,)), (LATER, (ANA,)), (own, (chloe,)))
    presences(held, chloe).join_class()
    assert where(held, chloe) == ["cours-01", "suivi"]


def test_change_of_class_changes_the_lessons() -> None:
    """Ana is of the other class from Tuesday on: she leaves the lesson of hers and joins that of the other.

    What she had by herself at its hour gives way, on a day on which her first class had nothing.
    """
    home = (Membership(b.CLASS, last=b.MONDAY), Membership(b.OTHER, first=b.TUESDAY))
    ana = replace(ANA, memberships=home)
    courses = [b.course(), b.course(b.SECOND_COURSE, class_ids=(b.OTHER,))]
    problem = centre(ana, BEN, classes=[b.group(), b.group(b.OTHER)], courses=courses)
    there = replace(LATER, id=b.session("atelier").id, class_ids=(b.OTHER,), course_ids=(b.SECOND_COURSE,))
    own = b.session("suivi", b.TUESDAY, kind=Kind.SUPPORT, room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,), class_ids=())
    held = board(problem, (LESSON, (ANA, BEN)), (LATER, (BEN,)), (there, ()), (own, (ana,)))
    change = presences(held, ana)
    change.leave()
    assert where(held, ana) == ["cours-01"]
    change.join_class()
    assert where(held, ana) == ["atelier", "cours-01"]
    assert where(held, BEN) == ["cours-01", "cours-02"]


def test_absence_and_exemption_take_somebody_out_and_only_one_asks_for_a_place() -> None:
    """Absent, Ana is not there; exempted, she is, and must have a place to be."""
    cases = (
        (centre(replace(ANA, absences=(Absence(first=b.MONDAY, last=b.MONDAY),))), []),
        (centre(ANA, exemptions=(Exemption(ANA.id, "matière"),)), [(LESSON.id, ANA.id)]),
    )
    for problem, freed in cases:
        held = board(problem, (LESSON, (ANA,)))
        presences(held, ANA).leave()
        assert where(held, ANA) == []
        assert [(s.id, person) for s, person in held.freed] == freed


def test_path_into_another_class_is_followed() -> None:
    """Chloé of the other class follows the course: she joins it and does not leave it."""
    chloe = b.learner("chloe", b.OTHER)
    path = PersonalPath(chloe.id, None, b.COURSE)
    problem = centre(ANA, chloe, classes=[b.group(), b.group(b.OTHER)], paths=(path,))
    held = board(problem, (LESSON, (ANA,)))
    presences(held, chloe).join_class()
    assert where(held, chloe) == ["cours-01"]
    presences(held, chloe).leave()
    assert where(held, chloe) == ["cours-01"]


def test_minor_without_leave_for_the_machines_is_freed_instead_of_joining() -> None:
    """Regulated work: an adult joins, a minor of sixteen without authorisation waits for a place to be."""
    young = b.learner("chloe", birth=b.MONDAY.replace(year=2010))
    adult = b.learner("dan")
    held = board(centre(young, adult, courses=[b.course(regulated=True)]), (LESSON, ()))
    presences(held, young, adult).join_class()
    assert set(held.people[LESSON.id]) == {"dan"}
    assert [(s.id, person) for s, person in held.freed] == [(LESSON.id, "chloe")]


def test_event_calls_those_of_the_class_who_may_come() -> None:
    """A meeting of the class: an entrant is called, who is absent then is not."""
    away = replace(BEN, absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    meeting = b.session("fixe-jury", kind=Kind.FIXED)
    event = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, class_ids=(b.CLASS,))
    held = board(centre(ANA, away, events=(event,)), (meeting, ()))
    presences(held, ANA, away).join_class()
    assert set(held.people[meeting.id]) == {"ana"}


def test_groups_of_a_barrette_are_for_all_its_classes() -> None:
    """Ana is of a class of the barrette, though not of that of the session's other people."""
    barrette = Barrette(BarretteId("B"), "B", (b.CLASS, b.OTHER), 60, 1)
    group = b.session("groupe", kind=Kind.BARRETTE, barrette_id=barrette.id, class_ids=(b.OTHER,))
    classes = [b.group(), b.group(b.OTHER)]
    held = board(centre(classes=classes, barrettes=[barrette]), (group, (ANA,)))
    presences(held, ANA).leave()
    assert where(held, ANA) == ["groupe"]
    held.problem = centre(classes=classes, barrettes=[replace(barrette, class_ids=(b.OTHER,))])
    presences(held, ANA).leave()
    assert where(held, ANA) == []


def test_event_calls_somebody_whose_day_is_shorter_than_it() -> None:
    """Ana may be there for half an hour a day, and the jury of an hour names her: she is there, and in nothing else."""
    jury = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, apprentice_ids=(ANA.id,))
    problem = centre(events=(jury,), arrangements=(Arrangement(ANA.id, "max_day", minutes=30),))
    afterwards = b.session("cours-02", start="9", end="10", course_id=b.COURSE)
    held = board(problem, (b.session("fixe-jury", kind=Kind.FIXED), ()), (LESSON, (ANA,)), (afterwards, (ANA, BEN)))
    presences(held, ANA, BEN).settle_in()
    assert where(held, ANA) == ["fixe-jury"]
    assert where(held, BEN) == ["cours-01", "cours-02"]


# Days that are too long

HOURS = ((8, Kind.COURSE), (9, Kind.SUPPORT), (10, Kind.COURSE))


def day(problem: Problem, *hours: tuple[int, Kind]) -> Board:
    """A Monday of Ana: an hour of something at each time."""
    rows = [(b.session(f"{h}h-{kind}", start=str(h), end=str(h + 1), kind=kind), (ANA,)) for h, kind in hours]
    return board(problem, *rows)


def most(minutes: int) -> Problem:
    """Ana may be at the centre for so long a day."""
    return centre(arrangements=(Arrangement(ANA.id, "max_day", minutes=minutes),))


@pytest.mark.parametrize(
    ("minutes", "left"),
    [
        (180, ["10h-course", "8h-course", "9h-support"]),
        (120, ["8h-course", "9h-support"]),
        (60, ["9h-support"]),
    ],
)
def test_day_ends_earlier_courses_first(minutes: int, left: list[str]) -> None:
    """The last course goes first, then the other one; the hour of support stays."""
    held = day(most(minutes), *HOURS)
    shorten_days(held, in_order(list(held.sessions.values())), {ANA.id})
    assert where(held, ANA) == left


def test_support_goes_where_there_is_no_course_left() -> None:
    """The course is at 9, support at 8: neither fits a day of nothing."""
    held = day(most(0), (8, Kind.SUPPORT), (9, Kind.COURSE))
    shorten_days(held, in_order(list(held.sessions.values())), {ANA.id})
    assert where(held, ANA) == []


def test_day_of_somebody_else_stays_as_long_as_it_is() -> None:
    """The change is about Ben."""
    held = day(most(60), *HOURS)
    shorten_days(held, in_order(list(held.sessions.values())), {BEN.id})
    assert len(where(held, ANA)) == 3


# At a distance


def test_session_is_blended_while_somebody_follows_from_elsewhere() -> None:
    """Ana goes on at a distance, then comes back: with Ben on the spot all along, blended and back."""
    far, here = centre(replace(ANA, remote=True), BEN), centre(ANA, BEN)
    held = board(here, (LESSON, (ANA, BEN)))
    held.problem = far
    follow_anew(held, [held.sessions[LESSON.id]], {ANA.id})
    assert held.sessions[LESSON.id].modality == "blended"
    assert held.people[LESSON.id] == {ANA.id: True, BEN.id: False}
    held.problem = here
    follow_anew(held, [held.sessions[LESSON.id]], {ANA.id})
    assert held.sessions[LESSON.id].modality == "on_site"
    assert held.people[LESSON.id] == {ANA.id: False, BEN.id: False}


def test_session_stays_blended_for_another_who_is_away() -> None:
    """Ana comes back, Chloé still follows from elsewhere."""
    chloe = b.learner("chloe", remote=True)
    far = centre(replace(ANA, remote=True), chloe)
    held = board(far, (LESSON, (far.learners[ANA.id], chloe)))
    held.problem = centre(ANA, chloe)
    follow_anew(held, [held.sessions[LESSON.id]], {ANA.id})
    assert held.sessions[LESSON.id].modality == "blended"
    assert held.people[LESSON.id] == {ANA.id: False, chloe.id: True}


def test_who_is_not_there_needs_no_place() -> None:
    """Exempted on a day of the company, or from no course at all: nobody is noted."""
    exempted = centre(
        replace(ANA, calendar={b.TUESDAY: CALENDAR[b.TUESDAY]}), exemptions=(Exemption(ANA.id, "matière"),)
    )
    held = board(exempted)
    note_freed(held, LESSON, ANA.id)
    assert held.freed == []
    note_freed(held, LATER, ANA.id)
    assert [(s.id, person) for s, person in held.freed] == [(LATER.id, ANA.id)]
    note_freed(held, replace(LATER, kind=Kind.SUPPORT), ANA.id)
    assert len(held.freed) == 1


def test_settling_in_leaves_joins_and_keeps_the_day_short() -> None:
    """Ben is exempted and Chloé enters: the one leaves the lesson, the other joins it, Ana is where she was."""
    chloe = b.learner("chloe")
    problem = centre(ANA, BEN, chloe, exemptions=(Exemption(BEN.id, "matière"),))
    held = board(problem, (LESSON, (ANA, BEN)))
    presences(held, BEN, chloe).settle_in()
    assert set(held.people[LESSON.id]) == {"ana", "chloe"}
