"""Hours kept open that lost an adult or a room: the support session with another trainer, else the supervised place.

Nobody is left alone: who was called to a session that cannot be held goes to the supervised place of the class; minors
for whom no adult is left are listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.board.shelter import place_to_be, seat_left
from planner.board.unwatched import list_uncalled
from planner.domain import ApprenticeId, ClassId, Kind, Learner, OpenPeriod, RoomId, Session, SessionId
from planner.engine.change.barrette_seats import Seats
from planner.engine.change.left import Left
from planner.engine.change.week_sessions import open_owner, unfit


@dataclass
class OpenSeats(Seats):
    """The open periods of an board in which a supervised place or a support session was given up."""

    def reopen(self, left: Sequence[Left]) -> list[Left]:
        """Places first, then support sessions at the hour of their open period; what is then still left."""
        periods = {str(o.id): o for o in self.problem.open_periods}
        held: set[SessionId] = set()
        for session in sorted(
            self._gone((Kind.OPEN, Kind.SUPPORT)), key=lambda s: (s.kind != Kind.OPEN, s.day, s.start, s.id)
        ):
            period = periods.get(open_owner(self.problem, session))
            if period is not None and self._held(session, period):
                held.add(session.id)
        return [row for row in left if row.session.id not in held]

    def shelter(self, people: frozenset[ApprenticeId]) -> None:
        """The supervised place of their class, for those of some people who have nothing else at an open hour."""
        periods = {str(o.id): o for o in self.problem.open_periods}
        for place in [s for s in self.board.sessions.values() if s.kind == Kind.OPEN and s.day >= self.limits.first]:
            members = (p for c in place.class_ids for p in self.problem.roster(c, place.day) if p.id in people)
            span = place.day, place.start, place.end, place.minutes
            coming = [p for p in members if self.board.presence.with_class(p, *span)]
            period = periods.get(open_owner(self.problem, place))
            if period is not None:
                self._settle(place, coming, period)

    def _held(self, session: Session, period: OpenPeriod) -> bool:
        hour, people = self._hour(session), self._had(session)
        at = replace(session, day=hour.day, start=hour.start, end=hour.end)
        if session.kind == Kind.OPEN:
            return self._place(at, people, period)
        return self._again(session, hour) or self._called_off(at, people, period)

    def _hour(self, session: Session) -> Session:
        """The hour of the open period: that of its sessions that take place, else the own one."""
        owner, same = open_owner(self.problem, session), (session.period_id, session.occurrence)
        beside = (
            s
            for s in self.board.sessions.values()
            if s.kind in (Kind.OPEN, Kind.SUPPORT) and (s.period_id, s.occurrence) == same
        )
        return next((s for s in beside if open_owner(self.problem, s) == owner), session)

    def _place(self, session: Session, people: Mapping[ApprenticeId, bool], period: OpenPeriod) -> bool:
        """The supervised place of a class, with another adult or in another room; False where the class is not free."""
        if any(self._busy(class_id, session) for class_id in session.class_ids):
            return False
        span = session.day, session.start, session.end
        room, adult = place_to_be(self.board, [], *span, period.room_id)
        if room is None or adult is None or not self._for_many(room):
            room, adult = None, None  # nobody watches an empty room of its own
        self.board.put(replace(session, trainer_ids=(adult,) if adult else (), room_id=room), {})
        bare = self.board.sessions[session.id]
        if unfit(self.board, self.rules, bare):
            self.board.take(session.id)
            return False
        self._settle(bare, [self.problem.learners[a] for a in self._coming(session, people)], period)
        return True

    def _for_many(self, room: RoomId) -> bool:
        return self.problem.rooms[room].shared > 1 or self.problem.rooms[room].supervised_by is not None

    def _busy(self, class_id: ClassId, session: Session) -> bool:
        """Whether the class has something else at the hour."""
        return any(
            s.kind in (Kind.COURSE, Kind.OPEN, Kind.FIXED) and class_id in s.class_ids and s.overlaps(session)
            for s in self.board.sessions.values()
            if s.day == session.day and s.id != session.id
        )

    def _called_off(self, session: Session, people: Mapping[ApprenticeId, bool], period: OpenPeriod) -> bool:
        """The people of a support session in the supervised place of their class; False where it has none then."""
        coming = [self.problem.learners[a] for a in self._coming(session, people)]
        places = {
            c: s
            for s in self.board.sessions.values()
            if s.kind == Kind.OPEN and (s.day, s.start) == (session.day, session.start)
            for c in s.class_ids
        }
        homes = {p.id: home.class_id for p in coming if (home := p.membership(session.day))}
        if not places or not set(homes.values()) <= set(places):
            return False
        for class_id in sorted(set(homes.values())):
            self._settle(places[class_id], [p for p in coming if homes.get(p.id) == class_id], period)
        return True

    def _settle(self, place: Session, people: Sequence[Learner], period: OpenPeriod) -> None:
        """People into the place of their class, into a room and before an adult where it has none or is full."""
        if period.adults_free:
            people = [p for p in people if p.minor(place.day)]
        people = [p for p in people if (place.id, p.id) not in self.listed]
        if not people:
            return
        if place.room_id is None or not seat_left(self.board, place, people):
            held = self.board.take(place.id)
            everyone = [*(self.problem.learners[a] for a in held), *people]
            room, adult = place_to_be(self.board, everyone, place.day, place.start, place.end, period.room_id)
            if adult is not None:
                place = replace(place, room_id=room, trainer_ids=(adult,))
            else:
                minors = [p for p in people if p.kept(place.day) and not p.remote]
                list_uncalled(self.board, place, place.class_ids[0], minors)
                self.listed |= {(place.id, p.id) for p in minors}
                people = [] if place.room_id else [p for p in people if p not in minors]
            self.board.put(place, held)
        for person in people:
            self.board.join(place.id, person.id)
