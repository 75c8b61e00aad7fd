"""Events of all sorts in one term: who is where, who is nowhere else, and what each week still holds."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

VENTE, COIF = "BP VENTE 1", "BP COIF 1"
ANYONE = {"MATHS-MARC", "MATHS-MIA"}


def rows(*events: dict[str, object], **sheets: list[dict[str, object]]) -> book.Rows:
    """Two classes of six for three weeks; mathematics with either of two trainers, a trade with one."""
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": [*book.classes("BP Vente", VENTE), *book.classes("BP Coiffure", COIF)],
        "Calendrier": book.calendar((37, 38, 39), VENTE, COIF),
        "Formateurs": [*book.trainers("Maths Marc", "Maths Mia", "Vente Viviane", "Coiffure Chloé"),
                       {"nom": "Vie scolaire Val", "rôle": "vie scolaire"}],
        "Salles": book.rooms(3, 20),
        "Cours": [
            {"classes": VENTE, "matière": "Maths", "heures": "4 h/sem", "code": "M-V",
             "formateurs": "Maths Marc ou Maths Mia"},
            {"classes": COIF, "matière": "Maths", "heures": "4 h/sem", "code": "M-C",
             "formateurs": "Maths Marc ou Maths Mia"},
            {"classes": VENTE, "matière": "Vente", "heures": "10 h/sem", "formateurs": "Vente Viviane", "code": "V",
             "max par jour": 2},
            {"classes": COIF, "matière": "Coiffure", "heures": "10 h/sem", "formateurs": "Coiffure Chloé",
             "code": "C", "max par jour": 2},
        ],
        "Événements": list(events),
        "Apprenants": [*book.learners(VENTE, 6), *book.learners(COIF, 6)],
        **sheets,
    }  # fmt: skip


def hours(found: Solved, course: str) -> list[float]:
    """Hours of a course in each of the three weeks."""
    weeks: Counter[int] = Counter()
    for session in found.of(course_id=course, kind="course"):
        weeks[date.fromisoformat(session["date"]).isocalendar().week] += int(session["minutes"])
    return [weeks[week] / 60 for week in (37, 38, 39)]


def during(found: Solved, event: dict[str, str], **cells: str) -> list[dict[str, str]]:
    """Other sessions that share a moment with an event."""
    others = [s for s in found.of(date=event["date"], **cells) if s["session_id"] != event["session_id"]]
    return [s for s in others if s["start"] < event["end"] and event["start"] < s["end"]]


def test_meeting_of_trainers_only_leaves_the_classes_their_hours(solved: Callable[[book.Rows], Solved]) -> None:
    """A Thursday afternoon of three trainers: none of them teaches, no apprentice is called, no hour is lost."""
    staff = "Maths Marc ; Vente Viviane ; Coiffure Chloé"
    found = solved(rows({"événement": "Réunion pédagogique", "date": "10/09/2026", "début": "13:00", "fin": "17:00",
                         "formateurs": staff}))  # fmt: skip
    assert found.unplaced == []
    (meeting,) = found.of(kind="fixed")
    assert (meeting["class_ids"], found.people(meeting)) == ("", set())
    busy = {t for s in during(found, meeting) for t in s["trainer_ids"].split(";")}
    assert busy.isdisjoint(meeting["trainer_ids"].split(";"))
    assert hours(found, "V") == [10, 10, 10]


def test_outing_of_two_classes_spans_lunch_at_a_place_that_is_no_room(solved: Callable[[book.Rows], Solved]) -> None:
    """All twelve, all day, with the place in the planner's title and in none that is handed out."""
    found = solved(rows({"événement": "Sortie salon", "date": "16/09/2026", "début": "09:00", "fin": "17:00",
                         "classes": f"{VENTE} ; {COIF}", "formateurs": "Vente Viviane",
                         "lieu extérieur": "Parc des expositions"}))  # fmt: skip
    (outing,) = found.of(kind="fixed")
    assert len(found.people(outing)) == 12
    assert outing["label"] == "Sortie salon – Parc des expositions"
    assert outing["public_label"] == "Sortie"
    assert outing["room_id"] == ""
    assert during(found, outing) == []


