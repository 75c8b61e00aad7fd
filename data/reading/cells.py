"""A sheet's XML as plain values, in one pass, whatever prefixes, quotes and order the program that wrote it chose."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.parsers import expat

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from data.reading.archive import TooMuchError
from data.reading.parse_values import clean, text
from data.writing.places import letters, number_of

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet of Excel."""
MOST_CELLS, MOST_ROWS, MOST_COLUMNS = 6_000_000, 400_000, 1_000
"""Cells, formatted ones too, filled lines and filled columns of one sheet."""
MOST_SIGNS = 32_767
"""Length of a text, Excel's own."""
RANGE = re.compile(r"\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")
ZONED = re.compile(r"T.*(?:Z|[+-]\d\d:?\d\d)$")
DIGITS = "0123456789"


class Strings:
    """The texts of a workbook, in their order; what shows how a text is pronounced is none of it."""

    def __init__(self, data: bytes) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._spoken = False
        self._size = 0
        if data:
            _parse(data, self._start, self._end, self._chars)

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._in_text = not self._spoken
        elif name == "rPh":
            self._spoken = True

    def _chars(self, data: str) -> None:
        if self._in_text:
            self._size += len(data)
            if self._size > MOST_SIGNS:
                raise _long()
            self._pieces.append(data)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._spoken = False
        elif name == "si":
            self.found.append(clean("".join(self._pieces)))
            self._pieces.clear()
            self._size = 0


class SheetCells:
    """What a sheet holds: ``rows`` of values from 0, and where cells are merged, hidden, or never computed."""

    def __init__(self, strings: list[str], dates: tuple[frozenset[str], frozenset[str]], *, from_1904: bool) -> None:
        self.rows: list[tuple[object, ...]] = []
        self.merged: list[str] = []
        self.hidden: set[int] = set()
        self.unvalued: set[str] = set()
        self._strings, (self._dates, self._lengths) = strings, dates
        self._epoch = MAC_EPOCH if from_1904 else WINDOWS_EPOCH
        self._columns: dict[str, int] = {}
        self._row, self._column, self._cells, self._filled = 0, -1, 0, 0
        self._line: list[object] = []
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._size = 0
        self._in_value = self._formula = self._spoken = self._in_cell = False

    def read(self, data: bytes) -> "SheetCells":
        """Read the XML of the sheet. Raises TooMuchError, and expat's error where it is damaged."""
        _parse(data, self._start, self._end, self._chars)
        return self

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name == "v" or (name == "t" and self._in_cell and not self._spoken):
            self._in_value = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = attributes.get("r")
            self._row = int(number) if number else self._row + 1
            self._column = -1
            if not 1 <= self._row <= LAST_ROW:
                raise TooMuchError(f"a une ligne {self._row}, qu'aucun tableur n'a : copiez-la dans une feuille neuve.")
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.add(self._row)
        elif name == "rPh":
            self._spoken = True
        elif name == "mergeCell":
            self.merged += _span(attributes.get("ref", ""))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        if place:
            name = place.rstrip(DIGITS)
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = _number(name) - 1
            self._column = column
        else:
            self._column += 1
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise TooMuchError("a des millions de cellules mises en forme : copiez vos lignes dans une feuille neuve.")
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula, self._in_cell, self._size = False, True, 0
        self._pieces = []

    def _chars(self, data: str) -> None:
        if self._in_value:
            self._size += len(data)
            if self._size > MOST_SIGNS:
                raise _long(f"{letters(self._column)}{self._row}")
            self._pieces.append(data)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._in_cell = False
            if self._pieces:
                self._put(self._value("".join(self._pieces)))
            elif self._formula and self._kind != "str":
                self.unvalued.add(f"{letters(self._column)}{self._row}")
        elif name in ("v", "t"):
            self._in_value = False
        elif name == "row" and self._line:
            self._end_row()
        elif name == "rPh":
            self._spoken = False

    def _put(self, value: object) -> None:
        if value is None or (isinstance(value, str) and not text(value)):
            return
        line, column = self._line, self._column
        if column >= MOST_COLUMNS:
            message = "est une valeur très loin à droite du tableau : effacez-la."
            raise TooMuchError(message, cell=f"{letters(column)}{self._row}")
        if column < len(line):
            line[column] = value
            return
        if column > len(line):
            line.extend([None] * (column - len(line)))
        line.append(value)

    def _end_row(self) -> None:
        self._filled += 1
        if self._filled > MOST_ROWS:
            raise TooMuchError(f"a plus de {MOST_ROWS} lignes : gardez celles de cet emploi du temps.")
        if self._row > len(self.rows):
            self.rows.extend([()] * (self._row - 1 - len(self.rows)))
            self.rows.append(tuple(self._line))
        else:
            self.rows[self._row - 1] = tuple(self._line)
        self._line = []

    def _value(self, typed: str) -> object:
        kind = self._kind
        if kind == "s":
            return self._strings[int(typed)]
        if kind == "n":
            number = _cast(typed.strip())
            return self._moment(number) if self._style in self._dates and not isinstance(number, str) else number
        if kind == "b":
            return typed.strip() in ("1", "true")
        if kind == "d" and not ZONED.search(typed):
            try:
                return from_ISO8601(typed)  # type: ignore[no-untyped-call]
            except ValueError:
                return typed
        return clean(typed)

    def _moment(self, number: float) -> object:
        try:
            found: Any = from_excel(number, self._epoch, timedelta=self._style in self._lengths)
        except (OverflowError, ValueError):
            return "#VALUE!"
        return found.replace(microsecond=0) if isinstance(found, datetime) and found.microsecond < 1000 else found


def _parse(data: bytes, start: Any, end: Any, chars: Any) -> None:
    """Go once through some XML; what declares entities is no part of a workbook."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, chars
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(data, True)


def _refuse(*_declared: object) -> None:
    raise ValueError("entities are declared")


def _long(cell: str = "") -> TooMuchError:
    return TooMuchError(f"a un texte de plus de {MOST_SIGNS} signes : raccourcissez-le.", cell=cell)


def _cast(typed: str) -> int | float | str:
    """A number as it stands in a file; a text where it is none."""
    try:
        return int(typed) if len(typed) < 16 and typed.lstrip("-").isdigit() else float(typed)
    except ValueError:
        return typed


def _span(ref: str) -> list[str]:
    """A merged range as ``A1:B2``; whole columns and lines to their ends."""
    found = RANGE.fullmatch(ref.upper())
    if not found or not (found[1] or found[2]):
        return []
    low, first = found[1] or "A", found[2] or "1"
    high, last = (found[3] or "XFD", found[4] or str(LAST_ROW)) if found[3] is not None else (low, first)
    return [f"{low}{first}:{high}{last}"]


def _number(name: str) -> int:
    plain = name.upper().strip("$")
    if not plain.isascii() or not plain.isalpha():
        raise ValueError(name)
    number = number_of(plain[:9]) + 1
    if not 1 <= number <= LAST_COLUMN:
        raise TooMuchError(f"a une colonne {name[:9]}, qu'aucun tableur n'a : copiez-la dans une feuille neuve.")
    return number
