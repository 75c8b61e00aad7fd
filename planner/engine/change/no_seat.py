"""Courses whose room takes not one more person: they go on as they are, without the last who came to the class.

Somebody changes class, and the workshop of the new one is full. A larger room is looked for, for the whole course, as
for anything that cannot stand (`repair`); where the workbook has none nobody is asked to move (`has_seat`), and where
none is to be had whoever the change brings leaves again (`stand_without`). They are freed: `freed_hours` finds them a
place to be. A line tells what they miss (`told_without_seat`), and every update tries them again (`seatless_known`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.board.staff import some_room_for
from planner.domain import ApprenticeId, Kind, Learner, Noticed, Session, SessionId, Timetable, in_order
from planner.engine.change.moving import in_order_of_seats
from planner.engine.change.week_sessions import course_of, on_site, unfit
from planner.placement import Placement
from planner.rule import Finding, Rules

SEATS = ("H5b", "H5c", "H11c")
"""Rules of the seats of a room, of the threshold of a course, and of what somebody asks of a room."""
WITHOUT_SEAT = "without_seat"
"""Where a summary keeps who has no seat in which session."""


def has_seat(board: Board, session: Session, learner: Learner, *, elsewhere: bool = False) -> bool:
    """Whether a course that stands has a seat for one person more in the room that it has.

    ``elsewhere``: or in some room of the workbook, which is then to be looked for. True of what is no course.
    """
    course, far = course_of(board.problem, session), board.ways(session, [learner])
    if session.kind != Kind.COURSE or course is None or far[learner.id]:
        return True
    if _against(board, session, far) is None:
        return True
    people = [p for p in on_site(board, session) if p.id != learner.id]
    return elsewhere and some_room_for(board.problem, course, [*people, learner], session.day)


def _against(board: Board, session: Session, new: Mapping[ApprenticeId, bool]) -> Finding | None:
    """What a rule of seats says against some people more in a session."""
    people = {**board.people_of(session.id), **new}
    joining = Placement(board.joined(session, new), people, frozenset(new), moves=False)
    return next(board.judged(joining, SEATS), None)


def stand_without(board: Board, rules: Rules, session: Session, before: Timetable) -> bool:
    """Let a course that no room takes stay where it is, without as many as need be of those whom the change brings.

    Where a room has become too small, and the workbook has no other for them all, without those who came last to the
    class. Whether it may stay then; nothing has changed where it may not, or where it could stay with them. ``before``:
    the timetable that goes on; whoever was in the session there keeps the seat.
    """
    key = session.id
    old = before.attendees.get(key) or before.attendees.get(first_id(key), ())
    had = {row.apprentice_id for row in old}
    new = [person for person in sorted(board.people[key]) if person not in had]
    if session.kind != Kind.COURSE or not had or not unfit(board, rules, session):
        return False
    if new and _without(board, rules, key, [board.problem.learners[person] for person in new]):
        return True
    course, here = course_of(board.problem, session), on_site(board, session)
    if course is None or some_room_for(board.problem, course, here, session.day):
        return False
    return _without(board, rules, key, in_order_of_seats(here, had, session.day))


def _without(board: Board, rules: Rules, key: SessionId, some: Sequence[Learner]) -> bool:
    """Take some people out of a course, and back into it as far as there are seats, in their order; the rest are freed.

    Whether the course, with somebody in it, may stay then; nothing has changed where it may not.
    """
    ids = [learner.id for learner in some]
    for person in ids:
        board.leave(key, person)
    if unfit(board, rules, board.sessions[key]):
        board.join(key, *ids)
        return False
    out = []
    for learner in some:
        if has_seat(board, board.sessions[key], learner):
            board.join(key, learner.id)
        else:
            out.append(learner.id)
    if not board.people[key]:
        board.join(key, *ids)
        return False
    board.freed += [(board.sessions[key], person) for person in out]
    return True


def _seatless(board: Board, first: date) -> Iterator[tuple[Session, Learner]]:
    """Courses from a day on, in order of time, and those of their class who are there and have no seat in them."""
    problem = board.problem
    for session in in_order([s for s in board.sessions.values() if s.kind == Kind.COURSE and s.day >= first]):
        course, classes = course_of(problem, session), [c for c in session.class_ids if c in problem.classes]
        if course is None:
            continue
        roll = (p for c in classes for p in problem.roster(c, session.day, session.part))
        for learner in (p for p in roll if p.id not in board.people[session.id]):
            out = learner.kept_out(course, session.day) or problem.freed(learner.id, course, session.day)
            if not out and _free(board, learner, session) and not has_seat(board, session, learner):
                yield session, learner


def _free(board: Board, learner: Learner, session: Session) -> bool:
    """Whether somebody is there at an hour, and has nothing but a place to be."""
    span = session.day, session.start, session.end
    beside = board.presence.clashes(learner.id, *span)
    if beside:
        return all(other.kind == Kind.STUDY for other in beside)
    return board.presence.with_class(learner, *span, session.minutes)


def told_without_seat(board: Board, before: Timetable, first: date) -> Iterator[Noticed]:
    """Who has no seat in a course of their class from a day on, which was not so before, with the reason."""
    known = {(key, person) for key, person in before.summary.get(WITHOUT_SEAT, ())}
    for s, learner in _seatless(board, first):
        if (s.id, learner.id) not in known:
            found = _against(board, s, board.ways(s, [learner]))
            why = found.clause if found else ""
            yield Noticed("no_seat", s.day, s.start, s.end, s.id, s.label, learner.id, why)


def seatless_written(board: Board, first: date) -> dict[str, list[list[Any]]]:
    """Who has no seat in which session, for the next update, as plain JSON."""
    return {WITHOUT_SEAT: [[session.id, learner.id] for session, learner in _seatless(board, first)]}


def seatless_known(board: Board, before: Timetable, first: date) -> frozenset[ApprenticeId]:
    """Those who had no seat in a session that is to come: a seat may be free now."""
    rows = ((SessionId(key), ApprenticeId(person)) for key, person in before.summary.get(WITHOUT_SEAT, ()))
    to_come = {key for key, session in board.sessions.items() if session.day >= first}
    return frozenset(person for key, person in rows if key in to_come and person in board.problem.learners)
