"""H5c: no more people in a course than the threshold that the workbook gives it; none by default."""

from collections.abc import Hashable, Iterator

from planner.domain import Problem, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """People on site in a session of a course beyond its threshold."""
    for session in timetable.sessions:
        for course_id in session.course_ids:
            course = problem.courses.get(course_id)
            if course is None or course.max_group is None:
                continue
            people = sum(not row.remote for row in timetable.attendees.get(session.id, ()))
            if people > course.max_group:
                text = (
                    f"« {session.label} », {say_when(session)} : {people} apprenants, pour {course.max_group} au plus."
                )
                yield Finding("H5c", text, amount=people - course.max_group, sessions=(session.id,))


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Seats, where the course has a threshold."""
    del team
    course = problem.courses.get(item.course_id) if item.course_id else None
    return None if course is None or course.max_group is None else (course.id, item.heads)


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """The item's heads are within the threshold of its course."""
    course = problem.courses.get(item.course_id) if item.course_id else None
    return course is None or course.max_group is None or item.heads <= course.max_group


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With those who join, people on site stay within the threshold of the course."""
    del board
    placed = placement.session
    for course_id in placed.course_ids:
        course = problem.courses.get(course_id)
        if course is None or course.max_group is None:
            continue
        heads = sum(not far for far in placement.people.values())
        more = placement.moves or any(not placement.people[p] for p in placement.joining)
        if heads > course.max_group and more:
            text = f"« {placed.label} », {say_when(placed)} : {heads} apprenants, pour {course.max_group} au plus."
            yield Finding("H5c", text, heads - course.max_group, (placed.id,))


RULE = Rule(
    key="H5c",
    statement="Un cours ne dépasse pas le seuil d'effectif que le classeur lui donne.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
