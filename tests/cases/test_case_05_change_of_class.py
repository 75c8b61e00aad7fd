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


def test_case_05_strand_targets_are_shared_by_the_weeks_in_each_diploma(solved: Callable[[book.Rows], Solved]) -> None:
    """A week of each diploma: half of what the one asks in two weeks, and half of what the other does."""
    given = rows()
    given["Affectations"][0]["du"] = "14/09/2026"
    given["Classes"] = [
        {"classe": "BP CUI 1", "formation": "Cuisine", "année": 1},
        {"classe": "BP BOU 1", "formation": "Boulangerie", "année": 1},
    ]
    given["Diplômes"] = [
        {"formation": "Cuisine", "consolidation": "26", "AP": "13", "orientation": "13", "semaines par an": "13"},
        {"formation": "Boulangerie", "consolidation": "52", "AP": "13", "orientation": "13", "semaines par an": "13"},
    ]
    found = solved(given)
    due = {d["apprentice_id"]: float(d["hours_due"]) for d in found.debts if d["module_or_strand"] == "CONSOLIDATION"}
    # two and four hours a week; nobody has any support here, so all of it is listed
    assert (due[STAYED], due[WELCOMING], due[MOVED]) == (4, 8, 6)
