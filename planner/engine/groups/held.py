"""Hours of a barrette or open period with the rest held: what stands is places left; a few people may choose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    Guidance,
    Kind,
    Module,
    ModuleId,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.engine.groups.catalogue import BY_NEED_ONLY, study_module
from planner.engine.groups.setup import Scene, Setup
from planner.model import Placed
from planner.model.groups import NOT_FORCED, Activity, GroupsModel, Member
from planner.placement import Placement

MOVED, UNLISTED, IDLE, ALONE, FOREIGN = 30, 60, 30, 200, 1_000
"""Costs of a person at one hour: in another group than so far, in one whose list they are not on, in autonomy while
hours are owed, in autonomy where there was none, in a group that is not for them; an hour owed costs 720 and more."""
CHANGED, OPENED, FULLEST = 2, 100, 20
"""Costs of the next best trainer or room of a group that lost its own, of a session more, and most that heads cost."""
TRIED = 5
"""Rooms that the rules are asked about for one group."""
ANYONE = 10_000
"""Places for those whom an open period does not call: their class has a place of its own."""
People = frozenset[ApprenticeId]


@dataclass(frozen=True)
class Hour:
    """One hour of a barrette or open period at which somebody may choose a seat, while all else is held."""

    placed: Placed
    groups: tuple[SessionId, ...]
    """Sessions that stand at the hour."""
    people: People
    lost: Mapping[SessionId, tuple[Session, People]] = field(default_factory=dict)
    """Groups without trainer, room or hour: as they would be at this hour, and who was in them."""

    @property
    def key(self) -> str:
        """The key of the occasion."""
        return str(self.placed[0].id)


@dataclass(frozen=True)
class Seat:
    """What an activity is on the board: a group that stands or was lost, by number of the hour; else a new session."""

    activity: Activity
    sessions: Mapping[int, Session] = field(default_factory=dict)
    only: People | None = None
    """The only people who may take it."""

    @property
    def stands(self) -> bool:
        """Whether only places in it are chosen."""
        return self.activity.left is not None


class Held(Setup):
    """Reads hours on a board: groups that stand, groups that were lost, autonomy or support that could be opened."""

    def __init__(
        self, scene: Scene, board: Board, hours: Sequence[Hour], refused: frozenset[tuple[SessionId, ApprenticeId]]
    ) -> None:
        self.board, self.hours, self.refused = board, hours, refused
        self.seats: tuple[Seat, ...] = ()
        self.suited: dict[ApprenticeId, frozenset[int]] = {}
        super().__init__(scene)

    # Activities

    def _activities(self) -> tuple[Activity, ...]:
        self.seats = (*self._standing(), *self._lost(), *self._opened())
        return tuple(seat.activity for seat in self.seats)

    def _standing(self) -> Iterator[Seat]:
        """One for each group, at all the hours where it stands."""
        found: dict[str, dict[int, Session]] = {}
        for o, hour in enumerate(self.hours):
            for session in (self.board.sessions[key] for key in hour.groups):
                found.setdefault(str(session.group_id or session.id), {})[o] = session
        for _name, sessions in sorted(found.items()):
            activity = self._bare(next(iter(sessions.values())))
            yield Seat(replace(activity, left={o: self._left(s) for o, s in sessions.items()}), sessions)

    def _bare(self, session: Session) -> Activity:
        """The activity of a group, without trainers and rooms."""
        nothing = len(self.scene.occasions)
        module = self._module(session)
        return Activity(
            module,
            audience=self._audience(module, session),
            max_size=self._largest(session),
            leaders=(frozenset(),) * nothing,
            rooms=((),) * nothing,
        )

    def _module(self, session: Session) -> Module:
        """The module of a group; those who are not called are in autonomy; a course carried is a module of its own."""
        if session.kind == Kind.OPEN:
            return study_module(self.problem)
        name = session.module_id or ModuleId("")
        return self.problem.modules.get(name, Module(name, session.label))

    def _audience(self, module: Module, session: Session) -> str:
        """The class or the year that a group takes, where it takes no other."""
        home = next((c for c in session.class_ids if c in self.problem.classes), None)
        if session.kind == Kind.OPEN and home:
            return str(home)
        if home is None or module.theme == "study" or session.course_ids:
            return ""
        names = {a.audience for a in self._audiences(module)}
        year = f"année {self.problem.classes[home].year}"
        return next((name for name in (str(home), year) if name in names), "")

    def _largest(self, session: Session) -> int:
        """People on the spot at most, by the module and the barrette."""
        module = self._module(session)
        if session.guidance == Guidance.AUTONOMOUS or module.theme == "study":
            return module.supervision or ANYONE
        barrette = self.scene.barrette
        most = barrette.max_size if barrette and barrette.max_size else ANYONE
        return most if session.course_ids else min(most, module.max_size)

    def _left(self, session: Session) -> int:
        """Places left on the spot in a group, in its size and in its room."""
        if session.kind == Kind.OPEN:
            return ANYONE
        room = self.problem.rooms.get(session.room_id) if session.room_id else None
        if room is None:
            return 0
        seated = sum(self.board.heads(s.id) for s in self.board.held(room.id, session.day) if s.overlaps(session))
        return min(self._largest(session) - self.board.heads(session.id), room.seats - seated)

    def _lost(self) -> Iterator[Seat]:
        """Each lost group with another trainer and room, and by itself where an adult watches."""
        for o, hour in enumerate(self.hours):
            for session, people in hour.lost.values():
                here = people & set(self.scene.occasions[o].learners)
                if not here:
                    continue
                if session.guidance == Guidance.LED:
                    yield Seat(self._led_again(session, o, here), {o: session})
                if self.scene.barrette:
                    alone = replace(self._module(session), guidance=Guidance.AUTONOMOUS)
                    rooms = self._own_first(session, self._rooms(alone, self.scene.occasions[o]), o)
                    yield Seat(self._at(replace(self._bare(session), module=alone), o, rooms=rooms), {o: session}, here)

    def _led_again(self, session: Session, o: int, people: People) -> Activity:
        """A lost group with the trainers and rooms that the rules let it have, the best first."""
        module = self._module(session)
        heads = sum(not self.problem.learners[a].remote for a in people)
        large = [r for r in self._rooms(module, self.scene.occasions[o]) if self.problem.rooms[r].seats >= heads]
        rooms = self._own_first(session, large, o)[:TRIED]
        team = [t for t in self.trainers(session, o) if self._fine(replace(session, trainer_ids=(t,)), people, rooms)]
        rooms = tuple(r for r in rooms if team and self._fine(replace(session, trainer_ids=(team[0],)), people, (r,)))
        return self._at(self._bare(session), o, frozenset(team), rooms)

    def _own_first(self, session: Session, rooms: Sequence[RoomId], o: int) -> tuple[RoomId, ...]:
        """Rooms, the own one first where it is free, the others from the smallest."""
        own = (session.room_id,) if session.room_id and session.room_id in self.scene.occasions[o].rooms else ()
        others = sorted((r for r in rooms if r not in own), key=lambda r: (self.problem.rooms[r].seats, r))
        return (*own, *others)

    def _at(
        self, activity: Activity, o: int, team: frozenset[TrainerId] = frozenset(), rooms: Sequence[RoomId] = ()
    ) -> Activity:
        """An activity at one hour only."""
        leaders, places = list(activity.leaders), list(activity.rooms)
        leaders[o], places[o] = team, tuple(rooms)
        return replace(activity, leaders=tuple(leaders), rooms=tuple(places))

    def trainers(self, session: Session, o: int) -> list[TrainerId]:
        """Free trainers: the own one first, then those of the barrette, those with most hours left."""
        own = set(self.scene.barrette.trainer_ids) if self.scene.barrette else set()
        left = self.scene.occasions[o].capacity
        free = [t for t in self.scene.occasions[o].trainers if self.problem.trainers[t].teaches]
        return sorted(free, key=lambda t: (t not in session.trainer_ids, t not in own, -left.get(t, 0), t))

    def _fine(self, session: Session, people: People, rooms: Sequence[RoomId]) -> bool:
        """Whether the rules let a group stand in the first of some rooms; at a distance it has none."""
        if session.room_id is not None:
            if not rooms:
                return False
            session = replace(session, room_id=rooms[0])
        return bool(self.board.allowed(session, [self.problem.learners[a] for a in sorted(people)])[0])

    def _opened(self) -> Iterator[Seat]:
        """Autonomy beside the groups of a barrette; in an open hour, support that somebody needs."""
        if self.scene.barrette:
            yield Seat(self._activity(study_module(self.problem)))
            return
        wanted: set[str] = {need.target for a in self.people for need in self._needs(a)}
        for module in (m for m in self._catalogue() if m.guidance == Guidance.LED):
            yield from (Seat(a) for a in self._audiences(module) if self._useful(a, wanted))

    # Members

    def member(self, apprentice_id: ApprenticeId) -> Member:
        """One person; any group with a place left is open to them, at a price, unless a rule is against it."""
        member = super().member(apprentice_id)
        mine = self.mine(self.problem.learners[apprentice_id], member.class_id)
        self.suited[apprentice_id] = member.may | {m for m in mine if self._for_everyone(self.seats[m], member)}
        may = {m for m in mine if self._possible(self.seats[m], member, m)}
        closed = {(m, o) for m in may for o in member.at if not self._open_to(self.seats[m], member, o)}
        if self.scene.open_period:  # an hour that is open calls those who owe hours, for these alone
            member = replace(member, strands={}, promises=())
        return replace(member, may=frozenset(may), never=member.never | closed)

    def _possible(self, seat: Seat, member: Member, m: int) -> bool:
        """Whether somebody may ever be in it: a group that stands, their own lost one, else what suits them."""
        if seat.only is not None:
            return member.id in seat.only
        foreign = seat.stands and seat.activity.module.theme not in BY_NEED_ONLY
        return foreign or m in member.may

    def _for_everyone(self, seat: Seat, member: Member) -> bool:
        """Whether a group that stands needs no need: no domain, no status; a course carried is for its classes."""
        if not seat.stands:
            return False
        module, carried = seat.activity.module, next(iter(seat.sessions.values())).course_ids
        if carried:
            return any(
                member.class_id in self.problem.courses[c].class_ids for c in carried if c in self.problem.courses
            )
        return not module.domains and self._open(module)

    def _open_to(self, seat: Seat, member: Member, o: int) -> bool:
        """Whether no rule, and nobody to be kept apart, is against somebody in a group then."""
        session = seat.sessions.get(o)
        if session is None or session.id not in self.board.sessions:
            return session is None or (session.id, member.id) not in self.refused
        here = self.board.people_of(session.id)
        apart = (p.apprentice_ids for p in self.problem.pairings if not p.together and member.id in p.apprentice_ids)
        if (session.id, member.id) in self.refused or any((pair - {member.id}) & here.keys() for pair in apart):
            return False
        learner = self.problem.learners[member.id]
        one = Placement(session, {**here, member.id: learner.remote}, frozenset({member.id}), moves=False)
        return session.kind == Kind.OPEN or next(iter(self.board.judged(one)), None) is None

    # Prices

    def price(self, model: GroupsModel) -> None:
        """What it costs to be elsewhere than so far, and in what suits less."""
        for n, member in enumerate(model.members):
            for m in sorted(member.may):
                at = [(model.joins(n, m, o), self._price(member, m, o)) for o in sorted(member.at)]
                found = [(v, price) for v, price in at if v is not None]
                model.penalise("open", [v for v, _price in found], [price for _v, price in found])
                if len(found) > 1 and self.seats[m].stands:
                    model.penalise("open", [model.any_of([v for v, _price in found])], MOVED)
            self._beside(model, n)
        for m, seat in enumerate(self.seats):
            for o in range(len(self.hours)) if not seat.stands else ():
                self._price_new(model, m, o)

    def _price(self, member: Member, m: int, o: int) -> int:
        seat, own = self.seats[m], self.scene.standing.get((member.id, self.scene.occasions[o].key))
        session = seat.sessions.get(o)
        alone = not seat.activity.led and not seat.stands
        if own is not None and session is not None and session.id == own.id:
            return ALONE - 1 if alone else 0
        moved = MOVED if own is not None else 0
        if session is None:
            return moved + (ALONE if alone else 0)
        if session.kind == Kind.OPEN:
            return moved
        if m not in self.suited[member.id]:
            return moved + FOREIGN
        idle = IDLE if seat.activity.module.theme == "study" and member.wants else 0
        unlisted = UNLISTED if session.group_id and session.group_id not in self._lists(member.id) else 0
        return moved + idle + unlisted + min(FULLEST, self.board.heads(session.id))

    def _lists(self, person: ApprenticeId) -> frozenset[str]:
        """Groups on whose list somebody is."""
        return frozenset(g.id for g in self.board.groups if person in g.apprentice_ids)

    def _beside(self, model: GroupsModel, n: int) -> None:
        """Somebody to be kept with people who stay where they are is in their group."""
        member = model.members[n]
        pairs = [p.apprentice_ids for p in self.problem.pairings if p.together and member.id in p.apprentice_ids]
        friends = frozenset[ApprenticeId]().union(*pairs)
        for m, seat in enumerate(self.seats if friends else ()):
            for o, session in seat.sessions.items():
                if not friends.isdisjoint(self.board.people_of(session.id)):
                    model.penalise("place", model.of(n, sorted(member.may - {m}), [o]), NOT_FORCED)

    def _price_new(self, model: GroupsModel, m: int, o: int) -> None:
        """A group that was lost has one trainer and one room, the own ones or the next; a new session costs more."""
        seat = self.seats[m]
        groups = model.groups(m, o)
        session = seat.sessions.get(o)
        if session is None:
            model.penalise("open", groups, OPENED if seat.activity.led else 0)
            return
        model.add(groups, 1, high=1)
        for rank, trainer in enumerate(self.trainers(session, o)):
            lead = model.leads(m, trainer, o)
            if lead is not None:
                model.penalise("open", [lead], CHANGED * min(rank, 10))
        order = list(seat.activity.rooms[o])
        for k, rooms in enumerate(model.kinds[o]):
            held = model.holds(m, k, o)
            if held is not None and rooms[0] in order:
                model.penalise("open", [held], CHANGED * min(order.index(rooms[0]), 5))
