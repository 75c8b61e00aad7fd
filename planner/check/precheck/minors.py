"""Pre-check on minors who are freed from a course: an adult and a place beside it, at some hour at which it may be."""

from collections.abc import Iterator
from datetime import date

from planner.check.precheck.alert import Alert, origin, some
from planner.check.precheck.case import Case
from planner.check.precheck.places import Places
from planner.courses.teams import teams_of
from planner.domain import ClassId, Course, Learner, Problem, away, monday
from planner.words import DAY_NAMES, course_name, say_all, say_minutes

SUPERVISED = "H8b"
HERE = ("study", "support", "free")
"""What becomes of freed hours of who stays at the centre: who may not leave is not free."""


def unwatched_minors(case: Case) -> Iterator[Alert]:
    """Minors who may be in no supervised place while their class has a course, at whichever hour it is."""
    problem = case.problem
    if SUPERVISED in problem.rules_off:
        return
    for course in problem.courses.values():
        people = _freed_minors(problem, course)
        if not people or course.barrette_id or _watched_somewhere(problem, course, {d for d, _p in people}):
            continue
        names = dict.fromkeys(learner.id for _day, learner in people)
        weeks = {monday(day) for day, _learner in people}
        part = "A" if course.parts > 1 else ""
        hours = sum(minutes for week, minutes in case.wanted(course, part) if week is None or week in weeks)
        days = say_all(f"le {DAY_NAMES[n]}" for n in sorted({day.weekday() for day, _learner in people}))
        several = len(names) > 1
        text = (
            f"{some([problem.learners[a].name for a in names])} {'ont' if several else 'a'} moins de 18 ans et ne "
            f"{'suivent' if several else 'suit'} pas {course_name(problem, course.id)} ({say_minutes(hours)}) : à "
            "aucune heure possible de ce cours il ne reste un adulte et une salle pour encadrer, et ces heures seront "
            f"listées. Solution, au choix : un adulte de plus (vie scolaire, documentaliste) et une salle libre {days} "
            "; « entreprise » dans « à la place » ; ou « sortie libre autorisée le » dans la feuille Apprenants."
        )
        first, *others = dict.fromkeys(cell for a in names if (cell := origin(problem, "learner", a))) or ("",)
        place = origin(problem, "course", course.id)
        yield Alert("unwatched_minors", text, first, cells=tuple(filter(None, (*others, place))))


def _freed_minors(problem: Problem, course: Course) -> list[tuple[date, Learner]]:
    """Days on which minors of the classes of a course, who may not leave, are freed from it, with each of them."""
    mine = problem.once(_may_be_freed)
    people = {p.id: p for c in course.class_ids for p in mine.get(c, ())}
    found = []
    for learner in people.values():
        for day in problem.days:
            home = learner.membership(day)
            here = home is not None and home.class_id in course.class_ids
            if here and learner.kept(day) and _stays(problem, learner, course, day):
                found.append((day, learner))
    return found


def _may_be_freed(problem: Problem) -> dict[ClassId, list[Learner]]:
    """Minors of each class who have a line that frees them, or may not be at the machines of some course yet."""
    rows = {row.apprentice_id for some in (problem.exemptions, problem.paths) for row in some}
    regulated = {c for course in problem.courses.values() if course.regulated for c in course.class_ids}
    found: dict[ClassId, list[Learner]] = {}
    for learner in problem.learners.values():
        if not learner.minor(problem.first) or learner.remote:
            continue
        for home in learner.memberships:
            kept_out = learner.regulated_ok is None or learner.regulated_ok > problem.first
            if learner.id in rows or (home.class_id in regulated and kept_out):
                found.setdefault(home.class_id, []).append(learner)
    return found


def _stays(problem: Problem, learner: Learner, course: Course, day: date) -> bool:
    """Whether somebody is at the centre and has not a course of their class on a day."""
    row = problem.freed(learner.id, course, day)
    if row is None:
        return learner.unauthorised(course, day) and bool(problem.presence(learner, day))
    return row.instead in HERE and bool(problem.presence(learner, day))


def _watched_somewhere(problem: Problem, course: Course, days: set[date]) -> bool:
    """Whether at some hour at which a course may be, on one of some days, an adult and a room are left beside it."""
    places = Places(problem, course, "A" if course.parts > 1 else "")
    fewest = min((len(set(team)) for team in teams_of(problem, course)), default=0)
    spans = [(day, *span) for day in sorted(days) for span in places.spans(day)]
    return not spans or any(_left(problem, *span, fewest) for span in spans)


def _left(problem: Problem, day: date, start: int, end: int, team: int) -> bool:
    """Whether an adult and a room are there at an hour beside those of a course."""
    adults = sum(not away(trainer.absences, day, start, end) for trainer in problem.trainers.values())
    rooms = sum(not away(room.absences, day, start, end) for room in problem.rooms.values())
    return adults > team and rooms > 1
