"""Limits and grids of the rules on dated classes and individual paths (H1c, H3f, H7c, H8b)."""

from dataclasses import replace
from datetime import date

from planner.domain import (
    ApprenticeId,
    Arrangement,
    Debt,
    Exemption,
    Membership,
    PersonalPath,
    SessionId,
    Timetable,
    Unplaced,
)
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_weeks
from tests.rules.registry import Limit

MATE = ApprenticeId("de l'autre classe")
MINOR = date(2010, 1, 1)

# The learner changes class on Wednesday; the other class has one learner of its own.
_MOVED = b.problem(
    classes=[b.group(), b.group(b.OTHER)],
    courses=[b.course(), b.course(b.SECOND_COURSE, class_ids=(b.OTHER,))],
    learners=[
        b.learner(memberships=(Membership(b.CLASS, last=b.TUESDAY), Membership(b.OTHER, first=b.WEDNESDAY))),
        b.learner(MATE, b.OTHER),
    ],
)
# The learner follows the course of the other class from Tuesday on, and leaves that of the own class.
_PATH = replace(
    _MOVED,
    learners={
        b.LEARNER: b.learner(calendar=b.present(skip=[b.FRIDAY])),
        MATE: b.learner(MATE, b.OTHER),
    },
    paths=(PersonalPath(b.LEARNER, b.COURSE, b.SECOND_COURSE, first=b.TUESDAY),),
)
_FREED = b.problem(
    courses=[b.course()], learners=[b.learner(birth=MINOR)], exemptions=(Exemption(b.LEARNER, "matière"),)
)
# Two in a class: one seat in the room, or one place in the course; or no step-free access for one of them.
_TWO = b.problem(courses=[b.course()], learners=[b.learner(), b.learner(MATE)])
_SMALL = replace(_TWO, rooms={b.ROOM: b.room(seats=1)})
_FEW = replace(_TWO, courses={b.COURSE: b.course(max_group=1)})
_STEPS = replace(_TWO, arrangements=(Arrangement(b.LEARNER, "room_feature", text="accessible"),))


def _own(day: date, *people: str) -> Timetable:
    return b.timetable(b.session(day=day, course_id=b.COURSE), who={"séance": people})


def _other(day: date, *people: str, listed: int = 0) -> Timetable:
    found = b.timetable(b.session(day=day, course_id=b.SECOND_COURSE, class_ids=(b.OTHER,)), who={"séance": people})
    row = Debt(b.LEARNER, "parcours", b.SECOND_COURSE, 60, 60 - listed, b.SUNDAY, 2, "programme", "entreprise")
    return replace(found, debts=(row,) if listed else ())


def _unwatched(*keys: str) -> Timetable:
    rows = tuple(Unplaced(SessionId(key), "study", 60, "aucun adulte") for key in keys)
    return replace(_own(b.MONDAY), unplaced=rows)


def _week() -> Scenario:
    """The followed course meets the other one on Tuesday only: units of that day keep them apart."""
    own = b.item("autre cours de la classe", units=(0,), day_units=((b.TUESDAY, 1),))
    there = b.item("cours suivi", class_ids=(b.OTHER,), learners=(), units=(2,), day_units=((b.TUESDAY, 1),))
    options = [b.option(b.MONDAY), b.option(b.TUESDAY), b.option(b.TUESDAY, "9", "10")]
    problem = replace(_PATH, courses={b.SECOND_COURSE: _PATH.courses[b.SECOND_COURSE]})
    there = replace(there, course_id=b.SECOND_COURSE)
    return Scenario(
        "H1c", "week", problem, over_weeks({own: options, there: [o._replace(team=(b.SECOND,)) for o in options]}),
        name="path",
    )  # fmt: skip


SCENARIOS = (_week(),)

LIMITS = (
    Limit("H7c", _MOVED, _own(b.TUESDAY, b.LEARNER), _own(b.WEDNESDAY, b.LEARNER), ("pas un cours de sa",), "change"),
    Limit("H7c", _MOVED, _other(b.TUESDAY, MATE), _other(b.WEDNESDAY, MATE), ("pas attendu",), "missing"),
    Limit("H7c", _PATH, _other(b.TUESDAY, b.LEARNER, MATE), _other(b.MONDAY, b.LEARNER, MATE), (), "follows"),
    Limit("H7c", _PATH, _own(b.TUESDAY), _own(b.MONDAY), ("pas attendu",), "leaves"),
    Limit("H7c", _SMALL, _own(b.MONDAY, MATE), _own(b.MONDAY), ("pas attendu",), "full room"),
    Limit("H7c", _FEW, _own(b.MONDAY, MATE), _own(b.MONDAY), ("pas attendu",), "threshold"),
    Limit("H7c", _STEPS, _own(b.MONDAY, MATE), _own(b.MONDAY, b.LEARNER), ("pas attendu",), "room without"),
    Limit("H3f", _PATH, _other(b.TUESDAY, b.LEARNER, MATE), _other(b.TUESDAY, MATE), ("1 h", "matière (autre classe)")),
    Limit("H3f", _PATH, _other(b.FRIDAY, MATE, listed=60), _other(b.FRIDAY, MATE, listed=45), ("15 min",), "listed"),
    Limit("H8b", _FREED, _unwatched("encadrement-séance"), _unwatched(), ("sans place",), "listed"),
)
