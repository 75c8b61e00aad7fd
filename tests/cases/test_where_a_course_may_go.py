"""`check` says the largest volume of a course, or the nearest that its bells give, before any calculation."""

from pathlib import Path

import pytest

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import barrette

CLASS = "BP VEN 1"
COURSE = {"classes": CLASS, "matière": "Anglais", "formateurs": "Anglais Aude"}


def rows(course: dict[str, object], **sheets: list[dict[str, object]]) -> book.Rows:
    """One class there in four weeks, 37 to 40, one trainer, one room."""
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("BP Vente", CLASS),
        "Calendrier": book.calendar(range(37, 41), CLASS),
        "Formateurs": book.trainers("Anglais Aude"),
        "Salles": book.rooms(1, 20),
        "Cours": [{**COURSE, **course}],
        "Apprenants": book.learners(CLASS, 5),
        **sheets,
    }


LONG = [
    {"jours": "lu-ve", "début": a, "fin": b}
    for a, b in (("08:30", "10:00"), ("10:15", "11:45"), ("13:00", "14:30"), ("14:45", "16:15"))
]
GYM = [*book.rooms(1, 20), {"salle": "Gymnase", "type": "gymnase", "places": 30, "disponible seulement": "ma 14h-16h"}]
CASES: dict[str, tuple[book.Rows, list[str]]] = {
    # two weeks of four, one session of two hours at most each day by default: the others take what they cannot hold
    "trainer every other week": (
        rows({"heures": "2 h/sem"}, Formateurs=[{"nom": "Anglais Aude", "semaines paires ou impaires": "paires"}]),
        ["Cours!A2", "4 h possibles sur 8 h si chaque séance reste dans sa semaine", "Anglais Aude n’est pas là"],
    ),
    # two hours a week at most, four weeks
    "room open two hours a week": (
        rows({"heures": "12 h", "type de salle": "gymnase", "durées": "2"}, Salles=GYM),
        ["12 h à placer, 8 h possibles", "la salle n'est pas disponible", "demander « 8 h » en tout"],
    ),
    # five days of four weeks, one session of one hour a day
    "class days and lengths": (
        rows({"heures": "30 h", "durées": "1"}),
        [
            "30 h à placer, 20 h possibles",
            "assez de jours pour ces durées",
            "demander « 20 h » en tout",
            "max par jour",
        ],
    ),
    "slots of an hour and a half": (
        rows({"heures": "5 h/sem"}, Horaires=LONG),
        ["5 h par semaine ne se découpent pas en séances : ce sera 4 h 30 ou 6 h"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_check_names_the_nearest_volume(tmp_path: Path, name: str) -> None:
    """The sentence names the course, its cell, what is asked, what is possible, why, and what to ask for."""
    book_rows, words = CASES[name]
    write_workbook(tmp_path / "cas.xlsx", book_rows)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == ("en tout" in " ".join(words)), said.output
    for word in words:
        assert word in said.output


def test_the_volume_that_check_proposes_passes(tmp_path: Path) -> None:
    """With the volume of the sentence, nothing is left to say."""
    cured = {**CASES["trainer every other week"][0], "Cours": [{**COURSE, "heures": "4 h", "durées": "2"}]}
    write_workbook(tmp_path / "cas.xlsx", cured)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 0, said.output
