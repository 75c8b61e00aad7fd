"""What is typed as time goes by: who came (*Présences*), and what was done for people (*Actions*)."""

import hmac
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.domain.ids import ApprenticeId, ClassId, SessionId


class Came(StrEnum):
    """What a signed sheet says of somebody."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    EXCUSED = "excused"

    @property
    def there(self) -> bool:
        """Whether they were in the session, be it late."""
        return self in (Came.PRESENT, Came.LATE)


SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What references are made of: nothing that a hand may take for something else."""


def session_reference(salt: str, session_id: SessionId) -> str:
    """``K7M4-Q2P``: what a sheet to sign has instead of the id of its session, which may tell why people are there."""
    number = int.from_bytes(hmac.digest(salt.encode(), f"séance|{session_id}".encode(), "sha256")[:5], "big")
    signs = "".join(SIGNS[(number >> 5 * place) % 32] for place in range(7))
    return f"{signs[:4]}-{signs[4:]}"


AM_WORD, PM_WORD = "am", "pm"
"""Half-days of a line of *Présences*; empty: the whole day."""


@dataclass(frozen=True, slots=True)
class RollLine:
    """A line of *Présences*: what became of one session, of one hour, of a half-day or a day, for some people or all.

    It names a session, or else a day. ``apprentice_ids`` empty: everyone who was expected; a line that names people
    says otherwise for them.
    """

    came: Came
    session_id: SessionId | None = None
    """Its id, or its `session_reference` as somebody types it."""
    day: date | None = None
    start: int | None = None
    """Minutes after midnight at which the sessions meant begin; None: whatever their hour."""
    half: str = ""
    class_id: ClassId | None = None
    """Only the people of this class, on that day."""
    apprentice_ids: tuple[ApprenticeId, ...] = ()
    end: int | None = None
    """Minutes after midnight until which, with a start: what lies in that span by more than half is meant, and what a
    late arrival falls into."""
    late: int = 0
    """Minutes that who came late has missed, 0 where they are not known: the session then counts whole."""
    row: int = 0
    """Line of the sheet, for what is said of it."""


class Nature(StrEnum):
    """What an action of *Actions* was for."""

    EMPLOYER_SEARCH = "employer_search"
    PUBLIC_SERVICE = "public_service"
    COMPANY = "company"
    INTERVIEW = "interview"
    DECISION = "decision"
    AID = "aid"
    LICENCE = "licence"
    SOCIAL = "social"
    EXIT = "exit"
    OTHER = "other"


WITH_REQUEST = (Nature.AID, Nature.LICENCE)
"""Natures that have dates of information, of the request, and of the payment."""


@dataclass(frozen=True, slots=True)
class Action:
    """A line of *Actions*: something that was done for somebody, with whom, and what came of it.

    Internal: nothing of it is in a file that is handed out. At least one of its dates is known.
    """

    apprentice_id: ApprenticeId
    nature: Nature
    day: date | None = None
    with_whom: str = ""
    what: str = ""
    result: str = ""
    informed: date | None = None
    """When the person was told of an aid or of the driving licence."""
    asked: date | None = None
    paid: date | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """The dates that are known, in order."""
        return tuple(sorted(d for d in (self.day, self.informed, self.asked, self.paid) if d is not None))

    def until(self, day: date) -> "Action | None":
        """What of it has been done by the end of a day, without dates to come; None where nothing has."""

        def past(one: date | None) -> date | None:
            return one if one is not None and one <= day else None

        done = replace(
            self, day=past(self.day), informed=past(self.informed), asked=past(self.asked), paid=past(self.paid)
        )
        return done if done.dates else None
