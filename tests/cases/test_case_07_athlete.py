"""Case 7: an athlete on the federation's calendar is away two weeks, and makes up what the class does meanwhile."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS = "BP VENTE 1"
ATHLETE = "BP-VENTE-1-01"
COURSES = {"GESTION": 6, "VENTE": 4}


def rows(hours: str = "6 h/sem", **absence: object) -> book.Rows:
    """A class of eight at the centre four weeks out of six; the athlete is away in the second and third of them."""
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026"),
        "Classes": book.classes("BP Vente", CLASS),
        "Calendrier": book.calendar((37, 38, 39, 41), CLASS),
        "Formateurs": book.trainers("Gestion Gaël", "Vente Viviane"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": CLASS, "matière": "Gestion", "heures": hours, "formateurs": "Gestion Gaël", "code": "GESTION",
             "max par jour": 2},
            {"classes": CLASS, "matière": "Vente", "heures": "4 h/sem", "formateurs": "Vente Viviane",
             "code": "VENTE"},
        ],
        "Indisponibilités": [
            {"qui": ATHLETE, "du": "14/09/2026", "au": "25/09/2026", "à rattraper": "oui", **absence},
        ],
        "Apprenants": book.learners(CLASS, 8),
    }  # fmt: skip


def test_case_07_the_athlete_makes_up_two_weeks(solved: Callable[[book.Rows], Solved]) -> None:
    """Twelve hours of one course and eight of the other, given in the class's last week, never in the company's."""
    found = solved(rows())
    owed = {d["module_or_strand"]: d for d in found.debts if d["source"] == "rattrapage"}
    assert {d["apprentice_id"] for d in owed.values()} == {ATHLETE}
    for course, weekly in COURSES.items():
        assert float(owed[course]["hours_due"]) == float(owed[course]["hours_planned"]) == 2 * weekly
        assert owed[course]["reason_unpaid"] == ""
    made = [s for s in found.attended(ATHLETE) if s["kind"] == "support"]
    assert sum(int(s["minutes"]) for s in made) == 60 * 20
    assert {s["date"][:10] >= "2026-10-05" for s in made} == {True}
    assert {s["trainer_ids"] for s in made if s["course_id"] == "VENTE"} == {"VENTE-VIVIANE"}
    assert all(found.people(s) == {ATHLETE} for s in made)
    # hours of the class are not touched: four weeks of ten hours
    assert sum(int(s["minutes"]) for s in found.of(kind="course")) == 60 * 40


def test_case_07_what_finds_no_place_is_listed(solved: Callable[[book.Rows], Solved]) -> None:
    """A trainer without an hour left: what is missed is listed with that reason, and the rest is made up."""
    book_rows = rows()
    book_rows["Formateurs"][0]["max par semaine"] = 6
    found = solved(book_rows)
    owed = {d["module_or_strand"]: d for d in found.debts if d["source"] == "rattrapage"}
    assert (float(owed["GESTION"]["hours_due"]), float(owed["GESTION"]["hours_planned"])) == (12, 0)
    assert "est au bout de ses 6 h de la semaine" in owed["GESTION"]["reason_unpaid"]
    assert float(owed["VENTE"]["hours_planned"]) == 8


def test_case_07_work_given_where_no_trainer_is_free(solved: Callable[[book.Rows], Solved]) -> None:
    """The workbook allows autonomy: the hours are made up in a watched room, with the work that the trainer gives."""
    book_rows = rows(**{"à rattraper": "autonomie"})
    book_rows["Formateurs"][0]["max par semaine"] = 6
    book_rows["Formateurs"].append({"nom": "Vie scolaire Val", "rôle": "vie scolaire"})
    found = solved(book_rows)
    owed = {d["module_or_strand"]: d for d in found.debts if d["source"] == "rattrapage"}
    assert float(owed["GESTION"]["hours_planned"]) == 12
    alone = [s for s in found.attended(ATHLETE) if s["kind"] == "support" and s["course_id"] == "GESTION"]
    assert {(s["guidance"], s["trainer_ids"]) for s in alone} == {("autonomous", "VIE-SCOLAIRE-VAL")}


def test_case_07_the_calendar_of_the_federation(solved: Callable[[book.Rows], Solved]) -> None:
    """A row of Calendrier instead: at the centre in weeks 37, 40 and 41; week 40 is a week of make-up sessions."""
    book_rows = rows()
    del book_rows["Indisponibilités"]
    book_rows["Calendrier"].append({"qui": ATHLETE, "S37": "X", "S40": "X", "S41": "X", "à rattraper": "oui"})
    found = solved(book_rows)
    owed = {d["module_or_strand"]: d for d in found.debts if d["source"] == "rattrapage"}
    assert {c: float(d["hours_planned"]) for c, d in owed.items()} == {"GESTION": 12, "VENTE": 8}
    made = [s for s in found.attended(ATHLETE) if s["kind"] == "support"]
    assert "2026-09-28" <= min(s["date"] for s in made) <= "2026-10-02"
