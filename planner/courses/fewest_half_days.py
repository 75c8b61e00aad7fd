"""How few half-days somebody's week of lessons can take, whatever their hours: a bound that is proven by counting.

Asked by the bound of P4. Lessons may go anywhere in their week; what is no lesson stays, and so does what the workbook
says is placed. A set of half-days can do only if it meets some conditions: its free minutes hold the lessons, those of
each class while the class is there, the long ones one by one; and a course that comes so many times has as many days.
So no week takes fewer half-days than the smallest set that meets them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain import AM, PM, Bells, ClassId, Kind, Problem, Session, Trainer, away

HalfOfWeek = tuple[date, bool]
"""(day, afternoon or not)."""
HalfDaySets = NDArray[np.bool_]
"""One row a set of half-days, one column a half-day."""


def half_days_of(problem: Problem, session: Session) -> set[HalfOfWeek]:
    """Half-days that a session touches, by the bells of its site."""
    noon = problem.bells_at(session.site_id).noon(session.day.weekday())
    return {(session.day, side) for side in (False, True) if (session.end > noon if side else session.start < noon)}


def fewest_half_days(problem: Problem, trainer: Trainer, week: date, held: Sequence[Session]) -> int:
    """Half-days that the sessions of a week (``week``: its Monday) take at least, lessons being at any hours of it."""
    moving = [s for s in held if s.kind == Kind.COURSE and s.id not in problem.stands]
    fixed = [s for s in held if s not in moving]
    return _TrainerWeek(problem, trainer, week, tuple(fixed), tuple(moving)).fewest()


@dataclass(frozen=True)
class _TrainerWeek:
    """What somebody has in a week: what stays, and the lessons that may move."""

    problem: Problem
    trainer: Trainer
    week: date
    fixed: tuple[Session, ...]
    lessons: tuple[Session, ...]

    @cached_property
    def used(self) -> set[HalfOfWeek]:
        """Half-days of what stays."""
        return {half for session in self.fixed for half in half_days_of(self.problem, session)}

    @cached_property
    def bells(self) -> list[Bells]:
        """Bells of the lessons: of their sites, and of their classes."""
        sites = {s.site_id: self.problem.bells_at(s.site_id) for s in self.lessons}
        classes = {c: self.problem.bells_of(c) for s in self.lessons for c in s.class_ids if c in self.problem.classes}
        return [*sites.values(), *classes.values()]

    @cached_property
    def halves(self) -> list[HalfOfWeek]:
        """Half-days that may be used: those of what stays, and those with free minutes."""
        every = [(self.week + timedelta(days=n), side) for n in range(7) for side in (False, True)]
        return [half for half in every if half in self.used or self._free(half)]

    def fewest(self) -> int:
        """The size of the smallest set that meets every condition."""
        noons = {tuple(bells.noon(n) for n in range(7)) for bells in self.bells}
        if not self.lessons or len(noons) != 1:
            return len(self.used)
        sets = ((np.arange(2 ** len(self.halves))[:, None] >> np.arange(len(self.halves))) & 1).astype(np.bool_)
        for n, half in enumerate(self.halves):
            sets = sets[sets[:, n]] if half in self.used else sets
        sets = sets[self._can(sets)]
        return int(sets.sum(axis=1).min()) if len(sets) else len(self.used)

    def _can(self, sets: HalfDaySets) -> HalfDaySets:
        """By set, whether it meets the conditions."""
        free = np.array([self._free(half) for half in self.halves])
        # A service may lie in the meal itself, outside of the slots.
        plain = [s for s in self.lessons if not self._meal(s)]
        can: HalfDaySets = sets @ free >= sum(s.minutes for s in plain)
        days = sorted({day for day, _side in self.halves})
        on_day = np.array([[day == one for one in days] for day, _side in self.halves])
        for (classes, part), _number in Counter((s.class_ids, s.part) for s in self.lessons).items():
            here = np.array([self._present(classes, part, half) for half in self.halves])
            mine = [s for s in self.lessons if (s.class_ids, s.part) == (classes, part)]
            can &= sets @ (free * here) >= sum(s.minutes for s in mine if s in plain)
            for course_id, number in Counter(s.course_id for s in mine).items():
                course = self.problem.courses.get(course_id) if course_id else None
                if course is not None:
                    can &= ((sets & here) @ on_day).sum(axis=1) * course.max_per_day >= number
        if all(bells.lunch(n) or not bells.days[n] for bells in self.bells for n in range(7)):
            for length in {s.minutes for s in plain}:
                can &= sets @ (free // length) >= sum(s.minutes >= length for s in plain)
        return can

    def _free(self, half: HalfOfWeek) -> int:
        """Teaching minutes of a half-day that lessons may take, by the bells that have most."""
        day, side = half
        weekday = day.weekday()
        if not self.problem.open_mask(day) & (PM if side else AM):
            return 0
        busy = [s for s in self.fixed if s.day == day]
        most = 0
        for bells in self.bells:
            noon = bells.noon(weekday)
            slots = [s for s in bells.days[weekday] if (s.end > noon if side else s.start < noon)]
            free = [s for s in slots if s.inside or not away(self.trainer.absences, day, s.start, s.end)]
            taken = sum(bells.teaching(weekday, max(a, s.start), min(b, s.end)) for s in free for a, b in _spans(busy))
            most = max(most, sum(s.end - s.start for s in free) - taken)
        return max(0, most)

    def _present(self, classes: Sequence[ClassId], part: str, half: HalfOfWeek) -> bool:
        """Whether all of some classes are at the centre on a half-day, or the part of them."""
        day, mask = half[0], PM if half[1] else AM
        return all(self.problem.class_presence(c, day, part) & mask for c in classes if c in self.problem.classes)

    def _meal(self, session: Session) -> bool:
        course = self.problem.courses.get(session.course_id) if session.course_id else None
        return session.meal or course is None or course.meal


def _spans(sessions: Sequence[Session]) -> list[tuple[int, int]]:
    """Spans of some sessions of a day, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((s.start, s.end) for s in sessions):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
