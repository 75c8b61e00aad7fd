"""Grids of the preferences on days, hours, rooms and strands (P4 to P8, P10, P11), each cost counted twice."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from planner.domain import (
    Barrette,
    BarretteId,
    ClassId,
    FixedEvent,
    OpenPeriod,
    OpenPeriodId,
    Period,
    PeriodId,
    Problem,
    Programme,
    ProgrammeId,
    RoomId,
    Timetable,
    monday,
)
from planner.model.groups import GroupActivity, GroupsModel, Member, Occasion
from planner.rule import Rule
from tests.rules import build as b
from tests.rules.agreement import Case, Placed, Scenario, _least, over_room_choices, over_weeks, sessions

# P4: one class of two parts, lunch between 12 and 13
_HOURS = [b.option(start=s, end=e) for s, e in (("8", "9"), ("10", "11"), ("11", "12"), ("13", "14"))]
_PLAIN = b.problem(courses=[b.course()])
_PARTS = b.problem(courses=[b.course(parts=2)])
_EVENTS = b.problem(
    events=(FixedEvent("1", "sortie", b.MONDAY, b.hour("9"), b.hour("10"), apprentice_ids=(b.LEARNER,)),),
)
_HALF_DAYS = [b.option(d, s, e) for d in (b.MONDAY, b.TUESDAY) for s, e in (("8", "10"), ("10", "12"), ("13", "15"))]


def _elsewhere(name: str) -> ClassId:
    """A class of its own, so that only the trainer's half-days count."""
    return ClassId(name)


_CLASSES = [b.group(_elsewhere(n)) for n in ("un", "deux", "trois")]

# P5: what comes twice in a week; a barrette whose weekday is fixed may be there twice
_BARRETTE = Barrette(BarretteId("barrette"), "barrette", (b.CLASS,), per_week=2)
_FIXED = replace(_BARRETTE, id=BarretteId("fixée"), fixed_weekday=0)
_TWICE = b.problem(
    classes=[b.group(), b.group(b.OTHER)],
    learners=[b.learner(), b.learner("autre", b.OTHER)],
    barrettes=[_BARRETTE, _FIXED],
    courses=[b.course(lengths=(60, 60, 60), max_per_day=3)],
    open_periods=(OpenPeriod(OpenPeriodId("ouvert"), "ouvert", (b.OTHER,), per_week=2),),
)
_TIMES = [b.option(), b.option(start="9", end="10"), b.option(b.TUESDAY)]

# P6: the course was on Monday at 8 the week before
_NEXT = b.problem(first=b.MONDAY - timedelta(days=7), classes=[b.group(), b.group(b.OTHER)], courses=[b.course()])


def _after_a_week(problem: Problem, placed: Placed) -> Timetable:
    """The week, after one in which everything placed was on Monday at 8."""
    now = sessions(problem, placed)
    past = [
        replace(s, id=f"{s.id} avant", day=monday(s.day) - timedelta(days=7), start=b.hour("8"), end=b.hour("9"))
        for s in now.sessions
    ]
    return Timetable((*past, *now.sessions))


_USUAL = ((0, b.hour("8")),)
_SLOTS = [b.option(), b.option(start="9", end="10"), b.option(b.TUESDAY)]

# P7: half of the two trainers of the class should be free
_OPEN = OpenPeriod(OpenPeriodId("ouvert"), "ouvert", (b.CLASS,), free_share=0.5)
_SHARE = b.problem(
    classes=[b.group(), b.group(b.OTHER)],
    courses=[b.course(teams=((b.TRAINER,), (b.SECOND,)))],
    open_periods=(_OPEN,),
)

# P8: the class has a room of its own
_HOME = b.problem(
    classes=[b.group(home_room=b.ROOM)],
    rooms=[b.room(), b.room(b.SECOND_ROOM), b.room(RoomId("atelier"), type="atelier")],
)

# P11: one hour of the strand is the share of the period
_TARGET = b.problem(
    programmes={},
    learners=[b.learner()],
    periods=(Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY),),
    modules=[b.module(strand="PERSONAL"), b.module("AUTONOMIE", theme="study", guidance="autonomous")],
)
_CAP = Programme(ProgrammeId("CAP"), "CAP", strand_minutes={(1, "PERSONAL"): 600}, weeks_per_year={1: 10})
_TARGET = replace(_TARGET, programmes={_CAP.id: _CAP})


