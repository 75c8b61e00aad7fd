"""The command line answers fast because it imports nothing heavy before it must."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"ortools", "pandas", "openpyxl", "scipy", "numpy", "icalendar", "jinja2", "holidays"}
SCRIPT = """
import sys
from planner.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["solve", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """``--help`` loads neither the engine nor the libraries that read and write files."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=Path(__file__).parent.parent, check=True)
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "LOADED"
    assert not HEAVY & set(last)
