"""What the workbook followed last says, and an earlier version does not know: said when that one comes back."""

from datetime import date
from pathlib import Path

from planner.domain import Problem
from planner.report.changes import Change, changes
from planner.store.database import Store, Version
from planner.store.keeping import recall
from planner.store.terms import mark_of
from planner.words import bulleted, count

FEW_TOLD = 5


def workbook_warnings(store: Store, folder: Path, earlier: Version, problem: Problem, first: date) -> tuple[str, ...]:
    """What is said of an earlier version whose workbook, ``problem``, is not the last one; nothing where it is.

    What lies on days before ``first`` alone is not told. An earlier version that came back has followed no workbook.
    """
    mine = [v for v in store.versions() if mark_of(v) == mark_of(earlier) and v.kind != "restore"]
    if not mine or mine[-1].number == earlier.number:
        return ()
    last = mine[-1]
    told = [change.text for change in changes(problem, recall(store, last)[0]) if _to_come(change, first)]
    if not told:
        return ()
    said = count(len(told), "changement", "changements")
    return (
        f"La version {earlier.number} ne tient pas compte de {said} du classeur, que suit la version {last.number} :",
        *bulleted(told, FEW_TOLD),
        f"Pour les reprendre : barrette update {folder} --workbook CLASSEUR.xlsx ; sinon, remettez le classeur comme "
        "il était.",
    )


def _to_come(change: Change, first: date) -> bool:
    """Whether a change lies on some day that may still be changed."""
    return not change.reach.when or any(a.last is None or a.last >= first for a in change.reach.when)
