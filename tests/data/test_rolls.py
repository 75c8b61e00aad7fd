"""*Présences* and *Actions*: what is read, and what is refused with its cell and its cure."""

from pathlib import Path

import pytest

from data import read
from planner.domain import Action, Came, Nature, RollLine
from tests.whole.tiny import tiny, written

LINE = {"séance": "K7M4-Q2P", "état": "présent"}
ACTION = {"date": "08/09/2026", "apprenant": "Sow Awa", "nature": "recherche d'employeur"}


def faults(folder: Path, sheet: str, *lines: dict[str, object]) -> str:
    """All that is wrong with some lines of a sheet."""
    rows = tiny()
    rows[sheet] = list(lines)
    reading = read(written(folder, rows))
    return "\n".join(map(str, reading.faults))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"état": "présent"}, "manque : recopiez la référence de la feuille d'émargement, ou donnez la date"),
        ({"date": "08/09/2026", "état": "présent"}, "manque : dites pour qui, par des noms ou par une classe"),
        ({**LINE, "état": ""}, "« état » est vide"),
        ({**LINE, "état": "malade"}, "« malade »"),
        ({**LINE, "apprenants": "Martin Léo"}, "Vouliez-vous dire « Martin Léa »"),
        ({**LINE, "minutes de retard": 10}, "ne va qu'avec « en retard »"),
        ({**LINE, "état": "en retard", "minutes de retard": 2000}, "600"),
        ({**LINE, "fin": "10h"}, "donnez aussi l'heure de début"),
        ({**LINE, "début": "11h", "fin": "10h"}, "vient avant le début"),
        ({"date": "31/02/2026", "classe": "CAP CUI 1", "état": "présent"}, "« 31/02/2026 »"),
        ({"date": "08/09/2026", "classe": "CAP CUI 9", "état": "présent"}, "« CAP CUI 9 » n'existe pas"),
        ({"date": "08/09/2026", "demi-journée": "soir", "classe": "CAP CUI 1", "état": "présent"}, "« soir »"),
    ],
)
def test_attendance_that_says_too_little_or_too_much(tmp_path: Path, line: dict[str, object], said: str) -> None:
    """Sheet and cell are named, and what to do; one fault a line."""
    found = faults(tmp_path, "Présences", line)
    assert "Feuille « Présences », cellule " in found
    assert said in found
    assert found.count("\n") == 0


def test_two_lines_of_one_session_that_differ(tmp_path: Path) -> None:
    """The same person present and absent; all present and one absent is no fault."""
    lines = ({**LINE, "apprenants": "Martin Léa"}, {**LINE, "apprenants": "Sow Awa ; Martin Léa", "état": "absent"})
    assert "la ligne 2 dit autre chose" in faults(tmp_path, "Présences", *lines)
    assert faults(tmp_path, "Présences", LINE, {**lines[1]}) == ""


def test_attendance_and_actions_are_read(tmp_path: Path) -> None:
    """Every word of a state, half-days, several people; dates of an aid."""
    rows = tiny()
    rows["Présences"] = [
        LINE,
        {"date": "08/09/2026", "demi-journée": "après-midi", "apprenants": "Sow Awa ; Martin Léa", "état": "ABS"},
        {"date": "08/09/2026", "début": "8h", "apprenants": "Sow Awa", "état": "retard", "minutes de retard": 5},
    ]
    rows["Actions"] = [
        {**ACTION, "avec qui": "M. Petit", "objet": "appel", "résultat": "essai"},
        {"apprenant": "Sow Awa", "nature": "permis", "informé le": "08/09/2026", "demandé le": "15/09/2026"},
    ]
    problem = read(written(tmp_path, rows)).problem
    assert problem is not None
    first, second, third = problem.rolls
    assert (first.came, first.session_id, first.apprentice_ids) == (Came.PRESENT, "K7M4-Q2P", ())
    assert (second.came, second.half, len(second.apprentice_ids)) == (Came.ABSENT, "pm", 2)
    assert isinstance(third, RollLine)
    assert (third.came, third.start, third.late) == (Came.LATE, 480, 5)
    search, licence = problem.actions
    assert isinstance(search, Action)
    assert (search.nature, search.with_whom, search.what, search.result) == (
        Nature.EMPLOYER_SEARCH, "M. Petit", "appel", "essai",
    )  # fmt: skip
    assert (licence.nature, licence.day, len(licence.dates)) == (Nature.LICENCE, None, 2)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({**ACTION, "date": ""}, "manque : dites quand"),
        ({**ACTION, "nature": "café"}, "« café »"),
        ({**ACTION, "demandé le": "09/09/2026"}, "ne va qu'avec « aide » ou « permis de conduire »"),
        (
            {**ACTION, "nature": "aide", "informé le": "10/09/2026", "demandé le": "09/09/2026"},
            "est avant « informé le »",
        ),
        (
            {**ACTION, "nature": "aide", "demandé le": "10/09/2026", "versé le": "09/09/2026"},
            "est avant « demandé le »",
        ),
        ({**ACTION, "apprenant": "Personne Paul"}, "n'existe pas"),
    ],
)
def test_actions_that_cannot_be_understood(tmp_path: Path, line: dict[str, object], said: str) -> None:
    """Sheet and cell are named, and what to do."""
    found = faults(tmp_path, "Actions", line)
    assert "Feuille « Actions », cellule " in found
    assert said in found


def test_day_of_another_term_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """A slip of the year."""
    rows = tiny()
    rows["Présences"] = [{"date": "08/09/2062", "classe": "CAP CUI 1", "état": "présent"}]
    reading = read(written(tmp_path, rows))
    assert reading.problem is not None
    assert reading.problem.rolls == ()
    assert any("cette présence ne change rien" in line for line in reading.outside)
