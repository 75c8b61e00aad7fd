import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Row, barrette, edit, tree


def courses(folder: Path) -> list[int]:
    """Row numbers of the courses in sessions.csv, mathematics first: one trainer, any room."""
    lines = (folder / "csv/sessions.csv").read_text(encoding="utf-8").splitlines()[1:]
    found = [number for number, line in enumerate(lines) if line.split(",")[1] == "course"]
    return sorted(found, key=lambda number: "DURAND-PAUL" not in lines[number])


def test_verify_of_what_solve_wrote(solved: Path) -> None:
    """The files and the workbook they name are enough."""
    done = barrette("verify", solved)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Toutes les règles impératives sont respectées" in done.stdout
    found = json.loads(barrette("verify", solved, "--json").stdout)
    assert (found["verified"], found["findings"]) == (True, [])


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"start": "05:00", "end": "07:00"}, "H4a"),
        ({"date": "2026-09-13"}, "H2b"),
        ({"trainer_ids": "ROUX-ANNE"}, "H6a"),
        ({"room_id": ""}, "H5a"),
        ({"minutes": "60"}, "H3a"),
    ],
    ids=["off the bells", "on a Sunday", "unskilled trainer", "no room", "hours missing"],
)
def test_verify_after_a_hand_edit_names_the_rule(solved: Path, change: Row, rule: str) -> None:
    """One cell of sessions.csv changed by hand: exit 1, and the rule stands with its sentence."""
    row = edit(solved / "csv/sessions.csv", lambda row: row.update(change), courses(solved)[0])
    assert row["kind"] == "course"
    done = barrette("verify", solved)
    assert done.exit_code == 1
    assert f" ({rule}) :" in done.stdout
    found = json.loads(barrette("verify", solved, "--json").stdout)
    assert rule in found["hard_violations"]
    assert rule in {f["rule"] for f in found["findings"]}


def test_verify_of_two_sessions_made_to_clash(solved: Path) -> None:
    """A course moved onto another one of the same trainer breaks H1a."""
    path = solved / "csv/sessions.csv"
    maths = [n for n in courses(solved) if "DURAND-PAUL" in path.read_text(encoding="utf-8").splitlines()[1 + n]]
    there = edit(path, lambda row: None, maths[0])
    edit(path, lambda row: row.update({k: there[k] for k in ("date", "start", "end")}), maths[1])
    done = barrette("verify", solved)
    assert done.exit_code == 1
    assert " (H1a) :" in done.stdout


@pytest.mark.parametrize(
    ("column", "word"),
    [("class_ids", "classe"), ("trainer_ids", "formateur"), ("room_id", "salle"), ("course_id", "cours")],
)
def test_verify_of_a_name_that_the_workbook_does_not_know(solved: Path, column: str, word: str) -> None:
    """A mistyped id is said with the nearest known one, and no rule is checked on it."""
    true = edit(solved / "csv/sessions.csv", lambda row: None, courses(solved)[0])[column]
    edit(solved / "csv/sessions.csv", lambda row: row.update({column: true + "X"}), courses(solved)[0])
    for command in ("verify", "export"):
        done = barrette(command, solved)
        assert done.exit_code == 3
        assert f"{word} « {true}X » n’est pas dans le classeur. Vouliez-vous dire « {true} »" in done.stderr


def test_verify_when_the_workbook_has_changed(solved: Path) -> None:
    """Another content than the one computed from: what the history kept of it stands in, and it is said."""
    book = solved.parent / "classeur.xlsx"
    book.write_bytes(b"ce n'est plus un classeur")
    done = barrette("verify", solved)
    assert done.exit_code == 0
    assert "a changé depuis le calcul : ce qui suit s’appuie sur ce que l’historique en a gardé" in done.stderr


def test_verify_when_neither_workbook_nor_history_fits(solved: Path) -> None:
    """A changed workbook and no history stop the check."""
    book = solved.parent / "classeur.xlsx"
    book.write_bytes(book.read_bytes() + b"\0")
    (solved / "plan.sqlite").unlink()
    done = barrette("verify", solved)
    assert done.exit_code == 3
    assert "a changé depuis le calcul" in done.stderr


def test_verify_with_another_workbook_named(solved: Path) -> None:
    """A workbook named on the command line is taken whatever its content and place."""
    book = (solved.parent / "classeur.xlsx").rename(solved.parent / "autre.xlsx")
    assert "classeur.xlsx » n’est plus là" in barrette("verify", solved).stderr
    (solved / "plan.sqlite").unlink()
    missing = barrette("verify", solved)
    assert missing.exit_code == 3
    assert "classeur.xlsx" in missing.stderr
    assert barrette("verify", solved, "--workbook", book).exit_code == 0


def test_export_from_the_history_gives_the_same_bytes(solved: Path) -> None:
    """Without its workbook, every file of a version is written again as it was, dates of the events included."""
    before = tree(solved)
    (solved.parent / "classeur.xlsx").unlink()
    for name in ("ics", "interne", "diffusion", "fiches"):
        shutil.rmtree(solved / name)
    assert barrette("export", solved).exit_code == 0
    assert tree(solved) == before


def test_verify_of_files_that_cannot_be_read(solved: Path) -> None:
    """Every fault of the CSV files at once, each with file, line and value."""
    edit(solved / "csv/sessions.csv", lambda row: row.update(date="32/13/2026", kind="réunion"))
    (solved / "csv/groups.csv").unlink()
    (solved / "csv/summary.json").write_text("{", encoding="utf-8")
    done = barrette("verify", solved)
    assert (done.exit_code, done.stdout) == (3, "")
    for words in ("sessions.csv", "32/13/2026", "réunion", "groups.csv", "summary.json"):
        assert words in done.stderr


def test_verify_of_files_that_are_no_text(solved: Path) -> None:
    """A CSV saved as something else is said to be unreadable."""
    (solved / "csv/sessions.csv").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    done = barrette("verify", solved)
    assert done.exit_code == 3
    assert "sessions.csv" in done.stderr


@pytest.mark.parametrize("command", ["verify", "export"])
def test_folder_that_is_none(book: Path, command: str) -> None:
    """A file, an empty folder or nothing in place of the results folder is a sentence, not a crash."""
    empty = book.parent / "vide"
    empty.mkdir()
    for folder in (book, empty, book.parent / "absent"):
        done = barrette(command, folder)
        assert done.exit_code == 3
        assert "donnez le dossier que « barrette solve » a écrit" in done.stderr
    assert list(empty.iterdir()) == []
    assert not (book.parent / "absent").exists()


def test_verify_writes_nothing(solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may only be read can be verified, also when its salt is lost."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    assert barrette("verify", solved).exit_code == 0
