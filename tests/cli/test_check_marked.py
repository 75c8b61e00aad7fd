"""``check --marked``: a copy from values in which what is wrong is coloured, commented and listed."""

import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.writing.marked import COLOURS, FAULT, LIST
from tests.cli.running import barrette
from tests.whole.tiny import Rows, tiny, written


def faulty() -> Rows:
    """Three faults in three sheets."""
    rows = tiny()
    rows["Salles"][0]["places"] = -3
    rows["Cours"][0]["formateurs"] = "Durant Paul"
    rows["Apprenants"][0]["naissance"] = "31/02/2010"
    return rows


def marked(folder: Path, book: Path, code: int = 3) -> openpyxl.Workbook:
    """The marked copy of a workbook, read back."""
    copy = folder / "copie.xlsx"
    done = barrette("check", book, "--marked", copy)
    assert done.exit_code == code, done.output
    assert str(copy) in done.output
    return openpyxl.load_workbook(copy)


def coloured(page: Worksheet) -> dict[str, str]:
    """Commented cells of a sheet with their comments; each is coloured."""
    found = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert all(page[place].fill.start_color.rgb in COLOURS.values() for place in found)
    return found


def listed(book: openpyxl.Workbook) -> list[tuple[object, ...]]:
    """The rows of the first sheet that stand for a fault, an alert or a remark."""
    rows = book[LIST].iter_rows(min_row=2, max_col=5, values_only=True)
    return [row for row in rows if row[0] in COLOURS]


def test_marked_copy_shows_each_fault_in_its_cell(tmp_path: Path) -> None:
    """Colour and comment in the three cells, and three linked lines at the head of the list."""
    book = marked(tmp_path, written(tmp_path, faulty()))
    assert book.sheetnames[0] == LIST
    for sheet, cell, words in (
        ("Salles", "C2", "négatif"), ("Cours", "D2", "Durand Paul"), ("Apprenants", "C2", "date impossible"),
    ):  # fmt: skip
        comments = coloured(book[sheet])
        assert list(comments) == [cell]
        assert words in comments[cell]
        assert book[sheet][cell].fill.start_color.rgb == COLOURS[FAULT]
    rows = [row for row in listed(book) if row[0] == FAULT]
    assert {(row[1], row[2]) for row in rows} == {("Salles", "C2"), ("Cours", "D2"), ("Apprenants", "C2")}
    targets = [book[LIST].cell(n, 3).hyperlink.location for n in range(2, 5)]
    assert sorted(targets) == ["'Apprenants'!C2", "'Cours'!D2", "'Salles'!C2"]


def test_marked_copy_holds_the_values_and_reads_the_same(tmp_path: Path) -> None:
    """Every sheet that is read is there, value for value, dates as dates; checking the copy gives the same faults."""
    source = written(tmp_path, faulty())
    book, before = marked(tmp_path, source), openpyxl.load_workbook(source)
    assert book.sheetnames[1:] == before.sheetnames
    for page in before.worksheets:
        assert list(book[page.title].values) == list(page.values)
    assert isinstance(book["Paramètres"]["B4"].value, datetime)
    faults = [json.loads(barrette("check", f, "--json").stdout)["faults"] for f in (source, tmp_path / "copie.xlsx")]
    assert faults[0] == faults[1]


def test_marked_copy_of_a_sound_workbook_lists_what_is_to_be_known(tmp_path: Path) -> None:
    """No fault: the alerts stand in their cells, the defaults in the list."""
    rows = tiny()
    rows["Cours"][0]["heures"] = "50 h/sem"
    book = marked(tmp_path, written(tmp_path, rows), code=1)
    kinds = [row[0] for row in listed(book)]
    assert "à corriger avant le calcul" in kinds
    assert any("« Horaires » absente ou vide" in str(row[4]) for row in listed(book))
    assert coloured(book["Classes"]) or coloured(book["Cours"])


def test_marked_never_overwrites(tmp_path: Path) -> None:
    """Neither the workbook itself nor any other file."""
    source = written(tmp_path, faulty())
    before = source.read_bytes()
    (tmp_path / "ancien.xlsx").write_text("précieux", encoding="utf-8")
    for target in (source, tmp_path / "ancien.xlsx"):
        done = barrette("check", source, "--marked", target)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "existe déjà" in done.stderr
    assert source.read_bytes() == before
    assert (tmp_path / "ancien.xlsx").read_text(encoding="utf-8") == "précieux"
    assert barrette("check", source, "--marked", tmp_path / "copie.ods").exit_code == 2


