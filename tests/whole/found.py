"""A centre of one class and one course for a week, to which a test adds what made a random centre break a rule."""

from copy import deepcopy
from datetime import date, timedelta

from benchmarks.random_centres import Stage, refused, replay
from benchmarks.random_rows import MONDAY, Cells, Rows

TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 4))
HOURS = (8, 9, 10, 11, 13, 14, 15, 16)


def small(*names: str) -> Rows:
    """One class (or those named) there all week, two hours of mathematics, three trainers, an adult at each end."""
    names = names or ("Classe 1",)
    settings: Cells = {
        "établissement": "CFA", "zone": "B", "début": MONDAY, "fin": FRIDAY, "sel": "sel", "délai de prévenance": 0,
    }  # fmt: skip
    return {
        "Paramètres": [{"paramètre": name, "valeur": value} for name, value in settings.items()],
        "Classes": [{"classe": name, "formation": "BP Arts de la cuisine", "année": 1} for name in names],
        "Calendrier": [{"qui": name, "S37": "X"} for name in names],
        "Formateurs": [{"nom": name} for name in ("Durand Paul", "Roux Anne", "Noir Eva")],
        "Salles": [{"salle": f"Salle {number}", "type": "banalisée", "places": 12} for number in (1, 2, 3)],
        "Cours": [
            {"classes": name, "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Durand Paul"}
            for name in names
        ],
        "Apprenants": [person("Martin", names[0]), person("Petit", names[-1])],
    }


def person(name: str, group: str | None, **cells: object) -> Cells:
    """An adult who entered long ago and needs nothing; ``_`` of a name stands for a space."""
    row: Cells = {
        "nom": name, "prénom": "Léa", "naissance": date(2004, 5, 6), "classe": group, "entrée": date(2025, 9, 1),
        "contrat début": date(2025, 9, 1), "contrat fin": date(2028, 8, 31), "littératie": 4, "numératie": 4,
    }  # fmt: skip
    return row | {key.replace("_", " "): value for key, value in cells.items()}


def enters(row: Cells, first_company_day: date | None = None) -> None:
    """Somebody enters on Monday and owes the entry module."""
    row |= {"entrée": MONDAY, "contrat début": date(2026, 9, 1), "premier jour en entreprise": first_company_day}


def minor(row: Cells) -> None:
    """Somebody is sixteen and has 35 hours a week in the company."""
    row |= {"naissance": date(2010, 5, 6), "heures hebdo en entreprise": "35 h"}


def two_sites(rows: Rows) -> None:
    """The first class at the centre, the last one on another site, whose bells ring at half past."""
    for row in (*rows["Classes"][:1], *rows["Salles"]):
        row["site"] = "Centre"
    rows["Classes"][-1]["site"] = "Annexe"
    rows["Salles"].append({"salle": "Salle 9", "type": "banalisée", "places": 12, "site": "Annexe"})
    rows["Sites"] = [{"de": "Centre", "vers": "Annexe", "minutes": 10}]
    rows["Horaires"] = [
        {"site": site, "jours": "lu-ve", "début": f"{hour}:{minute}", "fin": f"{hour + 1}:{minute}"}
        for site, minute in (("Centre", "00"), ("Annexe", "30"))
        for hour in HOURS
    ]


def crossed() -> Rows:
    """Four people in two halves: one in *Atelier* while the other one is in *Sciences*."""
    rows = small()
    pair = {"classes": "Classe 1", "heures": "2 h/sem", "durées": "2", "parties": 2}
    rows["Cours"] = [
        {**pair, "matière": "Atelier", "formateurs": "Durand Paul"},
        {**pair, "matière": "Sciences", "formateurs": "Roux Anne", "croisé avec": "Atelier"},
    ]
    rows["Apprenants"] = [person(name, "Classe 1") for name in ("Martin", "Petit", "Sow", "Diallo")]
    return rows


def lock(course: str, day: date, hour: str, **cells: object) -> Cells:
    """A session of a course of the first class at an hour that must stay."""
    return {"cours": f"{course} – Classe 1", "date": day, "heure": hour, **cells}


def broken(*stages: tuple[Rows, date]) -> set[str]:
    """Rules that the last stage breaks: the first one is solved, each following one updates from its day on.

    What `check` refuses for an hour of the workbook is said before: nothing is broken unasked.
    """
    names = ("solve", *(f"update {number}" for number in range(1, len(stages))))
    story = replay([Stage(name, deepcopy(rows), day) for name, (rows, day) in zip(names, stages, strict=True)])
    assert len(story.stages) == len(stages), [str(one) for one in story.broken]
    return {one.rule for one in story.broken if one.stage == names[-1] and not refused(one)}
