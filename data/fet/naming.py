"""Names of a file of FET as a workbook can hold them: none that a cell would cut, no two that read the same."""

import re
from collections.abc import Iterable
from itertools import chain, count

from data.sheets.columns import EXAMPLE_MARK, fold

PARTING = re.compile(r"\s*[;+\n\r\t]\s*")
OR = re.compile(r"\bou\b", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
LONGEST = 80


class Names:
    """Names that are given once in a whole workbook: people, classes and rooms may stand in one cell."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {fold(name) for name in taken}
        self.changed: dict[str, str] = {}
        """Name in the file → ours, where they differ."""

    def give(self, name: str, what: str) -> str:
        """A name for something of the file, its own where it may be; ``what``: added to tell it from another."""
        plain = clean(name) or what
        tries = chain((plain, f"{plain} ({what})"), (f"{plain} ({what} {n})" for n in count(2)))
        found = next(one for one in tries if not self._taken.intersection(_readings(one)))
        self._taken |= _readings(found)
        if found != " ".join(name.split()):
            self.changed[name] = found
        return found


def clean(name: str) -> str:
    """A name without the signs that part the names of a cell, and no longer than a cell shows."""
    found = UNSEEN.sub(" ", OR.sub("/", PARTING.sub(" / ", name)))
    found = " ".join(found.split()).strip(" /")[:LONGEST].strip()
    return found.removeprefix(EXAMPLE_MARK).strip() if fold(found) else ""


def _readings(name: str) -> set[str]:
    """What a name is read as: itself, or turned round where it is two words."""
    words = name.split()
    return {fold(name), *([fold(f"{words[1]} {words[0]}")] if len(words) == 2 else [])}
