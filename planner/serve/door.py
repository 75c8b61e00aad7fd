"""Who may come in: whoever has the address that the terminal shows, once; from elsewhere, who knows the password."""

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_TRIES, IN_SECONDS = 10, 60.0
"""Wrong tokens before nobody is let in for a while; wrong passwords from one address."""
MOST_TRIES_IN_ALL = 60
"""Wrong passwords from all addresses before nobody is let in for a while."""
MOST_BROWSERS = 8
"""Browsers that may be in at once: the one that came first leaves for a new one."""


SHORTEST_PASSWORD = 12
"""Characters of a password."""
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}
"""Of scrypt: a try takes about a tenth of a second and 32 MB."""


class TooManyTries(Exception):
    """Wrong tokens came too often: whoever guesses has to wait."""


class Password:
    """A password of which only a digest with a salt of its own is kept, in memory; it may be tried in any thread."""

    def __init__(self, text: str) -> None:
        self._salt = secrets.token_bytes(16)
        self._digest = self._of(text)

    def _of(self, text: str) -> bytes:
        return hashlib.scrypt(text.encode(), salt=self._salt, **SCRYPT)

    def matches(self, tried: str) -> bool:
        """Whether it is what was tried, in a time that does not tell where they differ."""
        return hmac.compare_digest(self._of(tried), self._digest)


@dataclass
class Door:
    """The token of the moment and the browsers that are in, kept in memory alone.

    ``told``: called with the new token each time one was used, so that another browser may still come in.
    ``password``: what lets in instead of a token, as often as it is given.
    """

    told: Callable[[str], None] = lambda token: None
    clock: Callable[[], float] = time.monotonic
    password: Password | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _inside: dict[str, str] = field(default_factory=dict)
    _wrong: deque[tuple[float, str]] = field(default_factory=deque)

    def enter(self, said: str, who: str = "") -> str | None:
        """The cookie of a browser that comes with the right token, which is then used up; None for a wrong one.

        With a password, it instead. ``who``: the address that tries. Raises `TooManyTries` for whatever is said, the
        right word too, after too many wrong ones.
        """
        now = self.clock()
        while self._wrong and self._wrong[0][0] <= now - IN_SECONDS:
            self._wrong.popleft()
        mine = sum(name == who for _moment, name in self._wrong)
        if mine >= MOST_TRIES or len(self._wrong) >= MOST_TRIES_IN_ALL:
            raise TooManyTries
        mark = now, who
        self._wrong.append(mark)  # before it is looked at, so that many at once are counted too
        if not self._right(said):
            return None
        self._wrong.remove(mark)
        while len(self._inside) >= MOST_BROWSERS:
            del self._inside[next(iter(self._inside))]
        cookie = secrets.token_urlsafe(32)
        self._inside[cookie] = secrets.token_urlsafe(32)
        if self.password is None:
            self.token = secrets.token_urlsafe(32)
            self.told(self.token)
        return cookie

    def _right(self, said: str) -> bool:
        return self.password.matches(said) if self.password is not None else same(said, self.token)

    def key(self, cookie: str) -> str | None:
        """What each request of a browser that changes something has to bring along; None for who is not in."""
        return next((key for known, key in tuple(self._inside.items()) if same(known, cookie)), None)


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
