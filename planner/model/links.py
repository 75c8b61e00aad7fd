"""Links between courses, as a week's model keeps them: which two options of two items do not go together.

A relation says of two places whether they fit. What does not fit is excluded by sets, which the chains that place a
week see as well as CP-SAT does; of a wish, a variable for each pair of sessions is paid where the set is broken.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import combinations, pairwise

from planner.domain import EVERY_PAIR, MATCHED, CourseId, Link, Problem, Relation
from planner.domain.kinds import WITH_CLASS
from planner.model.week import Item, Option, WeekModel

Fits = Callable[[Option, Option], bool]
WeekPlaces = tuple[Option, ...]
Sets = list[tuple[list[int], tuple[int, ...]]]
KnownSets = dict[tuple[WeekPlaces, WeekPlaces], Sets]
IN_A_ROW = (Relation.IN_A_ROW, Relation.CONSECUTIVE)
"""Relations that read the bells of a course; all others are the same for any."""


def keep_link(problem: Problem, model: WeekModel, link: Link, wish: str = "") -> None:
    """The rows of a link; ``wish``: the rule that counts what breaks it, none where it binds.

    A session of the k-th rank of one course goes with the one of the k-th rank of the other, in the order of the items:
    those of a course are alike.
    """
    fits = fitting(problem, link)
    known: KnownSets = {}
    if link.relation not in IN_A_ROW:
        known = model.excluded.setdefault((link.relation, link.days), {})
    if link.relation is Relation.ENDS_DAY:
        for item in (n for c in link.course_ids for n in of_course(model, c)):
            _last_of_day(model, item, wish)
    if link.relation is Relation.DAYS_APART and not wish and _all_apart(model, link):
        return
    for first, then in pairs(model, link):
        if link.relation is Relation.SAME_START and not wish:
            model.paired.append((first, then))
        exclude(model, first, then, fits, wish, known)


def fitting(problem: Problem, link: Link) -> Fits:
    """Whether two places go together, of sessions of the first and of the other course in the order of the link."""
    days, least = link.days, link.minutes

    def in_a_row(first: Option, then: Option) -> bool:
        return first.day == then.day and first.end <= then.start and not _between(problem, link, first, then)

    ways: dict[Relation, Fits] = {
        Relation.SAME_START: lambda a, b: a[:2] == b[:2],
        Relation.SAME_DAY: lambda a, b: a.day == b.day,
        Relation.NOT_AT_ONCE: lambda a, b: a.day != b.day or a.end <= b.start or b.end <= a.start,
        Relation.IN_A_ROW: in_a_row,
        Relation.CONSECUTIVE: lambda a, b: in_a_row(a, b) or in_a_row(b, a),
        Relation.DAYS_APART: lambda a, b: abs((a.day - b.day).days) >= days,
        Relation.HOURS_APART: lambda a, b: a.day != b.day or a.end + least <= b.start or b.end + least <= a.start,
        Relation.SAME_HOUR: lambda a, b: a.start == b.start,
    }
    return ways.get(link.relation, lambda a, b: True)


def _between(problem: Problem, link: Link, first: Option, then: Option) -> bool:
    """Whether a slot of the bells, or lunch, lies between two sessions of a day."""
    bells, weekday = problem.course_bells(problem.courses[link.course_ids[0]])[0], first.day.weekday()
    lunch = bells.lunch(weekday)
    eaten = lunch is not None and first.end <= lunch[0] and lunch[1] <= then.start
    return eaten or bells.teaching(weekday, first.end, then.start) > 0


def of_course(model: WeekModel, course_id: CourseId) -> list[int]:
    """Numbers of the sessions of a course in a week."""
    return model.sessions_of.get(course_id, [])


def pairs(model: WeekModel, link: Link) -> Iterator[tuple[int, int]]:
    """Items that a link holds against each other: rank by rank, or each one with every other."""
    found = [of_course(model, c) for c in link.course_ids]
    if link.relation in MATCHED:
        for here, there in pairwise(found):
            for part in sorted({model.items[n].part for n in here}):
                yield from zip(*([n for n in side if model.items[n].part == part] for side in (here, there)),
                               strict=False)  # fmt: skip
        return
    if link.relation in EVERY_PAIR:
        for a, b in combinations([n for side in found for n in side], 2):
            one, other = model.items[a], model.items[b]
            if one.course_id != other.course_id or one.part == other.part:
                yield a, b
    if link.relation is Relation.NOT_AT_ONCE:
        yield from ((a, b) for here, there in combinations(found, 2) for a in here for b in there)


def _all_apart(model: WeekModel, link: Link) -> bool:
    """Of all sessions of a link one at most in any so many days, said at once; whether that says every pair of it.

    Where parts of a course may share a day, pairs differ, and nothing is said. A set for each run of days is what many
    pairs say together, and a tenth of their number.
    """
    found = list(dict.fromkeys(n for c in link.course_ids for n in of_course(model, c)))
    if len(found) * (len(found) - 1) // 2 != sum(1 for _pair in pairs(model, link)):
        return False
    by_day = model.by_day(k for n in found for k in model.of(n))
    said: set[int] = set()
    for day in sorted(by_day):
        run = [k for at in range(link.days) for k in by_day.get(day + timedelta(days=at), ())]
        # What the days before have said already needs no set of its own.
        if len({model.options[k][0] for k in run}) > 1 and not said.issuperset(run):
            model.at_most_one(run)
        said = set(run)
    return True


def exclude(model: WeekModel, first: int, then: int, fits: Fits, wish: str, known: KnownSets) -> None:
    """No two options of two items that do not fit: one set for all options of one that exclude the same of the other.

    Options of one item exclude each other, so that these and what they exclude are a set of which one is taken.
    ``known``: the sets of items that have the same places, for one relation.
    """
    mine, its = model.of(first), model.of(then)
    asked = model.places(first), model.places(then)
    if asked not in known:
        known[asked] = _unfitting(*asked, fits)
    sets = known[asked]
    broken = model.new_bool() if wish and sets else -1
    for options, excluded in sets:
        _one_of(model, [*(mine[n] for n in options), *(its[n] for n in excluded)], broken)
    if broken >= 0:
        model.penalise(wish, [broken])


def _unfitting(mine: WeekPlaces, its: WeekPlaces, fits: Fits) -> Sets:
    """Numbers of options of one item, and of those of another that none of them fits; places that are alike once."""
    others: dict[tuple[int, ...], list[int]] = {}
    bad: dict[Option, tuple[int, ...]] = {}
    for k, place in enumerate(mine):
        if place not in bad:
            bad[place] = tuple(j for j, other in enumerate(its) if not fits(place, other))
        if bad[place]:
            others.setdefault(bad[place], []).append(k)
    return [(options, excluded) for excluded, options in others.items()]


def _one_of(model: WeekModel, ids: list[int], broken: int) -> None:
    if broken < 0:
        model.at_most_one(ids)
    else:
        model.add([*ids, broken], [1] * len(ids) + [-1], high=1)


def _last_of_day(model: WeekModel, item: int, wish: str) -> None:
    """Nothing of the same class, or part of it, comes after an item on its day."""
    ends = model.by_day(model.of(item))
    broken = -1
    for other, its in enumerate(model.items):
        if other == item or not _shares_class(model.items[item], its):
            continue
        for day, options in ends.items():
            later = [(o.start, k) for k in model.of(other) for o in [model.options[k][1]] if o.day == day]
            for together in _ends_and_starts(model, options, later):
                broken = model.new_bool() if wish and broken < 0 else broken
                _one_of(model, together, broken)
    if broken >= 0:
        model.penalise(wish, [broken])


def _shares_class(mine: Item, its: Item) -> bool:
    """Whether the other item is for people of the same class and part, called as a class."""
    parts = not mine.part or its.part in ("", mine.part)
    return its.kind in WITH_CLASS and not its.learners and parts and not set(mine.class_ids).isdisjoint(its.class_ids)


def _ends_and_starts(model: WeekModel, options: Iterable[int], later: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Sets of options that end by some moment, and of those of another item that begin at it or after it."""
    ending = sorted((model.options[k][1].end, k) for k in options)
    for end in sorted({end for end, _k in ending}):
        after = [k for start, k in later if start >= end]
        before = [k for done, k in ending if done <= end]
        if after:
            yield [*before, *after]
