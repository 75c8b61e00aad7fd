"""Who attends which options of a week: people whose sets of options are the same are counted once."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date

from planner.domain import Kind, Learner, Problem
from planner.model.week import Item, Option, WeekModel


def audiences(
    problem: Problem, model: WeekModel, profile: Callable[[Learner], Hashable]
) -> Iterator[tuple[Learner, list[int]]]:
    """(one learner of each profile who attends the same options, variables of these options).

    ``profile``: what the rule must tell apart (age, for instance); None leaves the learner out. A learner attends the
    items of the own class and part that day, those that name them, and those of another class that an individual path
    adds; none while away, exempted, or freed by a path, nor what stands without them.
    """
    special = {row.apprentice_id for row in problem.exemptions} | {row.apprentice_id for row in problem.paths}
    shared = model.attended
    seen: set[tuple[Hashable, tuple[int, ...]]] = set()
    for learner in problem.learners.values():
        if (mark := profile(learner)) is None:
            continue
        own = learner.calendar is not None or learner.absences or learner.id in special
        alike = (
            learner.memberships,
            learner.options,
            learner.entry,
            learner.exit,
            learner.contract_break,
            learner.contract_end,
        )
        alone = own or learner.id in model.named
        spared = model.spared.get(learner.id)
        kind: Hashable = (learner.id if alone else (alike, learner.contract_start is None), spared)
        if kind not in shared:
            shared[kind] = _variables(problem, model, learner)
        variables = shared[kind]
        if variables and (mark, tuple(variables)) not in seen:
            seen.add((mark, tuple(variables)))
            yield learner, variables


def _variables(problem: Problem, model: WeekModel, learner: Learner) -> list[int]:
    classes = {membership.class_id for membership in learner.memberships}
    followed = {path.follows for path in problem.paths_of(learner.id) if path.follows}
    here: dict[tuple[date, int, int], bool] = {}
    called: dict[tuple[int, date], bool] = {}
    found: list[int] = []
    hours: set[str] = set()
    events, own = _events(problem, model, learner), _own_hours(model, learner)
    spared = model.spared.get(learner.id, frozenset())
    for number in model.near(classes, learner.id, followed):
        item = model.items[number]
        named = learner.id in item.learners
        whole = item.kind == Kind.FIXED and not (named or item.part)
        taken = events if named or whole else [*events, *own]
        # Groups side by side are one hour of whoever is in one of them.
        if item.kind == Kind.BARRETTE and item.tie and model.of(number):
            if item.tie in hours:
                continue
            hours.add(item.tie)
        for k in (k for k in model.of(number) if k not in spared):
            option = model.options[k][1]
            span = option[:3]
            if taken and (whole or item.kind != Kind.FIXED) and any(_meet(one, option) for one in taken):
                continue
            if span not in here:
                here[span] = problem.here(learner, *span)
            if named or (here[span] and _called(called, problem, (number, item), option.day, learner)):
                found.append(k)
    return found


def _meet(one: Option, other: Option) -> bool:
    return one.day == other.day and one.start < other.end and other.start < one.end


def _called(
    known: dict[tuple[int, date], bool], problem: Problem, item: tuple[int, Item], day: date, learner: Learner
) -> bool:
    """`_calls`, once for an item and a day."""
    at = item[0], day
    if at not in known:
        known[at] = _calls(problem, item[1], day, learner)
    return known[at]


def _events(problem: Problem, model: WeekModel, learner: Learner) -> list[Option]:
    """Events of some people of the class, this one among them: nothing else is attended meanwhile."""
    some = [n for n, item in enumerate(model.items) if item.kind == Kind.FIXED and (item.part or item.learners)]
    spans = [(model.items[n], model.options[k][1]) for n in some for k in model.of(n)]
    return [
        o
        for item, o in spans
        if learner.id in item.learners or (not item.learners and _calls(problem, item, o.day, learner))
    ]


def _own_hours(model: WeekModel, learner: Learner) -> list[Option]:
    """Hours that somebody has alone, support or study, and that stand: no course of the class is attended meanwhile."""
    if learner.id not in model.named:
        return []
    mine = [n for n, item in enumerate(model.items) if learner.id in item.learners]
    return [model.options[k][1] for n in mine for k in model.of(n) if model.low[k] or n in model.timed]


def calls(problem: Problem, item: Item, option: Option, learner: Learner) -> bool:
    """Whether a learner attends an item at an option: named, or called by it and at the centre."""
    if learner.id in item.learners:
        return True
    called = not item.learners and _calls(problem, item, option.day, learner)
    return called and problem.here(learner, option.day, option.start, option.end)


def _calls(problem: Problem, item: Item, day: date, learner: Learner) -> bool:
    course = problem.courses.get(item.course_id) if item.course_id else None
    if course is not None and problem.followed(learner.id, course.id, day, item.part):
        return True
    membership = learner.membership(day)
    if membership is None or membership.class_id not in item.class_ids or item.part not in ("", membership.part):
        return False
    return course is None or problem.freed(learner.id, course, day) is None


def open_minutes(problem: Problem, model: WeekModel, variables: Iterable[int]) -> dict[date, int]:
    """By day, the most teaching minutes that options of one person can add up to: slots of their bells, events."""
    slots: dict[date, set[tuple[int, int]]] = {}
    events: dict[date, dict[int, int]] = {}
    for k in variables:
        number, option = model.options[k]
        item = model.items[number]
        if item.kind == Kind.FIXED:
            events.setdefault(option.day, {})[number] = item.minutes
        for bells_id in item.bells_ids or (item.site_id,):
            rows = problem.bells_at(bells_id).days[option.day.weekday()]
            slots.setdefault(option.day, set()).update((s.start, s.end) for s in rows)
    days = slots.keys() | events.keys()
    return {day: _covered(slots.get(day, set())) + sum(events.get(day, {}).values()) for day in days}


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """Minutes that spans cover, overlaps once."""
    total = until = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total
