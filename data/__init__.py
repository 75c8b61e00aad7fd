"""The workbook: its schema declared once; reader, template writer, reference page; samples."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.reader import Reading


def read(path: Path | str) -> "Reading":
    """Read a workbook: a problem, or every fault at once. Libraries are loaded on the first call only."""
    from data import reader

    return reader.read(path)
