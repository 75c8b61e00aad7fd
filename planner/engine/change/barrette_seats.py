"""Nobody without a seat at a barrette: what becomes of the groups that a repair could not staff, and of their people.

At the hour of the occurrence, in this order: the group with another trainer and a room; free seats in groups that suit
its people; the group in supervised autonomy; any free seat; a place of autonomy, where minors for whom no adult is
left are listed. Where not even a room is left, the whole occurrence is given up.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.board.board import Board
from planner.board.restore import occurrence_id
from planner.board.shelter import place_to_be
from planner.board.staff import room_for, suits
from planner.board.unwatched import keep_watched
from planner.domain import (
    ApprenticeId,
    BarretteId,
    Group,
    GroupId,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    PeriodId,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
)
from planner.engine.change.due_again import Cancelled
from planner.engine.change.left import Left
from planner.engine.change.moving import take_out
from planner.engine.change.reseat import APART, Reseat
from planner.engine.change.ways_out import may_take
from planner.engine.change.week_sessions import Limits, unfit
from planner.engine.groups.catalogue import study_module
from planner.engine.groups.occasions import barrette_rooms
from planner.labels import neutral_label, public_label
from planner.rule import Rules

People = dict[ApprenticeId, bool]
"""Who attends, and whether from elsewhere."""


@dataclass
class Seats:
    """Occurrences of barrettes in an board, from a day on, in which somebody may be without a group."""

    board: Board
    rules: Rules
    owed: Sequence[Owed]
    limits: Limits
    before: Timetable
    stock: Cancelled

    def __post_init__(self) -> None:
        self.problem = self.board.problem
        self.listed: set[tuple[SessionId, ApprenticeId]] = set()
        """Minors without an adult at an occurrence, who are on the list of what is missing."""

    def fill(self, left: Sequence[Left]) -> list[Left]:
        """Seat everyone at the occurrences that lost a group or changed their hour; what is then still left.

        A group whose people all have another seat is no longer left; an occurrence without any group is one row.
        """
        lost: dict[SessionId, list[Session]] = {}
        for session in self._gone((Kind.BARRETTE,)):
            lost.setdefault(occurrence_id(session), []).append(session)
        firsts = {occurrence_id(s): s for s in self._moved((Kind.BARRETTE,))}
        firsts |= {key: sessions[0] for key, sessions in lost.items()}
        given_up: list[Left] = []
        for key, session in sorted(firsts.items(), key=lambda f: (f[1].day, f[1].start, f[0])):
            given_up += self._occurrence(session, lost.get(key, []))
        held = {occurrence_id(s) for s in self.board.sessions.values() if s.kind == Kind.BARRETTE}
        rows = [row for row in left if row.session.kind != Kind.BARRETTE or occurrence_id(row.session) not in held]
        return whole([*rows, *given_up])

    def _gone(self, kinds: Collection[Kind]) -> list[Session]:
        """Sessions of the timetable before, from the day on, that have no place now."""
        now = self.board.sessions
        return [
            s
            for s in self.before.sessions
            if s.kind in kinds and s.day >= self.limits.first and s.id not in now and self._wanted(s)
        ]

    def _wanted(self, session: Session) -> bool:
        """Whether the workbook still has the barrette, and has not cancelled the session."""
        known = session.barrette_id is None or session.barrette_id in self.problem.barrettes
        return known and session.id not in self.problem.called_off

    def _moved(self, kinds: Collection[Kind]) -> list[Session]:
        """Sessions that are at another hour than before."""
        was = self.before.session
        return [
            s
            for s in self.board.sessions.values()
            if s.kind in kinds and s.id in was and (was[s.id].day, was[s.id].start) != (s.day, s.start)
        ]

    def displaced(self) -> frozenset[ApprenticeId]:
        """People whose own sessions are at another hour: they are with their class at the old one again."""
        moved = self._moved((Kind.SUPPORT, Kind.ONBOARDING, Kind.VISIT))
        return frozenset(a for s in moved for a in self.board.people[s.id] if a in self.problem.learners)

    def _had(self, session: Session) -> People:
        """Who was in a session before, as far as they are still known."""
        rows = self.before.attendees.get(session.id, ())
        return {r.apprentice_id: r.remote for r in rows if r.apprentice_id in self.problem.learners}

    def unled(self, old: Problem) -> dict[SessionId, tuple[BarretteId, PeriodId]]:
        """Group sessions whose trainer the old workbook allowed and the new one does not, with barrette and period.

        Locked ones are left alone.
        """
        found: dict[SessionId, tuple[BarretteId, PeriodId]] = {}
        for session in self.board.sessions.values():
            led = session.kind == Kind.BARRETTE and session.guidance == Guidance.LED
            if not led or session.day < self.limits.first or session.id in self.limits.locked:
                continue
            lost = (t for t in session.trainer_ids if not _in_team(self.problem, t, session))
            if session.barrette_id and session.period_id and any(_in_team(old, t, session) for t in lost):
                found[session.id] = session.barrette_id, session.period_id
        return found

    def dismiss(self, sessions: Iterable[SessionId]) -> None:
        """Take sessions out that somebody else is to lead, or nobody."""
        for key in sorted(sessions):
            session = self.board.sessions[key]
            self.stock.loses(session, tuple(take_out(self.board, key)))

    def seat(self, people: Iterable[ApprenticeId]) -> list[Left]:
        """A place of autonomy for those of some people who found no seat in any group; what had to be given up."""
        chosen = frozenset(people)
        seen: dict[SessionId, Session] = {}
        for session in self.board.sessions.values():
            if session.kind == Kind.BARRETTE and session.day >= self.limits.first:
                seen.setdefault(occurrence_id(session), session)
        found: list[Left] = []
        for _key, session in sorted(seen.items(), key=lambda f: (f[1].day, f[1].start, f[0])):
            found += self._seat(session, chosen, [])
        return found

    # One occurrence

    def _groups(self, session: Session) -> list[Session]:
        """The groups of the same occurrence that take place."""
        key = occurrence_id(session)
        return [s for s in self.board.sessions.values() if s.kind == Kind.BARRETTE and occurrence_id(s) == key]

    def _occurrence(self, session: Session, lost: Sequence[Session]) -> list[Left]:
        """Staff the groups lost at the hour of the occurrence, then seat everyone; what had to be given up."""
        hour = next(iter(self._groups(session)), session)
        waiting = [one for one in lost if not self._again(one, hour)]
        if not self._groups(session):
            return []
        return self._seat(session, frozenset(self._members(session)), waiting)

    def _members(self, session: Session) -> Iterator[ApprenticeId]:
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        for class_id in barrette.class_ids if barrette else ():
            if class_id in self.problem.classes:
                yield from (p.id for p in self.problem.roster(class_id, session.day))

    def _seat(self, session: Session, people: frozenset[ApprenticeId], waiting: Sequence[Session]) -> list[Left]:
        """Free seats that suit, groups in autonomy, any free seat, a place of autonomy; else all is given up."""
        seats = Reseat(self.board, self.owed, self.limits.first, people)
        head = min(self._groups(session), key=lambda s: s.id)
        due = seats.due(head)
        if not due:
            return []
        self._take(seats, head, due, suited=True)
        for session in waiting:
            self._alone(session, head, frozenset(p.id for p in seats.due(head)))
        self._take(seats, head, seats.due(head), suited=False)
        given_up = [] if self._study(seats, head, seats.due(head)) else self._give_up(head)
        seats.write_rosters()
        return given_up

    def _take(self, seats: Reseat, head: Session, due: Sequence[Learner], *, suited: bool) -> None:
        """A free seat for each of some people; ``suited``: only where it pays what they need, or is for everyone."""
        for learner in due:
            choices = [(rank, key) for rank, key in seats.choices(learner, head) if rank[0] < APART]
            if suited:
                choices = [(rank, key) for rank, key in choices if rank[1] < 0 or not (rank[3] or rank[4])]
            if choices:
                seats.sit(learner, self.board.sessions[min(choices)[1]])

    # Groups that lost their trainer or their room

    def _again(self, lost: Session, hour: Session) -> bool:
        """The group at the hour of its occurrence, with a free skilled trainer and a free room that suits."""
        session = replace(lost, day=hour.day, start=hour.start, end=hour.end)
        people = self._coming(session, self._had(lost))
        if not people or session.guidance != Guidance.LED or session.id in self.limits.locked:
            return False
        module = self.problem.modules.get(session.module_id or ModuleId(""), Module(ModuleId(""), ""))
        room = self._room(session, people, module)
        if room is None and session.room_id is not None:
            return False
        return any(
            self._put(replace(session, trainer_ids=(trainer,), room_id=room), people)
            for trainer in self._leaders(session, people)
        )

    def _coming(self, session: Session, people: Mapping[ApprenticeId, bool]) -> People:
        """Those of some people who can come at the hour."""
        known, presence = self.problem.learners, self.board.presence
        span = session.day, session.start, session.end
        return {
            a: far for a, far in people.items() if a in known and presence.with_class(known[a], *span, session.minutes)
        }

    def _leaders(self, session: Session, people: Iterable[ApprenticeId]) -> list[TrainerId]:
        """Free trainers who may lead: the own one first, then those of the barrette, those with most hours left."""
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        team = set(barrette.trainer_ids) if barrette else set()
        usage, span = self.board.usage, (session.day, session.start, session.end, session.minutes, session.site_id)
        helping = {a.text for p in people for a in self.problem.arranged(p, "helper", session.day)}
        free = [
            t
            for t in self.problem.trainers
            if t not in helping and may_take(self.problem, t, session) and usage.trainer_free(t, *span, without=None)
        ]
        return sorted(
            free, key=lambda t: (t not in session.trainer_ids, t not in team, -usage.capacity(t, session.day), t)
        )

    def _room(self, session: Session, people: Mapping[ApprenticeId, bool], module: Module) -> RoomId | None:
        """The own room, else the smallest of the barrette's that is free and suits."""
        coming = [self.problem.learners[a] for a in people]
        span = session.day, session.start, session.end
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        free = self.board.usage.free_rooms(*span, session.site_id)
        own = self.problem.rooms.get(session.room_id) if session.room_id else None
        heads = sum(not far for far in people.values())
        if own is not None and own.id in free and own.seats >= heads and suits(self.problem, own, coming, session.day):
            return own.id
        among = barrette_rooms(self.problem, barrette, free) if barrette else free
        return room_for(self.board, coming, *span, session.site_id, module, among)

    def _put(self, session: Session, people: People) -> bool:
        """Take a session with its people, if the rules let it stand."""
        self.board.put(session, people)
        if unfit(self.board, self.rules, session):
            take_out(self.board, session.id)
            return False
        self.stock.gives(session, people)
        return True

    def _alone(self, lost: Session, head: Session, due: frozenset[ApprenticeId]) -> None:
        """The group in autonomy, in a room with an adult, for those of its people who have no seat."""
        people = {a: far for a, far in self._had(lost).items() if a in due}
        if not people or lost.id in self.limits.locked:
            return
        span = head.day, head.start, head.end
        coming = [self.problem.learners[a] for a in people]
        room, adult = place_to_be(self.board, coming, *span, lost.room_id)
        if room is None or adult is None:
            return
        session = replace(lost, day=head.day, start=head.start, end=head.end, room_id=room)
        self.board.put(replace(session, trainer_ids=(adult,), guidance=Guidance.AUTONOMOUS), people)
        self.stock.gives(session, people)

    # Places of autonomy

    def _study(self, seats: Reseat, head: Session, due: Sequence[Learner]) -> bool:
        """A place of autonomy for those who have no seat; False where there is not even a room for them."""
        due = [p for p in due if (occurrence_id(head), p.id) not in self.listed]
        if not due:
            return True
        span = head.day, head.start, head.end
        module = study_module(self.problem)
        room, adult = place_to_be(self.board, due, *span)
        if room is None:
            room = room_for(self.board, due, *span, head.site_id, Module(module.id, ""))
        if room is None and not all(p.remote for p in due):
            return False
        session = self._new(head, module, (adult,) if adult else (), room)
        homes = (p.membership(head.day) for p in due)
        session = replace(session, class_ids=tuple(sorted({home.class_id for home in homes if home})))
        self.board.put(session, {p.id: p.remote for p in due})
        kept = keep_watched(self.board, session)
        self.listed |= {(occurrence_id(head), p.id) for p in due if p.id not in self.board.people[session.id]}
        if not kept:
            take_out(self.board, session.id)
            return True
        roster = seats.rosters.setdefault(self._group(session), set())
        roster |= set(self.board.people[session.id])
        return True

    def _new(self, head: Session, module: Module, team: tuple[TrainerId, ...], room: RoomId | None) -> Session:
        """A session of autonomy beside the groups of an occurrence, under the first number that is free."""
        stem, number = f"{head.barrette_id}-{head.period_id or 'P'}-{module.id}", 1
        while SessionId(f"{stem}-{number}-o{head.occurrence}") in self.board.sessions:
            number += 1
        name = SessionId(f"{stem}-{number}-o{head.occurrence}")
        neutral = neutral_label(self.problem.settings.salt, str(name), [str(name)])[str(name)]
        return replace(
            head,
            id=name,
            label=module.label,
            public_label=public_label(module, neutral),
            course_ids=(),
            module_id=module.id,
            strand=module.strand,
            group_id=GroupId(f"{stem}-{number}"),
            trainer_ids=team,
            room_id=room,
            modality="on_site",
            guidance=Guidance.AUTONOMOUS,
        )

    def _group(self, session: Session) -> GroupId:
        """The group of a session, on the list of groups."""
        name, barrette, period, module = session.group_id, session.barrette_id, session.period_id, session.module_id
        if name is None or barrette is None or period is None or module is None:
            raise ValueError(f"{session.id} is no group session")
        if not any(g.id == name for g in self.board.groups):
            self.board.groups.append(Group(name, barrette, period, module, session.trainer_ids, session.room_id, ()))
        return name

    def _give_up(self, head: Session) -> list[Left]:
        """The whole occurrence is taken out: its people's hours fall due again."""
        found = [Left(s, take_out(self.board, s.id)) for s in sorted(self._groups(head), key=lambda s: s.id)]
        for row in found:
            self.stock.loses(row.session, tuple(row.people))
        return found


def _in_team(problem: Problem, who: TrainerId, session: Session) -> bool:
    """Whether a trainer is in the team of a barrette and skilled for what its group does."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    listed = barrette is None or not barrette.trainer_ids or who in barrette.trainer_ids
    return listed and who in problem.trainers and may_take(problem, who, session)


def whole(left: Iterable[Left]) -> list[Left]:
    """The list with one row for all groups of an occurrence, as a planner counts."""
    found: dict[SessionId, Left] = {}
    for row in left:
        session = row.session
        if session.kind != Kind.BARRETTE or row.renamed:
            found[session.id] = row
            continue
        key = occurrence_id(session)
        one = found.get(key, replace(row, session=replace(session, id=key, group_id=None, course_ids=()), people={}))
        found[key] = replace(one, people={**one.people, **row.people})
    return list(found.values())
