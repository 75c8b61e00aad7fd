import json
import sqlite3
from pathlib import Path

import pytest

from planner.store.alone import alone
from planner.store.database import open_store
from tests.cli.running import barrette, edit, tree
from tests.whole.tiny import tiny, written

QUICK = ("--effort", "0.1", "--no-export")


def test_solve_keeps_a_version(tmp_path: Path) -> None:
    """The history tells who, why and how much; the same result again is no new version, another one is."""
    book, folder = written(tmp_path), tmp_path / "edt"
    done = barrette("solve", book, "--out", folder, *QUICK, "--author", "la planificatrice", "--reason", "rentrée")
    assert "Version 1." in done.stdout
    before = tree(folder / "csv")
    again = barrette("solve", book, "--out", folder, *QUICK)
    assert "Version 1 : rien n’a changé depuis." in again.stdout
    rows = tiny()
    rows["Cours"] = rows["Cours"][:-1]
    assert "Version 2." in barrette("solve", written(tmp_path, rows), "--out", folder, *QUICK).stdout
    with open_store(folder) as store:
        first, second = store.versions()
        assert (first.kind, first.author, first.reason, first.verified) == (
            "solve", "la planificatrice", "rentrée", True,
        )  # fmt: skip
        assert first.counts["placed"] == len(store.timetable(1).sessions) > second.counts["placed"]
        assert (first.parent, second.parent) == (None, 1)
        assert first.workbook_hash != second.workbook_hash
    assert tree(folder / "csv")["sessions.csv"] != before["sessions.csv"]


@pytest.mark.parametrize("command", ["solve", "export"])
def test_two_commands_at_once_on_a_folder(solved: Path, command: str) -> None:
    """While one command writes in a folder another one is sent away, with nothing changed."""
    before = tree(solved)
    words = ("solve", solved.parent / "classeur.xlsx", "--out", solved, *QUICK)
    with alone(solved):
        done = barrette(*(words if command == "solve" else ("export", solved)))
    assert (done.exit_code, done.stdout) == (4, "")
    assert "Une autre commande écrit dans" in done.stderr
    assert tree(solved) == before


def damage(path: Path) -> None:
    """What a broken disk leaves."""
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 20)


def renew(path: Path) -> None:
    """The store of a program of next year."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE name = 'format'")
    connection.close()


def block(path: Path) -> None:
    """A folder where the history should be: nothing can be written there, whoever runs the command."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damage, "est abîmé"),
        (renew, "a été écrit par une version plus récente de Barrette : installez-la"),
        (block, "Impossible d’écrire dans"),
    ],
)
def test_solve_where_the_history_cannot_be_used(solved: Path, harm: object, said: str) -> None:
    """A store that cannot be used is refused before anything is computed, with what to do; the files stay."""
    harm(solved / "plan.sqlite")  # type: ignore[operator]
    before = tree(solved)
    done = barrette("solve", solved.parent / "classeur.xlsx", "--out", solved, *QUICK)
    assert (done.exit_code, done.stdout) == (4, "")
    assert said in done.stderr
    assert tree(solved) == before


def test_history_keeps_the_salt(tmp_path: Path) -> None:
    """Addresses stay the same when the file with the salt is lost: the history knows it too."""
    rows = tiny()
    rows["Paramètres"] = [row for row in rows["Paramètres"] if row["paramètre"] != "sel"]
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1").exit_code == 0
    before = tree(folder / "ics")
    (folder / "sel.txt").unlink()
    assert barrette("export", folder, "--format", "ics").exit_code == 0
    assert tree(folder / "ics") == before
    assert not (folder / "sel.txt").exists()


def test_edited_files_are_checked_and_not_the_history(solved: Path) -> None:
    """`verify` looks at the files: an edit by hand is found although the history is in order."""
    (solved.parent / "classeur.xlsx").unlink()
    edit(solved / "csv/sessions.csv", lambda row: row.update(date="2026-09-13"))
    assert barrette("verify", solved).exit_code == 1


def test_versions_tells_the_history_and_brings_a_version_back(tmp_path: Path) -> None:
    """Two versions, the first brought back as a third: the same files as at first, the history says from where."""
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path), "--out", folder, "--effort", "0.1").exit_code == 0
    first = tree(folder)
    rows = tiny()
    rows["Cours"] = rows["Cours"][:-1]
    words = ("--effort", "0.1", "--author", "la planificatrice", "--reason", "sans TP")
    assert barrette("solve", written(tmp_path, rows), "--out", folder, *words).exit_code == 0
    assert tree(folder)["csv/sessions.csv"] != first["csv/sessions.csv"]
    said = barrette("versions", folder).stdout
    assert "par la planificatrice" in said
    assert "Motif : sans TP" in said
    assert "16 séances placées" in said
    done = barrette("versions", folder, "--restore", "1", "--reason", "le TP revient")
    assert done.exit_code == 0
    assert done.stderr.startswith(
        "La version 1 ne tient pas compte de 4 changements du classeur, que suit la version 2 :"
    )
    assert "Cours retiré : TP cuisine" in done.stderr
    assert "Version 3 : la version 1 telle qu’elle était" in done.stdout
    after = {k: v for k, v in tree(folder).items() if not k.startswith("entreprises")}
    assert after == {k: v for k, v in first.items() if not k.startswith("entreprises")}
    assert barrette("verify", folder).exit_code == 0
    assert "retour à la version 1" in barrette("versions", folder).stdout
    found = json.loads(barrette("versions", folder, "--json").stdout)["versions"]
    assert [v["number"] for v in found] == [1, 2, 3]
    assert found[0]["hash"] == found[2]["hash"] != found[1]["hash"]
    assert [v["kind"] for v in found] == ["solve", "solve", "restore"]
    assert "est déjà celle-là" in barrette("versions", folder, "--restore", "1").stdout
    assert barrette("versions", folder, "--restore", "9").exit_code == 4


def test_history_keeps_no_raw_result(tmp_path: Path) -> None:
    """A result in points is kept as the level it stands for; its words and points enter no version."""
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path), "--out", folder, *QUICK).exit_code == 0
    with open_store(folder) as store:
        problem = store.problem(1)
    assert {r.value for learner in problem.learners.values() for r in learner.results} <= {"", "1", "2", "3", "4"}
    assert problem.origins == {}