def _groups(problem: Problem, rule: Rule) -> Iterator[Case]:
    """The learner in the module of the strand or in autonomy, at two moments of an hour."""
    assert rule.enforce.groups
    occasions = tuple(
        Occasion(day.isoformat(), day, 480, 540, 60, tuple(problem.learners), frozenset(problem.trainers), (b.ROOM,))
        for day in (b.MONDAY, b.TUESDAY)
    )
    both = (tuple(problem.rooms),) * 2
    activities = tuple(
        GroupActivity(module, leaders=(frozenset(problem.trainers),) * 2, rooms=both)
        for module in problem.modules.values()
    )
    whole = frozenset({0, 1})
    model = GroupsModel(occasions, activities, (Member(b.LEARNER, b.CLASS, 1, whole, whole),), problem.rooms, ((), ()))
    rule.enforce.groups(problem, model)
    for chosen in itertools.product(range(2), repeat=2):
        joins = {(activity, day): model.joins(0, activity, day) for activity in range(2) for day in range(2)}
        values = {v: int(chosen[day] == activity) for (activity, day), v in joins.items() if v is not None}
        held = [(day, activities[activity].module) for day, activity in enumerate(chosen)]
        rows = [
            b.session(str(day), occasions[day].day, kind="barrette", module_id=module.id, strand=module.strand)
            for day, module in held
        ]
        yield Case(*_least(model, rule, values), b.timetable(*rows))


SCENARIOS = (
    Scenario(
        "P4",
        "week",
        _PLAIN,
        over_weeks({b.item(n, teams=((),)): [o._replace(team=()) for o in _HOURS] for n in ("un", "deux", "trois")}),
        given=("H1c",),
        name="class",
    ),
    Scenario(
        "P4",
        "week",
        _PARTS,
        over_weeks(
            {
                b.item("tous", course_id=b.COURSE, teams=((),)): [o._replace(team=()) for o in _HOURS],
                b.item("A", part="A", teams=((),)): [o._replace(team=()) for o in _HOURS],
                b.item("B", part="B", teams=((),)): [o._replace(team=()) for o in _HOURS],
            }
        ),
        given=("H1c",),
        name="parts",
    ),
    Scenario(
        "P4",
        "week",
        _EVENTS,
        over_weeks(
            {
                b.item("sortie", kind="fixed", class_ids=(), learners=(b.LEARNER,), teams=((),)): [
                    b.option(start="9", end="10", team=())
                ],
                **{b.item(n, teams=((),)): [o._replace(team=()) for o in _HOURS] for n in ("un", "deux")},
            }
        ),
        given=("H1c",),
        name="named event",
    ),
    Scenario(
        "P4",
        "week",
        _PARTS,
        over_weeks(
            {
                b.item("sortie", 180, kind="fixed", part="B", teams=((),)): [b.option(start="8", end="11", team=())],
                b.item("tous", course_id=b.COURSE, teams=((),)): [o._replace(team=()) for o in _HOURS],
            },
            whole=True,
        ),
        name="event of a part",
    ),
    Scenario(
        "P4",
        "week",
        b.problem(classes=_CLASSES),
        over_weeks({b.item(c.id, 120, class_ids=(c.id,)): _HALF_DAYS for c in _CLASSES}, whole=True),
        given=("H1a",),
        name="trainer",
    ),
    Scenario(
        "P5",
        "week",
        _TWICE,
        over_weeks(
            {
                b.item(f"{barrette.id} {n}", kind="barrette", barrette_id=barrette.id, teams=((),)): _TIMES
                for barrette in (_BARRETTE, _FIXED)
                for n in (1, 2)
            }
        ),
        given=("H1c",),
        name="barrettes",
    ),
    Scenario(
        "P5",
        "week",
        _TWICE,
        over_weeks(
            {
                **{
                    b.item(f"ouvert {n}", kind="open", open_id=OpenPeriodId("ouvert"), class_ids=(b.OTHER,)): _TIMES
                    for n in (1, 2)
                },
                **{b.item(f"cours {n}", course_id=b.COURSE): _TIMES for n in (1, 2)},
            }
        ),
        given=("H1c",),
        name="open periods and courses",
    ),
    Scenario(
        "P6",
        "week",
        _NEXT,
        over_weeks(
            {
                b.item("cours", course_id=b.COURSE, usual=_USUAL): _SLOTS,
                b.item("ouvert", kind="open", class_ids=(b.OTHER,), usual=_USUAL): _SLOTS,
            },
            finish=_after_a_week,
        ),
    ),
    Scenario(
        "P7",
        "week",
        _SHARE,
        over_weeks(
            {
                b.item("ouvert", 60, kind="open", open_id=_OPEN.id, teams=((),)): [
                    b.option(start="8", end="9", team=()),
                    b.option(start="9", end="10", team=()),
                ],
                **{
                    b.item(f"cours {who}", class_ids=(b.OTHER,)): [
                        b.option(start=s, end=e, team=[who]) for s, e in (("8", "9"), ("8:30", "9:30"), ("9", "10"))
                    ]
                    for who in (b.TRAINER, b.SECOND)
                },
            }
        ),
    ),
    Scenario(
        "P8",
        "rooms",
        _HOME,
        over_room_choices([(b.item("un"), b.option()), (b.item("deux"), b.option(start="9", end="10"))]),
    ),
    Scenario(
        "P10",
        "week",
        _PARTS,
        over_weeks(
            {
                b.item(part, part=part): [
                    b.option(),
                    b.option(start="9", end="10"),
                    b.option(b.FRIDAY, "15", "16"),
                    b.option(b.FRIDAY, "16", "17"),
                ]
                for part in ("A", "B")
            }
        ),
    ),
    Scenario("P11", "groups", _TARGET, _groups),
)
