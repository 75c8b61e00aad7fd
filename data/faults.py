"""Faults of a workbook: each names the sheet, the cell, the value and the cure; they are collected, never raised."""

from collections.abc import Iterator
from dataclasses import dataclass, field


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
    origins: dict[str, str] = field(default_factory=dict)
    """Notice → ``Cours!A12``, for those that concern a cell."""
    outside: list[str] = field(default_factory=list)
    """Those of lines that lie outside the timetable by their dates."""
    defaults: dict[str, str] = field(default_factory=dict)
    """Sheet that is missing or empty → what stands in for it."""

    def add(self, sheet: str, cell: str, value: object, message: str) -> None:
        """Keep a fault; the same one is kept once."""
        fault = Fault(sheet, cell, "" if value is None else str(value), message)
        if fault not in self._seen:
            self._seen.add(fault)
            self.rows.append(fault)

    def default(self, sheet: str, stands_in: str) -> None:
        """Keep, also as a notice, what stands in for a missing or empty sheet."""
        self.defaults[sheet] = stands_in
        self.notice(default_notice(sheet, stands_in))

    def notice(self, text: str, origin: str = "") -> None:
        """Keep something to say that is no fault, once; ``origin``: the cell that it concerns (``Cours!A12``)."""
        if text not in self._said:
            self._said.add(text)
            self.notices.append(text)
            if origin:
                self.origins[text] = origin

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __post_init__(self) -> None:
        """Start with nothing seen."""
        self._seen: set[Fault] = set(self.rows)
        self._said: set[str] = set(self.notices)


def default_notice(sheet: str, stands_in: str) -> str:
    """The notice for a missing or empty sheet."""
    return f"Feuille « {sheet} » absente ou vide : {stands_in}."
