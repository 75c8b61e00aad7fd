"""What differs between two timetables, session by session and person by person: the base of every announcement."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from planner.domain import ApprenticeId, BarretteId, Kind, ModuleId, PeriodId, Session, SessionId, Timetable, in_order

What = Literal["added", "cancelled", "moved", "trainer", "room", "content"]
"""The most telling thing that happened to a session: its time before its trainer, its trainer before its room."""


@dataclass(frozen=True, slots=True)
class SessionChange:
    """One session that is not the same in both; ``before`` or ``after`` is None where it is in one only."""

    what: What
    before: Session | None
    after: Session | None

    @property
    def session(self) -> Session:
        """The session as it will be, or as it was when it is cancelled."""
        found = self.after or self.before
        assert found is not None, "a change is of a session"
        return found

    @property
    def counted(self) -> bool:
        """Whether time, room or trainer of a session that stays has changed."""
        return self.what in ("moved", "trainer", "room")


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One apprentice who is expected in a session in one of the two only."""

    apprentice_id: ApprenticeId
    session: Session
    joins: bool


@dataclass(frozen=True, slots=True, order=True)
class MembershipChange:
    """One apprentice whose modules in a barrette and period differ."""

    apprentice_id: ApprenticeId
    barrette_id: BarretteId
    period_id: PeriodId
    before: tuple[ModuleId, ...] = ()
    after: tuple[ModuleId, ...] = ()

    @property
    def other(self) -> bool:
        """Whether it is a change of group, of those who had one: whoever comes, goes or only loses one changes none."""
        return bool(self.before) and not set(self.after) <= set(self.before)


@dataclass(frozen=True, slots=True)
class SeatChange:
    """One apprentice who is in another session instead of one that still takes place: another part, group or hour."""

    apprentice_id: ApprenticeId
    before: Session
    after: Session


