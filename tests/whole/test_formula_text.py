import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

import data
from tests.cli.running import barrette
from tests.whole.reading import text_of
from tests.whole.tiny import tiny, written

NAME, FIRST, SUBJECT, ROOM, TRAINER, CLASS = "=1+1", "@Zoé", "+33 Maths", "-Salle x", "@Durand", "=CAP 1"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny centre where names of every sort look like formulas, solved."""
    folder, rows = tmp_path_factory.mktemp("formules"), tiny()
    rows["Apprenants"][0] |= {"nom": NAME, "prénom": FIRST}
    rows["Cours"][0]["matière"] = SUBJECT
    rows["Salles"][1]["salle"] = ROOM
    rows["Classes"][0]["salle préférée"] = ROOM
    rows["Formateurs"][0]["nom"] = TRAINER
    for sheet in rows.values():
        for row in sheet:
            for header, value in row.items():
                if isinstance(value, str) and header != "prénom":
                    row[header] = value.replace("Durand Paul", TRAINER).replace("CAP CUI 1", CLASS)
    done = barrette("solve", written(folder, rows), "--out", folder / "edt", "--effort", "0.1")
    assert done.exit_code == 0, done.output
    return folder / "edt"


def test_formula_text_is_read_as_text(solved: Path) -> None:
    """The workbook keeps each name as it was typed."""
    problem = data.read(solved.parent / "classeur.xlsx").problem
    assert problem is not None
    assert (NAME, FIRST) in {(p.last_name, p.first_name) for p in problem.learners.values()}
    assert SUBJECT in {c.subject for c in problem.courses.values()}
    assert ROOM in {r.name for r in problem.rooms.values()}
    assert TRAINER in {t.name for t in problem.trainers.values()}


def test_formula_text_stays_in_csv_and_calendars(solved: Path) -> None:
    """Labels hold the very text, in the CSV and in the calendars."""
    with (solved / "csv/sessions.csv").open(encoding="utf-8", newline="") as stream:
        labels = {row["public_label"] for row in csv.DictReader(stream)}
    assert SUBJECT in labels
    texts = [text_of(path) for path in (solved / "ics").rglob("*.ics")]
    assert any(f"SUMMARY:{SUBJECT}" in text for text in texts)
    assert any(ROOM in text for text in texts)


def test_formula_text_is_no_formula_in_workbooks(solved: Path) -> None:
    """No cell of any workbook is a formula; the names are there as text."""
    seen: set[str] = set()
    for path in [*(solved / "interne").rglob("*.xlsx"), *(solved / "diffusion").rglob("*.xlsx")]:
        for page in load_workbook(path):
            for row in page.iter_rows():
                assert not [cell.coordinate for cell in row if cell.data_type == "f"], (path.name, page.title)
                seen |= {str(cell.value) for cell in row if cell.value is not None}
    for text in (NAME, SUBJECT, ROOM, TRAINER, CLASS):
        assert any(text in value for value in seen), text


def test_formula_text_is_shown_in_pages(solved: Path) -> None:
    """The pages show the names as they are; their files are read back by ``verify``."""
    texts = [path.read_text(encoding="utf-8") for path in solved.rglob("*.html")]
    assert any(SUBJECT in text for text in texts)
    assert barrette("verify", solved).exit_code == 0
