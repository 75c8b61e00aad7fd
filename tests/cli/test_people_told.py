"""How `barrette update` folds what it tells of people: a line a kind, a few names, the rest counted."""

from dataclasses import replace

from planner.cli.show.debts import debt_lines, debt_title
from planner.cli.show.people import notice_lines, seat_lines
from planner.domain import Absence, Arrangement, Debt, Noted, Noticed
from planner.report.compare import compare
from planner.report.noticed import unhelped
from tests.planner.engine.change.scene import LESSON, centre
from tests.planner.engine.change.test_what_is_counted import OTHER, WORKSHOP, timetable
from tests.rules import build as b

SIX = [b.learner(name) for name in ("ana", "ben", "cam", "dan", "eve", "fay")]
PEOPLE = centre(*SIX)


def noted(what: Noted, person: str, why: str) -> Noticed:
    """Of one person, on Monday from eight to nine."""
    return Noticed(what, b.MONDAY, LESSON.start, LESSON.end, LESSON.id, "Maths", b.learner(person).id, why)


def test_one_line_for_each_event_each_cause_and_all_days_that_are_short() -> None:
    """Six are not in the event, two lose a course, one for another reason; three come for an hour, on one day."""
    rows = [noted("stays_out", learner.id, "aménagement") for learner in SIX]
    rows += [noted("loses", "ana", "trop long"), noted("loses", "ben", "trop long"), noted("loses", "cam", "libre")]
    rows += [noted("support", name, "« Sortie »") for name in ("ana", "ben")] + [noted("support", "cam", "libre")]
    rows += [noted("short_day", name, "1 h ce jour-là") for name in ("ana", "ben", "cam")]
    assert notice_lines(PEOPLE, rows) == [
        "« Maths », lundi 7 septembre : 6 apprenants (ana, ben, cam, dan et 2 autres) n’y vont pas : par exemple, "
        "aménagement",
        "ana et ben perdent 1 séance (Maths, lundi 7 septembre de 8 h à 9 h) ; motif : trop long",
        "cam perd 1 séance (Maths, lundi 7 septembre de 8 h à 9 h) ; motif : libre",
        "ana et ben perdent 2 h d’accompagnement (Maths, lundi 7 septembre de 8 h à 9 h) ; motif : « Sortie »",
        "cam perd 1 h d’accompagnement (Maths, lundi 7 septembre de 8 h à 9 h) ; motif : libre",
        "3 apprenants viennent pour peu de temps : ana, ben et cam, lundi 7 septembre (1 h ce jour-là)",
    ]
    assert notice_lines(PEOPLE, rows[:1]) == ["« Maths », lundi 7 septembre : ana n’y va pas : aménagement"]


def test_seats_that_are_not_there_are_a_line_for_each_course() -> None:
    """Two lessons of one course of Ana, one of Ben in another; the room says how many."""
    seat = noted("no_seat", "ana", "Atelier a 2 places pour 3 personnes")
    later = replace(seat, day=b.TUESDAY, session_id=b.session("mardi").id)
    assert notice_lines(PEOPLE, [seat, later]) == [
        "ana n’a pas de place à Maths (2 séances, du lundi 7 septembre au mardi 8 septembre) : "
        "Atelier a 2 places pour 3 personnes"
    ]
    rows = [seat, replace(seat, apprentice_id=b.learner("ben").id)]
    assert notice_lines(PEOPLE, rows) == [
        "ana et ben n’ont pas de place à Maths (1 séance, le lundi 7 septembre) : Atelier a 2 places pour 3 personnes"
    ]


def test_absence_of_a_helper_is_a_line_for_each_day() -> None:
    """Only an absence that was not there before, at an hour of the person; the session is named."""
    ana = b.learner("ana")
    row = Arrangement(ana.id, "helper", text=b.SECOND)
    old = b.problem(learners=[ana], arrangements=[row])
    helper = replace(old.trainers[b.SECOND], absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    new = replace(old, trainers={**old.trainers, b.SECOND: helper})
    held = b.timetable(b.session("un"), b.session("deux", b.TUESDAY), who={"un": [ana.id], "deux": [ana.id]})
    label = b.session("un").label
    assert notice_lines(new, unhelped(old, new, held)) == [
        f"{helper.name} n'est pas là le lundi 7 septembre, et aidait ana : {label} de 8 h à 9 h"
    ]
    assert unhelped(new, new, held) == ()


def test_need_that_is_new_or_larger_and_has_no_place_is_told_with_its_reason() -> None:
    """Ana and Ben owe two hours more, of which nothing is placed; Cam loses one that is told where it is lost."""

    def owe(
        person: str, due: int, planned: int, source: str = "positionnement pédagogique", why: str = "plein"
    ) -> Debt:
        return Debt(b.learner(person).id, "LIT1-N1", "LIT1", due, planned, b.MONDAY, 1, source, why)

    before = replace(timetable(), debts=(owe("ben", 60, 60), owe("cam", 60, 60), owe("dan", 60, 0)))
    rows = (
        owe("ana", 120, 0),
        owe("ben", 180, 60),
        owe("cam", 60, 0),
        owe("dan", 60, 0),
        owe("eve", 60, 0, "programme"),
    )
    after = replace(before, debts=rows)
    assert debt_lines(PEOPLE, before, after) == ["ana et ben : 4 h sans place (LIT1) ; motif : plein"]
    assert debt_title(before, after) == "Heures dues restant à placer : 6 h (5 h de plus)"
    assert (debt_lines(PEOPLE, after, after), debt_title(after, after)) == ([], "")


def test_who_leaves_a_session_for_others_is_one_line() -> None:
    """Ana and Ben leave the first half of the workshop for the second."""
    before, after = (
        timetable((WORKSHOP, ("ana", "ben")), (OTHER, ())),
        timetable((WORKSHOP, ()), (OTHER, ("ana", "ben"))),
    )
    (line,) = seat_lines(PEOPLE, compare(before, after))
    assert line == f"{WORKSHOP.label} → {OTHER.label} : ana et ben"
