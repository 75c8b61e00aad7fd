"""The rhythm of barrettes and open periods: different days, one hour for the term, at which their people can come."""

from collections.abc import Callable
from datetime import date

from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved

CLASS = "CAP CUI 1"
KEPT = "CAP-CUI-1-01"
WEEKS = (37, 39, 41)


def rows() -> book.Rows:
    """A class in three weeks out of six, eight hours of courses each; one of its people keeps some days free."""
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026"),
        "Classes": book.classes("CAP Cuisine", CLASS),
        "Calendrier": book.calendar(WEEKS, CLASS),
        "Formateurs": book.trainers("Cuisine Carl", "Français Fatou"),
        "Salles": book.rooms(3, 20),
        "Cours": [
            {"classes": CLASS, "matière": "Cuisine", "heures": "5 h/sem", "séances": "2+2+1",
             "formateurs": "Cuisine Carl"},
            {"classes": CLASS, "matière": "Français", "heures": "3 h/sem", "séances": "1+1+1", "max par jour": 3,
             "formateurs": "Français Fatou"},
        ],
        "Barrettes": [{"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 2}],
        "Temps d'accompagnement": [{"nom": "Temps A", "classes": CLASS, "durée": "1 h", "par semaine": 1}],
        "Apprenants": [{**row, "littératie": 1} for row in book.learners(CLASS, 6)],
        "Aménagements": [
            {"apprenant": KEPT, "effet": "créneau interdit", "jours": "lu ; me ; ve", "de": "08:00", "à": "18:00"},
        ],
    }  # fmt: skip


def hours(found: list[Row]) -> dict[int, set[tuple[int, str]]]:
    """Week → (weekday, start) of some sessions."""
    weeks: dict[int, set[tuple[int, str]]] = {}
    for session in found:
        day = date.fromisoformat(session["date"])
        weeks.setdefault(day.isocalendar().week, set()).add((day.weekday(), session["start"]))
    return weeks


def test_hours_of_support_fit_all_their_people(solved: Callable[[book.Rows], Solved]) -> None:
    """One of them can come on Tuesdays and Thursdays only: there, and nowhere else, are both hours of the barrette.

    A course typed 1+1+1 is on two days at least all the same, though three a day are allowed: a third one would cost an
    hour to the one who cannot come then.
    """
    found = solved(rows())
    barrette, open_hours = hours(found.of(kind="barrette")), hours(found.of(kind="open"))
    assert set(barrette) == set(open_hours) == set(WEEKS)
    (usual,) = {frozenset(times) for times in barrette.values()}
    assert {weekday for weekday, _start in usual} == {1, 3}
    ((weekday, _start),) = {time for times in open_hours.values() for time in times}
    assert weekday in (1, 3)
    assert len([s for s in found.attended(KEPT) if s["kind"] == "barrette"]) == 2 * len(WEEKS)
    french = hours([s for s in found.of(kind="course") if s["label"].startswith("Français")])
    assert all(len({weekday for weekday, _start in times}) >= 2 for times in french.values())
    assert set(french) == set(WEEKS)
