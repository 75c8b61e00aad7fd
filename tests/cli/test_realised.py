"""The sheet *Réalisé*: read and checked now, used by the update."""

from pathlib import Path

from tests.cli.running import barrette
from tests.whole.tiny import tiny, written


def test_solve_says_that_the_update_reads_what_took_place(tmp_path: Path) -> None:
    """A solve anew is not changed by it, and the planner is told."""
    rows = tiny()
    rows["Réalisé"] = [{"séance": "CAP-CUI-1-MATHEMATIQUES-01", "absents": "Martin Léa"}]
    book = written(tmp_path, rows)
    done = barrette("solve", book, "--out", tmp_path / "edt", "--effort", "0.1", "--no-export")
    assert done.exit_code == 0
    assert "« Réalisé » : lue, mais sans effet" in done.stdout
    assert "« Réalisé »" in barrette("check", book).stdout


def test_check_refuses_unknown_absent_people(tmp_path: Path) -> None:
    """A name that nobody bears, in its cell."""
    rows = tiny()
    rows["Réalisé"] = [{"séance": "CAP-CUI-1-MATHEMATIQUES-01", "absents": "Martin Léo ; Petit Hugo"}]
    done = barrette("check", written(tmp_path, rows))
    assert done.exit_code == 3
    assert "« Réalisé », cellule B2 : « Martin Léo » n'existe pas" in done.stderr
    assert "Vouliez-vous dire « Martin Léa »" in done.stderr
