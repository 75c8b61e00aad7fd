"""Numbers in the ids of sessions that have no ordinal of their own: a timetable that goes on never uses one again.

Calendars know an event by its id for ever: an id that meant one session must not mean another one later.
"""

import itertools
import re
from collections.abc import Collection

from planner.board.board import Board
from planner.domain import SessionId


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
