"""H3d: crossed parts: while one part is in one course, the other is in the course crossed with it, then they swap."""

from collections.abc import Container, Iterator

from planner.domain import Course, Problem, SessionId, Timetable
from planner.model import WeekModel
from planner.rule import Enforce, Finding, Rule


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each session of a part has, at the same hour, a session of another part in the crossed course."""
    for course in problem.courses.values():
        other = problem.courses.get(course.crossed_with) if course.crossed_with else None
        if other is None or course.parts < 2 or other.parts != course.parts:
            continue
        yield from _alone(course, other, timetable, problem.stands)
        yield from _alone(other, course, timetable, problem.stands)


def _alone(course: Course, other: Course, timetable: Timetable, stands: Container[SessionId]) -> Iterator[Finding]:
    across = {(s.day, s.start, s.end, s.part) for s in timetable.sessions if s.course_id == other.id}
    letters = "ABCDEFGH"[: course.parts]
    lengths = {end - start for _day, start, end, _part in across}
    for session in timetable.sessions:
        if session.course_id != course.id or session.end - session.start not in lengths or session.id in stands:
            continue
        if not any((session.day, session.start, session.end, p) in across for p in letters if p != session.part):
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


RULE = Rule(
    key="H3d",
    statement="Deux cours croisés se tiennent à la même heure : pendant qu’une partie de la classe suit l’un, "
    "l’autre partie suit l’autre, puis elles échangent.",
    kind="hard",
    check=check,
    enforce=Enforce(week=week, relaxed=frozenset({"week"})),
)
