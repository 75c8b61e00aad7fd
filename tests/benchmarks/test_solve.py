"""What the benchmark of ``solve`` asks for and records, without solving."""

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as commands
from benchmarks.__main__ import main, parser
from benchmarks.record import FIELDS
from benchmarks.solve import Ran, build, describe

SOLVED = Ran(0, 12.5, 300.0, {"seconds_export": 2.5})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A result of 45 hours out of 50, with one course session and one open period left."""
    csv = tmp_path / "csv"
    csv.mkdir()
    summary = {
        "sizes": {"sessions": 9, "kinds": {"course": 9}},
        "unplaced": 2,
        "objective": 7,
        "hard_violations": {},
        "hours_owed": 60.0,
        "hours_payable": 50.0,
        "hours_planned": 45.0,
    }
    (csv / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    (csv / "unplaced.csv").write_text("session_id,kind\na,course\nb,open\n", encoding="utf-8")
    return tmp_path


def test_parser_takes_several_samples_and_seeds() -> None:
    """Two samples and three seeds make six instances; workers and effort have the defaults of ``solve``."""
    found = parser().parse_args(["solve", "--sample", "small", "medium", "--seed", "1", "2", "3"])
    assert (found.sample, found.seed, found.workers, found.effort) == (["small", "medium"], [1, 2, 3], 2, 1.0)


def test_record_takes_correctness_from_verify_only(folder: Path) -> None:
    """The summary claims no violation; verify found 2 and 1, hence 3. 45 h of 50 h payable are 90 %."""
    checked = Ran(1, 0.5, 80.0, {"hard_violations": {"H1a": 2, "H3a": 1}, "verified": False, "soft_penalties": {}})
    found = build("small", 1, 2, 1.0, folder, SOLVED, checked)
    assert set(FIELDS) <= set(found)
    assert (found["hard_violations"], found["verified"], found["share"]) == (3, False, 0.9)
    assert (found["unplaced"], found["unplaced_courses"], found["sizes"]) == (2, 1, {"sessions": 9})
    assert (found["seconds"], found["seconds_export"], found["memory_mb"]) == (12.5, 2.5, 300.0)
    assert describe(found) == (
        "small seed 1: 12.5 s, 300 MB, 1 course sessions unplaced, 3 hard violations, "
        "hours 60 owed / 50 payable / 45 planned (90.0%)"
    )


def test_record_is_null_where_nothing_was_made(tmp_path: Path) -> None:
    """A run that stops without a timetable is neither right nor wrong, and the line says how it ended."""
    found = build("small", 1, 2, 1.0, tmp_path, Ran(4, 1.0, 50.0, {}), Ran(3, 0.2, 50.0, {}))
    assert [found[k] for k in ("hard_violations", "verified", "unplaced", "share")] == [None] * 4
    assert describe(found) == "small seed 1: 1.0 s, 50 MB, not verified (solve ended with 4, verify ended with 3)"


def test_bench_without_command_runs_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command on both samples and three seeds, its records in a file; one that fails makes the whole fail.

    ``floors`` and ``sizes`` are left out, which have sets of their own, and what measures files of others.
    """
    asked: list[list[str]] = []
    monkeypatch.setattr(commands, "run", lambda words: asked.append(words) or int(words[0] == "solve"))
    assert main([]) == 1
    assert [words[0] for words in asked] == [
        n for n in commands.COMMANDS if n not in (*commands.BY_THEMSELVES, *commands.ELSEWHERE)
    ]
    assert asked[0][1:] == ["--sample", "small", "medium", "--seed", "1", "2", "3", "--json", "bench-solve.json"]
