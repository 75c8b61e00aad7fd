"""Grids and limits of the rules on what is fixed, ordered or co-taught (H13 to H15, H17)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from planner.domain import (
    Absence,
    ApprenticeId,
    BarretteId,
    Before,
    FixedEvent,
    Group,
    GroupId,
    Lock,
    ModuleId,
    PeriodId,
    Problem,
    SessionId,
    StandingSession,
    Timetable,
    Unplaced,
)
from planner.model import Demand
from tests.rules import build as b
from tests.rules.agreement import Placed, Scenario, over_options, over_rooms, over_terms, over_weeks, sessions
from tests.rules.registry import Limit

# H13: one team of two, or any two
_PAIR = (b.TRAINER, b.SECOND)
_TAUGHT = b.item(course_id=b.COURSE, teams=(_PAIR,))
_TEAM = b.problem(courses=[b.course(teams=(_PAIR,))])
_FREE = b.problem(courses=[b.course(teams=(), co_taught=True)])
_ONE_AWAY = b.problem(
    trainers=[b.trainer(), b.trainer(b.SECOND, absences=(Absence(first=b.MONDAY, start=480, end=540),))],
    courses=[b.course(teams=(_PAIR,), co_taught=True)],
)
_ALL_NEEDED = replace(_ONE_AWAY, courses={b.COURSE: replace(_ONE_AWAY.courses[b.COURSE], all_needed=True)})
_TEAMS = [b.option(team=team) for team in (_PAIR, _PAIR[:1], _PAIR[::-1], ())]

# H14: practice after theory, two sessions each, the second of theory may be left out
_ORDER = b.problem(courses=[b.course(), b.course(b.SECOND_COURSE, after=b.COURSE)])
_HALVES = b.problem(courses=[b.course(), b.course(b.SECOND_COURSE, after=b.COURSE, parts=2)])


def _in_halves(second: str) -> Timetable:
    """Two lessons, each part of what follows after the first, and hours made up by nobody in particular."""
    made_up = b.session("rattrapage", b.FRIDAY, kind="support", course_id=b.SECOND_COURSE)
    parts = [
        b.session(part, b.MONDAY, h, f"{int(h) + 1}", course_id=b.SECOND_COURSE, part=part)
        for part, h in zip("AB", ("10", second), strict=True)
    ]
    lessons = [
        b.session("un", b.MONDAY, "9", "10", course_id=b.COURSE),
        b.session("deux", b.THURSDAY, course_id=b.COURSE),
    ]
    return b.timetable(*lessons, *parts, made_up)


_HOURS = [b.option(start=str(h), end=str(h + 1)) for h in (8, 9, 10, 11)]
_THEORY = tuple(b.item(f"théorie {n}", course_id=b.COURSE) for n in (1, 2))
_PRACTICE = tuple(b.item(f"pratique {n}", course_id=b.SECOND_COURSE) for n in (1, 2))


def _with_gaps(problem: Problem, placed: Placed) -> Timetable:
    """What is not placed is listed."""
    names = {item.id for item, _option, _room in placed}
    rows = [
        Unplaced(i.id, "course", 60, "sans place", (i.course_id,)) for i in (*_THEORY, *_PRACTICE) if i.id not in names
    ]
    return replace(sessions(problem, placed), unplaced=tuple(rows))


def _with_gap(problem: Problem, placed: Placed) -> Timetable:
    """The same with one session of theory."""
    whole = _with_gaps(problem, placed)
    return replace(whole, unplaced=tuple(row for row in whole.unplaced if row.session_id != _THEORY[1].id))


_WEEKS = {b.MONDAY: 2, b.MONDAY + timedelta(days=7): 2}
_DEMANDS = [
    Demand(course, "", 60, 2, (b.CLASS,), ((b.TRAINER,),), _WEEKS, {}) for course in (b.COURSE, b.SECOND_COURSE)
]


_MORE = replace(_DEMANDS[1], count=3, weeks=dict.fromkeys(_WEEKS, 3))


def _lesson(course: str, start: str, **changes: Any) -> Any:
    end = str(int(start) + 1)
    return b.session(f"{course} {start}", start=start, end=end, course_id=course, **changes)


def _alternating(*starts: str) -> Timetable:
    """Theory, practice, theory, practice at these hours."""
    return b.timetable(*map(_lesson, (b.COURSE, b.SECOND_COURSE) * 2, starts))


# H15: a dated lock, and one on every session of the course
_LOCKED = b.problem(courses=[b.course()], locks=(Lock(b.COURSE, day=b.TUESDAY, start=b.hour("9")),))
_ALWAYS = b.problem(
    courses=[b.course()],
    locks=(Lock(b.COURSE, start=b.hour("9"), room_id=b.ROOM, trainer_ids=(b.TRAINER,)),),
)
_ROOM_LOCK = b.problem(courses=[b.course()], locks=(Lock(b.COURSE, room_id=b.ROOM),))
_BARRETTE, _PERIOD = BarretteId("barrette"), PeriodId("P1")
_MEMBER = b.problem(locks=(Lock(barrette_id=_BARRETTE, apprentice_id=b.LEARNER, module_id=ModuleId("LIT1")),))


def _member(module: str) -> Timetable:
    group = Group(GroupId(module), _BARRETTE, _PERIOD, ModuleId(module), (), None, (b.LEARNER,))
    return b.timetable(groups=(group,))


# H15 and H4a: a session that stands already, at an hour of its own
_STANDING = b.problem(
    courses=[b.course()],
    standing=(StandingSession(SessionId("cours-EX01"), b.COURSE, b.TUESDAY, 545, 605, 60, class_ids=(b.CLASS,)),),
)
_STANDS = b.session("cours-EX01", b.TUESDAY, "9:05", "10:05", course_id=b.COURSE)

_PAST = b.timetable(b.session(day=b.MONDAY), b.session("plus tard", b.TUESDAY))
_FROZEN = b.problem(before=Before(_PAST, b.MONDAY))

# H17: an event of the class on Tuesday from 9 to 11
_EVENT = FixedEvent("1", "séance", b.TUESDAY, b.hour("9"), b.hour("11"), class_ids=(b.CLASS,), trainer_ids=(b.TRAINER,))
_FAIR = b.problem(learners=[b.learner()], events=(replace(_EVENT, room_id=b.ROOM),))
_THERE = b.session("séance", b.TUESDAY, "9", "11", kind="fixed")
_BESIDE = b.session("cours", b.TUESDAY, "11", "12")
_PINNED = b.item("séance", 120, kind="fixed", pinned=(b.TUESDAY, b.hour("9")))

SCENARIOS = (
    Scenario("H13", "domain", _TEAM, over_options(_TAUGHT, options=_TEAMS), name="team"),
    Scenario("H13", "domain", _FREE, over_options(_TAUGHT, options=_TEAMS), name="any two"),
    Scenario("H13", "domain", _ONE_AWAY, over_options(_TAUGHT, options=_TEAMS), name="one away"),
    Scenario("H13", "domain", _ALL_NEEDED, over_options(_TAUGHT, options=_TEAMS), name="one away, all needed"),
    Scenario("H14", "week", _ORDER, over_weeks(dict.fromkeys((*_THEORY, *_PRACTICE), _HOURS), finish=_with_gaps)),
    Scenario("H14", "master", _ORDER, over_terms(*_DEMANDS)),
    Scenario(
        "H14",
        "week",
        _ORDER,
        over_weeks(dict.fromkeys((_THEORY[0], *_PRACTICE), _HOURS[:3]), finish=_with_gap),
        name="more practice than theory",
    ),
    Scenario("H14", "master", _ORDER, over_terms(_DEMANDS[0], _MORE), name="more practice"),
    Scenario(
        "H15",
        "week",
        _LOCKED,
        over_weeks(
            {
                b.item(name, course_id=b.COURSE): [b.option(d, h, f"{int(h) + 1}") for d in days for h in ("8", "9")]
                for name, days in (("un", (b.TUESDAY,)), ("deux", (b.MONDAY, b.TUESDAY)))
            }
        ),
    ),
    Scenario(
        "H15",
        "domain",
        replace(_ALWAYS, locks=(replace(_ALWAYS.locks[0], room_id=None),)),
        over_options(
            b.item(course_id=b.COURSE),
            options=[b.option(start="9", end="10"), b.option(), b.option(start="9", end="10", team=[b.SECOND])],
        ),
    ),
    Scenario("H15", "room", _ROOM_LOCK, over_rooms(b.item(course_id=b.COURSE), options=[b.option()])),
    Scenario(
        "H17",
        "domain",
        replace(_FAIR, events=(_EVENT,)),
        over_options(_PINNED, options=[b.option(d, "9", "11") for d in (b.MONDAY, b.TUESDAY)]),
    ),
)

LIMITS = (
    Limit(
        "H13",
        _TEAM,
        b.timetable(b.session(course_id=b.COURSE, trainer_ids=_PAIR)),
        b.timetable(b.session(course_id=b.COURSE)),
        (b.TRAINER, "co-intervention"),
    ),
    Limit(
        "H14",
        _ORDER,
        b.timetable(_lesson(b.COURSE, "8"), _lesson(b.SECOND_COURSE, "9")),
        b.timetable(_lesson(b.COURSE, "9"), _lesson(b.SECOND_COURSE, "8")),
        ("séance 1",),
    ),
    Limit(
        "H14",
        _ORDER,
        _alternating("8", "9", "10", "11"),
        _alternating("8", "9", "11", "10"),
        ("séance 2",),
        "second",
    ),
    Limit("H14", _HALVES, _in_halves("11"), _in_halves("8"), ("séance 1",), "parts, and hours made up"),
    Limit(
        "H15",
        _LOCKED,
        b.timetable(b.session(day=b.TUESDAY, start="9", end="10", course_id=b.COURSE)),
        b.timetable(b.session(day=b.TUESDAY, start="9:15", end="10:15", course_id=b.COURSE)),
        ("mardi 8 septembre",),
    ),
    Limit(
        "H15",
        _ALWAYS,
        b.timetable(b.session(start="9", end="10", course_id=b.COURSE)),
        b.timetable(b.session(start="9", end="10", course_id=b.COURSE, room_id=b.SECOND_ROOM)),
        ("verrou",),
        "room",
    ),
    Limit(
        "H15",
        _STANDING,
        b.timetable(_STANDS),
        b.timetable(replace(_STANDS, start=540, end=600)),
        ("changée",),
        "standing",
    ),
    Limit(
        "H4a", _STANDING, b.timetable(_STANDS), b.timetable(replace(_STANDS, id=SessionId("cours-01"))), (), "standing"
    ),
    Limit("H15", _MEMBER, _member("LIT1"), _member("LIT2"), (b.LEARNER,), "member"),
    Limit(
        "H15",
        _FROZEN,
        b.timetable(b.session(day=b.MONDAY), b.session("plus tard", b.WEDNESDAY)),
        b.timetable(b.session(day=b.MONDAY, start="9", end="10"), b.session("plus tard", b.TUESDAY)),
        ("gelé",),
        "frozen",
    ),
    Limit(
        "H15",
        _FROZEN,
        _PAST,
        b.timetable(*_PAST.sessions, who={"séance": [ApprenticeId("autre")], "plus tard": [b.LEARNER]}),
        ("présents",),
        "frozen people",
    ),
    Limit("H17", _FAIR, b.timetable(_THERE), b.timetable(replace(_THERE, end=b.hour("11:15"))), ("absent",)),
    Limit("H17", _FAIR, b.timetable(_THERE), b.timetable(_THERE, who={}), (b.LEARNER,), "people"),
    Limit("H17", _FAIR, b.timetable(_THERE), b.timetable(replace(_THERE, room_id=b.SECOND_ROOM)), ("salle",), "room"),
    Limit(
        "H17",
        _FAIR,
        b.timetable(_THERE, _BESIDE),
        b.timetable(_THERE, replace(_BESIDE, start=b.hour("10:45"))),
        ("cours",),
        "elsewhere",
    ),
)
