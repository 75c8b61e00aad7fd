"""Which hours of a barrette carry its courses, and which are left to support.

A barrette of both natures shares its hours: as many as the volumes of its courses ask carry them, spread over the
period; in the others people are grouped by need. The composition of the two is not the same code (`teaching`,
`compose`).
"""

from planner.board.board import Board
from planner.domain import Barrette, Session, key, monday
from planner.engine.groups.scene import Scene


def teaching_occasions(scene: Scene) -> frozenset[int]:
    """Occasions of a barrette that carry its courses: all of a teaching one; as many as the volumes ask when both.

    Numbers in ``scene.occasions``. Courses of one subject are given side by side, so the longest counts once.
    """
    barrette, problem = scene.barrette, scene.problem
    if barrette is None or barrette.nature == "support" or not barrette.course_ids:
        return frozenset()
    total = len(scene.occasions)
    if barrette.nature == "teaching":
        return frozenset(range(total))
    weeks = len({monday(occasion.day) for occasion in scene.occasions})
    minutes: dict[str, float] = {}
    for course in (problem.courses[c] for c in barrette.course_ids if c in problem.courses):
        every = max(1, len({w for c in course.class_ids for w in problem.class_weeks(c)}))
        volume = course.volume
        share = (volume.weekly or (volume.weekly_slots or 0) * 60) * weeks + (volume.total or 0) * weeks / every
        minutes[key(course.subject)] = max(minutes.get(key(course.subject), 0), share)
    wanted = min(total, round(sum(minutes.values()) / barrette.minutes))
    # Even steps, so that a course of half the hours has every second one.
    return frozenset(n * total // wanted for n in range(wanted)) if wanted else frozenset()


def teaches(board: Board, barrette: Barrette, session: Session) -> bool:
    """Whether the hour of a session carries courses: where a barrette is of both natures, what its groups give says."""
    beside = (s for c in barrette.class_ids for s in board.of_class(c, session.day) if s.start == session.start)
    given = any(s.course_ids for s in (session, *beside) if s.barrette_id == barrette.id)
    return barrette.nature == "teaching" or (barrette.nature == "both" and given)
