"""`barrette explain`: what clashes in a workbook, in words, in JSON, in the cells of a copy; a folder of results."""

import csv
import json
from pathlib import Path

import openpyxl

from tests.cli.running import barrette
from tests.whole.tiny import Rows, tiny, written


def contradictory() -> Rows:
    """The cook comes on Monday only, for two half-days of kitchen that are on different days."""
    rows = tiny()
    rows["Formateurs"][1]["disponible seulement"] = "lu"
    rows["Cours"][2] |= {"heures": "6 h/sem", "durées": "3+3"}
    return rows


def test_a_workbook_that_fits_has_nothing_to_explain(tmp_path: Path) -> None:
    """One sentence, and 0."""
    done = barrette("explain", written(tmp_path))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Rien ne se contredit")
    assert "semaine du lundi 7 septembre" in done.stderr, "how far it is"


def test_a_workbook_that_does_not_fit_says_facts_and_cures(tmp_path: Path) -> None:
    """The three facts with their cells, both weeks, and cures that were tried."""
    done = barrette("explain", written(tmp_path, contradictory()))
    assert done.exit_code == 1, done.output
    for words in (
        "1. 1 séance de TP cuisine (CAP CUI 1) ne tient pas, semaine du lundi 7 septembre ni dans une autre.",
        "Ces faits, ensemble, l’empêchent :",
        "Roux Anne n’est là que le lundi",
        "6 h par semaine, avec Roux Anne : 2 séances de 3 h cette semaine.",
        "Il suffit d’en lever un pour que cela tienne.",
        "De même, semaine du 14 septembre.",
        "  1. Permettre 2 séances par jour de TP cuisine (CAP CUI 1).",
    ):
        assert words in done.output
    assert "  • Cours!C4 : TP cuisine" in done.output
    assert "  • Formateurs!" in done.output


def test_json_names_sheets_and_cells(tmp_path: Path) -> None:
    """Facts with sheet and cell, and whether they are proven, for a program."""
    done = barrette("explain", written(tmp_path, contradictory()), "--json")
    (clash,) = json.loads(done.output)["clashes"]
    assert clash["weeks"] == ["2026-09-07", "2026-09-14"]
    assert clash["minimal"]
    assert clash["proven"]
    assert clash["nowhere"]
    assert {fact["kind"]: fact["cells"][0][0] for fact in clash["facts"]} == {
        "course": "Cours", "max_day": "Cours", "trainer_away": "Formateurs",
    }  # fmt: skip
    assert clash["cures"][0]["kind"] == "sessions a day"


def test_a_marked_copy_shows_the_facts_in_their_cells(tmp_path: Path) -> None:
    """The cell of the hours is coloured, and says what clashes and what cures it."""
    copy = tmp_path / "copie.xlsx"
    done = barrette("explain", written(tmp_path, contradictory()), "--marked", copy)
    assert done.exit_code == 1, done.output
    assert "Copie annotée" in done.output
    cell = openpyxl.load_workbook(copy)["Cours"]["C4"]
    assert "contradiction 1" in cell.comment.text
    again = barrette("explain", tmp_path / "classeur.xlsx", "--marked", copy)
    assert again.exit_code == 2


def test_a_page_says_the_same(tmp_path: Path) -> None:
    """Internal, escaped, with facts, cells and cures; nothing is written under another ending."""
    page = tmp_path / "page.html"
    done = barrette("explain", written(tmp_path, contradictory()), "--page", page)
    assert done.exit_code == 1, done.output
    text = page.read_text(encoding="utf-8")
    for words in (
        "Document interne",
        "1 contradiction dans le classeur.",
        "Cours!C4",
        "Roux Anne n’est là que le lundi",
    ):
        assert words in text
    refused = barrette("explain", tmp_path / "classeur.xlsx", "--page", tmp_path / "page.txt")
    assert refused.exit_code == 2
    assert not (tmp_path / "page.txt").exists()


def test_what_a_timetable_left_out_is_explained(tmp_path: Path) -> None:
    """A folder of results: its sessions without a place, and why; from its workbook, cells and all."""
    book = written(tmp_path, contradictory())
    done = barrette("solve", book, "--out", tmp_path / "dir", "--no-export", "--workers", "1")
    assert done.exit_code == 0, done.output
    with (tmp_path / "dir" / "csv" / "unplaced.csv").open(encoding="utf-8") as file:
        reasons = [row["reason"] for row in csv.DictReader(file) if row["kind"] == "course"]
    assert reasons
    for reason in reasons:
        assert "Roux Anne n’est là que le lundi" in reason, "the facts"
        assert reason.endswith("; solution essayée : permettre 2 séances par jour de TP cuisine (CAP CUI 1)")
    told = barrette("explain", tmp_path / "dir")
    assert told.exit_code == 0, told.output
    assert "séances de cours sans place" in told.output
    assert "Roux Anne n’est là que le lundi" in told.output
    assert "Rien de prouvé" not in told.output
    refused = barrette("explain", tmp_path / "dir", "--marked", tmp_path / "copie.xlsx")
    assert refused.exit_code == 2
    assert "--workbook" in refused.output
    assert barrette("explain", tmp_path / "dir", "--workbook", book, "--json").exit_code == 0


def test_wrong_sources_are_refused_in_words(tmp_path: Path) -> None:
    """A file that is not there, a folder without a timetable, a workbook beside a workbook."""
    assert barrette("explain", tmp_path / "rien.xlsx").exit_code == 3
    assert barrette("explain", tmp_path).exit_code == 3
    book = written(tmp_path)
    done = barrette("explain", book, "--workbook", book)
    assert done.exit_code == 2
    assert "--workbook va avec un dossier" in done.output
