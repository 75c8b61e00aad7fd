"""H14: the k-th session of a course that follows another comes after the k-th session of that other.

The master keeps the numbers in step week by week; a week keeps the order inside itself. A session of the first course
that could not be placed asks nothing of the second.
"""

from collections.abc import Iterable, Iterator

from planner.domain import Course, CourseId, Kind, Problem, Session, Timetable
from planner.model import MasterModel, WeekModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import course_name, say_when

KEY = "H14"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions of both courses in order of time, number by number, for each part."""
    for course, first in ((c, before) for c in problem.courses.values() for before in problem.comes_after(c)):
        missing = sum(1 for row in timetable.unplaced if row.course_id == first.id)
        given = (s for s in timetable.sessions if s.course_id == course.id and s.kind == Kind.COURSE)
        for part in sorted({s.part for s in given}):
            theory = _sessions(timetable, first, part)
            for number, session in enumerate(_sessions(timetable, course, part)):
                before = theory[number - missing] if 0 <= number - missing < len(theory) else None
                stand = before is not None and before.id in problem.stands and session.id in problem.stands
                if before and not stand and (before.day, before.end) > (session.day, session.start):
                    text = (
                        f"{course_name(problem, course.id)}, séance {number + 1}, {say_when(session)}, vient avant la "
                        f"séance {number + 1 - missing} de {course_name(problem, first.id)}, {say_when(before)}."
                    )
                    yield Finding(KEY, text, 1, (session.id, before.id))


def _sessions(timetable: Timetable, course: Course, part: str) -> list[Session]:
    """Sessions of a course that people of a part attend, by time."""
    found = [
        s
        for s in timetable.sessions
        if s.course_id == course.id and s.kind == Kind.COURSE and (not part or s.part in ("", part))
    ]
    return sorted(found, key=lambda s: (s.day, s.start, s.end, s.id))


def _pairs(problem: Problem) -> Iterator[tuple[Course, Course, str]]:
    """(first, follower, part of the follower) of each order that the workbook asks for."""
    for course in problem.courses.values():
        for first in problem.comes_after(course):
            for part in "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",):
                yield first, course, part


def _week(problem: Problem, model: WeekModel) -> None:
    """Up to each start, no more sessions of the follower begun than sessions of the first ended or left out.

    Those of the weeks before count; once every session of the first has ended, the follower has no limit.
    """
    for first, course, part in _pairs(problem):
        before = [
            n
            for n, i in enumerate(model.items)
            if i.kind == Kind.COURSE and i.course_id == first.id and (not part or i.part in ("", part))
        ]
        after = [
            n for n, i in enumerate(model.items) if i.kind == Kind.COURSE and (i.course_id, i.part) == (course.id, part)
        ]
        if not before or not after:
            continue
        lead = max(0, _ahead(model, before) - _ahead(model, after))
        more = max(0, len(after) - len(before) - lead)
        begun = [k for n in after for k in model.of(n)]
        ended = [k for n in before for k in model.of(n)]
        for moment in sorted({model.options[k][1][:2] for k in begun}):
            left = [k for k in begun if model.options[k][1][:2] <= moment]
            done = [k for k in ended if (model.options[k][1].day, model.options[k][1].end) <= moment]
            gone = [model.unplaced[n] for n in before]
            ids, coefs = [*left, *done, *gone], [1] * len(left) + [-1] * (len(done) + len(gone))
            if more:
                over = model.new_bool()
                model.add([over, *done, *gone], [len(before)] + [-1] * (len(done) + len(gone)), high=0)
                ids, coefs = [*ids, over], [*coefs, -more]
            model.add(ids, coefs, high=lead)


def _ahead(model: WeekModel, items: list[int]) -> int:
    """Sessions of the same course in the weeks before, as far as their numbers tell."""
    return max(0, min(model.items[n].ordinal or 1 for n in items) - 1)


def _master(problem: Problem, model: MasterModel) -> None:
    """Up to each week: followers so far, and sessions of the first still to come, are no more than the first has."""
    for first, course, part in _pairs(problem):
        before = [
            d for d, x in enumerate(model.demands) if x.course_id == first.id and (not part or x.part in ("", part))
        ]
        after = [d for d, x in enumerate(model.demands) if (x.course_id, x.part) == (course.id, part)]
        if not before or not after:
            continue
        counts = [sum(model.demands[d].count for d in side) for side in (before, after)]
        for week in sorted({w for d in after for w in model.demands[d].weeks}):
            done = [v for d in after for w in model.demands[d].weeks if w <= week for v in model.in_week(d, w)]
            late = [v for d in before for w in model.demands[d].weeks if w > week for v in model.in_week(d, w)]
            more = counts[1] - counts[0]
            if more <= 0:
                model.add([*done, *late], 1, high=counts[0])
                continue
            over = model.new_bool()
            model.add([*done, *late, over], [1] * (len(done) + len(late)) + [-more], high=counts[0])
            model.add([*late, over], [1] * len(late) + [counts[0]], high=counts[0])


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, each one of a course still comes after that of the same rank of the course it follows."""
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    if not placement.moves or course is None or placed.kind != Kind.COURSE:
        return
    for first, then in problem.once(_follows).get(course.id, ()):
        rows = _both(problem, board, placement, first, then)
        for part in sorted({s.part for s in (*rows, placed) if s.course_id == then.id}):
            before = _misplaced(problem, rows, first, then, part)
            for late, early in _misplaced(problem, [*rows, placed], first, then, part) - before:
                text = (
                    f"{course_name(problem, then.id)}, {say_when(late)}, viendrait avant la séance de même rang de "
                    f"{course_name(problem, first.id)}, {say_when(early)}, avec « {placed.label} »."
                )
                yield Finding(KEY, text, 1, (placed.id, *{late.id, early.id} - {placed.id}))


def _follows(problem: Problem) -> dict[CourseId, list[tuple[Course, Course]]]:
    """(first, follower) of the orders that concern each course."""
    found: dict[CourseId, dict[tuple[CourseId, CourseId], tuple[Course, Course]]] = {}
    for first, course, _part in _pairs(problem):
        for one in (first, course):
            found.setdefault(one.id, {})[first.id, course.id] = (first, course)
    return {name: list(rows.values()) for name, rows in found.items()}


def _both(problem: Problem, board: BoardView, placement: Placement, first: Course, then: Course) -> list[Session]:
    """Other sessions of two courses, over the horizon."""
    classes, days = dict.fromkeys((*first.class_ids, *then.class_ids)), problem.once(horizon)
    rows = {s.id: s for c in classes for day in days for s in others(board.of_class(c, day), placement)}
    return [s for s in rows.values() if s.kind == Kind.COURSE and s.course_id in (first.id, then.id)]


def _misplaced(
    problem: Problem, rows: Iterable[Session], first: Course, then: Course, part: str
) -> set[tuple[Session, Session]]:
    """Sessions of a follower and those of the same rank that they do not come after; what stands already aside."""
    mine = [s for s in rows if not part or s.part in ("", part)]
    early, late = (
        sorted((s for s in mine if s.course_id == c.id), key=lambda s: (s.day, s.start, s.end, s.id))
        for c in (first, then)
    )
    return {
        (b, a)
        for a, b in zip(early, late, strict=False)
        if (a.day, a.end) > (b.day, b.start) and not (a.id in problem.stands and b.id in problem.stands)
    }


RULE = Rule(
    KEY,
    "Quand un cours en suit un autre, sa séance de rang k vient après la séance de rang k de l'autre.",
    "hard",
    check,
    Enforce(week=_week, master=_master, refuse=refuse, late=True, relaxed=frozenset({"master"})),
)
