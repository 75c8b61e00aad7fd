"""Days that a session without a room made too short, where a minimum binds: their courses are left out, with why.

The weeks keep the minimum themselves (H6f); afterwards a session may lose its place for want of a room. Coming for what
is left is what the workbook forbids, so that goes too, and is listed.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from planner.domain import Cause, Kind, Problem
from planner.engine.week.draft import Draft, missing
from planner.model import Item, Option, Placed

WITH_CLASS = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.FIXED)


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least minutes of a day of a trainer, or of a class or its part; ``name``: as the sentence says it."""

    name: str
    least: int


def keep_days_long(draft: Draft) -> None:
    """Leave out the courses of each day under a binding minimum, where nothing else makes somebody come.

    Day after day until none is left, since a course that goes may leave another person's day short. Nothing is moved.
    """
    if "H6f" in draft.problem.rules_off:
        return
    while (found := _short(draft)) is not None:
        minimum, week, held = found
        gone = {item.id: item for item, option in held if item.kind == Kind.COURSE}
        # As the planner would add them up; parallel hours were counted once to find the day.
        total, day = sum(item.minutes for item, _o in held), held[0][1].day
        draft.unplaced[week] = (*draft.unplaced[week], *(i for i, _o in draft.weeks[week] if i.id in gone))
        draft.weeks[week] = tuple((i, o) for i, o in draft.weeks[week] if i.id not in gone)
        for item in gone.values():
            row = missing(item, Cause.SHORT_DAY, week)
            draft.why[item.id] = replace(row, title=minimum.name, amount=total, least=minimum.least, day=day)


def _short(draft: Draft) -> tuple[Minimum, date, list[Placed]] | None:
    """The first day too short that holds nothing but courses that may go, and fixed events; None where there is none.

    Monday, its minimum and what it holds. In order of days, so that what is taken out does not depend on chance.
    """
    least = _minimums(draft.problem)
    for week in sorted(draft.weeks) if least else ():
        days: dict[tuple[Hashable, date], list[Placed]] = {}
        for item, option in draft.weeks[week]:
            for owner in _owners(draft.problem, item, option):
                if owner in least:
                    days.setdefault((owner, option.day), []).append((item, option))
        for (owner, _day), held in sorted(days.items(), key=lambda d: (d[0][1], str(d[0][0]))):
            courses = [item for item, _o in held if item.kind == Kind.COURSE and not item.exact and not item.pinned]
            # A barrette, a lock or a session that stands brings the person anyway: then the day stays as it is, and a
            # rule says it.
            loose = all(item.kind == Kind.FIXED or item in courses for item, _o in held)
            if courses and loose and _minutes(held) < least[owner].least:
                return least[owner], week, held
    return None


def _minimums(problem: Problem) -> dict[Hashable, Minimum]:
    """Trainer, or (class, part) → the minimum that binds; wished ones are a preference and not here."""
    found: dict[Hashable, Minimum] = {}
    for trainer in problem.trainers.values():
        if trainer.min_day and trainer.min_day_hard:
            found[trainer.id] = Minimum(trainer.name, trainer.min_day)
    for group in problem.classes.values():
        if group.min_day and group.min_day_hard:
            parts = problem.parts.get(group.id) or ("",)
            found |= {(group.id, part): Minimum(f"la classe {group.name}", group.min_day) for part in parts}
    return found


def _owners(problem: Problem, item: Item, option: Option) -> Iterator[Hashable]:
    """Trainers, and classes or their parts, whose day holds an item."""
    yield from option.team if item.kind != Kind.VISIT else ()
    for class_id in item.class_ids if item.kind in WITH_CLASS else ():
        for part in (item.part,) if item.part else problem.parts.get(class_id) or ("",):
            yield class_id, part


def _minutes(held: list[Placed]) -> int:
    """Teaching minutes of a day, what runs at the same time counted once: two groups at 8 are an hour."""
    total = until = 0
    for item, option in sorted(held, key=lambda p: (p[1].start, -p[1].end)):
        if option.start >= until:
            total, until = total + item.minutes, option.end
    return total
