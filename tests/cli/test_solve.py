import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from outputs.csv.files import read_csv
from planner.engine.anew import ENDED_BY_TIME
from planner.folder import tries, write
from planner.folder.tries import ENDED_BY_PROOF
from tests.cli.running import barrette, tree
from tests.whole.tiny import tiny, written

QUICK = ("--effort", "0.1")


def test_solve_writes_everything_and_says_so(solved_once: Path) -> None:
    """Calendars, internal and handed-out files and CSV stand in the folder."""
    folder = solved_once / "edt"
    assert {p.name for p in folder.iterdir()} == {
        "csv", "ics", "interne", "diffusion", "fiches", "plan.sqlite", ".verrou",
    }  # fmt: skip
    assert {p.name for p in (folder / "ics").iterdir()} == {"apprentices", "trainers", "rooms", "classes"}
    assert (folder / "interne/emploi-du-temps.xlsx").exists()
    assert (folder / "interne/index.html").exists()


def test_solve_beside_the_workbook_in_plain_lines(book: Path) -> None:
    """Without --out the folder stands beside the workbook; in a pipe, a line a phase, its time never going back."""
    done = barrette("solve", book, *QUICK, "--no-export")
    assert done.exit_code == 0
    assert {p.name for p in book.parent.iterdir()} == {"classeur.xlsx", "classeur-emploi-du-temps"}
    assert {p.name for p in (book.parent / "classeur-emploi-du-temps").iterdir()} == {
        "csv", "plan.sqlite", ".verrou",
    }  # fmt: skip
    lines = done.stderr.splitlines()
    assert all(line.startswith("[") and " s] " in line for line in lines)
    assert not {"\r", "\x1b"} & set(done.stderr)
    elapsed = [float(line[1:].split(" s]")[0]) for line in lines]
    assert elapsed == sorted(elapsed)
    assert any("séances placées" in line for line in lines)
    assert "toutes les règles impératives sont respectées" in done.stdout
    assert any("borne du coût des préférences · coût" in line and "(au mieux " in line for line in lines)
    assert "Coût des préférences : " in done.stdout


