"""H3f: a course followed in another class is attended each time it is given, or what is missed is listed."""

from collections.abc import Iterator

from planner.domain import ApprenticeId, CourseId, Kind, Problem, Timetable
from planner.rule import Finding, Rule
from planner.words import course_name, learner_name, say_minutes

KEY = "H3f"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Minutes of each followed course without its follower, against the rows of hours due of that course."""
    missed: dict[tuple[ApprenticeId, CourseId], int] = {}
    for session in timetable.sessions:
        if session.kind != Kind.COURSE or session.course_id is None:
            continue
        present = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
        for learner in problem.followers(session.course_id, session.day, session.part):
            if learner.id not in present:
                who = learner.id, session.course_id
                missed[who] = missed.get(who, 0) + session.minutes
    for (person, course), minutes in missed.items():
        rows = [
            d for d in timetable.debts if d.apprentice_id == person and d.target == course and d.source == "programme"
        ]
        lack = minutes - sum(d.due - d.planned for d in rows)
        if lack > 0:
            text = (
                f"{learner_name(problem, person)} ne suit pas {say_minutes(lack)} de {course_name(problem, course)}, "
                "un cours de son parcours individuel, et ce n'est pas listé."
            )
            yield Finding(KEY, text, amount=lack, people=(person,))


RULE = Rule(
    KEY,
    "Un cours suivi dans une autre classe par un parcours individuel l'est à chaque séance ; ce qui manque est listé.",
    "shortfall",
    check,
)
