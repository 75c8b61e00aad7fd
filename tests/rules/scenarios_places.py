"""H1, H2, H4a and H5: one place at a time, open days, bells, rooms."""

import itertools
from dataclasses import replace

from planner.domain import AM, Absence, Problem, RoomId, SiteId, Timetable, away
from tests.rules.agreement import Placed, Scenario, over_options, over_room_choices, over_rooms, over_weeks, sessions
from tests.rules.build import (
    CLASS,
    COURSE,
    MONDAY,
    OTHER,
    ROOM,
    SATURDAY,
    SECOND,
    SECOND_COURSE,
    SECOND_ROOM,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    bells,
    course,
    group,
    hour,
    item,
    learner,
    module,
    option,
    problem,
    room,
    session,
    timetable,
)
from tests.rules.registry import Limit

EIGHT, NINE = option(), option(start="9", end="10")
BOTH = option(start="8", end="10")
TWO_CLASSES = problem(classes=(group(), group(OTHER)), learners=(learner(), learner("autre", OTHER)))
PARTS = problem(
    courses=(course(parts=2),), learners=(learner("de A", part="A"), learner("de B", part="B"), learner("sans partie"))
)
SHARED = problem(rooms=(room(), room(SECOND_ROOM, shared=2, seats=3)))


def in_best_rooms(problem: Problem, placed: Placed) -> Timetable:
    """The items in eligible rooms, without any clash if some assignment has none."""
    ways = itertools.product(*(i.rooms or i.fixed_rooms for i, _o, _r in placed))
    found = [sessions(problem, [(i, o, r) for (i, o, _), r in zip(placed, way, strict=True)]) for way in ways]
    return min(found, key=_clashes)


def _in_open_rooms(problem: Problem, placed: Placed) -> Timetable:
    """Each item in the first of its rooms that is open, else in the first of all."""
    found = []
    for one, at, _room in placed:
        rooms = one.rooms or one.fixed_rooms
        here = [r for r in rooms if not away(problem.rooms[r].absences, at.day, at.start, at.end)]
        found.append((one, at, (here or rooms)[0]))
    return sessions(problem, found)


def _clashes(done: Timetable) -> int:
    pairs = itertools.combinations(done.sessions, 2)
    return sum(a.overlaps(b) and a.room_id == b.room_id for a, b in pairs)


SMALL_CALENDAR = {MONDAY: AM, WEDNESDAY: 3}
HALF_OPEN = problem(classes=(group(calendar=SMALL_CALENDAR, part_calendars={"B": {TUESDAY: 3}}), group(OTHER)))
CLOSED = problem(closed=frozenset({TUESDAY}), closed_halves={WEDNESDAY: AM}, tables=(bells(days=6),))
DAYS = [option(day, start, end) for day in (MONDAY, TUESDAY, WEDNESDAY) for start, end in (("11", "12"), ("13", "14"))]
LONG = option(start="11", end="14")
BREAKS = ((510, 615), (630, 720), (780, 870), (885, 990))
TWO_BELLS = problem(
    tables=(bells(*BREAKS), bells(*BREAKS[1:], bells_id="annexe"), bells((480, 720), bells_id="libre", inside=True)),
    classes=(group(), group(OTHER, bells_id="annexe"), group("libre", bells_id="libre")),
)
OFF_BELLS = [
    option(start=a, end=b)
    for a, b in (
        ("8:30", "10:15"),
        ("12", "14:30"),
        ("8:30", "12"),
        ("10:30", "12"),
        ("10:15", "12"),
        ("10:30", "14:30"),
    )
]
INSIDE = [option(start=a, end=b) for a, b in (("8:15", "9:15"), ("8:10", "9:10"), ("8", "9"), ("11:15", "12:15"))]
KITCHEN = course(SECOND_COURSE, room_types=("Cuisine",), room_features=frozenset({"Four"}))
FAR = SiteId("annexe")
ABROAD = replace(TWO_BELLS, rooms={RoomId(FAR): room(FAR, site_id=FAR)})
"""A course whose room is on the other site, which has no bell at 8:30."""
VISIT = session(start="10:30", end="12", kind="support", course_id=COURSE, room_id=RoomId(FAR), site_id=FAR)
ROOMS = problem(
    classes=(group(home_room=RoomId("labo")),),
    courses=(course(), KITCHEN, course("sport", room_types=("gymnase",)), course("plain", room_types=("salle",))),
    modules=(module(), module("labo", room_types=("labo",))),
    rooms=(
        room(),
        room("cuisine", type="cuisine", features=frozenset({"four"})),
        room("cuisine sans four", type="cuisine"),
        room("gymnase", type="gymnase", site_id=FAR),
        room("annexe", site_id=FAR),
        room("labo", type="labo"),
        room("labo 2", type="labo"),
    ),
)
WANTS = (
    item("rien", course_id=COURSE),
    item("cuisine", course_id=SECOND_COURSE),
    item("sport", course_id="sport"),
    item("plain", course_id="plain"),
    item("aide", kind="support", module_id="labo"),
    item("aide libre", kind="support", module_id="LIT1"),
)
CROWD = problem(
    learners=tuple(learner(f"apprenant {n}") for n in range(3)),
    rooms=(room(seats=2), room(SECOND_ROOM, seats=3, shared=3)),
)
NAMES = tuple(CROWD.learners)
AWAY = problem(rooms=(room(absences=(Absence(weekday=0, start=hour("9"), end=hour("10")),)), room(SECOND_ROOM)))

