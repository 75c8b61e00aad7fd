"""What depends on a value alone is reckoned once, and kept beside it."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, Self, TypeVar

Reckoned = TypeVar("Reckoned")


class Once:
    """Base of frozen values that are asked the same things many times."""

    def __getstate__(self) -> dict[str, Any]:
        """What another process gets: the value, which reckons anew there what it needs."""
        return {name: value for name, value in self.__dict__.items() if name != "_known"}

    @cached_property
    def _known(self) -> dict[object, Any]:
        return {}

    def once(self, make: Callable[[Self], Reckoned]) -> Reckoned:
        """What a function of this value gives, reckoned the first time only; ``make``: a function of a module."""
        known = self._known
        if make not in known:
            known[make] = make(self)
        found: Reckoned = known[make]
        return found

    def recall(self, make: Callable[..., Reckoned], *what: Hashable) -> Reckoned:
        """What a function of this value and of something more gives, reckoned the first time only.

        ``make``: a function of a module, which is given this value and ``what``.
        """
        known, asked = self._known, (make, *what)
        if asked not in known:
            known[asked] = make(self, *what)
        found: Reckoned = known[asked]
        return found
