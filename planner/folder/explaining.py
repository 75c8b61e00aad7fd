"""Why courses have no place, in their lines of ``unplaced.csv``: which facts clash, and the first cure that works.

After a first solve, where the weeks have left courses out; of a few weeks and courses, since each takes seconds, and
where nobody has asked the search to stop. What is not proven is not said: those lines stay as they are.
"""

from dataclasses import replace

from constraints import RULES
from planner.domain import Kind, Problem, Timetable, Unplaced
from planner.domain.recovered import recovered
from planner.explain.clashes import Finder
from planner.explain.cures import cures_of
from planner.explain.told import explains, reason_told
from planner.listener import Listener

MOST_WEEKS = 3
"""Weeks of which it is said."""
MOST_LOOSE = 3
"""Courses without a week of which it is said."""
MOST_COURSES = 600
"""Courses of a workbook beyond which a planner asks for it (`barrette explain`): its weeks are long to build."""


def with_what_clashes(problem: Problem, timetable: Timetable, listener: Listener) -> Timetable:
    """A timetable whose courses without a place say which facts clash, and what was tried."""
    rows = [row for row in timetable.unplaced if row.kind == Kind.COURSE and recovered(row).day is None]
    if not rows or len(problem.courses) > MOST_COURSES:
        return timetable
    listener.phase("motifs des séances sans place", {})
    finder = Finder(problem, RULES)
    weeks = dict.fromkeys(week for row in rows if (week := recovered(row).week) is not None)
    loose = dict.fromkeys(c for row in rows if recovered(row).week is None for c in row.course_ids)
    clashes = finder.clashes(sorted(weeks)[:MOST_WEEKS]) + finder.of_term([*loose][:MOST_LOOSE])
    told = [(clash, reason_told(clash, cures_of(finder, clash, clashes))) for clash in clashes]

    def said(row: Unplaced) -> Unplaced:
        why = next((words for clash, words in told if row in rows and explains(clash, row)), "")
        return replace(row, reason=f"{row.reason} ; {why}") if why else row

    return replace(timetable, unplaced=tuple(map(said, timetable.unplaced)))
