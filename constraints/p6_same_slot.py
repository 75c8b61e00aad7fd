"""P6: a barrette, and if possible a course, keeps its weekday and hour from one week to the next.

Cost: 1 for each session at a (weekday, hour) that the same course, part and length had in no earlier week, `BARRETTE`
for an occurrence of a barrette or open period; the first week is free. The engine says the earlier hours as
``item.usual``.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date

from planner.domain import Kind, OpenPeriod, Problem, Session, Timetable, monday
from planner.model import WeekModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

KEY = "P6"
BARRETTE = 5
"""An hour of a barrette that moves costs as much as five courses: families and companies rely on it."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Hours of each course, barrette and open period, week by week, against all earlier weeks."""
    for session in _moved(problem, timetable):
        text = f"{session.label} n'est pas à son heure habituelle {say_when(session)}."
        yield Finding(KEY, text, _unit(session.kind), (session.id,))


def least(problem: Problem, timetable: Timetable) -> float:
    """Hours of barrettes and open periods, which stay; a course that once comes more often than at first has new ones.

    Sessions of a course and of one length are never at once, so that a week has as many hours as sessions.
    """
    found = sum(_unit(s.kind) for s in _moved(problem, timetable) if s.kind != Kind.COURSE)
    for rows in _alike_sessions(problem, timetable).values():
        if all(s.kind == Kind.COURSE and s.course_id and s.modality != "remote_async" for s in rows.values()):
            weeks = Counter(monday(s.day) for s in rows.values())
            found += max(weeks.values()) - weeks[min(weeks)]
    return found


def _unit(kind: Kind) -> int:
    return 1 if kind == Kind.COURSE else BARRETTE


def _alike_sessions(problem: Problem, timetable: Timetable) -> dict[Hashable, dict[tuple[int, int, int], Session]]:
    """Sessions that people take for the same, by day, start and end, in order of time."""
    sessions: dict[Hashable, dict[tuple[int, int, int], Session]] = {}
    for session in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
        if session.kind in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN):
            at = (session.day.toordinal(), session.start, session.end)
            sessions.setdefault(_same(problem, session), {}).setdefault(at, session)
    return sessions


def _moved(problem: Problem, timetable: Timetable) -> Iterator[Session]:
    """Sessions at an hour that is new to them, the first week aside."""
    for found in _alike_sessions(problem, timetable).values():
        seen: set[tuple[int, int]] = set()
        latest: set[tuple[int, int]] = set()
        week = None
        for session in found.values():
            if monday(session.day) != week:
                seen, latest, week = seen | latest, set(), monday(session.day)
            slot = (session.day.weekday(), session.start)
            latest.add(slot)
            if seen and slot not in seen:
                yield session


def _same(problem: Problem, session: Session) -> Hashable:
    """What people take for the same session from week to week."""
    if session.kind == Kind.COURSE:
        return session.course_id, session.part, session.minutes
    if session.kind == Kind.BARRETTE:
        return session.barrette_id
    classes = set(session.class_ids)
    period = next((p.id for p in problem.open_periods if classes <= set(p.class_ids)), None)
    return period or frozenset(classes)


def _week(problem: Problem, model: WeekModel) -> None:
    del problem
    away = model.where(lambda item, option: bool(item.usual) and (option.day.weekday(), option.start) not in item.usual)
    items = [model.items[model.options[k][0]] for k in away]
    kept = [(k, _unit(i.kind)) for k, i in zip(away, items, strict=True) if i.kind != Kind.FIXED]
    model.penalise(KEY, [k for k, _cost in kept], [cost for _k, cost in kept])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Hours that are unusual with the session, in its week and in the weeks after, less those that were without it."""
    placed = placement.session
    if not placement.moves or placed.kind not in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN):
        return 0
    barrette = problem.barrettes.get(placed.barrette_id) if placed.barrette_id else None
    period = _open_period(problem, placed) if placed.kind == Kind.OPEN else None
    classes = dict.fromkeys((*placed.class_ids, *(barrette.class_ids if barrette else ())))
    classes |= dict.fromkeys(period.class_ids if period else ())
    rows = {s.id: s for c in classes for d in problem.once(horizon) for s in others(board.of_class(c, d), placement)}
    same = [s for s in rows.values() if s.kind == placed.kind and _alike(problem, s, placed)]
    return _unit(placed.kind) * (_unusual([*same, placed]) - _unusual(same))


def _open_period(problem: Problem, session: Session) -> OpenPeriod | None:
    classes = set(session.class_ids)
    return next((p for p in problem.open_periods if classes.issubset(p.class_ids)), None)


def _alike(problem: Problem, one: Session, other: Session) -> bool:
    """Whether two sessions of one kind are the same for people, from week to week."""
    if one.kind == Kind.COURSE:
        return (one.course_id, one.part, one.minutes) == (other.course_id, other.part, other.minutes)
    if one.kind == Kind.BARRETTE:
        return one.barrette_id == other.barrette_id
    period = _open_period(problem, one)
    if period is None and _open_period(problem, other) is None:
        return set(one.class_ids) == set(other.class_ids)
    return period == _open_period(problem, other)


def _unusual(sessions: list[Session]) -> int:
    """Occurrences at a weekday and hour of no earlier week, the first week aside."""
    weeks: dict[date, set[tuple[date, int, int]]] = {}
    for session in sessions:
        weeks.setdefault(monday(session.day), set()).add((session.day, session.start, session.end))
    usual: set[tuple[int, int]] = set()
    found = 0
    for week in sorted(weeks):
        slots = [(day.weekday(), start) for day, start, _end in weeks[week]]
        found += sum(slot not in usual for slot in slots) if usual else 0
        usual.update(slots)
    return found


RULE = Rule(
    KEY,
    "Une barrette, et si possible un cours, garde son jour et son heure d'une semaine à l'autre.",
    "soft",
    check,
    Enforce(week=_week, weigh=weigh),
    weight=30,
    least=least,
    name="changements d’heure habituelle",
)
