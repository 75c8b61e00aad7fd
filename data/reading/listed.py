"""Lists as people write them: names between commas, strokes or « et », where the workbook knows each of them."""

import re
from collections.abc import Callable

from planner.words import say_all

BETWEEN = re.compile(r"\s*[,/&+|]\s*|\s+et\s+", re.IGNORECASE)
OR = re.compile(rf"{BETWEEN.pattern}|\s+ou\s+", re.IGNORECASE)

SEPARATED = {
    "refs": "Plusieurs noms se séparent par un point-virgule.",
    "teams": "Plusieurs formateurs se séparent par « ou » (l'un d'eux) ou par « + » (tous ensemble).",
    "ref": "Cette cellule ne prend qu'un nom.",
}
"""Kind of a column → how it holds several names."""


def listed(name: str, known: Callable[[str], object], between: re.Pattern[str] = BETWEEN) -> tuple[str, ...]:
    """The names of a list that nothing knows as one name; itself alone where one of its names is not known either."""
    found = () if known(name) else tuple(filter(None, between.split(name)))
    return found if len(found) > 1 and all(map(known, found)) else (name,)


def separator(name: str, kind: str, known: Callable[[str], object]) -> str:
    """How a cell of a kind holds several names, said of a list that holds a known one; empty else."""
    found = tuple(filter(None, OR.split(name)))
    if len(found) < 2 or not any(map(known, found)):
        return ""
    lost = [f"« {piece} »" for piece in found if not known(piece)]
    verb = "sont inconnus" if len(lost) > 1 else "est inconnu"
    return f" {SEPARATED.get(kind, SEPARATED['ref'])}{f' {say_all(lost)} {verb}.' if lost else ''}"
