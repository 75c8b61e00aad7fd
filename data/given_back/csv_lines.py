"""A CSV file of another program as lines of texts, with what had to be guessed of it: encoding and separator."""

import codecs
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

SEPARATORS: Mapping[str, str] = {";": "point-virgule", "\t": "tabulation", ",": "virgule", "|": "barre verticale"}
"""Sign → its name, the first where several would do."""
LOOKED_AT = 20
"""Lines from which the separator is guessed."""


@dataclass(frozen=True, slots=True)
class CsvLines:
    """Lines of cells, without those that are empty at the end; ``encoding`` and ``separator`` in French."""

    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str


def csv_lines(data: bytes) -> CsvLines | None:
    """What a file holds; None for what is no text."""
    text, encoding = _decoded(data)
    if "\0" in text:
        return None
    sign = _separator(text)
    try:
        rows = [
            tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        ]
    except csv.Error:
        return None
    while rows and not any(rows[-1]):
        rows.pop()
    return CsvLines(tuple(rows), encoding, SEPARATORS[sign])


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding: what is no UTF-8 was written by a Windows program of this country."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows (1252)"


def _separator(text: str) -> str:
    """The sign that parts most lines into the same number of cells, quotes being read; of several that of most cells.

    A decimal comma stands once in every line, and parts less than the semicolons around it.
    """
    lines = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]

    def parted(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(sorted(set(widths), reverse=True), key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    try:
        return max(SEPARATORS, key=lambda sign: (*parted(sign), -list(SEPARATORS).index(sign)))
    except csv.Error:
        return ";"
