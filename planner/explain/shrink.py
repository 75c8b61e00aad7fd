"""A minimal set of facts that clash: what is not needed is left out, halves at a time, then one by one.

Lifting facts only ever makes more possible. So a fact without which all fits, with everything else that is kept at that
moment, is needed in the end as well, and one pass is enough.

Many courses that share too little are another matter: near the most that fits, no search says whether one course less
does. Then the courses of a class are one fact, which is also what a planner can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.engine.solvers.cpsat import Outcome
from planner.explain.facts import Fact, lifted_all
from planner.explain.facts_asked import class_courses
from planner.explain.models import SECOND_LOOK, Oracle
from planner.explain.question import Question

MOST_READ = 8
"""Courses of a set that are told one by one; of more, those of a class are one fact."""
MOST_UNSURE = 3
"""Courses of which no search says whether they are needed; with more, all courses of a class are taken together."""


@dataclass(frozen=True)
class FactSet:
    """Facts that cannot all hold. ``minimal``: without any one of them a model says where everything goes.

    ``proven``: a second search, set otherwise, says so too.
    """

    question: Question
    """What is asked, with all that is no part of the clash lifted."""
    facts: tuple[Fact, ...]
    minimal: bool
    proven: bool


def smallest_set(oracle: Oracle, question: Question, facts: Sequence[Fact]) -> FactSet:
    """A minimal set of facts of a question that has no answer; the first facts are given up first."""
    search = _Shrinking(oracle, question, list(facts))
    for group in _by_kind(facts):
        if group[0].kind == "course":
            search.drop_courses(group)
        else:
            search.drop(group)
    rest = lifted_all(question, search.lifted)
    proven = oracle.possible(rest, SECOND_LOOK) is Outcome.INFEASIBLE
    return FactSet(rest, tuple(search.kept), not search.unsure, proven)


def _by_kind(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts of one kind together, in order: most kinds have nothing to do with a clash, and go at once."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.kind, []).append(fact)
    return list(found.values())


@dataclass
class _Shrinking:
    oracle: Oracle
    question: Question
    kept: list[Fact]

    def __post_init__(self) -> None:
        self.lifted: list[Fact] = []
        self.unsure = 0
        self.most_unsure = len(self.kept)

    def drop_courses(self, group: list[Fact]) -> None:
        """Leave out courses that are not needed; class by class where many are, or that is not known of several."""
        before = [*self.kept], [*self.lifted], self.unsure
        self.most_unsure = self.unsure + MOST_UNSURE
        self.drop(group)
        if self.unsure <= self.most_unsure and sum(fact in self.kept for fact in group) <= MOST_READ:
            return
        (self.kept, self.lifted, self.unsure), self.most_unsure = before, len(self.kept)
        classes = class_courses(self.question, group)
        self.kept = [*(fact for fact in self.kept if fact not in group), *classes]
        for one in classes:
            self.drop([one])

    def drop(self, group: list[Fact]) -> None:
        """Leave out of a group what is not needed; no more of it once too much is not known."""
        if self.unsure > self.most_unsure:
            return
        outcome = self.oracle.possible(lifted_all(self.question, [*self.lifted, *group]))
        if outcome is Outcome.INFEASIBLE:
            self.lifted += group
            self.kept = [fact for fact in self.kept if fact not in group]
        elif len(group) > 1:
            middle = len(group) // 2
            self.drop(group[:middle])
            self.drop(group[middle:])
        elif outcome is Outcome.UNKNOWN:
            self.unsure += 1
