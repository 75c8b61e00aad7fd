"""A centre that the bells open from Monday to Sunday: adults come at the weekend, minors not on Sunday."""

from collections.abc import Callable
from datetime import date

from tests.cases import workbooks as book
from tests.cases.conftest import Solved


def rows() -> book.Rows:
    """Two classes that come on Saturday and Sunday only, six hours each; one of them has a minor."""
    young = book.learners("MIN", 4)
    young[0]["naissance"] = date(2010, 1, 1)
    return {
        "Paramètres": book.settings("07/09/2026", "13/09/2026"),
        "Classes": book.classes("BP Hôtellerie", "MAJ", "MIN"),
        "Calendrier": [{"qui": name, "S37": "sa-di"} for name in ("MAJ", "MIN")],
        "Horaires": [
            {"jours": "lu-di", "début": f"{hour}h00", "fin": f"{hour + 1}h00"} for hour in (8, 9, 10, 11, 13, 14, 15)
        ],
        "Formateurs": book.trainers("Prof Anne", "Prof Paul"),
        "Salles": book.rooms(2, 12),
        "Cours": [
            {"classes": name, "matière": subject, "heures": "5 h", "formateurs": who, "code": f"{name}-{subject}",
             "durées": "1", "max par jour": 5}
            for name, who in (("MAJ", "Prof Anne"), ("MIN", "Prof Paul"))
            for subject in ("Accueil", "Service")
        ],
        "Apprenants": [*book.learners("MAJ", 4), *young],
    }  # fmt: skip


def test_adults_have_the_whole_weekend_and_minors_saturday(solved: Callable[[book.Rows], Solved]) -> None:
    """Ten hours of adults need both days; of the class of the minor, Saturday holds seven, and three are listed."""
    found = solved(rows(), closed_day=4)
    days = {name: {s["date"] for s in found.of(class_ids=name)} for name in ("MAJ", "MIN")}
    assert days == {"MAJ": {"2026-09-12", "2026-09-13"}, "MIN": {"2026-09-12"}}
    assert len(found.of(class_ids="MAJ")) == 10
    assert sum(int(row["minutes"]) for row in found.unplaced) == 3 * 60
