"""Case 15: eight of sixteen are on mobility for two weeks: courses go on for those present, or are postponed."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS = "BP VENTE 1"
PEOPLE = [f"BP-VENTE-1-{n:02d}" for n in range(1, 17)]
ABROAD, HERE = PEOPLE[:8], PEOPLE[8:]


def rows(**absence: object) -> book.Rows:
    """Sixteen people, six weeks in a row; eight are abroad in the second and third, in one line of the workbook."""
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026"),
        "Classes": book.classes("BP Vente", CLASS),
        "Calendrier": book.calendar(range(37, 43), CLASS),
        "Formateurs": book.trainers("Gestion Gaël", "Vente Viviane"),
        "Salles": book.rooms(3, 20),
        "Cours": [
            {"classes": CLASS, "matière": "Gestion", "heures": "6 h/sem", "formateurs": "Gestion Gaël",
             "code": "GESTION", "max par jour": 2},
            {"classes": CLASS, "matière": "Vente", "heures": "24 h", "formateurs": "Vente Viviane", "code": "VENTE",
             "durées": "2", "max par jour": 2},
        ],
        "Indisponibilités": [
            {"qui": " ; ".join(ABROAD), "du": "14/09/2026", "au": "25/09/2026", **absence},
        ],
        "Apprenants": book.learners(CLASS, 16),
    }  # fmt: skip


def hours(found: Solved, course: str) -> list[float]:
    """Hours of the class's course in each of the six weeks."""
    weeks: Counter[int] = Counter()
    for session in found.of(course_id=course, kind="course"):
        weeks[date.fromisoformat(session["date"]).isocalendar().week] += int(session["minutes"])
    return [weeks[week] / 60 for week in range(37, 43)]


def missed(found: Solved, person: str) -> int:
    """Minutes of course sessions that a person is not expected at."""
    return sum(int(s["minutes"]) for s in found.of(kind="course") if person not in found.people(s))


def test_case_15_courses_go_on_and_are_made_up(solved: Callable[[book.Rows], Solved]) -> None:
    """Those who stay have their courses; each of the eight is owed what was missed, and gets it in one group."""
    found = solved(rows(**{"à rattraper": "oui"}))
    assert hours(found, "GESTION") == [6] * 6
    owed = {(d["apprentice_id"], d["module_or_strand"]): d for d in found.debts if d["source"] == "rattrapage"}
    for person in ABROAD:
        mine = [d for (who, _course), d in owed.items() if who == person]
        assert sum(float(d["hours_due"]) for d in mine) * 60 == missed(found, person) >= 12 * 60
        assert all(d["hours_due"] == d["hours_planned"] for d in mine)
    assert {missed(found, person) for person in HERE} == {0}
    made = found.of(kind="support", course_id="GESTION")
    assert [found.people(s) for s in made] == [set(ABROAD)] * len(made)
    assert sum(int(s["minutes"]) for s in made) == 12 * 60


def test_case_15_courses_go_on_and_what_is_missed_is_listed(solved: Callable[[book.Rows], Solved]) -> None:
    """Nothing is asked: no hour is owed, the internal workbook lists what the eight miss."""
    found = solved(rows())
    assert hours(found, "GESTION") == [6] * 6
    assert [d for d in found.debts if d["source"] == "rattrapage"] == []
    assert found.of(kind="support") == []
    wanted = {
        f"NOM{n:02d} {CLASS} Prénom{n:02d}": sum(person not in found.people(s) for s in found.of(kind="course"))
        for n, person in enumerate(ABROAD, start=1)
    }
    assert found.listed("Heures manquées", "Apprenant") == Counter(wanted)
    assert min(wanted.values()) >= 6


def test_case_15_courses_are_postponed(solved: Callable[[book.Rows], Solved]) -> None:
    """No course in the two weeks; the 36 and 24 hours are all given in the four others, and nobody misses any."""
    found = solved(rows(**{"cours de la classe": "reportés"}))
    assert found.unplaced == []
    for course, total in (("GESTION", 36), ("VENTE", 24)):
        weeks = hours(found, course)
        assert weeks[1:3] == [0, 0]
        assert sum(weeks) == total
    assert {missed(found, person) for person in PEOPLE} == {0}
