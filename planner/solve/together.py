"""Sessions of crossed parts that lost their hour: they find another one together, or none does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from planner.domain import Course, Problem, Session, SessionId
from planner.rule import Rules
from planner.solve.assembly import Assembly
from planner.solve.later import WEEKS, Left, _weeks, renamed
from planner.solve.moving import move
from planner.solve.repair import Reach, Repair, Repaired
from planner.solve.repair_items import Limits, WeekSessions
from planner.solve.resume import drop, put
from planner.words import course_name

CROSSED = "H3d"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Courses without an hour: those of crossed parts two by two, those that lack the other part, and the rest."""

    pairs: tuple[tuple[Left, Left], ...]
    lonely: tuple[Left, ...]
    others: tuple[Left, ...]


def twin_course(problem: Problem, session: Session) -> Course | None:
    """The course crossed with that of a session of a part, where both must be at the same hour."""
    course = problem.courses.get(session.course_id) if session.course_id and session.kind == "course" else None
    if course is None or not session.part or CROSSED in problem.rules_off:
        return None
    other = problem.courses.get(course.crossed_with) if course.crossed_with else None
    other = other or next((c for c in problem.courses.values() if c.crossed_with == course.id), None)
    return other if other is not None and other.parts == course.parts else None


def two_by_two(problem: Problem, left: Sequence[Left]) -> Pairs:
    """Pairs of the same hour first, then any of the same length in different parts."""
    crossed = {row.session.id: twin for row in left if (twin := twin_course(problem, row.session)) is not None}
    waiting = [row for row in left if row.session.id in crossed]
    found: list[tuple[Left, Left]] = []
    for same in (True, False):
        for one in tuple(waiting):
            other = next((row for row in waiting if one in waiting and _match(crossed, one, row, same)), None)
            if other is not None:
                found.append((one, other))
                waiting = [row for row in waiting if row is not one and row is not other]
    rest = tuple(row for row in left if row.session.id not in crossed)
    return Pairs(tuple(found), tuple(waiting), rest)


def _match(crossed: dict[SessionId, Course], one: Left, other: Left, same: bool) -> bool:
    a, b = one.session, other.session
    alike = b.course_id == crossed[a.id].id and a.part != b.part and a.minutes == b.minutes
    return alike and (not same or (a.day, a.start) == (b.day, b.start))


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of looking for one hour for some sessions; ``sure``: that no week but their own has one."""

    answer: Repaired | None
    sure: bool = False


def place_together(
    assembly: Assembly, rules: Rules, limits: Limits, pair: Sequence[Left], seed: int, effort: float
) -> Tried:
    """Give some sessions one hour of a week that has it; others move for them only where none is free."""
    if any(row.session.id in limits.locked for row in pair):
        return Tried(None)
    rooms = [_weeks(assembly, row.session, limits) for row in pair]
    weeks = [week for week in rooms[0] if all(week in some for some in rooms)]
    sure = all(row.proven for row in pair) and len(weeks) <= WEEKS
    reaches: tuple[Reach, ...] = ("as it stands", "whole")
    for reach, week in ((reach, week) for reach in reaches for week in weeks[:WEEKS]):
        new: dict[SessionId, Session] = {}
        for row in pair:
            key = row.session.id if row.renamed else renamed(assembly, row.session, limits)
            new[key] = replace(row.session, id=key, day=week + timedelta(days=6), start=-1, end=0)
            put(assembly, new[key], {})
        found = Repair(WeekSessions(assembly, rules, week), limits, frozenset(new), seed, effort).run(reach)
        for key in new:
            drop(assembly, key)
        if set(new) <= set(found.places):
            move(assembly, found.places, new)
            return Tried(found)
        sure &= reach == "as it stands" or found.proven
    return Tried(None, sure)


def why_alone(problem: Problem, row: Left) -> str:
    """Why a session of one part is not placed by itself."""
    twin = twin_course(problem, row.session)
    name = course_name(problem, twin.id) if twin is not None else ""
    what, _sign, _how = row.row().reason.partition(" : ")
    return f"{what} : {name}, croisé avec ce cours, n’a pas de séance à échanger à la même heure"
