"""H3g: every hour of course of a class is attended, replaced, or listed as missed, for each of its people.

Replaced: an exemption or an individual path frees the person from the course. All else that somebody of the class does
not attend must stand in the hours due, to be made up or not, and nothing else may stand there.
"""

from collections.abc import Iterator

from planner.domain import MISSED_LISTED, ApprenticeId, CourseId, Kind, Problem, Session, SessionId, Timetable
from planner.rule import Finding, Rule
from planner.words import course_name, learner_name, say_minutes

KEY = "H3g"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Hours of each course that its people do not attend, counted from attendance, against what is listed.

    Nothing of a timetable whose summary is that of a program that listed only what is made up.
    """
    if "status" in timetable.summary and MISSED_LISTED not in timetable.summary:
        return
    minutes: dict[tuple[ApprenticeId, CourseId], int] = {}
    sessions: dict[tuple[ApprenticeId, CourseId], list[SessionId]] = {}
    for course_id, session, present in _lessons(problem, timetable):
        course = problem.courses[course_id]
        for class_id in course.class_ids:
            for learner in problem.roster(class_id, session.day, session.part):
                if learner.id not in present and problem.freed(learner.id, course, session.day) is None:
                    at = (learner.id, course_id)
                    minutes[at] = minutes.get(at, 0) + session.minutes
                    sessions.setdefault(at, []).append(session.id)
    listed = _listed(problem, timetable)
    for at in sorted({*minutes, *listed}):
        lost, told = minutes.get(at, 0), listed.get(at, 0)
        if lost != told:
            person, course_id = at
            name = f"{learner_name(problem, person)}, {course_name(problem, course_id)}"
            text = f"{name} : {say_minutes(lost)} de cours non suivies, {say_minutes(told)} dans les heures manquées."
            yield Finding(KEY, text, abs(lost - told), tuple(sessions.get(at, ())), (person,))


def _lessons(problem: Problem, timetable: Timetable) -> Iterator[tuple[CourseId, Session, frozenset[ApprenticeId]]]:
    """Each course, each session of it and who is there; the groups of a barrette that carries courses are one."""
    together: dict[tuple[object, ...], list[Session]] = {}
    for session in timetable.sessions:
        alone = session.kind != Kind.BARRETTE
        at = (session.id,) if alone else (session.barrette_id, session.day, session.start)
        together.setdefault(at, []).append(session)
    for groups in together.values():
        here = frozenset(row.apprentice_id for s in groups for row in timetable.attendees.get(s.id, ()))
        for course_id in _courses(problem, groups):
            yield course_id, groups[0], here


def _courses(problem: Problem, groups: list[Session]) -> list[CourseId]:
    """Courses that sessions of one hour give: their own, or all those of the barrette where one of them carries any."""
    first = groups[0]
    barrette = problem.barrettes.get(first.barrette_id) if first.barrette_id else None
    if first.kind == Kind.COURSE:
        return [c for c in first.course_ids if c in problem.courses]
    if first.kind == Kind.BARRETTE and barrette is not None and any(s.course_ids for s in groups):
        return [c for c in barrette.course_ids if c in problem.courses]
    return []


def _listed(problem: Problem, timetable: Timetable) -> dict[tuple[ApprenticeId, CourseId], int]:
    """Minutes that the hours due list as missed, of each person and course; courses of another class aside."""
    found: dict[tuple[ApprenticeId, CourseId], int] = {}
    followed = {(path.apprentice_id, path.follows) for path in problem.paths}
    for row in timetable.debts:
        at = (row.apprentice_id, CourseId(row.target))
        if row.source == "rattrapage" or (
            row.source == "programme" and at[1] in problem.courses and at not in followed
        ):
            found[at] = found.get(at, 0) + row.due
    return found


RULE = Rule(
    KEY,
    "Chaque heure de cours d'une classe est, pour chacun de ses apprenants, suivie, remplacée par une dispense ou un "
    "parcours individuel, ou listée dans les heures manquées avec sa cause.",
    "shortfall",
    check,
)
