"""The example of the guide: its tables, typed into a blank template, and what the commands make of it.

    python -m tests.whole.guide_example DIR

writes the workbook and its timetable in a folder, for the pictures of the guide (`make images`).
"""

import re
import sys
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from planner.cli import main

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
SHEETS = ("Paramètres", "Classes", "Calendrier", "Formateurs", "Salles", "Cours", "Barrettes")
PEOPLE = "L'exemple : les vingt apprenants"


def table_under(title: str) -> list[dict[str, str]]:
    """The first table under a heading of the guide, its code marks removed."""
    text = GUIDE.read_text(encoding="utf-8")
    part = re.split(r"^#+ ", text, flags=re.MULTILINE)
    (found,) = [section for section in part if section.startswith(f"{title}\n")]
    lines = re.search(r"(?:^\|.*\n)+", found, re.MULTILINE)
    assert lines is not None, title
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[0].splitlines()]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def fill(path: Path) -> None:
    """What a planner would type: cells under the headings of each sheet, below the example; settings on their line."""
    book = load_workbook(path)
    for name in (*SHEETS, "Apprenants"):
        sheet = book[name]
        columns = {str(cell.value): cell.column for cell in sheet[1] if cell.value}
        for number, row in enumerate(table_under(PEOPLE if name == "Apprenants" else name), start=3):
            line = number
            if name == "Paramètres":
                (line,) = [cell.row for cell in sheet["A"] if cell.value == row["paramètre"]]
            for header, value in row.items():
                if value:
                    sheet.cell(line, columns[header]).value = value
    book.save(path)


def make(place: Path) -> Path:
    """The template of `barrette new`, filled, checked, solved, verified, with the papers of its first day."""
    for words in (
        ["new", str(place / "classeur.xlsx")],
        ["check", str(place / "classeur.xlsx")],
        ["solve", str(place / "classeur.xlsx"), "--out", str(place / "resultat")],
        ["verify", str(place / "resultat")],
        ["export", str(place / "resultat"), "--format", "day", "--date", "2026-09-07"],
    ):
        run = CliRunner().invoke(main, words)
        assert run.exit_code == 0, run.output
        if words[0] == "new":
            fill(place / "classeur.xlsx")
    return place / "resultat"


if __name__ == "__main__":
    make(Path(sys.argv[1]))
