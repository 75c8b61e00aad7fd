"""Whoever helps somebody has the sessions of that person in a calendar, without whom or why; in public nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from constraints.h11d_helper import check
from outputs.alerts.means import NO_HELPER
from outputs.ics.feeds import Feeds
from outputs.lists.tables import alert_table
from outputs.pages.front import front
from outputs.pages.html_data import page_data
from outputs.papers.free import free
from outputs.papers.model import Today, whole
from outputs.views import views
from planner.domain import Absence, Arrangement, Problem, Session, Timetable, Trainer, TrainerId, helped_sessions
from planner.report.figures import overview
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


def away_on_monday(centre: Problem, finished: Timetable) -> Problem:
    """The helper is absent on the first day, which is a Monday."""
    problem, _name = with_helper(centre, finished)
    away = replace(problem.trainers[HELPER], absences=(Absence(first=centre.first, last=centre.first),))
    return replace(problem, trainers={**problem.trainers, HELPER: away})


def test_absent_helper_is_told_in_one_line_of_the_alerts(centre: Problem, finished: Timetable) -> None:
    """How many sessions, on which half-days, of whom; nothing where the helper is there."""
    problem = away_on_monday(centre, finished)
    (line,) = (row for row in alert_table(problem, finished).rows if row[1] == NO_HELPER)
    number = len(with_helper_on(problem, finished, centre.first))
    assert line[4].startswith(f"Sans l'aide de Rui Costa : {number} séance")
    assert "lundi" in line[4]
    points = front(problem, finished, overview(problem, finished)).points
    assert [p.count for p in points if "sans la personne qui aide" in p.text] == [str(number)]
    here, _name = with_helper(centre, finished)
    assert not [row for row in alert_table(here, finished).rows if row[1] == NO_HELPER]


def test_absent_helper_has_nothing_in_their_calendar_or_on_their_page(centre: Problem, finished: Timetable) -> None:
    """The hours of the days on which they come stay."""
    problem = away_on_monday(centre, finished)
    rows = next(entries for owner, _name, entries in Feeds(problem, finished).trainers() if owner == HELPER)
    days = {text.day for _what, text in rows}
    assert days
    assert centre.first not in days
    assert with_helper_on(with_helper(centre, finished)[0], finished, centre.first)


def test_who_helps_is_not_free_to_replace(centre: Problem, finished: Timetable) -> None:
    """At the hour of help neither « déjà au centre » nor « sans séance »."""
    problem, _name = with_helper(centre, finished)
    lesson = finished.sessions[0]
    at = {str(row[0]): row for row in free(Today(problem, finished, lesson.day)).table.rows}
    row = next(row for hour, row in at.items() if hour == whole(lesson.start, lesson.start + 60))
    assert "Rui Costa" not in f"{row[2]}{row[3]}"
    alone = replace(problem, arrangements=())
    at = {str(row[0]): row for row in free(Today(alone, finished, lesson.day)).table.rows}
    assert any("Rui Costa" in f"{row[2]}{row[3]}" for row in at.values())


def with_helper_on(problem: Problem, finished: Timetable, day: date) -> list[Session]:
    """Sessions of the person who is helped on a day."""
    return [s for s, _person in helped_sessions(problem, finished)[HELPER] if s.day == day]