def test_revision_week_is_one_row_and_no_hour_is_asked_of_it(solved: Callable[[book.Rows], Solved]) -> None:
    """From Monday to Friday, whole days: five events, no course; made up for all, the other weeks take the hours."""
    week = {"événement": "Révisions", "date": "14/09/2026", "au": "18/09/2026", "classes": VENTE, "salle": "Salle 1"}
    found = solved(rows(week))
    assert found.unplaced == []
    assert len(found.of(kind="fixed", room_id="SALLE-1")) == 5
    assert hours(found, "V") == [10, 0, 10]
    assert hours(found, "C") == [10, 10, 10]
    found = solved(rows({**week, "à rattraper": "oui"}))
    assert found.unplaced == []
    assert (hours(found, "V")[1], sum(hours(found, "V")), sum(hours(found, "M-V"))) == (0, 30, 12)


def test_named_people_of_two_classes_make_up_what_they_miss(solved: Callable[[book.Rows], Solved]) -> None:
    """Two of each class at a test on Tuesday; courses go on, what they miss comes back, for them only."""
    called = ["BP-VENTE-1-01", "BP-VENTE-1-02", "BP-COIF-1-01", "BP-COIF-1-02"]
    found = solved(rows({"événement": "Certification", "date": "08/09/2026", "apprenants": " ; ".join(called),
                         "formateurs": "Vie scolaire Val", "salle": "Salle 3", "à rattraper": "oui"}))  # fmt: skip
    (test,) = found.of(kind="fixed")
    assert (test["start"], test["end"], test["public_label"]) == ("08:00", "17:00", "Rendez-vous")
    assert found.people(test) == set(called)
    assert hours(found, "V") == [10, 10, 10]
    for session in during(found, test, kind="course"):
        assert found.people(session).isdisjoint(called)
    owed = [d for d in found.debts if d["source"] == "rattrapage"]
    assert {d["apprentice_id"] for d in owed} <= set(called)
    assert all(d["hours_due"] == d["hours_planned"] for d in owed)


def test_trainer_who_watches_the_exam_is_replaced_where_the_course_has_a_choice(
    solved: Callable[[book.Rows], Solved],
) -> None:
    """Marc watches three people of one class all Monday; nothing else is his that day, and no hour is lost."""
    found = solved(rows({"événement": "CCF oral", "date": "07/09/2026", "début": "08:00", "fin": "17:00",
                         "apprenants": "BP-VENTE-1-01 ; BP-VENTE-1-02 ; BP-VENTE-1-03", "classes": VENTE,
                         "formateurs": "Maths Marc"}))  # fmt: skip
    assert found.unplaced == []
    (exam,) = found.of(kind="fixed")
    assert [s for s in during(found, exam) if "MATHS-MARC" in s["trainer_ids"]] == []
    assert hours(found, "M-V") == [4, 4, 4]


def test_class_away_a_week_and_a_room_closed(solved: Callable[[book.Rows], Solved]) -> None:
    """One class is away in week 38 alone; in week 39 a room is closed; half a day of closure shortens week 37."""
    found = solved(
        rows(
            Indisponibilités=[
                {"qui": COIF, "du": "14/09/2026", "au": "18/09/2026"},
                {"qui": "Salle 1", "du": "21/09/2026", "au": "25/09/2026"},
            ],
            Fermetures=[{"du": "11/09/2026", "demi-journée": "après-midi"}],
        )
    )
    assert found.unplaced == []
    assert hours(found, "C")[1] == hours(found, "M-C")[1] == 0
    assert hours(found, "V")[1:] == [10, 10]
    assert [s for s in found.of(room_id="SALLE-1") if s["date"] >= "2026-09-21"] == []
    assert [s for s in found.of(date="2026-09-11") if s["end"] > "13:00"] == []


@pytest.mark.parametrize(("makeup", "total"), [("non", 20), ("oui", 30)])
def test_hours_of_a_class_away_are_lost_or_moved(
    makeup: str, total: int, solved: Callable[[book.Rows], Solved]
) -> None:
    """Ten hours of week 38: lost with the week, or given in the two others."""
    away = {"qui": COIF, "du": "14/09/2026", "au": "18/09/2026", "à rattraper": makeup}
    found = solved(rows(Indisponibilités=[away]))
    assert found.unplaced == []
    assert sum(hours(found, "C")) == total
