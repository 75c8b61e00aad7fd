"""H3d: crossed parts: while one part is in one course, the other is in the course crossed with it, then they swap.

Two sessions that begin together and give the same minutes are at one hour, though the breaks of two sites differ. Hours
that somebody makes up are of no part, and swap with nothing.
"""

from collections.abc import Container, Iterator

from planner.domain import Course, CourseId, Kind, Problem, Session, SessionId, Timetable
from planner.model import WeekModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import course_name, say_when


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each session of a part has, at the same hour, a session of another part in the crossed course."""
    said: set[frozenset[CourseId]] = set()
    for course in problem.courses.values():
        other = problem.courses.get(course.crossed_with) if course.crossed_with else None
        if other is None or course.parts < 2 or other.parts != course.parts:
            continue
        pair = frozenset({course.id, other.id})
        if pair not in said:  # the workbook may say of both that they are crossed
            said.add(pair)
            yield from _alone(course, other, timetable, problem.stands)
            yield from _alone(other, course, timetable, problem.stands)


def _alone(course: Course, other: Course, timetable: Timetable, stands: Container[SessionId]) -> Iterator[Finding]:
    lessons = [s for s in timetable.sessions if s.kind == Kind.COURSE]
    across = {(s.day, s.start, s.minutes, s.part) for s in lessons if s.course_id == other.id}
    letters = "ABCDEFGH"[: course.parts]
    lengths = {minutes for _day, _start, minutes, _part in across}
    for session in lessons:
        if session.course_id != course.id or session.minutes not in lengths or session.id in stands:
            continue
        if not any((session.day, session.start, session.minutes, p) in across for p in letters if p != session.part):
            yield Finding(
                "H3d",
                f"{course.subject}, partie {session.part}, le {session.day:%d/%m/%Y} : aucune autre partie n’est en "
                f"{other.subject} à la même heure, alors que les deux cours sont croisés.",
                sessions=(session.id,),
            )


def week(problem: Problem, model: WeekModel) -> None:
    """The k-th session of a part and the k-th of the part it is tied to take place together, or neither does."""
    del problem
    ties: dict[str, dict[str, list[int]]] = {}
    for number, item in enumerate(model.items):
        if item.tie:
            ties.setdefault(item.tie, {}).setdefault(f"{item.course_id}{item.part}", []).append(number)
    for sides in ties.values():
        first, *others = sides.values()
        for other in others:
            for left, right in zip(first, other, strict=False):
                _together(model, left, right)


def _together(model: WeekModel, left: int, right: int) -> None:
    times: dict[tuple[object, int], tuple[list[int], list[int]]] = {}
    for side, number in enumerate((left, right)):
        for k in model.of(number):
            option = model.options[k][1]
            times.setdefault((option.day, option.start), ([], []))[side].append(k)
    for one, two in times.values():
        model.add([*one, *two], [1] * len(one) + [-1] * len(two), 0, 0)
    model.add([model.unplaced[left], model.unplaced[right]], [1, -1], 0, 0)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """A part has its counterpart in the crossed course at the same hour, once that course has sessions as long.

    Of two crossed sessions, the first one that is placed has none yet: they are to be asked about in both orders, or
    placed together.
    """
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id and placed.kind == Kind.COURSE else None
    other = _across(problem, course) if course else None
    if not placement.moves or course is None or other is None or placed.id in problem.stands:
        return
    days = problem.once(horizon)
    rows = {s.id: s for c in other.class_ids for day in days for s in others(board.of_class(c, day), placement)}
    lessons = [s for s in rows.values() if s.kind == Kind.COURSE and s.minutes == placed.minutes]
    found = [s for s in lessons if s.course_id == other.id]
    if found and not any(_faces(s, placed) for s in found):
        text = (
            f"{course_name(problem, course.id)}, partie {placed.part}, {say_when(placed)} : aucune autre partie n’est "
            f"en {other.subject} à la même heure, alors que les deux cours sont croisés."
        )
        yield Finding("H3d", text, sessions=(placed.id,))
    yield from _left_alone(problem, board, placement, course, other)


def _across(problem: Problem, course: Course) -> Course | None:
    """The course crossed with another, whichever of the two the workbook says it of."""
    name = course.crossed_with or problem.once(_crossing).get(course.id)
    other = problem.courses.get(name) if name else None
    return other if other and course.parts == other.parts > 1 else None


def _crossing(problem: Problem) -> dict[CourseId, CourseId]:
    return {c.crossed_with: c.id for c in problem.courses.values() if c.crossed_with}


def _faces(one: Session, other: Session) -> bool:
    """Whether two sessions begin together and are as long, with two parts."""
    return (one.day, one.start, one.minutes) == (other.day, other.start, other.minutes) and one.part != other.part


def _left_alone(
    problem: Problem, board: BoardView, placement: Placement, course: Course, other: Course
) -> Iterator[Finding]:
    """Sessions of the other course that were alone of their length, until this one makes them ask for company."""
    placed, days = placement.session, problem.once(horizon)
    classes = (*course.class_ids, *other.class_ids)
    rows = {s.id: s for c in classes for day in days for s in others(board.of_class(c, day), placement)}
    same = [s for s in rows.values() if s.kind == Kind.COURSE and s.minutes == placed.minutes]
    if any(s.course_id == course.id for s in same):
        return
    for session in same:
        if session.course_id == other.id and session.id not in problem.stands and not _faces(session, placed):
            text = (
                f"{course_name(problem, other.id)}, partie {session.part}, {say_when(session)} : « {placed.label} » "
                "n’est pas à la même heure, alors que les deux cours sont croisés."
            )
            yield Finding("H3d", text, sessions=(placed.id, session.id))


RULE = Rule(
    key="H3d",
    statement="Deux cours croisés se tiennent à la même heure : pendant qu’une partie de la classe suit l’un, "
    "l’autre partie suit l’autre, puis elles échangent.",
    kind="hard",
    check=check,
    enforce=Enforce(week=week, refuse=refuse, late=True, relaxed=frozenset({"week"})),
)
