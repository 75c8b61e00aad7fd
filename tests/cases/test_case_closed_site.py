"""One of two sites is closed: its classes have nothing, nobody uses its rooms, and the other site goes on."""

from collections.abc import Callable
from pathlib import Path

import data
from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette, read_files

HERE, THERE = "BP LOG 1", "BP TRA 1"
CLOSED = {"libellé": "Travaux", "du": "09/09/2026", "site": "annexe"}


def rows(*closures: dict[str, object]) -> book.Rows:
    """Two weeks; a class on each site, six hours of course a week, and four at the far dock for the class of here."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": [
            {"classe": HERE, "formation": "BP Logistique", "année": 1, "site": "Centre"},
            {"classe": THERE, "formation": "BP Transport", "année": 1, "site": "Annexe"},
        ],
        "Calendrier": book.calendar((37, 38), HERE, THERE),
        "Formateurs": book.trainers("Maths Marc", "Français Fatou", "Quai Quentin"),
        "Salles": [
            {"salle": "Salle 1", "type": "banalisée", "places": 20, "site": "Centre"},
            {"salle": "Salle 9", "type": "banalisée", "places": 20, "site": "Annexe"},
            {"salle": "Quai", "type": "quai", "places": 20, "site": "Annexe"},
        ],
        "Sites": [{"de": "Centre", "vers": "Annexe", "minutes": 20}],
        "Cours": [
            {"classes": HERE, "matière": "Mathématiques", "heures": "10 h/sem", "formateurs": "Maths Marc",
             "durées": "2"},
            {"classes": THERE, "matière": "Français", "heures": "10 h/sem", "formateurs": "Français Fatou",
             "durées": "2"},
            {"classes": HERE, "matière": "Quai", "heures": "4 h/sem", "formateurs": "Quai Quentin", "durées": "4",
             "type de salle": "quai"},
        ],
        "Apprenants": [*book.learners(HERE, 8), *book.learners(THERE, 8)],
        "Fermetures": list(closures),
    }  # fmt: skip


def days(found: Solved, subject: str) -> list[str]:
    """Days of the sessions of a course, in order."""
    return [s["date"] for s in found.of(public_label=subject)]


def test_a_closed_site_keeps_its_classes_and_its_rooms_out_of_use(solved: Callable[[book.Rows], Solved]) -> None:
    """Two hours a day: Wednesday has no French (a short week) and no dock; maths go on in the open centre."""
    found = solved(rows(CLOSED))
    assert found.unplaced == []
    assert len(days(found, "Mathématiques")) == 10
    assert "2026-09-09" in days(found, "Mathématiques")
    assert len(days(found, "Français")) == 9
    assert "2026-09-09" not in days(found, "Français") + days(found, "Quai")


def test_a_site_that_closes_moves_what_is_there_alone(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """An update names the site, not its rooms; `verify` sees a session that is left there."""
    found = solved(rows())
    write_workbook(tmp_path / "ferme.xlsx", rows(CLOSED))
    seen = barrette("verify", str(found.folder), "--workbook", str(tmp_path / "ferme.xlsx"))
    assert seen.exit_code == 1
    assert "Le site Annexe est fermé mercredi 9 septembre" in seen.output
    said = barrette("update", str(found.folder), "--workbook", str(tmp_path / "ferme.xlsx"), "--from", "2026-09-07")
    assert said.exit_code == 0, said.output
    assert "Fermeture du site Annexe ajoutée : le 09/09/2026" in said.output
    assert "Salle 9" not in said.output
    assert barrette("verify", str(found.folder), "--workbook", str(tmp_path / "ferme.xlsx")).exit_code == 0
    after = read_files(found.folder, "")
    assert days(after, "Mathématiques") == days(found, "Mathématiques")
    assert "2026-09-09" not in days(after, "Français") + days(after, "Quai")


def test_half_a_day_and_a_site_that_is_none(tmp_path: Path) -> None:
    """The afternoon alone is closed; a name that no room has is a fault with the one that it is near."""
    write_workbook(tmp_path / "demi.xlsx", rows({**CLOSED, "demi-journée": "après-midi"}))
    problem = data.read(tmp_path / "demi.xlsx").problem
    assert problem is not None
    assert list(problem.closed_sites.values()) == [2]
    ends = {room.name: [a.start for a in room.absences] for room in problem.rooms.values()}
    assert ends == {"Salle 1": [], "Salle 9": [750], "Quai": [750]}
    write_workbook(tmp_path / "faux.xlsx", rows({**CLOSED, "site": "Anexe"}))
    faults = [str(fault) for fault in data.read(tmp_path / "faux.xlsx").faults]
    assert len(faults) == 1
    assert "« Anexe » n'est pas un site connu. Vouliez-vous dire « Annexe » ?" in faults[0]
