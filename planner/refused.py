"""Why something that is asked of a workbook or a folder of results is not done: a sort, and sentences."""

from collections.abc import Mapping
from typing import Any

BROKEN, USAGE, WORKBOOK, NOTHING = 1, 2, 3, 4
"""A rule is broken; wrongly asked; faulty workbook; stopped without a timetable. The command line ends with the number
of the sort; 0 is: done.
"""


class Refused(Exception):
    """What is asked cannot be done: the sort of reason, and why, in French, line by line.

    ``plain``: the same for a program, where a program may want to know more than the sort.
    """

    def __init__(self, code: int, *lines: str, plain: Mapping[str, Any] | None = None) -> None:
        super().__init__(lines[0])
        self.code = code
        self.lines = lines
        self.plain = plain
