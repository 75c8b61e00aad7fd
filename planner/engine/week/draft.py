"""What the engine has decided so far: the only mutable value of a run.

It lives until the weeks and rooms are settled; then the board takes over (`planner.engine.people.attend.begin`) and the
draft is only read, for what was left out and why. Stages before the board write it and nothing else.
"""

from dataclasses import dataclass, field
from datetime import date

from planner.domain import BarretteId, Cause, ClassId, CourseId, Missing, PeriodId, Problem, RoomId, SessionId
from planner.engine.groups.compose import Composition
from planner.engine.term.plan import Lesson
from planner.model import Item, Placed


@dataclass
class Draft:
    """Decisions by stage. ``times``: (owner, rank) → (weekday, start) of barrettes and open periods.

    ``lessons`` and ``weeks`` by Monday; ``compositions`` by barrette and period, rough ones;
    ``work``: deterministic, of the weeks.
    """

    problem: Problem
    lessons: dict[date, list[Lesson]] = field(default_factory=dict)
    times: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    compositions: dict[tuple[BarretteId, PeriodId | None], Composition] = field(default_factory=dict)
    weeks: dict[date, tuple[Placed, ...]] = field(default_factory=dict)
    unplaced: dict[date, tuple[Item, ...]] = field(default_factory=dict)
    rooms: dict[SessionId, RoomId] = field(default_factory=dict)
    usual: dict[tuple[CourseId | str, str, int], dict[tuple[int, int], int]] = field(default_factory=dict)
    """(course, part, minutes) → how often each (weekday, start) was used in the weeks solved so far."""
    work: float = 0.0

    def remember(self, week: date, placed: tuple[Placed, ...], unplaced: tuple[Item, ...]) -> None:
        """Keep a solved week, and its slots as habits for the next ones; a week kept twice counts twice."""
        self.weeks[week], self.unplaced[week] = placed, unplaced
        for item, option in placed:
            slots = self.usual.setdefault(habit(item), {})
            slot = (option.day.weekday(), option.start)
            # By weekday and start, whatever the length of the week or the date.
            slots[slot] = slots.get(slot, 0) + 1


def habit(item: Item) -> tuple[CourseId | str, str, int]:
    """What makes two sessions of different weeks the same in people's habits: the thing, its part, its length."""
    return item.course_id or item.barrette_id or item.open_id or item.id, item.part, item.minutes


def missing(item: Item, cause: Cause, week: date | None = None) -> Missing:
    """An item that has no place, of a week; its facts are those of the item, the cause is the caller's."""
    courses = (item.course_id,) if item.course_id else ()
    return Missing(
        item.id, item.kind, item.minutes, cause, courses, item.barrette_id, item.class_ids, part=item.part, week=week
    )


def item_classes(item: Item) -> tuple[ClassId, ...]:
    """Classes of an item, in order."""
    return tuple(sorted(item.class_ids))
