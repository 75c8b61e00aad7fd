"""H13: a co-taught course has all the trainers of one of its teams at once, two different people at least."""

from collections.abc import Iterator

from planner.domain import Course, Kind, Problem, Timetable
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import course_name, say_all, say_when, trainer_name

KEY = "H13"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Trainers of each session of a co-taught course."""
    for session in timetable.sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        if course is None or session.kind != Kind.COURSE or session.id in problem.stands or not _shared(course):
            continue
        there = set(session.trainer_ids)
        complete = not course.teams or any(set(team) <= there for team in course.teams)
        if len(there) < 2 or not complete:
            names = say_all(trainer_name(problem, t) for t in session.trainer_ids) or "personne"
            name = course_name(problem, course.id)
            text = f"{name}, {say_when(session)} : co-intervention assurée par {names} seulement."
            yield Finding(KEY, text, 1, (session.id,))


def _shared(course: Course) -> bool:
    return course.co_taught or (bool(course.teams) and all(len(set(team)) > 1 for team in course.teams))


def _together(problem: Problem, item: Item, option: Option) -> bool:
    course = problem.courses.get(item.course_id) if item.course_id else None
    if course is None or item.kind != Kind.COURSE:
        return True
    if not course.co_taught and not (course.teams and min(len(set(team)) for team in course.teams) > 1):
        return True
    present = frozenset(option.team)
    return len(present) > 1 and (not course.teams or any(present.issuperset(team) for team in course.teams))


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The whole of one team is there, two people at least."""
    del board
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    if not placement.moves or course is None or placed.kind != Kind.COURSE or placed.id in problem.stands:
        return
    if not course.co_taught and not (course.teams and min(len(set(team)) for team in course.teams) > 1):
        return
    present = frozenset(placed.trainer_ids)
    if len(present) < 2 or (course.teams and not any(present.issuperset(team) for team in course.teams)):
        names = say_all(trainer_name(problem, t) for t in placed.trainer_ids) or "personne"
        text = f"{course_name(problem, course.id)}, {say_when(placed)} : co-intervention assurée par {names} seulement."
        yield Finding(KEY, text, 1, (placed.id,))


RULE = Rule(
    KEY,
    "Une co-intervention réunit au même moment tous les formateurs d'une de ses équipes, deux personnes au moins.",
    "hard",
    check,
    Enforce(domain=_together, refuse=refuse),
)
