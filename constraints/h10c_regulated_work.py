"""H10c: a minor works on regulated equipment only once authorised, and after the safety block of the entry module.

Attendance is what counts: the class keeps its session, the minor is in a supervised place meanwhile. Only an item
that names the minor (not the class) is kept from the days before the authorisation.
"""

from collections.abc import Hashable, Iterator

from planner.domain import ApprenticeId, Kind, Learner, ModuleId, Problem, Session, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

KEY = "H10c"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Everyone expected in a regulated course is adult, or authorised and told of safety."""
    safety = sum(m.minutes for m in problem.modules.values() if m.theme == "safety")
    for session in timetable.sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        if course is None or not course.regulated or session.kind != Kind.COURSE:
            continue
        for row in timetable.attendees.get(session.id, ()):
            learner = problem.learners.get(row.apprentice_id)
            if learner is None or not learner.minor(session.day):
                continue
            if learner.regulated_ok is None or learner.regulated_ok > session.day:
                text = (
                    f"{learner.name}, moins de 18 ans, pas encore autorisé aux travaux réglementés : {course.subject}, "
                )
                yield Finding(KEY, text + f"{say_when(session)}.", 1, (session.id,), (learner.id,))
            elif _told(problem, timetable, learner, session) < safety and _owes(problem, learner):
                text = f"{learner.name}, moins de 18 ans, n'a pas fini le module de sécurité avant {course.subject}, "
                yield Finding(KEY, text + f"{say_when(session)}.", 1, (session.id,), (learner.id,))


def _told(problem: Problem, timetable: Timetable, learner: Learner, session: Session) -> int:
    """Minutes of safety done before a session, the opening balance of the entry module included (safety is first)."""
    names = {m.id for m in problem.modules.values() if m.theme == "safety"}
    attended = timetable.by_apprentice.get(learner.id, ())
    before = [s for s in attended if s.module_id in names and (s.day, s.end) <= (session.day, session.start)]
    return learner.done_minutes.get("entry", 0) + sum(s.minutes for s in before)


def _owes(problem: Problem, learner: Learner) -> bool:
    """Enters in the horizon: whoever was there before has been told."""
    return learner.entry is not None and learner.entry >= problem.first


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """People whom the item names, where its course is regulated."""
    del team
    course = problem.courses.get(item.course_id) if item.course_id else None
    return item.learners or None if course is not None and course.regulated and item.kind == Kind.COURSE else None


def _authorised(problem: Problem, item: Item, option: Option) -> bool:
    course = problem.courses.get(item.course_id) if item.course_id else None
    if course is None or not course.regulated or item.kind != Kind.COURSE:
        return True
    named = (problem.learners[name] for name in item.learners)
    return all(not p.minor(option.day) or (p.regulated_ok and p.regulated_ok <= option.day) for p in named)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Minors who come to a regulated course are authorised, and have been told of safety before it."""
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    if course is None or not course.regulated or placed.kind != Kind.COURSE:
        return
    for person in placement.concerned:
        learner = problem.learners.get(person)
        if learner is None or not learner.minor(placed.day):
            continue
        fault = ""
        if learner.regulated_ok is None or learner.regulated_ok > placed.day:
            fault = "n'est pas encore autorisé aux travaux réglementés"
        elif learner.entry is not None and learner.entry >= problem.first:
            safety = problem.once(_safety)
            lacks = sum(safety.values()) - learner.done_minutes.get("entry", 0)
            if lacks > 0 and _heard(problem, board, placement, person) < lacks:
                fault = "n'a pas fini le module de sécurité"
        if fault:
            text = f"{learner.name}, moins de 18 ans, {fault} : {course.subject}, {say_when(placed)}."
            yield Finding(KEY, text, 1, (placed.id,), (person,))


def _safety(problem: Problem) -> dict[ModuleId, int]:
    """Minutes of each block of safety."""
    return {m.id: m.minutes for m in problem.modules.values() if m.theme == "safety"}


def _heard(problem: Problem, board: BoardView, placement: Placement, person: ApprenticeId) -> int:
    """Minutes of safety that somebody attends before the placed session begins."""
    placed, names = placement.session, problem.once(_safety)
    days = (d for d in problem.once(horizon) if d <= placed.day)
    rows = (s for d in days for s in others(board.attended(person, d), placement) if s.module_id in names)
    return sum(s.minutes for s in rows if (s.day, s.end) <= (placed.day, placed.start))


RULE = Rule(
    KEY,
    "Un mineur ne suit un cours sur matériel réglementé qu'après son autorisation et après le module de sécurité.",
    "hard",
    check,
    Enforce(domain=_authorised, about=_about, refuse=refuse, relaxed=frozenset({"domain"})),
)
