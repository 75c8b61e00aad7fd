"""A set of facts that clash, with what else they keep out; and all facts of a question."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from planner.courses.teams import teams_of
from planner.explain.facts import Fact, lifted_all
from planner.explain.facts_asked import (
    arrangement_facts,
    course_facts,
    link_facts,
    lock_facts,
    pausing_events,
    thing_facts,
)
from planner.explain.facts_people import class_facts, classes_asked, closure_facts, trainer_facts, trainers_asked
from planner.explain.facts_rooms import room_facts
from planner.explain.facts_rules import limit_facts, rule_facts
from planner.explain.question import AskedThing, Question
from planner.explain.shrink import FactSet
from planner.rule import Rules

OF_COURSES = frozenset(
    {"course", "courses", "barrette", "open", "max_day", "together", "crossed", "after", "only_hours", "max_group"}
)
"""Kinds of facts that say what is asked; the others say what there is, and may keep more than one thing out."""


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


def under_all_but(question: Question, rules: Rules, keys: Collection[str]) -> Question:
    """A question without the facts of some keys."""
    if not keys:
        return question
    return lifted_all(question, [fact for fact in facts_of(question, rules) if fact.key in keys])


def things_tied(question: Question, things: frozenset[AskedThing]) -> frozenset[AskedThing]:
    """Some things, and what a course of them is crossed with, follows or is linked to: alone it would be freer."""
    problem, found = question.problem, {*things}
    ties = [{c.id, other} for c in question.courses for other in (c.crossed_with, c.after) if other is not None]
    ties += [{*link.course_ids} for link in problem.links if link.hard]
    for tie in (*ties, *reversed(ties)):
        named = {("course", str(course_id)) for course_id in tie}
        found |= named if named & found else set()
    return frozenset(found & question.things)


def things_around(question: Question, things: frozenset[AskedThing]) -> frozenset[AskedThing]:
    """Some things, and all that shares a class, a trainer or a kind of room with them."""
    some, problem = question.only(things), question.problem
    classes, trainers = {*classes_asked(some)}, {*trainers_asked(some)}
    needs = {(course.room_types, course.room_features) for course in some.courses}
    near = set(things & question.things)
    for course in question.courses:
        led = {t for team in teams_of(problem, course) for t in team}
        if classes & {*course.class_ids} or trainers & led or (course.room_types, course.room_features) in needs:
            near.add(("course", str(course.id)))
    for kind, name in question.things - near:
        if kind != "course":
            one = question.only(frozenset({(kind, name)}))
            if classes & {*classes_asked(one)} or trainers & {*trainers_asked(one)} or kind == "standing":
                near.add((kind, name))
    return frozenset(near)


def things_together(question: Question) -> Iterator[frozenset[AskedThing]]:
    """The things of each class, then the courses of each trainer, then those of each kind of room."""
    classes: dict[object, set[AskedThing]] = {}
    shared: dict[object, set[AskedThing]] = {}
    for thing in sorted(question.things):
        one = question.only(frozenset({thing}))
        for class_id in classes_asked(one):
            classes.setdefault(class_id, set()).add(thing)
        for trainer_id in trainers_asked(one):
            shared.setdefault(trainer_id, set()).add(thing)
    for course in question.courses:
        shared.setdefault((course.room_types, course.room_features), set()).add(("course", str(course.id)))
    yield from (frozenset(some) for some in (*classes.values(), *shared.values()))


@dataclass(frozen=True)
class FactClash:
    """A set of facts that cannot all hold, and the weeks in which that is so."""

    found: FactSet
    weeks: tuple[date, ...]
    near: Question
    """All that was asked when it was found."""
    family: frozenset[AskedThing]
    """What the same facts keep out: things that are not placed unless one of the facts is lifted, first week alone."""
    aside: frozenset[AskedThing] = frozenset()
    """Where all its facts say what is asked, or it is one of many about one thing: what is set aside to see what else
    clashes."""
    nowhere: bool = False
    """Whether it is proven that no other week of the term takes its sessions either."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts."""
        return self.found.facts

    @property
    def anywhere(self) -> bool:
        """Whether its sessions might be in any week; else each in its own."""
        return self.near.anywhere

    @property
    def cause(self) -> frozenset[str]:
        """Keys of its facts that say what there is: without them, nothing of the family is kept out."""
        return frozenset(fact.key for fact in self.facts if fact.kind not in OF_COURSES)

    @property
    def alone(self) -> frozenset[AskedThing]:
        """The thing that does not fit even by itself, where that is so; else nothing."""
        things = self.found.question.things
        return things if len(things) == 1 else frozenset()

    @property
    def courses(self) -> tuple[str, ...]:
        """Ids of the courses that are part of it."""
        named = (
            (fact.about["course"],) if fact.kind == "course" else fact.about.get("courses", ()) for fact in self.facts
        )
        return tuple(str(name) for names in named if isinstance(names, tuple) for name in names)
