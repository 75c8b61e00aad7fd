"""The workbook: its schema declared once; reader, template writer, reference page; samples."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.reading.workbook import Reading
    from planner.domain import Problem


def read(path: Path | str, before: "Problem | None" = None) -> "Reading":
    """Read a workbook: a problem, or every fault at once. Libraries are loaded on the first call only.

    ``before``: what stood before; whoever has no part of a split class in the workbook keeps the one they had.
    """
    from data.reading import workbook as reader

    return reader.read(path, before)
