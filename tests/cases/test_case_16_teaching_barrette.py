"""Case 16: French of three CAP classes at the same hour, in four groups by level, made anew in the second period."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASSES = ("CAP BOU 1", "CAP CUI 1", "CAP PAT 1")
LEVELS = (1, 2, 3, 4)
MOVED, NEW = (0, 1, 3, 7), (4, 4, 1, 2)
"""Four people of the first class, at first of levels 1, 2, 4 and 4, and their new levels, far from the old ones."""
TRAINERS = ("Français Fatou", "Français Félix", "Français Flora", "Français Franck")


def rows() -> book.Rows:
    """Three classes of twelve, four weeks in two periods, two hours of French a week, all of it in the barrette."""
    people = [person for name in CLASSES for person in book.learners(name, 12)]
    for number, person in enumerate(people):
        person["littératie"] = LEVELS[number % 4]
    results = [
        {"apprenant": person["code"], "domaine": "littératie", "résultat": result, "date": "19/09/2026"}
        for person, result in zip((people[n] for n in MOVED), NEW, strict=True)
    ]
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("CAP métiers de bouche", *CLASSES),
        "Calendrier": book.calendar((37, 38, 39, 40), *CLASSES),
        "Périodes": [
            {"période": "Période 1", "du": "07/09/2026", "au": "18/09/2026", "code": "P1"},
            {"période": "Période 2", "du": "21/09/2026", "au": "02/10/2026", "code": "P2"},
        ],
        "Formateurs": book.trainers(*TRAINERS),
        "Salles": book.rooms(5, 16),
        "Diplômes": [
            {
                "formation": "CAP métiers de bouche",
                "consolidation": "0",
                "accompagnement personnalisé": "0",
                "orientation": "0",
                "accompagnement promis": "non",
            }
        ],
        "Cours": [
            {
                "classes": name,
                "matière": "Français",
                "heures": "2 h/sem",
                "formateurs": " ou ".join(TRAINERS),
                "dans la barrette": "Français CAP",
                "code": f"FR-{name[4:7]}",
            }
            for name in CLASSES
        ],
        "Barrettes": [
            {
                "barrette": "Français CAP",
                "classes": " ; ".join(CLASSES),
                "durée": "1 h",
                "par semaine": 2,
                "nature": "enseignement",
                "code": "BARF",
            }
        ],
        "Règles de besoins": [{"cible": "LIT1", "domaine": "littératie", "niveaux": "1", "diplômes": "bac pro",
                               "par semaine": "1 h"}],
        "Résultats": results,
        "Apprenants": people,
    }  # fmt: skip


def by_level(found: Solved, period: str) -> dict[str, set[str]]:
    """People of each group of a period, by group."""
    groups: dict[str, set[str]] = {}
    for row in found.groups:
        if row["period_id"] == period:
            groups.setdefault(row["module_id"], set()).add(row["apprentice_id"])
    return groups


def test_case_16_french_in_four_groups_by_level(solved: Callable[[book.Rows], Solved]) -> None:
    """Four groups of nine, one for each level and of three classes each; new results move four people, no one else."""
    found = solved(rows())
    codes = [f"{name.replace(' ', '-')}-{n:02d}" for name in CLASSES for n in range(1, 13)]
    first = {f"ENS-{level}": {codes[n] for n in range(36) if LEVELS[n % 4] == level} for level in LEVELS}
    assert by_level(found, "P1") == first
    second = {name: set(people) for name, people in first.items()}
    for number, level in zip(MOVED, NEW, strict=True):
        second[f"ENS-{LEVELS[number % 4]}"].remove(codes[number])
        second[f"ENS-{level}"].add(codes[number])
    assert by_level(found, "P2") == second


def test_case_16_groups_meet_at_one_hour_and_count_as_french(solved: Callable[[book.Rows], Solved]) -> None:
    """Two hours in each of four weeks: everyone has eight hours of French, none of them support, none missing."""
    found = solved(rows())
    assert found.unplaced == []
    assert found.of(kind="course") == []
    lessons = found.of(kind="barrette", barrette_id="BARF")
    moments = {(s["period_id"], s["occurrence"]): (s["date"], s["start"], s["end"]) for s in lessons}
    # two periods × two weeks × two occurrences, four groups in each
    assert len(moments) == len(set(moments.values())) == 8
    assert len(lessons) == 8 * 4
    for session in lessons:
        assert moments[session["period_id"], session["occurrence"]] == (
            session["date"], session["start"], session["end"],
        )  # fmt: skip
        assert session["course_id"] == "FR-BOU;FR-CUI;FR-PAT"
        assert session["strand"] == ""
        assert session["label"].startswith("Français – groupe ")
        assert session["public_label"].startswith("Français – Atelier ")
    for moment in set(moments.values()):
        together = [s for s in lessons if (s["date"], s["start"], s["end"]) == moment]
        assert len({s["trainer_ids"] for s in together}) == len({s["room_id"] for s in together}) == 4
        assert len(set[str]().union(*map(found.people, together))) == 36
    assert found.debts == []
    for code in ("CAP-BOU-1-01", "CAP-CUI-1-06", "CAP-PAT-1-12"):
        assert sum(int(s["minutes"]) for s in found.attended(code)) == 8 * 60
