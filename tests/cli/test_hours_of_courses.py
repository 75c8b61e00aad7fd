"""Hours a week of a course that go and come back, as `barrette update` tells them."""

from pathlib import Path

from tests.cli.places import sessions
from tests.cli.running import barrette
from tests.whole.tiny import tiny, written


def test_hour_less_a_week_and_back_is_the_timetable_of_before(solved: Path, tmp_path: Path) -> None:
    """Maths has an hour less in each of two weeks, the announced one too; asked for again, all is as it was."""
    before = sessions(solved)
    rows = tiny()
    rows["Cours"][0]["heures"] = "1 h/sem"
    (tmp_path / "moins").mkdir()
    (tmp_path / "retour").mkdir()
    asked = "--from", "2026-09-07", "--notice", "0"
    done = barrette("update", solved, "--workbook", written(tmp_path / "moins", rows), *asked)
    assert done.exit_code == 0, done.output
    less = sessions(solved)
    changed = {key: row for key, row in before.items() if less.get(key) != row}
    assert changed
    assert all(key.startswith("CAP-CUI-1-MATHEMATIQUES") for key in changed)
    kept = [int(less[key]["minutes"]) if key in less else 0 for key in sorted(changed)]
    assert sum(int(row["minutes"]) for row in changed.values()) - sum(kept) == 120
    done = barrette("update", solved, "--workbook", written(tmp_path / "retour"), *asked)
    assert done.exit_code == 0, done.output
    assert sessions(solved) == before
    assert barrette("verify", solved).exit_code == 0
