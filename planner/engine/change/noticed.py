"""Whom a change leaves out without a session that tells it: of an event, or of every place that is watched.

The last questions of an update (`again.Again.told`), once the timetable is made. They read the board, the workbook and
the timetable before, and change nothing. The answers go out as ``alone`` and ``notices`` of `updated.Updated`: the
comparison of two timetables shows who leaves a session, and not who never came into one.

A new outing lasts until 23:00, and a minor of the class may not be there so late: the class goes, and a line says that
this one stays out, in the words of the rule that is against it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from planner.board.board import Board
from planner.domain import (
    About,
    Cause,
    FixedEvent,
    Kind,
    Learner,
    Lost,
    Missing,
    Noticed,
    Problem,
    Session,
    Timetable,
    away,
    in_order,
)
from planner.engine.change.alone import Alone
from planner.engine.change.no_seat import told_without_seat
from planner.engine.missing import told
from planner.placement import Placement


def watched_by_nobody(board: Board, before: Timetable, first: date, alone: Sequence[Alone]) -> Iterator[Alone]:
    """Minors whom no adult can watch at an hour from ``first`` on, which was not so before.

    Without those of ``alone`` at that hour, of whom it is said already.
    """
    known, problem = set(before.unplaced), board.problem
    for row in (row for row in board.unwatched if row.about == About.WATCH):
        if row.day is None or row.day < first or told(problem, row) in known:
            continue
        hour = _hour(problem, row)
        said = {p.id for other in alone if other.sessions[0].overlaps(hour) for p in other.minors}
        minors = [problem.learners[p] for p in row.apprentice_ids if p not in said and p in problem.learners]
        if minors:
            against = row.said if row.cause == Cause.NO_MORE_HOURS else ""
            yield Alone((hour,), tuple(minors), against=against)


def _hour(problem: Problem, row: Missing) -> Session:
    """The hour of a row, as a session that bears its id."""
    assert row.day is not None
    barrette = problem.barrettes.get(row.barrette_id) if row.barrette_id else None
    label = row.title or (barrette.name if barrette else "")
    return Session(
        row.session_id, row.kind, row.day, row.start, row.end, row.minutes, label, "", class_ids=row.class_ids
    )


def whom_it_leaves_out(board: Board, before: Timetable, first: date) -> Iterator[Noticed]:
    """Whom an event, or a full room, leaves out from ``first`` on."""
    yield from staying_out(board, before, first)
    yield from told_without_seat(board, before, first)


def staying_out(board: Board, before: Timetable, first: date) -> Iterator[Noticed]:
    """Those whom an event from ``first`` on is for, and who are not in it: where it is new or other, or they were.

    In order of time, then of names; with what keeps them out.
    """
    problem = board.problem
    events = [s for s in board.sessions.values() if s.kind == Kind.FIXED and s.day >= first]
    for session in in_order(events):
        event = problem.event_of.get(session.id)
        here, was = board.people[session.id], {r.apprentice_id for r in before.attendees.get(session.id, ())}
        same = before.session.get(session.id) == session
        for learner in _meant(problem, event) if event else ():
            if learner.id not in here and (not same or learner.id in was):
                yield Noticed(
                    "stays_out", session.day, session.start, session.end, session.id, session.label, learner.id,
                    _against(board, session, learner),
                )  # fmt: skip


def _meant(problem: Problem, event: FixedEvent) -> list[Learner]:
    """Those whom an event is for and who are there that day: named by it, or of its classes."""
    if event.apprentice_ids:
        people = [problem.learners[p] for p in event.apprentice_ids if p in problem.learners]
    else:
        people = [p for c in event.class_ids for p in problem.roster(c, event.day, event.part)]
    span = event.day, event.start, event.end
    there = [p for p in people if problem.enrolled(p, event.day) and not away(p.absences, *span)]
    if not event.apprentice_ids:
        there = [p for p in there if problem.here(p, *span)]
    return sorted(there, key=lambda p: (p.name, p.id))


def _against(board: Board, session: Session, learner: Learner) -> str:
    """What keeps somebody out of an event, in words; empty where nothing does any more."""
    if board.problem.barred(learner.id, session.day, session.start, session.end):
        return str(Lost.FORBIDDEN)
    people = {**board.people[session.id], **board.ways(session, [learner])}
    found = next(board.judged(Placement(session, people, frozenset((learner.id,)), moves=False)), None)
    return found.text.rstrip(".") if found else ""
