"""Right for one person: a helper of one's own, a test soon after entry, a group that is there, a date to keep."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS, BAKERS = "CAP CUI 1", "CAP BOU 1"
FIRST, SECOND, LATE = "CAP-CUI-1-01", "CAP-BOU-1-01", "CAP-CUI-1-06"


def centre(first: str, last: str, weeks: range, *names: str, year: int = 1) -> book.Rows:
    """Classes of six with two hours of French a week, and an hour of barrette for all of them on Tuesdays."""
    return {
        "Paramètres": book.settings(first, last),
        "Classes": book.classes("CAP Cuisine", *names, year=year),
        "Calendrier": book.calendar(weeks, *names),
        "Formateurs": book.trainers("Français Fatou", "Français Fanny", "Maths Marc", "Aide Alice"),
        "Salles": book.rooms(4, 16),
        "Compétences": [{"formateur": "Maths Marc", "matière ou module": "NUM1 ; NUM3"},
                        {"formateur": "Français Fatou", "matière ou module": "ORI-POURSUITE ; ORI-INSERTION"},
                        {"formateur": "Français Fanny", "matière ou module": "AP-METHODE"}],
        "Cours": [{"classes": name, "matière": "Français", "heures": "2 h/sem", "formateurs": f"Français {who}"}
                  for name, who in zip(names, ("Fatou", "Fanny"), strict=False)],
        "Barrettes": [{"barrette": "Barrette A", "classes": " ; ".join(names), "durée": "1 h", "par semaine": 1,
                       "jour": "ma", "heure": "10h", "modules": "NUM1 ; NUM3 ; AP-METHODE"}],
        "Apprenants": [person for name in names for person in book.learners(name, 6)],
    }  # fmt: skip


def test_a_helper_is_with_one_person_at_a_time(solved: Callable[[book.Rows], Solved]) -> None:
    """Two people of two classes have the same helper: never called at the same hour, nor is she given anybody else."""
    rows = centre("07/09/2026", "18/09/2026", range(37, 39), CLASS, BAKERS)
    rows["Cours"] = [row | {"heures": "12 h/sem"} for row in rows["Cours"]]
    rows["Barrettes"] = []
    rows["Aménagements"] = [{"apprenant": who, "effet": "aide", "valeur": "Aide Alice"} for who in (FIRST, SECOND)]
    found = solved(rows)
    first, second = (found.attended(who) for who in (FIRST, SECOND))
    assert not [
        (s, t)
        for s in first
        for t in second
        if s["date"] == t["date"] and s["start"] < t["end"] and t["start"] < s["end"]
    ]
    # the classes have them at different hours, since they fit in the week: nobody loses a lesson for it
    assert sum(int(s["minutes"]) for s in (*first, *second)) == 2 * 24 * 60
    assert not [s for s in found.sessions if "AIDE" in s["trainer_ids"].upper()]


def test_a_test_a_week_after_entry_counts_from_the_next_stay(solved: Callable[[book.Rows], Solved]) -> None:
    """Entered on the second Monday, tested in that stay: consolidation in the next one, within the same period."""
    rows = centre("07/09/2026", "02/10/2026", range(37, 41), CLASS)
    rows["Calendrier"] = book.calendar((37, 38, 40), CLASS)
    rows["Périodes"] = [{"période": "P1", "du": "07/09/2026", "au": "02/10/2026"}]
    rows["Apprenants"][5] |= {"entrée": "14/09/2026", "module d'entrée déjà fait": "14 h"}
    rows["Modules"] = book.for_one("NUM1", "NUM3", "AP-METHODE")
    results = [(n, 1, "31/08/2026") for n in (1, 2)] + [(n, 3, "31/08/2026") for n in (3, 4, 5)]
    rows["Résultats"] = [
        {
            "apprenant": f"CAP-CUI-1-{n:02d}",
            "domaine": "numératie",
            "résultat": level,
            "date": day,
            "échelle": "niveaux",
        }
        for n, level, day in (*results, (6, 1, "21/09/2026"))
    ]
    rows["Échelles"] = [{"échelle": "niveaux", "de": n, "niveau": n} for n in (1, 2, 3, 4)]
    found = solved(rows)
    mine = [(s["date"], s["module_id"]) for s in found.attended(LATE) if s["kind"] == "barrette"]
    assert [day for day, module in mine if module == "NUM1"] == ["2026-09-29"]
    assert not [day for day, module in mine if module == "NUM3"]
    (row,) = [d for d in found.debts if (d["apprentice_id"], d["module_or_strand"]) == (LATE, "NUM1")]
    assert float(row["hours_planned"]) >= 1


def test_a_postulant_joins_the_group_that_is_there(solved: Callable[[book.Rows], Solved]) -> None:
    """Somebody without class or contract owes the module of the class's group: one hour for all, none for one alone."""
    rows = centre("07/09/2026", "18/09/2026", range(37, 39), CLASS)
    rows["Paramètres"] += book.settings("", "", **{"présence minimale": "1 h"})[-1:]
    rows["Apprenants"].append(
        {"nom": "Seul", "prénom": "Camille", "naissance": "01/03/2005", "entrée": "01/09/2026", "code": "SEUL",
         "module d'entrée déjà fait": "14 h"}
    )  # fmt: skip
    rows["Besoins"] = [
        {"apprenants": " ; ".join(f"CAP-CUI-1-{n:02d}" for n in (1, 2, 3)), "cible": "NUM1", "en tout": "2 h"},
        {"apprenants": "SEUL", "cible": "NUM1", "en tout": "2 h"},
    ]
    found = solved(rows)
    held = [s for s in found.sessions if s["module_id"] == "NUM1"]
    with_postulant = [s for s in held if "SEUL" in found.people(s)]
    # the class has one hour of it; the other one is given alone, since it was decided by name
    assert sorted(len(found.people(s)) for s in with_postulant) == [1, 7]


def test_guidance_is_given_before_its_date(solved: Callable[[book.Rows], Solved]) -> None:
    """Wishes close on 25 September: both hours of final-year guidance stand before, what can wait comes after."""
    rows = centre("07/09/2026", "16/10/2026", range(37, 43), "CAP CUI 2", year=2)
    rows["Périodes"] = [{"période": "P1", "du": "07/09/2026", "au": "16/10/2026"}]
    rows["Barrettes"][0]["modules"] = "NUM1 ; AP-METHODE ; ORI-POURSUITE"
    rows["Modules"] = [*book.for_one("NUM1", "AP-METHODE"),
                       {"module": "ORI-POURSUITE", "effectif minimal": 1, "échéance": "25/09/2026"}]  # fmt: skip
    rows["Règles de besoins"] = [
        {"cible": "NUM1", "en tout": "3 h", "temporaire ou récurrent": "temporaire", "priorité": 1},
        {"cible": "ORI-POURSUITE", "dernière année": "oui", "en tout": "2 h", "temporaire ou récurrent": "temporaire"},
    ]
    found = solved(rows)
    days = sorted({s["date"] for s in found.sessions if s["module_id"] == "ORI-POURSUITE"})
    assert days
    assert days[-1] <= "2026-09-25"
    for person in (f"CAP-CUI-2-{n:02d}" for n in range(1, 7)):
        (row,) = [d for d in found.debts if (d["apprentice_id"], d["module_or_strand"]) == (person, "ORI-POURSUITE")]
        assert (row["deadline"], row["hours_planned"]) == ("2026-09-25", "2")
