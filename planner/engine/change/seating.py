"""Nobody without a seat after a change: which hours of barrettes and open periods are composed again, and for whom.

The group with another trainer and a room; else free seats in groups that suit its people; else autonomy with an adult,
where minors for whom none is left are listed. Where not even a room is left, the whole occurrence is given up.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.restore import barrette_items, occurrence_id
from planner.domain import (
    ApprenticeId,
    BarretteId,
    Guidance,
    Kind,
    Learner,
    OpenPeriod,
    Owed,
    PeriodId,
    Problem,
    Session,
    SessionId,
    Timetable,
    TrainerId,
)
from planner.engine.change.due_again import Cancelled
from planner.engine.change.left import Left
from planner.engine.change.moving import take_out
from planner.engine.change.ways_out import may_take
from planner.engine.change.week_sessions import Limits, open_owner
from planner.engine.groups.held import Hour, People
from planner.engine.groups.seats import Seated, seat, write_lists
from planner.hours.ledger import pays
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model import Item, Option, Placed
from planner.placement import whole as alone
from planner.rule import Rules

OPEN = (Kind.OPEN, Kind.SUPPORT)
Wants = Mapping[ApprenticeId, Sequence[Owed]]
"""What people still lack of what they are owed."""


@dataclass
class Seats:
    """The hours of barrettes and open periods on a board, from a day on, at which somebody may be without a seat."""

    board: Board
    rules: Rules
    limits: Limits
    before: Timetable
    stock: Cancelled
    seed: int = 0
    hours: dict[str, Hour] = field(default_factory=dict)
    """Hours to be composed again, as they are found."""

    def __post_init__(self) -> None:
        self.problem: Problem = self.board.problem

    # What was lost

    def displaced(self) -> frozenset[ApprenticeId]:
        """People whose own sessions are at another hour: they are with their class at the old one again."""
        moved = self._moved((Kind.SUPPORT, Kind.ONBOARDING, Kind.VISIT))
        return frozenset(a for s in moved for a in self.board.people[s.id] if a in self.problem.learners)

    def unled(self, old: Problem) -> dict[SessionId, tuple[BarretteId, PeriodId]]:
        """Group sessions whose trainer the old workbook allowed and the new one does not, with barrette and period.

        Locked ones are left alone.
        """
        found: dict[SessionId, tuple[BarretteId, PeriodId]] = {}
        for session in self._later((Kind.BARRETTE,)):
            if session.guidance != Guidance.LED or session.id in self.limits.locked:
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

    def staff(self, owed: Sequence[Owed], left: Sequence[Left]) -> list[Left]:
        """Everyone in a group or a watched place where one was lost or is at another hour; what is then still left."""
        self._lost_groups()
        places = self._lost_calls()
        found = self._compose(owed)
        given_up = self._outcome(found)
        held = {occurrence_id(s) for s in self.board.sessions.values() if s.kind == Kind.BARRETTE}
        rows = [r for r in left if r.session.kind != Kind.BARRETTE or occurrence_id(r.session) not in held]
        here = places | self.board.sessions.keys()
        rows = [r for r in rows if r.session.kind not in OPEN or r.session.id not in here]
        return whole([*rows, *given_up])

    def _lost_groups(self) -> None:
        """Occurrences of barrettes that lost a group, or changed their hour: for all of their classes."""
        lost: dict[SessionId, list[Session]] = {}
        for session in self._gone((Kind.BARRETTE,)):
            lost.setdefault(occurrence_id(session), []).append(session)
        firsts = {occurrence_id(s): s for s in self._moved((Kind.BARRETTE,))}
        for key in {**firsts, **lost}:
            gone = lost.get(key, [])
            first = next((s for s in self._of(key)), firsts.get(key) or gone[0])
            members = frozenset(p.id for p in self._due(first, self._members(first)))
            self._ask(first, members, gone)

    def _lost_calls(self) -> set[SessionId]:
        """Open hours that lost a supervised place, which comes back, or a session; what they hold in the end."""
        gone, found = self._gone(OPEN), set[SessionId]()
        for session in sorted(gone, key=lambda s: (s.kind != Kind.OPEN, s.day, s.start, s.id)):
            if (period := self._period(session)) is None:
                continue
            hour = self._hour(session, period)
            at = replace(session, day=hour.day, start=hour.start, end=hour.end)
            if session.kind == Kind.OPEN:
                self._place(at, period)
            else:
                people = [self.problem.learners[a] for a in self._had(session)]
                coming = frozenset(p.id for p in self._free(at, people))
                self._ask_open(at, period, coming, [session])
                if coming and self._sheltered(at, coming, period):
                    found.add(session.id)
        return found

    def _place(self, session: Session, period: OpenPeriod) -> None:
        """The supervised place of a class again, where somebody of the class is free and no rule is against it."""
        bare = replace(session, trainer_ids=(), room_id=None)
        people = [p for c in session.class_ids for p in self.problem.roster(c, session.day)]
        coming = self._free(session, people)
        if coming and next(self.board.judged(alone(bare, {})), None) is None:
            self.board.put(bare, {})
            self._ask_open(bare, period, frozenset(p.id for p in coming), [])

    def _sheltered(self, session: Session, people: People, period: OpenPeriod) -> bool:
        """Whether every one of some people has the place of their class in an open hour."""
        places = {c for s in self._open_groups(session, period) if s.kind == Kind.OPEN for c in s.class_ids}
        homes = (self.problem.learners[a].membership(session.day) for a in people)
        return all(home is not None and home.class_id in places for home in homes)

    # Who lacks a seat

    def seat(self, owed: Sequence[Owed], people: People) -> list[Left]:
        """A seat for those of some people who have none, a call for those who owe hours; people apart who are to be.

        Returns what had to be given up.
        """
        wants = self._wants(owed, people)
        for first in self._occurrences():
            self._ask(first, frozenset(p.id for p in self._due(first, self._members(first, people))))
            self._ask(first, frozenset(self._too_near(first)))
        for place in self._later((Kind.OPEN,)):
            if (period := self._period(place)) is not None:
                self._ask_open(place, period, frozenset(self._callable(place, period, people, wants)), [])
        given_up = self._outcome(self._compose(owed))
        write_lists(self.board, people & self.problem.learners.keys())
        return given_up

    def change(self, owed: Sequence[Owed], people: People) -> None:
        """Those to whom their own group pays nothing of what they lack may change group."""
        wants = self._wants(owed, people)
        for session in self._later((Kind.BARRETTE,)):
            if session.id not in self.limits.locked:
                here = people & self.board.people[session.id].keys()
                lack = [a for a in here if (open_now := _on(wants, a, session)) and not _pays(open_now, session)]
                self._ask(session, frozenset(lack))
        self._outcome(self._compose(owed))

    def _wants(self, owed: Sequence[Owed], people: People) -> Wants:
        paid = paid_so_far(self.board, owed, people) if people else {}
        found: dict[ApprenticeId, list[Owed]] = {}
        for need in owed if people else ():
            at = need.apprentice_id, need.need_id
            if at[0] in people and need.source != SOURCE_PROGRAMME and paid.get(at, 0) < need.minutes:
                found.setdefault(at[0], []).append(need)
        return found

    def _due(self, session: Session, people: Iterable[Learner]) -> list[Learner]:
        """Those of some people who should be in one of the groups of an occurrence, and are in none."""
        listed = self._listed(f"encadrement-{occurrence_id(session)}")
        return [p for p in self._free(session, people) if p.id not in listed]

    def _listed(self, key: str) -> frozenset[ApprenticeId]:
        """Minors without an adult, who are on the list of what is missing."""
        return frozenset(a for row in self.board.unwatched if row.session_id == key for a in row.apprentice_ids)

    def _free(self, session: Session, people: Iterable[Learner]) -> list[Learner]:
        span = session.day, session.start, session.end, session.minutes
        return [p for p in people if self.board.presence.with_class(p, *span)]

    def _members(self, session: Session, people: People | None = None) -> Iterator[Learner]:
        """The classes of a barrette on the day, or some people of them."""
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        classes = [c for c in (barrette.class_ids if barrette else ()) if c in self.problem.classes]
        if people is None:
            yield from (p for c in classes for p in self.problem.roster(c, session.day))
            return
        for person in sorted(people & self.problem.learners.keys()):
            home = self.problem.learners[person].membership(session.day)
            if home is not None and home.class_id in classes:
                yield self.problem.learners[person]

    def _too_near(self, first: Session) -> Iterator[ApprenticeId]:
        """All but one of those who are to be apart and share a group of an occurrence."""
        apart = [p.apprentice_ids for p in self.problem.pairings if not p.together]
        for session in self._of(occurrence_id(first)) if apart else ():
            for pair in apart if session.id not in self.limits.locked else ():
                yield from sorted(pair & self.board.people[session.id].keys())[1:]

    def _callable(self, place: Session, period: OpenPeriod, people: People, wants: Wants) -> Iterator[ApprenticeId]:
        """Those of some people in the place of their class who owe hours, and those who have no place at all."""
        listed = self._listed(f"encadrement-{place.id}")
        for person in sorted(people & self.problem.learners.keys()):
            learner = self.problem.learners[person]
            home, lacks = learner.membership(place.day), bool(_on(wants, person, place))
            if home is None or home.class_id not in place.class_ids or person in listed:
                continue
            if person in self.board.people[place.id]:
                if lacks:
                    yield person
            elif (lacks or not period.adults_free or learner.minor(place.day)) and self._free(place, [learner]):
                yield person

    # The hours

    def _ask(self, session: Session, people: People, lost: Sequence[Session] = ()) -> None:
        """Note that an occurrence is to be composed again for some people, and for groups it lost."""
        key = occurrence_id(session)
        if people and session.barrette_id in self.problem.barrettes:
            (rows,) = barrette_items(self.problem, [session]).values()
            self._note(str(key), rows[0], tuple(s.id for s in self._of(key)), people, lost)

    def _ask_open(self, session: Session, period: OpenPeriod, people: People, lost: Sequence[Session]) -> None:
        if people:
            key = SessionId(f"{period.id}-{session.period_id}-o{session.occurrence}")
            item = Item(
                key,
                Kind.OPEN,
                session.minutes,
                period.class_ids,
                site_id=session.site_id,
                open_id=period.id,
                occurrence=session.occurrence,
                period_id=session.period_id,
            )
            placed = item, Option(session.day, session.start, session.end)
            groups = tuple(s.id for s in self._open_groups(session, period))
            self._note(str(key), placed, groups, people, lost)

    def _note(
        self, key: str, placed: Placed, groups: tuple[SessionId, ...], people: People, lost: Sequence[Session]
    ) -> None:
        option = placed[1]
        gone = {
            s.id: (replace(s, day=option.day, start=option.start, end=option.end), frozenset(self._had(s)) & people)
            for s in lost
            if s.id not in self.limits.locked
        }
        known = self.hours.get(key)
        if known is None:
            self.hours[key] = Hour(placed, groups, people, gone)
        else:
            self.hours[key] = replace(known, groups=groups, people=known.people | people, lost={**known.lost, **gone})

    def _compose(self, owed: Sequence[Owed]) -> Seated:
        hours, self.hours = list(self.hours.values()), {}
        return seat(self.board, self.rules, owed, hours, self.seed)

    def _outcome(self, found: Seated) -> list[Left]:
        """Hours lost and given again; occurrences that are given up whole: their people's hours fall due again."""
        for session, people in found.again:
            self.stock.gives(session, people)
        given_up: list[Left] = []
        for hour in found.without:
            for session in self._of(SessionId(hour.key)):
                given_up.append(Left(session, take_out(self.board, session.id)))
                self.stock.loses(session, tuple(given_up[-1].people))
        return given_up

    # Sessions

    def _later(self, kinds: Collection[Kind]) -> list[Session]:
        found = [s for s in self.board.sessions.values() if s.kind in kinds and s.day >= self.limits.first]
        return sorted(found, key=lambda s: (s.day, s.start, s.id))

    def _occurrences(self) -> list[Session]:
        """The first session of each occurrence of a barrette."""
        found: dict[SessionId, Session] = {}
        for session in self._later((Kind.BARRETTE,)):
            found.setdefault(occurrence_id(session), session)
        return list(found.values())

    def _of(self, key: SessionId) -> list[Session]:
        """The groups of an occurrence that take place."""
        found = [s for s in self.board.sessions.values() if s.kind == Kind.BARRETTE and occurrence_id(s) == key]
        return sorted(found, key=lambda s: s.id)

    def _open_groups(self, session: Session, period: OpenPeriod) -> list[Session]:
        """Support at an open hour, and the places of its classes."""
        span = session.day, session.start, session.end
        found = [s for s in self.board.sessions.values() if s.kind in OPEN and (s.day, s.start, s.end) == span]
        return [s for s in found if s.kind == Kind.SUPPORT or self._period(s) is period]

    def _period(self, session: Session) -> OpenPeriod | None:
        owner = open_owner(self.problem, session)
        return next((o for o in self.problem.open_periods if o.id == owner), None)

    def _hour(self, session: Session, period: OpenPeriod) -> Session:
        """A session of the same open hour that takes place, else the own one."""
        same = session.period_id, session.occurrence
        beside = (s for s in self.board.sessions.values() if s.kind in OPEN and (s.period_id, s.occurrence) == same)
        return next((s for s in beside if self._period(s) is period), session)

    def _gone(self, kinds: Collection[Kind]) -> list[Session]:
        """Sessions of the timetable before, from the day on, that have no place now and that the workbook still has."""
        now, problem = self.board.sessions, self.problem
        return [
            s
            for s in self.before.sessions
            if s.kind in kinds
            and s.day >= self.limits.first
            and s.id not in now
            and s.id not in problem.called_off
            and (s.barrette_id is None or s.barrette_id in problem.barrettes)
        ]

    def _moved(self, kinds: Collection[Kind]) -> list[Session]:
        """Sessions that are at another hour than before."""
        was = self.before.session
        return [
            s
            for s in self.board.sessions.values()
            if s.kind in kinds and s.id in was and (was[s.id].day, was[s.id].start) != (s.day, s.start)
        ]

    def _had(self, session: Session) -> list[ApprenticeId]:
        """Who was in a session before, as far as they are still known."""
        rows = self.before.attendees.get(session.id, ())
        return [r.apprentice_id for r in rows if r.apprentice_id in self.problem.learners]


def _on(wants: Wants, person: ApprenticeId, session: Session) -> list[Owed]:
    """What somebody lacks that may be given on the day of a session."""
    return [need for need in wants.get(person, ()) if need.opens <= session.day <= need.deadline]


def _pays(wants: Sequence[Owed], session: Session) -> bool:
    return any(pays(need, session) for need in wants)


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
