"""Pieces of the taking over of lists: separators, headings, which sheet, names unknown, single cells changed."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from data.given_back.csv_lines import csv_lines
from data.lists.headings import FILE_WORDS, THEIRS
from data.lists.kinds import LISTS, sheets_of
from data.lists.mapped import heads_of, listed
from data.lists.merge import merge, target
from data.lists.refers import unknown_names
from data.lists.source import sources
from data.reading.grids import Grid
from data.sheets.columns import fold
from data.sheets.schema import BY_ID
from data.writing.change_cells import change_cells


def test_decimal_comma_in_every_line_is_no_separator() -> None:
    """Nor are semicolons inside quotes cells of their own."""
    read = csv_lines(b'Salle;Heures;Classes\nA;2,5;"X ; Y"\nB;3,5;"X ; Z ; Y"\n')
    assert read is not None
    assert (read.separator, read.rows[2]) == ("point-virgule", ("B", "3,5", "X ; Z ; Y"))


@pytest.mark.parametrize("sheet_id", LISTS)
def test_headings_are_of_columns_that_exist_and_tell_one_column(sheet_id: str) -> None:
    """One table, without a heading that two columns of a sheet would claim."""
    columns = {column.id for column in BY_ID[sheet_id].columns}
    assert THEIRS[sheet_id].keys() <= columns
    heads = [fold(head) for names in THEIRS[sheet_id].values() for head in dict.fromkeys(map(fold, names))]
    assert sorted(heads) == sorted(set(heads))
    assert sheet_id in FILE_WORDS


def test_groupe_is_the_class_where_nothing_else_is() -> None:
    """And a part of it beside a class."""
    sheet = BY_ID["learners"]
    alone = heads_of(sheet, Grid("x", (("Nom", "Prénom", "Groupe"),)), {})
    beside = heads_of(sheet, Grid("x", (("Nom", "Prénom", "Classe", "Groupe"),)), {})
    assert alone.where[2].id == "class"
    assert (beside.where[2].id, beside.where[3].id) == ("class", "part")


def test_unknown_class_is_named_once_with_its_lines() -> None:
    """With the nearest one, and what to do."""
    (source,) = sources("Nom;Prénom;Classe\nA;B;CAP CUI 2\nC;D;CAP CUI 2\n".encode(), "apprenants.csv")
    (sheet,) = sheets_of(source, {})
    rooms = target(BY_ID["classes"], Grid("Classes", (("classe", "formation", "année"), ("CAP CUI 1", "CAP", 1))), {})
    (told,) = unknown_names([listed(source, sheet, {})], {"classes": rooms})
    assert "« CAP CUI 2 » (classe, Apprenants, 2 lignes)" in told
    assert "Vouliez-vous dire « CAP CUI 1 »" in told


def test_person_of_two_contracts_is_one_with_the_last() -> None:
    """A line a contract, as management programs export them."""
    text = "Nom;Prénom;Né le;Début contrat\nA;B;01/01/2009;01/09/2026\nA;B;01/01/2009;01/10/2026\n"
    (source,) = sources(text.encode(), "apprenants.csv")
    sheet = BY_ID["learners"]
    found = merge(listed(source, sheet, {}), target(sheet, None, {}), 0)
    assert len(found.added) == 1
    assert date(2026, 10, 1) in found.added[0].values()
    assert "plusieurs contrats" in found.doubts[0]


def test_cell_changes_keep_format_and_refuse_formulas() -> None:
    """A new cell comes in its place in the line, a formula stays."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.title = "Salles"
    book.active.append(["salle", None, "places"])
    book.active["A2"], book.active["C2"] = "A1", "=1+1"
    book.active["A2"].number_format = "@"
    book.save(out)
    page = openpyxl.load_workbook(io.BytesIO(change_cells(out.getvalue(), "Salles", {(2, 0): "É<1", (2, 1): 5})))
    assert [cell.value for cell in page["Salles"][2]] == ["É<1", 5, "=1+1"]
    assert page["Salles"]["A2"].number_format == "@"
    dated = {(2, 0): date(2026, 9, 7), (2, 1): date(2026, 10, 1)}
    page = openpyxl.load_workbook(io.BytesIO(change_cells(out.getvalue(), "Salles", dated)))
    assert [cell.value for cell in page["Salles"][2][:2]] == [datetime(2026, 9, 7), datetime(2026, 10, 1)]
    with pytest.raises(ValueError, match="C2 is a formula"):
        change_cells(out.getvalue(), "Salles", {(2, 2): 3})
    with pytest.raises(ValueError, match="no line 9"):
        change_cells(out.getvalue(), "Salles", {(9, 0): 3})
