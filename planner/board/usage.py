"""Hours of adults and rooms as they are taken on the board: whether more fits.

An index of the board like the others: it holds nothing of its own, so that it can never disagree with the sessions. The
limits are those of the workbook (day, week, month, free half-days, shortest day). Whether somebody has the skill is
asked elsewhere (`planner.board.staff`).

All amounts are teaching minutes; a span is (day, start, end), in minutes after midnight.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from planner.board.helping import helping
from planner.courses.half_days import bells_for, usual_halves
from planner.courses.placed_days import SHORTEST_DAY
from planner.domain import Problem, RoomId, SessionId, SiteId, TrainerId, away, days_between, monday
from planner.placement import BoardView

_HOURS, _HALF_DAYS = "H6c", "H6e"
"""Rules of the limits that are looked at here: one that *Règles* switches off limits nothing."""
_DAY = 24 * 60


@dataclass(eq=False)
class Usage:
    """Hours of trainers and rooms taken so far; asks whether more fits. ``without``: a session not to be counted."""

    problem: Problem
    board: BoardView
    dated: bool = True
    """Whether the hours of the courses are known; before, days are not yet counted."""
    limited: bool = True
    """Whether the most hours, the free half-days and the shortest day of an adult count."""

    def free_trainers(
        self, day: date, start: int, end: int, minutes: int, site: SiteId, *, without: SessionId | None = None
    ) -> frozenset[TrainerId]:
        """Adults who are here, do nothing else then, help nobody, and keep to their hours of day and week."""
        return frozenset(
            t for t in self.problem.trainers if self.trainer_free(t, day, start, end, minutes, site, without=without)
        )

    def trainer_free(
        self, who: TrainerId, day: date, start: int, end: int, minutes: int, site: SiteId, *, without: SessionId | None
    ) -> bool:
        """Whether one adult may take a span more.

        Here then (absences, sites), with nothing else and the way to and from it where that is on another site, within
        the hours of the day, week and month, and leaving the half-days that are to stay free.
        """
        trainer = self.problem.trainers[who]
        if away(trainer.absences, day, start, end) or (trainer.sites and site and site not in trainer.sites):
            return False
        for held in self.board.led(who, day):
            # The way there is taken for the way back too: the workbook states one figure for a pair of sites.
            margin = self.problem.travel.get((held.site_id, site), 0) if held.site_id != site else 0
            if held.id != without and held.start < end + margin and start < held.end + margin:
                return False
        if helping(self.problem, self.board, who, day, start, end, without):
            return False
        if not self.limited:
            return True
        if minutes > self.left_today(who, day, without=without):
            return False
        if not self.worth_coming(who, day, start, end, minutes, without=without):
            return False
        return minutes <= self.capacity(who, day, without=without)

    def worth_coming(
        self, who: TrainerId, day: date, start: int, end: int, minutes: int, *, without: SessionId | None = None
    ) -> bool:
        """Whether a span more leaves the free half-days of the week, and a day long enough where that binds.

        While the hours of courses are not known (``dated`` is False), every day is taken to be worth coming.
        """
        trainer = self.problem.trainers[who]
        if not self.dated:
            return True
        off = self.problem.rules_off
        if (
            SHORTEST_DAY not in off
            and trainer.min_day_hard
            and self.minutes(who, day, without=without) + minutes < trainer.min_day
        ):
            return False
        if _HALF_DAYS in off or not trainer.free_half_days:
            return True
        week, bells = monday(day), bells_for(self.problem, trainer)
        used = {
            (n, side)
            for n in range(7)
            for held in self.board.led(who, week + timedelta(days=n))
            for side in (False, True)
            if held.start < held.end and (held.end > bells.noon(n) if side else held.start < bells.noon(n))
        }
        new = {
            (day.weekday(), side)
            for side in (False, True)
            if (end > bells.noon(day.weekday()) if side else start < bells.noon(day.weekday()))
        }
        most = len(usual_halves(self.problem, trainer, week)) - trainer.free_half_days
        return len(used | new) <= most

    def minutes(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes of an adult on a day; who watches several groups at once is counted once."""
        spans: dict[tuple[int, int], int] = {}
        for held in self.board.led(who, day):
            if held.id != without:
                # Two groups in one place of autonomy at once are one hour of whoever watches; two lessons at once
                # cannot be.
                spans[held.start, held.end] = max(held.minutes, spans.get((held.start, held.end), 0))
        return sum(spans.values())

    def minutes_of_week(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes of an adult in the week of a day, from Monday to Sunday, in the horizon or not."""
        first = monday(day)
        return sum(self.minutes(who, first + timedelta(days=n), without=without) for n in range(7))

    def left_today(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes that a trainer may still give on a day; never less than 0."""
        most = _DAY if _HOURS in self.problem.rules_off else self.problem.trainers[who].max_day
        return max(0, most - self.minutes(who, day, without=without))

    def capacity(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes that a trainer may still give in the week (and month) of a day; never less than 0.

        The hours of a year are not looked at: the rules do, with what was given before the horizon.
        """
        trainer, off = self.problem.trainers[who], _HOURS in self.problem.rules_off
        left = (7 * _DAY if off else trainer.max_week) - self.minutes_of_week(who, day, without=without)
        if trainer.max_month is not None and not off:
            last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
            month = sum(self.minutes(who, d, without=without) for d in days_between(day.replace(day=1), last))
            left = min(left, trainer.max_month - month)
        return max(0, left)

    def free_rooms(
        self, day: date, start: int, end: int, site: SiteId, *, without: SessionId | None = None
    ) -> tuple[RoomId, ...]:
        """Rooms that are open and unused then, on the site; all sites where none is named.

        A shared room counts as used as soon as one group is in it: `planner.board.shelter` looks for the seats left
        there.
        """
        return tuple(
            room.id
            for room in self.problem.rooms.values()
            if (not site or not room.site_id or room.site_id == site)
            and not away(room.absences, day, start, end)
            and all(s.end <= start or s.start >= end or s.id == without for s in self.board.held(room.id, day))
        )
