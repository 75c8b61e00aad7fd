"""H27: a course is given in the hours, and begins at the times, that the workbook leaves it."""

from collections.abc import Hashable, Iterator

from planner.domain import Kind, Problem, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import course_name, say_when

KEY = "H27"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that stick out of the windows of their course, or begin at another time than those listed."""
    for session in timetable.sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        if course is None or session.kind != Kind.COURSE or session.id in problem.stands:
            continue
        weekday = session.day.weekday()
        held = [(a, b) for w, a, b in course.hours if w == weekday and a < session.end and session.start < b]
        inside = sum(min(b, session.end) - max(a, session.start) for a, b in held) >= session.end - session.start
        begins = (weekday, session.start) in course.starts
        if (course.hours and not inside) or (course.starts and not begins):
            text = f"{course_name(problem, course.id)} n'a pas cette heure parmi celles de la feuille Cours"
            yield Finding(KEY, f"{text} : {say_when(session)}.", sessions=(session.id,))


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Hours and starts of the course, where it has any of its own."""
    del team
    course = problem.courses.get(item.course_id) if item.course_id and item.kind == Kind.COURSE else None
    bounded = course is not None and not item.exact and (course.hours or course.starts)
    return (course.hours, course.starts) if course is not None and bounded else None


def may_be(problem: Problem, item: Item, option: Option) -> bool:
    """Whether an option is within the hours and starts of its course."""
    course = problem.courses.get(item.course_id) if item.course_id and item.kind == Kind.COURSE else None
    return course is None or bool(item.exact) or course.may_be(option.day, option.start, option.end)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The session is where its course may be."""
    del board
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id and placed.kind == Kind.COURSE else None
    if not placement.moves or course is None or placed.id in problem.stands:
        return
    if not course.may_be(placed.day, placed.start, placed.end):
        text = f"{course_name(problem, course.id)} n'a pas cette heure parmi celles de la feuille Cours"
        brief = "heure que la feuille Cours ne laisse pas à ce cours"
        yield Finding(KEY, f"{text} : {say_when(placed)}.", sessions=(placed.id,), brief=brief)


RULE = Rule(
    KEY,
    "Un cours ne se tient qu'aux heures, et ne commence qu'aux débuts, que la feuille Cours lui laisse.",
    "hard",
    check,
    Enforce(domain=may_be, about=_about, refuse=refuse),
)
