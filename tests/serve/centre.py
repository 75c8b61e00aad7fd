"""A solved folder for the board: the tiny centre, one of whose people has a name that is no HTML."""

import sys
from datetime import date
from pathlib import Path

from tests.cli.running import barrette
from tests.whole.tiny import tiny, written

SCRIPT = "<script>alert(1)</script>"
"""Family name of one of the apprentices."""


def solved_folder(parent: Path) -> Path:
    """The folder of results, its workbook beside it; nothing of it is published."""
    rows = tiny()
    rows["Apprenants"][0]["nom"] = SCRIPT
    done = barrette("solve", written(parent, rows), "--out", parent / "edt", "--effort", "0.1", "--no-export")
    assert done.exit_code == 0, done.output
    return parent / "edt"


FIRST = date(2026, 9, 7)
"""Its first day, from which the board is asked to move sessions whatever today is."""

if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True)
    print(solved_folder(Path(sys.argv[1])))
