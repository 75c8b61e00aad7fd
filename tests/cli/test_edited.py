"""`barrette update --edited`: the list of sessions, changed in a spreadsheet and given back."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.cli.work import edit
from planner.store.database import open_store
from planner.store.locks import locked_sessions
from tests.cli.places import ROOMS, WEEKDAYS, clock_told, clock_typed, free_day, free_hour, free_room, sessions
from tests.cli.running import barrette, tree
from tests.whole.tiny import tiny, written

MATHS, BREAD, COOKING = "CAP-BOU-1-MATHEMATIQUES-01", "CAP-CUI-1-MATHEMATIQUES-01", "CAP-CUI-1-TP-CUISINE-02"
GROUP = "BARRETTE-A-P1-LIT1-1-o2"
HEAD = 3
Change = Callable[[Any, dict[str, int], dict[str, int]], None]


@pytest.fixture(autouse=True)
def eve(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of each command: before the term, so that nothing of it is past."""
    monkeypatch.setattr(edit, "today", lambda: date(2026, 9, 1))


def edited(folder: Path, target: Path, change: Change) -> Path:
    """The list that `solve` wrote, changed: the sheet, row of each session and column of each header are given."""
    book = load_workbook(folder / "interne" / "emploi-du-temps.xlsx")
    sheet = book["Séances"]
    columns = {str(cell.value): cell.column for cell in sheet[HEAD]}
    rows = {str(sheet.cell(n, columns["Identifiant"]).value): n for n in range(HEAD + 1, sheet.max_row + 1)}
    change(sheet, rows, columns)
    book.save(target)
    return target


