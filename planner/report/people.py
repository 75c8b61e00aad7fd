"""Figures of the first page about people out of the centre: company visits to make, hours of course missed."""

from collections import Counter, defaultdict

from planner.domain import (
    ApprenticeId,
    Kind,
    MissedTime,
    Problem,
    Session,
    Timetable,
    TrainerId,
    VisitDue,
    VisitLoad,
    missed_hours,
)
from planner.domain.lost_courses import lost_courses
from planner.domain.visits import free_halves


def visit_loads(problem: Problem, timetable: Timetable) -> tuple[VisitLoad, ...]:
    """Visits to make in the horizon by visitor: first those that nobody makes, then by visits without a half-day."""
    dated = _dated(timetable)
    found: dict[TrainerId | None, list[tuple[VisitDue, bool]]] = defaultdict(list)
    for visit in problem.visits_due:
        held = next((s for s in dated[visit.apprentice_id] if visit.first <= s.day <= visit.last), None)
        if held is not None:
            dated[visit.apprentice_id].remove(held)
        if visit.now:
            who = visit.trainer_id if visit.trainer_id in problem.trainers else None
            found[who].append((visit, held is not None))
    rows = [_load(problem, timetable, who, visits) for who, visits in found.items()]
    return tuple(
        sorted(rows, key=lambda row: (row.trainer_id is not None, -row.blocked, -row.due, str(row.trainer_id)))
    )


def _dated(timetable: Timetable) -> dict[ApprenticeId, list[Session]]:
    """Visits of each apprentice that stand in the timetable, in order of time."""
    found: dict[ApprenticeId, list[Session]] = defaultdict(list)
    for session in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
        for row in timetable.attendees.get(session.id, ()) if session.kind == Kind.VISIT else ():
            found[row.apprentice_id].append(session)
    return found


def _load(
    problem: Problem, timetable: Timetable, who: TrainerId | None, visits: list[tuple[VisitDue, bool]]
) -> VisitLoad:
    held = timetable.by_trainer.get(who, ()) if who is not None else ()
    busy = [(s.day, s.start, s.end) for s in held if s.kind != Kind.VISIT and s.modality != "remote_async"]
    companies = {problem.learners[visit.apprentice_id].employer or visit.apprentice_id for visit, _dated in visits}
    blocked = sum(not dated and not free_halves(problem, visit, busy) for visit, dated in visits)
    return VisitLoad(who, len(visits), len(companies), sum(dated for _visit, dated in visits), blocked)


def missed_time(problem: Problem, timetable: Timetable) -> tuple[MissedTime, ...]:
    """Who misses hours of course, the most first."""
    total: Counter[ApprenticeId] = Counter()
    owed: Counter[ApprenticeId] = Counter()
    why: dict[ApprenticeId, Counter[str]] = defaultdict(Counter)
    found = missed_hours(problem, timetable.sessions, timetable.by_apprentice)
    limited = lost_courses(problem, timetable, found)
    for missed in found:
        total[missed.apprentice_id] += missed.session.minutes
        owed[missed.apprentice_id] += missed.session.minutes if missed.makeup else 0
        why[missed.apprentice_id][missed.why] += missed.session.minutes
    rows = [
        MissedTime(
            person,
            minutes,
            owed[person],
            min(why[person], key=lambda text: (-why[person][text], text)),
            limited.get(person, ()),
        )
        for person, minutes in total.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.minutes, row.apprentice_id)))
