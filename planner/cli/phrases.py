"""Pieces of French sentences that several commands say: counts, lists, sessions, moments."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from planner.domain import Session
from planner.words import say_when

MOST = 20
"""Lines of one kind shown before the rest is counted."""
TRIED = "Essai seulement (--dry-run) : rien n’a été changé."
PARIS = ZoneInfo("Europe/Paris")


def count(number: int, one: str, many: str | None = None) -> str:
    """« 1 séance », « 2 séances »; zero is singular in French."""
    return f"{number} {one if number < 2 else many or one + 's'}"


def bulleted(lines: Sequence[object], most: int = MOST) -> list[str]:
    """Indented lines, the rest counted."""
    rest = [f"  … et {len(lines) - most} de plus"] if len(lines) > most else []
    return [*(f"  • {line}" for line in lines[:most]), *rest]


def session_line(session: Session) -> str:
    """``Mathématiques, lundi 7 septembre de 8 h à 9 h 30 [CAP-CUI-1-MATHEMATIQUES-01]``."""
    return f"{session.label}, {say_when(session)} [{session.id}]"


def kept_as(number: int) -> str:
    """A changed timetable is the last version, and not published yet."""
    return f"Gardé : version {number}. Pour que les calendriers publiés suivent : barrette publish."


def paris(moment: datetime) -> datetime:
    """A moment of the store (UTC, no zone) on the clocks of Paris."""
    return moment.replace(tzinfo=UTC).astimezone(PARIS)
