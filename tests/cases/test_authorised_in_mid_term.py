"""A minor is authorised for regulated work in the middle of the term: the workshop opens that day, nothing before."""

from datetime import date
from pathlib import Path

import pytest

from planner.domain import Problem, Session, Timetable
from tests.cases import updating as mid
from tests.cases import workbooks as book

KNOWN, DAY = date(2026, 9, 14), date(2026, 10, 1)
YOUNG, STARTED = "CAP-CUI-1-07", "CAP-CUI-1-08"


def centre(authorised: date | None = None) -> book.Rows:
    """Cooks on machines; two minors without authorisation, one of whom begins in the company, safety already told."""
    rows = mid.centre()
    mid.line(rows, "Cours", matière="Cuisine")["matériel réglementé"] = "oui"
    young, started = (mid.line(rows, "Apprenants", code=code) for code in (YOUNG, STARTED))
    young["naissance"] = started["naissance"] = date(2010, 5, 1)
    # Safety and rights are done, the rest of the entry module is not.
    started |= {"contrat début": "07/09/2026", "module d'entrée déjà fait": "6 h"}
    for line in (young, started):
        line["travaux réglementés autorisés le"] = authorised
    return rows


def workshops(timetable: Timetable) -> list[Session]:
    """Sessions of the cooks on machines."""
    return [s for s in timetable.sessions if s.course_id and "CUISINE" in s.course_id and s.kind == "course"]


def missing(timetable: Timetable, person: str) -> float:
    """Minutes of the workshop that the hours due list as missed."""
    rows = (d for d in timetable.debts if d.apprentice_id == person and "CUISINE" in d.target)
    return sum(d.due for d in rows if "pas encore d'autorisation" in d.reason)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """The timetable of the term, while nobody is authorised."""
    return mid.begin(centre(), tmp_path_factory.mktemp("avant"))


def test_nobody_is_in_the_workshop_before_and_the_hours_are_listed(begun: tuple[Problem, Timetable]) -> None:
    """All hours of the workshop are missed, with that cause."""
    timetable = begun[1]
    hours = sum(s.minutes for s in workshops(timetable))
    assert hours > 0
    for who in (YOUNG, STARTED):
        assert not {s.id for s in workshops(timetable)} & {s.id for s in timetable.by_apprentice[who]}  # type: ignore[index]
        assert missing(timetable, who) == hours


def test_workshop_opens_at_the_date_in_a_first_solve(tmp_path: Path) -> None:
    """Typed before the term: every workshop from the day on, study before."""
    _problem, timetable = mid.begin(centre(DAY), tmp_path)
    later = {s.id for s in workshops(timetable) if s.day >= DAY}
    assert later
    for who in (YOUNG, STARTED):
        mine = timetable.by_apprentice[who]  # type: ignore[index]
        assert {s.id for s in workshops(timetable)} & {s.id for s in mine} == later
        assert not [
            s for s in mine if s.kind == "study" and any(s.overlaps(w) for w in workshops(timetable) if w.id in later)
        ]
        assert missing(timetable, who) == sum(s.minutes for s in workshops(timetable) if s.day < DAY)


def test_workshop_opens_at_the_date_in_an_update(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Typed in the middle: the places of study give way to the workshop, and nobody else's hour moves."""

    def authorise(rows: book.Rows) -> None:
        for code in (YOUNG, STARTED):
            mid.line(rows, "Apprenants", code=code)["travaux réglementés autorisés le"] = DAY

    found = mid.carry(begun, centre(), authorise, KNOWN, tmp_path)
    later = {s.id for s in workshops(found.after) if s.day >= DAY}
    for who in (YOUNG, STARTED):
        assert {s.id for s in workshops(found.after)} & {s.id for s in found.attended(who)} == later
        assert missing(found.after, who) == sum(s.minutes for s in workshops(found.after) if s.day < DAY)
    assert mid.moved(found) == set()
