"""H13: a co-taught course has all the trainers of one of its teams at once, two different people at least.

While one of them is away, or at an event, the others go on, unless the workbook says that all are needed. No timetable
is made for that: it is what becomes of a session that stands.
"""

from collections.abc import Hashable, Iterator
from datetime import date

from planner.domain import Course, Kind, Problem, Session, Timetable, TrainerId, away
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
        if (len(there) < 2 or not complete) and not _goes_on(problem, course, session):
            names = say_all(trainer_name(problem, t) for t in session.trainer_ids) or "personne"
            name = course_name(problem, course.id)
            text = f"{name}, {say_when(session)} : co-intervention assurée par {names} seulement."
            yield Finding(KEY, text, 1, (session.id,))


def _shared(course: Course) -> bool:
    return course.co_taught or (bool(course.teams) and all(len(set(team)) > 1 for team in course.teams))


def _goes_on(problem: Problem, course: Course, session: Session) -> bool:
    """Whether all who lack of a team are absent or called elsewhere at the hour of a session, and somebody is there."""
    for team in course.teams if session.trainer_ids and not course.all_needed else ():
        lacking = set(team) - set(session.trainer_ids)
        events = (e for e in problem.events if e.day == session.day and e.start < session.end and session.start < e.end)
        elsewhere = {t for event in events for t in event.trainer_ids}
        known = (problem.trainers[t] for t in lacking if t in problem.trainers)
        absent = {t.id for t in known if away(t.absences, session.day, session.start, session.end)}
        if len(lacking) < len(set(team)) and lacking <= absent | elsewhere:
            return True
    return False


def _co_taught(course: Course) -> bool:
    return course.co_taught or bool(course.teams and min(len(set(team)) for team in course.teams) > 1)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """The course and who would teach it, where it is co-taught."""
    course = problem.courses.get(item.course_id) if item.course_id and item.kind == Kind.COURSE else None
    return (course.id, team) if course is not None and _co_taught(course) else None


def _together(problem: Problem, item: Item, option: Option) -> bool:
    course = problem.courses.get(item.course_id) if item.course_id else None
    if course is None or item.kind != Kind.COURSE:
        return True
    if not _co_taught(course):
        return True
    present, span = frozenset(option.team), (option.day, option.start, option.end)
    complete = len(present) > 1 and (not course.teams or any(present.issuperset(team) for team in course.teams))
    return complete or _left_of_a_team(problem, course, present, span)


def _left_of_a_team(
    problem: Problem, course: Course, present: frozenset[TrainerId], span: tuple[date, int, int]
) -> bool:
    """Whether those present are what is left of a team while its others are away."""
    day, start, end = span

    def gone(who: TrainerId) -> bool:
        called = (e for e in problem.events if who in e.trainer_ids and e.day == day)
        trainer = problem.trainers.get(who)
        absent = trainer is not None and away(trainer.absences, day, start, end)
        return absent or any(e.start < end and start < e.end for e in called)

    teams = () if course.all_needed else course.teams
    return any(not present.isdisjoint(team) and all(who in present or gone(who) for who in team) for team in teams)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The whole of one team is there, two people at least."""
    del board
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    if not placement.moves or course is None or placed.kind != Kind.COURSE or placed.id in problem.stands:
        return
    if not course.co_taught and not (course.teams and min(len(set(team)) for team in course.teams) > 1):
        return
    present, span = frozenset(placed.trainer_ids), (placed.day, placed.start, placed.end)
    incomplete = len(present) < 2 or (course.teams and not any(present.issuperset(team) for team in course.teams))
    if incomplete and not _left_of_a_team(problem, course, present, span):
        names = say_all(trainer_name(problem, t) for t in placed.trainer_ids) or "personne"
        text = f"{course_name(problem, course.id)}, {say_when(placed)} : co-intervention assurée par {names} seulement."
        yield Finding(KEY, text, 1, (placed.id,))


RULE = Rule(
    KEY,
    "Une co-intervention réunit au même moment tous les formateurs d'une de ses équipes, deux personnes au moins ; si "
    "l'un d'eux est absent, les autres assurent la séance, sauf si le cours les veut tous présents.",
    "hard",
    check,
    Enforce(domain=_together, about=_about, refuse=refuse),
)
