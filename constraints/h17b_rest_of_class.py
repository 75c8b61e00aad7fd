"""H17b: no course while an event, or an absence that puts courses off, suspends the courses of a class.

The line of the workbook says so: the rest of the class works on its own or is released, or the courses are moved.
"""

from collections.abc import Hashable, Iterable, Iterator

from planner.domain import Absence, FixedEvent, Kind, Learner, Problem, Session, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, say_when

KEY = "H17b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Courses of a class during such an event or absence."""
    suspending = [e for e in problem.events if e.rest != "maintained" and (e.part or e.apprentice_ids)]
    away = [p for p in problem.learners.values() if any(a.postponed and a.hard for a in p.absences)]
    groups = [g for g in problem.classes.values() if any(a.postponed and a.hard for a in g.absences)]
    for session in timetable.sessions:
        if session.kind != Kind.COURSE:
            continue
        for event in suspending:
            if event.day == session.day and event.start < session.end and session.start < event.end:
                yield from _during(problem, event, session)
        if any(_put_off(p.absences, session) for p in away if _in_class(p, session)) or any(
            _put_off(g.absences, session) for g in groups if g.id in session.class_ids
        ):
            text = f"« {session.label} », {say_when(session)} : les cours sont reportés pendant une absence."
            yield Finding(KEY, text, 1, (session.id,))


def _during(problem: Problem, event: FixedEvent, session: Session) -> Iterator[Finding]:
    homes = [problem.learners[a].membership(event.day) for a in event.apprentice_ids if a in problem.learners]
    classes = event.class_ids or {home.class_id for home in homes if home}
    for class_id in session.class_ids:
        if class_id in classes:
            text = (
                f"« {session.label} », {say_when(session)} : {class_name(problem, class_id)} n'a pas cours pendant "
                f"« {event.label} »."
            )
            yield Finding(KEY, text, 1, (session.id,))


def _in_class(learner: Learner, session: Session) -> bool:
    home = learner.membership(session.day)
    return home is not None and home.class_id in session.class_ids


def _put_off(absences: Iterable[Absence], session: Session) -> bool:
    return any(a.postponed and a.hard and a.hits(session.day, session.start, session.end) for a in absences)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Classes of a course, where some class pauses."""
    del team
    return item.class_ids if item.kind == Kind.COURSE and problem.pauses else None


def _suspended(problem: Problem, item: Item, option: Option) -> bool:
    if item.kind != Kind.COURSE:
        return True
    return not any(
        pause.rest and pause.start < option.end and option.start < pause.end
        for class_id in item.class_ids
        for pause in problem.pauses.get((class_id, option.day), ())
    )


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """No class of a course has its courses suspended meanwhile."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind != Kind.COURSE:
        return
    for class_id in placed.class_ids:
        for pause in problem.pauses.get((class_id, placed.day), ()):
            if pause.rest and pause.start < placed.end and placed.start < pause.end:
                text = (
                    f"« {placed.label} », {say_when(placed)} : {class_name(problem, class_id)} n'a pas cours pendant "
                    f"« {pause.label} »."
                )
                yield Finding(KEY, text, 1, (placed.id,))


RULE = Rule(
    KEY,
    "Une classe n'a pas cours pendant un événement ou une absence de quelques-uns, si le classeur dit que le reste de "
    "la classe est en autonomie ou libéré, ou que les cours sont reportés.",
    "hard",
    check,
    Enforce(domain=_suspended, about=_about, refuse=refuse),
)