SCENARIOS = (
    Scenario(
        "H1a",
        "week",
        TWO_CLASSES,
        over_weeks(
            {
                item("une"): [EIGHT, NINE, BOTH],
                item("deux", class_ids=(OTHER,), units=(1,)): [EIGHT, NINE, option(team=(SECOND,))],
            }
        ),
    ),
    Scenario(
        "H1b",
        "week",
        problem(),
        over_weeks(
            {
                item("une", rooms=(ROOM,)): [EIGHT, NINE],
                item("deux", rooms=(ROOM, SECOND_ROOM)): [EIGHT, NINE],
                item("trois", rooms=(SECOND_ROOM,)): [EIGHT],
                item("barrette", fixed_rooms=(ROOM,)): [NINE],
            },
            finish=in_best_rooms,
        ),
    ),
    Scenario(
        "H1b", "rooms", SHARED, over_room_choices([(item("une"), EIGHT), (item("deux"), BOTH), (item("trois"), NINE)])
    ),
    Scenario(
        "H1b", "rooms", SHARED, over_room_choices([(item(str(n)), EIGHT) for n in range(3)]), name="three at once"
    ),
    Scenario(
        "H1b",
        "rooms",
        SHARED,
        over_room_choices(
            [(item("barrette", rooms=(SECOND_ROOM,), fixed_rooms=(SECOND_ROOM,)), EIGHT), (item("une"), EIGHT)]
        ),
        name="a composed barrette beside a course",
    ),
    Scenario(
        "H1c",
        "week",
        PARTS,
        over_weeks(
            {
                item("classe", units=(0, 1)): [EIGHT, BOTH],
                item("partie A", part="A", units=(0,)): [EIGHT, NINE],
                item("partie B", part="B", units=(1,)): [EIGHT, NINE],
            }
        ),
    ),
    Scenario(
        "H1c",
        "week",
        problem(),
        over_weeks({item("une"): [EIGHT, NINE], item("deux"): [EIGHT], item("ailleurs", units=(1,)): []}),
        name="nobody enrolled yet",
    ),
    Scenario(
        "H2a",
        "domain",
        HALF_OPEN,
        over_options(
            item("cours"),
            item("en B", part="B"),
            item("à deux classes", class_ids=(CLASS, OTHER)),
            item("barrette", kind="barrette"),
            item("soutien", kind="support"),
            options=[*DAYS, LONG],
        ),
    ),
    Scenario(
        "H2b",
        "domain",
        CLOSED,
        over_options(item(), item("examen", kind="fixed"), options=[*DAYS, option(SATURDAY), option(SUNDAY)]),
    ),
    Scenario(
        "H4a",
        "domain",
        TWO_BELLS,
        over_options(
            item("court", 105),
            item("matin", 195),
            item("du bout", 90, class_ids=(CLASS, OTHER), bells_ids=("site", "annexe")),
            item("avec repas", 180, meal=True),
            item("du repas à la fin", 90, meal=True),
            item("sans repas", 180),
            item("événement", 75, kind="fixed"),
            item("sur un autre site", 90, site_id=FAR, bells_ids=("annexe",)),
            options=OFF_BELLS,
        ),
    ),
    Scenario(
        "H4a",
        "domain",
        TWO_BELLS,
        over_options(item("libre", 60, class_ids=("libre",), bells_ids=("libre",)), options=INSIDE),
        name="inside a slot",
    ),
    Scenario("H5a", "room", ROOMS, over_rooms(*WANTS, options=[EIGHT])),
    Scenario(
        "H5b",
        "room",
        CROWD,
        over_rooms(*(item(str(n), learners=NAMES[:n], heads=n) for n in (1, 2, 3)), options=[EIGHT]),
    ),
    Scenario(
        "H5b",
        "rooms",
        CROWD,
        over_room_choices(
            [
                (item("deux", learners=NAMES[:2], heads=2), EIGHT),
                (item("un", learners=NAMES[2:], heads=1), BOTH),
                (item("un autre", learners=("quelqu'un",), heads=1), EIGHT),
            ]
        ),
        given=("H1b",),
    ),
    Scenario(
        "H5b",
        "week",
        CROWD,
        over_weeks(
            {
                item("deux", rooms=(SECOND_ROOM,), learners=NAMES[:2], heads=2): [EIGHT, BOTH],
                item("un", rooms=(SECOND_ROOM,), learners=NAMES[2:], heads=1): [EIGHT, NINE],
                item("un autre", rooms=(SECOND_ROOM,), learners=("quelqu'un",), heads=1): [NINE, BOTH],
                item("ailleurs", rooms=(ROOM,), learners=("personne",), heads=1): [EIGHT],
            },
            finish=in_best_rooms,
        ),
    ),
    Scenario(
        "H5c",
        "domain",
        replace(CROWD, courses={COURSE: course(max_group=2), SECOND_COURSE: course(SECOND_COURSE)}),
        over_options(
            *(
                item(f"{c} {n}", course_id=c, learners=NAMES[:n], heads=n)
                for c in (COURSE, SECOND_COURSE)
                for n in (2, 3)
            ),
            options=[EIGHT],
        ),
    ),
    Scenario(
        "H5d",
        "domain",
        AWAY,
        over_options(
            item("là seulement", rooms=(ROOM,)),
            item("là ou ailleurs", rooms=(ROOM, SECOND_ROOM)),
            item("barrette", kind="barrette", fixed_rooms=(ROOM,)),
            options=[EIGHT, NINE, BOTH, option(TUESDAY, "9", "10")],
            finish=_in_open_rooms,
        ),
    ),
    Scenario("H5d", "room", AWAY, over_rooms(item(), options=[EIGHT, NINE, BOTH, option(TUESDAY, "9", "10")])),
)

