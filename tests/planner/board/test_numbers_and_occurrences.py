"""Ids that a timetable uses once only, and the occurrences of barrettes read back from their groups."""

from dataclasses import replace
from datetime import timedelta

from planner.board.board import Board
from planner.board.numbering import first_id, last_number, next_id, numbered_after
from planner.board.restore import barrette_items, occurrence_id, occurrence_session
from planner.domain import Attendance, Barrette, BarretteId, Kind, PeriodId, SessionId, Timetable, Unplaced
from tests.rules import build as b

GROUP = b.session(
    "B-P1-LIT1-1-o1", kind=Kind.BARRETTE, barrette_id=BarretteId("B"), period_id=PeriodId("P1"), occurrence=1
)


def test_last_number_is_that_of_the_same_stem() -> None:
    """Numbers are read as numbers; other stems and other marks do not count."""
    board = Board(b.problem())
    for name in ("LIT1-s02", "LIT1-s10", "NUM1-s30", "LIT1-c40"):
        board.put(b.session(name), {})
    assert last_number(board, "-s", "LIT1") == 10
    assert last_number(board, "-s") == 30
    assert last_number(board, "-s", "ORI") == 0


def test_cancelled_session_comes_back_under_a_new_id() -> None:
    """Its own id where it is free, else the first number that is."""
    own = SessionId("cours-01")
    assert next_id(own, ()) == own
    assert next_id(own, {own}) == "cours-01-r1"
    assert next_id(SessionId("cours-01-r1"), {"cours-01-r1", "cours-01-r2"}) == "cours-01-r3"
    assert first_id(SessionId("cours-01-r12")) == own


def test_groups_of_an_occurrence_are_one_item() -> None:
    """Two groups of one hour are one item of all the classes; that of the next week stands under its own Monday."""
    barrette = Barrette(BarretteId("B"), "Barrette", (b.CLASS, b.OTHER))
    problem = b.problem(classes=[b.group(), b.group(b.OTHER)], barrettes=[barrette])
    other = replace(GROUP, id=SessionId("B-P1-NUM1-1-o1"))
    later = replace(GROUP, id=SessionId("B-P1-LIT1-1-o2"), day=b.TUESDAY + timedelta(days=7), occurrence=2)
    lost = replace(GROUP, id=SessionId("C-P1-LIT1-1-o1"), barrette_id=BarretteId("C"))
    found = barrette_items(problem, [GROUP, other, later, lost, b.session()])
    assert {week: [item.id for item, _o in rows] for week, rows in found.items()} == {
        b.MONDAY: ["B-P1-o1"],
        b.MONDAY + timedelta(days=7): ["B-P1-o2"],
    }
    item, option = found[b.MONDAY][0]
    assert (item.class_ids, item.minutes) == ((b.CLASS, b.OTHER), 60)
    assert (option.day, option.start, option.end) == (GROUP.day, GROUP.start, GROUP.end)
    assert occurrence_id(later) == "B-P1-o2"


def test_occurrence_is_one_session_until_its_groups_are_made() -> None:
    """It holds the hour of its option and the adults of its team, and no room yet."""
    option = b.option(b.TUESDAY, "10", "11", (b.TRAINER, b.SECOND))
    found = occurrence_session(b.item("B-P1-o1", kind=Kind.BARRETTE), option)
    assert (found.day, found.start, found.trainer_ids, found.room_id) == (b.TUESDAY, 600, (b.TRAINER, b.SECOND), None)


def test_timetables_made_apart_have_ids_of_their_own() -> None:
    """Numbers of the same mark go on together, with their people and the lines that name them; others stay.

    Taken up to s012: s001 and s002 become s013 and s014, also where only the first was taken.
    """
    sessions = tuple(b.session(name) for name in ("LIT1-s001", "NUM1-s002", "cours-01", "B-P1-o1"))
    rows = (
        Unplaced(SessionId("encadrement-LIT1-s001"), Kind.SUPPORT, 60, ""),
        Unplaced(SessionId("x"), Kind.STUDY, 60, ""),
    )
    whole = Timetable(sessions, (Attendance(sessions[0].id, b.LEARNER),), unplaced=rows)
    found = numbered_after(whole, {SessionId("LIT1-s001"), SessionId("ORI-s012"), SessionId("LIT1-c40")})
    assert [s.id for s in found.sessions] == ["LIT1-s013", "NUM1-s014", "cours-01", "B-P1-o1"]
    assert [row.session_id for row in found.attendance] == ["LIT1-s013"]
    assert [row.session_id for row in found.unplaced] == ["encadrement-LIT1-s013", "x"]
    assert numbered_after(whole, {SessionId("ORI-s012")}) is whole
