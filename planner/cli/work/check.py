"""`barrette check`: every fault of a workbook at once, then the feasibility pre-checks, and a copy that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from data.faults import default_notice
from data.reading.workbook import Reading, read_whole
from data.writing.book import Book
from data.writing.marked import ALERT, BLOCKING, FAULT, NOTICE, Mark, lost, write_marked
from planner.answer import RULE_BROKEN, WORKBOOK, Done
from planner.check.idle import Idle, idle
from planner.check.precheck import precheck
from planner.check.precheck.alert import Alert
from planner.cli.work.rules_named import said_of_rules
from planner.folder.workbook import refuse_place
from planner.store.failures import writing_file


class Notice(NamedTuple):
    """Something to know of a workbook, and the cell that it concerns, where there is one."""

    text: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Checked(Done):
    """What a workbook says, and what cannot hold."""

    reading: Reading
    alerts: Sequence[Alert]
    marked: Path | None
    idle: Sequence[Idle]
    """Whoever and whatever the timetable will never use."""
    lost: str | None
    """What the marked copy has lost; None where none is written."""


def check_workbook(file: Path, marked: Path | None) -> Checked:
    """Check a workbook; ``marked``: where a copy is to show what is wrong in its cells."""
    if marked is not None:
        refuse_place(marked)
    reading, raw, used = read_whole(file)
    alerts = precheck(reading.problem) if reading.problem is not None else ()
    code = RULE_BROKEN if any(alert.blocking for alert in alerts) else 0 if reading.problem is not None else WORKBOOK
    unused = idle(reading.problem) if reading.problem is not None else ()
    if marked is None or raw is None:
        return Checked(reading, alerts, marked, unused, None, code=code)
    with writing_file(marked):
        write_marked(marked, raw, used, _marks(reading, alerts, unused), Book(reading.saved))
    return Checked(reading, alerts, marked, unused, lost(raw), code=code)


def _marks(reading: Reading, alerts: Sequence[Alert], unused: Sequence[Idle]) -> list[Mark]:
    """Everything that a marked copy shows, the gravest first."""
    marks = [
        Mark(FAULT, f.sheet, f.cell, f.value, f"« {f.value} » {f.message}" if f.value else f.message)
        for f in reading.faults
    ]
    marks += [
        Mark(BLOCKING if a.blocking else ALERT, *split_origin(cell), "", a.text)
        for a in alerts
        for cell in (a.origin, *a.cells)
    ]
    marks += [Mark(NOTICE, *split_origin(one.origin), "", f"{one} : ne servira pas.") for one in unused]
    marks += [Mark(NOTICE, n.sheet, n.cell, "", n.text) for n in notices(reading)]
    return marks + [Mark(NOTICE, "", "", "", default_notice(*item)) for item in reading.defaults.items()]


def notices(reading: Reading) -> list[Notice]:
    """Things to know, without those of missing sheets, which are told apart."""
    usual = {default_notice(sheet, stands_in) for sheet, stands_in in reading.defaults.items()}
    read = [Notice(text, *split_origin(reading.origins.get(text, ""))) for text in reading.notices if text not in usual]
    return [*read, *(Notice(*said) for said in (said_of_rules(reading.problem) if reading.problem else ()))]


def split_origin(origin: str) -> tuple[str, str]:
    """``Cours!A12`` → sheet and cell; two empty texts when there is none."""
    sheet, _mark, cell = origin.rpartition("!")
    return sheet, cell
