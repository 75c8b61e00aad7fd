"""Minors whom a course or an event that is cancelled leaves without anything at its hour, and who could watch them.

Nothing is placed: the planner is told, and decides. An adult and a room are offered to one hour only.
"""

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.board.restore import occurrence_id
from planner.board.shelter import place_to_be
from planner.domain import (
    AM,
    PM,
    WATCH_ID,
    About,
    Guidance,
    Kind,
    Learner,
    Missing,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    in_order,
    monday,
)
from planner.domain.kinds import OF_CLASSES
from planner.engine.change.swapped import place_of, swaps_known

GAPS = "gaps"
"""Where a summary keeps what was free before an event."""
WATCHED = "heure encadrée"
"""What is offered, as a rule names it that is against it."""


@dataclass(frozen=True, slots=True)
class Alone:
    """Minors without anything at an hour of what is cancelled; ``adult`` None: nobody is free to watch them."""

    sessions: tuple[Session, ...]
    """As they were, cut to what of their span is left free; they have day, start and end in common."""
    minors: tuple[Learner, ...]
    room: RoomId | None = None
    adult: TrainerId | None = None
    against: str = ""
    """What a rule says against a watched place for them: another adult would not help."""


def minors_alone(
    board: Board, before: Timetable, after: Timetable, first: date, moves: date, fell: Collection[SessionId]
) -> tuple[Alone, ...]:
    """Hours from ``first`` on, in order, that leave minors who may not go home without anything to do.

    ``board``: as ``after`` leaves it; what is offered is put on it, so that nothing is offered twice. ``fell``: courses
    of days that the class has no more. From ``moves`` on only the days on which they have something else: the others
    are told early enough. Whoever cannot come to an event of their class, and has nothing else that day, is told of it
    whatever the day: nobody who reads the event would know.
    """
    found = list(_without_event(board, before, after, first))
    told = {(person.id, free.day) for free, person in found}
    for session in in_order([s for s in before.sessions if s.day >= first and s.id not in fell]):
        for whole in _lost(board.problem, before, session, after):
            found += [
                (free, person)
                for free, person in _idle(board, before, whole)
                if (free.day < moves or board.attended(person.id, free.day)) and (person.id, free.day) not in told
            ]
    hours: dict[tuple[date, int, int], list[tuple[Session, Learner]]] = {}
    for free, person in found:
        hours.setdefault((free.day, free.start, free.end), []).append((free, person))
    return tuple(row for hour in sorted(hours) for row in _told(board, hours[hour]))


def _told(board: Board, hour: list[tuple[Session, Learner]]) -> Iterator[Alone]:
    """What is offered to the minors of one hour, each of them once."""
    sessions, minors = {s.id: s for s, _person in hour}, {p.id: p for _session, p in hour}
    return _offers(board, tuple(sessions.values()), [minors[key] for key in sorted(minors)])


def _without_event(board: Board, before: Timetable, after: Timetable, first: date) -> Iterator[tuple[Session, Learner]]:
    """Half-days of events, new or changed, with minors who cannot be there and have nothing that day."""
    problem = board.problem
    for event in in_order([s for s in after.sessions if s.kind == Kind.FIXED and s.day >= first]):
        known = problem.event_of.get(event.id)
        if known is None or known.apprentice_ids or before.session.get(event.id) == event:
            continue
        roster = [p for c in event.class_ids for p in problem.roster(c, event.day, event.part)]
        minors = [
            p
            for p in roster
            if p.kept(event.day)
            and problem.here(p, event.day, event.start, event.end)
            and not board.attended(p.id, event.day)
        ]
        for half in _halves(problem, event) if minors else ():
            yield from ((half, person) for person in minors)


def _halves(problem: Problem, event: Session) -> Iterator[Session]:
    """An event as it takes the hours of its class, half-day by half-day; as it is where it takes none of them whole."""
    bells, weekday = problem.bells_of(event.class_ids[0]), event.day.weekday()
    slots = [slot for slot in bells.days[weekday] if event.start <= slot.start and slot.end <= event.end]
    for half in (AM, PM):
        mine = [slot for slot in slots if bells.half(weekday, slot.start, slot.end) == half]
        if mine:
            start, end = mine[0].start, mine[-1].end
            yield replace(event, start=start, end=end, minutes=sum(s.end - s.start for s in mine))
    if not slots:
        yield event


def _lost(problem: Problem, before: Timetable, session: Session, after: Timetable) -> Iterator[Session]:
    """What of a session may leave its people without anything: half-days of an event, whatever became of it, or hours
    of a class that are not given again in their week. An event that the workbook has no more is named as such.

    Not what was free before an update put the event, or the session, there.
    """
    now = after.session.get(session.id)
    if session.kind == Kind.FIXED and session.class_ids:
        gone = now is None and session.id not in problem.event_of
        named = replace(session, label=f"{session.label} (retiré)") if gone else session
        gaps = before.summary.get(GAPS, {}).get(session.id, ()) if gone else ()
        for half in _halves(problem, named):
            yield from _without(problem, half, gaps)
    elif session.kind in OF_CLASSES and (now is None or monday(now.day) != monday(session.day)):
        home, here = swaps_known(before.summary).get(session.id, (None, None))
        back = after.session.get(first_id(session.id))
        if here != place_of(session) or back is None or place_of(back) != home:
            yield session


