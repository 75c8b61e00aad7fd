"""What a barrette or an open period has at its hour: who is there, which trainers and rooms are free."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.board.presence import Presence
from planner.courses.half_days import bells_for, usual_halves
from planner.domain import (
    Barrette,
    ClassId,
    Learner,
    Problem,
    RoomId,
    SessionId,
    SiteId,
    TrainerId,
    away,
    monday,
)
from planner.engine.week.draft import Draft, Placed
from planner.model import Item, Option
from planner.model.groups import Occasion


@dataclass
class Usage:
    """Hours of trainers and rooms taken so far, by day; asks whether more fits."""

    problem: Problem
    trainers: dict[tuple[TrainerId, date], list[tuple[int, int, int, SessionId, SiteId]]] = field(default_factory=dict)
    rooms: dict[tuple[RoomId, date], list[tuple[int, int, SessionId]]] = field(default_factory=dict)
    dated: bool = True
    """Whether the hours of the courses are known; before, days are not yet counted."""

    @classmethod
    def of(cls, draft: Draft) -> "Usage":
        """Usage by everything placed so far."""
        usage = cls(draft.problem)
        for placed in draft.weeks.values():
            for item, option in placed:
                usage.take(item, option, draft.rooms.get(item.id))
        return usage

    def take(self, item: Item, option: Option, room: RoomId | None = None) -> None:
        """Note a placed item with its team and rooms."""
        rooms = [*item.fixed_rooms, *([room] if room else [])]
        self.note(item.id, option.day, option.start, option.end, item.minutes, option.team, rooms, item.site_id)

    def note(
        self,
        key: SessionId,
        day: date,
        start: int,
        end: int,
        minutes: int,
        team: Iterable[TrainerId],
        rooms: Iterable[RoomId],
        site: SiteId = SiteId(""),
    ) -> None:
        """Note hours of trainers and rooms."""
        for trainer in team:
            self.trainers.setdefault((trainer, day), []).append((start, end, minutes, key, site))
        for room in rooms:
            self.rooms.setdefault((room, day), []).append((start, end, key))

    def forget(self, keys: frozenset[SessionId]) -> None:
        """Drop everything noted under some ids."""
        for trainer in self.trainers.values():
            trainer[:] = [h for h in trainer if h[3] not in keys]
        for room in self.rooms.values():
            room[:] = [h for h in room if h[2] not in keys]

    def free_trainers(
        self, day: date, start: int, end: int, minutes: int, site: SiteId, *, without: SessionId | None = None
    ) -> frozenset[TrainerId]:
        """Adults who are here, do nothing else then, and stay within their hours of the day and of the week."""
        return frozenset(
            t for t in self.problem.trainers if self.trainer_free(t, day, start, end, minutes, site, without=without)
        )

    def trainer_free(
        self, who: TrainerId, day: date, start: int, end: int, minutes: int, site: SiteId, *, without: SessionId | None
    ) -> bool:
        """Whether one adult may take a span more."""
        trainer = self.problem.trainers[who]
        if away(trainer.absences, day, start, end) or (trainer.sites and site and site not in trainer.sites):
            return False
        held = [h for h in self.trainers.get((who, day), ()) if h[3] != without]
        for begin, finish, _minutes, _key, other in held:
            margin = self.problem.travel.get((other, site), 0) if other != site else 0
            if begin < end + margin and start < finish + margin:
                return False
        if minutes > self.left_today(who, day, without=without):
            return False
        if not self.worth_coming(who, day, start, end, minutes, without=without):
            return False
        return minutes <= self.capacity(who, day, without=without)

    def worth_coming(
        self, who: TrainerId, day: date, start: int, end: int, minutes: int, *, without: SessionId | None = None
    ) -> bool:
        """Whether a span more leaves the free half-days of the week, and a day long enough where that binds."""
        trainer = self.problem.trainers[who]
        if not self.dated:
            return True
        if trainer.min_day_hard and self.minutes(who, day, without=without) + minutes < trainer.min_day:
            return False
        if not trainer.free_half_days:
            return True
        week, bells = monday(day), bells_for(self.problem, trainer)
        used = {
            (n, side)
            for n in range(7)
            for h in self.trainers.get((who, week + timedelta(days=n)), ())
            for side in (False, True)
            if h[0] < h[1] and (h[1] > bells.noon(n) if side else h[0] < bells.noon(n))
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
        for start, end, minutes, key, _site in self.trainers.get((who, day), ()):
            if key != without:
                spans[start, end] = max(minutes, spans.get((start, end), 0))
        return sum(spans.values())

    def minutes_of_week(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes of an adult in the week of a day."""
        first = monday(day)
        return sum(self.minutes(who, first + timedelta(days=n), without=without) for n in range(7))

    def left_today(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes that a trainer may still give on a day."""
        return max(0, self.problem.trainers[who].max_day - self.minutes(who, day, without=without))

    def capacity(self, who: TrainerId, day: date, *, without: SessionId | None = None) -> int:
        """Minutes that a trainer may still give in the week (and month) of a day."""
        trainer = self.problem.trainers[who]
        left = trainer.max_week - self.minutes_of_week(who, day, without=without)
        if trainer.max_month is not None:
            month = sum(
                self.minutes(t, d, without=without)
                for t, d in self.trainers
                if t == who and (d.year, d.month) == (day.year, day.month)
            )
            left = min(left, trainer.max_month - month)
        return max(0, left)

    def free_rooms(
        self, day: date, start: int, end: int, site: SiteId, *, without: SessionId | None = None
    ) -> tuple[RoomId, ...]:
        """Rooms that are open and unused then, on the site."""
        return tuple(
            room.id
            for room in self.problem.rooms.values()
            if (not site or not room.site_id or room.site_id == site)
            and not away(room.absences, day, start, end)
            and all(b <= start or a >= end for a, b, key in self.rooms.get((room.id, day), ()) if key != without)
        )


def learners_at(
    problem: Problem, presence: Presence, class_ids: tuple[ClassId, ...], day: date, start: int, end: int, minutes: int
) -> tuple[Learner, ...]:
    """Learners of some classes who are there and free at a span."""
    return tuple(
        learner
        for class_id in class_ids
        for learner in problem.roster(class_id, day)
        if presence.with_class(learner, day, start, end, minutes)
    )


def occasion(problem: Problem, usage: Usage, presence: Presence, placed: Placed) -> Occasion:
    """The occasion of one placed barrette or open period."""
    item, option = placed
    day, start, end = option.day, option.start, option.end
    free = usage.free_trainers(day, start, end, item.minutes, item.site_id, without=item.id)
    return Occasion(
        key=item.id,
        day=day,
        start=start,
        end=end,
        minutes=item.minutes,
        learners=tuple(p.id for p in learners_at(problem, presence, item.class_ids, day, start, end, item.minutes)),
        trainers=free,
        rooms=usage.free_rooms(day, start, end, item.site_id, without=item.id),
        capacity={t: usage.capacity(t, day, without=item.id) for t in sorted(free)},
        today={t: usage.left_today(t, day, without=item.id) for t in sorted(free)},
    )


def with_free_half_days(
    problem: Problem, usage: Usage, presence: Presence, rows: Iterable[Placed]
) -> tuple[Occasion, ...]:
    """Occasions in order, each counting the half-days that its trainers could already take at the earlier ones."""
    tried = SessionId("half-days tried")
    found = []
    for row in rows:
        found.append(occasion(problem, usage, presence, row))
        counted = [t for t in sorted(found[-1].trainers) if problem.trainers[t].free_half_days]
        usage.note(tried, row[1].day, row[1].start, row[1].end, 0, counted, ())
    usage.forget(frozenset({tried}))
    return tuple(found)


def barrette_rooms(problem: Problem, barrette: Barrette, rooms: Iterable[RoomId]) -> tuple[RoomId, ...]:
    """Rooms of a barrette among some: its own list where it has one."""
    own = frozenset(barrette.room_ids)
    return tuple(r for r in rooms if not own or r in own)
