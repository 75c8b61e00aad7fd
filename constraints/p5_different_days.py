"""P5: what comes several times in a week comes on different days.

Cost: `BARRETTE` for each occurrence of a barrette or open period on a day that has another one of it; 1 for each
session of a course whose lengths are typed, where the workbook allows several a day: 1 + 1 + 1 is no session of three
hours. A barrette whose weekday is fixed has it for all its occurrences.
"""

from collections.abc import Hashable, Iterator

from planner.domain import ClassId, Kind, OpenPeriod, Problem, Session, Timetable
from planner.model import Item, WeekModel
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

KEY = "P5"
BARRETTE = 10
"""An hour of support twice on one day is worth ten sessions of a course: it leaves the other days without any."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Occurrences of each thing in each week, one finding for each that is not the first of its day."""
    days: dict[Hashable, dict[tuple[int, int], Session]] = {}
    for session in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
        what = _what(problem, session)
        if what is not None:
            # The groups of a barrette begin together: one occurrence.
            days.setdefault((what, session.day), {}).setdefault((session.start, session.end), session)
    for found in days.values():
        for session in list(found.values())[1:]:
            text = f"{session.label} a déjà une séance le même jour, {say_when(session)}."
            yield Finding(KEY, text, _unit(session.kind), (session.id,), day=session.day)


def _what(problem: Problem, session: Session) -> Hashable | None:
    """What a session is an occurrence of; None where several on one day are as asked."""
    if session.kind == Kind.BARRETTE:
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        return session.barrette_id if barrette and barrette.fixed_weekday is None else None
    if session.kind == Kind.OPEN:
        period = _open_period(problem, session)
        return period.id if period else None
    course = problem.courses.get(session.course_id) if session.kind == Kind.COURSE and session.course_id else None
    return (course.id, session.part) if course and course.lengths and course.max_per_day > 1 else None


def _open_period(problem: Problem, session: Session) -> OpenPeriod | None:
    """The open period of a session: the first one with all its classes."""
    return next((p for p in problem.open_periods if set(session.class_ids) <= set(p.class_ids)), None)


def _unit(kind: Kind) -> int:
    return 1 if kind == Kind.COURSE else BARRETTE


def _week(problem: Problem, model: WeekModel) -> None:
    """For each day, the options of one thing above the first."""
    alike: dict[Hashable, list[int]] = {}
    for number, item in enumerate(model.items):
        what = _of_item(problem, item)
        if what is not None:
            alike.setdefault(what, []).append(number)
    for numbers in (found for found in alike.values() if len(found) > 1):
        unit = _unit(model.items[numbers[0]].kind)
        for ids in model.by_day(k for n in numbers for k in model.of(n)).values():
            model.penalise(KEY, [model.excess(ids, 1, 1, len(numbers) - 1)], unit)


def _of_item(problem: Problem, item: Item) -> Hashable | None:
    """The same for an item of a week."""
    if item.kind == Kind.BARRETTE and item.barrette_id:
        return item.barrette_id if problem.barrettes[item.barrette_id].fixed_weekday is None else None
    if item.kind == Kind.OPEN:
        return item.open_id
    course = problem.courses[item.course_id] if item.kind == Kind.COURSE and item.course_id else None
    return (course.id, item.part) if course and course.lengths and course.max_per_day > 1 else None


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Whether the day has another occurrence of the same thing, and this one not yet."""
    placed = placement.session
    if not placement.moves or placed.kind not in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN):
        return 0
    what = _what(problem, placed)
    if what is None:
        return 0
    rows = (s for c in _classes(problem, placed) for s in others(board.of_class(c, placed.day), placement))
    spans = {(s.start, s.end) for s in rows if s.kind == placed.kind and _what(problem, s) == what}
    return _unit(placed.kind) if spans and (placed.start, placed.end) not in spans else 0


def _classes(problem: Problem, session: Session) -> frozenset[ClassId]:
    """Classes that may have another occurrence: all those of the barrette or open period, not the group's alone."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    period = _open_period(problem, session) if session.kind == Kind.OPEN else None
    return frozenset(session.class_ids).union(*(one.class_ids for one in (barrette, period) if one))


RULE = Rule(
    KEY,
    "Les séances d'une barrette ou d'un temps d'accompagnement tombent, dans une semaine, sur des jours différents ; "
    "celles d'un cours aussi, quand ses longueurs de séances sont données.",
    "soft",
    check,
    Enforce(week=_week, weigh=weigh),
    weight=30,
    name="deux fois le même jour",
)
