"""Case 17: two sites 40 minutes apart, one trainer on both, and a class that changes site at noon."""

import itertools
from collections.abc import Callable
from datetime import datetime

from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved, barrette

TRAVEL = 40 * 60


def rows() -> book.Rows:
    """One week of two days; a class on each site, their maths trainer works on both, one course is held far away."""
    return {
        "Paramètres": book.settings("07/09/2026", "08/09/2026"),
        "Classes": [
            {"classe": "BP LOG 1", "formation": "BP Logistique", "année": 1, "site": "Centre"},
            {"classe": "BP TRA 1", "formation": "BP Transport", "année": 1, "site": "Annexe"},
        ],
        "Calendrier": book.calendar((37,), "BP LOG 1", "BP TRA 1"),
        "Formateurs": [
            {"nom": "Maths Marc", "sites": "Centre ; Annexe"},
            {"nom": "Français Fatou", "sites": "Centre"},
            {"nom": "Quai Quentin", "sites": "Annexe"},
        ],
        "Salles": [
            *({**row, "site": "Centre"} for row in book.rooms(2, 20)),
            {"salle": "Salle 9", "type": "banalisée", "places": 20, "site": "Annexe"},
            {"salle": "Quai", "type": "quai", "places": 20, "site": "Annexe"},
        ],
        "Sites": [{"de": "Centre", "vers": "Annexe", "minutes": 40}],
        "Cours": [
            {"classes": "BP LOG 1", "matière": "Mathématiques", "heures": "4 h", "formateurs": "Maths Marc",
             "durées": "2", "max par jour": 2},
            {"classes": "BP TRA 1", "matière": "Mathématiques", "heures": "6 h", "formateurs": "Maths Marc",
             "durées": "2", "max par jour": 2},
            {"classes": "BP LOG 1", "matière": "Français", "heures": "6 h", "formateurs": "Français Fatou",
             "durées": "2", "max par jour": 2},
            {"classes": "BP LOG 1", "matière": "Quai", "heures": "4 h", "formateurs": "Quai Quentin",
             "durées": "4", "type de salle": "quai"},
        ],
        "Apprenants": [*book.learners("BP LOG 1", 8), *book.learners("BP TRA 1", 8)],
    }  # fmt: skip


def at(session: Row, column: str) -> datetime:
    """A time of a session."""
    return datetime.fromisoformat(f"{session['date']}T{session[column][-5:]}")


def hurried(sessions: list[Row]) -> list[tuple[str, str]]:
    """Pairs of sessions in a row of one day, on two sites, with less than the way between them."""
    ordered = sorted(sessions, key=lambda s: (s["date"], s["start"]))
    return [
        (a["session_id"], b["session_id"])
        for a, b in itertools.pairwise(ordered)
        if a["date"] == b["date"]
        and a["site_id"] != b["site_id"]
        and (at(b, "start") - at(a, "end")).total_seconds() < TRAVEL
    ]


def test_case_17_nobody_is_on_two_sites_without_the_way_between(solved: Callable[[book.Rows], Solved]) -> None:
    """The trainer and the class that goes to the far dock always have forty minutes; all hours are placed."""
    found = solved(rows())
    assert found.unplaced == []
    assert {s["site_id"] for s in found.of(room_id="QUAI")} == {"ANNEXE"}
    trainer = [s for s in found.sessions if "MATHS-MARC" in s["trainer_ids"]]
    assert {s["site_id"] for s in trainer} == {"CENTRE", "ANNEXE"}
    assert hurried(trainer) == []
    for number in range(1, 9):
        mine = found.attended(f"BP-LOG-1-{number:02d}")
        assert {s["site_id"] for s in mine} == {"CENTRE", "ANNEXE"}
        assert hurried(mine) == []


def test_case_17_papers_name_the_sites_as_the_workbook_does(solved: Callable[[book.Rows], Solved]) -> None:
    """The free rooms of the day stand by site, under the name that was typed, not under its id."""
    found = solved(rows())
    said = barrette("export", str(found.folder), "--format", "day", "--date", "2026-09-07")
    assert said.exit_code == 0, said.output
    page = (found.folder / "papiers" / "2026-09-07" / "libres.html").read_text("utf-8")
    assert "Annexe" in page
    assert "ANNEXE" not in page
