"""Which change of a workbook each session is told under, when it has several: small timetables written by hand."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain import (
    Absence,
    ApprenticeId,
    Attendance,
    ClassId,
    Kind,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
)
from planner.report.changes import Change, Reach
from planner.report.compare import compare
from planner.report.effects import Effect, behind, effects

TUESDAY, THURSDAY = date(2026, 9, 29), date(2026, 10, 1)
TUESDAYS = (Absence(first=TUESDAY, last=TUESDAY),)
NOAH, LEA = ApprenticeId("NOAH"), ApprenticeId("LEA")

OF_NOAH = Change("class", "Noah change de classe.", Reach(apprentice_ids=frozenset((NOAH,))))
ROOM = Change("room", "Labo fermé.", Reach(TUESDAYS, room_ids=frozenset((RoomId("LABO"),))))
AWAY = Change("absence", "Paul absent.", Reach(TUESDAYS, trainer_ids=frozenset((TrainerId("PAUL"),))))
CLOSED = Change("closure", "Mardi fermé.", Reach(TUESDAYS, everything=True))
CLASS = Change("classes", "Classe modifiée.", Reach(class_ids=frozenset((ClassId("PAT"),))))


def lesson(name: str, room: str = "SALLE", trainer: str = "EVA", kind: Kind = Kind.COURSE) -> Session:
    """An hour of the class on Tuesday."""
    return Session(
        SessionId(name), kind, TUESDAY, 480, 540, 60, name, name,
        class_ids=(ClassId("PAT"),), room_id=RoomId(room), trainer_ids=(TrainerId(trainer),),
    )  # fmt: skip


def timetable(sessions: dict[Session, tuple[ApprenticeId, ...]]) -> Timetable:
    """Sessions with their people."""
    rows = tuple(Attendance(s.id, person) for s, people in sessions.items() for person in people)
    return Timetable(tuple(sessions), rows)


def found(told: tuple[Change, ...], *moved: Session) -> tuple[Effect, ...]:
    """The effects where sessions of Noah and Léa go to Thursday, Noah in them no more."""
    before = timetable(dict.fromkeys(moved, (NOAH, LEA)))
    after = timetable({replace(s, day=THURSDAY): (LEA,) for s in moved})
    return effects(told, before, after, compare(before, after), {})


@pytest.mark.parametrize("cause", [ROOM, AWAY, CLOSED, CLASS])
def test_who_changes_class_moves_no_session_that_something_else_takes(cause: Change) -> None:
    """Noah's change comes first in the workbook: it has his seat; the session is told under what took its hour."""
    of_noah, other = found((OF_NOAH, cause), lesson("TP", "LABO", "PAUL"))
    assert (of_noah.change, other.change) == (OF_NOAH, cause)
    assert not of_noah.all
    assert [(p.apprentice_id, p.joins) for p in of_noah.people] == [(NOAH, False)]
    assert [c.session.id for c in other.direct] == ["TP"]


def test_what_lies_under_no_change_follows() -> None:
    """English makes room for the workshop of the same class; without the closed room nothing explains it alone."""
    of_noah, room = found((OF_NOAH, ROOM), lesson("TP", "LABO"), lesson("ANGLAIS"))
    assert not of_noah.all
    assert [c.session.id for c in room.follows] == ["ANGLAIS"]
    _noah, rest = found((OF_NOAH, replace(OF_NOAH, text="Noah, de nouveaux résultats.")), lesson("ANGLAIS"))
    assert (rest.change, rest.name) == (None, "Par suite")
    assert [c.session.id for c in rest.follows] == ["ANGLAIS"]


def test_what_is_of_one_person_alone_is_under_that_person() -> None:
    """An hour of support that only Noah had falls; the same with Léa too does not lie under him."""
    support = lesson("AIDE", kind=Kind.SUPPORT)
    for people, direct in (((NOAH,), 1), ((NOAH, LEA), 0)):
        before, after = timetable({support: people}), timetable({})
        does = effects((OF_NOAH, ROOM), before, after, compare(before, after), {})
        assert sum(len(e.direct) for e in does if e.change is OF_NOAH) == direct


def test_who_is_called_to_an_event_from_an_hour_that_goes_on_is_told_under_it() -> None:
    """Noah is at the outing at the hour of a group that Léa keeps; who leaves it without being called is none of it."""
    outing = Change("event", "Sortie.", Reach(TUESDAYS, class_ids=frozenset((ClassId("PAT"),))))
    group, called = lesson("GROUPE", kind=Kind.BARRETTE), lesson("SORTIE", "BUS", kind=Kind.FIXED)
    before = timetable({group: (NOAH, LEA)})
    for coming, told in (((NOAH,), [NOAH]), ((), [])):
        after = timetable({group: (LEA,), called: coming})
        does = effects((ROOM, outing), before, after, compare(before, after), {})
        assert [p.apprentice_id for e in does for p in e.people if e.change is outing] == told


def test_narrowest_cause_first_and_an_absence_is_always_told() -> None:
    """Paul's own absence before the closed day, whatever their order; it is there even where nothing moves."""
    closed, away = found((CLOSED, AWAY), lesson("MATHS", trainer="PAUL"), lesson("ANGLAIS"))
    assert [c.session.id for c in away.direct] == ["MATHS"]
    assert [c.session.id for c in closed.direct] == ["ANGLAIS"]
    (told,) = found((AWAY,))
    assert told.change is AWAY
    assert not told.all


def test_who_goes_home_is_told_under_what_gives_the_place_back() -> None:
    """The room opens on Tuesday, and Eva is there again on Thursday: the lesson is told under the room."""
    open_again, eva = replace(ROOM, back=True), replace(AWAY, text="Eva est là.", back=True)
    home = lesson("TP", "LABO")
    before, after = timetable({replace(home, room_id=RoomId("SALLE")): (LEA,)}), timetable({home: (LEA,)})
    (effect,) = effects((eva, open_again), before, after, compare(before, after), {})
    assert (effect.change, [c.session.id for c in effect.follows]) == (open_again, ["TP"])


@pytest.mark.parametrize(("told", "cause"), [((AWAY, ROOM), ROOM), ((AWAY,), AWAY), ((AWAY, CLASS), CLASS), ((), None)])
def test_seat_is_told_under_what_took_the_hour(told: tuple[Change, ...], cause: Change | None) -> None:
    """What the hour lies under, else the only change that there is; one that gives back takes nothing."""
    rows = [Effect(change) for change in told]
    hour = lesson("TP", "LABO")
    one = behind(rows, hour, LEA, back=False)
    assert (one.change if one else None) == cause
    assert behind(rows, hour, LEA, back=True) is None
