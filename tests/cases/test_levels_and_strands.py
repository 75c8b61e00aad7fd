"""From results to groups: a scale of one's own, a new result, two urgent domains, a strand without any hour."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

CLASS, OTHER = "CAP CUI 1", "CAP BOU 1"
BOTH, BETTER, YOUNG = "CAP-CUI-1-01", "CAP-CUI-1-02", "CAP-CUI-1-03"


def rows() -> book.Rows:
    """Two periods of three weeks, two hours of barrette a week; colours stand for levels; the bakers lack guidance."""
    people = [*book.learners(CLASS, 6), *book.learners(OTHER, 4)]
    people[2]["naissance"] = date(2010, 9, 21)
    results = [
        (BOTH, "littératie", "rouge", "31/08/2026"),
        (BOTH, "numératie", "rouge", "31/08/2026"),
        (BETTER, "littératie", "rouge", "31/08/2026"),
        (BETTER, "littératie", "vert", "24/09/2026"),
    ]
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026"),
        "Classes": [*book.classes("CAP Cuisine", CLASS), *book.classes("CAP Boulanger", OTHER)],
        "Calendrier": book.calendar(range(37, 43), CLASS, OTHER),
        "Périodes": [
            {"période": "P1", "du": "07/09/2026", "au": "25/09/2026"},
            {"période": "P2", "du": "28/09/2026", "au": "16/10/2026"},
        ],
        "Formateurs": book.trainers("Français Fatou", "Maths Marc", "Projets Zoé", "Orientation Omar"),
        "Salles": book.rooms(5, 16),
        "Compétences": [
            {"formateur": "Orientation Omar", "matière ou module": "ORI-DECOUVERTE"},
            {"formateur": "Projets Zoé", "matière ou module": "AP-METHODE"},
        ],
        "Échelles": [
            {"échelle": "couleurs", "de": colour, "niveau": level}
            for colour, level in (("rouge", 1), ("orange", 2), ("jaune", 3), ("vert", 4))
        ],
        "Résultats": [
            {"apprenant": who, "domaine": domain, "résultat": value, "date": day, "échelle": "couleurs"}
            for who, domain, value, day in results
        ],
        "Règles de besoins": [
            {"cible": "LIT1", "domaine": "littératie", "niveaux": "1", "par semaine": "1 h", "priorité": 1},
            {"cible": "NUM1", "domaine": "numératie", "niveaux": "1", "par semaine": "1 h", "priorité": 1},
            # sixteen from 21 September on: owed in the week of the birthday and in those after it
            {"cible": "AP-METHODE", "âge minimal": 16, "âge maximal": 16, "diplômes": "CAP Cuisine",
             "par semaine": "1 h", "code": "SEIZE"},
        ],
        "Cours": [
            {"classes": CLASS, "matière": "Français", "heures": "2 h/sem", "formateurs": "Français Fatou"},
            {"classes": OTHER, "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Maths Marc"},
        ],
        "Modules": book.for_one("LIT1", "LIT3", "NUM1", "AP-METHODE", "ORI-DECOUVERTE"),
        "Barrettes": [
            {"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 2, "jour": "ma",
             "modules": "LIT1 ; LIT3 ; NUM1 ; AP-METHODE ; ORI-DECOUVERTE"},
            {"barrette": "Barrette B", "classes": OTHER, "durée": "1 h", "par semaine": 1, "jour": "me", "heure": "10h",
             "modules": "LIT3 ; AP-METHODE"},
        ],
        "Apprenants": people,
    }  # fmt: skip


def owed(found: Solved, who: str) -> dict[str, tuple[float, float]]:
    """Need → hours due and planned of somebody, targets aside."""
    mine = [d for d in found.debts if d["apprentice_id"] == who and d["source"] != "programme"]
    return {d["need_id"]: (float(d["hours_due"]), float(d["hours_planned"])) for d in mine}


def test_levels_give_needs_by_date_and_two_domains_alternate(solved: Callable[[book.Rows], Solved]) -> None:
    """Red is urgent on this centre's scale; green on 24 September closes the need from the next period on."""
    found = solved(rows())
    # both domains urgent: one hour of each every week, never at the same time, in both rosters of the period; but for
    # an hour of each other strand in the last one, which comes before the end of what is owed
    mine = owed(found, BOTH)
    assert len(mine) == 4
    assert {hours for name, hours in mine.items() if name.endswith("P1")} == {(3.0, 3.0)}
    assert sum(planned for _due, planned in mine.values()) == 12 - 2
    assert {s["strand"] for s in found.attended(BOTH)} >= {"CONSOLIDATION", "PERSONAL", "GUIDANCE"}
    for period in ("P1", "P2"):
        mine = {g["module_id"] for g in found.groups if (g["apprentice_id"], g["period_id"]) == (BOTH, period)}
        assert mine >= {"LIT1", "NUM1"}
    # the second result is read at the second period, so the first one still holds in the first
    assert list(owed(found, BETTER).values()) == [(3.0, 3.0)]
    assert not [g for g in found.groups if g["apprentice_id"] == BETTER and g["period_id"] == "P2"
                and g["module_id"] == "LIT1"]  # fmt: skip
    # sixteen on 21 September: one week of the first period, three of the second
    assert owed(found, YOUNG) == {"SEIZE-P1": (1.0, 1.0), "SEIZE-P2": (3.0, 3.0)}
    # guidance has no hour for the bakers: a shortfall of the class, with its reason
    (missing,) = [u for u in found.unplaced if u["kind"] == "support"]
    assert missing["session_id"] == "volet-CAP-BOU-1-GUIDANCE"
    assert missing["class_ids"] == "CAP-BOU-1"
    assert missing["reason"]


def test_strand_without_any_hour_is_said_by_check(tmp_path: Path) -> None:
    """Before any calculation: which strand, which class, what to do."""
    write_workbook(tmp_path / "cas.xlsx", rows())
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 0
    text = " ".join(said.output.split())
    assert "aucun module d'orientation n'est possible pour CAP BOU 1 (0 h)" in text
