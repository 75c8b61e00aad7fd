"""What `barrette update` says of ordinary events: few lines, folded by cause, whose counts are those of all lists."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planner.words import say_day
from tests.cli.running import barrette, day_of_courses
from tests.whole.tiny import tiny, written

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
