"""`barrette lock` and `unlock`: the planner's own locks."""

import json
from pathlib import Path

from planner.store.database import open_store
from planner.store.locks import locked_sessions, locks
from tests.cli.places import free_room, sessions
from tests.cli.running import barrette
from tests.cli.versions import first_version, keep, with_session
from tests.whole.tiny import tiny, written

MATHS, COOKING = "CAP-CUI-1-MATHEMATIQUES-01", "CAP-CUI-1-TP-CUISINE-01"


def test_lock_is_kept_until_it_is_taken_away(solved: Path) -> None:
    """Two sessions are locked with who and why; one is freed again."""
    first_version(solved)
    assert barrette("lock", solved, MATHS, COOKING, "--reason", "jury", "--author", "Paule").exit_code == 0
    with open_store(solved) as store:
        assert locked_sessions(store, store.problem(store.version().number).settings) == {MATHS, COOKING}
        kept = locks(store)[0]
    assert (kept.author, kept.reason, kept.lock.course_id) == ("Paule", "jury", "CAP-CUI-1-MATHEMATIQUES")
    assert "jury" in barrette("lock", solved).stdout
    assert barrette("lock", solved, MATHS, "--reason", "salle").exit_code == 0  # the later one holds
    assert barrette("unlock", solved, COOKING).exit_code == 0
    found = json.loads(barrette("lock", solved, "--json").stdout)
    assert [(one["session"], one["reason"]) for one in found["locks"]] == [(MATHS, "salle")]


def test_lock_of_what_does_not_exist(solved: Path) -> None:
    """The nearest session is named, and nothing of the command is done."""
    first_version(solved)
    said = barrette("lock", solved, MATHS, "CAP-CUI-1-TP-CUISINE-1")
    assert said.exit_code == 2
    assert f"« {COOKING} »" in said.stderr
    said = barrette("unlock", solved, MATHS)
    assert said.exit_code == 2
    assert "n’est pas verrouillée" in said.stderr
    assert "Aucune séance" in barrette("lock", solved).stdout


def away(folder: Path, day: str, start: str, end: str) -> Path:
    """The workbook with an absence of the trainer of mathematics."""
    rows = tiny()
    rows["Indisponibilités"] = [{"qui": "Durand Paul", "du": day, "au": day, "de": start, "à": end}]
    folder.mkdir()
    return written(folder, rows)


def hours(folder: Path) -> dict[str, tuple[str, str, str, str]]:
    """Where each session stands."""
    found = sessions(folder)
    return {name: (row["date"], row["start"], row["room_id"], row["trainer_ids"]) for name, row in found.items()}


def test_lock_holds_a_session_through_an_update(solved: Path, tmp_path: Path) -> None:
    """The trainer is away at the hour of a lesson: it moves, unless it is locked; then it is watched or listed.

    Either way it does not stay as it was locked, and that is said.
    """
    first_version(solved)
    before = hours(solved)
    day, start, _room, _team = before[MATHS]
    book = away(tmp_path / "nouveau", day, start, sessions(solved)[MATHS]["end"])
    options = ("--workbook", book, "--from", "2026-09-07", "--notice", "0")
    said = json.loads(barrette("update", solved, *options, "--dry-run", "--json").stdout)
    assert (MATHS, "moved") in [(d["session"], d["what"]) for d in said["diff"]]
    assert barrette("lock", solved, MATHS).exit_code == 0
    done = barrette("update", solved, *options)
    assert done.exit_code == 0
    assert "Verrouillées, et changées" in done.stdout
    after = hours(solved)
    assert MATHS not in after or after[MATHS][:2] == (day, start)
    assert {k: v for k, v in after.items() if k != MATHS} == {k: v for k, v in before.items() if k != MATHS}
    with open_store(solved) as store:
        assert locked_sessions(store, store.problem(store.version().number).settings) == {
            MATHS
        }  # only its command takes it away


def test_earlier_version_with_a_locked_session_elsewhere_says_so(solved: Path) -> None:
    """The lesson is in another room since, and locked there; whoever goes back is told, and nobody else."""
    first_version(solved)
    room = free_room(sessions(solved), MATHS)
    keep(solved, lambda timetable: with_session(timetable, MATHS, room_id=room))
    assert barrette("versions", solved, "--restore", 2).exit_code == 0
    assert barrette("lock", solved, MATHS).exit_code == 0
    said = barrette("versions", solved, "--restore", 1)
    assert said.exit_code == 0
    assert "1 séance verrouillée est ailleurs" in said.stderr
    assert f"[{MATHS}]" in said.stderr
    assert "verrouillée" not in barrette("versions", solved, "--restore", 2).stderr
