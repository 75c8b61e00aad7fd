"""Where something nobody foresaw happened, also when that was in another process."""

import traceback
from pathlib import Path

_ELSEWHERE = "happened_elsewhere"
MOST_PLACES = 3
"""Places that are named, the innermost first."""


def happened_at(error: BaseException) -> str:
    """``file.py:12 < other.py:40``: where an error happened, in this process or in the one that sent it."""
    told = getattr(error, _ELSEWHERE, "")
    if told:
        return str(told)
    places = [f for f in traceback.extract_tb(error.__traceback__) if f.name != "<module>"][-MOST_PLACES:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(places))


def note_place(error: BaseException) -> None:
    """Note in an error where it happened, and all the way to it, for a process that has no trace of it."""
    setattr(error, _ELSEWHERE, happened_at(error))
    error.add_note("".join(traceback.format_exception(error)))
