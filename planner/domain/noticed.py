"""What a change does to one apprentice and no session tells, for the planner alone."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.domain.ids import ApprenticeId, SessionId

Noted = Literal["stays_out", "loses", "support", "short_day", "unhelped", "no_seat"]
"""An event of theirs that they cannot come to; a course that moves to where they cannot be; an hour of support that
goes on without them; a day that is not worth the journey; a session to which their helper does not come; a course of
their class in which no seat is left."""


@dataclass(frozen=True, slots=True, order=True)
class Noticed:
    """One such thing. ``start``, ``end``: minutes of the day; ``why``: in French, as the list gives it."""

    what: Noted
    day: date
    start: int
    end: int
    session_id: SessionId
    title: str
    apprentice_id: ApprenticeId
    why: str