SPLIT = {"une": ("de A",), "deux": ("de B",)}
LIMITS = (
    Limit(
        "H1a",
        problem(),
        timetable(session("une"), session("deux", start="9", end="10"), who={}),
        timetable(session("une", end="9:15"), session("deux", start="9", end="10"), who={}),
        ("formatrice", "lundi 7 septembre"),
    ),
    Limit(
        "H1a",
        SHARED,
        timetable(
            *(session(n, guidance="autonomous", room_id=SECOND_ROOM) for n in ("une", "deux")),
            who={},
        ),
        timetable(
            session("une", guidance="autonomous", room_id=SECOND_ROOM), session("deux", room_id=SECOND_ROOM), who={}
        ),
        name="one adult watches two groups",
    ),
    Limit(
        "H1b",
        SHARED,
        timetable(*(session(n, room_id=SECOND_ROOM) for n in ("une", "deux")), who={}),
        timetable(*(session(n, room_id=SECOND_ROOM) for n in ("une", "deux", "trois")), who={}),
        ("salle 2", "3 groupes"),
    ),
    Limit(
        "H1c",
        PARTS,
        timetable(session("une", part="A"), session("deux", part="B"), who=SPLIT),
        timetable(session("une", part="A"), session("deux", part="A"), who={}),
        ("La classe classe",),
    ),
    Limit(
        "H1c",
        PARTS,
        timetable(session("une", kind="support"), session("deux", kind="support"), who=SPLIT),
        timetable(session("une", kind="support"), session("deux", kind="support"), who={**SPLIT, "deux": ("de A",)}),
        ("de A",),
        name="one person in two groups",
    ),
    Limit(
        "H2a",
        HALF_OPEN,
        timetable(session(start="11", end="12")),
        timetable(session(start="13", end="14")),
        ("classe", "lundi 7 septembre de 13 h à 14 h"),
    ),
    Limit(
        "H2b",
        CLOSED,
        timetable(session(day=WEDNESDAY, start="13", end="14")),
        timetable(session(day=WEDNESDAY, start="11", end="12")),
        ("mercredi 9 septembre",),
    ),
    Limit(
        "H4a",
        ABROAD,
        timetable(VISIT),
        timetable(replace(VISIT, start=510, end=615, minutes=105)),
        ("annexe",),
        name="make-up elsewhere",
    ),
    Limit("H4a", problem(), timetable(session(end="12")), timetable(session(end="12:15")), ("horaires",)),
    Limit(
        "H5a",
        ROOMS,
        timetable(session(course_id=SECOND_COURSE, room_id=RoomId("cuisine"))),
        timetable(session(course_id=SECOND_COURSE, room_id=RoomId("cuisine sans four"))),
        ("four",),
    ),
    Limit("H5a", ROOMS, timetable(session()), timetable(session(room_id=None)), ("salle",), name="no room"),
    *(
        Limit(
            "H5a",
            ROOMS,
            timetable(session(kind=kind, module_id="LIT1")),
            timetable(session(kind=kind, module_id="LIT1", room_id=RoomId("annexe"))),
            ("un autre site",),
            name=f"{kind} on another site",
        )
        for kind in ("barrette", "support", "onboarding")
    ),
    Limit(
        "H5b",
        CROWD,
        timetable(session(), who={"séance": NAMES[:2]}),
        timetable(session(), who={"séance": NAMES[:3]}),
        ("2 places", "3 personnes"),
    ),
    Limit(
        "H5c",
        problem(courses=(course(max_group=2),)),
        timetable(session(course_id=COURSE), who={"séance": NAMES[:2]}),
        timetable(session(course_id=COURSE), who={"séance": NAMES[:3]}),
        ("3 apprenants",),
    ),
    Limit("H5d", AWAY, timetable(session()), timetable(session(end="9:15")), ("salle 1",)),
)
