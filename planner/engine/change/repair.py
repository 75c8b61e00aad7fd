"""The repair of a week: what can no longer stand finds another place, and as little else as possible moves.

First the sessions hit alone are free. Where that is too little, the whole week is, with its rooms counted instead of
chosen: that says how little is possible, and what has to move; these and their neighbours are then placed with rooms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner.board.helping import helped, helpers_of
from planner.domain import Guidance, Kind, Problem, RoomId, SessionId, TrainerId, rooms_beside
from planner.engine.change.borne import Budget, bear, spare
from planner.engine.change.bounded_rooms import keep_room_limits
from planner.engine.change.known_rooms import price_of_room, rooms_known
from planner.engine.change.long_limits import minutes_outside
from planner.engine.change.missed_there import price_of_missing
from planner.engine.change.moving import studies
from planner.engine.change.own_trainers import teaches_class
from planner.engine.change.piece import Found, Piece, begin_at, proofs
from planner.engine.change.really_there import minutes_from_afar, who_is_not_there
from planner.engine.change.repair_model import Place, RepairModel, RoomChoice, RoomCounts
from planner.engine.change.team_rooms import keep_apart
from planner.engine.change.week_sessions import WeekSessions, unfit
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.model import Option
from planner.model.linear import LinearModel
from planner.prices import (
    HOUR_LOST,
    IDLE_CHANGE,
    OTHER_COLLEAGUE,
    OTHER_DAY,
    OTHER_TIME,
    SESSION_CHANGED,
    STRANGER,
    TOUCHED,
)
from planner.rule import active, weights

NEAR = 24
"""Sessions freed beside those that are hit and those that the week with counted rooms would move."""
WORK = 2.0
"""Deterministic work for one step."""


@dataclass
class Repair:
    """One week with its hits: `stand`, `ideal` and `settle` look for the least change, `better` for quality."""

    week: WeekSessions
    hits: frozenset[SessionId]
    seed: int = 0
    effort: float = 1.0
    interrupt: Interrupt | None = None
    budget: Budget = Budget()
    keep_hour: frozenset[SessionId] = frozenset()

    def __post_init__(self) -> None:
        self.known = teaches_class(self.week.board)
        self.study, self.rooms_known = studies(self.week.board), rooms_known(self.week.board)
        self._known: dict[int, list[Option]] = {}
        self.hit = frozenset(self.week.number[k] for k in self.hits if k in self.week.number)
        ties = {self.week.items[n].tie for n in self.hit} - {""}
        self.base = self.hit | frozenset(n for n, item in enumerate(self.week.items) if item.tie in ties)
        # Until `stand` says which of them have a place although nothing else moves, and which can stay after all.
        self.lacking, self.kept = self.hit, frozenset[int]()

    @property
    def cost_of_hits(self) -> int:
        """What is lost where none of the hits has a place."""
        return sum(self.week.items[n].cost_unplaced for n in self.hit)

    def stand(self) -> Found:
        """The hits alone; nothing else moves. The fewest changes, if nothing is left out."""
        found = self._solve(self.base)
        self.lacking = frozenset(n for n in self.hit if self.week.items[n].id in found.left)
        self.kept = frozenset(n for n in self.hit - self.lacking if self.week.items[n].id not in found.places)
        return found

    def whole(self) -> Piece:
        """The whole week, its rooms counted."""
        return self.piece(self.base | frozenset(self._near()), roomless=True)

    def ideal(self, piece: Piece, *, thorough: bool = False) -> Found:
        """The best of the whole week; if ``optimal``, no repair leaves out less, nor changes fewer at that.

        ``thorough``: where one search proves nothing, others are tried.
        """
        tried = list(proofs(piece, WORK * self.effort, self.seed, self.interrupt, thorough=thorough))
        work = sum(answer.work for answer in tried)
        if tried[-1].outcome is Outcome.OPTIMAL:
            return replace(self.read(piece, tried[-1]), work=work)
        # too much to prove: the best that was found, or what a few sessions near the hits can do for them
        near = self._solve(self.base | frozenset(self._near()[:NEAR]))
        best = min([near, *(self.read(piece, answer) for answer in tried if thorough)], key=lambda one: one.rank)
        return replace(best, optimal=False, work=near.work + work)

    def settle(self, ideal: Found) -> Found:
        """The best with rooms of what the ideal places: its very hours, if the rooms can be had; else near them.

        ``ideal``: an answer whose rooms are only counted; the one with rooms may leave out more, or change more.
        """
        moved = {self.week.number[k]: [place.option] for k, place in ideal.places.items()}
        lost: dict[int, list[Option]] = {n: [] for n in self.base if self.week.items[n].id in ideal.left}
        beside = {n: [self.week.stands(n)] for n in self._in_the_way(ideal)}
        found = self._solve(self.base | moved.keys() | beside.keys(), {**beside, **moved, **lost})
        if found.rank > ideal.rank:
            near = self._solve(self.base | moved.keys() | frozenset(self._near()[:NEAR]), lost)
            return min(found, near, key=lambda one: one.rank)
        return found

    def _in_the_way(self, ideal: Found) -> frozenset[int]:
        """Sessions that may have to leave their room for one that comes at their hour."""
        found = set()
        for key, place in ideal.places.items():
            rooms = self.week.rooms(self.week.number[key])
            for n, session in enumerate(self.week.sessions):
                beside = session.day == place.option.day and session.start < place.option.end
                if beside and place.option.start < session.end and session.room_id in rooms and self._may_change(n):
                    found.add(n)
        return frozenset(found)

    def better(self, least: Found, more: int) -> Found:
        """The best quality with so many changes more than the least, in the piece that gave it and the nearest."""
        near = frozenset(self._near()[:NEAR])
        piece = self.piece(least.free | near, allow=len(least.places) + len(least.left) + more)
        begin_at(piece, self.week, least)
        return self._best(piece)

    def _options(self, n: int) -> list[Option]:
        """Where an item may go: nowhere else, if it keeps its hour; colleagues may take it where it is hit."""
        if n not in self._known:
            held, at = self.week.items[n].id in self.keep_hour, self.week.stands(n)[:3]
            self._known[n] = [o for o in self.week.options(n, wide=n in self.hit) if not held or o[:3] == at]
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
        """Events, what is pasted, groups that meet in a shared place and people's own sessions stay where they are."""
        session, stands = self.week.sessions[n], self.week.problem.stands
        led = session.kind == Kind.COURSE and session.guidance == Guidance.LED
        return led and session.id not in stands and not self.week.limits.stays(session)

    def _solve(self, free: frozenset[int], only: Mapping[int, list[Option]] | None = None) -> Found:
        """One model: some items free, everything else where it stands; ``only``: all that some of them may do."""
        return self._best(self.piece(free, only), small=free == self.base)

    def _best(self, piece: Piece, *, small: bool = False) -> Found:
        """The best answer of a piece; small ones are solved from their bound up."""
        search = Search(WORK * self.effort, self.seed, core=small, portfolio=not small)
        answer = solve(piece.model, search, objective=piece.goal, hint=piece.hint, interrupt=self.interrupt)
        if answer.outcome is Outcome.UNKNOWN:
            # Another seed, every strategy and no hint: what stands may be far from any answer.
            again = Search(WORK * self.effort, self.seed + 1, portfolio=True)
            answer = solve(piece.model, again, objective=piece.goal, interrupt=self.interrupt)
        return self.read(piece, answer)

    def piece(
        self,
        free: frozenset[int],
        only: Mapping[int, list[Option]] | None = None,
        *,
        roomless: bool = False,
        allow: int | None = None,
    ) -> Piece:
        """The model of some items that are free, everything else where it stands; ``roomless``: rooms are counted."""
        model = self._build(free, only or {}, soft=allow is not None)
        taken, eligible = self._taken(model, free), self._eligible(free)
        limits = {room.id: max(1, room.shared) for room in self.week.problem.rooms.values()}
        apart = {room: rooms_beside(self.week.problem, room)[1:] for room in limits}
        rooms = RoomChoice(model, {} if roomless else eligible, limits, taken, apart)
        keep_apart(self.week, model, rooms, sorted(self.hit & free))
        keep_room_limits(self.week, model, rooms)
        same = {n: self._same(model, rooms, n) for n in sorted(free)}
        if roomless:
            rooms_now = ((n, self.week.sessions[n]) for n in free)
            held = {n: (s.room_id, s.day, s.start, s.end) for n, s in rooms_now if s.room_id}
            RoomCounts(model, eligible, same, held, limits, taken)
        for n in free - self.base:
            model.fix(model.unplaced[n], 0)  # nobody loses a place for somebody else
        for n in free & self.base:
            if self.week.sessions[n].room_id and n not in eligible:
                model.fix(model.unplaced[n], 1)  # no room is left that it could have
        if allow is None:
            spare(self.week, model, self.lacking, [same[n] for n in sorted(free - self.base | free & self.kept)])
        borne = bear(self.budget, self.week, model, same)
        goal = self._goal(model, rooms, same, allow)
        if allow is not None:
            LinearModel.add(model, list(same.values()), 1, low=len(same) - allow)
        return Piece(model, rooms, same, goal, self._hint(model, same), borne)

    def _build(self, free: frozenset[int], only: Mapping[int, list[Option]], *, soft: bool = False) -> RepairModel:
        """The free items with all they may do, and what stands near them; preferences only where they are asked."""
        week = self.week
        # what is free has no room yet
        items = [replace(item, fixed_rooms=()) if n in free else item for n, item in enumerate(week.items)]
        options, stands, timed = [], {}, list[int]()
        for n in sorted(self._around(free)):
            found = (only[n] if n in only else self._options(n)) if n in free else [week.stands(n)]
            if n in self.hit:
                timed += [n] if all(o[:3] == week.stands(n)[:3] for o in found) else []
            else:
                stands[n] = week.stands(n)
                found = found if stands[n] in found else [stands[n], *found]
            options += [(n, option) for option in found]
        prices, problem = weights(week.rules, week.problem), self._few(free)
        model = RepairModel(
            tuple(items), tuple(options), prices, minutes_outside(week), free, stands, who_is_not_there(week)
        )
        model.own_time = minutes_from_afar(week)
        model.timed = frozenset(timed)
        for rule in active(week.rules, week.problem):
            # A preference would move what stands for its own sake: it speaks only where that is asked for.
            if rule.enforce.week and (soft or rule.kind != "soft"):
                rule.enforce.week(problem, model)
        self._ties(model, free)
        return model

    def _around(self, free: frozenset[int]) -> frozenset[int]:
        """The free items, those that share people, adults or an hour with them, and what is tied to one of these."""
        items, board = self.week.items, self.week.board
        # Of all whom a course calls: those who are not in it yet may come back to it.
        some = board.problem.once(helped)
        beside = [
            helpers_of(board.problem, board, s, self.week.called(n)) if some else frozenset[TrainerId]()
            for n, s in enumerate(self.week.sessions)
        ]
        units = {u for n in free for u in items[n].units}
        teams = {t for n in free for option in self._options(n) for t in option.team}.union(*(beside[n] for n in free))
        near = free | {
            n
            for n, item in enumerate(items)
            if not units.isdisjoint(item.units) or not teams.isdisjoint({*item.teams[0], *beside[n]})
        }
        ties = {items[n].tie for n in near} - {""}
        return near | {n for n, item in enumerate(items) if item.tie in ties}

    def _few(self, free: frozenset[int]) -> Problem:
        """The problem with few learners, those that the free sessions may hold and who is helped: less to read."""
        items, people = self.week.items, self.week.board.people
        classes = {c for n in free for c in items[n].class_ids}
        mine = {a for n in free for a in people[items[n].id]}.union(*self.week.problem.once(helped).values())
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
            if item.tie and item.kind in (Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT):
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

    def _eligible(self, free: frozenset[int]) -> dict[int, tuple[RoomId, ...]]:
        """Rooms by item that is free; none for those that need none."""
        return {n: found for n in sorted(free) if (found := self.week.rooms(n))}

    def _taken(self, model: RepairModel, free: frozenset[int]) -> dict[tuple[RoomId, date], list[tuple[int, int]]]:
        """Spans in which a room is held by what stands, or closed."""
        problem = self.week.problem
        taken: dict[tuple[RoomId, date], list[tuple[int, int]]] = {}
        for n, session in enumerate(self.week.sessions):
            if session.room_id and n not in free and session.kind != Kind.VISIT:
                span = session.start, session.end
                own, *others = rooms_beside(problem, session.room_id)
                taken.setdefault((own, session.day), []).append(span)
                for room_id in others:
                    taken.setdefault((room_id, session.day), []).extend([span] * max(1, problem.rooms[room_id].shared))
        for room in problem.rooms.values():
            for absence in room.absences:
                for n in sorted(free) if absence.hard else ():
                    for k in model.of(n):
                        option = model.options[k][1]
                        if absence.hits(option.day, option.start, option.end):
                            closed = [(option.start, option.end)] * max(1, room.shared)
                            held = taken.setdefault((room.id, option.day), [])
                            if held.count(closed[0]) < len(closed):
                                held += closed
        return taken

    def _same(self, model: RepairModel, rooms: RoomChoice, n: int) -> int:
        """A variable that may be 1 only where the session keeps its time, its trainers and its room."""
        same, session = model.new_bool(), self.week.sessions[n]
        stand = self.week.stands(n)
        kept = [k for k in model.of(n) if model.options[k][1] == stand]
        LinearModel.add(model, [same, *kept], [1] + [-1] * len(kept), high=0)
        if rooms.of(n):
            here = [v for (_time, room), v in rooms.of(n).items() if room == session.room_id]
            LinearModel.add(model, [same, *here], [1] + [-1] * len(here), high=0)
        if n in self.hit and (not kept or unfit(self.week.board, self.week.rules, session)):
            model.fix(same, 0)
        return same

    def _goal(
        self, model: RepairModel, rooms: RoomChoice, same: Mapping[int, int], allow: int | None
    ) -> dict[int, int]:
        """Everything placed first; then few changes, weighted by what changes; with ``allow``, quality instead."""
        goal = {model.unplaced[n]: HOUR_LOST * model.items[n].cost_unplaced for n in same}
        for n, variable in same.items():
            # a gain for what stays as it is: the rows allow it there alone
            goal[variable] = -SESSION_CHANGED if allow is None else -IDLE_CHANGE
            for (_time, room), v in rooms.of(n).items():
                if cost := price_of_room(self.rooms_known, self.week.sessions[n], room):
                    goal[v] = cost
            for k in model.of(n) if allow is None else ():
                if cost := self._price(n, model.options[k][1]):
                    goal[k] = goal.get(k, 0) + cost
        for variable, cost in model.objective().items() if allow is not None else ():
            goal[variable] = goal.get(variable, 0) + cost
        return goal

    def _price(self, n: int, option: Option) -> int:
        """What a change costs beside being one: hours moved touch everyone, a colleague touches few."""
        session, cost = self.week.sessions[n], SESSION_CHANGED * self._followed(n, option)
        if (option.day, option.start) != (session.day, session.start):
            cost += OTHER_TIME + min(TOUCHED, self.week.items[n].heads) + (option.day != session.day) * OTHER_DAY
            cost += price_of_missing(self.week, n, option, self.hits)
        new = set(option.team) - set(session.trainer_ids)
        for trainer in new:
            knows = any(self.known.get((trainer, c)) for c in session.class_ids)
            cost += OTHER_COLLEAGUE + (0 if knows else STRANGER)
        return cost

    def _followed(self, n: int, option: Option) -> int:
        """Sessions of supervised study that another hour of a course moves: of those who are freed from it."""
        session = self.week.sessions[n]
        return len(self.study.get(session.id, ())) * ((option.day, option.start) != (session.day, session.start))

    def _hint(self, model: RepairModel, same: Mapping[int, int]) -> list[int]:
        """Everything where it stands; what may not stay there begins without a place."""
        values = [0] * len(model.low)
        for n in range(len(model.items)):
            k = model.now(n)
            values[model.unplaced[n] if k is None else k] = 1
        for n, variable in same.items():
            values[variable] = int(model.now(n) is not None)
        return values

    def read(self, piece: Piece, answer: Answer) -> Found:
        """What an answer says; without rooms, a session that is not the same may only change its room."""
        values, free, model = answer.values, frozenset(piece.same), piece.model
        # Nothing of it moves. A search that was cut short says nothing of it; else it is known that a rule leaves this
        # part no answer as long as the rest stands.
        if not values:
            proven = answer.outcome is Outcome.INFEASIBLE
            return Found({}, 0, self.hits, self.cost_of_hits, {}, free, answer.work, proven)
        places: dict[SessionId, Place] = {}
        left: set[SessionId] = set()
        for n in sorted(free):
            item, session = model.items[n], self.week.sessions[n]
            if values[model.unplaced[n]]:
                left.add(item.id)
                continue
            option = next(model.options[k][1] for k in model.of(n) if values[k])
            chosen = piece.rooms.of(n)
            room = next((room for (_time, room), v in chosen.items() if values[v]), session.room_id)
            known = option == self.week.stands(n) and room == session.room_id
            if not known or not values[piece.same[n]]:
                places[item.id] = Place(option, room)
        costs = {key: model.weights.get(key, 1) * model.units(key, values) for key in model.costs}
        lost = sum(model.items[self.week.number[k]].cost_unplaced for k in left)
        changes = sum(1 + self._followed(self.week.number[k], place.option) for k, place in places.items())
        return Found(
            places, changes, frozenset(left), lost, costs, free, answer.work, answer.outcome is Outcome.OPTIMAL
        )
