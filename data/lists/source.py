"""A file of another program as grids of cells, with what had to be guessed of it."""

from dataclasses import dataclass
from pathlib import Path

from data.faults import Faults
from data.given_back.csv_lines import csv_lines
from data.reading.grids import Grid, load
from data.reading.parse_values import blank


@dataclass(frozen=True, slots=True)
class Source:
    """One table of a file. ``said``: its encoding and separator, or the sheet of a workbook, in French."""

    file: str
    grid: Grid
    said: str

    def place(self, number: int) -> str:
        """A line of it, from 1."""
        sheet = f" (feuille « {self.grid.name} »)" if self.grid.name != self.file else ""
        return f"« {self.file} »{sheet}, ligne {number}"


def sources(data: bytes, name: str) -> tuple[Source, ...]:
    """Every table that a CSV, a text or a workbook holds; none for what is none of these."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        raw = load(Path(name), data, Faults())
        grids = [grid for grid in raw.grids if any(not blank(v) for row in grid.rows for v in row)] if raw else []
        return tuple(Source(name, grid, f"feuille « {grid.name} »") for grid in grids)
    read = csv_lines(data)
    if read is None or not read.rows:
        return ()
    return (Source(name, Grid(name, read.rows), f"{read.encoding}, séparateur {read.separator}"),)
