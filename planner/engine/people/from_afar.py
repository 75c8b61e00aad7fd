"""Where who learns in both ways (*hybride*) is on each day: on the spot when something practical calls, else at home.

A whole day in one place: nobody comes for the workshop and goes home for the lesson after. Until then they have a seat
everywhere, so that they may come; what is known of the day once all is placed decides.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.domain import Kind, Learner, Problem, Session


def settle_blended(board: Board, first: date) -> None:
    """On each day, from ``first`` on, all or nothing of what somebody attends is followed from elsewhere."""
    for learner in board.problem.learners.values():
        for day in board.problem.days if learner.blended else ():
            held = [s for s in board.attended(learner.id, day) if s.kind != Kind.VISIT] if day >= first else []
            far = bool(held) and all(_from_afar(board.problem, s) for s in held)
            _follow(board, learner, held, far)


def _from_afar(problem: Problem, session: Session) -> bool:
    """Whether a session may be followed by video: no event on the spot, no block of entry, nothing practical."""
    module = problem.modules.get(session.module_id) if session.module_id else None
    courses = [problem.courses[c] for c in session.course_ids if c in problem.courses]
    if (
        not problem.at_a_distance(session)
        or session.kind == Kind.ONBOARDING
        or (module is not None and module.room_types)
    ):
        return False
    return all(course.from_afar for course in courses)


def _follow(board: Board, learner: Learner, held: Sequence[Session], far: bool) -> None:
    """One day of one person; a session that nobody follows from elsewhere any more is on the spot again."""
    for session in tuple(held):
        people = {**board.people[session.id], learner.id: far}
        if session.modality not in ("on_site", "blended") or people == board.people[session.id]:
            continue
        module = board.problem.modules.get(session.module_id) if session.module_id else None
        both = any(people.values()) or (module is not None and module.modality == "blended")
        board.put(replace(session, modality="blended" if both else "on_site"), people)
