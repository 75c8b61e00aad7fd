"""What the work of a command returns, and who listens while it goes on."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.engine.solvers.cpsat import Interrupt


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command did; each command has its own."""

    code: int = 0
    """The exit code."""
    warnings: tuple[str, ...] = ()
    """What the planner has to look after, beside the result."""


class Listener:
    """Who follows a command while it works; this one does not listen."""

    def say(self, text: str) -> None:
        """Take note of something done or seen on the way; what the command returns does not say it again."""

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
