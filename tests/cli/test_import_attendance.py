"""`barrette import` of a CSV: what the attendance software knows, at the foot of *Présences*."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from data import read
from data.given_back.attendance import read_attendance
from data.given_back.csv_lines import csv_lines
from data.writing.append_rows import append_rows
from planner.domain import Came, Problem
from tests.cli.running import barrette
from tests.whole.tiny import tiny, written

EXPORT = (
    "Export du 14/09/2026;;;;;;\r\n"
    "Nom;Prénom;Date;Heure de début;Statut;Retard;Commentaire\r\n"
    "Martin;Léa;07/09/2026;08:00;Présent;;\r\n"
    "MARTIN;Lea;08/09/2026;08:00;Absence justifiée;;dentiste\r\n"
    "Sow;Awa;2026-09-07;8h;Retard;0:15;\r\n"
    "Inconnu;Paul;07/09/2026;08:00;Absent;;\r\n"
    "Sow;Awa;08/09/2026;08:00;peut-être;;\r\n"
    "Sow;Awa;08/09/2031;08:00;Absent;;\r\n"
)


def known(path: Path) -> Problem:
    """What a workbook says, which must be without a fault."""
    reading = read(path)
    assert reading.problem is not None, reading.faults
    return reading.problem


def save(folder: Path, text: str = EXPORT, encoding: str = "utf-8-sig") -> Path:
    """The file as a program of this country writes it."""
    file = folder / "absences.csv"
    file.write_bytes(text.encode(encoding))
    return file


def typed(**cells: str) -> dict[str, object]:
    """A line of the sheet, whose columns are all there, in another order than ours."""
    heads = ("état", "apprenants", "date", "début", "fin", "demi-journée", "classe", "séance", "minutes de retard")
    return {head: cells.get(head) for head in heads}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_lines_are_added_and_the_rest_is_named(tmp_path: Path, encoding: str) -> None:
    """Three lines of two people; the stranger, the unreadable word, the other year and the column left out are told."""
    book = written(tmp_path, tiny())
    done = barrette("import", save(tmp_path, encoding=encoding), "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "3 présences ajoutées" in done.stdout
    assert "séparateur point-virgule" in done.stdout
    assert "Colonnes non reprises : « Commentaire »." in done.stdout
    assert "« Inconnu Paul » : inconnu" in done.stdout
    assert "ligne 7, « peut-être »" in done.stdout
    assert "1 ligne hors des dates" in done.stdout
    rolls = known(book).rolls
    assert [(r.came, r.day and r.day.day, r.start, r.late) for r in rolls] == [
        (Came.PRESENT, 7, 480, 0),
        (Came.EXCUSED, 8, 480, 0),
        (Came.LATE, 7, 480, 15),
    ]
    assert b"dentiste" not in b"".join(zipfile.ZipFile(book).read(n) for n in zipfile.ZipFile(book).namelist())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Martin;Léa;08/09/2026;12:00;08:00;Absent;", "l’heure de fin vient avant celle de début"),
        ("Martin;Léa;08/09/2026;08:00;09:00;Absent;CAP MAC 1", "n’est pas la classe de"),
    ],
)
def test_a_line_that_contradicts_itself_is_left_out(tmp_path: Path, line: str, why: str) -> None:
    """It may be about another hour, or somebody else: it is named, and nothing of it is taken."""
    rows = tiny()
    other = dict(rows["Classes"][0], classe="CAP MAC 1")
    rows["Classes"].append(other)
    rows["Calendrier"].append({**rows["Calendrier"][0], "qui": "CAP MAC 1"})
    book = written(tmp_path, rows)
    file = save(tmp_path, f"Nom;Prénom;Date;Heure de début;Heure de fin;Statut;Classe\r\n{line}\r\n")
    done = barrette("import", file, "--into", book)
    assert "ligne 2" in done.stdout + done.stderr
    assert why in done.stdout + done.stderr
    assert not known(book).rolls


@pytest.mark.parametrize(
    ("words", "came"),
    [
        ("Abs. justifiée", Came.EXCUSED), ("ABS EXCUSEE", Came.EXCUSED), ("absente justifiée", Came.EXCUSED),
        ("Abs. non justifiée", Came.ABSENT), ("non excusé", Came.ABSENT), ("AI", Came.ABSENT),
        ("Retard justifié", Came.LATE), ("retard non excusé", Came.LATE), ("présent en retard", Came.LATE),
    ],
)  # fmt: skip
def test_words_of_attendance_programs_are_known(tmp_path: Path, words: str, came: Came) -> None:
    """However a program shortens them; and the date is a date in the workbook, not a text."""
    import openpyxl

    book = written(tmp_path, tiny())
    file = save(tmp_path, f"Nom;Prénom;Date;Heure de début;Statut\r\nMartin;Léa;08/09/2026;08:00;{words}\r\n")
    done = barrette("import", file, "--into", book)
    assert done.exit_code == 0, done.output
    assert [r.came for r in known(book).rolls] == [came]
    sheet = openpyxl.load_workbook(book)["Présences"]
    (dated,) = [cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, datetime)]
    assert (dated.value, dated.is_date) == (datetime(2026, 9, 8), True)


def test_nothing_else_of_the_workbook_changes(tmp_path: Path) -> None:
    """Every other part is the same, byte for byte; a second import of the same file adds nothing."""
    rows = tiny()
    rows["Présences"] = [typed(date="09/09/2026", apprenants="Sow Awa", état="présent")]
    book = written(tmp_path, rows)
    before = {n: zipfile.ZipFile(book).read(n) for n in zipfile.ZipFile(book).namelist()}
    barrette("import", save(tmp_path), "--into", book)
    after = {n: zipfile.ZipFile(book).read(n) for n in zipfile.ZipFile(book).namelist()}
    assert len([n for n in before if before[n] != after[n]]) == 1
    assert before.keys() == after.keys()
    assert len(known(book).rolls) == 4
    again = barrette("import", save(tmp_path), "--into", book)
    assert "0 présence ajoutée" in again.stdout
    assert "3 lignes y étaient déjà" in again.stdout
    assert len(known(book).rolls) == 4


def test_workbook_without_the_sheet_gets_one(tmp_path: Path) -> None:
    """That of a centre that began before there was such a sheet."""
    import openpyxl

    book = written(tmp_path, tiny())
    old = openpyxl.load_workbook(book)
    for name in [n for n in old.sheetnames if n in ("Présences", "Actions")]:
        del old[name]
    old.save(book)
    assert barrette("import", save(tmp_path), "--into", book).exit_code == 0
    assert len(known(book).rolls) == 3
    assert openpyxl.load_workbook(book)["Présences"]["H2"].value == "présent"


def test_lines_against_those_of_the_workbook_are_refused(tmp_path: Path) -> None:
    """The cell is named, and nothing is written."""
    rows = tiny()
    rows["Présences"] = [typed(date="07/09/2026", début="8h", apprenants="Martin Léa", état="absent")]
    book = written(tmp_path, rows)
    before = book.read_bytes()
    done = barrette("import", save(tmp_path), "--into", book)
    assert done.exit_code == 3
    assert "dit autre chose" in done.stderr
    assert book.read_bytes() == before


def test_sheet_without_a_column_that_is_needed_says_which(tmp_path: Path) -> None:
    """A sheet of one's own has no place for the minutes of who came late."""
    rows = tiny()
    rows["Présences"] = [{"date": "09/09/2026", "début": "8h", "apprenants": "Sow Awa", "état": "présent"}]
    done = barrette("import", save(tmp_path), "--into", written(tmp_path, rows))
    assert done.exit_code == 3
    assert "n’a pas de colonne « minutes de retard » : ajoutez-la" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "« absences.csv » est vide"),
        ("a\0b", "n’est ni un fichier CSV ni un classeur"),
        ("Nom;Prénom;Date\nMartin;Léa;07/09/2026\n", "n’a pas de colonne « état »"),
        ("Nom;Statut\nMartin Léa;absent\n", "n’a pas de colonne « date »"),
    ],
)
def test_what_is_no_list_of_attendance_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """With what to do, and without a trace of the program's inside."""
    done = barrette("import", save(tmp_path, text, "utf-8"), "--into", written(tmp_path, tiny()))
    assert done.exit_code == 3
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_workbook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Attendance is of a timetable that exists."""
    done = barrette("import", save(tmp_path), "--into", tmp_path / "neuf.xlsx")
    assert done.exit_code == 2
    assert "n’existe pas" in done.stderr


def test_yes_or_no_and_a_moment_in_one_cell(tmp_path: Path) -> None:
    """« Présent : oui », « 07/09/2026 08:00 »; the name in one cell, either way round; commas."""
    problem = known(written(tmp_path, tiny()))
    text = "Apprenant,Date,Présent\nLéa Martin,07/09/2026 08:00,oui\nSow Awa,07/09/2026 10h00,non\n"
    found = read_attendance(text.encode(), "x.csv", problem)
    assert [(line.roll.came, line.roll.start) for line in found.lines] == [(Came.PRESENT, 480), (Came.ABSENT, 600)]
    assert found.separator == "virgule"


def test_absence_of_several_days_is_a_line_a_day_at_the_centre(tmp_path: Path) -> None:
    """From Thursday at ten to Monday at noon: no weekend; hours are those of the first and last day."""
    problem = known(written(tmp_path, tiny()))
    head = "Nom;Prénom;Date début;Heure début;Date fin;Heure fin;Type\n"
    found = read_attendance(f"{head}Sow;Awa;10/09/2026;10:00;14/09/2026;12:00;Absence\n".encode(), "x.csv", problem)
    rolls = [(line.roll.day and line.roll.day.day, line.roll.start, line.roll.end) for line in found.lines]
    assert rolls == [(10, 600, 1439), (11, None, None), (14, 0, 720)]
    assert found.columns["Date fin"] == "une ligne par jour, jusqu’à cette date"
    away = read_attendance(f"{head}Sow;Awa;12/09/2026;10:00;13/09/2026;12:00;Absence\n".encode(), "x.csv", problem)
    assert (away.lines, away.elsewhere) == ([], 1)
    late = read_attendance(f"{head}Sow;Awa;10/09/2026;08:00;10/09/2026;08:20;Retard\n".encode(), "x.csv", problem)
    assert (late.lines[0].roll.late, late.lines[0].cells["late"]) == (20, 20)
    slot = next(iter(problem.bells.values())).days[3][0]
    hours = f"{slot.start // 60:02}:{slot.start % 60:02};10/09/2026;{slot.end // 60:02}:{slot.end % 60:02}"
    whole = read_attendance(f"{head}Sow;Awa;10/09/2026;{hours};Retard\n".encode(), "x.csv", problem)
    assert "late" not in whole.lines[0].cells


def test_export_as_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    """Dates and hours of Excel; a file that is not there is said in French."""
    import openpyxl

    book, export = written(tmp_path, tiny()), openpyxl.Workbook()
    assert export.active is not None
    export.active.append(["Nom", "Prénom", "Date", "Statut"])
    export.active.append(["Sow", "Awa", datetime(2026, 9, 8, 8, 0), "Absence justifiée"])
    export.active.append(["Martin", "Léa", datetime(2026, 9, 8), "absent"])
    export.save(tmp_path / "absences.xlsx")
    done = barrette("import", tmp_path / "absences.xlsx", "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert [(r.came, r.start) for r in known(book).rolls] == [(Came.EXCUSED, 480), (Came.ABSENT, None)]
    lost = barrette("import", tmp_path / "perdu.csv", "--into", book)
    assert lost.exit_code == 3
    assert "n'existe pas" in lost.stderr


def test_separator_is_that_of_most_lines() -> None:
    """A comma inside a name parts nothing; what is no text is none."""
    lines = csv_lines(b'Nom;Salle\n"Durand, Paul";1\nSow, Awa;2\n')
    assert lines is not None
    assert lines.rows[1] == ("Durand, Paul", "1")
    with pytest.raises(ValueError, match="workbook"):
        append_rows(b"PK no workbook", "Présences", [], ())
