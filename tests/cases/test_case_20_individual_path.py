"""Case 20: one apprentice follows maths with another class, and has literacy support in the hour of English."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

HERE, THERE = "CAP PAT 1", "BAC PRO PAT 1"
WALKER, MATE, OTHER = "CAP-PAT-1-01", "CAP-PAT-1-02", "BAC-PRO-PAT-1-01"


def rows() -> book.Rows:
    """Both classes the first and third week, the bac pro class the second one too; five learners each."""
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": [
            *book.classes("BP Pâtissier", HERE),
            *book.classes("BP Pâtisserie en trois ans", THERE),
        ],
        "Calendrier": [*book.calendar((37, 39), HERE), *book.calendar((37, 38, 39), THERE)],
        "Formateurs": book.trainers("Maths Marc", "Anglais Alice", "Maths Maud", "Pâtisserie Paul"),
        "Salles": book.rooms(3, 6),
        "Cours": [
            {"classes": HERE, "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Maths Marc",
             "durées": "2", "code": "M-CAP"},
            {"classes": HERE, "matière": "Anglais", "heures": "1 h/sem", "formateurs": "Anglais Alice",
             "durées": "1", "code": "A-CAP"},
            {"classes": HERE, "matière": "Technologie", "heures": "6 h/sem", "formateurs": "Pâtisserie Paul",
             "durées": "2+2+2", "code": "T-CAP"},
            {"classes": THERE, "matière": "Mathématiques", "heures": "4 h/sem", "formateurs": "Maths Maud",
             "durées": "2+2", "code": "M-PRO"},
        ],
        "Compétences": [{"formateur": "Pâtisserie Paul", "matière ou module": "littératie"}],
        "Besoins": [{"apprenants": WALKER, "cible": "LIT2", "en tout": "2 h"}],
        "Parcours individuels": [
            {"apprenant": WALKER, "cours quitté": "Mathématiques", "cours suivi": f"Mathématiques – {THERE}"},
            {"apprenant": WALKER, "cours quitté": "Anglais", "à la place": "accompagnement"},
        ],
        "Apprenants": [*book.learners(HERE, 5), *book.learners(THERE, 5)],
    }  # fmt: skip


def test_case_20_maths_elsewhere_and_support_instead_of_english(solved: Callable[[book.Rows], Solved]) -> None:
    """No clash, six at the bac pro maths, none of the two courses left, literacy at the hours of English."""
    found = solved(rows())
    assert found.unplaced == []
    maths = found.of(course_id="M-PRO")
    both = [s for s in maths if s["date"] < "2026-09-12" or s["date"] > "2026-09-20"]
    alone = [s for s in maths if s not in both]
    assert (len(both), len(alone)) == (4, 2)
    assert {len(found.people(s)) for s in both} == {6}
    assert {len(found.people(s)) for s in alone} == {5}
    assert WALKER not in {a for s in found.of(course_id="M-CAP") + found.of(course_id="A-CAP") for a in found.people(s)}
    assert all({WALKER, MATE} <= found.people(s) for s in found.of(course_id="T-CAP"))
    english = [(s["date"], s["start"], s["end"]) for s in found.of(course_id="A-CAP")]
    support = [s for s in found.attended(WALKER) if s["kind"] == "support"]
    assert [(s["date"], s["start"], s["end"]) for s in support] == english
    assert {(s["module_id"], s["trainer_ids"]) for s in support} == {("LIT2", "PATISSERIE-PAUL")}
    owed = {d["need_id"]: d for d in found.debts if d["apprentice_id"] == WALKER}
    # two hours owed, one in each week; eight of the twelve hours of maths are followed, four fall in the company
    assert [d["hours_planned"] for d in owed.values() if d["module_or_strand"] == "LIT2"] == ["2"]
    row = owed["parcours-M-PRO"]
    assert (row["hours_due"], row["hours_planned"]) == ("12", "8")
    assert "2 séances sur 6" in row["reason_unpaid"]
    assert "jour en entreprise" in row["reason_unpaid"]
