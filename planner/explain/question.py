"""A question: which sessions are to be placed, in a week or anywhere in the term, under facts some of which are lifted.

Facts are lifted by lifting_by the problem: the rules then build the models of a workbook that says otherwise. What is
wanted of each course is counted once, on the workbook as it is, so that lifting a fact never asks for more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner.courses.short_weeks import term_sessions
from planner.courses.standing import SessionsWanted
from planner.domain import Course, CourseId, Kind, Problem
from planner.engine.term.promised import promised
from planner.model import Item

AskedThing = tuple[str, str]
"""What is to be placed: ``course``, ``barrette``, ``open``, ``event`` or ``standing``, and its id."""
WantedSessions = Mapping[tuple[CourseId, str], SessionsWanted]
"""Course and part → Monday (None: any week) and minutes of each session."""


@dataclass(frozen=True)
class Question:
    """Whether some things can all be placed.

    ``anywhere``: a session may be in any of the weeks; else each has the week that the workbook gives it, and sessions
    without one are not asked for, but where a lock wants them.
    """

    problem: Problem
    wanted: WantedSessions
    things: frozenset[AskedThing]
    weeks: tuple[date, ...]
    anywhere: bool = False

    def only(self, things: frozenset[AskedThing]) -> "Question":
        """The same about some of the things."""
        return replace(self, things=self.things & things)

    def without(self, thing: AskedThing) -> "Question":
        """The same about all things but one."""
        return replace(self, things=self.things - {thing})

    def under(self, problem: Problem) -> "Question":
        """The same under other facts."""
        return replace(self, problem=problem)

    @property
    def courses(self) -> tuple[Course, ...]:
        """The courses of the question, in the order of the workbook."""
        asked = {name for kind, name in self.things if kind == "course"}
        return tuple(course for key, course in self.problem.courses.items() if key in asked)


def wanted_of(problem: Problem) -> WantedSessions:
    """The sessions that a workbook asks for, as a first solve counts them."""
    held, _reserved = promised(problem)
    return term_sessions(problem, held)


def week_question(problem: Problem, wanted: WantedSessions, week: date) -> Question:
    """Everything that the workbook wants in one week."""
    return Question(problem, wanted, everything(problem, week), (week,))


def everything(problem: Problem, week: date | None = None) -> frozenset[AskedThing]:
    """All that is to be placed; of a week, only its own events and sessions that stand."""
    events = (e for e in problem.events if week is None or 0 <= (e.day - week).days < 7)
    standing = problem.standing if week is None else problem.standing_in.get(week, ())
    return frozenset(
        [
            *(("course", str(c)) for c in problem.courses),
            *(("barrette", str(b)) for b in problem.barrettes),
            *(("open", str(o.id)) for o in problem.open_periods),
            *(("event", e.id) for e in events),
            *(("standing", str(s.id)) for s in standing),
        ]
    )


def thing_of(item: Item) -> AskedThing:
    """Which thing an item is a session of."""
    if item.kind == Kind.FIXED:
        return "event", str(item.id).removeprefix("fixe-")
    if item.exact is not None:
        return "standing", str(item.id)
    if item.barrette_id is not None:
        return "barrette", str(item.barrette_id)
    if item.open_id is not None:
        return "open", str(item.open_id)
    return "course", str(item.course_id)
