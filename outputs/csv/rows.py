"""The seven files of ``DIR/csv``: their columns, and their lines read with every fault collected, in French."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sessions": (
        "session_id", "kind", "date", "start", "end", "minutes", "label", "public_label", "course_id", "part_id",
        "module_id", "strand", "barrette_id", "occurrence", "period_id", "group_id", "class_ids", "trainer_ids",
        "room_id", "site_id", "modality", "guidance", "meal",
    ),
    "attendance": ("session_id", "apprentice_id", "remote"),
    "groups": ("group_id", "barrette_id", "period_id", "module_id", "trainer_ids", "room_id", "apprentice_id"),
    "debts": (
        "apprentice_id", "need_id", "module_or_strand", "hours_due", "hours_planned", "deadline", "priority", "source",
        "reason_unpaid", "late",
    ),
    "unplaced": ("session_id", "kind", "course_id", "barrette_id", "class_ids", "minutes", "reason"),
    "rooms": ("room_id", "seats", "shared"),
}  # fmt: skip
"""Columns of each file, in order."""

NEWER = frozenset({"late"})
"""Columns that files of an earlier version do not have: read as empty there."""

SUMMARY = "summary.json"

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class CsvFault:
    """One thing wrong in one of the files: where, what was found, what to do. ``line`` 0: the file as a whole."""

    file: str
    line: int
    column: str
    value: str
    cure: str

    def __str__(self) -> str:
        place = [self.file, f"ligne {self.line}" if self.line else "", f"colonne {self.column}" if self.column else ""]
        found = f" : « {self.value} »" if self.value else ""
        return f"{', '.join(filter(None, place))}{found} – {self.cure}"


class CsvError(Exception):
    """The files cannot be read as a timetable; ``faults`` holds all that is wrong with them."""

    def __init__(self, faults: tuple[CsvFault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass
class CsvRow:
    """A line of a file, its cells asked for by column; what cannot be read is noted and replaced by a stand-in."""

    file: str
    line: int
    cells: dict[str, str]
    faults: list[CsvFault]

    def fault(self, column: str, cure: str) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(CsvFault(self.file, self.line, column, self.cells.get(column, ""), cure))

    def text(self, column: str) -> str:
        """A cell as it stands."""
        return self.cells[column]

    def needed(self, column: str) -> str:
        """A cell that may not be empty."""
        if not self.cells[column].strip():
            self.fault(column, "cette colonne ne peut pas être vide")
        return self.cells[column]

    def ids(self, column: str) -> list[str]:
        """Ids separated by ``;``."""
        return [part.strip() for part in self.cells[column].split(";") if part.strip()]

    def word(self, column: str, allowed: tuple[str, ...], empty: str | None = None) -> str:
        """One of a list of words; ``empty`` stands for an empty cell where given."""
        text = self.cells[column].strip()
        if not text and empty is not None:
            return empty
        if text not in allowed:
            self.fault(column, f"attendu : {', '.join(allowed)}")
        return text

    def member(self, column: str, words: type[Word], other: Word, *, empty: bool = False) -> Word:
        """The member that a word names; ``other`` stands for what is none, and is no fault for an ``empty`` cell."""
        text = self.cells[column].strip()
        if text in list(words):
            return words(text)
        if text or not empty:
            self.fault(column, f"attendu : {', '.join(words)}")
        return other

    def _convert(self, column: str, convert: Callable[[str], Value], default: Value, cure: str) -> Value:
        try:
            return convert(self.cells[column].strip())
        except (ValueError, OverflowError):
            self.fault(column, cure)
            return default

    def number(self, column: str, empty: int | None = None) -> int:
        """A whole number; ``empty`` stands for an empty cell where given."""
        if empty is not None and not self.cells[column].strip():
            return empty
        return self._convert(column, _natural, 0, "attendu : un nombre entier, 0 ou plus")

    def minutes(self, column: str) -> int:
        """Hours with decimals, in minutes."""
        return self._convert(column, _minutes, 0, "attendu : des heures, par exemple 1.5")

    def day(self, column: str) -> date:
        """A date."""
        return self._convert(column, _day, date.min, "attendu : une date, par exemple 2026-09-07")

    def clock(self, column: str) -> int:
        """A time of day, in minutes after midnight."""
        return self._convert(column, _clock, 0, "attendu : une heure, par exemple 08:00")

    def flag(self, column: str) -> bool:
        """``1``, ``0`` or nothing."""
        return self.word(column, ("0", "1"), "0") == "1"


def decoded(data: bytes) -> str:
    """Text of a CSV file: UTF-8, with or without its mark, else as French Windows writes.

    Raises UnicodeDecodeError where it is neither.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _separator(text: str) -> str:
    """What separates the values of a file: a comma as we write, a semicolon or a tab as a French Excel saves it."""
    head = next((line for line in text.splitlines() if line and not line.startswith("sep=")), "")
    return max(",;\t", key=head.count)


