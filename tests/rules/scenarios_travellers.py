"""Free half-days, shortest days, wishes and the hours of those who travel (H4g, H6e, H6f, P4b, P4c, P10b, P16)."""

from dataclasses import replace
from datetime import timedelta

from planner.domain import Absence, Arrangement, SessionId, Settings, StandingSession
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_options, over_room_choices, over_terms, over_weeks
from tests.rules.registry import Limit
from tests.rules.scenarios_trainers import demand

# H6e: here on Monday and on Tuesday morning, one of the three half-days stays free
_PART_TIME = (Absence(weekday=1, start=b.hour("12:30")), *(Absence(weekday=n) for n in (2, 3, 4)))
_FREE = b.problem(trainers=[b.trainer(absences=_PART_TIME, free_half_days=1), b.trainer(b.SECOND)])
_SAME = b.problem(
    last=b.SUNDAY + timedelta(days=7),
    trainers=[b.trainer(absences=_PART_TIME, free_half_days=1, same_free=True), b.trainer(b.SECOND)],
)
_HALVES = [
    b.option(),
    b.option(start="13", end="14"),
    b.option(start="12", end="13"),
    b.option(b.TUESDAY),
    b.option(team=[b.SECOND]),
]
_NEXT_MONDAY, _NEXT_TUESDAY = b.MONDAY + timedelta(days=7), b.TUESDAY + timedelta(days=7)

# H6f and P4b: two hours a day at least, for the trainer or for the class
_SHORT = b.problem(
    classes=[b.group(min_day=90, min_day_hard=True), b.group(b.OTHER)],
    trainers=[b.trainer(min_day=120, min_day_hard=True), b.trainer(b.SECOND)],
)
_PASTED = replace(
    _SHORT,
    courses={c.id: c for c in [b.course()]},
    standing=(StandingSession(SessionId("cours-EX01"), b.COURSE, b.MONDAY, 480, 540, 60, class_ids=(b.CLASS,)),),
)
"""An hour that stands: nobody chose so short a day."""
_STANDS = b.session("cours-EX01", course_id=b.COURSE)
_WISHED = b.problem(
    classes=[b.group(min_day=90), b.group(b.OTHER)],
    trainers=[b.trainer(min_day=120), b.trainer(b.SECOND)],
    courses=[b.course(parts=2)],
)
_USUAL = replace(_WISHED, settings=Settings(least_presence=120))
"""The first class states a minimum, so that the least presence counts for the other one only."""
_DAYS = [b.option(), b.option(start="9", end="10"), b.option(b.TUESDAY)]
_LONG = {
    b.item("une"): _DAYS,
    b.item("deux"): [*_DAYS, b.option(team=[b.SECOND])],
    b.item("partie", part="A", teams=((),)): [b.option(start="10", end="11", team=[])],
    b.item("ailleurs", class_ids=(b.OTHER,)): [b.option(start="11", end="12")],
    b.item("jury", kind="fixed", class_ids=(b.OTHER,)): [b.option(b.TUESDAY, "10", "11")],
}

# H4g and P10b: the class comes at 9 on Monday and leaves at 15 on Friday; one of its learners leaves at 16
_TRAIN = b.problem(
    classes=[b.group(off_hours=(Absence(0, end=b.hour("9")), Absence(4, start=b.hour("15")))), b.group(b.OTHER)]
)
_EDGES = [b.option(), b.option(start="9", end="10"), b.option(b.FRIDAY, "14", "15"), b.option(b.FRIDAY, "15", "16")]
_LEAVES = (Absence(start=b.hour("16"), hard=False),)
_BUS = b.problem(
    courses=[b.course()],
    learners=[
        b.learner(off_hours=_LEAVES),
        b.learner("voisin", off_hours=_LEAVES),
        b.learner("pied"),
    ],
)
_LATE = [b.option(start="15", end="16"), b.option(start="16", end="17")]

