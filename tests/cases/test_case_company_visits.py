"""Company visits: who is due when, half-days kept for them, dated ones in the calendars of both."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

PEOPLE = [f"BP-FLE-1-{n:02d}" for n in range(1, 5)]


def rows() -> book.Rows:
    """Two classes in turn, one week at the centre, one in the company; the référent of four teaches the other class.

    Her twenty hours in the weeks in which her apprentices are in the company would spread over the whole week.
    """
    subjects = ("Art", "Botanique", "Dessin", "Gestion", "Vente")
    people = book.learners("BP FLE 1", 4)
    for number, person in enumerate(people):
        person |= {
            "contrat début": "01/09/2026",
            "formateur référent": "Référente Rose",
            "employeur": ("Fleurs du Pont", "Fleurs du Pont", "Au Lys", "Rosier SARL")[number],
            "secteur": ("Nord", "Nord", "Nord", "Sud")[number],
        }
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("BP Fleuriste", "BP FLE 1", "BP FLE 2"),
        "Calendrier": [*book.calendar((37, 39), "BP FLE 1"), *book.calendar((38, 40), "BP FLE 2")],
        "Formateurs": book.trainers("Référente Rose", "Autre Alix"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": "BP FLE 2", "matière": name, "heures": "4 h/sem", "formateurs": "Référente Rose"}
            for name in subjects
        ]
        + [{"classes": "BP FLE 1", "matière": "Français", "heures": "6 h/sem", "formateurs": "Autre Alix"}],
        "Apprenants": [*people, *book.learners("BP FLE 2", 3)],
    }


def test_half_days_are_kept_for_the_visits_due(solved: Callable[[book.Rows], Solved]) -> None:
    """First visits fall in the two first months: two thirds of the window goes on later, so two of four are made now.

    Nothing is dated, since nobody asked; the half-days that they need are free in the weeks in the company.
    """
    found = solved(rows())
    assert found.unplaced == []
    assert found.of(kind="visit") == []
    assert found.summary["soft_penalties"]["P13"] == 0


def test_visits_due_are_listed_by_sector_and_company(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """The internal workbook lists the four, « Nord » first; each has half-days named, none of them taught."""
    found = solved(rows())
    page = load_workbook(tmp_path / "resultat" / "interne" / "emploi-du-temps.xlsx")["Visites"]
    heads = [cell.value for cell in page[3]]
    lines = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in page.iter_rows(min_row=4)]
    assert [(line["Secteur"], line["Employeur"]) for line in lines if line["Secteur"]] == [
        ("Nord", "Au Lys"), ("Nord", "Fleurs du Pont"), ("Nord", "Fleurs du Pont"), ("Sud", "Rosier SARL"),
    ]  # fmt: skip
    hers = [line for line in lines if line["Formateur"] == "Référente Rose"]
    assert [line["À faire"] for line in hers].count("Sur cette période") == 2
    assert all(line["Demi-journées libres"] >= 2 for line in hers)
    assert found.summary["soft_penalties"]["P13"] == 0


def test_dated_visits_are_in_free_half_days_of_company_weeks(solved: Callable[[book.Rows], Solved]) -> None:
    """All four are dated: on days in the company, two a half-day, those of one company together, then of one sector."""
    book_rows = rows()
    book_rows["Visites"] = [
        {"apprenant": code, "nombre": 1, "du": "07/09/2026", "au": "02/10/2026", "à dater": "oui"} for code in PEOPLE
    ]
    found = solved(book_rows)
    assert found.unplaced == []
    visits = found.of(kind="visit")
    assert sorted(p for s in visits for p in found.people(s)) == PEOPLE
    assert {s["trainer_ids"] for s in visits} == {"REFERENTE-ROSE"}
    assert {s["room_id"] for s in visits} == {""}
    assert {date.fromisoformat(s["date"]).isocalendar().week for s in visits} <= {38, 40}
    when = {person: (s["date"], s["start"][-5:] < "12:30") for s in visits for person in found.people(s)}
    assert when[PEOPLE[0]] == when[PEOPLE[1]]
    taught = {(s["date"], s["start"][-5:] < "12:30") for s in found.of(kind="course") if s["class_ids"] == "BP-FLE-2"}
    assert not taught & set(when.values())


def test_visit_that_no_half_day_can_take_is_listed(solved: Callable[[book.Rows], Solved]) -> None:
    """A window of one week that is spent at the centre: the visit is listed with its reason."""
    book_rows = rows()
    book_rows["Visites"] = [
        {"apprenant": PEOPLE[0], "nombre": 1, "du": "07/09/2026", "au": "11/09/2026", "à dater": "oui"},
        {"apprenant": PEOPLE[1], "nombre": 0},
        {"apprenant": PEOPLE[2], "déjà faites": 1},
    ]
    found = solved(book_rows)
    assert [(u["session_id"], u["kind"]) for u in found.unplaced] == [(f"visite-{PEOPLE[0]}-1", "visit")]
    assert "aucune demi-journée où l’apprenant est en entreprise" in found.unplaced[0]["reason"]


def test_bad_visits_are_faults(written_book: Callable[[book.Rows], str]) -> None:
    """An unknown person, dates the wrong way round, a number that is none, a date for a visit that nobody makes."""
    book_rows = rows()
    book_rows["Apprenants"][0]["formateur référent"] = None
    book_rows["Visites"] = [
        {"apprenant": "Personne"},
        {"apprenant": PEOPLE[1], "du": "01/10/2026", "au": "01/09/2026"},
        {"apprenant": PEOPLE[2], "nombre": "plusieurs"},
        {"apprenant": PEOPLE[0], "à dater": "oui"},
    ]
    result = barrette("check", written_book(book_rows))
    assert result.exit_code == 3
    said = ("« Personne »", "vient avant « du »", "« plusieurs »", "personne ne fait la visite")
    assert [words for words in said if words not in result.output] == []
    assert result.output.count("  • ") == 4
