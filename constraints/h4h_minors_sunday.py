"""H4h: a minor has nothing on a Sunday, also where the bells of the centre open it.

Exams and outings, which the workbook decides, and visits may be on any day, as H2b has it.
"""

from collections.abc import Hashable, Iterable, Iterator

from planner.domain import Kind, Learner, Problem, Session, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_some, say_when

KEY = "H4h"
FREE = (Kind.FIXED, Kind.VISIT)
SUNDAY = 6


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions of a Sunday in which a minor is expected."""
    for session in timetable.sessions:
        if session.day.weekday() != SUNDAY or session.kind in FREE or session.modality == "remote_async":
            continue
        rows = timetable.attendees.get(session.id, ())
        people = [problem.learners[row.apprentice_id] for row in rows if row.apprentice_id in problem.learners]
        young = [p for p in people if (age := p.age(session.day)) is not None and age < 18]
        if young:
            yield _finding(session, young)


def _finding(session: Session, young: Iterable[Learner]) -> Finding:
    rows = list(young)
    one = "moins de 18 ans, a" if len(rows) == 1 else "mineurs, ont"
    text = f"{say_some(p.name for p in rows)}, {one} « {session.label} » {say_when(session)}, un dimanche."
    return Finding(KEY, text, len(rows), (session.id,), tuple(p.id for p in rows))


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Whom it calls: some people, or those of a course or of a part of classes."""
    del team
    if item.kind in FREE or not any(bells.days[SUNDAY] for bells in problem.bells.values()):
        return None
    return item.learners, item.class_ids, item.part, item.course_id if item.kind == Kind.COURSE else None


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """No minor among those whom an item calls on a Sunday, there or not."""
    if option.day.weekday() != SUNDAY or item.kind in FREE:
        return True
    course = problem.courses.get(item.course_id) if item.course_id and item.kind == Kind.COURSE else None
    people = [problem.learners[a] for a in item.learners]
    if not people:
        people = [p for c in item.class_ids for p in problem.roster(c, option.day, item.part, course)]
        people += problem.followers(course.id, option.day, item.part) if course else ()
    return not any(p.minor(option.day) for p in people)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """No minor among those who come on a Sunday."""
    del board
    placed = placement.session
    if placed.day.weekday() != SUNDAY or placed.kind in FREE or placed.modality == "remote_async":
        return
    known = problem.learners
    young = [known[a] for a in placement.concerned if a in known and known[a].minor(placed.day)]
    if young:
        yield _finding(placed, young)


RULE = Rule(
    key=KEY,
    statement="Un mineur n'a pas de séance le dimanche, même si les horaires du centre l'ouvrent.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
