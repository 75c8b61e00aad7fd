"""A seat is a composition with the rest held: a few people choose, and groups that lost something get it back.

The hours concerned of a barrette or open period are composed again with everyone else where they are, and the board
changes by the difference alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.shelter import place_to_be
from planner.board.staff import room_for
from planner.board.unwatched import left_alone, list_unseated
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
    away,
)
from planner.engine.groups.beside import price_neighbours, without_own
from planner.engine.groups.catalogue import study_module
from planner.engine.groups.compose import Run, speak
from planner.engine.groups.held import HeldSetup, Hour, People
from planner.engine.groups.helpers import without_helpers
from planner.engine.groups.occasions import occasion
from planner.engine.groups.open_periods import settle_place
from planner.engine.groups.plan import Plan, plan_of
from planner.engine.groups.scene import Scene
from planner.engine.groups.sessions import run_session
from planner.engine.groups.setup import model_of
from planner.engine.solvers.milp import Effort, Program
from planner.model.groups import Member, Occasion
from planner.rule import Rules, active, weights

SEATINGS = 3
"""How often those whom a rule keeps from the seat they were given choose again."""
EXACT = Effort(nodes=200, gap=0.0)


@dataclass
class Seated:
    """What became of the groups and people of some hours."""

    again: list[tuple[Session, People]] = field(default_factory=list)
    """Groups that were lost and take place, with those of their people who are in them."""


def seat(board: Board, rules: Rules, owed: Sequence[Owed], hours: Sequence[Hour], seed: int = 0) -> Seated:
    """Give everyone concerned at some hours a seat, and groups that lost their trainer or room another one.

    ``owed``: what everybody owes, of which those who choose are read; ``seed``: of the choice among modules. Hours of
    one barrette and period are one question, so that somebody has one group in them. Nobody but the people of the hours
    changes seat.
    """
    found, places = Seated(), dict[tuple[str, str], list[Hour]]()
    for hour in sorted(hours, key=lambda h: (h.placed[1].day, h.placed[1].start, h.key)):
        item = hour.placed[0]
        places.setdefault((str(item.barrette_id or item.open_id), str(item.period_id)), []).append(hour)
    for mine in places.values():
        Seating(board, active(rules, board.problem), owed, mine, seed, found).run()
    write_lists(board, frozenset[ApprenticeId]().union(*(hour.people for hour in hours)))
    return found


def write_lists(board: Board, people: People) -> None:
    """Of some people, whoever attends a group is on its list, and nobody whose sessions of it they have all left.

    Who is only away at all of them stays on it. So do others on the same lists, and no session changes.
    """
    attended: dict[GroupId, set[ApprenticeId]] = {}
    held: dict[GroupId, list[Session]] = {}
    for session in board.sessions.values() if people else ():
        if session.group_id:
            attended.setdefault(session.group_id, set()).update(people & board.people[session.id].keys())
            held.setdefault(session.group_id, []).append(session)
    for n, group in enumerate(board.groups if people else ()):
        mine, listed = held.get(group.id, []), {*group.apprentice_ids}
        ill = {a for a in listed & people if mine and all(_only_away(board.problem, a, session) for session in mine)}
        names = tuple(sorted(listed - people | ill | attended.get(group.id, set())))
        if names != group.apprentice_ids:
            board.groups[n] = replace(group, apprentice_ids=names)


def leave_empty(board: Board, place: Session) -> None:
    """What nobody is in any more, where that is so, goes; the place of an open hour stays, without adult and room."""
    if board.people[place.id]:
        return
    board.take(place.id)
    if place.kind == Kind.OPEN:
        board.put(replace(place, trainer_ids=(), room_id=None), {})


def _only_away(problem: Problem, person: ApprenticeId, session: Session) -> bool:
    """Whether nothing but an absence keeps somebody from a session of their group."""
    learner = problem.learners.get(person)
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    home = learner.membership(session.day) if learner and problem.enrolled(learner, session.day) else None
    ours = barrette is not None and home is not None and home.class_id in barrette.class_ids
    return ours and learner is not None and away(learner.absences, session.day, session.start, session.end)


@dataclass
class Seating:
    """The hours of one barrette or open period in one period.

    ``waiting``: hour → those who have no seat so far; ``refused``: session and person that a rule is against, who are
    not offered it again; ``found``: what the caller is told, filled on the way.
    """

    board: Board
    rules: Rules
    owed: Sequence[Owed]
    hours: Sequence[Hour]
    seed: int
    found: Seated

    def __post_init__(self) -> None:
        self.problem = self.board.problem
        self.own: dict[tuple[ApprenticeId, str], Session] = {}
        """(person, key of the hour) → where they were."""
        self.waiting = {hour.key: set(hour.people) for hour in self.hours}
        self.refused: set[tuple[SessionId, ApprenticeId]] = set()

    def run(self) -> None:
        """Take those who may choose out of their seats, compose, and seat them; again where a rule refuses."""
        for hour in self.hours:
            self.own |= {(a, hour.key): s for s, people in hour.lost.values() for a in people}
            for key in hour.groups:
                for person in sorted(hour.people & self.board.people[key].keys()):
                    # Out before the question: seats and minutes of those who choose are free while it is asked.
                    self.own[person, hour.key] = self.board.sessions[key]
                    self.board.leave(key, person)
        # The model knows groups, not every rule about people: what is refused is known only once it is asked for.
        for _round in range(SEATINGS):
            before = len(self.refused)
            self._compose()
            # Nobody more was refused: another round would give the same.
            if len(self.refused) == before:
                break
        for hour in self.hours:
            self._left_over(hour)

    # The question

    def _coming(self) -> tuple[list[Hour], list[Occasion]]:
        """Hours at which somebody who waits can come, and their occasions."""
        both = [(h, self._occasion(h)) for h in self.hours if self.waiting[h.key]]
        return [h for h, o in both if o.learners], [o for _h, o in both if o.learners]

    def _compose(self) -> None:
        """One question for all the hours and its answer on the board; nothing where nobody can come."""
        hours, occasions = self._coming()
        if not hours:
            return
        scene = self._scene(occasions)
        held = HeldSetup(scene, self.board, hours, frozenset(self.refused))
        model = model_of(held, weights(self.rules, self.problem))
        speak(scene, self.rules, model)
        held.price(model)
        price_neighbours(scene, model)
        answer = Program(model, model.continuous).solve(EXACT)
        if answer is not None:
            rooms = {(m, o): (s.room_id,) for m, x in enumerate(held.seats) for o, s in x.sessions.items() if s.room_id}
            self._apply(held, model.members, plan_of(model, answer, rooms))

    def _occasion(self, hour: Hour) -> Occasion:
        """The hour with those who may choose and can come; whoever helps somebody there leads nothing."""
        here = occasion(self.board, hour.placed)
        held = [a for key in hour.groups for a in self.board.people_of(key)]
        # Those who are held count too: their helper is busy beside them.
        (helped,) = without_helpers(self.problem, [replace(here, learners=(*here.learners, *held))])
        return replace(helped, learners=tuple(a for a in here.learners if a in self.waiting[hour.key]))

    def _scene(self, occasions: Sequence[Occasion]) -> Scene:
        """What the composition reads: hours, what those who choose owe and have, and where they were."""
        item, people = self.hours[0].placed[0], {a for o in occasions for a in o.learners}
        of_both = item.barrette_id, item.period_id
        groups = (s for s in self.board.sessions.values() if (s.barrette_id, s.period_id) == of_both)
        scene = Scene(
            problem=self.problem,
            period=next(p for p in self.problem.periods if p.id == item.period_id),
            occasions=tuple(occasions),
            owed=tuple(n for n in self.owed if n.apprentice_id in people),
            paid=paid_so_far(self.board, self.owed, people),
            barrette=self.problem.barrettes[item.barrette_id] if item.barrette_id else None,
            open_period=next((o for o in self.problem.open_periods if o.id == item.open_id), None),
            previous=tuple(g for g in self.board.groups if (g.barrette_id, g.period_id) == of_both),
            seed=self.seed,
            standing=self.own,
        )
        return without_own(scene, {str(s.module_id) for s in groups})

    # The difference

    def _apply(self, held: HeldSetup, members: Sequence[Member], plan: Plan) -> None:
        """Hour by hour: sessions with a trainer that are new, then places in what stands, then autonomy.

        ``members``: by their number in the model. Autonomy comes last, as it opens only beside a group that takes
        place.
        """
        joins: dict[tuple[int, int, int], list[Member]] = {}
        for (n, o), m in sorted(plan.joins.items()):
            seat = held.seats[m]
            joins.setdefault((o, 1 if seat.stands else 0 if seat.activity.led else 2, m), []).append(members[n])
        for (o, _rank, m), coming in sorted(joins.items()):
            for session, people in self._sessions(held, plan, (m, o), coming):
                self._enter(held.hours[o], session, [self.problem.learners[member.id] for member in people])

    def _sessions(
        self, held: HeldSetup, plan: Plan, at: tuple[int, int], members: Sequence[Member]
    ) -> Iterator[tuple[Session, Sequence[Member]]]:
        """The sessions of an activity at an hour, and who comes to each; nobody is alone where no group takes place."""
        (m, o), hour, seat = at, held.hours[at[1]], held.seats[at[0]]
        known, led = seat.sessions.get(o), Guidance.LED if seat.activity.led else Guidance.AUTONOMOUS
        if known is not None and seat.stands:
            yield self.board.sessions[known.id], members
            return
        adults = plan.leads.get((m, o), [plan.watch.get((room, o)) for room in plan.holds[m, o]])
        for room, adult in zip(plan.holds[m, o], adults, strict=True):
            # Where an activity holds several rooms, each takes those who fit, and the next ones the rest.
            people = self._within(room, members)
            members = [member for member in members if member not in people]
            # Autonomy by itself is no hour of a barrette: there must be a group beside it.
            if adult is None or not (people and (seat.activity.led or self._held(hour))):
                continue
            if known is None:
                yield self._new(hour, seat.activity.module, (adult,), room), people
            else:
                place = room if known.room_id else None
                yield replace(known, trainer_ids=(adult,), room_id=place, guidance=led), people

    def _within(self, room: RoomId, members: Sequence[Member]) -> list[Member]:
        """Those who can be in a room together, whoever asks something of it first.

        Those on the spot up to the seats of the room; those at a distance take none.
        """
        fit = sorted((m for m in members if m.rooms is None or room in m.rooms), key=lambda m: (m.rooms is None, m.id))
        here = [m for m in fit if not m.remote][: self.problem.rooms[room].seats]
        return [m for m in fit if m.remote or m in here]

    def _enter(self, hour: Hour, session: Session, people: Sequence[Learner]) -> None:
        """Some people take seats in a session, new or not, as far as the rules allow; the others choose again.

        Whoever is refused stays among those who wait.
        """
        if session.kind == Kind.OPEN:
            self._stay(hour, session, people)
            return
        if session.id not in self.board.sessions:
            session = self.board.joined(session, self.board.ways(session, people))
        coming = self.board.allowed(session, people)[0]
        self.refused |= {(session.id, p.id) for p in people if p not in coming}
        if not coming:
            return
        if session.id not in self.board.sessions:
            self._put(session)
        self.board.join(session.id, *(p.id for p in coming))
        if session.id in hour.lost:
            self.found.again.append((session, frozenset(p.id for p in coming)))
        self.waiting[hour.key] -= {p.id for p in coming}

    def _stay(self, hour: Hour, place: Session, people: Sequence[Learner]) -> None:
        """Who is not called in an open hour is where their class is.

        The others are placed as at any open hour, by `settle_place`.
        """
        here = [p for p in people if (own := self.own.get((p.id, hour.key))) and own.id == place.id]
        self.board.join(place.id, *(p.id for p in here))
        period = next(o for o in self.problem.open_periods if o.id == hour.placed[0].open_id)
        settle_place(self.board, period, self.board.sessions[place.id], [p for p in people if p not in here])
        self.waiting[hour.key] -= {p.id for p in people}

    def _held(self, hour: Hour) -> bool:
        """Whether any group of an hour takes place."""
        return any(key in self.board.sessions for key in (*hour.groups, *hour.lost))

    def _left_over(self, hour: Hour) -> None:
        """Who found nothing: back where they were; else autonomy, wherever there is a room; else they are listed.

        The others keep their groups. At an hour of which no group takes place nothing is opened: it is lost whole, and
        told elsewhere.
        """
        for person in sorted(self.waiting[hour.key]):
            own = self.own.get((person, hour.key))
            # The seat that they had, though it pays nothing, is better than none.
            if own is not None and own.id in hour.groups and own.id in self.board.sessions:
                self.board.join(own.id, person)
        here = {p.id: p for p in map(self.problem.learners.get, sorted(self.waiting[hour.key])) if p}
        left = [here[a] for a in occasion(self.board, hour.placed).learners if a in here] if here else []
        if left and hour.placed[0].barrette_id and self._held(hour):
            self._study(hour, left)

    def _study(self, hour: Hour, people: Sequence[Learner]) -> None:
        """A place of autonomy, a watched one if there is any; who has none is listed.

        There is not even a room, or a rule keeps somebody from it: a helper who is busy beside. Minors whom nobody
        watches are listed too; where nobody else is left, there is no session.
        """
        (item, option), module = hour.placed, study_module(self.problem)
        span = option.day, option.start, option.end
        room, adult = place_to_be(self.board, people, *span)
        room = room or room_for(self.board, people, *span, item.site_id, Module(module.id, ""))
        session = self._new(hour, module, (adult,) if adult else (), room)
        somewhere = [p for p in people if p.remote or room is not None]
        minors = left_alone(self.problem, session, somewhere)
        coming = self.board.allowed(session, [p for p in somewhere if p not in minors])[0] if somewhere else []
        list_unseated(self.board, session, [p for p in people if p not in coming])
        if coming:
            self._put(session)
            self.board.call(session, coming)

    # New sessions

    def _new(self, hour: Hour, module: Module, team: tuple[TrainerId, ...], room: RoomId | None) -> Session:
        """A session beside the others of the hour, under the first number that is free.

        Not on the board, and without people.
        """
        (item, option), number = hour.placed, 1
        stem = f"{item.barrette_id or item.open_id}-{item.period_id}-{module.id}"
        while SessionId(f"{stem}-{number}-o{item.occurrence}") in self.board.sessions:
            number += 1
        name = f"{stem}-{number}"
        run = Run(hour.key, GroupId(name), team, room, module.id)
        return run_session(self.problem, run, item, option, Kind.BARRETTE if item.barrette_id else Kind.SUPPORT)

    def _put(self, session: Session) -> None:
        """A session without anybody yet; its group is on the list of groups, where it is of a barrette."""
        self.board.put(session, {})
        name, barrette, period, module = session.group_id, session.barrette_id, session.period_id, session.module_id
        if name and barrette and period and module and all(g.id != name for g in self.board.groups):
            self.board.groups.append(Group(name, barrette, period, module, session.trainer_ids, session.room_id, ()))
