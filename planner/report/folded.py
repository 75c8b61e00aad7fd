"""Long lists of what has changed in a workbook, folded by what changed: one line for all who have the same."""

from collections.abc import Sequence

from planner.report.changes import Change
from planner.words import count, say_some

FEW = 3
"""Up to so many alike are told one by one."""
TOGETHER = {
    "entry": ("entrée", "entrées"),
    "gone": ("personne n’est plus dans le classeur", "personnes ne sont plus dans le classeur"),
}
"""Kinds that are told by their number alone, beside the names."""
OF_PEOPLE = ("trainer", "room")
"""Kinds whose sentence begins with a name and « : », beside those that are about apprentices."""


def folded(told: Sequence[Change]) -> list[str]:
    """One line a change, but for those alike: their number and first names, without the values."""
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in told:
        alike.setdefault((change.kind, _what(change)), []).append(change)
    lines: list[str] = []
    for (kind, what), rows in alike.items():
        if len(rows) <= FEW or not what:
            lines += [change.text for change in rows]
            continue
        names = say_some([_name(change) for change in rows])
        if kind in TOGETHER:
            lines.append(f"{count(len(rows), *TOGETHER[kind])} ({names}).")
        else:
            lines.append(f"{what} : {count(len(rows), 'changement')} ({names}).")
    return lines


def _what(change: Change) -> str:
    """What changed, without whose it is nor its values; empty where a change stands alone."""
    if change.kind in TOGETHER:
        return change.kind
    if not (change.personal or change.kind in OF_PEOPLE) or " : " not in change.text:
        return ""
    cells = change.text.rstrip(".").split(" : ", 1)[1].split(" ; ")
    said = ", ".join(dict.fromkeys(cell.split(" : ")[0] for cell in cells))
    return said[:1].upper() + said[1:]


def _name(change: Change) -> str:
    """Whose change it is."""
    return change.text.split(" (" if change.kind in TOGETHER else " : ")[0].removesuffix(
        " n’est plus dans le classeur."
    )