# P16: everybody would rather be free on Monday morning
_MORNING = (Absence(weekday=0, end=b.hour("12"), hard=False),)
_WISHES = b.problem(
    classes=[b.group(absences=_MORNING), b.group(b.OTHER)],
    rooms=[b.room(absences=_MORNING), b.room(b.SECOND_ROOM)],
    trainers=[b.trainer(absences=_MORNING), b.trainer(b.SECOND)],
    learners=[b.learner(absences=_MORNING)],
    arrangements=(Arrangement(b.LEARNER, "max_day", 600),),
)
_TIMES = [b.option(), b.option(start="13", end="14"), b.option(team=[b.SECOND])]

SCENARIOS = (
    Scenario("H6e", "week", _FREE, over_weeks({b.item(n): _HALVES for n in ("une", "deux", "trois")}), ("H1a",)),
    Scenario(
        "H6e",
        "master",
        b.problem(
            first=b.MONDAY,
            last=b.SUNDAY + timedelta(days=7),
            trainers=[b.trainer(absences=_PART_TIME, free_half_days=2), b.trainer(b.SECOND)],
        ),
        over_terms(demand("une", 3, (b.TRAINER,), (b.SECOND,)), demand("deux", 3, (b.TRAINER,))),
    ),
    Scenario("H6f", "week", _SHORT, over_weeks(_LONG), ("H1a", "H1c")),
    Scenario("P4b", "week", _WISHED, over_weeks(_LONG), ("H1a", "H1c")),
    Scenario("P4c", "week", _USUAL, over_weeks(_LONG), ("H1a", "H1c")),
    Scenario(
        "H4g",
        "domain",
        _TRAIN,
        over_options(b.item(), b.item("jury", kind="fixed"), b.item("autre", class_ids=(b.OTHER,)), options=_EDGES),
    ),
    Scenario(
        "P10b",
        "week",
        _BUS,
        over_weeks(
            {b.item("cours", course_id=b.COURSE): _LATE, b.item("nommé", learners=("à pied", b.LEARNER)): _LATE}
        ),
    ),
    Scenario(
        "P16", "week", _WISHES, over_weeks({b.item("une"): _TIMES, b.item("autre", class_ids=(b.OTHER,)): _TIMES})
    ),
    Scenario(
        "P16",
        "rooms",
        b.problem(rooms=[b.room(absences=_MORNING), b.room(b.SECOND_ROOM)]),
        over_room_choices([(b.item("une"), b.option()), (b.item("deux"), b.option(start="13", end="14"))]),
    ),
)

LIMITS = (
    Limit(
        "H6e",
        _FREE,
        b.timetable(b.session("une"), b.session("deux", b.TUESDAY)),
        b.timetable(b.session("une"), b.session("deux", b.TUESDAY), b.session("trois", start="14", end="15")),
        ("formatrice", "0 demi-journée", "semaine du lundi 7 septembre"),
    ),
    Limit(
        "H6e",
        _SAME,
        b.timetable(b.session("une"), b.session("deux", _NEXT_TUESDAY)),
        b.timetable(
            b.session("une"), b.session("deux", _NEXT_TUESDAY), b.session("trois", _NEXT_MONDAY, start="14", end="15")
        ),
        ("la même chaque semaine", "0 demi-journée"),
        name="same",
    ),
    Limit(
        "H6f",
        _SHORT,
        b.timetable(b.session("une", end="10")),
        b.timetable(b.session("une", end="9:45")),
        ("formatrice", "1 h 45", "2 h"),
    ),
    Limit(
        "H6f",
        _SHORT,
        b.timetable(b.session("une", end="9:30", trainer_ids=(b.SECOND,))),
        b.timetable(b.session("une", end="9:29", trainer_ids=(b.SECOND,))),
        ("classe",),
        name="class",
    ),
    Limit(
        "H6f",
        _PASTED,
        b.timetable(_STANDS),
        b.timetable(_STANDS, b.session("suite", start="9", end="9:15")),
        ("1 h 15", "2 h"),
        name="standing",
    ),
    Limit(
        "H4g",
        _TRAIN,
        b.timetable(b.session(day=b.FRIDAY, start="14", end="15")),
        b.timetable(b.session(day=b.FRIDAY, start="14", end="15:01")),
        ("classe", "vendredi 11 septembre"),
    ),
)
