"""Faults of a workbook: each names the sheet, the cell, the value and the cure; they are collected, never raised."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from planner.domain import key


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``sheet`` empty: the file itself; ``cell`` empty: the whole sheet; ``message`` holds the cure."""

    sheet: str
    cell: str
    value: str
    message: str

    def __str__(self) -> str:
        """One French line."""
        place = f"Feuille « {self.sheet} »" if self.sheet else "Fichier"
        if self.cell:
            place += f", cellule {self.cell}"
        value = self.value if len(self.value) <= 60 else self.value[:59] + "…"
        text = f"« {value} » {self.message}" if value else self.message
        return f"{place} : {' '.join(text.split())}"


@dataclass
class Faults:
    """The faults and notices of one reading, in the order found."""

    rows: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, sheet: str, cell: str, value: object, message: str) -> None:
        """Keep a fault; the same one is kept once."""
        fault = Fault(sheet, cell, "" if value is None else str(value), message)
        if fault not in self._seen:
            self._seen.add(fault)
            self.rows.append(fault)

    def notice(self, text: str) -> None:
        """Keep something to say that is no fault, once."""
        if text not in self.notices:
            self.notices.append(text)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __post_init__(self) -> None:
        """Start with nothing seen."""
        self._seen: set[Fault] = set(self.rows)


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """«  Vouliez-vous dire « Maths » ?», or nothing when no name is near."""
    folded = {key(name): name for name in names}
    typed = key(text)
    near = difflib.get_close_matches(typed, list(folded), n=1, cutoff=0.6)
    near = near or [name for name in folded if _shortens(typed, name)][:1]
    return f" Vouliez-vous dire « {folded[near[0]]} » ?" if near else ""


def _shortens(short: str, name: str) -> bool:
    """Whether a word of three letters or more is the name with letters left out, such as ``mths``."""
    rest = iter(name)
    return len(short) >= 3 and short[0] == name[:1] and all(letter in rest for letter in short)
