"""The timetable as it is being written: the only mutable state of a run after its weeks are placed.

The state is the sessions, who is in each, the groups, and hours that are kept for what has no session yet. All else is
an index of it: sessions by person, trainer, room and class of a day. Whatever is added, moved or taken out passes
through the verbs `put`, `call`, `take`, `join`, `leave`, `keep` and `release`, so that no index is ever forgotten.

The verbs check nothing. Whoever adds something asks `allowed` first, with the people whom it is for, and `cost` where
several places are allowed. A re-solve begins with `Board.of` the timetable before; a first solve with the weeks, in
`planner.engine.people.attend`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date

from planner.board.judging import cost, refusals
from planner.board.presence import Presence
from planner.board.usage import Usage
from planner.domain import (
    ApprenticeId,
    Attendance,
    ClassId,
    Group,
    Kind,
    Learner,
    Missing,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    Unplaced,
    in_order,
    rooms_beside,
)
from planner.placement import Placement, for_everyone
from planner.rule import Finding, Rules

# A barrette or a personal session has the classes of those who are in it, since its groups cut across classes.
CALLS_BY_CLASS = (Kind.COURSE, Kind.FIXED, Kind.OPEN)
"""Kinds whose classes are those of the workbook, whoever is in them."""
Index = dict[tuple[str, date], list[Session]]


@dataclass(frozen=True, slots=True)
class KeptHours:
    """Hours kept for what has no session yet (a barrette before its groups): trainers, rooms and people of a span.

    ``session`` bears the hour and the adults; it is in the indexes and in no timetable.
    """

    session: Session
    rooms: tuple[RoomId, ...]
    people: tuple[ApprenticeId, ...]


@dataclass
class Board:
    """Sessions and their people, with the indexes that every question needs.

    ``sessions``, ``people`` (session → learner → whether they follow from elsewhere) and ``groups`` are read freely and
    written by the verbs only; ``groups`` is written by the stages that compose.
    """

    problem: Problem
    rules: Rules = field(default=(), compare=False)
    """Those that the workbook leaves on: every stage asks them of what it adds (`refusals`)."""
    sessions: dict[SessionId, Session] = field(default_factory=dict)
    people: dict[SessionId, dict[ApprenticeId, bool]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    kept: dict[SessionId, KeptHours] = field(default_factory=dict)
    freed: list[tuple[Session, ApprenticeId]] = field(default_factory=list, compare=False)
    """Learners freed from a course session (exemption, path, regulated work), who still need a place to be."""
    unwatched: list[Missing] = field(default_factory=list, compare=False)
    """Places of minors for which no adult and no room were left."""
    extra_support: int = field(default=0, compare=False)
    """Minutes of support given in freed hours, person by person."""
    used: frozenset[SessionId] = field(default=frozenset(), compare=False)
    """Ids of the timetable that goes on: what is taken out leaves its id to nothing else."""

    def __post_init__(self) -> None:
        self._of_person: Index = defaultdict(list)
        self._of_trainer: Index = defaultdict(list)
        self._of_room: Index = defaultdict(list)
        self._of_class: Index = defaultdict(list)
        self._awaited: Index = defaultdict(list)
        self._blocks: set[SessionId] = set()
        self.days_used: set[date] = set()
        """Every day on which something has stood; those that are empty by now may be among them."""
        self.presence = Presence(self.problem, self)
        self.usage = Usage(self.problem, self)

    @classmethod
    def of(cls, problem: Problem, timetable: Timetable, rules: Rules = ()) -> "Board":
        """The board that holds a whole timetable."""
        board = cls(problem, rules, used=frozenset(session.id for session in timetable.sessions))
        for session in in_order(list(timetable.sessions)):
            board.put(session, {row.apprentice_id: row.remote for row in timetable.attendees.get(session.id, ())})
        # All of them, whether they still have a session or not.
        board.groups += timetable.groups
        return board

    def timetable(self, unplaced: Sequence[Unplaced] = (), *, kept: bool = False) -> Timetable:
        """The sessions, people and groups as they stand, with what is kept if asked; hours owed are not counted."""
        sessions = in_order([*self.sessions.values(), *(k.session for k in self.kept.values() if kept)])
        return Timetable(sessions, self.attendance(), tuple(self.groups), unplaced=tuple(unplaced))

    # Questions

    def attended(self, person: ApprenticeId, day: date) -> Sequence[Session]:
        """What somebody does on a day, hours kept included; nothing for who is not known. In no order."""
        return self._of_person.get((person, day), ())

    def led(self, trainer: TrainerId, day: date) -> Sequence[Session]:
        """What an adult leads or watches on a day, hours kept included; in no order."""
        return self._of_trainer.get((trainer, day), ())

    def held(self, room: RoomId, day: date) -> Sequence[Session]:
        """What is in a room, or has a place in common with it, on a day, hours kept included; in no order."""
        return self._of_room.get((room, day), ())

    def of_class(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """Sessions of a class or of some of its people on a day; hours kept are not among them: see `awaited`."""
        return self._of_class.get((class_id, day), ())

    def blocks(self) -> list[Session]:
        """Blocks of the entry module, in no order."""
        return [self.sessions[key] for key in self._blocks]

    def awaited(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """Hours of a day that are kept for a class, in no order."""
        return self._awaited.get((class_id, day), ())

    def heads(self, session_id: SessionId) -> int:
        """Seats that a session takes: its people on the spot."""
        return sum(not far for far in self.people_of(session_id).values())

    def people_of(self, key: SessionId) -> Mapping[ApprenticeId, bool]:
        """Everyone expected in a session → whether they follow from elsewhere; nobody in what is not on the board.

        Nor in hours that are kept: they have people, but those are not told apart by how they come.
        """
        return self.people.get(key, {})

    def ways(self, session: Session, learners: Iterable[Learner]) -> dict[ApprenticeId, bool]:
        """How some people follow a session that calls them: learner → whether from elsewhere."""
        return {learner.id: self.problem.follows_from_afar(learner, session) for learner in learners}

    def allowed(self, session: Session, learners: Iterable[Learner]) -> tuple[list[Learner], list[Finding]]:
        """Those of some people whom a session may take, and what the hard rules say against it for the others.

        They join it where it stands already as it is; else it is new. Nobody, where a rule is against the session.
        """
        stands = self.sessions.get(session.id) == session
        here = self.people[session.id] if stands else {}
        coming, said = list(learners), list[Finding]()
        while coming:
            # Judged all together: what each alone may do (the last seat, the last hour of a trainer) two may not.
            new = self.ways(session, coming)
            now = self.joined(session, new) if stands else self._as_called(session, new)
            found = list(self.judged(Placement(now, {**here, **new}, frozenset(new), moves=not stands)))
            if not found:
                break
            said += found
            named = {person for finding in found for person in finding.people}
            # A finding that names nobody is against the session itself; so is one that names only people who are in it
            # already. Then there is nobody to leave out, and nobody comes.
            left = [learner for learner in coming if learner.id not in named]
            coming = left if len(left) < len(coming) else []
        return coming, said

    def cost(self, session: Session, learners: Iterable[Learner]) -> float:
        """What a new session for some people adds to the weighted cost of the preferences.

        In units of the objective of the weeks (a weight times its units), so that two places can be compared; it is
        negative where the session makes something better. It says nothing of hard rules: `allowed` does.
        """
        remote = self.ways(session, learners)
        return cost(self.rules, self.problem, self, for_everyone(self._as_called(session, remote), remote))

    def judged(self, placement: Placement, keys: Collection[str] | None = None) -> Iterator[Finding]:
        """What the hard rules, or those of some keys alone, say against a placement; nothing where it is allowed.

        Lazy: whoever only wants to know whether there is a reason takes the first one, and no other rule is asked.
        """
        rules = self.rules if keys is None else tuple(rule for rule in self.rules if rule.key in keys)
        return refusals(rules, self.problem, self, placement)

    def boundless(self) -> "Board":
        """The same board, to be asked and never written: nobody's hours of a day or a week are counted there.

        Who is free of it is free but for limits, which the rules then name.
        """
        found = copy(self)
        found.presence = Presence(self.problem, self, limited=False)
        found.usage = Usage(self.problem, self, limited=False)
        return found

    def attendance(self) -> tuple[Attendance, ...]:
        """Everyone expected, in a stable order."""
        return tuple(
            Attendance(key, learner, remote)
            for key in sorted(self.people)
            for learner, remote in sorted(self.people[key].items())
        )

    # Verbs

    def put(self, session: Session, people: Mapping[ApprenticeId, bool]) -> None:
        """A session as it stands, with its people; one of the same id is replaced and keeps its rank.

        ``people``: learner → whether they follow from elsewhere. Neither the modality nor the classes of the session
        are derived from them: that is what `call` does.
        """
        known = self.sessions.get(session.id)
        if known is not None:
            self._forget(known, self.people[session.id])
        # Assigned in place: a replaced session keeps its rank in the dict, on which the order of later stages depends.
        self.sessions[session.id], self.people[session.id] = session, dict(people)
        self._note(session, people, self._rooms(session), session.class_ids)
        (self._blocks.add if session.kind == Kind.ONBOARDING else self._blocks.discard)(session.id)

    def call(self, session: Session, learners: Iterable[Learner | ApprenticeId]) -> None:
        """A new session and those whom it calls; people at a distance make it blended.

        One on site whose people are all at a distance, and which has no room, becomes ``remote_sync``. Where it names
        no class, it gets the classes of its people on its day. The rules are not asked.
        """
        known = self.problem.learners
        remote = self.ways(session, (p if isinstance(p, Learner) else known[p] for p in learners))
        self.put(self._as_called(session, remote), remote)

    def _as_called(self, session: Session, remote: Mapping[ApprenticeId, bool]) -> Session:
        """A new session with the classes of those whom it calls, and the modality that they make of it."""
        modality = session.modality
        if modality == "on_site" and any(remote.values()):
            # A room that is taken stays taken: the trainer is in it, even where nobody else comes.
            modality = "remote_sync" if all(remote.values()) and session.room_id is None else "blended"
        return replace(session, modality=modality, class_ids=session.class_ids or self._classes(remote, session.day))

    def take(self, session_id: SessionId) -> dict[ApprenticeId, bool]:
        """Take a session out, with all that it held; returns its people. Raises ``KeyError`` where there is none."""
        session, people = self.sessions.pop(session_id), self.people.pop(session_id)
        self._blocks.discard(session_id)
        self._forget(session, people)
        return people

    def join(self, session_id: SessionId, *learners: ApprenticeId) -> None:
        """Some people more in a session; those at a distance make it blended.

        Classes that the workbook gives (courses, events, open periods) stay as they are, whoever joins; any other
        session gets the classes of those who come.
        """
        new = self.ways(self.sessions[session_id], (self.problem.learners[learner] for learner in learners))
        self.put(self.joined(self.sessions[session_id], new), {**self.people[session_id], **new})

    def joined(self, session: Session, new: Mapping[ApprenticeId, bool]) -> Session:
        """A session as it is once some people more are in it: blended where any follow from elsewhere."""
        if session.modality == "on_site" and any({**self.people_of(session.id), **new}.values()):
            session = replace(session, modality="blended")
        if session.kind not in CALLS_BY_CLASS:
            both = tuple(sorted({*session.class_ids, *self._classes(new, session.day)}))
            session = replace(session, class_ids=both) if both != session.class_ids else session
        return session

    def leave(self, session_id: SessionId, learner: ApprenticeId) -> None:
        """One person less in a session, where they are in it; the classes and the modality stay.

        A session that nobody attends any more stays on the board: whoever empties it decides whether it goes.
        """
        people = self.people[session_id]
        if learner in people:
            del people[learner]
            self._unindex(self._of_person, learner, self.sessions[session_id])

    def call_away(self, learner: ApprenticeId, session: Session) -> tuple[SessionId, ...]:
        """Somebody leaves whatever they have during a session; the ids of that, for `call_back`."""
        clashes = self.presence.clashes(learner, session.day, session.start, session.end)
        for clash in clashes:
            (self._leave_kept if clash.id in self.kept else self.leave)(clash.id, learner)
        return tuple(clash.id for clash in clashes)

    def call_back(self, learner: ApprenticeId, session_ids: Iterable[SessionId]) -> None:
        """Somebody is again in what they were called away from; the ids are those that `call_away` gave."""
        for key in session_ids:
            held = self.kept.get(key)
            if held is None:
                self.join(key, learner)
            else:
                self.kept[key] = replace(held, people=(*held.people, learner))
                self._of_person[learner, held.session.day].append(held.session)

    def keep(self, session: Session, rooms: Iterable[RoomId] = (), people: Iterable[ApprenticeId] = ()) -> None:
        """Hours of adults, rooms and people for something that has no session yet, under its id.

        They count in every question (who is free, how long a day is) and in no timetable. Keeping an id twice is a bug.
        """
        assert session.id not in self.kept, f"{session.id} is kept already"
        held = self.kept[session.id] = KeptHours(session, tuple(rooms), tuple(people))
        self._note(session, held.people, held.rooms, ())
        for class_id in session.class_ids:
            self._awaited[class_id, session.day].append(session)

    def _leave_kept(self, session_id: SessionId, learner: ApprenticeId) -> None:
        """One person less in hours that are kept."""
        held = self.kept[session_id]
        self._unindex(self._of_person, learner, held.session)
        self.kept[session_id] = replace(held, people=tuple(p for p in held.people if p != learner))

    def release(self, session_id: SessionId) -> None:
        """Give back hours that were kept, if any were."""
        held = self.kept.pop(session_id, None)
        if held is not None:
            self._forget(held.session, held.people, held.rooms)
            for class_id in held.session.class_ids:
                self._unindex(self._awaited, class_id, held.session)

    def forget_freed(self) -> None:
        """Nobody is freed any more from what does not take place, or has another hour: it calls its people anew."""
        self.freed = [row for row in self.freed if self._takes_place(row[0])]

    def _takes_place(self, session: Session) -> bool:
        """Whether what somebody was freed from is at its hour: a course that a barrette carries is, with its groups."""
        course = self.problem.courses.get(session.course_id) if session.course_id else None
        if course is not None and course.barrette_id is not None:
            hours = (s for c in course.class_ids for s in self.of_class(c, session.day))
            return any(s.barrette_id == course.barrette_id and s.start == session.start for s in hours)
        now = self.sessions.get(session.id)
        return now is not None and _hour(now) == _hour(session)

    # Indexes

    def _classes(self, learners: Iterable[ApprenticeId], day: date) -> tuple[ClassId, ...]:
        found = [self.problem.learners[a].membership(day) for a in learners]
        return tuple(sorted({m.class_id for m in found if m is not None}))

    def _note(
        self, session: Session, people: Iterable[ApprenticeId], rooms: Iterable[RoomId], classes: Iterable[ClassId]
    ) -> None:
        """Enter a session into the indexes, under the names given."""
        self.days_used.add(session.day)
        for index, names in (
            (self._of_person, people),
            (self._of_trainer, session.trainer_ids),
            (self._of_room, rooms),
            (self._of_class, classes),
        ):
            for name in names:
                index[name, session.day].append(session)

    def _forget(self, session: Session, people: Iterable[ApprenticeId], rooms: Iterable[RoomId] | None = None) -> None:
        """Take a session out of the indexes under which `_note` entered it."""
        for person in people:
            self._unindex(self._of_person, person, session)
        for trainer in session.trainer_ids:
            self._unindex(self._of_trainer, trainer, session)
        for room in self._rooms(session) if rooms is None else rooms:
            self._unindex(self._of_room, room, session)
        for class_id in session.class_ids:
            self._unindex(self._of_class, class_id, session)

    def _rooms(self, session: Session) -> tuple[RoomId, ...]:
        """The room of a session, and those that have a place in common with it."""
        return rooms_beside(self.problem, session.room_id) if session.room_id else ()

    @staticmethod
    def _unindex(index: Index, name: str, session: Session) -> None:
        """One entry less of an index. By id, since the session may have been replaced by an equal one."""
        held = index[name, session.day]
        # In place: the look-ups give out this very list.
        held[:] = [s for s in held if s.id != session.id]


def _hour(session: Session) -> tuple[date, int, int]:
    return session.day, session.start, session.end
