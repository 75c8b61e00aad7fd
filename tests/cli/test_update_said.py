"""What `barrette update` says of ordinary events: few lines, folded by cause, whose counts are those of all lists."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.building.settings import SETTINGS
from data.sheets.schema import SHEETS
from planner.domain import Settings
from planner.report.settings import (
    LEARNER_NAMES,
    ROOM_NAMES,
    SETTING_NAMES,
    TRAINER_NAMES,
    changed_learner,
    changed_trainer,
)
from planner.words import say_day
from tests.cli.places import sessions
from tests.cli.running import barrette, day_of_courses
from tests.rules.build import learner, trainer
from tests.whole.tiny import Rows, tiny, written

Line = dict[str, str]
Event = Callable[[date], tuple[str, dict[str, object], str]]
"""A day → the sheet, a line of it, and how what it does is told."""


def closed(day: date) -> tuple[str, dict[str, object], str]:
    """The centre is closed."""
    return "Fermetures", {"libellé": "Pont", "du": day}, f"Fermeture du {say_day(day)} : "


def away(day: date) -> tuple[str, dict[str, object], str]:
    """A trainer is away."""
    line: dict[str, object] = {"qui": "Durand Paul", "du": day, "au": day}
    return "Indisponibilités", line, f"Durand Paul, absence le {day:%d/%m/%Y} : "


def trip(day: date) -> tuple[str, dict[str, object], str]:
    """Both classes are away."""
    line: dict[str, object] = {
        "événement": "Sortie", "date": day, "classes": "CAP CUI 1 ; CAP BOU 1", "lieu extérieur": "Rouen",
    }  # fmt: skip
    return "Événements", line, f"Sortie – Rouen, {say_day(day)} : "


WORDS = {"moved": "Déplacée", "trainer": "Formateur changé", "room": "Salle changée"}


def rows(folder: Path) -> list[Line]:
    """The whole list, as it was written."""
    with (folder / "interne" / "differences.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def number(text: str, word: str) -> int:
    """The number before a word, 0 where it is not said."""
    found = re.search(rf"(\d+) {word}", text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("event", [closed, away, trip])
def test_counts_said_are_those_of_the_file_and_of_diff(solved: Path, tmp_path: Path, event: Event) -> None:
    """One event, one line that begins with it, and no consent asked; sessions are counted once each, as in the file."""
    folder = solved
    sheet, cells, begins = event(date.fromisoformat(day_of_courses(folder, "DURAND-PAUL", "2026-09-14")))
    book = written(tmp_path, {**tiny(), sheet: [cells]})
    done = barrette("update", folder, "--workbook", book, "--from", "2026-09-07")
    assert done.exit_code == 0, done.output
    said = done.stdout.splitlines()
    assert len(said) <= 25
    assert str(folder / "interne" / "differences.csv") in said[-1]
    (told,) = (line for line in said if line.startswith(f"  • {begins}"))
    assert "touchée" in told
    (counts,) = (line for line in said if line.endswith(("concerné.", "concernés.")))

    sessions = [row for row in rows(folder) if row["pour"] == "séance"]
    assert len({row["séance"] for row in sessions}) == len(sessions)
    assert begins.removesuffix(" : ") in {row["raison"] for row in sessions}
    file = Counter(row["changement"] for row in sessions)
    people = Counter(row["changement"] for row in rows(folder) if row["pour"] == "apprenant")
    moved = sum(file[word] for word in WORDS.values())
    assert number(counts, "séances? change") == moved
    assert number(counts, "séances? ajoutée") == file["Ajoutée"]
    assert number(counts, "séances? annulée") == file["Annulée"]
    assert number(counts, "changements?[ (]") == moved + people["Groupe changé"] + people["Séance changée"]

    compared = json.loads(barrette("diff", folder, "--json").stdout)["counts"]
    assert {what: file[word] for what, word in WORDS.items() if file[word]} == {
        what: compared[what] for what in WORDS if what in compared
    }
    assert (compared.get("added", 0), compared.get("cancelled", 0)) == (file["Ajoutée"], file["Annulée"])
    assert (compared.get("group", 0), compared.get("seat", 0)) == (people["Groupe changé"], people["Séance changée"])


def followed(folder: Path, place: Path, rows: Rows, *more: str) -> list[str]:
    """What an update of the whole term says of other rows."""
    place.mkdir()
    done = barrette(
        "update", folder, "--workbook", written(place, rows), "--from", "2026-09-07", "--notice", "0", *more
    )
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_trip_counts_a_lesson_once_and_what_comes_back(tmp_path: Path) -> None:
    """Léa does something else during maths: the study beside is no hour of the class, neither lost nor given back."""
    rows = tiny()
    rows["Dispenses"] = [{"apprenant": "Martin Léa", "matière": "Mathématiques", "à la place": "autonomie"}]
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1").exit_code == 0
    day = date.fromisoformat(min(r["date"] for r in sessions(folder).values() if r["kind"] == "study"))
    mine = [r for r in sessions(folder).values() if r["date"] == f"{day}" and r["kind"] == "course"]
    lost = sum(int(row["minutes"]) for row in mine if row["class_ids"] == "CAP-CUI-1") // 60

    line: dict[str, object] = {"événement": "Sortie", "date": day, "classes": "CAP CUI 1"}
    said = followed(folder, tmp_path / "sortie", {**rows, "Événements": [line]})
    (told,) = (text for text in said if text.startswith(f"  • Sortie, {say_day(day)} : "))
    assert f"({lost} h, " in told
    assert "ajoutée" not in told, "the trip is not a session that is added"
    assert f"{lost} h en moins (semaine courte)" in told

    said = followed(folder, tmp_path / "sans", rows)
    (told,) = (text for text in said if text.startswith(f"  • « Sortie » du {say_day(day)} n’a plus lieu : "))
    assert "touchée" not in told
    assert f"de CAP CUI 1 {'reviennent à leur' if ' reviennent' in told else 'revient à son'} heure ({lost} h)" in told


def test_changed_settings_are_named_with_both_values(solved: Path, tmp_path: Path) -> None:
    """A number of days, a length and a line that Barrette does not know; the salt is not shown."""
    rows = tiny()
    for name, value in (
        ("délai de prévenance", 3),
        ("pause mineur", "45 min"),
        ("couleur", "bleu"),
        ("sel", "un autre"),
    ):
        rows["Paramètres"] = [row for row in rows["Paramètres"] if row["paramètre"] != name]
        rows["Paramètres"].append({"paramètre": name, "valeur": value})
    said = followed(solved, tmp_path / "autres", rows, "--dry-run")
    assert [line for line in said if "Paramètres" in line] == [
        "  • Feuille « Paramètres », délai de prévenance : 3 jours (7 jours auparavant).",
        "  • Feuille « Paramètres », sel : changé.",
        "  • Feuille « Paramètres », pause mineur : 45 min (30 min auparavant).",
        "  • Feuille « Paramètres », couleur : bleu (vide auparavant).",
    ]


def test_names_of_settings_are_those_of_the_workbook() -> None:
    """Each field of the settings that the sheet fills has the name of its line; none is left out."""
    fields = {*Settings.__dataclass_fields__} - {"saved", "extra"}
    assert {s.id: s.column.header for s in SETTINGS if s.id in fields} == {
        k: name for k, (name, _kind) in SETTING_NAMES.items()
    }


def test_names_of_figures_are_those_of_the_columns() -> None:
    """Each figure of a trainer or a room that is told by its name has the name of its column."""
    for sheet, names in (("Formateurs", TRAINER_NAMES), ("Salles", ROOM_NAMES), ("Apprenants", LEARNER_NAMES)):
        headers = {c.field or c.id: c.header for s in SHEETS if s.name == sheet for c in s.columns}
        assert {name: headers[name] for name in names} == {name: header for name, (header, _kind) in names.items()}


def test_cells_of_people_that_differ_are_named() -> None:
    """A date or a figure with what it was; what is a list, that it is another one; else that something has changed."""
    lea, paul = learner("LEA", birth=date(2007, 3, 14)), trainer("PAUL")
    younger = replace(lea, birth=date(2010, 3, 14))
    assert changed_learner(lea, younger) == "naissance : 14/03/2010 (14/03/2007 auparavant)"
    assert changed_learner(lea, replace(lea, makeup="staff")) == "ses informations ont changé"
    more = replace(paul, skills=frozenset({"maths"}), max_day=420)
    assert changed_trainer(paul, more) == "max par jour : 7 h (24 h auparavant) ; d'autres compétences"


@pytest.mark.parametrize(
    ("sheet", "name", "cell", "value", "changed", "asked"),
    [
        ("Salles", "Cuisine 1", "places", 2, "Salle Cuisine 1 : places : 2 (12 auparavant).", "réunit 3 apprenants et"),
        (
            "Formateurs", "Roux Anne", "max par semaine", "3 h",
            "Roux Anne : max par semaine : 3 h (26 h auparavant).", "Roux Anne doit assurer 4 h de cours et peut en",
        ),
    ],
)  # fmt: skip
def test_what_cannot_hold_any_more_is_asked_before_anything(
    solved: Path, tmp_path: Path, sheet: str, name: str, cell: str, value: object, changed: str, asked: str
) -> None:
    """Two places for three cooks, three hours for four: the figure with what it was, what fails, and nothing kept."""
    rows_now = tiny()
    next(row for row in rows_now[sheet] if name in row.values())[cell] = value
    done = barrette("update", solved, "--workbook", written(tmp_path, rows_now), "--from", "2026-09-07")
    assert done.exit_code == 3
    assert f"  • {changed}" in done.output
    assert done.stderr.index("Rien n’a été changé.") < done.stderr.index(asked) < done.stderr.index("--anyway")


def test_room_that_is_too_small_is_the_reason_of_the_list(solved: Path, tmp_path: Path) -> None:
    """No place for three cooks, all the same: the list says it, and not that other hours are taken."""
    rows = tiny()
    rows["Salles"][0]["places"] = 0
    book = written(tmp_path, rows)
    done = barrette("update", solved, "--workbook", book, "--from", "2026-09-07", "--anyway", "--dry-run")
    assert done.exit_code == 0
    listed = done.stdout[done.stdout.index("Séances non placées") :]
    assert "3 apprenants sont attendus et la plus grande salle de type « cuisine » a 0 place" in listed
    assert "aucune place" not in listed


def test_room_that_is_too_small_for_one_keeps_the_lesson(solved: Path, tmp_path: Path) -> None:
    """Two places for three cooks: the lessons stay, and whoever has no seat is named; the next update says the same."""
    rows = tiny()
    rows["Salles"][0]["places"] = 2
    words = "update", solved, "--workbook", written(tmp_path, rows), "--from", "2026-09-07", "--anyway"
    done = barrette(*words)
    assert done.exit_code == 0
    assert "n’a pas de place à TP cuisine" in done.stdout
    assert "TP cuisine" not in done.stdout.partition("Séances non placées")[2].partition("À savoir")[0]
    assert "Rien n’a changé" in barrette(*words).stdout


def test_what_was_listed_before_is_one_line(solved: Path, tmp_path: Path) -> None:
    """A kitchen without places takes its lessons away; the next update, about somebody else, tells them in one line."""
    rows = tiny()
    rows["Salles"][0]["places"] = 0
    first = barrette("update", solved, "--workbook", written(tmp_path, rows), "--from", "2026-09-07", "--anyway")
    assert "TP cuisine" in first.stdout[first.stdout.index("Séances non placées") :]
    rows["Apprenants"][0]["employeur"] = "Auberge du Lac"
    rows["Fermetures"] = [{"libellé": "Pont", "du": date(2026, 9, 18)}]
    again = barrette("update", solved, "--workbook", written(tmp_path, rows), "--from", "2026-09-07", "--anyway")
    assert again.exit_code == 0
    lines = again.stdout[again.stdout.index("Séances non placées") :].splitlines()[1:]
    (line,) = [line for line in lines if "TP cuisine" in line]
    assert "Fermeture du vendredi 18 septembre : aucune séance ne change" in again.stdout
    assert line.endswith("sans place depuis plus longtemps (motifs : csv/unplaced.csv)")


def test_lines_of_another_year_are_told_once(solved: Path, tmp_path: Path) -> None:
    """An event of 2031 and one of 2025, an absence of 2031: sheet, cell, value and cure; the next update is silent."""
    rows = tiny()
    rows["Événements"] = [
        {"événement": f"Sortie {year}", "date": date(year, 9, 8), "classes": "CAP CUI 1"} for year in (2031, 2025)
    ]
    away = {"qui": "Durand Paul", "du": date(2031, 9, 8), "au": date(2031, 9, 9)}
    rows["Indisponibilités"] = [away, {**away, "du": date(2026, 12, 1), "au": date(2026, 12, 2)}]
    term = "est hors de l'emploi du temps (du 07/09/2026 au 18/09/2026)"
    events = [
        f"« 08/09/{year} » {term} : « Sortie {year} » n'est pas placé. Corrigez la date, si c'est une erreur."
        for year in (2031, 2025)
    ]
    said = followed(solved, tmp_path / "autres", rows)
    lines = [line for line in said if term in line]
    assert [line.split(" : ", 1)[1] for line in lines[:2]] == events
    assert all(re.match(r"  • Feuille « \w+ », cellule [A-Z]+[23] : ", line) for line in lines)
    assert "« 08/09/2031 »" in lines[2]
    assert len(lines) == 3, "next December lies in the next term"
    assert not [line for line in followed(solved, tmp_path / "encore", rows) if term in line]
    checked = barrette("check", tmp_path / "autres/classeur.xlsx", "--json")
    assert {n["sheet"] for n in json.loads(checked.stdout)["notices"] if term in n["text"]} == {
        "Événements", "Indisponibilités",
    }  # fmt: skip


def test_minors_to_be_watched_are_in_the_list_of_each_command(solved: Path, tmp_path: Path) -> None:
    """A course falls within the notice: `update` names the minors; `diff` and `publish` write the very same file."""
    assert barrette("publish", solved).exit_code == 0
    day = date.fromisoformat(sessions(solved)["CAP-BOU-1-MATHEMATIQUES-02"]["date"])
    nobody = [{"qui": name, "du": day, "au": day} for name in ("Durand Paul", "Roux Anne", "Noir Eva")]
    (tmp_path / "nouveau").mkdir()
    book = written(tmp_path / "nouveau", {**tiny(), "Indisponibilités": nobody})
    assert barrette("update", solved, "--workbook", book, "--from", "2026-09-08", "--notice", "11").exit_code == 0
    assert [row["code"] for row in rows(solved) if row["pour"] == "encadrement"]
    told = (solved / "interne/differences.csv").read_bytes()
    for command in ("diff", "publish"):
        (solved / "interne/differences.csv").unlink()
        assert barrette(command, solved, *(("--keep-past",) if command == "publish" else ())).exit_code == 0
        assert (solved / "interne/differences.csv").read_bytes() == told


def test_each_session_has_its_own_cause(solved: Path, tmp_path: Path) -> None:
    """Hugo changes class, Léa has a shorter day, Paul is away and the kitchen is closed: each is told by itself.

    Hugo attends what Paul and the kitchen move, and comes first in the workbook: his line has his seats only.
    """
    cooking = sessions(solved)["CAP-CUI-1-TP-CUISINE-02"]
    shut, away = (date.fromisoformat(d) for d in (
        cooking["date"], day_of_courses(solved, "DURAND-PAUL", "2026-09-14")
    ))  # fmt: skip
    rows_now = tiny()
    next(r for r in rows_now["Apprenants"] if r["prénom"] == "Hugo")["classe"] = "CAP BOU 1"
    rows_now["Aménagements"] = [{"apprenant": "Martin Léa", "effet": "max par jour", "durée": "6 h"}]
    rows_now["Indisponibilités"] = [
        {"qui": "Durand Paul", "du": away, "au": away}, {"qui": "Cuisine 1", "du": shut, "au": shut},
    ]  # fmt: skip
    said = followed(solved, tmp_path / "quatre", rows_now, "--anyway")
    assert "  • Feuille « Aménagements » : 1 ligne ajoutée (Léa Martin)." in said
    (hugo,) = (line for line in said if line.startswith("  • Hugo Petit, classe : CAP BOU 1 : "))
    assert "touchée" not in hugo
    assert "rejointe" in hugo
    causes = [f"Durand Paul, absence le {away:%d/%m/%Y}", f"Salle Cuisine 1, fermée le {shut:%d/%m/%Y}"]
    for cause in causes:
        (line,) = (text for text in said if text.startswith(f"  • {cause} : "))
        assert "touchée" in line
        assert said.index(line) < said.index(hugo), "seats come last"

    told = rows(solved)
    of_kitchen = {row["raison"] for row in told if row["séance"] == cooking["session_id"]}
    assert causes[1] in of_kitchen
    assert of_kitchen <= {causes[1], "Hugo Petit, classe : CAP BOU 1"}
    assert not [row for row in told if ";" in row["raison"]]
