"""Days of a week that should be long enough or not be: for trainers and classes that state a minimum."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain import Kind, Problem
from planner.domain.kinds import WITH_CLASS
from planner.model.week import WeekModel


@dataclass(frozen=True, slots=True)
class DayLength:
    """Options of one trainer or class on one day. ``used`` is a variable, at least each option that makes them come."""

    least: int
    ids: tuple[int, ...]
    minutes: tuple[int, ...]
    used: int


def day_lengths(problem: Problem, model: WeekModel, *, hard: bool) -> Iterator[DayLength]:
    """Days on which somebody's minimum (those that bind, or the others) may be missed."""
    least: dict[Hashable, int] = {}
    for trainer in problem.trainers.values():
        if trainer.min_day and trainer.min_day_hard == hard:
            least[trainer.id] = trainer.min_day
    for group in problem.classes.values():
        if group.min_day and group.min_day_hard == hard:
            least |= {(group.id, part): group.min_day for part in problem.parts.get(group.id) or ("",)}
    days: dict[tuple[Hashable, date], list[int]] = {}
    for k, (number, option) in enumerate(model.options) if least else ():
        item = model.items[number]
        owners: list[Hashable] = [] if item.kind == Kind.VISIT else list(dict.fromkeys(option.team))
        if item.kind in WITH_CLASS:
            for class_id in item.class_ids:
                owners += [(class_id, p) for p in ((item.part,) if item.part else problem.parts.get(class_id) or ("",))]
        for owner in owners:
            if owner in least:
                days.setdefault((owner, option.day), []).append(k)
    for (owner, _day), ids in days.items():
        items = {k: model.items[model.options[k][0]] for k in ids}
        coming = [k for k, item in items.items() if item.kind != Kind.FIXED and not item.exact]
        if coming:
            minutes = tuple(item.minutes for item in items.values())
            yield DayLength(least[owner], tuple(ids), minutes, model.any_of(coming))
