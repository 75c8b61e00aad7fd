"""Events and absences as planners type them: what is understood, and each fault with its cell and its cure."""

from datetime import date

import pytest

from data.faults import Faults
from data.reading.workbook import understand
from planner.domain import ClassId
from tests.data.rich import Rows
from tests.data.test_faults import grids_of
from tests.data.test_reading_rules import problem_of, small

EVENT = {"événement": "Oral", "date": "08/09/2026", "début": "08:00", "fin": "10:00"}


def with_rows(sheet: str, *lines: dict[str, object]) -> Rows:
    """The required sheets, and one optional sheet."""
    return {**small(), sheet: list(lines)}


def faults_of(rows: Rows) -> list[tuple[str, str, str]]:
    """(sheet, cell, message) of every fault."""
    faults = Faults()
    understand(grids_of(rows), faults)
    return [(f.sheet, f.cell, f.message) for f in faults]


def first_class() -> str:
    """Name of the first class of the rich workbook."""
    return str(small()["Classes"][0]["classe"])


def test_event_of_several_days_is_one_event_a_day() -> None:
    """From Tuesday to the next Monday, whole days: each open day on which the class is there, ids that stay."""
    line = {"événement": "Révisions", "date": "08/09/2026", "au": "14/09/2026", "classes": first_class()}
    problem = problem_of(with_rows("Événements", line))
    days = [e.day for e in problem.events]
    assert days[0] == date(2026, 9, 8)
    assert all(problem.class_presence(ClassId(problem.events[0].class_ids[0]), day) for day in days)
    assert [e.id for e in problem.events] == ["REVISIONS", *(f"REVISIONS-{d:%m%d}" for d in days[1:])]


@pytest.mark.parametrize(
    ("cells", "head", "says"),
    [
        ({}, "événement", "indiquez qui est concerné"),
        ({"classes": "C", "fin": None}, "fin", "indiquez les deux heures"),
        ({"classes": "C", "fin": "07:00"}, "fin", "vient avant l'heure de début"),
        ({"classes": "C", "au": "07/09/2026"}, "au", "vient avant"),
        ({"classes": "C", "partie": "Z"}, "partie", "n'est pas une partie de cette classe"),
        ({"formateurs": "P", "partie": "A"}, "événement", "de quelle classe"),
        ({"classes": "C", "reste de la classe": "autonomie"}, "reste de la classe", "toute la classe est concernée"),
        ({"classes": "C", "salle": "Salle 1", "lieu extérieur": "Musée"}, "lieu extérieur", "pas les deux"),
        ({"classes": "C", "à rattraper": "peut-être"}, "à rattraper", "oui"),
    ],
)
def test_faulty_event_names_cell_and_cure(cells: dict[str, object], head: str, says: str) -> None:
    """One thing wrong in a line: its cell (the first, where the column is missing), and what to do."""
    names = {"C": first_class(), "P": str(small()["Formateurs"][0]["nom"])}
    line = {**EVENT, **{k: names.get(str(v), v) for k, v in cells.items()}}
    cell = f"{'ABCDEFGH'[list(line).index(head)]}2"
    found = faults_of(with_rows("Événements", line))
    assert [(f[0], f[1], says in f[2]) for f in found] == [("Événements", cell, True)]


def test_two_events_of_one_class_at_once_are_a_fault() -> None:
    """The second line names the first."""
    line = {**EVENT, "classes": first_class()}
    found = faults_of(with_rows("Événements", line, {**line, "événement": "Écrit", "début": "09:00", "fin": "11:00"}))
    assert [(f[1], "ligne 2" in f[2], "la même classe" in f[2]) for f in found] == [("B3", True, True)]


def test_absence_of_several_people_in_one_line() -> None:
    """Two learners, hours to make up, courses put off."""
    people = [f"{x['nom']} {x['prénom']}" for x in small()["Apprenants"][:2]]
    line = {"qui": " ; ".join(people), "du": "07/09/2026", "au": "11/09/2026", "à rattraper": "autonomie",
            "cours de la classe": "reportés"}  # fmt: skip
    problem = problem_of(with_rows("Indisponibilités", line))
    away = [a for p in problem.learners.values() for a in p.absences]
    assert [(a.makeup, a.postponed) for a in away] == [("study", True)] * 2
    assert problem.pauses


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"qui": "F", "à rattraper": "oui"}, "n'a de sens que pour un apprenant ou une classe"),
        ({"qui": "F", "partie": "A"}, "n'a de sens que pour une classe"),
        ({"qui": "C", "cours de la classe": "reportés"}, "à rattraper"),
    ],
)
def test_effects_that_make_no_sense_are_faults(cells: dict[str, object], says: str) -> None:
    """A trainer makes nothing up; a whole class away has no course to put off."""
    names = {"C": first_class(), "F": str(small()["Formateurs"][0]["nom"])}
    line = {"du": "07/09/2026", **{k: names.get(str(v), v) for k, v in cells.items()}}
    assert [says in f[2] for f in faults_of(with_rows("Indisponibilités", line))] == [True]
