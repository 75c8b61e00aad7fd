"""The cures of a clash: proposed by each of its facts, tried one after the other, the cheapest of each kind told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from planner.courses.teams import teams_of
from planner.engine.solvers.cpsat import Outcome
from planner.explain.clashes import Clash, Finder
from planner.explain.cure import Cure
from planner.explain.cures_asked import LIFTED, as_if_not, more_a_day, more_rooms, more_seats, of_course, room_back
from planner.explain.cures_people import class_days, half_days, open_days, trainer_hours
from planner.explain.facts import Fact
from planner.explain.facts_people import classes_asked, trainers_asked
from planner.explain.question import Question, Thing, wanted_of, week_question

MOST_CURES = 3
"""Cures that are told of one clash, each of another kind."""
MOST_TRIED = 60
"""Cures that are tried for one clash."""
Proposed = Callable[[Question, Fact], Iterator[Cure]]

PROPOSALS: Mapping[str, Proposed] = {
    **dict.fromkeys(LIFTED, as_if_not),
    "course": of_course,
    "rooms": more_rooms,
    "seats": more_seats,
    "room_away": room_back,
    "trainer_away": half_days,
    "trainer_limit": trainer_hours,
    "class_days": class_days,
    "closure": open_days,
    "max_day": more_a_day,
}
"""Kind of fact → what may be changed about it."""


def cures_of(finder: Finder, clash: Clash, others: Sequence[Clash] = ()) -> list[Cure]:
    """The cheapest cures that work, each of another kind, in order of price.

    ``others``: clashes that are cured by themselves; what is set aside for them is not asked for here.
    """
    asked = replace(clash.found.question, problem=finder.problem)
    proposed = [cure for fact in clash.facts for cure in PROPOSALS.get(fact.kind, _none)(asked, fact)]
    aside = frozenset(other.aside for other in others if {*other.weeks} & {*clash.weeks}) - {clash.aside}
    found: dict[str, Cure] = {}
    tried = 0
    for cure in sorted(proposed, key=lambda c: c.price):
        if len(found) == MOST_CURES or tried == MOST_TRIED:
            break
        if cure.kind not in found:
            tried += 1
            if _works(finder, clash, cure, asked, aside):
                found[cure.kind] = cure
    return list(found.values())


def _none(_question: Question, _fact: Fact) -> Iterator[Cure]:
    return iter(())


def _works(finder: Finder, clash: Clash, cure: Cure, asked: Question, aside: frozenset[Thing]) -> bool:
    """Whether all has a place with a cure: the things of the clash, all around them, all of the week; every week."""
    problem = cure.change(finder.problem)
    wanted = problem.once(wanted_of) if cure.counts else finder.wanted
    if not _fits(finder, replace(asked, problem=problem, wanted=wanted)):
        return False
    if clash.anywhere:
        near = replace(clash.near, problem=problem, wanted=wanted)
        return _fits(finder, near)
    for week in clash.weeks:
        whole = week_question(problem, wanted, week)
        whole = whole.only(whole.things - aside)
        if not _fits(finder, whole.only(around(whole, asked.things))):
            return False
    first = week_question(problem, wanted, clash.weeks[0])
    return _fits(finder, first.only(first.things - aside))


def _fits(finder: Finder, question: Question) -> bool:
    return finder.oracle.possible(question) is Outcome.FEASIBLE


def around(question: Question, things: frozenset[Thing]) -> frozenset[Thing]:
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
