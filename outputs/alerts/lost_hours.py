"""Who loses many hours of course to a limit of their day or week: named in *Alertes* and on the first page.

A total says nothing of who bears it. Absences and events are the planner's own; what a limit takes, nobody has decided
course by course. Pure functions of the problem and the timetable.
"""

from collections.abc import Iterable, Iterator, Sequence

from planner.domain import ApprenticeId, Learner, LostCourse, MissedTime, Problem, Timetable, missed_hours
from planner.domain.lost_courses import lost_courses
from planner.words import learner_name, say_all, say_minutes, say_some

MANY_LOST = 10 * 60
"""Minutes of course in a period from which somebody is named; a whole course is enough too."""
LOST_TO_LIMIT = "Beaucoup d'heures de cours perdues"


def lost_alerts(problem: Problem, timetable: Timetable) -> Iterator[tuple[int, str, Learner, str]]:
    """(urgency, alert, learner, detail) of whoever loses many hours, or a whole course, to a limit; the most first."""
    missed = missed_hours(problem, timetable.sessions, timetable.by_apprentice)
    for person, courses in _many(lost_courses(problem, timetable, missed).items()):
        if person in problem.learners:
            names = say_all(
                f"{lost.subject} ({say_minutes(lost.minutes)}{', aucune séance suivie' if lost.whole else ''})"
                for lost in courses
            )
            text = (
                f"{say_minutes(_minutes(courses))} de cours au-delà de ce que sa journée ou sa semaine permet : "
                f"{names}. "
                "Voyez avec le formateur référent ce qui est à rattraper, ou desserrez l'aménagement."
            )
            yield 2, LOST_TO_LIMIT, problem.learners[person], text


def most_lost(problem: Problem, missed: Iterable[MissedTime]) -> str:
    """What the first page adds to the total of the hours missed: who loses most to a limit; empty for nobody."""
    rows = _many((row.apprentice_id, row.limited) for row in missed)
    names = [f"{learner_name(problem, person)} ({say_minutes(_minutes(courses))})" for person, courses in rows]
    return f" ; faute de place dans la journée ou la semaine : {say_some(names)}" if names else ""


def _many(rows: Iterable[tuple[ApprenticeId, Sequence[LostCourse]]]) -> list[tuple[ApprenticeId, Sequence[LostCourse]]]:
    found = [row for row in rows if _minutes(row[1]) >= MANY_LOST or any(lost.whole for lost in row[1])]
    return sorted(found, key=lambda row: (-_minutes(row[1]), row[0]))


def _minutes(courses: Sequence[LostCourse]) -> int:
    return sum(lost.minutes for lost in courses)
