"""H3c: a course has no more sessions on one day than the workbook allows (one by default)."""

from collections import Counter
from collections.abc import Iterator

from planner.domain import CourseId, Kind, Problem, Timetable
from planner.model import WeekModel
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import count, course_name, say_day


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Count the sessions of each course and part on each day."""
    rows = [s for s in timetable.sessions if s.kind == Kind.COURSE and s.course_id]
    held = Counter((s.course_id, s.part, s.day) for s in rows)
    stand = Counter((s.course_id, s.part, s.day) for s in rows if s.id in problem.stands)
    for (course_id, part, day), number in held.items():
        course = problem.courses.get(CourseId(str(course_id)))
        if course and number > max(course.max_per_day, stand[course_id, part, day]):
            yield Finding(
                "H3c",
                f"{course.subject} ({', '.join(course.class_ids)}{' ' + part if part else ''}) a {number} séances le "
                f"{day:%d/%m/%Y}, pour {course.max_per_day} au plus par jour.",
            )


def week(problem: Problem, model: WeekModel) -> None:
    """On each day, at most so many options of a course and part."""
    found: dict[tuple[CourseId, str], list[int]] = {}
    for number, item in enumerate(model.items):
        if item.course_id and item.kind == Kind.COURSE:
            found.setdefault((item.course_id, item.part), []).append(number)
    for (course_id, _part), numbers in found.items():
        most = problem.courses[course_id].max_per_day
        if len(numbers) > most:  # what stands already may pass it: see `LinearModel.given`
            for ids in model.by_day(k for n in numbers for k in model.of(n)).values():
                model.add(ids, 1, high=most)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session the course and part have no more sessions that day than allowed, or than stand already."""
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    if not placement.moves or course is None or placed.kind != Kind.COURSE or not placed.class_ids:
        return
    same = [
        s.id
        for s in others(board.of_class(placed.class_ids[0], placed.day), placement)
        if s.kind == Kind.COURSE and s.course_id == course.id and s.part == placed.part
    ]
    if len(same) < course.max_per_day:
        return
    stand = sum(name in problem.stands for name in (*same, placed.id))
    if len(same) + 1 > max(course.max_per_day, stand):
        part = f", partie {placed.part}," if placed.part else ""
        text = (
            f"{course_name(problem, course.id)}{part} a déjà {count(len(same), 'séance')} le {say_day(placed.day)}, "
            f"pour {course.max_per_day} au plus par jour."
        )
        yield Finding("H3c", text, sessions=(placed.id, *same))


RULE = Rule(
    key="H3c",
    statement="Une matière n’a pas plus de séances par jour que ne le dit le classeur (une par défaut).",
    kind="hard",
    check=check,
    enforce=Enforce(week=week, refuse=refuse),
)
