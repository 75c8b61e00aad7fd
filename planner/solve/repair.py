"""The repair of a week: what can no longer stand finds another place, and as little else as possible moves.

The sessions hit come free first; their neighbours (same class, same trainer, same room) follow by and by, until
everything is placed with no more changes than sessions hit, which proves that fewer are not possible, or until the
whole week is free.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from planner.domain import Problem, RoomId, SessionId, TrainerId
from planner.model import Option
from planner.model.linear import LinearModel
from planner.rule import active, weights
from planner.solve.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.solve.repair_items import Limits, WeekSessions, teaches_class, unfit
from planner.solve.repair_model import Place, RepairModel, RoomChoice

Reach = Literal["as it stands", "whole"]
NEAR = 24
"""Sessions freed beside those that are hit and those that the week without rooms would move."""
LOST, CHANGED, MOVED, OTHER, ROOM = 100_000, 1_000, 60, 10, 2
"""Costs: an hour left out (per unit of its own cost), a session changed, its time, its trainer, its room."""
STRANGER = 15
"""A trainer who has no session with the class costs more than one of its own."""
WORK = 2.0
"""Deterministic work for one step."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What the repair of a week gives: new places by session, what is left out, the changes and their bound."""

    places: Mapping[SessionId, Place]
    left: tuple[SessionId, ...]
    changes: int
    bound: int
    cost: int
    """Of the preferences, in the part of the week that was free; only to be compared with another answer of its."""
    work: float
    proven: bool
    """Whether fewer sessions left out, or fewer changes, are impossible within the week."""


