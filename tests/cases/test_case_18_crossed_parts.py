"""Case 18: a class of 14 in a kitchen of 12, two crossed parts, kitchen and technology swapped."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved


def rows() -> book.Rows:
    """Fourteen cooks, two weeks; four hours of kitchen and four of technology a week for each of them."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Arts de la cuisine", "BP CUI 1"),
        "Calendrier": book.calendar((37, 38), "BP CUI 1"),
        "Formateurs": book.trainers("Chef Anne", "Techno Paul"),
        "Salles": [{"salle": "Cuisine", "type": "cuisine", "places": 12, "code": "CUISINE"}, *book.rooms(2, 20)],
        "Cours": [
            {
                "classes": "BP CUI 1",
                "matière": "TP cuisine",
                "heures": "4 h/sem",
                "formateurs": "Chef Anne",
                "durées": "4",
                "type de salle": "cuisine",
                "parties": "auto",
                "croisé avec": "Technologie",
                "code": "TP",
            },
            {
                "classes": "BP CUI 1",
                "matière": "Technologie",
                "heures": "4 h/sem",
                "formateurs": "Techno Paul",
                "durées": "4",
                "code": "TECHNO",
            },
        ],
        "Apprenants": book.learners("BP CUI 1", 14),
    }


def test_case_18_two_crossed_parts_swap_kitchen_and_technology(solved: Callable[[book.Rows], Solved]) -> None:
    """Each half-day one part cooks while the other has technology; within the week they have swapped."""
    found = solved(rows())
    assert found.unplaced == []
    kitchen, techno = found.of(course_id="TP"), found.of(course_id="TECHNO")
    # two weeks × two parts × one session of four hours
    assert len(kitchen) == len(techno) == 4
    assert {s["room_id"] for s in kitchen} == {"CUISINE"}
    for here, there in zip(kitchen, techno, strict=True):
        assert (here["date"], here["start"], here["end"]) == (there["date"], there["start"], there["end"])
        assert {here["part_id"], there["part_id"]} == {"A", "B"}
        assert found.people(here) | found.people(there) == {f"BP-CUI-1-{n:02d}" for n in range(1, 15)}
        assert {len(found.people(here)), len(found.people(there))} == {7}
    for first, last in (("2026-09-07", "2026-09-11"), ("2026-09-14", "2026-09-18")):
        cooks = [s["part_id"] for s in kitchen if first <= s["date"] <= last]
        assert sorted(cooks) == ["A", "B"]
