"""Numbers in the ids of sessions that have no ordinal of their own: a timetable that goes on never uses one again.

Calendars know an event by its id for ever: an id that meant one session must not mean another one later.
"""

import itertools
import re
from collections.abc import Collection
from dataclasses import replace

from planner.board.board import Board
from planner.domain import SEAT_ID, WATCH_ID, SessionId, Timetable

OF_SESSION = (WATCH_ID, SEAT_ID)
"""What ids begin with whose rest is a session."""


def last_number(board: Board, mark: str, stem: str = "") -> int:
    """The highest number after a mark at the end of the ids that begin with a stem; 0 when there is none.

    Without a stem, after the mark in whatever id. The next number is free on this board, and was never used by what is
    on it: numbers of sessions taken out since may come back.
    """
    form = re.compile(rf"{re.escape(stem)}.*{re.escape(mark)}(\d+)" if not stem else rf"{re.escape(stem + mark)}(\d+)")
    found = (form.fullmatch(key) for key in {*board.sessions, *board.used})
    return max((int(m[1]) for m in found if m), default=0)


def first_id(session_id: SessionId) -> SessionId:
    """The id that a session had first; one that was cancelled comes back as ``…-r1``, then ``…-r2``.

    The same id where it was never cancelled.
    """
    return SessionId(re.sub(r"-r\d+$", "", session_id))


def next_id(session_id: SessionId, taken: Collection[SessionId]) -> SessionId:
    """An id that is not taken: its own, else the first of those it may come back under. Always finds one."""
    # From the first name on: a session that is cancelled twice is …-r2, not …-r1-r1.
    again = (SessionId(f"{first_id(session_id)}-r{number}") for number in itertools.count(1))
    return session_id if session_id not in taken else next(name for name in again if name not in taken)


def number_of(session_id: SessionId) -> int:
    """The number at the end of the id that a session had first; 0 where there is none."""
    found = re.search(r"\d+$", first_id(session_id))
    return int(found[0]) if found else 0


def numbered_after(found: Timetable, taken: Collection[SessionId]) -> Timetable:
    """A timetable made without knowing which ids are taken, under ids that are not: its numbers go on after those.

    Sessions numbered together (all of ``…-s001``, ``…-s002``, whatever they begin with) stay together. The same
    timetable where none of its ids is taken.
    """
    runs = {_run(session.id) for session in found.sessions if session.id in taken}
    if not runs:
        return found
    last = {run: max(number_of(key) for key in taken if _run(key) == run) for run in runs}
    names = {s.id: _later(s.id, last[_run(s.id)]) for s in found.sessions if _run(s.id) in runs}
    # A line on what people are without, at an hour, is named after that hour.
    names |= {SessionId(f"{mark}{key}"): SessionId(f"{mark}{to}") for key, to in names.items() for mark in OF_SESSION}
    return replace(
        found,
        sessions=tuple(replace(s, id=names.get(s.id, s.id)) for s in found.sessions),
        attendance=tuple(
            replace(row, session_id=names.get(row.session_id, row.session_id)) for row in found.attendance
        ),
        unplaced=tuple(replace(row, session_id=names.get(row.session_id, row.session_id)) for row in found.unplaced),
    )


def _run(session_id: SessionId) -> str:
    """What a session is numbered with: its mark (``-s``), else all that stands before its number."""
    stem = re.sub(r"\d+$", "", session_id)
    mark = re.search(r"-[a-z]+$", stem)
    return mark[0] if mark else stem


def _later(session_id: SessionId, after: int) -> SessionId:
    """An id with its number after another one, as wide as before at least."""
    digits = re.search(r"\d*$", session_id)
    width = len(digits[0]) if digits else 0
    stem = session_id[: len(session_id) - width]
    return SessionId(f"{stem}{int(digits[0] or 0) + after if digits else after:0{width}d}")
