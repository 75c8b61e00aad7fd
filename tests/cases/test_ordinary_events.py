"""What happens every week: a trip, a closed day, an entrant. What the change does not touch stays as it is."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain import Problem, Session, SessionId, Timetable
from tests.cases import updating as mid
from tests.cases import workbooks as book

KNOWN = date(2026, 9, 14)
STAY = date(2026, 10, 19)
"""Monday of a week at the centre that is far from being announced."""


def centre() -> book.Rows:
    """The centre of the middle of the term; its cooks use machines that need an authorisation."""
    rows = mid.centre()
    mid.line(rows, "Cours", matière="Cuisine")["matériel réglementé"] = "oui"
    for learner in rows["Apprenants"]:
        learner["travaux réglementés autorisés le"] = "31/08/2026"
    return rows


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """The published timetable, solved once."""
    return mid.begin(centre(), tmp_path_factory.mktemp("avant"))


def on(timetable: Timetable, day: date) -> list[Session]:
    """Sessions of a day."""
    return [s for s in timetable.sessions if s.day == day]


def courses(timetable: Timetable, *, but: date) -> dict[SessionId, tuple[Session, frozenset[str]]]:
    """Every course on other days than one, with its people."""
    return {
        s.id: (s, frozenset(r.apprentice_id for r in timetable.attendees.get(s.id, ())))
        for s in timetable.sessions
        if s.kind == "course" and s.day != but
    }


def trip(day: date) -> mid.Change:
    """Both classes are away for the day."""

    def change(rows: book.Rows) -> None:
        rows["Événements"] = [{"événement": "Sortie", "date": day, "classes": f"{mid.COOKS} ; {mid.BAKERS}"}]

    return change


def closed(day: date) -> mid.Change:
    """The centre is closed for the day."""

    def change(rows: book.Rows) -> None:
        rows["Fermetures"] = [{"libellé": "Pont", "du": day, "au": day}]

    return change


@pytest.mark.parametrize("weekday", [0, 3])
@pytest.mark.parametrize("what", [trip, closed])
def test_a_day_takes_what_fell_on_it_and_nothing_else(
    begun: tuple[Problem, Timetable], tmp_path: Path, what: Callable[[date], mid.Change], weekday: int
) -> None:
    """Courses of other days stay, to the person; those of the day are told as fallen, and owed no more."""
    day = STAY + timedelta(days=weekday)
    found = mid.carry(begun, centre(), what(day), KNOWN, tmp_path)
    assert courses(found.after, but=day) == courses(found.before, but=day)
    fallen = {s.id for s in on(found.before, day) if s.kind == "course"}
    assert fallen
    assert not fallen & {s.id for s in on(found.after, day)}
    told = {row.session_id: row.reason for row in found.after.unplaced if row.kind == "course"}
    assert set(told) == fallen
    assert all(reason.startswith(f"séance du {day:%d/%m/%Y} tombée") for reason in told.values())


def test_a_barrette_goes_on_without_a_class_that_is_out(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """One of its two classes is on a trip: the groups of the other keep hour, adult and room; nobody of the first is in
    one.
    """
    day = next(s.day for s in begun[1].sessions if s.kind == "barrette" and s.day >= STAY)

    def out(rows: book.Rows) -> None:
        rows["Événements"] = [{"événement": "Sortie", "date": day, "classes": mid.COOKS}]

    found = mid.carry(begun, centre(), out, KNOWN, tmp_path)
    before = {s.id: s for s in on(begun[1], day) if s.kind == "barrette"}
    bakers = {a for a, x in found.new.learners.items() if "BOU" in a}
    kept = [key for key in before if bakers & {r.apprentice_id for r in begun[1].attendees[key]}]
    assert kept
    for key in kept:
        now, was = found.after.session[key], before[key]
        assert (now.day, now.start, now.trainer_ids, now.room_id) == (was.day, was.start, was.trainer_ids, was.room_id)
        assert found.people(key) == bakers & {r.apprentice_id for r in begun[1].attendees[key]}
    assert courses(found.after, but=day) == courses(found.before, but=day)


def test_who_changes_class_has_a_place_while_freed_from_a_course(
    begun: tuple[Problem, Timetable], tmp_path: Path
) -> None:
    """A minor exempted from French goes to the other class: supervised there too, while it has French."""

    def moves(rows: book.Rows) -> None:
        young = mid.newcomer("Jeune", mid.COOKS, "14/09/2026", **{"travaux réglementés autorisés le": "14/09/2026"})
        rows["Apprenants"].append(young | {"naissance": date(2010, 5, 1), "module d'entrée déjà fait": "14 h"})
        rows["Dispenses"] = [{"apprenant": "JEUNE", "matière": "Français"}]

    def changes(rows: book.Rows) -> None:
        moves(rows)
        rows["Affectations"] = [{"apprenant": "JEUNE", "classe": mid.BAKERS, "du": STAY}]

    first = mid.carry(begun, centre(), moves, KNOWN, tmp_path)
    found = mid.carry((first.new, first.after), centre(), changes, KNOWN, tmp_path)
    french = [
        s for s in found.after.sessions if s.day >= STAY and "Français" in s.label and "BOU" in "".join(s.class_ids)
    ]
    mine = found.attended("JEUNE")
    assert french
    assert all(
        any(s.kind != "course" and s.overlaps(other) for s in mine) for other in french if other.kind == "course"
    )


def test_a_day_that_opens_again_gives_back_what_it_took(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """The closed day was a mistake: the hours that fell are due again, and placed; nothing else moves."""
    day = STAY
    shut = mid.carry(begun, centre(), closed(day), KNOWN, tmp_path)
    back = mid.carry((shut.new, shut.after), centre(), lambda _rows: None, KNOWN, tmp_path)
    assert not [row for row in back.after.unplaced if row.kind == "course"]
    kept = courses(back.after, but=day)
    assert all(kept[key] == value for key, value in courses(shut.after, but=day).items())

    def minutes(timetable: Timetable, course: str) -> int:
        return sum(s.minutes for s in timetable.sessions if course in s.course_ids)

    for course in begun[0].courses:
        assert minutes(back.after, course) == minutes(back.before, course) + minutes(begun[1], course) - minutes(
            shut.after, course
        )


def test_a_closed_day_on_which_nothing_was_changes_nothing(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """A day of the company is closed at the centre."""
    found = mid.carry(begun, centre(), closed(STAY + timedelta(days=7)), KNOWN, tmp_path)
    assert found.result.diff.empty


def test_a_minor_who_enters_is_in_the_workshop_once_safety_is_given(
    begun: tuple[Problem, Timetable], tmp_path: Path
) -> None:
    """Authorised on the first day: every workshop after the safety block, none before."""
    rows = centre()

    def enters(rows: book.Rows) -> None:
        young = mid.newcomer("Jeune", mid.COOKS, "28/09/2026", **{"travaux réglementés autorisés le": "28/09/2026"})
        rows["Apprenants"].append(young | {"naissance": date(2010, 5, 1)})

    found = mid.carry(begun, deepcopy(rows), enters, KNOWN, tmp_path)
    mine = found.attended("JEUNE")
    safety = {m.id for m in found.new.modules.values() if m.theme == "safety"}
    given = max((s.day, s.end) for s in mine if s.module_id in safety)
    cooking = {c.id for c in found.new.courses.values() if c.regulated}
    workshop = [s for s in found.after.sessions if s.course_id in cooking]
    later = {s.id for s in workshop if (s.day, s.start) >= given}
    assert later
    assert {s.id for s in mine if s.course_id in cooking} == later
