"""The fewest changes, over the whole term: another week before a chain, a chain where it must be, and their proof."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

from constraints import RULES
from planner.check.verify import verify
from planner.domain import Problem, Timetable, TrainerId
from tests.cases import updating as mid
from tests.cases import workbooks as book

KNOWN, STAY = date(2026, 9, 1), (date(2026, 9, 28), date(2026, 9, 29))
FATOU = TrainerId("FRANCAIS-FATOU")
NAME = "CAP CUI 1"
FRENCH, MATHS = f"{NAME}-FRANCAIS-01".replace(" ", "-"), f"{NAME}-MATHEMATIQUES-01".replace(" ", "-")


def centre() -> book.Rows:
    """A class that comes for a day, then for two; on the first, French is at eight and mathematics at nine."""
    return {
        "Paramètres": book.settings("31/08/2026", "02/10/2026"),
        "Classes": book.classes("CAP Cuisine", NAME),
        "Calendrier": [{"qui": NAME, "S38": "lu", "S40": "lu-ma"}],
        "Formateurs": book.trainers("Français Fatou", "Maths Marc"),
        "Salles": book.rooms(1, 24),
        "Cours": [mid.course(NAME, "Français", "1 h/sem", "Français Fatou", "1"),
                  mid.course(NAME, "Mathématiques", "1 h/sem", "Maths Marc", "1")],
        "Apprenants": [line | {"module d'entrée déjà fait": "14 h"} for line in book.learners(NAME, 4)],
    }  # fmt: skip


def begun(tmp_path: Path) -> tuple[Problem, Timetable]:
    """The centre with both hours of the first Monday where the cases want them."""
    rows = centre()
    rows["Verrous"] = [
        {"cours": f"Français – {NAME}", "date": "14/09/2026", "heure": "08:00"},
        {"cours": f"Mathématiques – {NAME}", "date": "14/09/2026", "heure": "09:00"},
    ]
    (tmp_path / "avant").mkdir()
    old, timetable = mid.begin(rows, tmp_path / "avant")
    return replace(old, locks=()), timetable


def only_at_nine(rows: book.Rows) -> None:
    """On the first Monday, Fatou is there from nine to ten only: at the hour of mathematics."""
    rows["Indisponibilités"] = [
        {"qui": "Français Fatou", "du": "14/09/2026", "de": "07:00", "à": "09:00"},
        {"qui": "Français Fatou", "du": "14/09/2026", "de": "10:00", "à": "20:00"},
    ]


def test_another_week_rather_than_moving_somebody_else(tmp_path: Path) -> None:
    """The second stay has hours left: French goes there, which is one change where the first would ask for two."""
    found = mid.carry(begun(tmp_path), centre(), only_at_nine, KNOWN, tmp_path, days=0)
    assert mid.moved(found) == {FRENCH}
    assert found.after.session[FRENCH].day in STAY
    assert (len(found.result.diff.counted), found.result.bound, found.result.proven) == (1, 1, True)


def busy_later(before: Timetable) -> list[dict[str, object]]:
    """Later, Fatou is there for the hour that she has already, and no other."""
    (session,) = (s for s in before.by_trainer[FATOU] if s.id != FRENCH)
    (other,) = (day for day in STAY if day != session.day)
    assert session.start == 8 * 60
    return [
        {"qui": "Français Fatou", "du": f"{session.day:%d/%m/%Y}", "de": "09:00", "à": "20:00"},
        {"qui": "Français Fatou", "du": f"{other:%d/%m/%Y}"},
    ]


def test_two_changes_where_one_cannot_do(tmp_path: Path) -> None:
    """Nor is she free in the second stay: the two hours are swapped, and no single change would have done it."""
    before = begun(tmp_path)

    def never_else(rows: book.Rows) -> None:
        only_at_nine(rows)
        rows["Indisponibilités"] += busy_later(before[1])

    found = mid.carry(before, centre(), never_else, KNOWN, tmp_path, days=0)
    assert mid.moved(found) == {FRENCH, MATHS}
    assert found.after.session[FRENCH].start == 9 * 60
    assert (len(found.result.diff.counted), found.result.bound, found.result.proven) == (2, 2, True)
    assert not any(_alone(found, day, start) for day, start in product(found.new.days, range(480, 1080, 15)))


def _alone(found: mid.Carried, day: date, start: int) -> bool:
    """Whether French could be there with nothing else moved."""
    session = found.before.session[FRENCH]
    there = replace(session, day=day, start=start, end=start + session.minutes)
    sessions = tuple(there if s.id == FRENCH else s for s in found.before.sessions)
    return verify(found.new, RULES, replace(found.before, sessions=sessions)).passed


def test_an_hour_that_nothing_takes_is_proven_to_have_no_place(tmp_path: Path) -> None:
    """Away on the first Monday, and busy later: French is listed with the true reason, and nothing else changes."""
    before = begun(tmp_path)

    def away(rows: book.Rows) -> None:
        rows["Indisponibilités"] = [{"qui": "Français Fatou", "du": "14/09/2026"}, *busy_later(before[1])]

    found = mid.carry(before, centre(), away, KNOWN, tmp_path, days=0)
    assert found.result.diff.counted == ()
    assert [row.session.id for row in found.result.left] == [FRENCH]
    assert found.result.proven
    assert found.result.left[0].everywhere
    (row,) = (row for row in found.after.unplaced if row.session_id == FRENCH)
    assert "dans sa semaine ni dans une autre" in row.reason
