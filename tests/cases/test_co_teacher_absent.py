"""One of two co-teachers is absent: the other goes on, in `update` and in `replace`, unless both are needed."""

from datetime import date
from pathlib import Path

import pytest

from constraints import RULES
from planner.domain import Problem, Session, Timetable, TrainerId
from planner.engine.change.ways_out import held, slot, with_absence
from tests.cases import updating as mid
from tests.cases import workbooks as book

KNOWN = date(2026, 9, 14)
ONE, OTHER = TrainerId("PAIN-PAUL"), TrainerId("FRANCAIS-FATOU")
CLASS = "CAP BOU 1"


def rows(needed: str = "") -> book.Rows:
    """A class of eight at the centre in two weeks, two hours a week with two trainers at once."""
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026"),
        "Classes": book.classes("CAP Boulanger", CLASS),
        "Calendrier": book.calendar((37, 40), CLASS),
        "Formateurs": book.trainers("Pain Paul", "Français Fatou"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": CLASS, "matière": "Co-intervention", "heures": "2 h/sem", "séances": "2", "code": "DEUX",
             "formateurs": "Pain Paul + Français Fatou", "tous présents": needed},
        ],
        "Apprenants": [line | {"module d'entrée déjà fait": "14 h"} for line in book.learners(CLASS, 8)],
    }  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """The published timetable: both are there each time."""
    return mid.begin(rows(), tmp_path_factory.mktemp("avant"))


def late(timetable: Timetable) -> Session:
    """The session of the second week."""
    (found,) = [s for s in timetable.sessions if s.kind == "course" and s.day >= KNOWN]
    return found


@pytest.mark.parametrize("needed", ["", "oui"])
def test_the_other_goes_on_after_an_update(begun: tuple[Problem, Timetable], tmp_path: Path, needed: str) -> None:
    """Absent all day: the session keeps its hour with the one who is there; where both are needed, it moves."""
    before = late(begun[1])
    assert set(before.trainer_ids) == {ONE, OTHER}

    def absence(new: book.Rows) -> None:
        new["Cours"][0]["tous présents"] = needed
        new["Indisponibilités"] = [{"qui": "Pain Paul", "du": before.day, "au": before.day}]

    found = mid.carry(begun, rows(), absence, KNOWN, tmp_path)
    now = late(found.after)
    if needed:
        assert (set(now.trainer_ids), now.day != before.day) == ({ONE, OTHER}, True)
        return
    assert (now.trainer_ids, now.day, now.start) == ((OTHER,), before.day, before.start)
    assert found.people(now.id) == {f"CAP-BOU-1-{n:02d}" for n in range(1, 9)}
    # Back again: both are there.
    back = mid.carry((found.new, found.after), rows(), lambda _rows: None, KNOWN, tmp_path)
    assert set(late(back.after).trainer_ids) == {ONE, OTHER}


@pytest.mark.parametrize(("needed", "first"), [("", "without"), ("oui", "cancel")])
def test_the_other_is_offered_first_to_replace(tmp_path: Path, needed: str, first: str) -> None:
    """For a day known this morning: *sans*, the others go on; where both are needed, the hour is cancelled."""
    problem, timetable = mid.begin(rows(needed), tmp_path)
    session = late(timetable)
    absent = with_absence(problem, ONE, session.day)
    (sessions,) = held(timetable, ONE, session.day)
    assert slot(absent, timetable, ONE, sessions, RULES).choices[0].kind == first