def test_solve_json_is_the_summary(book: Path) -> None:
    """The output is one JSON value, the summary that the folder keeps, and nothing else is said."""
    done = barrette("solve", book, *QUICK, "--no-export", "--json")
    found = json.loads(done.stdout)
    kept = json.loads((book.parent / "classeur-emploi-du-temps/csv/summary.json").read_text(encoding="utf-8"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert {k: v for k, v in found.items() if k not in ("seconds_export", "version")} == kept
    assert found["version"] == 1
    assert kept["verified"] is True
    assert kept["workbook"] == "../classeur.xlsx"
    assert kept["hard_violations"] == {}
    assert kept["interrupted"] is False
    assert 0 <= kept["bound"] <= kept["objective"] == kept["soft_cost"]
    assert 0 <= kept["gap"] <= 1
    assert all(0 <= one["bound"] <= one["cost"] for one in (*kept["bounds"].values(), *kept["stages"].values()))
    assert (kept["ended"], kept["tries"]) == (ENDED_BY_PROOF, 1)


def test_solve_tries_other_hours_while_some_could_be_placed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more search at half the effort, told as it ends; how many there were and why no more is said and kept."""
    monkeypatch.setattr(tries, "nearly_all", lambda _planned, _placeable: False)
    done = barrette("solve", book, "--effort", "0.5", "--no-export")
    assert done.exit_code == 0
    assert "autre essai : 18 h prévues, 18 h auparavant" in done.stderr
    assert "Fin de la recherche : 1 autre essai sans gain." in done.stdout
    summary = read_csv(book.parent / "classeur-emploi-du-temps/csv").summary
    assert (summary["tries"], summary["ended"], summary["seed"]) == (2, "1 autre essai sans gain", 0)


@pytest.mark.parametrize("out", [(), ("--out", "ailleurs/edt")])
def test_solve_of_a_faulty_workbook_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: tuple[str, ...]
) -> None:
    """No folder, no file, not even a salt."""
    monkeypatch.chdir(tmp_path)
    rows = tiny()
    rows["Salles"][0]["places"] = -3
    rows["Paramètres"] = [row for row in rows["Paramètres"] if row["paramètre"] != "sel"]
    book = written(tmp_path, rows)
    done = barrette("solve", book, *out, *QUICK)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "« Salles », cellule C2" in done.stderr
    assert list(tmp_path.iterdir()) == [book]


def test_solve_keeps_the_salt_it_makes(tmp_path: Path) -> None:
    """An empty salt is made once, kept in the folder and said; the next run takes it and says nothing."""
    rows = tiny()
    rows["Paramètres"] = [row for row in rows["Paramètres"] if row["paramètre"] != "sel"]
    book, folder = written(tmp_path, rows), tmp_path / "edt"
    first = barrette("solve", book, "--out", folder, *QUICK)
    assert first.exit_code == 0
    assert "sel.txt" in first.stdout
    assert "« Paramètres »" in first.stdout
    before = tree(folder)
    assert len(before["sel.txt"].strip()) == 32
    again = barrette("solve", book, "--out", folder, *QUICK)
    assert "sel.txt" not in again.stdout
    assert {k: v for k, v in tree(folder).items() if k.startswith("ics")} == {
        k: v for k, v in before.items() if k.startswith("ics")
    }


def test_solve_with_a_time_limit_ends_with_a_timetable(book: Path) -> None:
    """A limit that is not reached changes nothing; one out of range is a wrong command."""
    assert barrette("solve", book, *QUICK, "--no-export", "--time-limit", "60").exit_code == 0
    wrong = barrette("solve", book, "--time-limit", "0")
    assert wrong.exit_code == 2


def test_solve_into_a_file(book: Path) -> None:
    """A results folder that is a file is said before anything is computed; the file stays."""
    folder = book.parent / "edt"
    folder.write_text("précieux", encoding="utf-8")
    done = barrette("solve", book, "--out", folder, *QUICK)
    assert done.exit_code == 4
    assert "Impossible d’écrire" in done.stderr
    assert "répartition" not in done.stderr
    assert folder.read_text(encoding="utf-8") == "précieux"


def test_solve_when_the_disk_refuses(book: Path, solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up in the middle is said, and the former CSV is left as it was."""

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = tree(solved / "csv")
    monkeypatch.setattr(write, "WRITERS", {**write.WRITERS, "html": full})
    done = barrette("solve", book, "--out", solved, *QUICK)
    assert done.exit_code == 4
    assert "le disque est plein" in done.stderr
    assert "L’ancien contenu est gardé" in done.stderr
    assert tree(solved / "csv") == before


@pytest.mark.skipif(os.name == "nt", reason="signals of a console")
def test_solve_stopped_by_ctrl_c_keeps_a_timetable(tmp_path: Path) -> None:
    """Ctrl-C while weeks are placed: the search ends, the timetable found is checked and written, exit 0."""
    book, folder = written(tmp_path), tmp_path / "edt"
    command = [sys.executable, "-c", "from planner.cli import main; main()", "solve", str(book), "--out", str(folder)]
    with subprocess.Popen(
        [*command, "--no-export"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as run:
        assert run.stderr is not None
        seen = next(line for line in run.stderr if "horaires des barrettes" in line)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=120)
    assert seen
    assert run.returncode == 0, err
    assert "Traceback" not in err
    assert "Arrêt demandé" in err
    assert "apprenants ont leur emploi du temps" in out
    timetable = read_csv(folder / "csv")
    assert timetable.summary["interrupted"] is True
    assert timetable.summary["ended"] == ENDED_BY_TIME
    assert timetable.sessions
    assert barrette("verify", folder).exit_code == 0
