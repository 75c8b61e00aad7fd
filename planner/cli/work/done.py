"""What the work of a command returns."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command did; each command has its own."""

    code: int = 0
    """The exit code."""
    warnings: tuple[str, ...] = ()
    """What the planner has to look after, beside the result."""
