"""The contradictions of a workbook: week by week, one set of facts after the other until the rest fits.

Once a set is found, what there is of its facts is lifted, so that the next set has another cause. Weeks that clash for
the same cause are told once. What each week holds and the term does not is asked of all weeks.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from planner.courses.teams import teams_of
from planner.domain import Course, CourseId, Problem
from planner.engine.solvers.cpsat import Outcome
from planner.engine.term.plan import plan_term
from planner.engine.term.promised import promised
from planner.explain.clash import FactClash, facts_of, things_around, things_together, under_all_but
from planner.explain.models import FIRST_LOOK, Oracle
from planner.explain.question import AskedThing, Question, WantedSessions, everything, wanted_of, week_question
from planner.explain.shrink import smallest_set
from planner.rule import Rules
from planner.words import say_week

SETS_OF_A_WEEK = 6
"""Sets of one week that are told: more of them say no more about where to begin."""
MOST_SPREAD = 3
"""Courses whose sessions are asked of all weeks together: of more, the models are long to build."""
MOST_OF_FAMILY = 12
"""Things that one cause keeps out, which are looked for."""


@dataclass
class Finder:
    """Looks for the clashes of one problem."""

    problem: Problem
    rules: Rules
    progress: Callable[[str], None] = lambda _where: None
    """Told where the search is, week after week."""
    wanted: WantedSessions = field(init=False)
    oracle: Oracle = field(init=False)
    unknown: list[date] = field(default_factory=list)
    """Weeks of which nothing is proven, one way or the other."""

    def __post_init__(self) -> None:
        self.wanted, self.oracle = wanted_of(self.problem), Oracle(self.rules)

    def everything(self) -> list[FactClash]:
        """All clashes of the workbook: of its weeks, then of what the weeks hold and the term does not."""
        found = self.clashes(self.problem.weeks)
        self.progress("ensemble des semaines")
        # As if what is known were cured: the term is asked for what else there is.
        whole = Question(self.problem, self.wanted, everything(self.problem), self.problem.weeks, anywhere=True)
        cured = under_all_but(whole, self.rules, frozenset[str]().union(*(clash.cause for clash in found))).problem
        held, reserved = promised(cured)
        plan = plan_term(cured, self.rules, held, reserved, FIRST_LOOK)
        known = {name for clash in found for _kind, name in clash.family}
        return found + self.of_term(dict.fromkeys(c for c, *_rest in plan.missing if str(c) not in known))

    def clashes(self, weeks: Iterable[date]) -> list[FactClash]:
        """All clashes of some weeks, those of one cause once."""
        found: list[FactClash] = []
        for week in weeks:
            self.progress(say_week(week))
            question = week_question(self.problem, self.wanted, week)
            outcome, things = self.oracle.clash(question)
            if outcome is Outcome.UNKNOWN:
                self.unknown.append(week)
            elif outcome is Outcome.INFEASIBLE and not self._known(question, found):
                for clash in self._of_week(question, things):
                    _add(found, clash)
        return found

    def _known(self, question: Question, found: list[FactClash]) -> bool:
        """Whether causes that are known are all that keeps a week from fitting; those get the week as theirs."""
        told = [clash for clash in found if self._same(question, clash)]
        if not told:
            return False
        rest = question.only(question.things - frozenset().union(*(clash.aside for clash in told)))
        cause = frozenset[str]().union(*(clash.cause for clash in told))
        if self.oracle.possible(under_all_but(rest, self.rules, cause)) is not Outcome.FEASIBLE:
            return False
        for clash in told:
            found[found.index(clash)] = replace(clash, weeks=(*clash.weeks, *question.weeks))
        return True

    def _same(self, question: Question, clash: FactClash) -> bool:
        """Whether the facts of a clash, and nothing else, keep its things from fitting in a week too."""
        mine = question.only(clash.found.question.things)
        keys = {fact.key for fact in clash.facts}
        facts = facts_of(mine, self.rules)
        if not keys <= {fact.key for fact in facts}:
            return False
        others = [fact.key for fact in facts if fact.key not in keys]
        return self.oracle.possible(under_all_but(mine, self.rules, others)) is Outcome.INFEASIBLE

    def _of_week(self, question: Question, things: frozenset[AskedThing]) -> Iterator[FactClash]:
        """The clashes of one week, until what is left of it fits."""
        for _turn in range(SETS_OF_A_WEEK):
            clash = self._clash(question, things)
            yield clash
            question = question.only(question.things - clash.aside)
            question = under_all_but(question, self.rules, clash.cause)
            outcome, things = self.oracle.clash(question)
            if outcome is not Outcome.INFEASIBLE:
                return

    def _clash(self, whole: Question, things: frozenset[AskedThing]) -> FactClash:
        """The smallest clash among some things that cannot be placed together, and what else its cause keeps out."""
        question = self._fewer(self._enough(whole, things))
        found = smallest_set(self.oracle, question, facts_of(question, self.rules))
        named = found.question.things or things
        nowhere = whole.anywhere or self._nowhere(question.only(named))
        clash = FactClash(found, whole.weeks, whole, named, nowhere=nowhere)
        if not clash.cause:
            return replace(clash, aside=frozenset([self._least(named)]))
        return replace(clash, family=named | self._family(whole, clash))

    def _enough(self, whole: Question, things: frozenset[AskedThing]) -> Question:
        """A question about the things that a search named; about more, where a place for these alone is found.

        Where it named none: those of one class, one trainer or one kind of room, if they clash by themselves.
        """
        named = [things, things_around(whole, things)] if things < whole.things else []
        for some in itertools.chain(named, things_together(whole)):
            question = whole.only(some)
            if len(some) < len(whole.things) and self.oracle.possible(question) is Outcome.INFEASIBLE:
                return question
        return whole

    def _family(self, whole: Question, clash: FactClash) -> frozenset[AskedThing]:
        """What has to be left out, one after the other, for the rest to fit although the facts hold.

        Not what would not fit by itself without these facts either: it has another cause.
        """
        found, near = set[AskedThing](), whole.only(things_around(whole, clash.family))
        while len(found) < MOST_OF_FAMILY and not whole.anywhere:
            outcome, things = self.oracle.clash(near.only(near.things - found))
            if outcome is not Outcome.INFEASIBLE:
                break
            found.add(self._least(things))
        cured = under_all_but(near, self.rules, clash.cause)
        alone = {thing: cured.only(frozenset([thing])) for thing in found}
        return frozenset(t for t in found if self.oracle.possible(alone[t]) is not Outcome.INFEASIBLE)

    def _nowhere(self, question: Question) -> bool:
        """Whether it is proven that no week of the term takes what one week does not; not asked of many courses."""
        if not 0 < len(question.courses) <= MOST_SPREAD:
            return False
        spread = replace(question, weeks=self.problem.weeks, anywhere=True)
        return self.oracle.possible(spread) is Outcome.INFEASIBLE

    def of_term(self, courses: Iterable[CourseId]) -> list[FactClash]:
        """The clashes that keep some courses out of every week of the term, those of one cause once."""
        found: list[FactClash] = []
        for course_id in courses:
            for things in self._rings(self.problem.courses[course_id]):
                question = Question(self.problem, self.wanted, things, self.problem.weeks, anywhere=True)
                outcome, named = self.oracle.clash(question)
                if outcome is Outcome.INFEASIBLE:
                    _add(found, self._clash(question, named))
                if outcome is not Outcome.FEASIBLE:
                    break
        return found

    def _rings(self, course: Course) -> Iterator[frozenset[AskedThing]]:
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

    def lacking(self, clash: FactClash) -> int:
        """How many sessions of what its facts name its first week leaves out at least; 0 where any week may do."""
        if clash.anywhere:
            return 0
        asked = replace(clash.found.question, problem=self.problem, wanted=self.wanted)
        return self.oracle.left_out(asked)

    def _fewer(self, question: Question) -> Question:
        """A question about as few of its things as clash, by what the search names of them again and again."""
        while len(question.things) > 1:
            _outcome, things = self.oracle.clash(question)
            fewer = question.only(things)
            if len(things) >= len(question.things) or self.oracle.possible(fewer) is not Outcome.INFEASIBLE:
                return question
            question = fewer
        return question

    def _least(self, things: frozenset[AskedThing]) -> AskedThing:
        """What of some things is left aside first: a course, of as few hours as can be."""
        minutes = Counter[str]()
        for (course_id, _part), rows in self.wanted.items():
            minutes[str(course_id)] += sum(length for _week, length in rows)
        return min(things, key=lambda thing: (thing[0] != "course", minutes[thing[1]], thing))


def _add(found: list[FactClash], clash: FactClash) -> None:
    """Keep a clash: beside those that are known, or as more weeks of the one with the same facts."""
    keys = [fact.key for fact in clash.facts]
    for number, other in enumerate(found):
        if keys == [fact.key for fact in other.facts]:
            found[number] = replace(other, weeks=(*other.weeks, *clash.weeks), family=other.family | clash.family)
            return
    found.append(clash)
