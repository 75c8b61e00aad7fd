"""Two apprentices stay seven hours a day at most, in a class that has eight: the least of all hours is missed."""

from collections import Counter
from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS, GENERAL = "CAP CUI 1", {"Français": "Fatou F", "Maths": "Marc M", "Anglais": "Anne A"}
CAPPED, MADE_UP = "CAP-CUI-1-01", "CAP-CUI-1-02"


def rows(general: int) -> book.Rows:
    """Two weeks of four half-days of workshop and so many hours of each of three general subjects; two stay 7 h."""
    general_rows = [
        {
            "classes": CLASS,
            "matière": subject,
            "heures": f"{general} h/sem",
            "formateurs": trainer,
            "durées": "1",
            "max par jour": 3,
        }
        for subject, trainer in GENERAL.items()
    ]
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("CAP Cuisine", CLASS),
        "Calendrier": book.calendar((37, 38), CLASS),
        "Formateurs": book.trainers("Carole C", *GENERAL.values()),
        "Salles": [*book.rooms(2, 20), {"salle": "Cuisine", "type": "cuisine", "places": 12}],
        "Cours": [
            {"classes": CLASS, "matière": "TP cuisine", "heures": "16 h/sem", "formateurs": "Carole C", "durées": "4",
             "type de salle": "cuisine", "max par jour": 2},
            *general_rows,
        ],
        "Aménagements": [
            {"apprenant": CAPPED, "effet": "max par jour", "durée": "7 h"},
            {"apprenant": MADE_UP, "effet": "max par jour", "durée": "7 h", "à rattraper": "oui"},
        ],
        "Apprenants": book.learners(CLASS, 6),
    }  # fmt: skip


def missed(found: Solved, person: str) -> list[dict[str, str]]:
    """Courses that the person is not expected at."""
    return [s for s in found.of(kind="course") if person not in found.people(s)]


def test_a_full_day_loses_a_general_hour_and_never_half_a_workshop(solved: Callable[[book.Rows], Solved]) -> None:
    """Ten full days: ten hours, of several subjects, all listed; those to be made up have no hour left, and say so."""
    found = solved(rows(general=8))
    for who, source in ((CAPPED, "programme"), (MADE_UP, "rattrapage")):
        lost = missed(found, who)
        assert [s["minutes"] for s in lost] == ["60"] * 10
        subjects = Counter(s["course_id"] for s in lost)
        assert len(subjects) == 3
        assert max(subjects.values()) <= 5
        assert not any("TP" in s["label"] for s in lost)
        listed = [d for d in found.debts if d["apprentice_id"] == who and d["source"] == source and "CUI-1" in
                  d["module_or_strand"]]  # fmt: skip
        assert {d["module_or_strand"]: float(d["hours_due"]) for d in listed} == subjects
        assert all(d["reason_unpaid"] for d in listed)
    assert found.listed("Heures manquées", "Motif") == {"durée maximale du jour (aménagement)": 20}


def test_the_day_of_the_class_is_shaped_for_those_who_stay_less(solved: Callable[..., Solved]) -> None:
    """Thirty-one hours of a class fit in five days of seven hours: nobody has to lose any."""
    found = solved(rows(general=5), effort=1.0)
    assert missed(found, CAPPED) == []
