"""Case 3: a workshop takes two groups at once, one trainer each, 24 seats in all; a third group is refused."""

from collections import Counter
from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASSES = ("CS MEC 1", "CS MEC 2", "CS MEC 3")


def rows(sizes: tuple[int, int, int], groups: int, hours: str = "8 h") -> book.Rows:
    """Three classes at the centre on the same one day; the workshop is the only room of its type."""
    return {
        "Paramètres": book.settings("07/09/2026", "07/09/2026"),
        "Classes": book.classes("CS Mécanique", *CLASSES),
        "Calendrier": book.calendar((37,), *CLASSES),
        "Formateurs": [
            {**t, "max par jour": "8 h"} for t in book.trainers("Atelier Un", "Atelier Deux", "Atelier Trois")
        ],
        "Salles": [
            {"salle": "Atelier", "type": "atelier", "places": 24, "groupes simultanés": groups},
            *book.rooms(1, 24),
        ],
        "Cours": [
            {
                "classes": name,
                "matière": "Pratique",
                "heures": hours,
                "durées": "4",
                "formateurs": trainer,
                "type de salle": "atelier",
                "max par jour": 2,
            }
            for name, trainer in zip(CLASSES, ("Atelier Un", "Atelier Deux", "Atelier Trois"), strict=True)
        ],
        "Apprenants": [p for name, size in zip(CLASSES, sizes, strict=True) for p in book.learners(name, size)],
    }


def at_once(found: Solved) -> list[int]:
    """Groups in the workshop at each start."""
    return sorted(Counter((s["date"], s["start"]) for s in found.of(room_id="ATELIER")).values())


def test_case_03_two_groups_at_once_and_a_third_refused(solved: Callable[[book.Rows], Solved]) -> None:
    """Two half-days hold 2 × 2 groups: of three classes that want one each, two are together and one is alone."""
    found = solved(rows((8, 8, 8), 2, "4 h"))
    assert found.unplaced == []
    assert at_once(found) == [1, 2]
    assert {len(s["trainer_ids"].split(";")) for s in found.sessions} == {1}


def test_case_03_seats_in_all_bind_before_the_number_of_groups(solved: Callable[[book.Rows], Solved]) -> None:
    """Three groups would be allowed, but 12 + 12 + 8 people have no seat in 24: never three together."""
    found = solved(rows((12, 12, 8), 3, "4 h"))
    assert found.unplaced == []
    assert at_once(found) == [1, 2]


def test_case_03_three_groups_together_when_seats_and_number_allow(solved: Callable[[book.Rows], Solved]) -> None:
    """8 + 8 + 8 people have a seat each: all three spend the whole day there together."""
    found = solved(rows((8, 8, 8), 3))
    assert found.unplaced == []
    assert at_once(found) == [3, 3]
