"""The workbooks: read back with openpyxl, which knows nothing of how they were written."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from outputs.excel import workbooks as excel
from outputs.excel.workbooks import sheet_names, write_excel
from outputs.labels import private
from planner.domain import Kind, Problem, SessionId, Timetable

LISTS = ["Sommaire", "Séances", "Groupes", "Heures dues", "Non placé", "Alertes", "Visites", "Heures des formateurs"]


def internal(folder: Path) -> Any:
    """The planner's workbook."""
    return load_workbook(folder / "interne" / "emploi-du-temps.xlsx")


def texts(sheet: Any) -> list[str]:
    """Every text of a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_internal_workbook_has_lists_then_a_sheet_per_class_trainer_and_room(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Two classes, four adults and four rooms follow the lists, all headed « Document interne »."""
    write_excel(tmp_path, centre, finished)
    book = internal(tmp_path)
    assert book.sheetnames[: len(LISTS)] == LISTS
    assert len(book.sheetnames) == len(LISTS) + 2 + 4 + 4
    assert all("Document interne" in " ".join(texts(sheet)[:3]) for sheet in book)


def test_lists_hold_one_row_for_each_thing(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Sessions, people in groups, hours due and what is not placed are all there, under a frozen, filtered header."""
    write_excel(tmp_path, centre, finished)
    book = internal(tmp_path)
    members = sum(len(group.apprentice_ids) for group in finished.groups)
    expected = (len(finished.sessions), members, len(finished.debts), len(finished.unplaced))
    for name, count in zip(LISTS[1:5], expected, strict=True):
        assert book[name].max_row == 3 + count, name
        assert book[name].freeze_panes == "A4"
        assert book[name].auto_filter.ref.endswith(str(3 + count))
    assert {row[1].value for row in book["Alertes"].iter_rows(min_row=4)} == {
        "Cours non placé",
        "Besoin prioritaire non couvert",
        "Volet sous son volume",
        "Classe entière pour peu de temps",
    }


def test_dates_and_hours_are_values_not_texts(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A planner can sort by date and add hours up: the kitchen session of 19 October lasts 4 hours."""
    write_excel(tmp_path, centre, finished)
    book = internal(tmp_path)
    row = dict(zip((c.value for c in book["Séances"][3]), book["Séances"][4], strict=True))
    assert row["Date"].value.date() == date(2026, 10, 19)
    assert row["Durée (h)"].value == 4
    assert row["Durée (h)"].number_format == '0.0#" h"'
    assert (row["Début"].value, row["Fin"].value) == (time(8), time(12, 15))
    shown = {r[0].value: r[1] for r in book["Sommaire"].iter_rows(min_row=4, max_row=9, max_col=2)}
    assert shown["Séances placées"].value == len(finished.sessions)
    assert shown["Heures dues"].value == pytest.approx(4)
    assert shown["Heures dues"].number_format == '#,##0.0#" h"'


def test_lists_print_without_their_codes_in_letters_that_one_can_read(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Codes stand behind what is printed; a sheet is no wider than 200 characters, a wider list takes two."""
    write_excel(tmp_path, centre, finished)
    book = internal(tmp_path)
    for name, codes in (
        ("Séances", {"Groupe d'accompagnement", "Identifiant", "Verrou"}),
        ("Groupes", {"Groupe"}),
        ("Heures dues", {"Besoin"}),
    ):
        sheet = book[name]
        last = range_boundaries(sheet.print_area.replace("$", "").split("!")[-1])[2]
        printed = [c.value for c in sheet[3][:last]]
        assert not codes & set(printed), name
        width = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(1, last + 1))
        assert width / sheet.page_setup.fitToWidth <= 200


def test_legend_has_every_kind_however_many_days_there_are(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Six kinds in a class of five days take two rows, which are repeated and stay in sight."""
    visit = replace(finished.sessions[0], id=SessionId("V"), kind=Kind.VISIT, label="Visite")
    entry = replace(finished.sessions[0], id=SessionId("E"), kind=Kind.ONBOARDING, label="Accueil")
    write_excel(tmp_path, centre, replace(finished, sessions=(*finished.sessions, visit, entry)))
    sheet = internal(tmp_path)["CAP cuisine 1"]
    shown = [c.value for row in sheet.iter_rows(min_row=3, max_row=4) for c in row if c.value]
    assert len(shown) > 5
    assert {"Cours", "Barrette", "Visite", "Préparation à l'entrée"} <= set(shown)
    assert sheet.print_title_rows == "$1:$4"


def test_text_that_looks_like_a_formula_is_written_as_text(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """A name beginning with a formula sign stays a text, marked as such for whoever edits the cell."""
    names = ("=1+1", "+33 6", "-Durand", "@nom")
    trainers = {t: replace(row, name=name) for (t, row), name in zip(centre.trainers.items(), names, strict=True)}
    write_excel(tmp_path, replace(centre, trainers=trainers), finished)
    cells = [cell for sheet in internal(tmp_path) for row in sheet.iter_rows() for cell in row]
    for name in names:
        found = [cell for cell in cells if cell.value == name]
        assert found, name
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in found), name
    assert all(cell.data_type != "f" for cell in cells)


def test_control_characters_are_left_out(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A character that no workbook may hold is dropped, the rest of the name stays."""
    trainers = {t: replace(trainer, name="An\x0bne") for t, trainer in centre.trainers.items()}
    write_excel(tmp_path, replace(centre, trainers=trainers), finished)
    assert "Anne" in texts(internal(tmp_path)["Anne"])


def test_same_timetable_gives_same_bytes(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Two runs write the same bytes, file by file."""
    for name in ("un", "deux"):
        write_excel(tmp_path / name, centre, finished)
    found = sorted(path.relative_to(tmp_path / "un") for path in (tmp_path / "un").rglob("*.xlsx"))
    assert len(found) == 1 + 2 + 4 + 4
    assert all((tmp_path / "un" / path).read_bytes() == (tmp_path / "deux" / path).read_bytes() for path in found)


def test_handed_out_workbooks_hold_no_name_and_no_need(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """No apprentice, no module, no hours due, no private word in any file of a class, a trainer or a room."""
    write_excel(tmp_path, centre, finished)
    words = [w for person in centre.learners.values() for w in (person.last_name, person.first_name)]
    words += [module.label for module in centre.modules.values() if module.theme != "study"]
    for path in sorted((tmp_path / "diffusion").rglob("*.xlsx")):
        book = load_workbook(path)
        assert len(book.sheetnames) == 1
        text = "\n".join(texts(book.active)).replace("Accompagnement renforcé : consolidation, AP, orientation", "")
        assert not [word for word in words if word in text], path
        assert not private(text), path


def test_class_sheet_shows_a_barrette_once_with_its_groups(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """One cell an occurrence, two in all, names the three strands and three neutral groups; support is not shown."""
    write_excel(tmp_path, centre, finished)
    found = texts(load_workbook(tmp_path / "diffusion" / "classes" / "CUI1.xlsx").active)
    cells = [text for text in found if "Accompagnement renforcé" in text]
    assert len(cells) == 2
    assert cells[0].splitlines() == [
        "Accompagnement renforcé : consolidation, AP, orientation",
        "Atelier bleu – Salle 1",
        "Atelier orange – Salle 2",
        "Atelier vert – Centre de ressources",
    ]
    assert not [text for text in found if "violet" in text]


def test_grid_sheet_prints_on_landscape_pages(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A4 landscape, one page wide, title rows repeated, a page break after each of the two weeks."""
    write_excel(tmp_path, centre, finished)
    sheet = load_workbook(tmp_path / "diffusion" / "classes" / "CUI1.xlsx").active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert len(sheet.row_breaks.brk) == 2
    assert "B6:B10" in {str(ref) for ref in sheet.merged_cells.ranges}  # four hours and the break between them


def test_other_kinds_than_courses_are_named_beside_their_colour(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Internally, the support session of Thursday says what it is, not by its colour alone."""
    write_excel(tmp_path, centre, finished)
    assert any(
        text.startswith("Accompagnement\nConstruire son projet") for text in texts(internal(tmp_path)["Salle 1"])
    )


def test_nothing_changes_when_writing_fails(
    tmp_path: Path, centre: Problem, finished: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure in the middle leaves every file of the run before as it was."""
    write_excel(tmp_path, centre, finished)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.xlsx")}

    def fail(*_: object) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr(excel, "_saved", fail)
    with pytest.raises(OSError, match="disque plein"):
        write_excel(tmp_path, centre, replace(finished, sessions=()))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.xlsx")} == before


def test_file_of_a_class_that_is_gone_is_removed(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """What is handed out matches the timetable: an older class leaves no file behind; pages beside it stay."""
    page = tmp_path / "diffusion" / "classes" / "VIEUX.html"
    page.parent.mkdir(parents=True)
    page.write_text("page", encoding="utf-8")
    page.with_suffix(".xlsx").write_bytes(b"")
    write_excel(tmp_path, centre, finished)
    assert page.exists()
    assert not page.with_suffix(".xlsx").exists()


def test_empty_timetable_is_written(tmp_path: Path, centre: Problem) -> None:
    """Nothing placed is still a workbook that says so, with the weeks of each class."""
    write_excel(tmp_path, centre, Timetable())
    assert "Rien à signaler." in texts(internal(tmp_path)["Alertes"])
    assert (tmp_path / "diffusion" / "classes" / "CUI1.xlsx").exists()


def test_sheet_names_are_short_allowed_and_distinct() -> None:
    """A workbook refuses long names, seven signs and names that differ by case only."""
    titles = ["CAP cuisine 1", "cap CUISINE 1", "A/B:C", "x" * 40, "x" * 41, "?", "Salle d'étude", "History"]
    names = list(sheet_names(titles))
    assert names == [
        "CAP cuisine 1",
        "cap CUISINE 1 (2)",
        "A B C",
        "x" * 31,
        "x" * 27 + " (2)",
        "Sans nom",
        "Salle d’étude",
        "History (2)",
    ]
