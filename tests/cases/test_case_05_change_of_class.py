"""Case 5: an apprentice changes class in the middle of the term: old class until the day, new class from it."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

MOVED, STAYED, WELCOMING = "BP-CUI-1-01", "BP-CUI-1-02", "BP-BOU-1-01"
DAY = "2026-09-16"


def rows() -> book.Rows:
    """Two classes for two weeks; the first learner of the cooks is with the bakers from Wednesday of the second."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Cuisine", "BP CUI 1", "BP BOU 1"),
        "Calendrier": book.calendar((37, 38), "BP CUI 1", "BP BOU 1"),
        "Formateurs": book.trainers("Français Fatou", "Maths Marc"),
        "Salles": book.rooms(2, 6),
        "Cours": [
            {"classes": name, "matière": subject, "heures": "4 h/sem", "formateurs": trainer, "durées": "2+2"}
            for name in ("BP CUI 1", "BP BOU 1")
            for subject, trainer in (("Français", "Français Fatou"), ("Mathématiques", "Maths Marc"))
        ],
        "Affectations": [{"apprenant": MOVED, "classe": "BP BOU 1", "du": "16/09/2026"}],
        "Apprenants": [*book.learners("BP CUI 1", 6), *book.learners("BP BOU 1", 5)],
    }


def test_case_05_old_class_until_the_day_and_new_class_from_it(solved: Callable[[book.Rows], Solved]) -> None:
    """The person is at every course of the one class before the day, of the other from it, and at no other."""
    found = solved(rows())
    assert found.unplaced == []
    for session in found.of(kind="course"):
        mine = "BP-CUI-1" if session["date"] < DAY else "BP-BOU-1"
        assert (MOVED in found.people(session)) == (session["class_ids"] == mine), session
        assert (STAYED in found.people(session)) == (session["class_ids"] == "BP-CUI-1")
    # the bakers are six from the day on, and their room has six seats
    assert {len(found.people(s)) for s in found.of(kind="course", class_ids="BP-BOU-1") if s["date"] >= DAY} == {6}
    before = [s for s in found.attended(MOVED) if s["date"] < DAY]
    assert before == [s for s in found.attended(STAYED) if s["date"] < DAY]


def test_case_05_stay_in_another_class_ends_and_the_usual_class_goes_on(solved: Callable[[book.Rows], Solved]) -> None:
    """With a last day, the person is back in the usual class the day after."""
    given = rows()
    given["Affectations"][0] |= {"du": "09/09/2026", "au": "11/09/2026"}
    found = solved(given)
    for session in found.attended(MOVED):
        inside = "2026-09-09" <= session["date"] <= "2026-09-11"
        assert session["class_ids"] == ("BP-BOU-1" if inside else "BP-CUI-1")
    assert {s["class_ids"] for s in found.attended(MOVED)} == {"BP-BOU-1", "BP-CUI-1"}
