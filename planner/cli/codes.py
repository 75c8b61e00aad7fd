"""The exit codes, and how a command ends that cannot do what it is asked."""

from collections.abc import Mapping
from typing import Any

BROKEN, USAGE, WORKBOOK, NOTHING, BUG = 1, 2, 3, 4, 70
"""A rule is broken; wrong command line; faulty workbook; stopped without a timetable; a bug. 0 is: done."""


class Refused(Exception):
    """The command cannot do what it is asked: the exit code, and why, in French, line by line.

    ``plain``: the same for a program, where a program may want to know more than the code.
    """

    def __init__(self, code: int, *lines: str, plain: Mapping[str, Any] | None = None) -> None:
        super().__init__(lines[0])
        self.code = code
        self.lines = lines
        self.plain = plain
