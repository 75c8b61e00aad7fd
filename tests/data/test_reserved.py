"""Courses reserved to some by a column of *Apprenants*: what is read, what is a fault, what is only said."""

from pathlib import Path

import pytest

import data
from data.reading.workbook import Reading
from data.writing.template import write_workbook
from tests.data.rich import Rows, rich


def _rows(asked: str, *values: str) -> Rows:
    """The EPS of two classes, reserved; values of the *Choix* of the first people."""
    rows = rich()
    rows["Cours"][4]["réservé à"] = asked
    for person, value in zip(rows["Apprenants"], values, strict=False):
        person["Choix"] = value
    return rows


def _read(tmp_path: Path, rows: Rows) -> Reading:
    write_workbook(tmp_path / "cas.xlsx", rows)
    return data.read(tmp_path / "cas.xlsx")


@pytest.mark.parametrize("asked", ["Choix=Escalade", "choix : escalade", " CHOIX = Escalade ; Choix=Voile"])
def test_a_course_is_for_those_who_have_the_value(tmp_path: Path, asked: str) -> None:
    """Whatever the case and the sign between; several values of one column are alternatives."""
    problem = _read(tmp_path, _rows(asked, "Escalade", "voile ; escalade", "Voile")).problem
    assert problem is not None
    course = next(c for c in problem.courses.values() if c.reserved)
    takers = [p.takes(course) for p in problem.learners.values()]
    assert takers[:3] == [True, True, "Voile" in asked]
    assert not any(takers[3:])


def test_two_columns_are_asked_both(tmp_path: Path) -> None:
    """Somebody with one of the two values has not the course."""
    rows = _rows("Choix=Voile ; Mer=oui", "Voile", "Voile")
    rows["Apprenants"][1]["Mer"] = "oui"
    problem = _read(tmp_path, rows).problem
    assert problem is not None
    course = next(c for c in problem.courses.values() if c.reserved)
    assert [p.takes(course) for p in problem.learners.values()][:2] == [False, True]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Choix=Escalad", "« Escalad » : personne n'a cette valeur dans la colonne « Choix »"),
        ("Choix=Escalad", "Vouliez-vous dire « Escalade » ?"),
        (
            "Choic=Escalade",
            "« Choic » n'est pas une colonne de la feuille « Apprenants ». Vouliez-vous dire « Choix » ?",
        ),
        ("Escalade", "Vouliez-vous dire « Choix=Escalade » ?"),
        ("Grec", "Par exemple « LV2=Espagnol »"),
        ("classe=CAP CUI 1", "« classe » a déjà un sens"),
        ("littératie=1", "« littératie » a déjà un sens"),
    ],
)
def test_what_names_nobody_is_a_fault(tmp_path: Path, asked: str, said: str) -> None:
    """The cell, the value and the solution are said."""
    faults = _read(tmp_path, _rows(asked, "Escalade")).faults
    assert [f for f in map(str, faults) if said in f and f.startswith("Feuille « Cours », cellule ")]


def test_a_course_of_a_barrette_is_reserved_to_nobody(tmp_path: Path) -> None:
    """Its groups are made by level."""
    rows = _rows("", "Escalade")
    rows["Cours"][6]["réservé à"] = "Choix=Escalade"
    assert "ne va pas avec une barrette" in " ".join(map(str, _read(tmp_path, rows).faults))


def test_a_slip_in_a_value_is_said(tmp_path: Path) -> None:
    """A value that no course is reserved to leaves somebody without a course: it is no fault, and named."""
    reading = _read(tmp_path, _rows("Choix=Escalade", "Escalade", "Escalde", "non"))
    said = [n for n in map(str, reading.notices) if "« Choix »" in n]
    assert len(said) == 1
    assert "« Escalde » (1 personne, la première à la ligne 3). Vouliez-vous dire « Escalade » ?" in said[0]


def test_nobody_of_the_classes_is_said(tmp_path: Path) -> None:
    """A value that only people of other classes have."""
    rows = _rows("", "Escalade")
    rows["Cours"][5]["réservé à"] = "Choix=Escalade"
    assert "n'est le cas de personne dans ces classes" in " ".join(map(str, _read(tmp_path, rows).notices))
