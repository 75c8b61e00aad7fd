"""Numbers in the ids of sessions that have no ordinal of their own: a timetable that goes on never uses one again."""

import re

from planner.solve.assembly import Assembly


def last_number(assembly: Assembly, mark: str, stem: str = "") -> int:
    """The highest number after a mark at the end of the ids that begin with a stem; 0 when there is none."""
    form = re.compile(rf"{re.escape(stem)}.*{re.escape(mark)}(\d+)" if not stem else rf"{re.escape(stem + mark)}(\d+)")
    found = (form.fullmatch(key) for key in assembly.sessions)
    return max((int(m[1]) for m in found if m), default=0)
