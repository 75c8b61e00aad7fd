"""What fills a week: its days, the hours between two sessions, and what could leave."""

from constraints import RULES
from planner.board.board import Board
from planner.rule import active
from planner.why.filled import filled_days, may_leave
from planner.why.places import Judge
from tests.planner.why.test_places import ASKED, BESIDE, centre
from tests.rules.build import MONDAY, ROOM, TUESDAY, bells, hour, session, timetable


def test_holes_are_teaching_time_between_two_sessions() -> None:
    """From 9:00 to 10:00 nothing is; lunch is no hole, nor is what comes before and after, nor a session inside one."""
    held = [
        session("longue", start="8", end="12"),
        session("dedans", start="9", end="10"),
        session("après-midi", start="13", end="14"),
        session("matin", TUESDAY, "8", "9"),
        session("tard", TUESDAY, "10", "11"),
        session("chez soi", TUESDAY, "9", "10", modality="remote_async"),
    ]
    monday, tuesday = filled_days(held, MONDAY, bells())
    assert (monday.day, monday.holes) == (MONDAY, ())
    assert [s.id for s in tuesday.sessions] == ["matin", "tard"]
    assert tuesday.holes == ((hour("9"), hour("10")),)


def test_what_could_leave_names_its_best_place() -> None:
    """Both sessions have other hours; of a room, another room at the same hour is one as well."""
    judge = Judge(Board.of(centre(), timetable(ASKED, BESIDE), active(RULES, centre())))
    days = filled_days([ASKED, BESIDE], MONDAY, bells())
    found = may_leave(judge, days, room=False)
    assert {one.session.id for one in found} == {ASKED.id, BESIDE.id}
    assert all(one.best.hour != (one.session.day, one.session.start, one.session.end) for one in found)
    assert [one.best.cost for one in found] == sorted(one.best.cost for one in found)
    rooms = may_leave(judge, days, room=True)
    assert all(one.best.place.room != ROOM or one.best.hour[:2] != (MONDAY, one.session.start) for one in rooms)
    assert rooms[0].others > found[0].others
