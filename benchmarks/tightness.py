"""How tight a solved timetable is: use of the scarcest room type and of the busiest trainers in full weeks.

A week is full when as many classes are at the centre as at the peak and no working day of it is closed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from data.samples.measure import Tightness
from planner.domain import AM, PM, Absence, Problem, Session, Timetable, away, monday


def measure(problem: Problem, timetable: Timetable) -> Tightness:
    """Tightness of a timetable; every adult of the workbook counts among the trainers."""
    weeks = full_weeks(problem)
    rooms: dict[str, int] = defaultdict(int)
    offered: dict[str, int] = defaultdict(int)
    for room in problem.rooms.values():
        rooms[room.type] += _held(problem, timetable.by_room.get(room.id, ()), weeks)
        offered[room.type] += _open(problem, room.absences, weeks)
    trainers = []
    for trainer in problem.trainers.values():
        hours = min(_open(problem, trainer.absences, weeks), trainer.max_week * len(weeks))
        trainers.append(_held(problem, timetable.by_trainer.get(trainer.id, ()), weeks) / hours if hours else 0.0)
    return Tightness.of({kind: held / offered[kind] for kind, held in rooms.items() if offered[kind]}, trainers)


def full_weeks(problem: Problem) -> frozenset[date]:
    """Mondays of the full weeks."""
    present = {week: sum(week in problem.class_weeks(c) for c in problem.classes) for week in problem.weeks}
    peak = max(present.values(), default=0)
    return frozenset(
        week
        for week, count in present.items()
        if count == peak and all(problem.open_mask(week + timedelta(days=d)) == AM | PM for d in range(5))
    )


def _held(problem: Problem, sessions: Iterable[Session], weeks: frozenset[date]) -> int:
    """Teaching minutes of the full weeks that sessions cover, those at the same time counted once."""
    bells, held = problem.bells_at(""), 0
    until: dict[date, int] = {}
    for session in sessions:
        if monday(session.day) in weeks:
            start = max(session.start, until.get(session.day, 0))
            if session.end > start:
                held += bells.teaching(session.day.weekday(), start, session.end)
                until[session.day] = session.end
    return held


def _open(problem: Problem, absences: tuple[Absence, ...], weeks: frozenset[date]) -> int:
    """Slot-minutes of the full weeks on which nobody or nothing is away."""
    bells = problem.bells_at("")
    return sum(
        slot.end - slot.start
        for week in weeks
        for weekday, slots in enumerate(bells.days)
        for slot in slots
        if not away(absences, week + timedelta(days=weekday), slot.start, slot.end)
    )
