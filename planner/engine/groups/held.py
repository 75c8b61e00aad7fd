"""Hours of a barrette or open period with the rest held: what stands is places left; a few people may choose.

The setup of `seats.seat`, in the place of `setup.Setup`: after a change (`change/seating.py`), and for those whom a
rule keeps out of the group that was composed for them (`final`). It reads the groups of the hours on the board as
activities with so many places left; only the people of the hours choose, and `price` says what each choice costs them.
Trainers and rooms of groups that stand are not chosen. The board is not changed: `seats` writes what the model answers.

A newcomer at a barrette may be in any group that has a place and that no rule forbids, at a price where it is not meant
for them, or in autonomy beside. A group that has lost its trainer is offered with another one and, where it is one of a
barrette, by itself under the eyes of an adult.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    ClassId,
    Group,
    Guidance,
    Kind,
    Module,
    ModuleId,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.domain.watched import only_watched
from planner.engine.groups.catalogue import BY_NEED_ONLY, study_module
from planner.engine.groups.rooms import smallest
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import Setup
from planner.model import Placed
from planner.model.groups import GroupActivity, GroupsModel, Member
from planner.prices import (
    ALONE_ANEW,
    IDLE_WHILE_OWED,
    MOST_FOR_HEADS,
    NEXT_BEST,
    NOT_FOR_THEM,
    NOT_ON_LIST,
    NOT_WHERE_FORCED,
    OTHER_GROUP,
    SESSION_MORE,
)

TRY_ANOTHER = 5
"""Rooms that the rules are asked about for one group."""
ANY = 10_000
"""More places than there are people."""
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

    activity: GroupActivity
    sessions: Mapping[int, Session] = field(default_factory=dict)
    only: People | None = None
    """The only people who may take it."""

    @property
    def stands(self) -> bool:
        """Whether only places in it are chosen."""
        return self.activity.left is not None

    @property
    def alone(self) -> bool:
        """Whether it would be autonomy where there was none."""
        return not (self.stands or self.activity.led)


class HeldSetup(Setup):
    """Reads hours on a board: groups that stand, groups that were lost, autonomy or support that could be opened.

    ``refused``: people whom a rule keeps from a session.

    Activities are numbered as ``seats``: groups that stand, groups that were lost, what could be opened. ``suited``:
    person → the activities that are meant for them; others are open to them at a price.
    """

    def __init__(
        self, scene: Scene, board: Board, hours: Sequence[Hour], refused: frozenset[tuple[SessionId, ApprenticeId]]
    ) -> None:
        self.board, self.hours, self.refused = board, hours, refused
        self.seats: tuple[Seat, ...] = ()
        self.suited: dict[ApprenticeId, frozenset[int]] = {}
        super().__init__(scene)

    # Activities

    def _activities(self) -> tuple[GroupActivity, ...]:
        """The activities of all seats, in their order."""
        self.seats = (*self._standing(), *self._lost(), *self._opened())
        return tuple(seat.activity for seat in self.seats)

    def _standing(self) -> Iterator[Seat]:
        """One for each group, at all the hours where it stands, those at which it is only watched apart.

        Only places are chosen in them: their trainer and room are held.
        """
        found: dict[tuple[str, bool], dict[int, Session]] = {}
        for o, hour in enumerate(self.hours):
            for session in (self.board.sessions[key] for key in hour.groups):
                found.setdefault((str(session.group_id or session.id), only_watched(self.problem, session)), {})[o] = (
                    session
                )
        for _name, sessions in sorted(found.items()):
            left = {o: self._left(session) for o, session in sessions.items()}
            yield Seat(replace(self._bare(next(iter(sessions.values()))), left=left), sessions)

    def _bare(self, session: Session, at: int = -1, rooms: Sequence[RoomId] = ()) -> GroupActivity:
        """The activity of a group, with some rooms at one hour, and no trainer.

        ``at``: the hour at which it has the rooms; with none anywhere else it can take place there only.
        """
        name, every = session.module_id or ModuleId(""), range(len(self.scene.occasions))
        # A module that the workbook has no more keeps its name: its group may go on.
        study, own = study_module(self.problem), self.problem.modules.get(name, Module(name, session.label))
        return GroupActivity(
            study if session.kind == Kind.OPEN or only_watched(self.problem, session) else own,
            audience=self._audience(own, session),
            max_size=self._largest(session, own),
            leaders=(frozenset(),) * len(every),
            rooms=tuple(tuple(rooms) if o == at else () for o in every),
        )

    def _audience(self, module: Module, session: Session) -> str:
        """The class or the year that a group takes, where it takes no other.

        Empty where it mixes classes, and where it carries a course, whose classes are known otherwise.
        """
        home = next((c for c in session.class_ids if c in self.problem.classes), None)
        if home is None or session.course_ids:
            return ""
        names = {str(home)} if session.kind == Kind.OPEN else {a.audience for a in self._audiences(module)}
        return next((name for name in (str(home), f"année {self.problem.classes[home].year}") if name in names), "")

    def _largest(self, session: Session, module: Module) -> int:
        """People on the spot at most, by the module and the barrette.

        `ANY` where nothing says how many.
        """
        if session.guidance == Guidance.AUTONOMOUS:
            return module.supervision or ANY
        most = (self.scene.barrette.max_size if self.scene.barrette else None) or ANY
        return most if session.course_ids else min(most, module.max_size)

    def _left(self, session: Session) -> int:
        """Places left on the spot in a group, in its size and in its room.

        Less than 0 where more are in it than its size or its room allows: nobody joins, and nobody has to leave.
        """
        room = self.problem.rooms.get(session.room_id) if session.room_id else None
        # A supervised place that is full finds another room by itself; a group without a room takes nobody.
        if session.kind == Kind.OPEN or room is None:
            return ANY if session.kind == Kind.OPEN else 0
        seated = sum(self.board.heads(s.id) for s in self.board.held(room.id, session.day) if s.overlaps(session))
        return min(self._bare(session).max_size - self.board.heads(session.id), room.seats - seated)

    def _lost(self) -> Iterator[Seat]:
        """Each lost group with another trainer and room, and at a barrette by itself where an adult watches."""
        for o, hour in enumerate(self.hours):
            for session, had in hour.lost.values():
                people = had & set(self.scene.occasions[o].learners)
                if people and session.guidance == Guidance.LED:
                    yield Seat(self._led_again(session, o, people), {o: session})
                if people and self.scene.barrette:
                    rooms = self._places(replace(self._bare(session).module, guidance=Guidance.AUTONOMOUS), session, o)
                    bare = self._bare(session, o, rooms)
                    alone = replace(bare, module=replace(study_module(self.problem), guidance=Guidance.AUTONOMOUS))
                    yield Seat(alone, {o: session}, people)

    def _led_again(self, session: Session, o: int, people: People) -> GroupActivity:
        """A lost group with the trainers and rooms that the rules let it have.

        Each trainer is tried with the first room, and each room with the first trainer; to try all pairs would take
        long. Without leaders where that finds none: the group cannot be led then.
        """
        learners = [self.problem.learners[a] for a in sorted(people)]
        heads = sum(not learner.remote for learner in learners)
        rooms = self._places(self._bare(session).module, session, o)
        # Each room asks all the rules: a few are enough, the smallest that fit first.
        rooms = [r for r in rooms if self.problem.rooms[r].seats >= heads][:TRY_ANOTHER]

        def fine(trainer: TrainerId, room: RoomId) -> bool:
            place = room if session.room_id else None
            return bool(self.board.allowed(replace(session, trainer_ids=(trainer,), room_id=place), learners)[0])

        team = [t for t in self._trainers(session, o) if rooms and fine(t, rooms[0])]
        bare = self._bare(session, o, [r for r in rooms if team and fine(team[0], r)])
        return replace(bare, leaders=tuple(frozenset(team if n == o else ()) for n in range(len(bare.leaders))))

    def _places(self, module: Module, session: Session, o: int) -> list[RoomId]:
        """Rooms for a module: that of a session first if it is free, then from the smallest.

        Where the module names types of room, only these.
        """
        here = self.scene.occasions[o]
        own = [session.room_id] if session.room_id and session.room_id in here.rooms else []
        return [*own, *(r for r in smallest(self.problem, self._rooms(module, here)) if r not in own)]

    def _trainers(self, session: Session, o: int) -> list[TrainerId]:
        """Free trainers: the own one first, then those of the barrette, those with most hours left.

        Adults who do not teach lead no group.
        """
        team = set(self.scene.barrette.trainer_ids) if self.scene.barrette else set()
        here = self.scene.occasions[o]
        free = [t for t in here.trainers if self.problem.trainers[t].teaches]
        return sorted(free, key=lambda t: (t not in session.trainer_ids, t not in team, -here.capacity.get(t, 0), t))

    def _opened(self) -> Iterator[Seat]:
        """Autonomy beside the groups of a barrette; in an open hour, support that somebody needs.

        Where the hour is one of a barrette nothing is opened but autonomy: its groups are those of the period.
        """
        if self.scene.barrette:
            yield Seat(self._activity(study_module(self.problem)))
            return
        wanted: set[str] = {need.target for a in self.people for need in self._needs(a)}
        for module in (m for m in self._catalogue() if m.guidance == Guidance.LED):
            yield from (Seat(a) for a in self._audiences(module) if self._useful(a, wanted))

    def strands_due(self) -> frozenset[tuple[ClassId, str]]:
        """None: the few who choose do not have to meet for their class what it has never had."""
        return frozenset()

    # Members

    def member(self, apprentice_id: ApprenticeId) -> Member:
        """One person; any group with a place left is open to them, at a price, unless a rule is against it."""
        member = super().member(apprentice_id)
        if self.scene.open_period:  # such an hour calls those who owe hours, and them alone
            member = replace(member, strands={}, promises=())
        if any(who == apprentice_id for who, _key in self.scene.standing):
            # The periods to come are composed already: the strand that they leave now, no later hour gives back.
            member = replace(member, strands_wait=False)
        learner = self.problem.learners[apprentice_id]
        mine = sorted(self.mine(member.class_id))
        self.suited[apprentice_id] = member.may | {m for m in mine if self._for_everyone(self.seats[m], member)}
        may = [m for m in mine if self._possible(self.seats[m], member, m)]
        closed = {(m, o) for m in may for o in member.at if not self._open_to(self.seats[m], member, o)}
        # Not by level: a group that does not suit is dear, and better than none.
        closed |= self.suiting.not_chosen(learner, member.at) | self._too_early(apprentice_id, member, may)
        return replace(member, may=frozenset(may), never=frozenset(closed))

    def _too_early(self, apprentice_id: ApprenticeId, member: Member, may: Sequence[int]) -> set[tuple[int, int]]:
        """(seat, occasion) of what somebody does not owe yet, but where they sit already."""
        early = self.suiting.early(member.at, may, self._needs(apprentice_id), self.locked)
        stood = {s.id for (who, _key), s in self.scene.standing.items() if who == apprentice_id}
        return {(m, o) for m, o in early if o not in (at := self.seats[m].sessions) or at[o].id not in stood}

    def _possible(self, seat: Seat, member: Member, m: int) -> bool:
        """Whether somebody may ever be in it: a group that stands, their own lost one, else what suits them.

        What is for a need alone takes nobody else, whatever places it has left.
        """
        if seat.only is not None:
            return member.id in seat.only
        return m in member.may or (seat.stands and seat.activity.module.theme not in BY_NEED_ONLY)

    def _for_everyone(self, seat: Seat, member: Member) -> bool:
        """Whether a group that stands asks for no need: no domain, no status; a course carried is for its classes.

        Others may come too, at a price.
        """
        carried = {c for s in seat.sessions.values() for c in s.course_ids if c in self.problem.courses}
        if carried:
            return any(member.class_id in self.problem.courses[c].class_ids for c in carried)
        return seat.stands and not seat.activity.module.domains and self.suiting.open_to_all(seat.activity.module)

    def _open_to(self, seat: Seat, member: Member, o: int) -> bool:
        """Whether no rule, and nobody to be kept apart, is against somebody in a group then.

        Each is asked by themselves: two who may each come may still not come both, which is seen when they do.
        """
        session = seat.sessions.get(o)
        if session is None or not seat.stands or session.kind == Kind.OPEN:
            return session is None or (session.id, member.id) not in self.refused
        here = self.board.people[session.id]
        apart = (p.apprentice_ids for p in self.problem.pairings if not p.together and member.id in p.apprentice_ids)
        if (session.id, member.id) in self.refused or any((pair - {member.id}) & here.keys() for pair in apart):
            return False
        return bool(self.board.allowed(session, [self.problem.learners[member.id]])[0])

    # Prices

    def price(self, model: GroupsModel) -> None:
        """What it costs to be elsewhere than so far, and in what suits less; what is new costs more.

        In the units of `planner.prices`; nothing for whoever stays where they were.
        """
        for n, member in enumerate(model.members):
            for m in sorted(member.may):
                at = [(model.joins(n, m, o), self._price(member, m, o)) for o in sorted(member.at)]
                found = [(v, price) for v, price in at if v is not None]
                model.penalise("open", [v for v, _price in found], [price for _v, price in found])
                # Once for all hours: somebody has one group, and is not priced out of it hour by hour.
                if len(found) > 1 and self.seats[m].stands:
                    model.penalise("open", [model.any_of([v for v, _price in found])], OTHER_GROUP)
            self.beside_friends(model, n)
        for m, seat in enumerate(self.seats):
            for o in range(len(self.hours)) if seat.activity.led and not seat.stands else ():
                self._price_led(model, m, o)

    def _price(self, member: Member, m: int, o: int) -> int:
        """What it costs somebody to be in an activity at an hour.

        Less where fewer people are, so that entrants do not all choose the same group.
        """
        seat, own = self.seats[m], self.scene.standing.get((member.id, self.scene.occasions[o].key))
        session = seat.sessions.get(o)
        # Where they were costs nothing, unless their group was led and now works by itself.
        if own is not None and session is not None and session.id == own.id:
            return ALONE_ANEW - 1 if seat.alone and own.guidance == Guidance.LED else 0
        moved = OTHER_GROUP if own is not None else 0
        if session is None or session.kind == Kind.OPEN:
            return moved + ALONE_ANEW * seat.alone
        if m not in self.suited[member.id]:
            return moved + NOT_FOR_THEM
        idle = seat.activity.module.theme == "study" and bool(member.wants)
        lists = {g.id for g in self.scene.previous if isinstance(g, Group) and member.id in g.apprentice_ids}
        unlisted = session.group_id is not None and session.group_id not in lists
        return (
            moved + IDLE_WHILE_OWED * idle + NOT_ON_LIST * unlisted + min(MOST_FOR_HEADS, self.board.heads(session.id))
        )

    def beside_friends(self, model: GroupsModel, n: int) -> None:
        """Somebody to be kept with people who stay where they are is in their group.

        A wish with a price above all others, not a row: the friend may be where nobody else may come.
        """
        member = model.members[n]
        pairs = [p.apprentice_ids for p in self.problem.pairings if p.together and member.id in p.apprentice_ids]
        friends = frozenset[ApprenticeId]().union(*pairs)
        for m, seat in enumerate(self.seats if friends else ()):
            for o, session in seat.sessions.items():
                if not friends.isdisjoint(self.board.people_of(session.id)):
                    model.penalise("place", model.of(n, sorted(member.may - {m}), [o]), NOT_WHERE_FORCED)

    def _price_led(self, model: GroupsModel, m: int, o: int) -> None:
        """A group that was lost has one trainer and one room, the own ones or the next; a session more is small.

        The rank of a trainer or room among those that could do it is what it costs, up to a bound.
        """
        seat, lost = self.seats[m], self.seats[m].sessions.get(o)
        leads = [model.leads(m, trainer, o) for trainer in self._trainers(lost, o)] if lost else []
        order = list(seat.activity.rooms[o]) if lost else smallest(self.problem, seat.activity.rooms[o])
        holds = [(model.holds(m, k, o), order.index(r[0])) for k, r in enumerate(model.kinds[o]) if r[0] in order]
        for variable, rank in (*((v, rank) for rank, v in enumerate(leads)), *holds):
            model.penalise("open", [variable] if variable is not None else [], NEXT_BEST * min(rank, 2 * TRY_ANOTHER))
        if lost:
            model.add(model.groups(m, o), 1, high=1)
        else:
            model.penalise("open", model.groups(m, o), SESSION_MORE)
