"""Days of a week that should be long enough or not be: of trainers and classes with a minimum, of all classes."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import DAY_END, Kind, Problem, streams
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
            least |= {(group.id, stream): group.min_day for stream in streams(problem, group.id)}
    for owner, days in _days(problem, model, least).items():
        for ids in days.values():
            yield from _length(model, least[owner], ids)


def presence_days(problem: Problem, model: WeekModel) -> Iterator[DayLength]:
    """Days on which a class that states no minimum may come for less than the least presence.

    None of a class whose hours do not fit the other days of the week: all is placed before it is comfortable, and what
    cannot happen needs no variable. None while barrettes look for their hour of the term either: that goes by who can
    lead what is owed, and the courses of each week then come round it.
    """
    usual = 0 if any(item.apart for item in model.items) else problem.settings.least_presence
    free = [group.id for group in problem.classes.values() if usual and not group.min_day]
    asked = {(c, stream): usual for c in free for stream in streams(problem, c)}
    found = _days(problem, model, asked)
    for owner in asked:
        days, bells = found.get(owner, {}), problem.bells_of(owner[0])
        room = {day: bells.teaching(day.weekday(), 0, DAY_END) for day in days}
        hours = sum(model.items[n].minutes for n in {model.options[k][0] for ids in days.values() for k in ids})
        for day, ids in days.items():
            if hours - usual < sum(room.values()) - room[day]:
                yield from _length(model, usual, ids)


def _days(problem: Problem, model: WeekModel, least: Collection[Hashable]) -> dict[Hashable, dict[date, list[int]]]:
    """Variables of the options of those for whom something is asked, a trainer or (class, stream), by day."""
    found: dict[Hashable, dict[date, list[int]]] = {}
    for k, (number, option) in enumerate(model.options) if least else ():
        item = model.items[number]
        owners: list[Hashable] = [] if item.kind == Kind.VISIT else list(dict.fromkeys(option.team))
        if item.kind in WITH_CLASS:
            for class_id in item.class_ids:
                owners += [(class_id, s) for s in streams(problem, class_id, item.part, item.course_id)]
        for owner in owners:
            if owner in least:
                found.setdefault(owner, {}).setdefault(option.day, []).append(k)
    return found


def _length(model: WeekModel, least: int, ids: Sequence[int]) -> Iterator[DayLength]:
    """The day of some options; nothing where what is fixed alone makes somebody come."""
    items = {k: model.items[model.options[k][0]] for k in ids}
    coming = [k for k, item in items.items() if item.kind != Kind.FIXED and not item.exact]
    if coming:
        yield DayLength(least, tuple(ids), tuple(item.minutes for item in items.values()), model.any_of(coming))
