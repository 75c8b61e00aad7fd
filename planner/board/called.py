"""Whom the items of a week call: people, seats, and the units that keep two items of one person apart.

The model of a week does not know people, of whom there are hundreds: it knows *units*, sets of items that one person
attends. Two items that share a unit never overlap. Nearly everyone attends what a stream of a class attends, so a week
has about as many units as there are streams of classes, and a few more for those who differ on a day.

Read by the weeks of a first solve and of a re-solve alike. Nothing is placed here, and no absence counts: who is away
is still called (the preference P15 minds it).
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from planner.domain import ApprenticeId, ClassId, CourseId, Kind, Learner, Problem, Stream, days_between, streams
from planner.model import Item


def expected(problem: Problem, item: Item, week: date) -> tuple[Learner, ...]:
    """Learners whom an item may call on some day of its week (entries, changes of class and paths included)."""
    found: dict[ApprenticeId, Learner] = {}
    for day in days_between(week, week + timedelta(days=6)):
        found |= {learner.id: learner for learner in called(problem, item, day)}
    return tuple(found.values())


def called(problem: Problem, item: Item, day: date) -> tuple[Learner, ...]:
    """Learners whom an item calls on a day: those it names, else those of the class who follow the course.

    Enrolled that day, present or not; an event of the class does not call whoever another one names. Empty for a class
    that nobody has entered yet.
    """
    if item.learners:
        return tuple(problem.learners[a] for a in item.learners)
    course_id = item.course_id if item.kind == Kind.COURSE else None
    return _unnamed(problem, item, _called(problem, item.class_ids, item.part, course_id, day))


def _unnamed(problem: Problem, item: Item, people: tuple[Learner, ...]) -> tuple[Learner, ...]:
    """Those of some people whom no event of their own takes away from an event of the class."""
    event = problem.event_of.get(item.id) if item.kind == Kind.FIXED else None
    return people if event is None else tuple(p for p in people if problem.at_own_event(p, event) is None)


def _called(
    problem: Problem, class_ids: tuple[ClassId, ...], part: str, course_id: CourseId | None, day: date
) -> tuple[Learner, ...]:
    """The same for the roll of some classes; its arguments are what `cache` may tell items apart by."""
    course = problem.courses.get(course_id) if course_id else None
    chosen = course is not None and bool(problem.exemptions or problem.paths or course.reserved)
    if len(class_ids) == 1 and not chosen:
        return problem.roster(class_ids[0], day, part)
    found = {learner.id: learner for c in class_ids for learner in problem.roster(c, day, part)}
    if course is not None and chosen:
        # Exemptions and paths are those of the day: in one week somebody may follow a course on Monday and not on
        # Friday.
        found = {a: learner for a, learner in found.items() if problem.freed(a, course, day) is None}
        found |= {learner.id: learner for learner in problem.followers(course.id, day, part)}
    return tuple(found.values())


Units = dict[tuple[frozenset[int], date | None], None]
"""Sets of items that share people, with the day on which they do; None: on every day of the week."""


def with_units(problem: Problem, week: date, items: list[Item]) -> list[Item]:
    """Items with the seats they take and their audience units: sets of items that one person or part attends.

    Almost everyone attends what a part of a class attends; those with a path of their own, a change of class or an
    event that names them get units of the day on which they differ. Numbers of units mean something in this week only.
    """
    here = _people(problem, week, items)
    heads = [_heads(problem, item, people) for item, people in zip(items, here, strict=True)]
    # Sets within others add no row: whoever attends the larger one is kept apart by it.
    whole = _of_classes(problem, items, here)
    found: Units = {(unit, None): None for unit in whole}
    for day, unit in _of_persons(problem, week, items, here):
        if not any(unit <= other for other in whole):
            found[unit, day] = None
    units: list[list[int]] = [[] for _ in items]
    days: list[list[tuple[date, int]]] = [[] for _ in items]
    for number, (unit, when) in enumerate(found):
        for index in sorted(unit):
            if when is None:
                units[index].append(number)
            else:
                days[index].append((when, number))
    return [
        replace(item, units=tuple(units[n]), day_units=tuple(days[n]), heads=heads[n]) for n, item in enumerate(items)
    ]


def _people(problem: Problem, week: date, items: list[Item]) -> list[dict[date, tuple[Learner, ...]]]:
    """For each item and day of the week, whom it calls there; only its own day where it is pinned."""
    known = cache(lambda *what: _called(problem, *what))
    days = list(days_between(week, week + timedelta(days=6)))
    return [
        {
            day: called(problem, item, day)
            if item.learners
            else _unnamed(
                problem,
                item,
                known(item.class_ids, item.part, item.course_id if item.kind == Kind.COURSE else None, day),
            )
            for day in days
            # A barrette or open period may leave its usual hour in a week that is too full, so that every day counts;
            # an event or a lock may not.
            if item.pinned is None or item.kind in (Kind.BARRETTE, Kind.OPEN) or item.pinned[0] == day
        }
        for item in items
    ]


def _heads(problem: Problem, item: Item, people: dict[date, tuple[Learner, ...]]) -> int:
    """Seats taken on the fullest day; what is planned for a class that nobody has entered yet."""
    course = problem.courses.get(item.course_id) if item.course_id else None
    # A class that nobody has entered yet is planned for all the same, at its planned size.
    if item.class_ids and not any(people.values()) and not (course is not None and course.reserved):
        return sum(problem.classes[c].planned_size or 0 for c in item.class_ids)
    here = (sum(not problem.follows_from_afar(one, item) for one in found) for found in people.values())
    return max(here, default=0)


def _of_some(item: Item) -> bool:
    """Whether an item is an event of some people of a class: the sessions of the others may go on meanwhile."""
    return item.kind == Kind.FIXED and bool(item.part or item.learners)


def _of_classes(
    problem: Problem, items: list[Item], here: list[dict[date, tuple[Learner, ...]]]
) -> list[frozenset[int]]:
    """What each stream of a class attends whole, the largest sets first, none within another.

    An event of some people of a class excludes other events of its people, and what its part alone has.
    """
    attended: dict[tuple[str, Stream | str], set[int]] = {}
    for number, item in enumerate(items):
        for class_id in item.class_ids:
            for stream in streams(problem, class_id, item.part, item.course_id):
                if item.part:
                    attended.setdefault((f"part {class_id}", stream), set()).add(number)
                if not _of_some(item):
                    attended.setdefault((f"class {class_id}", stream), set()).add(number)
        # Two events that call the same person exclude each other, whoever else they call.
        for learner in (one for found in here[number].values() for one in found if item.kind == Kind.FIXED):
            attended.setdefault(("events", learner.id), set()).add(number)
    largest: list[frozenset[int]] = []
    for found in sorted({frozenset(s) for s in attended.values()}, key=lambda s: (-len(s), sorted(s))):
        if not any(found <= other for other in largest):
            largest.append(found)
    return largest


def _of_persons(
    problem: Problem, week: date, items: list[Item], here: list[dict[date, tuple[Learner, ...]]]
) -> list[tuple[date, frozenset[int]]]:
    """What those attend on each day whom no class alone tells: named in an item, or with a path.

    A course that they leave for support counts as theirs: nothing else may take its hour.
    """
    apart = {p.apprentice_id for p in problem.paths if p.follows} | {
        a for i in items if i.kind != Kind.FIXED for a in i.learners
    }
    found: dict[tuple[date, ApprenticeId], set[int]] = {}
    for number, item in enumerate(items):
        for day, people in here[number].items() if not _of_some(item) else ():
            for one in (*people, *_helped_then(problem, item, day)):
                # On a day in the company nothing of the class calls them; what names them does.
                if one.id in apart and (item.learners or problem.presence(one, day)):
                    found.setdefault((day, one.id), set()).add(number)
    return sorted({(day, frozenset(s)) for (day, _who), s in found.items()}, key=lambda row: (row[0], sorted(row[1])))


def _helped_then(problem: Problem, item: Item, day: date) -> list[Learner]:
    """Learners of the class who have support instead of a course, by a path of their own; they keep that hour."""
    course = problem.courses.get(item.course_id) if item.course_id and item.kind == Kind.COURSE else None
    rows = [p for p in problem.paths if course is not None and p.leaves == course.id and p.instead == "support"]
    return [problem.learners[p.apprentice_id] for p in rows if p.on(day)]
