"""*Présences* through `barrette update`: what was missed is due again, the hours given are said, odd lines are told."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.domain import SessionId, session_reference
from tests.cli.running import barrette
from tests.whole.tiny import tiny, written

SECOND_WEEK = "2026-09-14"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Lines of a CSV of the folder."""
    with (folder / "csv" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    """The tiny centre's timetable."""
    done = barrette("solve", written(tmp_path), "--out", tmp_path / "edt", "--workers", 1, "--effort", "0.1")
    assert done.exit_code == 0, done.output
    return tmp_path / "edt"


def test_absence_from_support_is_due_again_and_the_hours_given_are_said(solved: Path, tmp_path: Path) -> None:
    """Everyone was away from an hour of a led group, by the reference of its sheet; another sheet is not typed."""
    held = [s for s in rows(solved, "sessions.csv") if s["date"] < SECOND_WEEK]
    group = next(s for s in held if s["strand"] and s["guidance"] == "led" and s["kind"] != "course")
    people = {a["apprentice_id"] for a in rows(solved, "attendance.csv") if a["session_id"] == group["session_id"]}
    book = tiny()
    book["Présences"] = [
        {"séance": session_reference("sel-de-test", SessionId(group["session_id"])), "état": "absent"},
        {"date": "07/09/2026", "classe": "CAP CUI 1", "état": "présent"},
        {"séance": "AAAA-AAA", "état": "présent"},
    ]
    after = written(tmp_path, book)
    done = barrette("update", solved, "--workbook", after, "--from", SECOND_WEEK)
    assert done.exit_code == 0, done.output
    assert "« AAAA-AAA » n’est pas une séance de l’emploi du temps" in done.stderr
    assert "Absents à la séance" in done.stdout
    assert barrette("verify", solved).exit_code == 0
    summary = json.loads((solved / "csv" / "summary.json").read_text("utf-8"))
    assert {tuple(pair) for pair in summary["missed"]} == {(group["session_id"], person) for person in people}
    assert summary["hours_over_before"] == SECOND_WEEK
    assert 0 < summary["hours_attended"] < summary["hours_given"]
    assert summary["attendance_missing"] > 0
    sheets = load_workbook(solved / "interne" / "emploi-du-temps.xlsx").sheetnames
    assert {"Heures données", "Présences à saisir"} <= set(sheets)
    again = barrette("update", solved, "--workbook", after, "--from", SECOND_WEEK)
    assert again.exit_code == 0, again.output
    assert "Rien ne change dans l’emploi du temps." in again.stdout


def test_lines_against_realise_and_lines_too_early_are_told(solved: Path, tmp_path: Path) -> None:
    """Somebody is there in a session that did not take place, absent next week, later than the session is long."""
    held = rows(solved, "sessions.csv")
    first = next(s for s in held if s["kind"] == "course" and s["date"] < SECOND_WEEK)
    other = next(s for s in held if s["kind"] == "course" and s["date"] < SECOND_WEEK and s != first)
    later = next(s for s in held if s["kind"] == "course" and s["date"] > SECOND_WEEK)
    book = tiny()
    book["Réalisé"] = [{"séance": first["session_id"], "annulée": "oui"}]
    book["Présences"] = [
        {"séance": first["session_id"], "état": "présent"},
        {"séance": later["session_id"], "état": "absent"},
        {"séance": other["session_id"], "état": "en retard", "minutes de retard": 300},
    ]
    done = barrette("update", solved, "--workbook", written(tmp_path, book), "--from", SECOND_WEEK, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "est annulée d’après « Réalisé »" in done.stderr
    assert "ligne 3 : la séance n’a pas encore eu lieu" in done.stderr
    assert "ligne 4 : le retard dure 5 h, la séance " in done.stderr


def test_solve_says_that_attendance_is_for_the_update(tmp_path: Path) -> None:
    """A calculation anew gives its sessions other references."""
    book = tiny()
    book["Présences"] = [{"date": "07/09/2026", "classe": "CAP CUI 1", "état": "présent"}]
    done = barrette("solve", written(tmp_path, book), "--out", tmp_path / "edt", "--effort", "0.1", "--no-export")
    assert done.exit_code == 0
    assert "« Présences » : un nouveau calcul" in done.stdout
