"""A seat is a composition with the rest held: a few people choose, groups that lost something get it back.

The hours concerned of a barrette or open period are composed again with everyone else where they are, and the board
changes by the difference alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.shelter import place_to_be
from planner.board.staff import room_for
from planner.board.unwatched import keep_watched
from planner.domain import (
    ApprenticeId,
    Group,
    GroupId,
    Guidance,
    Kind,
    Learner,
    Module,
    Owed,
    Problem,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.engine.groups.catalogue import study_module
from planner.engine.groups.compose import Run, speak
from planner.engine.groups.held import Held, Hour, People, Seat
from planner.engine.groups.occasions import occasion
from planner.engine.groups.open_periods import settle
from planner.engine.groups.plan import Plan, plan_of
from planner.engine.groups.sessions import run_session
from planner.engine.groups.setup import Scene, model_of, without_helpers
from planner.engine.solvers.milp import Effort, Program
from planner.labels import neutral_label
from planner.model.groups import GroupsModel, Member, Occasion
from planner.rule import Rules, active, weights

ROUNDS = 3
"""How often those whom a rule keeps from the seat they were given choose again."""
NODES, SECONDS = 200, 15.0
Place = tuple[str, str]
"""A barrette or open period, and a period."""


@dataclass
class Seated:
    """What became of the groups and people of some hours."""

    again: list[tuple[Session, People]] = field(default_factory=list)
    """Groups that were lost and take place, with those of their people who are in them."""
    without: list[Hour] = field(default_factory=list)
    """Hours at which somebody has no place: there is not even a room."""


def seat(board: Board, rules: Rules, owed: Sequence[Owed], hours: Sequence[Hour], seed: int = 0) -> Seated:
    """Give everyone concerned at some hours a seat, and groups that lost their trainer or room another one."""
    found, places = Seated(), dict[Place, list[Hour]]()
    for hour in sorted(hours, key=lambda h: (h.placed[1].day, h.placed[1].start, h.key)):
        if hour.people:
            item = hour.placed[0]
            places.setdefault((str(item.barrette_id or item.open_id), str(item.period_id)), []).append(hour)
    for mine in places.values():
        Seating(board, active(rules, board.problem), owed, mine, seed, found).run()
    write_lists(board, frozenset[ApprenticeId]().union(*(hour.people for hour in hours)))
    return found


@dataclass
class Seating:
    """The hours of one barrette or open period in one period."""

    board: Board
    rules: Rules
    owed: Sequence[Owed]
    hours: Sequence[Hour]
    seed: int
    found: Seated
    own: dict[tuple[ApprenticeId, str], Session] = field(default_factory=dict)
    """(person, key of the hour) → where they were."""
    waiting: dict[str, set[ApprenticeId]] = field(default_factory=dict)
    """Key of an hour → who has no seat yet."""
    refused: set[tuple[SessionId, ApprenticeId]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.problem: Problem = self.board.problem

    def run(self) -> None:
        """Take those who may choose out of their seats, compose, and seat them; a few times where rules refuse."""
        self._rise()
        for _round in range(ROUNDS):
            before = len(self.refused)
            self._compose()
            if len(self.refused) == before:
                break
        for hour in self.hours:
            self._left_over(hour)

    def _rise(self) -> None:
        for hour in self.hours:
            self.waiting[hour.key] = set(hour.people)
            self.own |= {(a, hour.key): s for s, people in hour.lost.values() for a in people}
            for session in (self.board.sessions[key] for key in hour.groups):
                for person in hour.people & self.board.people[session.id].keys():
                    self.own[person, hour.key] = session
                    self.board.leave(session.id, person)

    # The question

    def _compose(self) -> None:
        hours = [h for h in self.hours if self.waiting[h.key]]
        occasions = [self._occasion(h) for h in hours]
        both = [(h, o) for h, o in zip(hours, occasions, strict=True) if o.learners]
        if not both:
            return
        scene = self._scene([o for _h, o in both])
        held = Held(scene, self.board, [h for h, _o in both], frozenset(self.refused))
        model = model_of(held, weights(self.rules, self.problem))
        speak(scene, self.rules, model)
        held.price(model)
        answer = Program(model, model.continuous).solve(Effort(NODES, SECONDS, 0.0))
        if answer is not None:
            rooms = {(m, o): (s.room_id,) for m, x in enumerate(held.seats) for o, s in x.sessions.items() if s.room_id}
            self._apply(held, model, plan_of(model, answer, rooms))

    def _occasion(self, hour: Hour) -> Occasion:
        """The hour with those who may choose and can come; whoever helps somebody there leads nothing."""
        here = occasion(self.board, hour.placed)
        held = [a for key in hour.groups for a in self.board.people_of(key)]
        (helped,) = without_helpers(self.problem, [replace(here, learners=(*here.learners, *held))])
        return replace(helped, learners=tuple(a for a in here.learners if a in self.waiting[hour.key]))

    def _scene(self, occasions: Sequence[Occasion]) -> Scene:
        item, people = self.hours[0].placed[0], {a for o in occasions for a in o.learners}
        return Scene(
            problem=self.problem,
            period=next(p for p in self.problem.periods if p.id == item.period_id),
            occasions=tuple(occasions),
            owed=tuple(n for n in self.owed if n.apprentice_id in people),
            paid=paid_so_far(self.board, self.owed, people),
            barrette=self.problem.barrettes.get(item.barrette_id) if item.barrette_id else None,
            open_period=next((o for o in self.problem.open_periods if o.id == item.open_id), None),
            previous=tuple(
                g for g in self.board.groups if (g.barrette_id, g.period_id) == (item.barrette_id, item.period_id)
            ),
            seed=self.seed,
            standing=self.own,
        )

    # The difference

    def _apply(self, held: Held, model: GroupsModel, plan: Plan) -> None:
        """New sessions with trainers first, then places in what stands, then autonomy."""
        joins: dict[tuple[int, int], list[Member]] = {}
        for (n, o), m in sorted(plan.joins.items()):
            joins.setdefault((o, m), []).append(model.members[n])
        order = {m: (x.stands and not self._away(x), not x.activity.led, m) for m, x in enumerate(held.seats)}
        for (o, m), members in sorted(joins.items(), key=lambda row: (row[0][0], order[row[0][1]])):
            hour, one = held.hours[o], held.seats[m]
            session = one.sessions.get(o)
            if one.stands and session is not None and session.id in self.board.sessions:
                self._join(hour, session, members)
            elif one.activity.led:
                people = [self.problem.learners[m.id] for m in members]
                self._open(hour, self._led(hour, one, held, plan, (m, o)), people)
            else:
                self._alone(hour, one, session, members, [(r, plan.watch.get((r, o))) for r in plan.holds[m, o]])

    def _away(self, one: Seat) -> bool:
        return any(s.id not in self.board.sessions for s in one.sessions.values())

    def _join(self, hour: Hour, session: Session, members: Sequence[Member]) -> None:
        """Seats in a session as it now stands; who is not called in an open hour is where their class is."""
        session, learners = self.board.sessions[session.id], [self.problem.learners[m.id] for m in members]
        if session.kind == Kind.OPEN:
            stay = [p for p in learners if self._own(p.id, hour) == session.id]
            self.board.join(session.id, *(p.id for p in stay))
            period = next(o for o in self.problem.open_periods if o.id == hour.placed[0].open_id)
            settle(self.board, period, session, [p for p in learners if p not in stay])
            self._seated(hour, learners)
            return
        coming = self.board.allowed(session, learners)[0]
        self._refuse(session, [p for p in learners if p not in coming])
        if coming:
            self.board.join(session.id, *(p.id for p in coming))
            self._seated(hour, coming)

    def _own(self, person: ApprenticeId, hour: Hour) -> SessionId | None:
        own = self.own.get((person, hour.key))
        return own.id if own else None

    def _led(self, hour: Hour, one: Seat, held: Held, plan: Plan, at: tuple[int, int]) -> Session:
        """A group that was lost with its new trainer and room, or a session of support in an open hour."""
        lost, (m, o) = one.sessions.get(at[1]), at
        if lost is not None and one.stands:  # at a distance, without a room
            first = next(t for t in held.trainers(lost, o) if t in one.activity.leaders[o])
            return replace(lost, trainer_ids=(first,))
        team, rooms = plan.leads[m, o], plan.holds[m, o]
        if lost is not None:
            return replace(lost, trainer_ids=(team[0],), room_id=rooms[0])
        return self._new(hour, one.activity.module, (team[0],), rooms[0])

    def _open(self, hour: Hour, session: Session, learners: Sequence[Learner]) -> None:
        """A session with its people, if the rules let it stand."""
        coming = self.board.allowed(session, learners)[0]
        self._refuse(session, [p for p in learners if p not in coming])
        if coming:
            self._put(hour, session, coming)

    def _put(self, hour: Hour, session: Session, people: Sequence[Learner]) -> None:
        if any(session.id == s.id for s, _had in hour.lost.values()):
            self.board.put(session, {})
            self.board.join(session.id, *(p.id for p in people))
            self.found.again.append((session, frozenset(p.id for p in people)))
        else:
            self._call(session, people)
        self._seated(hour, people)

    def _call(self, session: Session, people: Sequence[Learner]) -> None:
        """A new session, its group on the list of groups where it is of a barrette."""
        self.board.call(session, people)
        name, barrette, period, module = session.group_id, session.barrette_id, session.period_id, session.module_id
        if name and barrette and period and module and not any(g.id == name for g in self.board.groups):
            self.board.groups.append(Group(name, barrette, period, module, session.trainer_ids, session.room_id, ()))

    def _alone(
        self,
        hour: Hour,
        one: Seat,
        lost: Session | None,
        members: Sequence[Member],
        rooms: Sequence[tuple[RoomId, TrainerId | None]],
    ) -> None:
        """A lost group by itself before an adult, or places of autonomy; without an adult they wait.

        There is none beside groups of which not one takes place.
        """
        waiting = list(members) if self._held(hour) else []
        for room, adult in rooms:
            people = [self.problem.learners[m.id] for m in self._within(room, waiting)]
            waiting = [m for m in waiting if self.problem.learners[m.id] not in people]
            if not people or adult is None:
                continue
            session = replace(lost, trainer_ids=(adult,), room_id=room, guidance=Guidance.AUTONOMOUS) if lost else None
            self._open(hour, session or self._new(hour, one.activity.module, (adult,), room), people)

    def _held(self, hour: Hour) -> bool:
        """Whether any group of an hour takes place."""
        names = (*hour.groups, *hour.lost)
        return any(name in self.board.sessions for name in names)

    def _within(self, room: RoomId, members: Sequence[Member]) -> list[Member]:
        """Those who can be in a room together, whoever asks something of it first."""
        fit = sorted((m for m in members if m.rooms is None or room in m.rooms), key=lambda m: (m.rooms is None, m.id))
        here = [m for m in fit if not m.remote][: self.problem.rooms[room].seats]
        return [m for m in fit if m.remote or m in here]

    def _refuse(self, session: Session, people: Iterable[Learner]) -> None:
        self.refused |= {(session.id, p.id) for p in people}

    def _seated(self, hour: Hour, people: Iterable[Learner]) -> None:
        self.waiting[hour.key] -= {p.id for p in people}

    # Those who found nothing

    def _left_over(self, hour: Hour) -> None:
        """Back where they were; else autonomy, wherever there is a room; else they are without."""
        for person in sorted(self.waiting[hour.key]):
            own = self.own.get((person, hour.key))
            if own is not None and own.id in self.board.sessions and own.id in hour.groups:
                self.board.join(own.id, person)
                self.waiting[hour.key].discard(person)
        option, minutes = hour.placed[1], hour.placed[0].minutes
        span = option.day, option.start, option.end
        left = [self.problem.learners[a] for a in sorted(self.waiting[hour.key]) if a in self.problem.learners]
        left = [p for p in left if self.board.presence.with_class(p, *span, minutes)]
        if left and hour.placed[0].barrette_id and self._held(hour) and not self._study(hour, left):
            self.found.without.append(hour)

    def _study(self, hour: Hour, people: Sequence[Learner]) -> bool:
        """A place of autonomy, a watched one if there is any; False where there is not even a room for them."""
        (item, option), module = hour.placed, study_module(self.problem)
        span = option.day, option.start, option.end
        room, adult = place_to_be(self.board, people, *span)
        if room is None:
            room = room_for(self.board, people, *span, item.site_id, Module(module.id, ""))
        if room is None and not all(p.remote for p in people):
            return False
        session = self._new(hour, module, (adult,) if adult else (), room)
        self._call(session, people)
        if not keep_watched(self.board, session):
            self.board.take(session.id)
        return True

    # New sessions

    def _new(self, hour: Hour, module: Module, team: tuple[TrainerId, ...], room: RoomId | None) -> Session:
        """A session beside the others of the hour, under the first number that is free."""
        (item, option), number = hour.placed, 1
        stem = f"{item.barrette_id or item.open_id}-{item.period_id}-{module.id}"
        while SessionId(f"{stem}-{number}-o{item.occurrence}") in self.board.sessions:
            number += 1
        name = GroupId(f"{stem}-{number}")
        key = SessionId(f"{name}-o{item.occurrence}")
        label = neutral_label(self.problem.settings.salt, str(key), [str(key)])[str(key)]
        run = Run(hour.key, name, team, room, module.id)
        return run_session(self.problem, run, item, option, label, Kind.BARRETTE if item.barrette_id else Kind.SUPPORT)


def write_lists(board: Board, people: Iterable[ApprenticeId]) -> None:
    """Of some people, whoever attends a group is on its list, and nobody whose sessions of it they have all left."""
    some, attended = frozenset(people), dict[GroupId, set[ApprenticeId]]()
    for session in board.sessions.values() if some else ():
        if session.group_id:
            attended.setdefault(session.group_id, set()).update(some & board.people[session.id].keys())
    for n, group in enumerate(board.groups if some else ()):
        names = tuple(sorted({*group.apprentice_ids} - some | attended.get(group.id, set())))
        if names != group.apprentice_ids:
            board.groups[n] = replace(group, apprentice_ids=names)
