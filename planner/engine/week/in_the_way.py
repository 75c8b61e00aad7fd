"""Which rule keeps a course that its week left out from every hour that is still free, and for whom.

Asked once all hours of classes stand, before anything else of people: the board is then what the weeks made of the
term. An hour is free where the class, the adults and a suitable room have nothing. Where a rule is against each of
them, to search longer helps nobody, and its sentence is the reason; nothing here changes the board.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.called import called
from planner.board.staff import rooms_for_course
from planner.domain import Cause, Kind, Learner, Missing, Session, SessionId
from planner.engine.week.draft import Draft
from planner.engine.week.item_options import options_of
from planner.model import Item, Option
from planner.placement import for_everyone
from planner.rule import Rules

SOUGHT = frozenset({Cause.NOT_FOUND_IN_TIME, Cause.WEEK_FULL})
"""Causes that say no more than that the search of a week left something out."""


def in_the_way(board: Board, rules: Rules, draft: Draft) -> Mapping[SessionId, str]:
    """Courses left out → what a rule says against each of their free hours, in French, without a full stop.

    Not those without a free hour, nor those to which one is open: of these nobody knows more than the search.
    """
    left = ((week, item) for week, items in sorted(draft.unplaced.items()) for item in items)
    found = {item.id: against_free(board, rules, week, item) for week, item in left if item.kind == Kind.COURSE}
    return {key: text for key, text in found.items() if text}


def explained(row: Missing, reasons: Mapping[SessionId, str]) -> Missing:
    """The row with the reason that is known, where its cause is only that the search found nothing."""
    if row.cause not in SOUGHT or row.session_id not in reasons:
        return row
    return replace(row, cause=Cause.REFUSED_WHEN_FREE, said=reasons[row.session_id])


def against_free(board: Board, rules: Rules, week: date, item: Item) -> str:
    """What the rule that is against most of the free hours says of the first; empty where one is open, or none is free.

    Of two that are against as many, the one that speaks of people. A rule names each day in other words: it counts once
    an hour, whatever it says of it.
    """
    said, words = Counter[tuple[bool, str]](), dict[tuple[bool, str], str]()
    for session, people in _free(board, rules, week, item):
        findings = list(board.judged(for_everyone(session, {p.id: p.remote for p in people})))
        if not findings:
            return ""
        told = {(bool(f.people), f.key): f.text.rstrip(".") for f in reversed(findings)}
        said.update(told.keys())
        words = {**told, **words}
    most = max(said, key=lambda rule: (said[rule], rule), default=None)
    return words[most] if most else ""


def _free(board: Board, rules: Rules, week: date, item: Item) -> Iterator[tuple[Session, list[Learner]]]:
    """The course at each hour of its week at which it meets nothing, in order of time, with its people."""
    for option in options_of(board.problem, rules, item, week):
        people = [
            p
            for p in called(board.problem, item, option.day)
            if board.problem.here(p, option.day, option.start, option.end)
        ]
        session = _session(board, item, option)
        if people and not _meets(board, session, people):
            room = _room(board, session, people)
            if room is not None:
                yield room, people


def _session(board: Board, item: Item, option: Option) -> Session:
    """The course at an hour, without a room."""
    course = board.problem.courses[item.course_id] if item.course_id else None
    return Session(
        *(item.id, Kind.COURSE, option.day, option.start, option.end, item.minutes),
        *((course.subject if course else "",) * 2),
        course_ids=(item.course_id,) if item.course_id else (),
        part=item.part,
        class_ids=item.class_ids,
        trainer_ids=option.team,
        site_id=item.site_id,
    )


def _meets(board: Board, session: Session, people: list[Learner]) -> bool:
    """Whether somebody or an adult has something else at the hour of a session."""
    day, start, end = session.day, session.start, session.end
    if any(board.presence.clashes(p.id, day, start, end) for p in people):
        return True
    return any(held.overlaps(session) for adult in session.trainer_ids for held in board.led(adult, day))


def _room(board: Board, session: Session, people: list[Learner]) -> Session | None:
    """The session in a free room that suits it; as it is where all follow from elsewhere; None without a room."""
    if all(p.remote for p in people):
        return session
    course = board.problem.courses[session.course_ids[0]]
    free = rooms_for_course(board, course, session, people)
    room = min(free, key=lambda r: (r.shared > 1, r.seats, r.id), default=None)
    return replace(session, room_id=room.id) if room else None
