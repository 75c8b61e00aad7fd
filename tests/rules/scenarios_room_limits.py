"""H31 to H34, H36 and P31 of rooms: what their weeks may hold, where times are chosen and where rooms are."""

from dataclasses import replace

from planner.domain import Problem, RoomId, Timetable, WeekLimit
from planner.model import Item, Option
from tests.rules.agreement import Placed, Scenario, over_room_choices, over_weeks, sessions
from tests.rules.build import ROOM, SECOND_ROOM, TUESDAY, WEDNESDAY, item, option, problem, room, session, timetable
from tests.rules.registry import Limit

TWO = problem(rooms=[room(), room(SECOND_ROOM)])


def bounded(**limits: object) -> Problem:
    """A centre of two rooms, the week of the first of which is bounded."""
    return replace(TWO, week_limits=(WeekLimit(room_ids=(ROOM,), **limits),))  # type: ignore[arg-type]


def there(name: str, minutes: int = 60) -> Item:
    """An item that may be in the first room alone."""
    return item(name, minutes, rooms=(ROOM,))


def in_their_room(of: Problem, placed: Placed) -> Timetable:
    """Each item in the only room that it may have."""
    rooms = [(one, where, one.rooms[0] if one.rooms else None) for one, where, _room in placed]
    return sessions(of, rooms)


def at(*hours: int) -> list[Option]:
    """Hours of Monday."""
    return [option(start=str(h), end=str(h + 1)) for h in hours]


MORNING = {there("une"): at(8, 10), there("deux"): at(9, 11), there("trois"): at(10, 13)}
WEEK = {there("une"): [*at(8, 13), option(TUESDAY)], there("deux"): [*at(9), option(WEDNESDAY, "14", "15")]}
FULL = {there("une"): at(8, 9), there("deux"): at(9, 10, 13), there("trois", 120): [option(start="10", end="12")]}
TIMES = [
    (item("huit"), option()),
    (item("dix"), option(start="10", end="11")),
    (item("onze"), option(start="11", end="12")),
    (item("tard"), option(start="14", end="15")),
    (item("mardi"), option(TUESDAY, "14", "15")),
]
"""Times that are known, each in either room."""
FROM_ONE = {"window_days": 1, "window_from": 780}
ASKED: tuple[tuple[str, str, dict[str, object], dict[Item, list[Option]]], ...] = (
    ("H31", "gaps of a day", {"gaps_day": 60}, MORNING),
    ("H31", "gaps of a week", {"gaps_week": 60}, MORNING),
    ("H32", "days", {"days": 1}, WEEK),
    ("H32", "afternoons", {"afternoons": 1}, WEEK),
    ("H33", "on end", {"run": 60}, FULL),
    ("H34", "most of a day", {"most_day": 120}, FULL),
    ("H34", "least of a day", {"least_day": 120}, FULL),
    ("H36", "an evening", FROM_ONE, WEEK),
    ("H36", "no evening", {**FROM_ONE, "window_days": 0}, WEEK),
)
WISHED: tuple[tuple[str, dict[str, object]], ...] = (
    ("gaps", {"gaps_day": 0, "gaps_week": 60}),
    ("days", {"days": 1, "afternoons": 0}),
    ("hours", {"most_day": 120, "least_day": 120, "run": 60}),
    ("window", FROM_ONE),
)
SCENARIOS = (
    *(
        Scenario(key, "week", bounded(**limits), over_weeks(week, in_their_room), given=("H1b",), name=f"room, {name}")
        for key, name, limits, week in ASKED
    ),
    *(
        Scenario(key, "rooms", bounded(**limits), over_room_choices(TIMES), given=("H1b",), name=name)
        for key, name, limits, _week in ASKED
    ),
    *(
        Scenario("P31", "rooms", bounded(hard=False, **limits), over_room_choices(TIMES), given=("H1b",), name=name)
        for name, limits in WISHED
    ),
)
EIGHT, TEN = session("une"), session("deux", start="10", end="11")
ELSEWHERE = RoomId("salle 2")
LIMITS = (
    Limit(
        "H31",
        bounded(gaps_day=60),
        timetable(EIGHT, TEN),
        timetable(EIGHT, session("deux", start="11", end="12")),
        ("salle 1 a 2 h de trous",),
        name="of a room",
    ),
    Limit(
        "H32",
        bounded(days=1),
        timetable(EIGHT, replace(TEN, day=TUESDAY, room_id=ELSEWHERE)),
        timetable(EIGHT, replace(TEN, day=TUESDAY)),
        ("salle 1 sert 2 jours", "1 au plus"),
        name="of a room",
    ),
    Limit(
        "H36",
        bounded(**{**FROM_ONE, "window_days": 0}),
        timetable(session("tard", start="11", end="12")),
        timetable(session("tard", start="13", end="14")),
        ("salle 1 sert 1 jour", "13 h"),
        name="of a room",
    ),
)
