"""Faults of a workbook, or of a list given back: as lines for a planner, as plain values for a program."""

import re
from collections.abc import Sequence

from data.faults import Fault
from planner.words import count

MOST_ALIKE = 8
"""Faults of one kind in one column that are shown before the rest is counted."""
MOST_CELLS = 5
"""Cells named for one and the same fault."""


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """Every fault: what repeats in a column is told once, with its cells, and long series counted.

    Nothing is lost: ``--json`` and ``--marked`` have each fault.
    """
    same: dict[tuple[str, str, str, str], list[Fault]] = {}
    for fault in faults:
        same.setdefault((fault.sheet, _column(fault.cell), fault.value, fault.message), []).append(fault)
    lines: list[str] = []
    shown: dict[tuple[str, str, str], int] = {}
    for (sheet, column, _value, message), alike in same.items():
        kind = (sheet, column, _shape(message))
        shown[kind] = shown.get(kind, 0) + 1
        if not column or shown[kind] <= MOST_ALIKE:
            lines.append(f"  • {_together(alike)}")
    for (sheet, column, _message), number in shown.items():
        if column and number > MOST_ALIKE:
            lines.append(
                f"  … et {count(number - MOST_ALIKE, 'erreur')} de ce genre dans la feuille « {sheet} », colonne "
                f"{column} : « barrette check … --marked copie.xlsx » les montre toutes."
            )
    return lines


def _column(cell: str) -> str:
    found = re.fullmatch(r"([A-Z]+)\d+", cell)
    return found[1] if found else ""


def _shape(message: str) -> str:
    """A message without the names and lines in it, so that alike ones can be counted."""
    return re.sub(r"«.*?»|\d+", "", message)


def _together(alike: Sequence[Fault]) -> str:
    """One line for the same fault in several cells."""
    if len(alike) == 1 or not _column(alike[0].cell):
        return str(alike[0])
    cells = [fault.cell for fault in alike]
    shown = cells if len(cells) <= MOST_CELLS + 1 else cells[:MOST_CELLS]
    more = f" et {len(cells) - MOST_CELLS} autres" if len(shown) < len(cells) else ""
    place = f"cellules {', '.join(shown)}{more}"
    return str(alike[0]).replace(f"cellule {cells[0]}", place, 1)


def plain_fault(fault: Fault) -> dict[str, str]:
    """A fault for a program."""
    return {"sheet": fault.sheet, "cell": fault.cell, "value": fault.value, "message": fault.message}
