"""H1b, and limits, of rooms made of rooms: a hall of two rooms takes both, and each of them takes it."""

from dataclasses import replace

from planner.domain import RoomId, WeekLimit
from tests.rules.agreement import Scenario, over_room_choices, over_weeks
from tests.rules.build import ROOM, SECOND_ROOM, TUESDAY, item, option, problem, room, session, timetable
from tests.rules.registry import Limit
from tests.rules.scenarios_places import in_best_rooms

HALL, WING = RoomId("grande salle"), RoomId("aile")
THIRD = RoomId("salle 3")
SHARED = problem(rooms=[room(), room(SECOND_ROOM, shared=2), room(HALL, joins=(ROOM, SECOND_ROOM), seats=40)])
"""Two rooms, the second of which takes two groups, and the hall that they are together."""
CHAIN = problem(
    rooms=[
        *(room(name) for name in (ROOM, SECOND_ROOM, THIRD)),
        room(HALL, joins=(ROOM, SECOND_ROOM)),
        room(WING, joins=(HALL, THIRD)),
    ]
)
"""Three rooms, a hall of the first two, and all of them."""
EIGHT, BOTH, NINE = option(), option(end="10"), option(start="9", end="10")
ONE_DAY = replace(SHARED, week_limits=(WeekLimit(room_ids=(ROOM,), days=1),))
SCENARIOS = (
    Scenario(
        "H1b",
        "rooms",
        SHARED,
        over_room_choices([(item("une"), EIGHT), (item("deux"), BOTH), (item("trois"), EIGHT)]),
        name="a hall and its parts",
    ),
    Scenario(
        "H1b",
        "rooms",
        CHAIN,
        over_room_choices([(item("une"), EIGHT), (item("deux"), EIGHT)]),
        name="a hall of a hall",
    ),
    Scenario(
        "H1b",
        "week",
        CHAIN,
        over_weeks(
            {
                item("une", rooms=(HALL,)): [EIGHT, NINE],
                item("deux", rooms=(ROOM, SECOND_ROOM)): [EIGHT, NINE],
                item("trois", fixed_rooms=(THIRD,)): [EIGHT],
                item("toutes", rooms=(WING,)): [NINE, BOTH],
            },
            finish=in_best_rooms,
        ),
        name="a hall and its parts",
    ),
    Scenario(
        "H32",
        "rooms",
        ONE_DAY,
        over_room_choices([(item("lundi"), EIGHT), (item("mardi"), option(TUESDAY))]),
        name="a part is used with the hall",
    ),
    Scenario(
        "H32",
        "week",
        ONE_DAY,
        over_weeks(
            {item("une", rooms=(HALL,)): [EIGHT, option(TUESDAY)], item("deux", rooms=(ROOM,)): [NINE]},
            finish=in_best_rooms,
        ),
        name="a part is used with the hall",
    ),
)
IN_HALL, IN_FIRST = session("dans la grande", room_id=HALL), session("dans la première", room_id=ROOM)
LIMITS = (
    Limit(
        "H1b",
        SHARED,
        timetable(IN_HALL, replace(IN_FIRST, start=IN_HALL.end, end=IN_HALL.end + 60)),
        timetable(IN_HALL, replace(IN_FIRST, start=IN_HALL.end - 15, end=IN_HALL.end + 60)),
        ("ne servent pas en même temps", "grande salle", "salle 1"),
        name="a hall and its part",
    ),
)
