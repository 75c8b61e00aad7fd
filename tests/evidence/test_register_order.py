"""The register of barrettes in order: hours by date, names by the alphabet whatever their accents."""

from dataclasses import replace
from datetime import date

import pytest

from outputs.evidence.record import Record
from outputs.evidence.register import barrettes
from planner.domain import Period, Timetable, key
from planner.folder.evidence import record_of
from planner.store.opening import in_folder
from tests.evidence.centre import TODAY, Files

TERM = Period("T", "Le trimestre", date(2026, 9, 1), date(2026, 12, 31))


@pytest.fixture
def record(reported: Files) -> Record:
    """The centre in one period, a barrette in September and in October, an adult whose name begins with É."""
    with in_folder(reported.folder, writes=False) as store:
        found = record_of(store, TODAY)
    held = [s for s in found.timetable.sessions if s.barrette_id]
    first = min(s.day for s in held)
    sessions = [replace(s, period_id=TERM.id, day=s.day if s.day == first else s.day.replace(month=10)) for s in held]
    groups = tuple(replace(g, period_id=TERM.id) for g in found.timetable.groups)
    names = {t for s in sessions for t in s.trainer_ids}
    trainers = {
        one: replace(trainer, name=f"Élan {trainer.name}") if one == min(names) else trainer
        for one, trainer in found.problem.trainers.items()
    }
    problem = replace(found.problem, trainers=trainers, periods=(TERM,))
    return replace(found, problem=problem, timetable=Timetable(tuple(sessions), found.timetable.attendance, groups))


def test_hours_of_a_barrette_are_in_the_order_of_time(record: Record) -> None:
    """September comes before October, the 8th before the 15th and the 28th."""
    (part,) = barrettes(record, record.people)
    hours = next(t for t in part.tables if t.title == "Heures de barrette")
    days = [row[2] for row in hours.rows]
    assert len({day.month for day in days if isinstance(day, date)}) == 2
    assert days == sorted(days, key=str)


def test_names_are_in_the_order_of_the_alphabet(record: Record) -> None:
    """É stands with E, in the trainers of a period as in the people of a group."""
    (part,) = barrettes(record, record.people)
    periods = next(t for t in part.tables if t.title == "Par barrette et période")
    names = [str(row[periods.headers.index("Formateurs")]).split(", ") for row in periods.rows]
    assert any(name.startswith("Élan") and len(some) > 1 for some in names for name in some)
    assert all(some == sorted(some, key=key) for some in names)
