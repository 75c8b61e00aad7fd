"""The contradictions of a workbook: week by week, one set of facts after the other until the rest fits.

Once a set is found, what there is of its facts is lifted, so that the next set has another cause. Weeks that clash for
the same cause are told once. What each week holds and the term does not is asked of all weeks.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.courses.teams import teams_of
from planner.domain import Course, CourseId, Problem, Volume
from planner.engine.solvers.cpsat import Outcome
from planner.engine.term.plan import plan_term
from planner.engine.term.promised import promised
from planner.explain.clash import (
    OF_COURSES,
    FactClash,
    facts_of,
    things_around,
    things_tied,
    things_together,
    under_all_but,
)
from planner.explain.models import FIRST_LOOK, Oracle
from planner.explain.question import AskedThing, Question, WantedSessions, everything, wanted_of, week_question
from planner.explain.shrink import smallest_set
from planner.rule import Rules
from planner.words import say_week

SETS_OF_A_WEEK = 6
"""Sets of one week that are told: more of them say no more about where to begin."""
OBSTACLES_OF_A_THING = 2
"""Sets of a week about one and the same thing alone; then it is set aside: it asks for too much in too many ways."""
MOST_SPREAD = 3
"""Courses whose sessions are asked of all weeks together: of more, the models are long to build."""
MOST_OF_FAMILY = 16
"""Things that one cause keeps out, which are looked for."""
NOTHING_ASKED = Volume(total=0)
"""What a course that is set aside asks of the term."""


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
        aside = {name for clash in found for _kind, name in clash.aside}
        cured = replace(
            cured,
            courses={c: replace(one, volume=NOTHING_ASKED) if c in aside else one for c, one in cured.courses.items()},
        )
        held, reserved = promised(cured)
        plan = plan_term(cured, self.rules, held, reserved, FIRST_LOOK)
        known = {name for clash in found for _kind, name in clash.family} | aside
        missing = dict.fromkeys(c for c, *_rest in plan.missing if str(c) not in known)
        for clash in self.of_term(missing):
            of_weeks = (n for n, one in enumerate(found) if clash.cause and clash.cause <= one.cause)
            number = next(of_weeks, None)
            if number is None:
                found.append(clash)
            else:
                found[number] = replace(found[number], family=found[number].family | clash.family)
        return found

    def clashes(self, weeks: Iterable[date]) -> list[FactClash]:
        """All clashes of some weeks, those of one cause once."""
        found: list[FactClash] = []
        for week in weeks:
            self.progress(say_week(week))
            question = week_question(self.problem, self.wanted, week)
            outcome, things = self._asked(question)
            if outcome is Outcome.UNKNOWN:
                self.unknown.append(week)
            elif outcome is Outcome.INFEASIBLE:
                self._of_week(question, things, found)
        return found

    def _of_week(self, question: Question, things: frozenset[AskedThing], found: list[FactClash]) -> None:
        """Add the clashes of one week, until what is left of it fits; those of a known cause get the week as theirs."""
        here, whole = list[int](), question
        for _turn in range(SETS_OF_A_WEEK + len(found)):
            some = self._enough(question, things)
            known = (n for n, one in enumerate(found) if n not in here and self._keeps_out(some, one))
            number = next(known, len(found))
            if number < len(found):
                found[number] = self._in_week(question, some.things, found[number])
            elif sum(found[n].weeks == question.weeks for n in here) < SETS_OF_A_WEEK:
                found.append(self._clash(question, some))
            else:
                break
            here.append(number)
            aside = found[number].aside or _too_much([found[n] for n in here])
            for n in here:
                found[n] = replace(found[n], aside=aside) if aside and found[n].alone == aside else found[n]
            question = question.only(question.things - aside)
            question = under_all_but(question, self.rules, found[number].cause)
            outcome, things = self._asked(question)
            if outcome is not Outcome.INFEASIBLE:
                break
        for n, one in enumerate(found):
            # What is in two clashes hides the one behind the other.
            if n not in here and one.cause and self._holds(whole, one):
                found[n] = replace(one, weeks=(*one.weeks, *whole.weeks))

    def _asked(self, question: Question) -> tuple[Outcome, frozenset[AskedThing]]:
        """Whether a week fits, and things that do not; where no search says so, those of a class, trainer or rooms."""
        outcome, things = self.oracle.clash(question)
        if outcome is Outcome.UNKNOWN:
            some = self._enough(question, question.things).things
            return (Outcome.INFEASIBLE, some) if some < question.things else (outcome, things)
        return outcome, things

    def _keeps_out(self, question: Question, clash: FactClash) -> bool:
        """Whether what is known to clash keeps the things of another week out as well.

        Where its facts say what there is: these with what is asked, and not what is asked alone. Else: its facts alone.
        """
        if not clash.cause:
            return self._holds(question, clash)
        facts = facts_of(question, self.rules)
        others = {fact.key for fact in facts if fact.kind not in OF_COURSES} - clash.cause
        if not clash.cause <= {fact.key for fact in facts}:
            return False
        told = self.oracle.possible(under_all_but(question, self.rules, others))
        without = under_all_but(question, self.rules, others | clash.cause)
        return told is Outcome.INFEASIBLE and self.oracle.possible(without) is Outcome.FEASIBLE

    def _holds(self, question: Question, clash: FactClash) -> bool:
        """Whether the facts of a clash, and nothing else, keep its things from fitting in a week too."""
        mine = question.only(clash.found.question.things)
        facts, keys = facts_of(mine, self.rules), {fact.key for fact in clash.facts}
        if not {key for key in keys if not key.startswith("courses:")} <= {fact.key for fact in facts}:
            return False
        others = [fact.key for fact in facts if fact.key not in keys and fact.kind != "course"]
        return self.oracle.possible(under_all_but(mine, self.rules, others)) is Outcome.INFEASIBLE

    def _in_week(self, question: Question, things: frozenset[AskedThing], clash: FactClash) -> FactClash:
        """A known clash in one more week, with what its cause keeps out there."""
        family = clash.family
        if clash.cause:
            family |= self._family(question, things, clash.cause, family)
        return replace(clash, weeks=tuple(dict.fromkeys((*clash.weeks, *question.weeks))), family=family)

    def _clash(self, whole: Question, some: Question) -> FactClash:
        """The smallest clash among some things that cannot be placed together, and what else its cause keeps out."""
        question = self._fewer(some)
        found = smallest_set(self.oracle, question, facts_of(question, self.rules))
        named = found.question.things or some.things
        nowhere = whole.anywhere or self._nowhere(question.only(named))
        clash = FactClash(found, whole.weeks, whole, named, nowhere=nowhere)
        if not clash.cause:
            return replace(clash, aside=frozenset([self._least(named)]))
        return replace(clash, family=named | self._family(whole, named, clash.cause))

    def _enough(self, whole: Question, things: frozenset[AskedThing]) -> Question:
        """A question about the things that a search named; with what is tied to them, or about more, where these fit.

        Where it named none: those of one class, one trainer or one kind of room, if they clash by themselves.
        """
        tied = things_tied(whole, things)
        named = dict.fromkeys((things, tied, things_around(whole, things))) if things < whole.things else ()
        for some in itertools.chain(named, things_together(whole)):
            question = whole.only(some)
            if len(some) < len(whole.things) and self.oracle.possible(question) is Outcome.INFEASIBLE:
                return question
        return whole

    def _family(
        self,
        whole: Question,
        things: frozenset[AskedThing],
        cause: frozenset[str],
        known: frozenset[AskedThing] = frozenset(),
    ) -> frozenset[AskedThing]:
        """What of some things and all around has to be left out, one after the other, for the rest to fit.

        Not what would not fit by itself without these facts either: it has another cause. ``known``: left out already.
        """
        found, near = set[AskedThing](), whole.only(things_around(whole, things) - known)
        while len(found) + len(known) < MOST_OF_FAMILY and not whole.anywhere:
            outcome, named = self.oracle.clash(near.only(near.things - found))
            if outcome is not Outcome.INFEASIBLE:
                break
            found.add(self._least(named))
        cured = under_all_but(near, self.rules, cause)
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
                    self._of_term(question, self._enough(question, named), found)
                if outcome is not Outcome.FEASIBLE:
                    break
        return found

    def _of_term(self, question: Question, some: Question, found: list[FactClash]) -> None:
        """Add a clash of the term, or what it is about to one of the same cause."""
        for number, one in enumerate(found):
            if one.cause and self._keeps_out(some, one):
                near = replace(one.near, things=one.near.things | question.things)
                found[number] = replace(one, near=near, family=one.family | some.things)
                return
        _add(found, self._clash(question, some))

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
            fewer = question.only(things_tied(question, things))
            if len(fewer.things) >= len(question.things) or self.oracle.possible(fewer) is not Outcome.INFEASIBLE:
                return question
            question = fewer
        return question

    def _least(self, things: frozenset[AskedThing]) -> AskedThing:
        """What of some things is left aside first: a course, of as few hours as can be."""
        minutes = Counter[str]()
        for (course_id, _part), rows in self.wanted.items():
            minutes[str(course_id)] += sum(length for _week, length in rows)
        return min(things, key=lambda thing: (thing[0] != "course", minutes[thing[1]], thing))


def _too_much(found: Sequence[FactClash]) -> frozenset[AskedThing]:
    """The only thing of the last set of a week, where sets before were about it alone too; else nothing."""
    alone = found[-1].alone
    return alone if alone and sum(one.alone == alone for one in found) >= OBSTACLES_OF_A_THING else frozenset()


def _add(found: list[FactClash], clash: FactClash) -> None:
    """Keep a clash: beside those that are known, or as more weeks of the one with the same facts."""
    keys = [fact.key for fact in clash.facts]
    for number, other in enumerate(found):
        if keys == [fact.key for fact in other.facts]:
            found[number] = replace(other, weeks=(*other.weeks, *clash.weeks), family=other.family | clash.family)
            return
    found.append(clash)
