"""What an event of a calendar says."""

from datetime import date
from typing import NamedTuple


class Text(NamedTuple):
    """What one event says, whoever's calendar it stands in. Times in minutes after midnight, by ``zone``."""

    day: date
    start: int
    end: int
    summary: str
    place: str = ""
    description: str = ""
    transparent: bool = False
    """An asynchronous session: the window in which it is due holds nobody."""
    zone: str = ""
    """The time zone of a centre that is not on the clocks of Paris."""
    days: int = 0
    """So many whole days from ``day`` on, without hours; 0: the hours of one day."""
    kind: str = ""
    """What it is in one neutral word; with ``address`` no part of what makes an event another one."""
    address: str = ""
    """Where its place is."""

    @property
    def where(self) -> str:
        """The place with its address."""
        return ", ".join(filter(None, (self.place, self.address)))


Entry = tuple[str, Text]
"""What tells an event from the others of its calendar through moves and re-solves (term and session), and its text."""
