import json
from pathlib import Path

from tests.cli.running import barrette
from tests.whole.tiny import tiny, written


def test_check_of_a_good_workbook(book: Path) -> None:
    """Counts, then the defaults that stand in; nothing on the error stream, nothing written."""
    done = barrette("check", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "2 classes, 6 apprenants, 3 formateurs, 4 salles, 3 cours" in done.stdout
    assert "• Horaires : 8 h" in done.stdout
    assert list(book.parent.iterdir()) == [book]


def test_check_says_every_fault_at_once(tmp_path: Path) -> None:
    """Three faults in three sheets come in one go, on the error stream."""
    rows = tiny()
    rows["Salles"][0]["places"] = -3
    rows["Cours"][0]["formateurs"] = "Durant Paul"
    rows["Apprenants"][0]["naissance"] = "31/02/2010"
    done = barrette("check", written(tmp_path, rows))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "3 erreurs" in done.stderr
    for words in ("« Salles », cellule C2", "« Cours », cellule D2", "« Apprenants », cellule C2"):
        assert words in done.stderr


def test_check_json_of_faults(tmp_path: Path) -> None:
    """A machine reads sheet, cell, value and message of each fault."""
    rows = tiny()
    rows["Salles"][0]["places"] = -3
    done = barrette("check", written(tmp_path, rows), "--json")
    assert done.exit_code == 3
    (fault,) = json.loads(done.stdout)["faults"]
    assert (fault["sheet"], fault["cell"], fault["value"]) == ("Salles", "C2", "-3")


def test_check_json_of_a_good_workbook(book: Path) -> None:
    """No fault, no alert, and the defaults as notices."""
    done = barrette("check", book, "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["faults"], found["alerts"]) == (0, [], [])
    assert all(set(notice) == {"text", "sheet", "cell"} for notice in found["notices"])
    assert found["defaults"]["Périodes"].startswith("des périodes égales")


def test_check_json_of_a_remark_with_its_cell(tmp_path: Path) -> None:
    """A column that nobody knows is named with its place, in a faulty workbook too."""
    rows = tiny()
    rows["Salles"][0] |= {"couleur": "bleu", "places": -3}
    found = json.loads(barrette("check", written(tmp_path, rows), "--json").stdout)
    (told,) = [notice for notice in found["notices"] if "couleur" in notice["text"]]
    assert (told["sheet"], told["cell"]) == ("Salles", "E1")
    assert found["faults"]


def test_check_of_a_centre_that_cannot_fit(tmp_path: Path) -> None:
    """Fifty hours in weeks of forty hours cannot be placed: said before any calculation, exit 1."""
    rows = tiny()
    rows["Cours"][0]["heures"] = "50 h/sem"
    book = written(tmp_path, rows)
    done = barrette("check", book)
    assert done.exit_code == 1
    assert "À corriger avant le calcul" in done.stdout
    assert "CAP CUI 1" in done.stdout
    found = json.loads(barrette("check", book, "--json").stdout)
    assert any(alert["blocking"] for alert in found["alerts"])


def test_check_of_a_missing_file(tmp_path: Path) -> None:
    """A name without a file is a faulty workbook, in a sentence."""
    done = barrette("check", tmp_path / "absent.xlsx")
    assert done.exit_code == 3
    assert "absent.xlsx" in done.stderr
