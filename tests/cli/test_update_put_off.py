"""An update that begins later than the next one: what it left as it was is followed by the next one."""

import csv
from datetime import date, timedelta
from pathlib import Path

from tests.cli.places import sessions
from tests.cli.running import barrette
from tests.cli.versions import first_version
from tests.whole.tiny import tiny, written


def test_update_follows_what_an_earlier_one_began_too_late_for(solved: Path, tmp_path: Path) -> None:
    """A trainer and an apprentice are away on a day before the first that may change; then that day may change."""
    first_version(solved)
    day = min(row["date"] for row in sessions(solved).values() if "DURAND-PAUL" in row["trainer_ids"])
    rows = tiny()
    rows["Indisponibilités"] = [{"qui": who, "du": day, "au": day} for who in ("Durand Paul", "Martin Léa")]
    (tmp_path / "nouveau").mkdir()
    words = ("--workbook", written(tmp_path / "nouveau", rows), "--notice", "0", "--from")
    later = date.fromisoformat(day) + timedelta(days=1)
    before = sessions(solved)
    assert barrette("update", solved, *words, later.isoformat()).exit_code == 0
    assert sessions(solved) == before
    assert barrette("update", solved, *words, day).exit_code == 0
    assert not [row for row in sessions(solved).values() if row["date"] == day and "DURAND-PAUL" in row["trainer_ids"]]
    with (solved / "csv/attendance.csv").open(encoding="utf-8", newline="") as stream:
        hers = {row["session_id"] for row in csv.DictReader(stream) if row["apprentice_id"] == "MARTIN-LEA"}
    assert not [name for name in hers if sessions(solved)[name]["date"] == day]
