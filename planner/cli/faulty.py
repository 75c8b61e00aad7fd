"""How faults, alerts and notices of a workbook are told: on the screen, as JSON, as marks of a copy."""

import re
from collections.abc import Sequence
from typing import Any

from data.faults import Fault, default_notice
from data.reader import Reading
from planner.check.precheck.alert import Alert
from planner.cli import show

MOST_ALIKE = 8
"""Faults of one kind in one column that are shown before the rest is counted."""
MOST_CELLS = 5
"""Cells named for one and the same fault."""


def tell_faults(faults: Sequence[Fault]) -> None:
    """Every fault on the error stream: what repeats in a column is told once, with its cells, and long series counted.

    Nothing is lost: ``--json`` and ``--marked`` have each fault.
    """
    same: dict[tuple[str, str, str, str], list[Fault]] = {}
    for fault in faults:
        same.setdefault((fault.sheet, _column(fault.cell), fault.value, fault.message), []).append(fault)
    shown: dict[tuple[str, str, str], int] = {}
    for (sheet, column, _value, message), alike in same.items():
        kind = (sheet, column, _shape(message))
        shown[kind] = shown.get(kind, 0) + 1
        if not column or shown[kind] <= MOST_ALIKE:
            show.complain(f"  • {_together(alike)}")
    for (sheet, column, _message), number in shown.items():
        if column and number > MOST_ALIKE:
            show.complain(
                f"  … et {show.count(number - MOST_ALIKE, 'erreur')} de ce genre dans la feuille « {sheet} », colonne "
                f"{column} : « barrette check … --marked copie.xlsx » les montre toutes."
            )


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


def split(origin: str) -> tuple[str, str]:
    """``Cours!A12`` → sheet and cell; two empty texts when there is none."""
    sheet, _mark, cell = origin.rpartition("!")
    return sheet, cell


def fault_json(fault: Fault) -> dict[str, str]:
    """A fault for a program."""
    return {"sheet": fault.sheet, "cell": fault.cell, "value": fault.value, "message": fault.message}


def alert_json(alert: Alert) -> dict[str, Any]:
    """A pre-check's alert for a program."""
    sheet, cell = split(alert.origin)
    return {
        "kind": alert.kind,
        "text": alert.text,
        "origin": alert.origin,
        "blocking": alert.blocking,
        "sheet": sheet,
        "cell": cell,
    }


def notice_json(reading: Reading) -> list[dict[str, str]]:
    """Notices for a program, without those of missing sheets, which are told apart."""
    usual = {default_notice(sheet, stands_in) for sheet, stands_in in reading.defaults.items()}
    found = []
    for text in reading.notices:
        if text not in usual:
            sheet, cell = split(reading.origins.get(text, ""))
            found.append({"text": text, "sheet": sheet, "cell": cell})
    return found


def marks_of(reading: Reading, alerts: Sequence[Alert]) -> list[Any]:
    """Everything that a marked copy shows, the gravest first."""
    from data.marked import ALERT, BLOCKING, FAULT, NOTICE, Mark

    marks = [
        Mark(FAULT, f.sheet, f.cell, f.value, f"« {f.value} » {f.message}" if f.value else f.message)
        for f in reading.faults
    ]
    marks += [Mark(BLOCKING if a.blocking else ALERT, *split(a.origin), "", a.text) for a in alerts]
    marks += [Mark(NOTICE, n["sheet"], n["cell"], "", n["text"]) for n in notice_json(reading)]
    return marks + [Mark(NOTICE, "", "", "", default_notice(*item)) for item in reading.defaults.items()]
