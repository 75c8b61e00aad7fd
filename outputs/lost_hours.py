"""Who loses many hours of course to a limit of their day or week: named in *Alertes* and on the first page.

A total says nothing of who bears it. Absences and events are the planner's own; what a limit takes, nobody has decided
course by course. Pure functions of the problem and the timetable.
"""

from collections.abc import Iterable, Iterator

from planner.domain import Learner, MissedTime, Problem, Timetable
from planner.report.people import missed_time
from planner.words import learner_name, say_all, say_minutes, say_some

MANY_LOST = 10 * 60
"""Minutes of course in a period from which somebody is named; a whole course is enough too."""
LOST_TO_LIMIT = "Beaucoup d'heures de cours perdues"


def lost_alerts(problem: Problem, timetable: Timetable) -> Iterator[tuple[int, str, Learner, str]]:
    """(urgency, alert, learner, detail) of whoever loses many hours, or a whole course, to a limit; the most first."""
    for row in _many(missed_time(problem, timetable)):
        if row.apprentice_id in problem.learners:
            courses = say_all(
                f"{lost.subject} ({say_minutes(lost.minutes)}{', aucune séance suivie' if lost.whole else ''})"
                for lost in row.limited
            )
            text = (
                f"{say_minutes(_minutes(row))} de cours au-delà de ce que sa journée ou sa semaine permet : {courses}. "
                "Voir avec le formateur référent ce qui est à rattraper, ou desserrer l'aménagement."
            )
            yield 2, LOST_TO_LIMIT, problem.learners[row.apprentice_id], text


def most_lost(problem: Problem, missed: Iterable[MissedTime]) -> str:
    """What the first page adds to the total of the hours missed: who loses most to a limit; empty for nobody."""
    names = [f"{learner_name(problem, row.apprentice_id)} ({say_minutes(_minutes(row))})" for row in _many(missed)]
    return f" ; faute de place dans la journée ou la semaine : {say_some(names)}" if names else ""


def _many(missed: Iterable[MissedTime]) -> list[MissedTime]:
    rows = (row for row in missed if _minutes(row) >= MANY_LOST or any(lost.whole for lost in row.limited))
    return sorted(rows, key=lambda row: (-_minutes(row), row.apprentice_id))


def _minutes(row: MissedTime) -> int:
    return sum(lost.minutes for lost in row.limited)
