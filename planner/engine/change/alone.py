"""Minors whom a cancelled course leaves without anything at its hour, and who could watch them meanwhile.

Nothing is placed: the planner is told, and decides. An adult and a room are offered to one hour only.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.board.shelter import place_to_be
from planner.domain import (
    AM,
    PM,
    Guidance,
    Kind,
    Learner,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    away,
    in_order,
    monday,
)


@dataclass(frozen=True, slots=True)
class Alone:
    """Minors without a course at the hour of some that are cancelled; ``adult`` None: nobody is free to watch them."""

    sessions: tuple[Session, ...]
    """As they were; they have day, start and end in common."""
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
    told = {(person.id, row.sessions[0].day) for row in found for person in row.minors}
    hours: dict[tuple[date, int, int], list[Session]] = {}
    for session in in_order(list(before.sessions)):
        due = session.kind == Kind.COURSE and session.day >= first and session.id not in fell
        if due and _cancelled(session, after.session.get(session.id)):
            hours.setdefault((session.day, session.start, session.end), []).append(session)
    for sessions in hours.values():
        here = {
            s.id: [
                p
                for p in _idle(board, before, s)
                if (s.day < moves or board.attended(p.id, s.day)) and (p.id, s.day) not in told
            ]
            for s in sessions
        }
        left = tuple(s for s in sessions if here[s.id])
        if left:
            minors = {p.id: p for s in left for p in here[s.id]}
            found += _offers(board, left, [minors[key] for key in sorted(minors)])
    return tuple(found)


def _without_event(board: Board, before: Timetable, after: Timetable, first: date) -> Iterator[Alone]:
    """Half-days of events, new or changed, of minors who cannot be there with their class and have nothing that day."""
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
            yield from _offers(board, (half,), minors)


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


def _cancelled(session: Session, now: Session | None) -> bool:
    """Whether a session no longer takes place in its week."""
    return now is None or monday(now.day) != monday(session.day)


def _idle(board: Board, before: Timetable, session: Session) -> Iterator[Learner]:
    """Minors of a session that is cancelled who are at the centre at its hour, and have nothing else."""
    problem, span = board.problem, (session.day, session.start, session.end)
    for row in before.attendees.get(session.id, ()):
        learner = problem.learners.get(row.apprentice_id)
        if learner is None or row.remote or not learner.kept(session.day) or not problem.here(learner, *span):
            continue
        busy = away(learner.absences, *span) or problem.barred(learner.id, *span)
        if not busy and not board.presence.clashes(learner.id, *span):
            yield learner


def _offers(board: Board, sessions: tuple[Session, ...], minors: list[Learner]) -> Iterator[Alone]:
    """A watched place for the minors of an hour, and those for whom there is none."""
    first = sessions[0]
    room, adult = place_to_be(board, minors, first.day, first.start, first.end)
    coming, against = list[Learner](), ""
    if room is not None and adult is not None:
        study = replace(
            first,
            id=SessionId(f"encadrement-{first.id}-{first.start}"),
            kind=Kind.STUDY,
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
