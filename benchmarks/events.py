"""Ordinary events of a centre, week after week: whether an update is ever refused, and whether what an event does not
touch stays as it is.

A session is touched where its day, its class, its trainer or its room are those of the event, or where its room has no
seat for whom the event brings, or not what they ask of it. What is not touched may move only for something that is due
(counted here as ``given up``); its people are the same, but for those of the event,
and for those who lost support and are called to some again.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from benchmarks.disruptions import Draw, enters
from benchmarks.record import record
from benchmarks.resolve import published
from constraints import RULES
from planner.board.staff import suits
from planner.check.verify import Report, verify
from planner.domain import (
    Absence,
    ApprenticeId,
    Before,
    ClassId,
    FixedEvent,
    Kind,
    Problem,
    RoomId,
    Session,
    Timetable,
    TrainerId,
    monday,
)
from planner.engine.change.options import UpdateOptions, notice
from planner.engine.change.updated import Updated
from planner.engine.flow import update

AHEAD = 14
"""Days between the moment at which an event is typed and its first day."""
LATE = 3
"""The same for what is typed inside the notice."""
OF_HOURS = (Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT, Kind.STUDY, Kind.ONBOARDING, Kind.VISIT)
"""Sessions whose people may change where hours that were lost are given again."""


@dataclass(frozen=True)
class Event:
    """A changed problem, the day on which it is known, and what it touches: days, and of these whose sessions."""

    kind: str
    problem: Problem
    known: date
    first: date
    last: date
    class_ids: frozenset[ClassId] = frozenset()
    trainer_ids: frozenset[TrainerId] = frozenset()
    room_ids: frozenset[RoomId] = frozenset()
    people: frozenset[ApprenticeId] = field(default_factory=frozenset)
    after: tuple[Problem, Timetable] | None = None
    """What an earlier event has left, where this one follows it."""

    def touches(self, session: Session) -> bool:
        """Whether a session is one of those that the event makes impossible, or may."""
        if not self.first <= session.day <= self.last:
            return False
        return bool(
            self.class_ids.intersection(session.class_ids)
            or self.trainer_ids.intersection(session.trainer_ids)
            or session.room_id in self.room_ids
        )


def _day(draw: Draw, week: date) -> date:
    """A day of a week on which there are courses."""
    days = sorted({s.day for s in draw.timetable.sessions if monday(s.day) == week and s.kind == Kind.COURSE})
    return draw.dice.choice(days)


def _known(draw: Draw, day: date) -> date:
    return max(draw.problem.first, day - timedelta(days=AHEAD))


def _trip(draw: Draw, week: date) -> Event:
    """A class is out for a whole day."""
    day = _day(draw, week)
    classes = sorted(
        {c for s in draw.timetable.sessions if s.day == day and s.kind == Kind.COURSE for c in s.class_ids}
    )
    return _out(draw, day, draw.dice.choice(classes))


def _out(draw: Draw, day: date, class_id: ClassId) -> Event:
    """The outing of a class on a day."""
    out = FixedEvent("SORTIE", "Sortie", day, 8 * 60, 17 * 60, class_ids=(class_id,))
    problem = replace(draw.problem, events=(*draw.problem.events, out))
    return Event("trip", problem, _known(draw, day), day, day, frozenset({class_id}))


def _late_trip(draw: Draw, week: date) -> Event:
    """A class goes out in three days, inside the notice, with somebody who teaches another one that day."""
    trip = _trip(draw, week)
    led = {
        t
        for s in draw.timetable.sessions
        if s.day == trip.first and s.kind == Kind.COURSE and not trip.class_ids.intersection(s.class_ids)
        for t in s.trainer_ids
    }
    leaders = tuple(draw.dice.sample(sorted(led), min(1, len(led))))
    *others, out = trip.problem.events
    problem = replace(trip.problem, events=(*others, replace(out, trainer_ids=leaders)))
    known = max(problem.first, trip.first - timedelta(days=LATE))
    return replace(trip, kind="late-trip", problem=problem, known=known, trainer_ids=frozenset(leaders))


def _trip_after(draw: Draw, week: date) -> Event:
    """A day closes; then a class goes out on the day to which that moved some of its sessions."""
    closed = _closed(draw, week)
    found = _followed(closed, draw.problem, draw.timetable).timetable
    moved = [s for s in found.sessions if s.kind == Kind.COURSE and not _same(s, draw.timetable.session.get(s.id))]
    received = Draw(closed.problem, found, draw.dice.randrange(1000))
    session = draw.dice.choice(moved) if moved else None
    trip = _out(received, session.day, session.class_ids[0]) if session else _trip(received, week)
    return replace(trip, kind="trip-after-closure", after=(closed.problem, found))


def _closed(draw: Draw, week: date) -> Event:
    """The centre is closed for a day."""
    day = _day(draw, week)
    problem = replace(draw.problem, closed=draw.problem.closed | {day})
    return Event("closed-day", problem, _known(draw, day), day, day, frozenset(draw.problem.classes))


def _room(draw: Draw, week: date) -> Event:
    """A room cannot be used for a day."""
    day = _day(draw, week)
    rooms = sorted({s.room_id for s in draw.timetable.sessions if s.day == day and s.kind == Kind.COURSE and s.room_id})
    room = draw.problem.rooms[draw.dice.choice(rooms)]
    shut = replace(room, absences=(*room.absences, Absence(first=day, last=day)))
    problem = replace(draw.problem, rooms={**draw.problem.rooms, room.id: shut})
    return Event("room-day", problem, _known(draw, day), day, day, room_ids=frozenset({room.id}))


def _trainer(draw: Draw, week: date) -> Event:
    """A trainer is away for a week."""
    led = {t for s in draw.timetable.sessions if monday(s.day) == week and s.kind == Kind.COURSE for t in s.trainer_ids}
    who = draw.problem.trainers[draw.dice.choice(sorted(led))]
    last = week + timedelta(days=6)
    away = replace(who, absences=(*who.absences, Absence(first=week, last=last)))
    problem = replace(draw.problem, trainers={**draw.problem.trainers, who.id: away})
    return Event("trainer-week", problem, _known(draw, week), week, last, trainer_ids=frozenset({who.id}))


def _entrant(draw: Draw, week: date) -> Event:
    """Somebody enters a class."""
    day = _day(draw, week)
    model = draw.problem.learners[draw.dice.choice(draw.members())]
    found = enters(draw.problem, model, day)
    return Event("entrant", found.problem, day, day, day, people=found.own)


def _leaver(draw: Draw, week: date) -> Event:
    """Somebody leaves the centre."""
    day, who = _day(draw, week), draw.problem.learners[draw.dice.choice(draw.members())]
    learners = {**draw.problem.learners, who.id: replace(who, exit=day)}
    return Event("leaver", replace(draw.problem, learners=learners), day, day, day, people=frozenset({who.id}))


def _change(draw: Draw, week: date) -> Event:
    """Somebody goes to another class of the same year."""
    day, problem = _day(draw, week), draw.problem
    ways = []
    for person in draw.members():
        home = problem.learners[person].membership(day)
        for group in problem.classes.values() if home else ():
            same = group.year == problem.classes[home.class_id].year  # type: ignore[union-attr]
            if same and group.id != home.class_id:  # type: ignore[union-attr]
                ways.append((person, group.id))
    person, class_id = draw.dice.choice(ways)
    who = problem.learners[person]
    home = who.membership(day)
    assert home is not None
    part = min(problem.parts.get(class_id) or ("",))
    before = [m for m in who.memberships if m != home]
    own = (*before, replace(home, last=day - timedelta(days=1)), replace(home, class_id=class_id, part=part, first=day))
    learners = {**problem.learners, person: replace(who, memberships=own)}
    return Event("change-of-class", replace(problem, learners=learners), day, day, day, people=frozenset({person}))


def _result(draw: Draw, week: date) -> Event:
    """A late result of positioning."""
    day, who = _day(draw, week), draw.problem.learners[draw.dice.choice(draw.members())]
    others = [draw.problem.learners[a] for a in draw.members() if draw.problem.learners[a].results]
    late = replace(draw.dice.choice(draw.dice.choice(others).results), on=day)
    learners = {**draw.problem.learners, who.id: replace(who, results=(*who.results, late))}
    return Event("late-result", replace(draw.problem, learners=learners), day, day, day, people=frozenset({who.id}))


KINDS: Mapping[str, Callable[[Draw, date], Event]] = {
    "trip": _trip,
    "closed-day": _closed,
    "room-day": _room,
    "trainer-week": _trainer,
    "entrant": _entrant,
    "leaver": _leaver,
    "change-of-class": _change,
    "late-result": _result,
    "late-trip": _late_trip,
    "trip-after-closure": _trip_after,
}
"""Every kind of event, in the order in which they take turns."""


def measure(sample: str, seed: int, count: int) -> Iterator[dict[str, Any]]:
    """One record for each event: kinds take turns, and so do the weeks of the term in which there are courses."""
    problem, timetable = published(sample, seed)
    before = verify(problem, RULES, timetable)
    draw = Draw(problem, timetable, seed)
    weeks = sorted({monday(s.day) for s in timetable.sessions if s.kind == Kind.COURSE})
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        event = KINDS[kind](draw, weeks[(number // len(KINDS)) % len(weeks)])
        if event.after is None:
            yield one(sample, seed, number, problem, timetable, before, event)
        else:
            yield one(sample, seed, number, *event.after, verify(event.after[0], RULES, event.after[1]), event)


def one(
    sample: str, seed: int, number: int, problem: Problem, timetable: Timetable, before: Report, event: Event
) -> dict[str, Any]:
    """Follow one event, and compare what it does not touch."""
    moves, first = notice(event.problem, event.known), event.known
    cpu = time.process_time()
    found = _followed(event, problem, timetable)
    seconds = round(time.process_time() - cpu, 3)
    checked = replace(event.problem, before=Before(timetable, first - timedelta(days=1), moves))
    report = verify(checked, RULES, found.timetable)
    new = {k: n - before.by_rule.get(k, 0) for k, n in report.by_rule.items() if n > before.by_rule.get(k, 0)}
    stay = [s for s in timetable.sessions if s.day >= first and not event.touches(s)]
    stay = [s for s in stay if not _takes_another_room(event, s, timetable)]
    after = found.timetable
    given_up = [s for s in stay if s.kind == Kind.COURSE and not _same(s, after.session.get(s.id))]
    lost = {r.apprentice_id for s in timetable.sessions if event.touches(s) for r in timetable.attendees.get(s.id, ())}
    free = event.people | lost
    # A session that moved for something due is counted as such, with those who cannot follow it.
    still = [s for s in stay if _same(s, after.session.get(s.id))]
    others = [s for s in still if _people(s, timetable, after, event.people, free)]
    return record(
        f"{sample}/{event.kind}/{number}",
        seed=seed,
        workers=1,
        kind=event.kind,
        day=event.first.isoformat(),
        seconds_cpu=seconds,
        hard_violations=sum(new.values()),
        broken=new,
        given_up=[s.id for s in given_up],
        counted=len(found.diff.counted),
        proven=found.proven,
        people=[s.id for s in others],
        listed=len(found.left) + len(found.fell),
    )


def _takes_another_room(event: Event, session: Session, timetable: Timetable) -> bool:
    """Whether the room of a session has no seat for those whom the event brings to its class, or not what they ask."""
    room = event.problem.rooms.get(session.room_id) if session.room_id else None
    here = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
    roll = (p for c in session.class_ids for p in event.problem.roster(c, session.day, session.part))
    new = [p for p in roll if p.id in event.people and p.id not in here]
    if room is None or not new:
        return False
    return len(here) + len(new) > room.seats or not suits(event.problem, room, new, session.day)


def _followed(event: Event, problem: Problem, timetable: Timetable) -> Updated:
    """What an update makes of an event."""
    moves = notice(event.problem, event.known)
    return update(problem, event.problem, timetable, RULES, UpdateOptions(event.known, moves, seed=0, front=False))


def _same(session: Session, other: Session | None) -> bool:
    """Whether a session is where it was, with the same adults."""
    return other is not None and (session.day, session.start, session.end, session.room_id, session.trainer_ids) == (
        other.day, other.start, other.end, other.room_id, other.trainer_ids
    )  # fmt: skip


def _people(
    session: Session,
    before: Timetable,
    after: Timetable,
    own: frozenset[ApprenticeId],
    free: frozenset[ApprenticeId] | set[ApprenticeId],
) -> bool:
    """Whether somebody joins or leaves a session who has nothing to do with the event."""
    allowed = free if session.kind in OF_HOURS else own
    was, now = ({r.apprentice_id for r in t.attendees.get(session.id, ())} for t in (before, after))
    return any(p not in free or not _prepares(p, session, after) for p in (was ^ now) - allowed)


def _prepares(person: ApprenticeId, session: Session, after: Timetable) -> bool:
    """Whether somebody has a block of the entry module at the hour of a session: it fell, and is due before it."""
    mine = after.by_apprentice.get(person, ())
    return any(s.kind == Kind.ONBOARDING and s.overlaps(session) for s in mine)


def line(found: Mapping[str, Any]) -> str:
    """One event as a line."""
    return (
        f"{found['instance']} ({found['day']}): {found['seconds_cpu']} s CPU, refused {found['broken'] or 0}, "
        f"given up {len(found['given_up'])}, other people {len(found['people'])}, fell or listed {found['listed']}"
    )


def describe(records: Sequence[Mapping[str, Any]]) -> str:
    """A table by kind."""
    lines = []
    for kind in KINDS:
        mine = [r for r in records if r["kind"] == kind]
        if mine:
            lines.append(
                f"{kind:>16}: {len(mine)} events, {sum(bool(r['broken']) for r in mine)} refused, "
                f"{sum(len(r['given_up']) for r in mine)} sessions given up, {sum(len(r['people']) for r in mine)} "
                f"with other people, median {statistics.median(r['seconds_cpu'] for r in mine):.2f} s CPU"
            )
    return "\n".join(lines)
