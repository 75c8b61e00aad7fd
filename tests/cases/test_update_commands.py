"""Cases 24 to 26 as a planner runs them: solve, change the workbook, update, and read what came out."""

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from data.writing.template import write_workbook
from tests.cases import updating as mid
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette, read_again, read_files

Run = Callable[..., Solved]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the centre's timetable."""
    folder = tmp_path_factory.mktemp("centre")
    write_workbook(folder / "centre.xlsx", mid.centre())
    done = barrette(
        "solve", str(folder / "centre.xlsx"), "--out", str(folder / "edt"), "--workers", "1", "--effort", "0.2"
    )
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def updated(published: Path, tmp_path: Path) -> Run:
    """Update a copy of the folder from a changed workbook, verify it, and read it."""
    shutil.copytree(published, tmp_path / "centre")
    folder = tmp_path / "centre"

    def run(change: mid.Change, first: str, *words: str) -> Solved:
        rows = deepcopy(mid.centre())
        change(rows)
        write_workbook(folder / "apres.xlsx", rows)
        said = [
            barrette("update", str(folder / "edt"), "--workbook", str(folder / "apres.xlsx"), "--from", first, *words),
            barrette("verify", str(folder / "edt")),
        ]
        for result in said:
            assert result.exit_code == 0, result.output
        read_again(folder / "edt")
        return read_files(folder / "edt", said[0].output)

    return run


def test_case_24_through_the_command_line(updated: Run) -> None:
    """Three entrants on a Thursday: they are in the courses and groups, and no session moves."""

    def enter(rows: book.Rows) -> None:
        rows["Apprenants"] += [mid.newcomer(n, mid.COOKS, "17/09/2026") for n in ("Un", "Deux", "Trois")]

    found = updated(enter, "2026-09-17")
    assert {"course", "barrette", "onboarding"} <= {s["kind"] for s in found.attended("UN")}
    assert "Aucun changement de place, de formateur ni de groupe" in found.said


def test_case_25_through_the_command_line(published: Path, updated: Run) -> None:
    """Missed support falls due again and is placed; a line that names no session is refused with what to do."""
    before = read_files(published / "edt", "")
    session = next(s for s in before.of(kind="barrette", module_id="LIT1") if s["date"] < "2026-09-28")
    absent = sorted(before.people(session))[:5]

    def miss(rows: book.Rows) -> None:
        rows["Réalisé"] = [{"séance": session["session_id"], "absents": " ; ".join(absent)}]

    found = updated(miss, "2026-09-28")
    for who in absent:
        hours = [float(d["hours_planned"]) for d in found.debts if d["apprentice_id"] == who]
        assert hours == [float(d["hours_planned"]) for d in before.debts if d["apprentice_id"] == who]
        more = [s for s in found.attended(who) if s["module_id"] == "LIT1"]
        assert len(more) == 1 + sum(s["module_id"] == "LIT1" for s in before.attended(who))
        assert session["session_id"] in {s["session_id"] for s in more}


def test_case_26_through_the_command_line(updated: Run) -> None:
    """A broken contract: employer search from the same week on; what is handed out tells nothing."""

    def break_off(rows: book.Rows) -> None:
        mid.line(rows, "Apprenants", code="CAP-CUI-1-06")["rupture"] = "28/09/2026"

    found = updated(break_off, "2026-09-28")
    search = [s for s in found.attended("CAP-CUI-1-06") if s["module_id"] == "EMPLOI"]
    assert min(s["date"] for s in search) <= "2026-10-02"
    calendar = (found.folder / "ics" / "apprentices" / "CAP-CUI-1-06.ics").read_text("utf-8").replace("\r\n ", "")
    assert "Accompagnement – Atelier" in calendar
    for word in ("employeur", "EMPLOI", "rupture", "contrat"):
        assert word not in calendar


def test_realised_that_names_no_session_is_refused(published: Path, tmp_path: Path) -> None:
    """The identifier is said, and where the right one stands; nothing is changed."""
    shutil.copytree(published, tmp_path / "centre")
    rows = mid.centre()
    rows["Réalisé"] = [{"séance": "ANGLAIS-99", "annulée": "oui"}]
    write_workbook(tmp_path / "apres.xlsx", rows)
    words = ("--workbook", str(tmp_path / "apres.xlsx"), "--from", "2026-09-28")
    result = barrette("update", str(tmp_path / "centre" / "edt"), *words)
    assert result.exit_code == 3
    assert "« ANGLAIS-99 »" in result.output
    assert "csv/sessions.csv" in result.output
