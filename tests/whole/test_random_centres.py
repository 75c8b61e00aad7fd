from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, assume, given, note, settings

import data
from constraints import RULES
from outputs.csv.files import in_file_order, read_csv, write_csv
from planner.check.precheck import precheck
from planner.check.verify import verify
from planner.domain import Problem, Timetable
from planner.engine.flow import solve
from planner.engine.options import Options
from tests.whole.centres import centres
from tests.whole.tiny import Rows, tiny, written


@contextmanager
def drawn(rows: Rows) -> Iterator[tuple[Path, Problem]]:
    """A folder and the problem that the rows tell; a drawn centre has no fault."""
    with TemporaryDirectory() as name:
        reading = data.read(written(Path(name), rows))
        assert reading.problem is not None, [str(fault) for fault in reading.faults]
        yield Path(name), reading.problem


def accounted(timetable: Timetable) -> Counter[str]:
    """Minutes of each course, placed in any of its parts or listed as unplaced."""
    found: Counter[str] = Counter()
    for session in timetable.sessions:
        if session.kind == "course":
            found[str(session.course_id)] += session.minutes
    for row in timetable.unplaced:
        if row.course_id:
            found[str(row.course_id)] += row.minutes
    return found


def asked(rows: Rows, problem: Problem) -> dict[str, int]:
    """Minutes asked in the workbook for the courses of classes that are there all of every week, with no event."""
    full = {row["qui"] for row in rows["Calendrier"] if {v for h, v in row.items() if h != "qui"} == {"X"}}
    full -= {row["qui"] for row in rows["Calendrier"] if row.get("partie")}
    full -= {row["qui"] for row in rows.get("Indisponibilités", ())}
    if rows.get("Événements") or any(row.get("cours de la classe") for row in rows.get("Indisponibilités", ())):
        return {}
    weeks = len(problem.weeks)
    return {
        str(course.id): int(str(row["heures"]).split()[0]) * 60 * weeks * int(str(row["parties"] or 1))
        for course, row in zip(problem.courses.values(), rows["Cours"], strict=True)
        if row["classes"] in full and not row.get("dans la barrette")
    }


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(centres())
def test_random_centre_is_solved_within_the_rules(rows: Rows) -> None:
    """Whatever the centre: no rule is broken, all that is missing is listed, and the files tell the same.

    Sessions that stand against the calendars are left aside: `check` refuses them.
    """
    with drawn(rows) as (folder, problem):
        assume(not any(alert.kind.startswith("standing") for alert in precheck(problem)))
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        report = verify(problem, RULES, timetable)
        note(str(timetable.unplaced))
        assert report.hard == ()
        assert report.shortfalls == ()
        assert {a.apprentice_id for a in timetable.attendance} <= set(problem.learners)
        assert {a.session_id for a in timetable.attendance} <= {s.id for s in timetable.sessions}
        found = accounted(timetable)
        assert set(found) == set(map(str, problem.courses))
        expected = asked(rows, problem)
        assert {course: found[course] for course in expected} == expected
        write_csv(folder / "csv", problem, timetable)
        assert read_csv(folder / "csv") == in_file_order(timetable)


def test_barrette_at_which_nobody_is_expected_is_listed() -> None:
    """Found by drawing: everyone enters after the only days of the first week; its barrette is listed with why."""
    rows = tiny()
    rows["Calendrier"] = [{"qui": name, "S37": "lu-ma", "S38": "X"} for name in ("CAP CUI 1", "CAP BOU 1")]
    for learner in rows["Apprenants"]:
        learner["entrée"] = date(2026, 9, 9)
    with drawn(rows) as (_folder, problem):
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        (listed,) = [row for row in timetable.unplaced if row.kind == "barrette"]
        assert "aucun apprenant n’est attendu" in listed.reason
        assert verify(problem, RULES, timetable).passed


def test_event_takes_place_without_those_who_have_not_entered() -> None:
    """Found by drawing: an event names two people, one of whom enters on the next day; the other one has it."""
    rows = tiny()
    rows["Apprenants"][0]["entrée"] = date(2026, 9, 9)
    rows["Événements"] = [
        {"événement": "Bilan", "date": "08/09/2026", "début": "8h", "fin": "10h",
         "apprenants": "Martin Léa ; Petit Hugo"}
    ]  # fmt: skip
    with drawn(rows) as (_folder, problem):
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        assert verify(problem, RULES, timetable).passed
        (event,) = [s for s in timetable.sessions if s.kind == "fixed"]
        assert [a.apprentice_id for a in timetable.attendees[event.id]] == ["PETIT-HUGO"]


def test_people_of_another_site_have_the_time_to_travel() -> None:
    """Found by drawing: the supervised place is on the other site, forty minutes away; nobody is sent there between."""
    rows = tiny()
    for row in (*rows["Classes"][:1], *rows["Salles"]):
        row["site"] = "Centre"
    rows["Classes"][1]["site"] = "Annexe"
    rows["Salles"].append({"salle": "Salle 9", "type": "banalisée", "places": 12, "site": "Annexe"})
    rows["Sites"] = [{"de": "Centre", "vers": "Annexe", "minutes": 40}]
    rows["Barrettes"], rows["Temps d'accompagnement"] = [], []
    rows["Dispenses"] = [{"apprenant": "Sow Awa", "matière": "Mathématiques", "à la place": "autonomie"}]
    rows["Cours"].append({"classes": "CAP BOU 1", "matière": "Français", "heures": "6 h/sem", "formateurs": "Noir Eva"})
    with drawn(rows) as (_folder, problem):
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        assert verify(problem, RULES, timetable).passed
        assert {s.site_id for s in timetable.by_apprentice["SOW-AWA"]} == {"ANNEXE"}
