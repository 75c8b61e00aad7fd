"""Who may come in: whoever has the address that the terminal shows, once."""

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_TRIES, IN_SECONDS = 10, 60.0
"""Wrong tokens before nobody is let in for a while."""
MOST_BROWSERS = 8
"""Browsers that may be in at once: the one that came first leaves for a new one."""


class TooManyTries(Exception):
    """Wrong tokens came too often: whoever guesses has to wait."""


@dataclass
class Door:
    """The token of the moment and the browsers that are in, kept in memory alone.

    ``told``: called with the new token each time one was used, so that another browser may still come in.
    """

    told: Callable[[str], None] = lambda token: None
    clock: Callable[[], float] = time.monotonic
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _inside: dict[str, str] = field(default_factory=dict)
    _wrong: deque[float] = field(default_factory=deque)

    def enter(self, token: str) -> str | None:
        """The cookie of a browser that comes with the right token, which is then used up; None for a wrong one.

        Raises `TooManyTries` for any token, the right one too, after too many wrong ones.
        """
        now = self.clock()
        while self._wrong and self._wrong[0] <= now - IN_SECONDS:
            self._wrong.popleft()
        if len(self._wrong) >= MOST_TRIES:
            raise TooManyTries
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            self._wrong.append(now)
            return None
        self.token = secrets.token_urlsafe(32)
        while len(self._inside) >= MOST_BROWSERS:
            del self._inside[next(iter(self._inside))]
        cookie = secrets.token_urlsafe(32)
        self._inside[cookie] = secrets.token_urlsafe(32)
        self.told(self.token)
        return cookie

    def key(self, cookie: str) -> str | None:
        """What each request of a browser that changes something has to bring along; None for who is not in."""
        return next((key for known, key in self._inside.items() if same(known, cookie)), None)


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