@dataclass(frozen=True)
class Diff:
    """All that differs from one timetable to another, from a day on."""

    sessions: tuple[SessionChange, ...] = ()
    people: tuple[PersonChange, ...] = ()
    """Of sessions that are in both."""
    memberships: tuple[MembershipChange, ...] = ()
    seats: tuple[SeatChange, ...] = ()
    """Of those whom no change of group tells."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.sessions or self.people or self.memberships)

    @cached_property
    def counted(self) -> tuple[SessionChange, ...]:
        """Sessions whose time, room or trainer differs."""
        return tuple(change for change in self.sessions if change.counted)

    @cached_property
    def regrouped(self) -> tuple[MembershipChange, ...]:
        """Changes of group of those who had one and have another."""
        return tuple(change for change in self.memberships if change.other)

    @property
    def cost(self) -> int:
        """Number of changes: time, room or trainer of sessions, groups, other sessions of people."""
        return len(self.counted) + len(self.regrouped) + len(self.seats)


def compare(old: Timetable, new: Timetable, first: date = date.min) -> Diff:
    """Everything that differs on ``first`` or later, in order of time."""
    members = tuple(_members(old, new, first))
    told = {(m.apprentice_id, m.barrette_id, m.period_id) for m in members if m.other}
    people = tuple(_people(old, new, first))
    return Diff(tuple(_sessions(old, new, first)), people, members, tuple(_seats(old, new, first, people, told)))


def _sessions(old: Timetable, new: Timetable, first: date) -> Iterator[SessionChange]:
    names = [k for k in {**old.session, **new.session} if _late(old, new, k, first)]
    found = []
    for name in names:
        before, after = old.session.get(name), new.session.get(name)
        what = changed(before, after)
        if what in ("trainer", "room") and before is not None and _stood_empty(old, before):
            what = "content"
        if what is not None:
            found.append(SessionChange(what, before, after))
    order = {s.id: n for n, s in enumerate(in_order([change.session for change in found]))}
    yield from sorted(found, key=lambda change: order[change.session.id])


def _stood_empty(old: Timetable, session: Session) -> bool:
    """Whether nobody was in a session, nor led it: an open hour from which all were called away."""
    return not session.trainer_ids and not old.attendees.get(session.id)


def _late(old: Timetable, new: Timetable, name: SessionId, first: date) -> bool:
    return any(s is not None and s.day >= first for s in (old.session.get(name), new.session.get(name)))


def changed(before: Session | None, after: Session | None) -> What | None:
    """What happened to a session between two timetables; None when nothing did."""
    if before is None or after is None:
        return "cancelled" if before else "added" if after else None
    if (before.day, before.start, before.end) != (after.day, after.start, after.end):
        return "moved"
    if sorted(before.trainer_ids) != sorted(after.trainer_ids):
        return "trainer"
    if before.room_id != after.room_id:
        return "room"
    return None if before == after else "content"


def _people(old: Timetable, new: Timetable, first: date) -> Iterator[PersonChange]:
    for session in new.sessions:
        if session.day < first or session.id not in old.session:
            continue
        before, after = (
            {row.apprentice_id for row in timetable.attendees.get(session.id, ())} for timetable in (old, new)
        )
        for person in sorted(before ^ after):
            yield PersonChange(person, session, person in after)


def _seats(
    old: Timetable,
    new: Timetable,
    first: date,
    people: Sequence[PersonChange],
    told: Collection[tuple[ApprenticeId, BarretteId | None, PeriodId | None]],
) -> Iterator[SeatChange]:
    """Sessions that somebody has left for another one: at the same hour first, else of the same course.

    Whoever only comes, or only goes, is in no other session instead; nor is who is called to an event, or goes to
    another class, which the workbook names. A session that is left for is taken once.
    """
    left: dict[ApprenticeId, list[Session]] = {}
    for change in people:
        person, session = change.apprentice_id, change.session
        if not change.joins and (person, session.barrette_id, session.period_id) not in told:
            left.setdefault(person, []).append(old.session[session.id])
    for person, sessions in sorted(left.items()):
        had = {s.id for s in old.by_apprentice.get(person, ())}
        joined = [
            s for s in new.by_apprentice.get(person, ()) if s.day >= first and s.id not in had and s.kind != Kind.FIXED
        ]
        for alike in (_same_hour, _same_course):
            for session in tuple(sessions):
                other = next((s for s in joined if alike(session, s)), None)
                if other is not None:
                    joined.remove(other)
                    sessions.remove(session)
                    yield SeatChange(person, session, other)


def _same_hour(one: Session, other: Session) -> bool:
    """Whether somebody may be in one instead of the other: not in the lessons of another class, which only begin."""
    lessons = one.kind == other.kind == Kind.COURSE
    return one.overlaps(other) and not (lessons and set(one.class_ids).isdisjoint(other.class_ids))


def _same_course(one: Session, other: Session) -> bool:
    return bool(one.course_ids) and one.course_ids == other.course_ids


def _members(old: Timetable, new: Timetable, first: date) -> Iterator[MembershipChange]:
    live = {(s.barrette_id, s.period_id) for t in (old, new) for s in t.sessions if s.day >= first and s.group_id}
    before, after = modules_of(old), modules_of(new)
    for who in sorted({*before, *after}):
        person, barrette, period = who
        modules = before.get(who, ()), after.get(who, ())
        if (barrette, period) in live and modules[0] != modules[1]:
            yield MembershipChange(person, barrette, period, *modules)


def modules_of(timetable: Timetable) -> Mapping[tuple[ApprenticeId, BarretteId, PeriodId], tuple[ModuleId, ...]]:
    """Modules of each apprentice in each barrette and period, from the rosters."""
    found: dict[tuple[ApprenticeId, BarretteId, PeriodId], set[ModuleId]] = {}
    for group in timetable.groups:
        for person in group.apprentice_ids:
            found.setdefault((person, group.barrette_id, group.period_id), set()).add(group.module_id)
    return {who: tuple(sorted(modules)) for who, modules in found.items()}
