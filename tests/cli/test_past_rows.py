"""`update` with a workbook whose rows of days gone have changed: what took place stays, and is checked."""

import csv
from datetime import date
from pathlib import Path

from planner.check.verify import verify
from planner.domain import Before, Problem, Session, Timetable
from planner.rule import Finding, Rule
from tests.cli.running import barrette
from tests.rules import build as b
from tests.whole.tiny import tiny, written

QUICK = ("--effort", "0.1", "--no-export")


def meetings(folder: Path) -> set[tuple[str, str]]:
    """Id and day of the events of a folder."""
    with (folder / "csv/sessions.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["session_id"], row["date"]) for row in csv.DictReader(stream) if row["kind"] == "fixed"}


def workbook(place: Path, *days: date) -> Path:
    """The tiny centre with a meeting of two people on some days."""
    rows = tiny()
    rows["Événements"] = [
        {"événement": "Bilan", "date": day, "début": "8h", "fin": "9h", "apprenants": "Martin Léa ; Sow Awa"}
        for day in days
    ]
    return written(place, rows)


def test_event_of_the_past_that_is_put_off_stays_and_takes_place_again(tmp_path: Path) -> None:
    """Held on the 8th, dated the 16th on the 14th, then taken out on the 17th: said, kept twice, and verified."""
    folder = tmp_path / "edt"
    held, again = ("fixe-BILAN", "2026-09-08"), ("fixe-BILAN-0916", "2026-09-16")
    assert barrette("solve", workbook(tmp_path, date(2026, 9, 8)), "--out", folder, *QUICK).exit_code == 0
    assert meetings(folder) == {held}
    for days, first in (((date(2026, 9, 16),), "2026-09-14"), ((), "2026-09-17")):
        done = barrette("update", folder, "--workbook", workbook(tmp_path, *days), "--from", first, "--effort", "0.1")
        assert done.exit_code == 0, done.output
        assert "Les jours passés restent comme ils étaient" in done.stdout
        assert "Bilan, mardi 8 septembre" in done.stdout
        assert meetings(folder) == {held, again}
        assert barrette("verify", folder).exit_code == 0


def test_what_a_freeze_forbids_is_never_of_the_past() -> None:
    """A rule finds the past changed from the timetable before: it is not what the past breaks by itself."""
    was, now = (b.session("cours-01", b.MONDAY, start, end) for start, end in (("8", "9"), ("10", "11")))

    def changed(problem: Problem, timetable: Timetable) -> list[Finding]:
        before = problem.before.timetable.session if problem.before else dict[str, Session]()
        return [Finding("gel", "changée") for s in timetable.sessions if before.get(s.id, s) != s]

    problem = b.problem(before=Before(b.timetable(was), b.MONDAY))
    rule = Rule("gel", "Le passé reste.", "hard", changed)
    report = verify(problem, (rule,), b.timetable(now, summary={"since": b.TUESDAY.isoformat()}))
    assert [f.text for f in report.hard] == ["changée"]
    assert report.past == ()


def test_what_is_missing_on_a_day_gone_is_of_the_past() -> None:
    """Nobody can be given a place any more before the last update; on its day, somebody can."""
    rule = Rule("place", "Chacun a sa place.", "shortfall", lambda *_: iter([Finding("place", "rien", day=b.MONDAY)]))
    reports = [
        verify(b.problem(), (rule,), b.timetable(summary={"since": day.isoformat()})) for day in (b.MONDAY, b.TUESDAY)
    ]
    assert [[f.text for f in report.shortfalls] for report in reports] == [["rien"], []]
