"""Whether a group that has a trainer by its module is only watched: it gives no more than a place of autonomy."""

from planner.domain.kinds import Guidance
from planner.domain.problem import Problem
from planner.domain.timetable import Session


def only_watched(problem: Problem, session: Session) -> bool:
    """Whether a session that a trainer would lead works by itself; not where the module is autonomy by itself."""
    module = problem.modules.get(session.module_id) if session.module_id else None
    by_itself = module is not None and module.guidance == Guidance.AUTONOMOUS
    return session.guidance == Guidance.AUTONOMOUS and not by_itself
