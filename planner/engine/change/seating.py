"""Nobody without a seat after a change: which hours of barrettes and open periods are composed again, and for whom.

The group with another trainer and a room; else free seats in groups that suit its people; else autonomy with an adult,
where minors for whom none is left are listed, as whoever has not even a room.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.restore import open_owner
from planner.domain import (
    ApprenticeId,
    Barrette,
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
from planner.domain.offer import USUAL_SIZE
from planner.engine.change.due_again import Cancelled
from planner.engine.change.left import Left, whole
from planner.engine.change.limits import Limits
from planner.engine.change.made_up import Need, undo_for_nothing
from planner.engine.change.moving import take_out
from planner.engine.change.ways_out import may_take
from planner.engine.groups.beside import own_first
from planner.engine.groups.carried import teaches
from planner.engine.groups.held import Hour, People
from planner.engine.groups.seats import seat, write_lists
from planner.engine.groups.setup import least_people
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.support import pays_any
from planner.model import Item, Option
from planner.placement import for_everyone
from planner.rule import Rules

IN_HOURS = (Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT)
Wants = Mapping[ApprenticeId, Sequence[Owed]]
"""What people still lack of what they are owed."""


@dataclass
class Seats:
    """The hours of barrettes and open periods on a board, from a day on, at which somebody may be without a seat.

    `staff` comes first, for groups that were lost; `seat` and `change` follow once everyone is where their class is.
    Locked groups keep their people.
    """

    board: Board
    rules: Rules
    limits: Limits
    before: Timetable
    stock: Cancelled
    seed: int = 0
    dropped: frozenset[SessionId] = frozenset()
    """Sessions of hours that the workbook asks for no more."""

    def __post_init__(self) -> None:
        self.problem: Problem = self.board.problem
        self.back: set[SessionId] = set()
        """Open hours that an earlier change took from some of their classes, which have a place there again."""
        self.open = {str(o.id): o for o in self.problem.open_periods}

    # What was lost

    def displaced(self) -> People:
        """People whose own sessions are at another hour: they are with their class at the old one again.

        Only people whom the workbook still has.
        """
        moved = self._moved((Kind.SUPPORT, Kind.ONBOARDING, Kind.VISIT))
        return frozenset(a for s in moved for a in self.board.people[s.id] if a in self.problem.learners)

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
        """Take sessions out that somebody else is to lead, or nobody.

        What their people lose is noted, and falls due again unless a seat gives it back.
        """
        for key in sorted(sessions):
            session = self.board.sessions[key]
            self.stock.loses(session, tuple(take_out(self.board, key)))

    def staff(self, owed: Sequence[Owed], left: Sequence[Left]) -> list[Left]:
        """Everyone in a group or a watched place where one was lost or is at another hour; what is then still left.

        ``left``: what has no hour; those whose hour takes place after all leave the list. The groups of one hour are
        one row.
        """
        lost: dict[str, list[Session]] = {self._key(s): [] for s in self._moved((Kind.BARRETTE,))}
        for key, places in list(self._back()):
            found = [self._placed(place) for place in places]
            # The hour leaves the list only once none of its classes lacks its place.
            self.back |= {key} if all(found) else set()
        for session in self._gone():
            lost.setdefault(self._key(session), []).append(session)
        # Whatever is of no barrette and no open period has the empty key.
        lost.pop("", None)
        held = self._hours() if lost else {}
        hours = [self._without(held.get(key, []), gone) for key, gone in lost.items()]
        self._compose(owed, [hour for hour in hours if hour])
        now = {self._key(s) for s in self.board.sessions.values() if s.kind in IN_HOURS} - {""} if left else set()
        return whole(row for row in left if not self._held(row, now))

    def _held(self, row: Left, now: Collection[str]) -> bool:
        """Whether the hour of what was left takes place; each class has a place of its own in an open one."""
        session = row.session
        if session.kind == Kind.OPEN:
            return session.id in self.board.sessions
        return session.kind in IN_HOURS and self._key(session) in now

    def _without(self, held: Sequence[Session], lost: Sequence[Session]) -> Hour | None:
        """The hour of some groups that were lost, or that is new, for all of its classes.

        None where that concerns nobody. Lost groups are asked for at the hour of those that stand, if some do.
        """
        # Of an hour that some groups still hold, their time is the true one.
        first = (held or lost)[0]
        lost = [replace(s, day=first.day, start=first.start, end=first.end) for s in lost]
        held = [*held, *(place for s in lost if s.kind == Kind.OPEN and (place := self._placed(s)))]
        had = {s.id: (s, self._had(s)) for s in lost if s.kind != Kind.OPEN and s.id not in self.limits.locked}
        people = {p.id for p in self._waiting(first, self._members(first), {})}
        if isinstance(self._place(first), OpenPeriod):
            # Whoever had nothing then may be at home: only what was lost is theirs to ask for.
            people &= {a for s in lost for a in self._had(s)}
        called = {a for _s, here in had.values() for a in here}
        people |= {p.id for p in self._free(first, [self.problem.learners[a] for a in sorted(called)])}
        return self._hour(held or lost, people, had, [s.id for s in held])

    def _placed(self, place: Session) -> Session | None:
        """The supervised place of a class again, as it was or bare, where the class is free and no rule is against."""
        held = [s for c in place.class_ids for s in self.board.of_class(c, place.day) if s.overlaps(place)]
        if any(s.kind in (Kind.COURSE, Kind.FIXED) for s in held):
            return None
        for one in (place, replace(place, trainer_ids=(), room_id=None)):
            if next(self.board.judged(for_everyone(one, {})), None) is None:
                self.board.put(one, {})
                return one
        return None

    # Who lacks a seat

    def unseated(self, people: People) -> Iterator[tuple[Session, list[ApprenticeId]]]:
        """Hours of barrettes and open periods at which some people are expected and have no seat; each as one session.

        Nothing changes: the caller keeps these hours, so that nothing else takes the people meanwhile.
        """
        for key, held in self._hours().items() if people else ():
            waiting = [p.id for p in self._waiting(held[0], self._members(held[0], people), {})]
            if waiting:
                # Adults and rooms stay with the groups that have them.
                yield replace(held[0], id=SessionId(key), trainer_ids=(), room_id=None), waiting

    def seat(self, owed: Sequence[Owed], people: People) -> None:
        """A seat for those of some people who have none, a call for those who owe hours; people apart who are to be."""
        wants, hours = self._wants(owed, people), list[Hour]()
        apart = [p.apprentice_ids for p in self.problem.pairings if not p.together]
        for held in self._hours().values() if people or apart else ():
            found = {p.id for p in self._waiting(held[0], self._members(held[0], people), wants)}
            for session in held:
                here = self.board.people[session.id].keys()
                if session.kind == Kind.OPEN:
                    found |= {a for a in people & here if _on(wants, a, session)}
                elif session.id not in self.limits.locked:
                    # All but one of those to be kept apart choose again.
                    found |= {a for pair in apart for a in sorted(pair & here)[1:]}
            hours += filter(None, [self._hour(held, found)])
        self._compose(owed, hours)
        write_lists(self.board, people & self.problem.learners.keys())

    def change(
        self,
        owed: Sequence[Owed],
        people: People,
        bears: Mapping[ApprenticeId, int] | None = None,
        gains: Collection[Need] | None = None,
    ) -> None:
        """Those to whom their own group of a barrette pays nothing of what they lack may change group.

        Whoever their group pays stays in it; who lacks nothing is not asked, nor is anybody at an hour that is
        announced, nor are more than a group can spare. ``bears``: how many sessions may still change of each person;
        who is not there has no limit. ``gains``: needs for which somebody may change; None: any.
        """
        owed = own_first(owed, {str(s.module_id) for s in self.board.sessions.values() if s.kind == Kind.BARRETTE})
        wants, asked = self._wants(owed, people), list[tuple[list[Session], set[ApprenticeId]]]()
        if gains is not None:
            wants = {a: [n for n in needs if (a, n.need_id) in gains] for a, needs in wants.items()}
        for held in self._hours().values() if wants else ():
            found = {
                a
                for s in held
                if s.kind == Kind.BARRETTE and s.id not in self.limits.locked and s.day >= self.limits.moves
                for a in self._spared(s, [a for a in sorted(people) if self._unpaid(wants, a, s)])
            }
            asked.append((held, found))
        times = Counter(a for _held, found in asked for a in found)
        over = {a for a, number in times.items() if number > (bears or {}).get(a, number)}
        before = [(a, s) for held, found in asked for s in held for a in sorted(found & self.board.people[s.id].keys())]
        self._compose(owed, filter(None, [self._hour(held, found - over) for held, found in asked]))
        undo_for_nothing(self.board, wants, before)

    def _unpaid(self, wants: Wants, person: ApprenticeId, session: Session) -> bool:
        """Whether somebody is in a session that pays nothing of what they lack then."""
        lack = _on(wants, person, session) if person in self.board.people[session.id] else []
        return bool(lack) and not pays_any(self.problem, lack, session)

    def _spared(self, session: Session, people: Sequence[ApprenticeId]) -> Sequence[ApprenticeId]:
        """The first of some people of a group, as many as leave it its smallest size at that hour; or all.

        Its list may be longer: whoever is in it at other hours makes no group at this one.
        """
        group = next((g for g in self.board.groups if g.id == session.group_id), None)
        module = self.problem.modules.get(session.module_id) if session.module_id else None
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        if group is None or module is None or session.guidance == Guidance.AUTONOMOUS:
            return people
        number = min(len(group.apprentice_ids), len(self.board.people[session.id]))
        least = least_people(module, barrette, asked=number < USUAL_SIZE)
        return people if len(people) == number else people[: max(0, number - least)]

    def _wants(self, owed: Sequence[Owed], people: People) -> Wants:
        """What some people still lack, programmes apart; who lacks nothing has no entry."""
        mine = [n for n in owed if n.apprentice_id in people and n.source != SOURCE_PROGRAMME]
        paid, found = paid_so_far(self.board, owed, people) if mine else {}, dict[ApprenticeId, list[Owed]]()
        for need in mine:
            if paid.get((need.apprentice_id, need.need_id), 0) < need.minutes:
                found.setdefault(need.apprentice_id, []).append(need)
        return found

    def _waiting(self, session: Session, people: Iterable[Learner], wants: Wants) -> list[Learner]:
        """Those of some people who should have a place at an hour and have none; minors who are listed have waited.

        Adults who may leave an open hour are not waiting for a place, unless they lack what could be given then.
        """
        period, day = self._place(session), session.day
        leave = isinstance(period, OpenPeriod) and period.adults_free
        # Nobody was left to watch them then: to ask again would list them twice.
        rows = (r for r in self.board.unwatched if (r.day, r.start) == (day, session.start))
        listed = {a for row in rows for a in row.apprentice_ids}
        due = (p for p in people if p.id not in listed and (not leave or p.minor(day) or _on(wants, p.id, session)))
        return self._free(session, due)

    def _free(self, session: Session, people: Iterable[Learner]) -> list[Learner]:
        """Those of some people who are with their class at an hour, have nothing else, and can follow what is given."""
        span, place = (session.day, session.start, session.end, session.minutes), self._place(session)
        carried = place.course_ids if isinstance(place, Barrette) and teaches(self.board, place, session) else ()
        near = (p for p in people if not self.problem.all_too_far(p, session.day, carried))
        return [p for p in near if self.board.presence.with_class(p, *span)]

    def _members(self, session: Session, people: People | None = None) -> Iterator[Learner]:
        """The classes of an hour on the day, or some people of them.

        On the roll, there or not: `_free` sorts that out.
        """
        place = self._place(session)
        classes = [c for c in (place.class_ids if place else ()) if c in self.problem.classes]
        if people is None:
            yield from (p for c in classes for p in self.problem.roster(c, session.day))
            return
        for person in sorted(people & self.problem.learners.keys()):
            home = self.problem.learners[person].membership(session.day)
            if home is not None and home.class_id in classes:
                yield self.problem.learners[person]

    # The hours

    def _place(self, session: Session) -> Barrette | OpenPeriod | None:
        """The barrette or open period of a session."""
        if session.barrette_id:
            return self.problem.barrettes.get(session.barrette_id)
        return self.open.get(open_owner(self.problem, session))

    def _key(self, session: Session) -> str:
        """The id of the hour of a barrette or open period; empty for any other session."""
        place = self._place(session)
        return f"{place.id}-{session.period_id or 'P'}-o{session.occurrence}" if place else ""

    def _hours(self) -> dict[str, list[Session]]:
        """Hours to come → their groups and supervised places."""
        later = [s for s in self.board.sessions.values() if s.kind in IN_HOURS and s.day >= self.limits.first]
        found: dict[str, list[Session]] = {}
        for session in sorted(later, key=lambda s: (s.day, s.start, s.id)):
            found.setdefault(self._key(session), []).append(session)
        found.pop("", None)
        return found

    def _hour(
        self,
        sessions: Sequence[Session],
        people: Collection[ApprenticeId],
        lost: Mapping[SessionId, tuple[Session, People]] | None = None,
        held: Sequence[SessionId] | None = None,
    ) -> Hour | None:
        """An hour to be composed again, if that concerns anybody."""
        first, place = sessions[0], self._place(sessions[0])
        if not people or place is None:
            return None
        item = Item(
            SessionId(self._key(first)),
            Kind.BARRETTE if first.barrette_id else Kind.OPEN,
            first.minutes,
            place.class_ids,
            site_id=first.site_id,
            barrette_id=first.barrette_id,
            open_id=place.id if isinstance(place, OpenPeriod) else None,
            occurrence=first.occurrence,
            period_id=first.period_id,
        )
        groups = tuple(s.id for s in sessions) if held is None else tuple(held)
        return Hour((item, Option(first.day, first.start, first.end)), groups, frozenset(people), lost or {})

    def _compose(self, owed: Sequence[Owed], hours: Iterable[Hour]) -> None:
        """Compose hours again; groups that were lost and take place have their people."""
        for session, people in seat(self.board, self.rules, owed, tuple(hours), self.seed).again:
            self.stock.gives(session, people)

    # Sessions before

    def _gone(self) -> list[Session]:
        """Sessions of the timetable before, from the day on, that have no place now and that the workbook still has."""
        later = (s for s in self.before.sessions if s.kind in IN_HOURS and s.day >= self.limits.first)
        gone = self.problem.called_off | self.dropped
        return [s for s in later if s.id not in self.board.sessions and s.id not in gone]

    def _back(self) -> Iterator[tuple[SessionId, list[Session]]]:
        """Open hours that some classes have kept, with the places that an earlier change took from the others."""
        for key, held in self._hours().items() if self.stock.hours else ():
            one = next((s for s in held if s.kind == Kind.OPEN), None)
            place = self._place(held[0])
            if one is not None and place is not None and key in self.stock.hours:
                names = {SessionId(f"{key}-{c}"): c for c in place.class_ids if c in self.problem.classes}
                gone = {name: c for name, c in names.items() if name not in self.board.sessions}
                yield SessionId(key), [replace(one, id=name, class_ids=(c,)) for name, c in gone.items()]

    def _moved(self, kinds: Collection[Kind]) -> list[Session]:
        """Sessions that are at another hour than before.

        Another trainer or room is no other hour.
        """
        was = self.before.session
        return [
            s
            for s in self.board.sessions.values()
            if s.kind in kinds and s.id in was and (was[s.id].day, was[s.id].start) != (s.day, s.start)
        ]

    def _had(self, session: Session) -> People:
        """Who was in a session before, as far as they are still known."""
        rows = self.before.attendees.get(session.id, ())
        return frozenset(r.apprentice_id for r in rows if r.apprentice_id in self.problem.learners)


def _on(wants: Wants, person: ApprenticeId, session: Session) -> list[Owed]:
    """What somebody lacks that may be given on the day of a session."""
    return [need for need in wants.get(person, ()) if need.opens <= session.day <= need.deadline]


def _in_team(problem: Problem, who: TrainerId, session: Session) -> bool:
    """Whether a trainer is in the team of a barrette and skilled for what its group does."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    listed = barrette is None or not barrette.trainer_ids or who in barrette.trainer_ids
    return listed and who in problem.trainers and may_take(problem, who, session)
