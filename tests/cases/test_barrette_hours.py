"""Another hour for a barrette in the middle of a term: asked in the workbook, followed where all its groups can."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from planner.domain import ApprenticeId, Problem, Session, Timetable
from tests.cases import updating as mid
from tests.cases import workbooks as book

KNOWN = date(2026, 9, 21)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")


def centre() -> book.Rows:
    """The centre of the middle of the term, its barrette once a week."""
    rows = mid.centre()
    mid.line(rows, "Barrettes", barrette="Barrette A")["par semaine"] = 1
    return rows


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """The published timetable, solved once."""
    return mid.begin(centre(), tmp_path_factory.mktemp("avant"))


def groups(timetable: Timetable) -> list[Session]:
    """Groups of the barrette to come."""
    return [s for s in timetable.sessions if s.kind == "barrette" and s.day >= KNOWN]


def paid(timetable: Timetable) -> Counter[ApprenticeId]:
    """Minutes planned of the hours owed to each person, shares of strands aside."""
    found: Counter[ApprenticeId] = Counter()
    for debt in timetable.debts:
        found[debt.apprentice_id] += debt.planned if debt.source != "programme" else 0
    return found


def test_a_barrette_goes_to_the_hour_that_the_workbook_gives_it(
    begun: tuple[Problem, Timetable], tmp_path: Path
) -> None:
    """Every week to come, all its groups, with their people; what stood there makes room."""
    usual = groups(begun[1])[0]
    weekday = (usual.day.weekday() + 4) % 5

    def another_hour(rows: book.Rows) -> None:
        mid.line(rows, "Barrettes", barrette="Barrette A").update(jour=DAYS[weekday], heure="09:00")

    found = mid.carry(begun, centre(), another_hour, KNOWN, tmp_path)
    late = [s for s in groups(found.after) if s.day >= found.moves]
    assert {(s.day.weekday(), s.start) for s in late} == {(weekday, 9 * 60)}
    assert {s.id for s in groups(found.after)} == {s.id for s in groups(found.before)}
    # nobody changes group, but for an hour owed that they had not
    gained = {who for who, minutes in paid(found.after).items() if minutes > paid(found.before)[who]}
    for session in late:
        assert found.people(session.id) ^ {r.apprentice_id for r in found.before.attendees[session.id]} <= gained
    assert found.result.stuck == ()
    # asked once: nothing more moves
    assert mid.carry((found.new, found.after), centre(), another_hour, KNOWN, tmp_path).result.diff.empty


def test_an_hour_that_cannot_be_had_is_not_taken(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Nobody who leads a group is there on that day: the barrette keeps its hour, and the planner is told."""
    usual = groups(begun[1])[0]
    weekday = (usual.day.weekday() + 4) % 5

    def impossible(rows: book.Rows) -> None:
        mid.line(rows, "Barrettes", barrette="Barrette A").update(jour=DAYS[weekday], heure="09:00")
        rows["Indisponibilités"] = [
            {"qui": who, "du": f"{day:%d/%m/%Y}", "de": "08:30", "à": "10:00"}
            for who in ("Soutien Sam", "Français Fatou", "Maths Marc")
            for day in (date.fromisocalendar(2026, week, weekday + 1) for week in mid.STAYS)
        ]

    found = mid.carry(begun, centre(), impossible, KNOWN, tmp_path)
    assert {(s.id, s.day, s.start) for s in groups(found.after)} == {(s.id, s.day, s.start) for s in groups(begun[1])}
    assert len(found.result.stuck) == len({s.day for s in groups(found.after) if s.day >= found.moves})