def _without_empty_end(cells: list[str], least: int) -> list[str]:
    """A line without the empty values that a spreadsheet adds at its end; never shorter than ``least``."""
    width = len(cells)
    while width > least and not cells[width - 1].strip():
        width -= 1
    return cells[:width]


def _day(text: str) -> date:
    """``2026-09-07``, or ``07/09/2026`` as a French Excel saves it."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 0?0:00(?::00)?)?", text)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)


def _natural(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}([.,]0+)?", text):
        raise ValueError(text)
    return int(re.split("[.,]", text)[0])


def _minutes(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}([.,]\d+)?", text):
        raise ValueError(text)
    return round(float(text.replace(",", ".")) * 60)


def _clock(text: str) -> int:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", text)
    if not found or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > 24 * 60:
        raise ValueError(text)
    return int(found[1]) * 60 + int(found[2])


@dataclass
class CsvFolder:
    """The files of one folder, read one at a time; ``faults`` grows with each."""

    folder: Path
    faults: list[CsvFault] = field(default_factory=list)

    def rows(self, name: str) -> Iterator[CsvRow]:
        """Lines of a file that has all its columns; whatever else it holds is noted."""
        file = f"{name}.csv"
        text = self.content(file)
        if text is None:
            return
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        try:
            header = next(lines, [])
            header = header if len(header) != 1 or not header[0].startswith("sep=") else next(lines, [])
            header = _without_empty_end(header, 0)
            if not self._complete(file, header):
                return
            for line in lines:
                cells = _without_empty_end(line, len(header))
                if not any(cells):
                    continue
                if len(cells) == len(header):
                    yield CsvRow(file, lines.line_num, dict(zip(header, cells, strict=True)), self.faults)
                else:
                    cure = f"{len(cells)} valeurs au lieu de {len(header)} : vérifiez les séparateurs et les guillemets"
                    self.faults.append(CsvFault(file, lines.line_num, "", "", cure))
        except csv.Error:
            cure = "ligne illisible : vérifiez les guillemets"
            self.faults.append(CsvFault(file, lines.line_num, "", "", cure))

    def content(self, file: str) -> str | None:
        """Text of a file, or None when there is no readable one."""
        path = self.folder / file
        try:
            if path.exists() and not path.is_file():
                raise OSError(0, "ce n'est pas un fichier")
            return decoded(path.read_bytes())
        except FileNotFoundError:
            cure = "fichier absent : relancez le calcul, ou remettez ce fichier"
        except UnicodeDecodeError:
            cure = "le fichier n'est pas en UTF-8 : enregistrez-le en « CSV UTF-8 »"
        except OSError as error:
            cure = f"le fichier ne peut pas être lu ({error.strerror})"
        self.faults.append(CsvFault(file, 0, "", "", cure))
        return None

    def _complete(self, file: str, header: list[str]) -> bool:
        needed = [column for column in COLUMNS[file.removesuffix(".csv")] if column not in NEWER]
        missing = [column for column in needed if column not in header]
        twice = sorted({column for column in header if header.count(column) > 1})
        if len(missing) > 1 and not set(header) & set(needed):
            cure = f"les intitulés manquent ; remettez la première ligne telle quelle : {', '.join(needed)}"
            self.faults.append(CsvFault(file, 1, "", "", cure))
            return False
        for column in missing:
            self.faults.append(CsvFault(file, 1, column, "", "colonne absente de la première ligne"))
        self.faults += [CsvFault(file, 1, column, "", "colonne présente deux fois") for column in twice]
        return not missing and not twice

    def summary(self) -> dict[str, Any]:
        """What ``summary.json`` holds; empty when it cannot be read."""
        text = self.content(SUMMARY)
        if text is None:
            return {}
        try:
            found = json.loads(text)
        except ValueError as error:
            line = getattr(error, "lineno", 0)
            self.faults.append(CsvFault(SUMMARY, line, "", "", "ce n'est pas du JSON : relancez le calcul"))
            return {}
        if isinstance(found, dict):
            return found
        self.faults.append(CsvFault(SUMMARY, 1, "", "", "attendu : un objet JSON"))
        return {}
