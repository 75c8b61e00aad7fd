"""The contradictions of a workbook: week by week, one set of facts after the other until the rest fits.

Weeks that clash for the same facts are told once. What the weeks each hold, but the term does not, is asked of all weeks
together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.courses.teams import teams_of
from planner.domain import Course, CourseId, Problem
from planner.engine.solvers.cpsat import Outcome
from planner.explain.facts import Fact
from planner.explain.facts_asked import (
    arrangement_facts,
    course_facts,
    link_facts,
    lock_facts,
    pausing_events,
    thing_facts,
)
from planner.explain.facts_people import class_facts, closure_facts, trainer_facts
from planner.explain.facts_rooms import room_facts
from planner.explain.facts_rules import limit_facts, rule_facts
from planner.explain.models import Oracle
from planner.explain.question import Question, Thing, WantedSessions, wanted_of, week_question
from planner.explain.shrink import FactSet, smallest
from planner.rule import Rules

MOST_SETS = 6
"""Sets of one week that are told: more of them say no more about where to begin."""


def facts_of(question: Question, rules: Rules) -> tuple[Fact, ...]:
    """All facts of a question, what tells least first: it is given up first where either would do."""
    return (
        *rule_facts(question, rules),
        *arrangement_facts(question),
        *room_facts(question),
        *limit_facts(question),
        *link_facts(question),
        *class_facts(question),
        *course_facts(question),
        *closure_facts(question),
        *trainer_facts(question),
        *pausing_events(question),
        *lock_facts(question),
        *thing_facts(question),
    )


@dataclass(frozen=True)
class Clash:
    """A set of facts that cannot all hold, and the weeks in which that is so."""

    found: FactSet
    weeks: tuple[date, ...]
    aside: Thing
    """What of it is set aside to see what else clashes."""
    near: Question
    """All that was asked when it was found."""
    anywhere: bool = False
    """Whether the sessions might be in any week; else each in its own."""
    nowhere: bool = False
    """Whether it is proven that no other week of the term takes them either."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts."""
        return self.found.facts

    @property
    def courses(self) -> tuple[str, ...]:
        """Ids of the courses that are part of it."""
        return tuple(fact.key.partition(":")[2] for fact in self.facts if fact.kind == "course")


@dataclass
class Finder:
    """Looks for the clashes of one problem."""

    problem: Problem
    rules: Rules
    wanted: WantedSessions = field(init=False)
    oracle: Oracle = field(init=False)
    unknown: list[date] = field(default_factory=list)
    """Weeks of which nothing is proven, one way or the other."""

    def __post_init__(self) -> None:
        self.wanted, self.oracle = wanted_of(self.problem), Oracle(self.rules)

    def clashes(self, weeks: Sequence[date] | None = None) -> list[Clash]:
        """All clashes of some weeks (of the term, if none is named), those of the same facts once."""
        found: dict[tuple[str, ...], Clash] = {}
        for week in self.problem.weeks if weeks is None else weeks:
            for clash in self.of_week(week):
                key = tuple(fact.key for fact in clash.facts)
                if key in found:
                    clash = replace(found[key], weeks=(*found[key].weeks, week))
                found[key] = clash
        return list(found.values())

    def of_week(self, week: date) -> Iterator[Clash]:
        """The clashes of one week, until what is left of it fits."""
        question = week_question(self.problem, self.wanted, week)
        for _turn in range(MOST_SETS):
            outcome, things = self.oracle.clash(question)
            if outcome is Outcome.UNKNOWN:
                self.unknown.append(week)
            if outcome is not Outcome.INFEASIBLE:
                return
            clash = self._clash(question, things)
            yield clash
            question = question.without(clash.aside)

    def _clash(self, whole: Question, things: frozenset[Thing]) -> Clash:
        """The smallest clash among some things that cannot be placed together."""
        question = self._fewer(whole.only(things))
        found = smallest(self.oracle, question, facts_of(question, self.rules))
        named = found.question.things
        nowhere = whole.anywhere or self._nowhere(question.only(named))
        return Clash(found, whole.weeks, self._least(named or things), whole, whole.anywhere, nowhere)

    def _nowhere(self, question: Question) -> bool:
        """Whether no week of the term takes what one week does not."""
        if not question.courses:
            return False
        spread = replace(question, weeks=self.problem.weeks, anywhere=True)
        return self.oracle.possible(spread) is Outcome.INFEASIBLE

    def of_term(self, courses: Iterable[CourseId]) -> list[Clash]:
        """The clashes that keep some courses out of every week of the term, those of the same facts once."""
        found: dict[tuple[str, ...], Clash] = {}
        for course_id in courses:
            for things in self._rings(self.problem.courses[course_id]):
                question = Question(self.problem, self.wanted, things, self.problem.weeks, anywhere=True)
                outcome, named = self.oracle.clash(question)
                if outcome is Outcome.INFEASIBLE:
                    clash = self._clash(question, named)
                    found.setdefault(tuple(fact.key for fact in clash.facts), clash)
                if outcome is not Outcome.FEASIBLE:
                    break
        return list(found.values())

    def _rings(self, course: Course) -> Iterator[frozenset[Thing]]:
        """What a course is asked about with: nothing else; its classes; then the other courses of its trainers."""
        problem = self.problem
        yield frozenset({("course", str(course.id))})
        classes = {*course.class_ids}
        near = {("course", str(c.id)) for c in problem.courses.values() if classes & {*c.class_ids}}
        near |= {("barrette", str(b.id)) for b in problem.barrettes.values() if classes & {*b.class_ids}}
        near |= {("open", str(o.id)) for o in problem.open_periods if classes & {*o.class_ids}}
        near |= {("standing", str(s.id)) for s in problem.standing if classes & {*s.class_ids}}
        yield frozenset(near)
        led = {t for team in teams_of(problem, course) for t in team}
        theirs = {c.id for c in problem.courses.values() if any(led & {*team} for team in teams_of(problem, c))}
        yield frozenset({("course", str(c)) for c in theirs} | {("course", str(course.id))})
        yield frozenset(near | {("course", str(c)) for c in theirs})

    def lacking(self, clash: Clash) -> int:
        """How many sessions of a clash its first week leaves out at least; 0 where they may be in any week."""
        if clash.anywhere:
            return 0
        asked = replace(clash.found.question, problem=self.problem, wanted=self.wanted)
        return self.oracle.left_out(asked)

    def _fewer(self, question: Question) -> Question:
        """A question about as few of its things as clash, by what the search names of them again and again."""
        while True:
            _outcome, things = self.oracle.clash(question)
            if len(things) >= len(question.things) or _outcome is not Outcome.INFEASIBLE:
                return question
            question = question.only(things)

    def _least(self, things: frozenset[Thing]) -> Thing:
        """What of a clash is left aside to look for the next one: a course, of as few hours as can be."""
        minutes = Counter[str]()
        for (course_id, _part), rows in self.wanted.items():
            minutes[str(course_id)] += sum(length for _week, length in rows)
        return min(things, key=lambda thing: (thing[0] != "course", minutes[thing[1]], thing))
