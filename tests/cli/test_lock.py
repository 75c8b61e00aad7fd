"""`barrette lock` and `unlock`: the planner's own locks."""

import json
from pathlib import Path

from planner.domain import RoomId
from planner.store.database import open_store
from planner.store.locks import locked_sessions, locks
from tests.cli.places import sessions
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
    """The trainer is away at the hour of a lesson: it moves, unless it is locked; then it is watched or listed."""
    first_version(solved)
    before = hours(solved)
    day, start, _room, _team = before[MATHS]
    book = away(tmp_path / "nouveau", day, start, sessions(solved)[MATHS]["end"])
    options = ("--workbook", book, "--from", "2026-09-07", "--notice", "0")
    said = json.loads(barrette("update", solved, *options, "--dry-run", "--json").stdout)
    assert (MATHS, "moved") in [(d["session"], d["what"]) for d in said["diff"]]
    assert barrette("lock", solved, MATHS).exit_code == 0
    assert barrette("update", solved, *options).exit_code == 0
    after = hours(solved)
    assert MATHS not in after or after[MATHS][:2] == (day, start)
    assert {k: v for k, v in after.items() if k != MATHS} == {k: v for k, v in before.items() if k != MATHS}
    with open_store(solved) as store:
        assert locked_sessions(store, store.problem(store.version().number).settings) == {
            MATHS
        }  # only its command takes it away


def test_replace_leaves_what_is_locked(solved: Path) -> None:
    """The list says so, a choice is refused with the command that frees it; freed, it is replaced."""
    first_version(solved)
    day = sessions(solved)[MATHS]["date"]
    words = ("replace", solved, "--trainer", "DURAND-PAUL", "--date", day)
    assert barrette("lock", solved, MATHS).exit_code == 0
    assert f"verrouillée ; pour la libérer d’abord : barrette unlock {solved} {MATHS}" in barrette(*words).stdout
    before = hours(solved)
    refused = barrette(*words, "--best")
    assert refused.exit_code == 1
    assert f"barrette unlock {solved} {MATHS}" in refused.stderr
    assert hours(solved) == before
    assert barrette("unlock", solved, MATHS).exit_code == 0
    assert barrette(*words, "--best", "--dry-run").exit_code == 0


def test_update_says_what_it_could_not_keep(solved: Path, tmp_path: Path) -> None:
    """The trainer of a locked lesson is away at its hour."""
    first_version(solved)
    day, start, _room, _team = hours(solved)[MATHS]
    book = away(tmp_path / "nouveau", day, start, sessions(solved)[MATHS]["end"])
    assert barrette("lock", solved, MATHS).exit_code == 0
    said = barrette("update", solved, "--workbook", book, "--from", "2026-09-07", "--notice", "0").stderr
    assert "le classeur ne permet plus de les laisser telles quelles" in said
    assert f"[{MATHS}]" in said


def test_version_that_does_not_have_a_session_as_it_was_locked(solved: Path) -> None:
    """Locked in the kitchen of version 2, a lesson is elsewhere in version 1: said where that is brought back."""
    first_version(solved)
    keep(solved, lambda timetable: with_session(timetable, MATHS, room_id=RoomId("CUISINE-1")))
    assert barrette("lock", solved, MATHS).exit_code == 0
    back = barrette("versions", solved, "--restore", "1")
    assert back.exit_code == 0
    assert "1 séance verrouillée n’est pas comme elle l’était" in back.stderr
    assert barrette("versions", solved, "--restore", "2").stderr == ""


def test_replace_offers_nothing_against_a_lock_of_the_workbook(tmp_path: Path) -> None:
    """A lesson is locked with its trainer on a day: nobody else is offered; other lessons have ways out."""
    rows = tiny()
    rows["Verrous"] = [
        {"cours": "Mathématiques – CAP CUI 1", "date": "08/09/2026", "heure": "8h", "formateur": "Durand Paul"}
    ]
    folder = tmp_path / "edt"
    done = barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1", "--no-export")
    assert done.exit_code == 0, done.output
    found = json.loads(barrette("replace", folder, "--trainer", "Durand Paul", "--date", "08/09/2026", "--json").stdout)
    choices = {name: one["choices"] for one in found["sessions"] for name in one["sessions"]}
    assert choices.pop(MATHS) == []
    assert all(choices.values())
