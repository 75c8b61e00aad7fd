"""What whoever asks something of a workbook or a folder of results gets: what was done, or why nothing was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RULE_BROKEN, USAGE, WORKBOOK, NOTHING = 1, 2, 3, 4
"""A rule is broken; wrongly asked; faulty workbook; stopped without a timetable. The command line ends with the number
of the sort; 0 is: done.
"""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done; each thing that may be asked has its own."""

    code: int = 0
    """Zero, or the sort of what is amiss with it."""
    warnings: tuple[str, ...] = ()
    """What the planner has to look after, beside the result."""


class Refused(Exception):
    """What is asked cannot be done: the sort of reason, and why, in French, line by line.

    ``plain``: the same for a program, where a program may want to know more than the sort.
    """

    def __init__(self, code: int, *lines: str, plain: Mapping[str, Any] | None = None) -> None:
        super().__init__(lines[0])
        self.code = code
        self.lines = lines
        self.plain = plain
