"""Case 6: CAP in one year and in two years share the trade courses but not general subjects."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

ONE, TWO = "CAP PAT 1 AN", "CAP PAT 2 ANS"


def rows() -> book.Rows:
    """Weeks 37 to 39 for the one-year class, 37, 39 and 40 for the other: two common weeks for pastry."""
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": [
            *book.classes("CAP Pâtissier en 1 an", ONE),
            *book.classes("CAP Pâtissier", TWO),
        ],
        "Calendrier": [*book.calendar((37, 38, 39), ONE), *book.calendar((37, 39, 40), TWO)],
        "Formateurs": book.trainers("Pâtisserie Paul", "Français Fatou", "Maths Marc"),
        "Salles": [{"salle": "Labo", "type": "laboratoire", "places": 12}, *book.rooms(2, 12)],
        "Cours": [
            {"classes": f"{ONE} ; {TWO}", "matière": "Pâtisserie", "heures": "8 h/sem", "formateurs": "Pâtisserie Paul",
             "durées": "4+4", "type de salle": "laboratoire", "code": "TRADE"},
            {"classes": ONE, "matière": "Pâtisserie renforcée", "heures": "4 h/sem", "formateurs": "Pâtisserie Paul",
             "durées": "4", "type de salle": "laboratoire", "code": "MORE"},
            {"classes": TWO, "matière": "Français", "heures": "3 h/sem", "formateurs": "Français Fatou",
             "durées": "2+1", "code": "FRENCH"},
            {"classes": TWO, "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Maths Marc",
             "durées": "2", "code": "MATHS"},
        ],
        "Apprenants": [*book.learners(ONE, 5), *book.learners(TWO, 6)],
    }  # fmt: skip


def test_case_06_trade_together_and_general_subjects_apart(solved: Callable[[book.Rows], Solved]) -> None:
    """Pastry has both classes in the two common weeks; each other course has its own class in its own weeks."""
    found = solved(rows())
    assert [u for u in found.unplaced if u["kind"] == "course"] == []
    trade = found.of(course_id="TRADE")
    assert {s["date"][:7] + str((int(s["date"][8:]) - 7) // 7) for s in trade} == {"2026-090", "2026-092"}
    assert len(trade) == 4
    assert all(len(found.people(s)) == 11 for s in trade)
    for course, number, sessions in (("MORE", 5, 3), ("FRENCH", 6, 6), ("MATHS", 6, 3)):
        mine = found.of(course_id=course)
        assert (len(mine), {len(found.people(s)) for s in mine}) == (sessions, {number})
    # nobody of the one-year class is at a general subject
    assert {s["course_id"] for s in found.attended("CAP-PAT-1-AN-01")} == {"TRADE", "MORE"}
