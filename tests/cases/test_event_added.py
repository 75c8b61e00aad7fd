"""An event added in the middle of the cycle is treated as one that was known from the start."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from planner.domain import ApprenticeId, Session, SessionId, Timetable
from planner.report.noticed import noticed
from tests.cases import updating as mid
from tests.cases import workbooks as book

DAY, NINE, NOON = date(2026, 9, 29), 9 * 60, 12 * 60
COOKS = [f"CAP-CUI-1-{n:02d}" for n in range(1, 9)]


def test_event_of_half_a_class_added_later(tmp_path: Path) -> None:
    """Four of eight cooks have an exam: they leave all else for it, the others work on their own, hours are made up."""
    rows = mid.centre()

    def add(rows: book.Rows) -> None:
        rows["Événements"] = [
            {"événement": "CCF", "date": DAY, "début": "9h", "fin": "12h", "apprenants": " ; ".join(COOKS[:4]),
             "formateurs": "Anglais Anne", "reste de la classe": "autonomie", "à rattraper": "oui"}
        ]  # fmt: skip

    found = mid.carry(mid.begin(rows, tmp_path), rows, add, date(2026, 9, 28), tmp_path)
    (exam,) = [s for s in found.after.sessions if s.kind == "fixed"]
    assert found.people(exam.id) == set(COOKS[:4])
    for who in COOKS:
        held = [s for s in found.attended(who) if s.day == DAY and s.start < NOON and s.end > NINE]
        assert {s.kind for s in held} <= ({"fixed"} if who in COOKS[:4] else {"study", "barrette", "open", "support"})
        assert who not in COOKS[:4] or held == [exam]
    anne = [s for s in found.after.by_trainer[exam.trainer_ids[0]] if s.day == DAY and s.overlaps(exam)]
    assert anne == [exam]
    # inside the notice no hour moves: the courses of that morning are given in another week, or listed
    before = [s for s in found.before.sessions if s.kind == "course" and s.class_ids == ("CAP-CUI-1",)]
    after = [s for s in found.after.sessions if s.kind == "course" and s.class_ids == ("CAP-CUI-1",)]
    listed = sum(row.minutes for row in found.after.unplaced if row.course_id)
    assert sum(s.minutes for s in after) + listed >= sum(s.minutes for s in before)
    assert mid.carry((found.new, found.after), rows, add, date(2026, 9, 28), tmp_path).result.diff.empty


def test_event_after_the_lessons_of_the_day_leaves_minors_without_their_last_hours(tmp_path: Path) -> None:
    """Three hours in the evening: Max, seventeen, leaves what of the day is above eight hours.

    That is told of him, with what keeps him from a watched place meanwhile: no rule is broken.
    """
    rows = mid.centre()
    rows["Apprenants"][0]["naissance"] = date(2009, 8, 1)
    begun = mid.begin(rows, tmp_path)
    name, days = begun[0].learners[ApprenticeId(COOKS[0])].id, Counter[date]()
    for session in begun[1].by_apprentice[name]:
        days[session.day] += session.minutes * (session.day > date(2026, 10, 12))
    # An evening before a day of lessons would take the night's rest too, which is another question.
    days = Counter({day: minutes for day, minutes in days.items() if day + timedelta(days=1) not in days})
    day, minutes = max(days.items(), key=lambda row: (row[1], row[0]))
    assert minutes > 5 * 60

    def add(rows: book.Rows) -> None:
        rows["Événements"] = [
            {"événement": "Concours", "date": day, "début": "17h30", "fin": "20h30", "classes": mid.COOKS,
             "lieu extérieur": "Rouen"}
        ]  # fmt: skip

    found = mid.carry(begun, rows, add, date(2026, 9, 28), tmp_path)
    lost = [s for s in found.before.by_apprentice[name] if s not in found.attended(name)]
    assert lost
    assert {s.day for s in lost} == {day}
    assert {s.id for row in found.result.alone for s in row.sessions if name in {p.id for p in row.minors}}
    told = noticed(found.new, found.before, found.after, found.result.diff, ())
    assert {n.session_id for n in told if n.apprentice_id == name} == {s.id for s in lost if s.kind == "course"}


def test_outing_inside_the_notice_takes_what_it_crosses(tmp_path: Path) -> None:
    """The cooks are out on Tuesday with the trainer of the bakery: nobody is awaited in a course that stands empty.

    And the bakers, who stay, have no workshop on their own: it is led, or falls.
    """
    rows = mid.centre()
    begun = mid.begin(rows, tmp_path)
    bakery = [s for s in begun[1].sessions if s.course_ids == ("CAP-BOU-1-BOULANGERIE",)]
    cooked = {s.day for s in begun[1].sessions if s.kind == "course" and s.class_ids == ("CAP-CUI-1",)}
    workshop = next(s for s in bakery if s.day in cooked)
    day = workshop.day

    def add(rows: book.Rows) -> None:
        rows["Événements"] = [
            {"événement": "Musée", "date": day, "début": "9h", "fin": "17h", "classes": mid.COOKS,
             "formateurs": "Pain Paul", "lieu extérieur": "Rouen", "à rattraper": "oui"}
        ]  # fmt: skip

    known = max(date(2026, 9, 7), day - timedelta(days=3))
    found = mid.carry(begun, rows, add, known, tmp_path)
    after = found.after.session
    hit = [s for s in found.before.sessions if s.day == day and s.kind == "course" and s.overlaps(_out(found.after))]
    assert {s.class_ids for s in hit} >= {("CAP-CUI-1",), ("CAP-BOU-1",)}
    assert not [s for s in hit if s.class_ids == ("CAP-CUI-1",) and s.id in after and after[s.id].day == day]
    assert workshop.id not in after or after[workshop.id].guidance == "led"
    lost = {s.id for s in hit if s.id not in after}
    somewhere = {*after, *(row.session_id for row in found.after.unplaced)}
    assert all({key, SessionId(f"{key}-r1")} & somewhere for key in lost)
    assert lost
    empty = [s for s in found.after.sessions if s.kind == "course" and not found.people(s.id)]
    assert not empty


def _out(timetable: Timetable) -> Session:
    """The one event of a timetable."""
    (event,) = [s for s in timetable.sessions if s.kind == "fixed"]
    return event
