"""Names that would give two things one id: each has its own, and nothing is lost."""

import csv
from datetime import date
from pathlib import Path

import pytest

from planner.domain import CourseId
from tests.cli.running import barrette
from tests.rules import build as b
from tests.whole.tiny import tiny, written


def alike() -> dict[str, list[dict[str, object]]]:
    """*Atelier* in parts and *Atelier A*; a barrette and an open period of one name; *Bilan* of two days and *Bilan
    0909*; a course with the code of a module and a need.
    """
    rows = tiny()
    both = {"classes": "CAP CUI 1", "heures": "2 h/sem", "formateurs": "Roux Anne"}
    rows["Cours"] += [
        {**both, "matière": "Atelier", "parties": 2}, {**both, "matière": "Atelier A"},
        {**both, "matière": "Anglais", "code": "LIT1-B"},
    ]  # fmt: skip
    rows["Temps d'accompagnement"][0]["nom"] = "Barrette A"
    people = {"début": "8h", "fin": "9h", "apprenants": "Martin Léa ; Sow Awa"}
    rows["Événements"] = [
        {**people, "événement": "Bilan", "date": date(2026, 9, 8), "au": date(2026, 9, 9)},
        {**people, "événement": "Bilan 0909", "date": date(2026, 9, 10)},
    ]
    rows["Besoins"] = [
        {"classe": "CAP CUI 1", "cible": "LIT1", "en tout": "2 h", "ouvert le": "01/09/2026", "code": "B"}
    ]
    return rows


def test_things_of_like_names_do_not_share_an_id(tmp_path: Path) -> None:
    """Everything is placed under a name of its own, and the checker finds no hour missing."""
    folder = tmp_path / "edt"
    done = barrette("solve", written(tmp_path, alike()), "--out", folder, "--effort", "0.1", "--no-export")
    assert done.exit_code == 0, done.output
    with (folder / "csv/sessions.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["session_id"]: row for row in csv.DictReader(stream)}
    workshop = sorted(name for name in rows if "ATELIER" in name)
    assert workshop == [
        f"CAP-CUI-1-ATELIER-{part}-{number:02d}" for part in ("A", "B", "partie-A") for number in (1, 2)
    ]
    assert {rows[f"LIT1-B{more}-01"]["kind"] for more in ("", "-commun")} == {"course", "support"}
    events = {name: row["date"] for name, row in rows.items() if row["kind"] == "fixed"}
    assert events == {
        "fixe-BILAN": "2026-09-08", "fixe-BILAN-0909-bis": "2026-09-09", "fixe-BILAN-0909": "2026-09-10",
    }  # fmt: skip
    assert {row["kind"] for name, row in rows.items() if name.startswith("BARRETTE-A-TEMPS-")} == {"open", "support"}


@pytest.mark.parametrize(("parts", "stem"), [(1, "cours-partie-A"), (2, "cours-A")])
def test_only_what_would_be_shared_gets_another_form(parts: int, stem: str) -> None:
    """A whole course *cours-A* is named as part A of *cours* would be; one that is split itself never is."""
    problem = b.problem(courses=[b.course("cours", parts=2), b.course("cours-A", parts=parts)])
    assert problem.session_stem(CourseId("cours"), "A") == stem
    assert problem.session_stem(CourseId("cours"), "B") == "cours-B"
    assert problem.session_stem(CourseId("cours-A")) == "cours-A"