@dataclass
class Repair:
    """One week with its hits; `run` looks for the least change, `better` for quality at a few changes more."""

    week: WeekSessions
    limits: Limits
    hits: frozenset[SessionId]
    seed: int = 0
    effort: float = 1.0
    interrupt: Interrupt | None = None
    most: Mapping[TrainerId, int] = field(default_factory=dict)
    """Sessions of a trainer that may change at most, where the planner limits them."""
    most_person: int | None = None
    """Sessions of an apprentice that may change in time at most."""

    def __post_init__(self) -> None:
        self.known = teaches_class(self.week.assembly)
        self._known: dict[int, list[Option]] = {}
        self.hit = frozenset(self.week.number[k] for k in self.hits if k in self.week.number)
        ties = {self.week.items[n].tie for n in self.hit} - {""}
        self.base = self.hit | frozenset(n for n, item in enumerate(self.week.items) if item.tie in ties)

    def run(self, reach: Reach = "whole") -> Repaired:
        """The least change that places everything: those that are hit, then more of the week where that is too little.

        ``reach``: how much of the week may move; only the whole of it gives a proof where something is left out.
        """
        order = self._near() if reach != "as it stands" else []
        best = self._solve(self.base)
        if not self._enough(best) and order:
            best = self._whole(best, frozenset(order))
        self.last = best
        return best.answer

    def _enough(self, found: "_Found") -> bool:
        """Nothing is left out and nothing moves but what is hit; or somebody asked to stop."""
        least = not found.answer.left and found.answer.changes <= len(self.hit)
        return least or (self.interrupt is not None and self.interrupt.asked.is_set())

    def _whole(self, best: "_Found", order: frozenset[int]) -> "_Found":
        """The whole week without its rooms says how little is possible; what it moves is then tried with rooms."""
        ideal = self._solve(self.base | order, roomless=True)
        if ideal.rank < best.rank:
            numbers = frozenset(self.week.number[k] for k in ideal.answer.places)
            found = self._solve(self.base | numbers | frozenset(self._near()[:NEAR]))
            best = found if found.rank <= best.rank else best
        proven = ideal.optimal and ideal.rank >= best.rank
        bound = best.answer.changes if proven else min(best.answer.changes, ideal.answer.changes)
        return replace(best, answer=replace(best.answer, proven=proven, bound=bound))

    def better(self, more: int) -> Repaired:
        """The best quality with so many changes more than the least, in the piece that `run` ended with."""
        return self._solve(self.last.free, allow=self.last.answer.changes + more).answer

    def _options(self, n: int) -> list[Option]:
        """Where an item may go; colleagues may take it where it is hit."""
        if n not in self._known:
            self._known[n] = self.week.options(n, self.limits, wide=n in self.hit)
        return self._known[n]

    def _near(self) -> list[int]:
        """The other sessions of the week, nearest to the hits first: same class and trainer, class, trainer, room."""
        items, sessions = self.week.items, self.week.sessions
        classes = {c for n in self.hit for c in items[n].class_ids}
        trainers = {t for n in self.hit for t in sessions[n].trainer_ids}
        rooms = {sessions[n].room_id for n in self.hit} - {None}
        units = {u for n in self.hit for u in items[n].units}
        ties = {items[n].tie for n in self.hit if items[n].tie}

        def distance(n: int) -> tuple[int, int]:
            shared = (
                bool(items[n].tie and items[n].tie in ties) * 8
                + (not classes.isdisjoint(items[n].class_ids) or not units.isdisjoint(items[n].units)) * 4
                + (not trainers.isdisjoint(sessions[n].trainer_ids)) * 2
                + (sessions[n].room_id in rooms)
            )
            return -shared, n

        others = [n for n in range(len(items)) if n not in self.base and self._may_change(n)]
        return sorted(others, key=distance)

    def _may_change(self, n: int) -> bool:
        """Fixed events, groups that meet in a shared place and people's own sessions stay where they are."""
        session = self.week.sessions[n]
        return not self.limits.stays(session) and session.kind == "course" and session.guidance == "led"

    def _solve(self, free: frozenset[int], *, roomless: bool = False, allow: int | None = None) -> "_Found":
        """One model: some items free, everything else where it stands; ``roomless``: no room is chosen."""
        model = self._build(free, soft=allow is not None)
        rooms = self._room_choice(model, frozenset() if roomless else free)
        same = {n: self._same(model, rooms, n) for n in sorted(free)}
        for n in free - self.base:
            model.fix(model.unplaced[n], 0)  # nobody loses a place for somebody else
        self._limit(model, same)
        goal = self._goal(model, rooms, same, allow)
        if allow is not None:
            LinearModel.add(model, list(same.values()), 1, low=len(same) - allow)
        small = free == self.base and allow is None
        search = Search(WORK * self.effort, self.seed, core=small, portfolio=not small)
        answer = solve(model, search, objective=goal, hint=self._hint(model, same), interrupt=self.interrupt)
        if not answer.found:
            again = Search(WORK * self.effort, self.seed + 1, portfolio=True)
            answer = solve(model, again, objective=goal, interrupt=self.interrupt)
        return self._read(model, rooms, answer, free)

    def _build(self, free: frozenset[int], *, soft: bool = False) -> RepairModel:
        """The free items with all they may do, and what stands near them; preferences only where they are asked."""
        week = self.week
        # what is free has no room yet
        items = [replace(item, fixed_rooms=()) if n in free else item for n, item in enumerate(week.items)]
        options, stands = [], {}
        near = self._around(free)
        for n in sorted(near):
            found = [week.stands(n)]
            if n in free:
                found = self._options(n)
            if n not in self.hit:
                stands[n] = week.stands(n)
                found = found if stands[n] in found else [stands[n], *found]
            options += [(n, option) for option in found]
        model = RepairModel(tuple(items), tuple(options), weights(week.rules, week.problem), free=free, stands=stands)
        problem = self._few(free)
        for rule in active(week.rules, week.problem):
            if rule.enforce.week and (soft or rule.kind != "soft"):
                rule.enforce.week(problem, model)
        self._ties(model, free)
        return model

    def _around(self, free: frozenset[int]) -> frozenset[int]:
        """The free items, and those that share people, adults or an hour with them."""
        items = self.week.items
        units = {u for n in free for u in items[n].units}
        ties = {items[n].tie for n in free if items[n].tie}
        teams = {t for n in free for option in self._options(n) for t in option.team}
        return free | frozenset(
            n
            for n, item in enumerate(items)
            if not units.isdisjoint(item.units) or item.tie in ties or not teams.isdisjoint(item.teams[0])
        )

    def _few(self, free: frozenset[int]) -> Problem:
        """The problem with no more learners than the free sessions may hold: rules on people have less to read."""
        items, people = self.week.items, self.week.assembly.people
        classes = {c for n in free for c in items[n].class_ids}
        mine = {a for n in free for a in people[items[n].id]}
        learners = {
            a: learner
            for a, learner in self.week.problem.learners.items()
            if a in mine or any(m.class_id in classes for m in learner.memberships)
        }
        return replace(self.week.problem, learners=learners)

    def _ties(self, model: RepairModel, free: frozenset[int]) -> None:
        """Groups of one occurrence, and classes of one open period, are never at two different hours."""
        ties: dict[str, list[int]] = {}
        for n, item in enumerate(model.items):
            if item.tie and item.kind in ("barrette", "open", "support"):
                ties.setdefault(item.tie, []).append(n)
        for members in ties.values():
            if free.isdisjoint(members):
                continue
            times = sorted({model.options[k][1][:2] for n in members for k in model.of(n)})
            chosen = dict(zip(times, (int(v) for v in model.new_bools(len(times))), strict=True))
            LinearModel.at_most_one(model, list(chosen.values()))
            for n in members:
                for k in model.of(n):
                    LinearModel.add(model, [k, chosen[model.options[k][1][:2]]], [1, -1], high=0)

    def _room_choice(self, model: RepairModel, free: frozenset[int]) -> RoomChoice:
        problem = self.week.problem
        taken: dict[tuple[RoomId, date], list[tuple[int, int]]] = {}
        for n, session in enumerate(self.week.sessions):
            if session.room_id and n not in free and session.kind != "visit":
                taken.setdefault((session.room_id, session.day), []).append((session.start, session.end))
        for room in problem.rooms.values():
            for absence in room.absences:
                for n in sorted(free):
                    for k in model.of(n):
                        option = model.options[k][1]
                        if absence.hard and absence.hits(option.day, option.start, option.end):
                            closed = [(option.start, option.end)] * max(1, room.shared)
                            held = taken.setdefault((room.id, option.day), [])
                            if held.count(closed[0]) < len(closed):
                                held += closed
        limit = {room.id: max(1, room.shared) for room in problem.rooms.values()}
        eligible = {n: found for n in sorted(free) if (found := self.week.rooms(n))}
        return RoomChoice(model, eligible, limit, taken)

    def _same(self, model: RepairModel, rooms: RoomChoice, n: int) -> int:
        """A variable that may be 1 only where the session keeps its time, its trainers and its room."""
        same, session = model.new_bool(), self.week.sessions[n]
        stand = self.week.stands(n)
        kept = [k for k in model.of(n) if model.options[k][1] == stand]
        LinearModel.add(model, [same, *kept], [1] + [-1] * len(kept), high=0)
        if rooms.of(n):
            here = [v for (_time, room), v in rooms.of(n).items() if room == session.room_id]
            LinearModel.add(model, [same, *here], [1] + [-1] * len(here), high=0)
        if n in self.hit and (not kept or unfit(self.week.assembly, self.week.rules, session)):
            model.fix(same, 0)
        return same

    def _limit(self, model: RepairModel, same: Mapping[int, int]) -> None:
        """Changes of one trainer, and of one apprentice, within what the planner allows."""
        for trainer, most in self.most.items():
            mine = [v for n, v in same.items() if trainer in self.week.sessions[n].trainer_ids]
            if len(mine) > most:
                LinearModel.add(model, mine, 1, low=len(mine) - most)
        if self.most_person is None:
            return
        units: dict[int, list[int]] = {}
        for n in same:
            for unit in model.items[n].units:
                units.setdefault(unit, []).append(n)
        for members in units.values():
            stays = [k for n in members for k in model.of(n) if self._at_its_hour(n, model.options[k][1])]
            lost = [model.unplaced[n] for n in members]
            if len(members) > self.most_person:
                LinearModel.add(model, [*stays, *lost], 1, low=len(members) - self.most_person)

    def _at_its_hour(self, n: int, option: Option) -> bool:
        session = self.week.sessions[n]
        return (option.day, option.start) == (session.day, session.start)

    def _goal(
        self, model: RepairModel, rooms: RoomChoice, same: Mapping[int, int], allow: int | None
    ) -> dict[int, int]:
        """Everything placed first; then few changes, weighted by what changes; with ``allow``, quality instead."""
        goal = {model.unplaced[n]: LOST * model.items[n].cost_unplaced for n in same}
        if allow is not None:
            for variable, cost in model.objective().items():
                goal[variable] = goal.get(variable, 0) + cost
            return goal
        for n, variable in same.items():
            goal[variable] = -CHANGED
            for k in model.of(n):
                cost = self._price(n, model.options[k][1])
                if cost:
                    goal[k] = goal.get(k, 0) + cost
            for (_time, room), v in rooms.of(n).items():
                if room != self.week.sessions[n].room_id:
                    goal[v] = ROOM
        return goal

    def _price(self, n: int, option: Option) -> int:
        """What a change costs beside being one: hours moved touch everyone, a colleague touches few."""
        session, cost = self.week.sessions[n], 0
        if (option.day, option.start) != (session.day, session.start):
            cost += MOVED + min(MOVED, self.week.items[n].heads) + (option.day != session.day) * OTHER
        new = set(option.team) - set(session.trainer_ids)
        for trainer in new:
            knows = any(self.known.get((trainer, c)) for c in session.class_ids)
            cost += OTHER + (0 if knows else STRANGER)
        return cost

    def _hint(self, model: RepairModel, same: Mapping[int, int]) -> list[int]:
        values = [0] * len(model.low)
        for n in range(len(model.items)):
            k = model.now(n)
            values[model.unplaced[n] if k is None else k] = 1
        for n, variable in same.items():
            values[variable] = int(model.now(n) is not None)
        return values

    def _read(
        self,
        model: RepairModel,
        rooms: RoomChoice,
        answer: Answer,
        free: frozenset[int],
    ) -> "_Found":
        values = answer.values
        if not values:
            left = tuple(model.items[n].id for n in sorted(self.hit))
            cost = sum(model.items[n].cost_unplaced for n in self.hit)
            return _Found(Repaired({}, left, 0, 0, 0, answer.work, False), cost, free, False)
        places: dict[SessionId, Place] = {}
        left_out: list[SessionId] = []
        for n in sorted(free):
            item = model.items[n]
            if values[model.unplaced[n]]:
                left_out.append(item.id)
                continue
            option = next(model.options[k][1] for k in model.of(n) if values[k])
            room = next((room for (_time, room), v in rooms.of(n).items() if values[v]), self.week.sessions[n].room_id)
            if option != self.week.stands(n) or room != self.week.sessions[n].room_id:
                places[item.id] = Place(option, room)
        changes = len(places)
        cost = sum(c * values[v] for v, c in model.objective().items())
        least = len(self.hit) - len(set(left_out) & self.hits)
        proven = not left_out and changes <= len(self.hit)
        lost = sum(model.items[self.week.number[k]].cost_unplaced for k in left_out)
        answered = Repaired(places, tuple(left_out), changes, min(changes, least), cost, answer.work, proven)
        return _Found(answered, lost, free, answer.outcome is Outcome.OPTIMAL)


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer, what its sessions left out cost, and the piece of the week that was free."""

    answer: Repaired
    left_cost: int
    free: frozenset[int]
    optimal: bool

    @property
    def rank(self) -> tuple[int, int]:
        """Less left out first, then fewer changes."""
        return self.left_cost, self.answer.changes
