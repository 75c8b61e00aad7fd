"""Who follows a long piece of work while it goes on: a terminal, a screen, or nobody."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.engine.solvers.cpsat import Interrupt


class Listener:
    """Who follows what is done; this one does not listen."""

    def say(self, text: str) -> None:
        """Take note of something done or seen on the way; what comes back in the end does not say it again."""

    def warn(self, text: str) -> None:
        """Take note of something that the planner should look at."""

    def phase(self, name: str, figures: Mapping[str, Any]) -> None:
        """Take note of where a calculation is."""

    def arrived(self) -> None:
        """Take note that the last phase has ended."""

    def searching(self, interrupt: "Interrupt") -> AbstractContextManager[None]:
        """Accompany a search, which ends with the best it has once ``interrupt`` is asked to stop."""
        return nullcontext()


NOBODY = Listener()
