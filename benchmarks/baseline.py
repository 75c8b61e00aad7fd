"""The baseline: place again and again the session with the fewest ways left, at its earliest, never going back.

A way is a (start, trainers, room) that clashes with nothing placed so far. What stays without a way is unplaced. Hours
of a day or week beyond a trainer's limits, two sessions of a course on one day, a room that is too small are no ways.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.pieces import Piece, pieces
from planner.domain import Absence, Problem, RoomId, TrainerId, away

TICK = 5
"""Minutes of one bit of a mask; a day has 288."""
DAY = 24 * 60 // TICK
WEEK = (1 << (7 * DAY)) - 1


@dataclass(frozen=True, slots=True)
class Start:
    """One time a piece may take in its week: weekday, minutes of the day, and its mask over the week."""

    weekday: int
    start: int
    end: int
    mask: int


@dataclass
class Week:
    """A week being filled: what is taken so far, by mask."""

    problem: Problem
    monday: date
    taken: dict[object, int] = field(default_factory=dict)
    days: Counter[tuple[TrainerId, int]] = field(default_factory=Counter)
    """Minutes of a trainer on a weekday."""
    series: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for trainer in self.problem.trainers.values():
            self.taken[trainer.id] = self._away(trainer.absences)
        for room in self.problem.rooms.values():
            self.taken[room.id] = self._away(room.absences)
        self._free: dict[tuple[tuple[RoomId, ...], int], int] = {}

    def _away(self, absences: tuple[Absence, ...]) -> int:
        mask = 0
        for weekday in range(7 if absences else 0):
            day = self.monday + timedelta(days=weekday)
            for tick in range(DAY):
                if away(absences, day, tick * TICK, (tick + 1) * TICK):
                    mask |= 1 << (weekday * DAY + tick)
        return mask

    def starts(self, piece: Piece) -> tuple[Start, ...]:
        """Times at which every class of the piece is at the centre."""
        found = []
        for weekday in range(7):
            day = self.monday + timedelta(days=weekday)
            for start, end in self._spans(piece, weekday, day):
                mask = ((1 << ((end - start) // TICK)) - 1) << (weekday * DAY + start // TICK)
                found.append(Start(weekday, start, end, mask))
        return tuple(found)

    def _spans(self, piece: Piece, weekday: int, day: date) -> list[tuple[int, int]]:
        spans: set[tuple[int, int]] | None = None
        for class_id, part in piece.units:
            bells = self.problem.bells_of(class_id)
            here = self.problem.class_presence(class_id, day, part)
            own = {
                (a, b)
                for a, b in bells.placements(weekday, piece.minutes, piece.meal)
                if bells.half(weekday, a, b) & ~here == 0
            }
            spans = own if spans is None else spans & own
        return sorted(spans or ())

    def ways(self, piece: Piece, starts: tuple[Start, ...]) -> tuple[int, Start | None]:
        """Number of (start, team, room) left, and the earliest start among them."""
        total, first = 0, None
        blocked = self._units(piece) | self._series(piece)
        teams = [self._busy(team, piece.minutes) for team in piece.teams]
        staff = [self._busy((t,), piece.minutes) for t in piece.pool] if piece.staff else []
        for start in starts:
            if blocked & start.mask:
                continue
            able = sum(1 for busy in teams if not busy & start.mask)
            rooms = self._rooms(piece, start) if able else 0
            if not rooms or (staff and sum(1 for busy in staff if not busy & start.mask) < piece.staff):
                continue
            total += able * rooms
            first = first or start
        return total, first

    def _series(self, piece: Piece) -> int:
        """Days on which the piece may not be, because one of its series is there."""
        days = {weekday for name, weekday in self.series if name in piece.series}
        return sum(((1 << DAY) - 1) << (weekday * DAY) for weekday in days)

    def _busy(self, team: tuple[TrainerId, ...], minutes: int) -> int:
        """When a team cannot take so many minutes more: taken, away, or beyond a limit of the day or week."""
        if len(set(team)) < len(team):
            return WEEK
        mask = 0
        for trainer_id in team:
            trainer = self.problem.trainers[trainer_id]
            hours = [self.days[trainer_id, d] for d in range(7)]
            if sum(hours) + minutes > trainer.max_week:
                return WEEK
            full = [d for d in range(7) if hours[d] + minutes > trainer.max_day]
            mask |= self.taken[trainer_id] | sum(((1 << DAY) - 1) << (d * DAY) for d in full)
        return mask

    def _units(self, piece: Piece) -> int:
        mask = 0
        for class_id, part in piece.units:
            mask |= self.taken.get((class_id, ""), 0)
            if part:
                mask |= self.taken.get((class_id, part), 0)
            else:
                for letter in self.problem.parts[class_id]:
                    mask |= self.taken.get((class_id, letter), 0)
        return mask

    def _open_rooms(self, rooms: tuple[RoomId, ...], mask: int) -> list[RoomId]:
        return [r for r in rooms if not self.taken[r] & mask]

    def _rooms(self, piece: Piece, start: Start) -> int:
        """Ways to seat the piece: free rooms of each set (0 when the same set is asked more often than it has)."""
        ways = 1
        for rooms, wanted in Counter(piece.rooms).items():
            if (rooms, start.mask) not in self._free:
                self._free[rooms, start.mask] = len(self._open_rooms(rooms, start.mask))
            free = self._free[rooms, start.mask]
            ways *= free if free >= wanted else 0
        return ways

    def place(self, piece: Piece, start: Start) -> None:
        """Take the first team and rooms that are free at a start."""
        team = next(t for t in piece.teams if not self._busy(t, piece.minutes) & start.mask)
        helpers = [t for t in piece.pool if not self._busy((t,), piece.minutes) & start.mask]
        people = [*team, *helpers[: piece.staff]]
        for rooms, wanted in Counter(piece.rooms).items():
            for room in self._open_rooms(rooms, start.mask)[:wanted]:
                self.taken[room] |= start.mask
        for trainer in people:
            self.taken[trainer] |= start.mask
            self.days[trainer, start.weekday] += piece.minutes
        for unit in piece.units:
            self.taken[unit] = self.taken.get(unit, 0) | start.mask
        self.series |= {(s, start.weekday) for s in piece.series}
        self._free.clear()


def greedy(problem: Problem, monday: date) -> tuple[int, list[Piece]]:
    """Number of sessions of a week and the pieces that the baseline leaves."""
    week, todo, left = Week(problem, monday), {p.id: p for p in pieces(problem, monday)}, []
    total = sum(p.count for p in todo.values())
    starts = {k: week.starts(p) for k, p in todo.items()}
    ways = {k: week.ways(p, starts[k]) for k, p in todo.items()}
    uses = {k: _uses(p) for k, p in todo.items()}
    while todo:
        chosen = min(todo, key=lambda k: (ways[k][0], k))
        piece, start = todo.pop(chosen), ways[chosen][1]
        if start is None:
            left.append(piece)
            continue
        week.place(piece, start)
        ways |= {k: week.ways(p, starts[k]) for k, p in todo.items() if not uses[k].isdisjoint(uses[chosen])}
    return total, left


def _uses(piece: Piece) -> set[object]:
    """Classes, trainers and rooms of which placing the piece may take something."""
    found: set[object] = {("class", class_id) for class_id, _part in piece.units}
    found |= {("trainer", t) for t in (*piece.pool, *(t for team in piece.teams for t in team))}
    return found | {("room", r) for rooms in piece.rooms for r in rooms}


def baseline(problem: Problem) -> tuple[int, int, dict[date, int]]:
    """Sessions of the horizon, how many the baseline leaves unplaced, and the same by week."""
    total, weeks = 0, {}
    for monday in problem.weeks:
        asked, left = greedy(problem, monday)
        total += asked
        weeks[monday] = sum(p.count for p in left)
    return total, sum(weeks.values()), weeks