def test_marked_of_what_is_no_workbook_writes_nothing(tmp_path: Path) -> None:
    """There is nothing to copy, and it is said."""
    (tmp_path / "a.xlsx").write_bytes(b"bonjour")
    done = barrette("check", tmp_path / "a.xlsx", "--marked", tmp_path / "copie.xlsx")
    assert done.exit_code == 3
    assert "Aucune copie" in done.stderr
    assert not (tmp_path / "copie.xlsx").exists()


def test_marked_texts_stay_texts(tmp_path: Path) -> None:
    """What looks like a formula is a text in the copy, and control signs do not stop it."""
    rows = faulty()
    for number, name in enumerate(("=1+1", "+33 6", "-5", "@nom", "🎓 Léa")):
        rows["Apprenants"][number]["employeur"] = name
    rows["Cours"][0]["formateurs"] = "=HYPERLINK(1)"
    page = marked(tmp_path, written(tmp_path, rows))["Apprenants"]
    column = next(cell.column for cell in page[1] if cell.value == "employeur")
    found = [(page.cell(n, column).value, page.cell(n, column).data_type) for n in range(2, 7)]
    assert found == [(name, "s") for name in ("=1+1", "+33 6", "-5", "@nom", "🎓 Léa")]


def test_marked_copy_leaves_out_what_is_not_read(tmp_path: Path) -> None:
    """A private column loses even its heading, an unknown one its content, an unknown sheet is not there."""
    rows = faulty()
    for line in rows["Apprenants"]:
        line |= {"NIR": "2090314SECRET", "observations": "TELLTALE"}
    rows["Brouillon"] = [{"note": "TELLTALE"}]
    book = marked(tmp_path, written(tmp_path, rows))
    assert "Brouillon" not in book.sheetnames
    with zipfile.ZipFile(tmp_path / "copie.xlsx") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "TELLTALE" not in text
    assert "SECRET" not in text
    assert "NIR" not in text
    heads = [cell.value for cell in book["Apprenants"][1]]
    assert "observations" in heads
    assert any("Brouillon" in str(row[0]) for row in book[LIST].values)


def test_marked_copy_of_a_workbook_as_planners_make_them(tmp_path: Path) -> None:
    """A title above the headings, merged cells, times, a formula never computed, a missing sheet, macros and charts."""
    source = written(tmp_path, faulty())
    book = openpyxl.load_workbook(source)
    rooms = book["Salles"]
    rooms.insert_rows(1, 2)
    rooms["A1"] = "Nos salles"
    rooms.merge_cells("A1:C1")
    rooms.merge_cells("A4:A5")
    rooms["D4"], rooms["C6"] = time(8, 30), "=6+6"
    rooms["D3"] = "ouverture"
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(rooms, min_col=3, min_row=4, max_row=6))
    rooms.add_chart(chart, "H2")
    del book["Formateurs"]
    book.save(source)
    copy = marked(tmp_path, source)
    comments = coloured(copy["Salles"])
    assert {"A4", "A5", "C4", "C6"} <= set(comments)
    assert copy["Salles"]["A1"].value == "Nos salles"
    assert any("« Formateurs »" in str(row[4]) for row in listed(copy))
    assert any("graphiques" in str(row[0]) for row in copy[LIST].values)


@pytest.mark.parametrize("number", [150, 1500])
def test_marked_copy_of_very_many_faults(tmp_path: Path, number: int) -> None:
    """Each is listed and coloured; the screen counts those that are alike."""
    rows = tiny()
    model = rows["Apprenants"][0]
    rows["Apprenants"] += [
        {**model, "nom": f"Nom{n}", "naissance": date(2008, 1, 1), "classe": f"Nulle part {n}"} for n in range(number)
    ]
    book = marked(tmp_path, written(tmp_path, rows))
    assert sum(row[0] == FAULT for row in listed(book)) == number
    assert sum(cell.fill.start_color.rgb == COLOURS[FAULT] for (cell,) in book["Apprenants"].iter_rows(
        min_col=4, max_col=4)) == number  # fmt: skip
    said = barrette("check", tmp_path / "classeur.xlsx").stderr
    assert f"{number - 8} erreurs de ce genre" in said
    assert len(said.splitlines()) < 15


def test_check_tells_the_same_fault_once_with_its_cells(tmp_path: Path) -> None:
    """One misspelt trainer in every course: one line that names the cells."""
    rows = tiny()
    for line in rows["Cours"]:
        line["formateurs"] = "Durant Paul"
    said = barrette("check", written(tmp_path, rows)).stderr
    assert "cellules D2, D3, D4 : « Durant Paul » n'existe pas" in said
    assert len(said.splitlines()) == 2
