"""Days on which an adult would come for supervised autonomy alone: nobody is called to the centre for that.

Last of the sessions of people, when it is known what each has on a day: an exemption that sends somebody to the company
leaves of a short day an hour of a barrette in which they owe nothing. What the workbook asks for (an hour of autonomy
in place of a course, the place of an open period) is no such thing, and minors stay where an adult watches them.
"""

from collections.abc import Iterator
from datetime import date

from planner.board.board import Board
from planner.domain import ApprenticeId, Guidance, Kind, Learner, Session, Timetable
from planner.engine.groups.seats import write_lists


def spare_idle_days(board: Board, first: date, before: Timetable) -> None:
    """Take adults out of the autonomy of barrettes on days, from one on, that hold nothing else for them.

    Not where a group of the hour has them on its list: their seat is there. Nor on days that they have as they were
    told ``before``.
    """
    spared = set[ApprenticeId]()
    for learner in board.problem.learners.values():
        for day in (d for d in board.problem.days if d >= first):
            held = [s for s in board.attended(learner.id, day) if s.kind != Kind.VISIT]
            if not held or not all(map(_idle, held)) or learner.remote or learner.kept(day):
                continue
            if _known(board, before, learner, day) or any(_has_a_group(board, learner, s) for s in held):
                continue
            spared.add(learner.id)
            for session in held:
                board.leave(session.id, learner.id)
    write_lists(board, frozenset(spared))


def _known(board: Board, before: Timetable, learner: Learner, day: date) -> bool:
    """Whether somebody had sessions on a day, and has them all."""
    had = [s for s in before.by_apprentice.get(learner.id, ()) if s.day == day]
    return bool(had) and all(learner.id in board.people.get(s.id, ()) for s in had)


def _idle(session: Session) -> bool:
    """Whether a session is a place of autonomy of a barrette."""
    return session.kind == Kind.BARRETTE and session.guidance == Guidance.AUTONOMOUS and not session.course_ids


def _has_a_group(board: Board, learner: Learner, hour: Session) -> bool:
    """Whether somebody is on the list of a led group that takes place at an hour of a barrette."""
    lists = {group.id: group.apprentice_ids for group in board.groups}
    return any(learner.id in lists.get(s.group_id, ()) for s in _beside(board, hour) if s.group_id)


def _beside(board: Board, hour: Session) -> Iterator[Session]:
    """The led groups of the hour of a barrette."""
    of_hour = hour.barrette_id, hour.period_id, hour.occurrence
    for session in board.sessions.values():
        same = (session.barrette_id, session.period_id, session.occurrence) == of_hour
        if same and session.kind == Kind.BARRETTE and session.guidance == Guidance.LED:
            yield session
