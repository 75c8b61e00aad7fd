"""What ties sessions together holds after a re-solve as after a solve: the order of two courses, the shortest day."""

from datetime import date
from pathlib import Path

from planner.domain import CourseId, Session, Timetable, Unplaced
from tests.cases import updating as mid
from tests.cases import workbooks as book

THEORY, PRACTICE = "THEORIE", "PRATIQUE"
WEEKS = 5
FIRST = date(2026, 9, 7)


def centre(**practice: object) -> book.Rows:
    """A class for five weeks; two hours of theory and two of practice each week, and four of French."""
    return {
        "Paramètres": book.settings("07/09/2026", "09/10/2026"),
        "Classes": book.classes("CAP Cuisine", "CAP CUI 1"),
        "Calendrier": book.calendar(range(37, 37 + WEEKS), "CAP CUI 1"),
        "Formateurs": book.trainers("Théo Thierry", "Pratique Paule", "Français Fatou"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            mid.course("CAP CUI 1", "Théorie", "2 h/sem", "Théo Thierry", "2", code=THEORY),
            mid.course("CAP CUI 1", "Pratique", "2 h/sem", "Pratique Paule", "2", code=PRACTICE, **practice),
            mid.course("CAP CUI 1", "Français", "4 h/sem", "Français Fatou", "2", **{"max par jour": 2}),
        ],
        "Apprenants": book.learners("CAP CUI 1", 5),
    }


def of(timetable: Timetable, course_id: str) -> list[Session]:
    """The sessions of a course, in order of time."""
    return [s for s in timetable.sessions if s.course_id == course_id]


def lost(timetable: Timetable) -> list[Unplaced]:
    """Courses without a place."""
    return [row for row in timetable.unplaced if row.kind == "course"]


def in_order(timetable: Timetable) -> bool:
    """Whether each practice comes after the theory of its rank; one that is listed asks nothing."""
    missing = sum(row.course_id == CourseId(THEORY) for row in timetable.unplaced)
    pairs = zip(of(timetable, THEORY), of(timetable, PRACTICE)[missing:], strict=False)
    return all((theory.day, theory.end) <= (practice.day, practice.start) for theory, practice in pairs)


def test_order_of_two_courses_holds_when_the_first_loses_a_week(tmp_path: Path) -> None:
    """Theory cannot be in the second week: it goes later, one practice with it, and nothing else moves."""
    rows = centre(après="Théorie")
    begun = mid.begin(rows, tmp_path)

    def away(rows: book.Rows) -> None:
        rows["Indisponibilités"] = [{"qui": "Théo Thierry", "du": "14/09/2026", "au": "18/09/2026"}]

    found = mid.carry(begun, rows, away, FIRST, tmp_path)
    assert in_order(found.before)
    assert in_order(found.after)
    assert lost(found.after) == []
    changed = mid.moved(found)
    assert {key for key in changed if key.startswith(THEORY)} == {f"{THEORY}-02"}
    assert len(changed) == 2
    assert len({s.id for s in found.after.sessions} ^ {s.id for s in found.before.sessions}) == 0
    assert mid.carry((found.new, found.after), rows, away, FIRST, tmp_path).result.diff.empty


def test_order_asked_for_in_the_middle_of_the_cycle(tmp_path: Path) -> None:
    """Theory has only Fridays, and practice came first until somebody asks for the order: the practice moves alone."""
    rows = centre()
    rows["Formateurs"][0]["disponible seulement"] = "ve"
    rows["Formateurs"][1]["disponible seulement"] = "lu-me"

    def ask(rows: book.Rows) -> None:
        rows["Cours"][1]["après"] = "Théorie"

    found = mid.carry(mid.begin(rows, tmp_path), rows, ask, FIRST, tmp_path, 0)
    assert not in_order(found.before)
    assert in_order(found.after)
    assert {key for key in mid.moved(found) if not key.startswith(PRACTICE)} == set()
    # each week has room for a practice after the theory of the week before, but no week comes after the last theory
    assert [row.course_id for row in lost(found.after)] == [PRACTICE]
    assert "vient avant" in lost(found.after)[0].reason


def test_shortest_day_holds_when_one_of_its_sessions_goes(tmp_path: Path) -> None:
    """Fatou comes for four hours or not at all: whatever her absence takes, no day of hers is shorter."""
    rows = centre()
    rows["Formateurs"][2] |= {"minimum par jour": "4 h", "minimum impératif": "oui"}
    begun = mid.begin(rows, tmp_path)
    day = min(s.day for s in begun[1].sessions if s.trainer_ids == ("FRANCAIS-FATOU",))

    def away(rows: book.Rows) -> None:
        rows["Indisponibilités"] = [{"qui": "Français Fatou", "du": day, "au": day, "de": "8:00", "à": "10:00"}]

    found = mid.carry(begun, rows, away, FIRST, tmp_path)
    held: dict[date, int] = {}
    for session in found.after.sessions:
        if session.trainer_ids == ("FRANCAIS-FATOU",):
            held[session.day] = held.get(session.day, 0) + session.minutes
    assert all(minutes >= 240 for minutes in held.values())
    # what she cannot give is watched by somebody else at its hour, or waits for another one
    watched = sum(s.minutes for s in found.after.sessions if "FRANCAIS" in s.id and s.guidance == "autonomous")
    assert sum(held.values()) + watched + sum(row.minutes for row in lost(found.after)) == WEEKS * 240