def cells(*typed: tuple[str, str, object]) -> Change:
    """Type values: session, header, value."""

    def change(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        for session, header, value in typed:
            sheet.cell(rows[session], columns[header]).value = value

    return change


def locked(folder: Path) -> frozenset[str]:
    """What is locked by a command."""
    with open_store(folder) as store:
        return frozenset(map(str, locked_sessions(store, store.problem(store.version().number).settings)))


def kept(folder: Path) -> dict[str, bytes]:
    """Every file but those of the history."""
    return {name: content for name, content in tree(folder).items() if "sqlite" not in name and ".verrou" not in name}


def test_edited_moves_what_was_moved_and_locks_it(solved: Path, tmp_path: Path) -> None:
    """An hour, a room and a weekday: shown first, kept on demand, all else as it was, calendars too."""
    before, files = sessions(solved), kept(solved)
    hours, room, day = free_hour(before, MATHS), free_room(before, BREAD), free_day(before, COOKING)
    change = cells(
        (MATHS, "Début", clock_typed(hours[0])),
        (BREAD, "Salle", ROOMS[room]),
        (COOKING, "Jour", WEEKDAYS[day.weekday()]),
        (GROUP, "Verrou", "x"),
    )
    file = edited(solved, tmp_path / "retour.xlsx", change)
    shown = barrette("update", solved, "--edited", file)
    assert shown.exit_code == 0
    assert "2 déplacées, 1 dans une autre salle" in shown.stdout
    assert "--yes" in shown.stdout
    assert kept(solved) == files
    said = barrette("update", solved, "--edited", file, "--yes", "--reason", "réunion")
    assert said.exit_code == 0
    after = sessions(solved)
    assert after[MATHS] == {**before[MATHS], "start": hours[0], "end": hours[1]}
    assert after[BREAD] == {**before[BREAD], "room_id": room}
    assert after[COOKING] == {**before[COOKING], "date": day.isoformat()}
    moved = {MATHS, BREAD, COOKING}
    assert {k: v for k, v in after.items() if k not in moved} == {k: v for k, v in before.items() if k not in moved}
    assert locked(solved) == {*moved, GROUP}
    assert barrette("verify", solved).exit_code == 0
    assert "réunion" in barrette("diff", solved).stdout
    again = barrette("update", solved, "--edited", file, "--dry-run", "--json")  # the file of version 1, on version 2
    assert json.loads(again.stdout)["counts"] == {}


def test_edited_file_untouched_changes_nothing(solved: Path) -> None:
    """The very file that was written has nothing to say; the order of its lines neither."""
    said = barrette("update", solved, "--edited", solved / "interne" / "emploi-du-temps.xlsx", "--yes")
    assert said.exit_code == 0
    assert "Rien n’est modifié" in said.stdout


def test_edited_that_clashes_is_refused(solved: Path, tmp_path: Path) -> None:
    """Two lessons of one trainer at one hour: the rule and both sessions are named, nothing is kept."""
    files = kept(solved)
    other = sessions(solved)[BREAD]
    day = date.fromisoformat(other["date"])
    file = edited(
        solved, tmp_path / "retour.xlsx", cells((MATHS, "Date", f"{day:%d/%m/%Y}"), (MATHS, "Début", other["start"]))
    )
    said = barrette("update", solved, "--edited", file, "--yes")
    assert said.exit_code == 1
    assert "H1a" in said.stdout
    assert kept(solved) == files
    assert locked(solved) == frozenset()


def test_edited_does_not_move_what_is_locked(solved: Path, tmp_path: Path) -> None:
    """A locked session moves only where its lock is taken away in the same line."""
    assert barrette("lock", solved, MATHS).exit_code == 0
    hour = clock_typed(free_hour(sessions(solved), MATHS)[0])
    file = edited(solved, tmp_path / "retour.xlsx", cells((MATHS, "Début", hour)))
    said = barrette("update", solved, "--edited", file, "--yes")
    assert said.exit_code == 1
    assert "verrouillées" in said.stderr
    free = edited(solved, tmp_path / "libre.xlsx", cells((MATHS, "Début", hour), (MATHS, "Verrou", "non")))
    assert barrette("update", solved, "--edited", free, "--yes").exit_code == 0
    assert locked(solved) == frozenset()


def test_edited_inside_the_notice_keeps_its_hours(solved: Path, tmp_path: Path) -> None:
    """From the 7th with seven days of notice, a lesson of the first week keeps its hour; its room may change."""
    rows = sessions(solved)
    assert max(rows[MATHS]["date"], rows[BREAD]["date"]) < "2026-09-14"
    hour = clock_typed(free_hour(rows, MATHS)[0])
    file = edited(solved, tmp_path / "heure.xlsx", cells((MATHS, "Début", hour)))
    said = barrette("update", solved, "--edited", file, "--yes", "--from", "2026-09-07", "--notice", "7")
    assert said.exit_code == 1
    assert "14/09/2026" in said.stderr
    room = edited(solved, tmp_path / "salle.xlsx", cells((BREAD, "Salle", ROOMS[free_room(rows, BREAD)])))
    said = barrette("update", solved, "--edited", room, "--yes", "--from", "2026-09-07", "--notice", "7")
    assert said.exit_code == 0
    said = barrette("update", solved, "--edited", file, "--yes", "--from", "2027-09-07")
    assert said.exit_code == 2


def test_edited_moves_no_hour_of_the_past(solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was ever published, and the first week is over: its hours stay, and no other goes there; the rest may."""
    monkeypatch.setattr(edit, "today", lambda: date(2026, 9, 14))
    rows = sessions(solved)
    assert rows[MATHS]["date"] < "2026-09-14"
    file = edited(solved, tmp_path / "heure.xlsx", cells((MATHS, "Début", clock_typed(free_hour(rows, MATHS)[0]))))
    said = barrette("update", solved, "--edited", file, "--yes")
    assert said.exit_code == 1
    assert "rien ne change avant le 14/09/2026" in said.stderr
    assert sessions(solved) == rows
    said = barrette("update", solved, "--edited", file, "--yes", "--from", "2026-09-07", "--notice", "0")
    assert said.exit_code == 0, said.output
    assert sessions(solved)[MATHS] != rows[MATHS]


def test_edited_badly_names_each_cell(solved: Path, tmp_path: Path) -> None:
    """Every fault at once, each with its cell, its value and the solution."""
    files, rows = kept(solved), sessions(solved)
    late, dated = "CAP-BOU-1-MATHEMATIQUES-02", "CAP-CUI-1-TP-CUISINE-01"
    line = HEAD + 1 + list(rows).index(dated)  # the list goes in the order of sessions.csv
    weekday = WEEKDAYS[date.fromisoformat(rows[late]["date"]).weekday()].lower()
    start, end = rows[COOKING]["start"], rows[COOKING]["end"]
    file = edited(
        solved,
        tmp_path / "retour.xlsx",
        cells(
            (late, "Début", "8h10"),
            (BREAD, "Salle", "Sale 2"),
            (COOKING, "Fin", f"{int(end[:2]) - 1}h"),
            (GROUP, "Verrou", "peut-être"),
            ("CAP-CUI-1-MATHEMATIQUES-02", "Date", "12/12/2026"),
            (MATHS, "Formateurs", "Durand Pol"),
            ("BARRETTE-A-P1-NUM1-1-o2", "Intitulé", "Autre"),
            (dated, "Date", "bientôt"),
        ),
    )
    said = barrette("update", solved, "--edited", file, "--yes")
    assert said.exit_code == 3
    for told in (
        f"une séance de 2 h ne commence pas à 8 h 10 le {weekday}",
        "Vouliez-vous dire « Salle 2 »",
        f"4 h à partir de {clock_told(start)} finissent à {clock_told(end)}",
        "« peut-être » n'est ni « x »",
        "« 12/12/2026 » est hors de l'emploi du temps",
        "Vouliez-vous dire « Durand Paul »",
        "« Autre » ne se modifie pas ici",
        f"cellule A{line} : « bientôt »",
    ):
        assert told in said.stderr
    assert "8 erreurs" in said.stderr
    assert kept(solved) == files


def _moved_header(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    for header, other in ((sheet.cell(HEAD, columns["Salle"]), sheet.cell(HEAD, columns["Volet"])),):
        header.value, other.value = other.value, header.value


def _deleted_row(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    sheet.delete_rows(rows[MATHS])


def _copied_row(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    for column in columns.values():
        sheet.cell(rows[BREAD], column).value = sheet.cell(rows[MATHS], column).value


def _no_list(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    sheet.title = "Liste"


def _removed_column(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    sheet.delete_cols(columns["Semaine"])


def _misspelt_id(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    sheet.cell(rows[MATHS], columns["Identifiant"]).value = f"{MATHS}X"


def _unknown_trainer(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
    sheet.cell(rows[MATHS], columns["Formateurs"]).value = "Durand Pol"


@pytest.mark.parametrize("change", [_removed_column, _misspelt_id, _unknown_trainer])
def test_edited_slip_is_one_fault(solved: Path, tmp_path: Path, change: Change) -> None:
    """One slip of the hand is one fault: neither every column after it, nor the line and the session that it was."""
    said = barrette("update", solved, "--edited", edited(solved, tmp_path / "retour.xlsx", change), "--yes")
    assert said.exit_code == 3
    assert "a 1 erreur ;" in said.stderr
    assert said.stderr.count("« Durand Pol »") < 2


@pytest.mark.parametrize(
    ("header", "typed"),
    [("Jour", "ma"), ("Jour", "mar."), ("Date", "2026-09-08"), ("Formateurs", "Paul Durand")],
)
def test_edited_in_usual_forms(solved: Path, tmp_path: Path, header: str, typed: str) -> None:
    """Short weekdays, dates of computers, and first names first are read: what follows is never a faulty list."""
    said = barrette(
        "update",
        solved,
        "--edited",
        edited(solved, tmp_path / "retour.xlsx", cells((MATHS, header, typed))),
        "--dry-run",
    )
    assert "erreur" not in said.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_moved_header, "cellule K3 : « Volet » à la place de « Salle »"),
        (_deleted_row, f"« {MATHS} » n'est plus dans la liste"),
        (_copied_row, "est déjà à la ligne"),
        (_no_list, "Feuille « Séances » : manque"),
    ],
)
def test_edited_of_another_shape(solved: Path, tmp_path: Path, change: Change, told: str) -> None:
    """A moved header, a deleted or copied row, a renamed sheet: told, and nothing is changed."""
    files = kept(solved)
    said = barrette("update", solved, "--edited", edited(solved, tmp_path / "retour.xlsx", change), "--yes")
    assert said.exit_code == 3
    assert told in said.stderr
    assert kept(solved) == files


def test_edited_of_another_centre(solved: Path, tmp_path: Path) -> None:
    """The list of another centre is known for what it is; so is a file that is none."""
    rows = tiny()
    for sheet in rows.values():
        for row in sheet:
            row.update({k: v.replace("CUI", "ELE").replace("BOU", "MEC") for k, v in row.items() if isinstance(v, str)})
    rows["Barrettes"], rows["Temps d'accompagnement"] = [], []
    other = tmp_path / "autre"
    other.mkdir()
    assert barrette("solve", written(other, rows), "--out", other / "edt", "--effort", "0.1").exit_code == 0
    said = barrette("update", solved, "--edited", other / "edt" / "interne" / "emploi-du-temps.xlsx", "--yes")
    assert said.exit_code == 3
    assert "d'un autre centre" in said.stderr
    said = barrette("update", solved, "--edited", tmp_path / "absent.xlsx")
    assert said.exit_code == 3
    assert "n'existe pas" in said.stderr


def test_edited_or_a_workbook(solved: Path) -> None:
    """One of the two is asked for."""
    assert barrette("update", solved).exit_code == 2
    assert barrette("update", solved, "--workbook", "a.xlsx", "--edited", "b.xlsx").exit_code == 2
