"""Sessions that the planner moved by hand: put where they are wanted, everything else kept, and what clashes.

No stage of a re-solve: ``barrette update --edited`` asks (`planner/cli/work/edit.py`), which has refused before what is
locked or announced, and keeps nothing where a hard rule is broken.

All happens on a board made for it. Besides the sessions of the list change: who attends them, the supervised study
beside them, and the account of hours owed. No other session moves and no place is searched; what is in the way is a
finding, never a refusal.

A course put at an hour at which its class has another one stands there without those who are in the other: that nobody
comes is told, and so are the rules that it breaks there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.check.verify import Report, broken_since, verify
from planner.domain import Problem, RoomId, Session, SessionId, Timetable, TrainerId, in_order
from planner.engine.change.moving import move, returning
from planner.engine.change.repair_model import Place
from planner.engine.change.way_taken import settled
from planner.engine.groups.naming import name_groups
from planner.engine.people.freed_hours import place_freed_hours
from planner.hours.owed import owed as hours_owed
from planner.model import Option
from planner.rule import Finding, Rules
from planner.words import say_when


@dataclass(frozen=True, slots=True)
class Edit:
    """One session as it is wanted. ``lock``: to be locked, freed (False), or left as it is (None).

    Times are in minutes after midnight; a ``room_id`` of None means no room.
    """

    session_id: SessionId
    day: date
    start: int
    end: int
    room_id: RoomId | None
    trainer_ids: tuple[TrainerId, ...]
    lock: bool | None = None

    def changes(self, session: Session) -> bool:
        """Whether it is not where the session stands already."""
        return self.moves(session) or (self.room_id, self.trainer_ids) != (session.room_id, session.trainer_ids)

    def moves(self, session: Session) -> bool:
        """Whether the time is another one."""
        return (self.day, self.start, self.end) != (session.day, session.start, session.end)


def apply_edits(
    problem: Problem, timetable: Timetable, edits: Sequence[Edit], rules: Rules, known: Report | None = None
) -> tuple[Timetable, tuple[Finding, ...]]:
    """The timetable with the edits, and what it breaks that was not broken before; ``known``: what the checker says
    of it as it is, where somebody has asked already.

    A course that changes time calls its class as it is then; other sessions keep the people who can come, and whoever
    had left a course for one of them is in that course again.

    Edits are applied whatever they break: the planner decides. The timetable given is not changed; it is returned
    itself where no edit changes anything. Raises ``KeyError`` for an unknown session.
    """
    wanted = [e for e in edits if e.changes(timetable.session[e.session_id])]
    if not wanted:
        return timetable, ()
    return counted_by_hand(problem, timetable, moved_by_hand(problem, timetable, wanted), rules, known)[:2]


def moved_by_hand(problem: Problem, timetable: Timetable, edits: Sequence[Edit]) -> Timetable:
    """The timetable with the edits and whom they concern, the hours owed as they were: `counted_by_hand` counts them.

    Raises ``KeyError`` for an unknown session.
    """
    wanted = [e for e in edits if e.changes(timetable.session[e.session_id])]
    if not wanted:
        return timetable
    board = Board.of(problem, timetable)
    move(
        board,
        {e.session_id: Place(Option(e.day, e.start, e.end, e.trainer_ids), e.room_id) for e in wanted},
    )
    for edit in wanted:
        old = timetable.session[edit.session_id]
        # Who had left a course for it is expected there again, once it is at another hour.
        had = [row.apprentice_id for row in timetable.attendees.get(old.id, ())] if edit.moves(old) else []
        for course, person in list(returning(board, old, had)):
            board.join(course, person)
    for edit in wanted:
        session = board.sessions[edit.session_id]
        room = problem.rooms.get(edit.room_id) if edit.room_id else None
        # A room of another site takes its session there, or the way to it would not be counted.
        if room is not None and room.site_id not in ("", session.site_id):
            board.put(replace(session, site_id=room.site_id), board.people[session.id])
    # Whoever was freed from a course needs a place to be at its new hour.
    if board.freed:
        place_freed_hours(board, hours_owed(problem))
        name_groups(board, timetable.sessions)
    sessions = in_order(list(board.sessions.values()))
    return replace(timetable, sessions=sessions, attendance=board.attendance())


def counted_by_hand(
    problem: Problem, before: Timetable, moved: Timetable, rules: Rules, known: Report | None = None
) -> tuple[Timetable, tuple[Finding, ...], Report]:
    """What edits made of a timetable with its hours owed counted, and what it breaks that was not broken before.

    With what the checker says of it. ``known``: what the checker says of ``before``, where that is known; it is asked
    only where something is broken now.
    """
    found = settled(problem, moved, rules)
    report, broken = verify(problem, rules, found), tuple[Finding, ...]()
    if report.hard or report.shortfalls:
        broken = broken_since(known or verify(problem, rules, before), report)
    return found, (*_empty(before, found), *broken), report


def _empty(before: Timetable, after: Timetable) -> Iterator[Finding]:
    """Sessions that had people, none of whom can come at the new hour."""
    for session in after.sessions:
        if session.id in before.attendees and session.id not in after.attendees:
            text = f"Aucun de ceux qui suivaient « {session.label} » n'est libre {say_when(session)}."
            yield Finding("H1c", text, 1, (session.id,))