def _without(problem: Problem, half: Session, gaps: Sequence[Sequence[int]]) -> Iterator[Session]:
    """Runs of slots of a half-day of an event that were not free before it, each with its minutes."""
    slots = problem.bells_of(half.class_ids[0]).days[half.day.weekday()]
    inside = [slot for slot in slots if half.start <= slot.start and slot.end <= half.end]
    if not gaps or not inside:
        yield half
        return
    free = {tuple(gap) for gap in gaps}
    for kept, run in itertools.groupby(inside, key=lambda slot: (slot.start, slot.end) not in free):
        some = list(run)
        if kept:
            minutes = sum(slot.end - slot.start for slot in some)
            yield replace(half, start=some[0].start, end=some[-1].end, minutes=minutes)


def gaps_written(board: Board, before: Timetable) -> dict[str, dict[SessionId, list[list[int]]]]:
    """Hours of events of classes that were free before the update that put the event there, as plain JSON.

    (start, end) of each slot of the bells; of an event that stands already, as the timetable ``before`` has noted them.
    """
    known, found = before.summary.get(GAPS, {}), dict[SessionId, list[list[int]]]()
    for event in (s for s in board.sessions.values() if s.kind == Kind.FIXED and s.class_ids):
        mine = [s for s in before.sessions if s.day == event.day and not set(event.class_ids).isdisjoint(s.class_ids)]
        slots = board.problem.bells_of(event.class_ids[0]).days[event.day.weekday()]
        spans = [(slot.start, slot.end) for slot in slots if event.start < slot.end and slot.start < event.end]
        if event.id not in before.session:
            found[event.id] = [
                [start, end] for start, end in spans if all(s.end <= start or end <= s.start for s in mine)
            ]
        elif event.id in known:
            found[event.id] = known[event.id]
    return {GAPS: {key: gaps for key, gaps in sorted(found.items()) if gaps}}


def _idle(board: Board, before: Timetable, session: Session) -> Iterator[tuple[Session, Learner]]:
    """Minors of a session who are at the centre at its hour and have nothing else, with what of it is free for them."""
    for row in before.attendees.get(session.id, ()):
        learner = board.problem.learners.get(row.apprentice_id)
        if learner is not None and not row.remote and learner.kept(session.day):
            yield from ((free, learner) for free in _free(board, learner, session))


def _free(board: Board, learner: Learner, session: Session) -> Iterator[Session]:
    """The session without the hours at which somebody is away or has something else; a pause between two goes along."""
    problem, day = board.problem, session.day
    slots = problem.bells_of(session.class_ids[0]).days[day.weekday()] if session.class_ids else ()
    meets = [slot for slot in slots if slot.start < session.end and session.start < slot.end]
    hours = [(max(slot.start, session.start), min(slot.end, session.end)) for slot in meets]
    run = list[tuple[int, int]]()
    for span in (*(hours or [(session.start, session.end)]), None):
        if span is not None and unused(board, learner, day, *span):
            run.append(span)
        elif run:
            yield replace(session, start=run[0][0], end=run[-1][1], minutes=sum(end - start for start, end in run))
            run = []


def unused(board: Board, learner: Learner, day: date, start: int, end: int) -> bool:
    """Whether somebody is at the centre at an hour and has nothing then."""
    problem = board.problem
    there = problem.here(learner, day, start, end) and not problem.barred(learner.id, day, start, end)
    return there and not board.presence.clashes(learner.id, day, start, end)


def _offers(board: Board, sessions: tuple[Session, ...], minors: list[Learner]) -> Iterator[Alone]:
    """A watched place for the minors of an hour, and those for whom there is none."""
    first = sessions[0]
    room, adult = place_to_be(board, minors, first.day, first.start, first.end)
    coming, against = list[Learner](), ""
    if room is not None and adult is not None:
        study = replace(
            first,
            id=SessionId(f"{WATCH_ID}{first.id}-{first.start}-{first.end}"),
            kind=Kind.STUDY,
            label=WATCHED,
            public_label=WATCHED,
            course_ids=(),
            class_ids=(),
            part="",
            trainer_ids=(adult,),
            room_id=room,
            site_id=board.problem.rooms[room].site_id,
            guidance=Guidance.AUTONOMOUS,
        )
        coming, said = board.allowed(study, minors)
        against = next((finding.text.rstrip(".") for finding in said), "")
        if coming:
            board.call(study, coming)
            yield Alone(sessions, tuple(coming), room, adult)
    rest = tuple(p for p in minors if p not in coming)
    if rest:
        yield Alone(sessions, rest, against=against)


def still_alone(board: Board, row: Missing) -> bool:
    """Whether a line on minors whom nobody watches, or on a place, holds: some are there at its hour without anything.

    True of any other line, and where its hour is not known any more.
    """
    at = row.meanwhile
    hours = (s for s in board.sessions.values() if at in (s.id, s.kind == Kind.BARRETTE and occurrence_id(s)))
    hour = next(hours, None) if row.about in (About.WATCH, About.SEAT) else None
    if hour is None:
        return True
    people = (p for c in row.class_ids or hour.class_ids for p in board.problem.roster(c, hour.day))
    asked = (p for p in people if (p.kept(hour.day) or row.about == About.SEAT) and not p.remote)
    return any(unused(board, p, hour.day, hour.start, hour.end) for p in asked)
