"""Rules that tie several sessions of a term: one that has no place, or moves, may leave others where they cannot stay.

Weeks are placed and repaired one by one, and rooms after hours. What the rules still find afterwards leaves its place:
a first solve lists it, a re-solve tries other weeks first.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.courses.placed_days import SHORTEST_DAY
from planner.domain import Kind, Problem, Session, SessionId, Timetable
from planner.domain.kinds import OF_CLASSES
from planner.rule import Finding, Rule, Rules, active

ORDER, CROSSED = "H14", "H3d"
MOVABLE = (Kind.COURSE, Kind.SUPPORT, Kind.ONBOARDING, Kind.STUDY)
PAIRED = ("H21", "H22", "H24")
"""Links that go session by session: of one without its own, and those that could be it, the lightest goes."""
TYING = (CROSSED, *PAIRED, SHORTEST_DAY, ORDER)


@dataclass(frozen=True, slots=True)
class Loose:
    """Sessions that cannot stay because of others, why, and from when on they may be given."""

    sessions: tuple[Session, ...]
    why: str
    opens: date
    follows: bool = False
    """Whether they only have to come after another session."""


def loose(
    problem: Problem,
    rules: Rules,
    timetable: Timetable,
    first: date = date.min,
    moves: date = date.min,
    *,
    grouped: bool = False,
) -> Iterator[Loose]:
    """What the tying rules find, one after the other, where something may still be done about it.

    Nothing before ``first`` leaves its place, nothing is given again before ``moves``. ``grouped``: the groups of
    barrettes are made, so that an hour of support is no longer what makes a day long enough: it leaves a short one too.
    """
    for rule in active(rules, problem):
        if rule.key not in TYING:
            continue
        for finding in rule.check(problem, timetable):
            kinds = (*MOVABLE, *OF_CLASSES) if grouped else MOVABLE
            if finding.key in PAIRED:
                finding = replace(finding, sessions=_lightest_first(problem, rule, timetable, finding))
            sessions = _of_finding(problem, timetable, finding, first, kinds)
            if sessions:
                yield Loose(sessions, _why(finding), _opens(timetable, finding, moves), finding.key == ORDER)


def _of_finding(
    problem: Problem, timetable: Timetable, finding: Finding, first: date, kinds: Collection[Kind]
) -> tuple[Session, ...]:
    """The courses to take out: the one that comes too early, the lonely part, or the whole of a short day."""
    named = finding.sessions[:1] if finding.key in (ORDER, *PAIRED) else finding.sessions
    known = [timetable.session[key] for key in named]
    movable = [s for s in known if s.kind in kinds and s.day >= first and s.id not in problem.stands]
    found = [
        s for s in movable if (not at_its_lock(problem, s) if finding.key == SHORTEST_DAY else s.kind == Kind.COURSE)
    ]
    bound = [s for s in known if s not in found and s.kind != Kind.FIXED and s.id not in problem.stands]
    return () if bound and finding.key == SHORTEST_DAY else (*found, *_twins(problem, timetable, found))


def _lightest_first(problem: Problem, rule: Rule, timetable: Timetable, finding: Finding) -> tuple[SessionId, ...]:
    """The sessions of a link, first the shortest of those without which less is against it: 1 h goes before 2 h."""
    rest = [key for key in finding.sessions if key not in problem.stands]
    number = sum(1 for _one in rule.check(problem, timetable))
    for key in sorted(rest, key=lambda one: timetable.session[one].minutes):
        without = replace(timetable, sessions=tuple(s for s in timetable.sessions if s.id != key))
        if key == finding.sessions[0] or sum(1 for _one in rule.check(problem, without)) < number:
            return (key, *(other for other in finding.sessions if other != key))
    return finding.sessions


def at_its_lock(problem: Problem, session: Session) -> bool:
    """Whether a lock of the workbook gives a session its very hour, and so makes somebody come."""
    mine = (k for k in problem.locks if k.course_id and k.course_id == session.course_id and k.part == session.part)
    return any((lock.day, lock.start) == (session.day, session.start) for lock in mine)


def _twins(problem: Problem, timetable: Timetable, sessions: Sequence[Session]) -> Iterator[Session]:
    """The crossed parts of some sessions, which go with them."""
    known = {s.id for s in sessions}
    for session in sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        other = course.crossed_with if course is not None and session.part else None
        for twin in timetable.sessions if other else ():
            same = (twin.day, twin.start) == (session.day, session.start) and twin.part != session.part
            if twin.course_id == other and same and twin.id not in known:
                known.add(twin.id)
                yield twin


def _opens(timetable: Timetable, finding: Finding, moves: date) -> date:
    """A session that follows another one goes after its day."""
    others = [timetable.session[key] for key in finding.sessions[1:]] if finding.key == ORDER else []
    return max([moves, *(s.day + timedelta(days=1) for s in others)])


def _why(finding: Finding) -> str:
    return finding.text.rstrip(".").replace(" : ", ", ")
