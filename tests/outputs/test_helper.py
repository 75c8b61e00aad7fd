"""Whoever helps somebody has the sessions of that person in a calendar, without whom or why; in public nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from constraints.h11d_helper import check
from outputs.feeds import Feeds
from outputs.html_data import page_data
from outputs.views import views
from planner.domain import Absence, Arrangement, Problem, Timetable, Trainer, TrainerId
from tests.outputs.test_ics import titles, write

HELPER = TrainerId("AESH")


def with_helper(centre: Problem, finished: Timetable) -> tuple[Problem, str]:
    """The centre with an adult who helps the first of those who come to the first course, and that person's name."""
    person = centre.learners[finished.attendees[finished.sessions[0].id][0].apprentice_id]
    row = Arrangement(person.id, "helper", text=HELPER, last=centre.first + timedelta(days=2))
    trainers = {**centre.trainers, HELPER: Trainer(HELPER, "Rui Costa", role="vie scolaire")}
    return replace(centre, trainers=trainers, arrangements=(row,)), person.name


def test_helper_has_a_calendar_and_a_page_of_the_office(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """What the person attends on the spot until the last day; nobody's name is told."""
    problem, name = with_helper(centre, finished)
    write(tmp_path / "ics", problem, finished)
    found = titles(tmp_path / "ics" / "trainers" / "AESH.ics")
    assert "Aide – Cuisine – CAP cuisine 1" in found
    assert all(title.startswith("Aide – ") and name not in title for title in found)
    page = next(view for view in views(problem, finished, public=False) if view.id == HELPER)
    shown = [e.title for week in page.weeks for column in week.columns for e in column.entries]
    assert len(shown) == len(found)
    assert all(title.startswith("Aide – ") and name not in title for title in shown)
    assert len(page_data(problem, finished)["helped"][-1]) == len(found)


def test_nothing_handed_out_says_when_somebody_is_helped(centre: Problem, finished: Timetable) -> None:
    """Who only helps has no public page; who leads a course too has that course, and none of the hours of help."""
    problem, _name = with_helper(centre, finished)
    assert HELPER not in {view.id for view in views(problem, finished, public=True)}
    course = replace(finished.sessions[0], trainer_ids=(HELPER,))
    led = replace(finished, sessions=(course, *finished.sessions[1:]))
    page = next(view for view in views(problem, led, public=True) if view.id == HELPER)
    assert [e.title for week in page.weeks for column in week.columns for e in column.entries] == ["Cuisine"]


def test_who_leads_a_session_does_not_help_there_too(centre: Problem, finished: Timetable) -> None:
    """A helper who leads the session has it once, as any trainer."""
    problem, _name = with_helper(centre, finished)
    course = replace(finished.sessions[0], trainer_ids=(HELPER,))
    led = replace(finished, sessions=(course, *finished.sessions[1:]))
    rows = next(entries for owner, _name, entries in Feeds(problem, led).trainers() if owner == HELPER)
    assert [text.summary for _what, text in rows if text.day == course.day and text.start == course.start] == [
        "Cuisine – CAP cuisine 1"
    ]


def test_absent_helper_is_to_be_verified_with_a_reason(centre: Problem, finished: Timetable) -> None:
    """The brackets after H11d say what there is to look at."""
    problem, _name = with_helper(centre, finished)
    away = replace(problem.trainers[HELPER], absences=(Absence(first=centre.first, last=centre.first),))
    found = list(check(replace(problem, trainers={**problem.trainers, HELPER: away}), finished))
    assert found
    assert {(f.to_verify, f.why) for f in found} == {(True, "personne qui aide absente")}
    assert all("n'est pas là" in f.text and " absent " not in f.text for f in found)
