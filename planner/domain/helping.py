"""Which sessions the adults of *Aménagements* spend beside somebody: read by a rule, by calendars and by pages."""

from collections.abc import Mapping

from planner.domain.ids import ApprenticeId, TrainerId
from planner.domain.people import Arrangement
from planner.domain.problem import Problem
from planner.domain.time import away
from planner.domain.timetable import Session, Timetable, in_order


def helped_sessions(problem: Problem, timetable: Timetable) -> Mapping[TrainerId, list[tuple[Session, ApprenticeId]]]:
    """Sessions that people attend on the spot with their helper, by helper, in the order of *Aménagements*."""
    found: dict[TrainerId, list[tuple[Session, ApprenticeId]]] = {}
    for row in problem.arrangements:
        if row.effect == "helper":
            sessions = ((session, row.apprentice_id) for session in _attended(timetable, row))
            found.setdefault(TrainerId(row.text), []).extend(sessions)
    return found


def beside(problem: Problem, timetable: Timetable) -> Mapping[TrainerId, tuple[Session, ...]]:
    """Sessions that each helper spends beside somebody and does not lead, each once, in order of time.

    None at hours at which the helper is absent.
    """
    found = {}
    for helper, rows in helped_sessions(problem, timetable).items():
        once = {session.id: session for session, _person in rows if helper not in session.trainer_ids}
        there = [session for session in once.values() if not helper_absent(problem, helper, session)]
        if there:
            found[helper] = in_order(there)
    return found


def without_helper(
    problem: Problem, timetable: Timetable
) -> Mapping[tuple[ApprenticeId, TrainerId], tuple[Session, ...]]:
    """Sessions that take place for somebody while the helper who is theirs is absent, in order of time."""
    found: dict[tuple[ApprenticeId, TrainerId], list[Session]] = {}
    for helper, rows in helped_sessions(problem, timetable).items():
        for session, person in rows:
            if helper_absent(problem, helper, session):
                found.setdefault((person, helper), []).append(session)
    return {who: in_order(list({s.id: s for s in sessions}.values())) for who, sessions in found.items()}


def helper_absent(problem: Problem, helper: TrainerId, session: Session) -> bool:
    """Whether somebody is away at an hour, or not in the workbook."""
    known = problem.trainers.get(helper)
    return known is None or away(known.absences, session.day, session.start, session.end)


def _attended(timetable: Timetable, row: Arrangement) -> list[Session]:
    """Sessions that the person attends on site while the arrangement holds."""
    sessions = timetable.by_apprentice.get(row.apprentice_id, ())
    on_site = [s for s in sessions if row.on(s.day) and s.modality in ("on_site", "blended")]
    return [
        s
        for s in on_site
        if not any(a.remote and a.apprentice_id == row.apprentice_id for a in timetable.attendees[s.id])
    ]
