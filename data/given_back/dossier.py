"""The dossier of a regulation given back by the planner: what is decided in each line, by whom and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.faults import Faults
from data.given_back.edited import Form, read_lines
from data.reading.parse_values import text
from data.sheets.columns import fold
from planner.words import did_you_mean

SHEET, NAME = "Propositions", "Repère"
DECISION, BY, WHY, NUMBER = "Décision", "Par", "Motif", "N°"
FORM = Form(
    SHEET,
    NAME,
    "le fichier dossier.xlsx de « interne/regulation »",
    "reprenez l'en-tête que « barrette regulate » écrit",
    "ligne sans repère : remettez-le ; un besoin nouveau va dans la feuille « Besoins » du classeur.",
)
WORDS: Mapping[str, bool] = {
    **dict.fromkeys(("accepter", "accepte", "acceptee", "oui"), True),
    **dict.fromkeys(("refuser", "refuse", "refusee", "non"), False),
}
"""What may be typed, folded."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One decision as typed; ``accepted`` None where the cell is empty."""

    key: str
    accepted: bool | None
    by: str
    why: str
    cell: str
    """Where the reason stands."""


def read_decisions(
    path: Path, headers: Sequence[str], names: Mapping[str, str], faults: Faults, needed: Collection[str] = ()
) -> tuple[Typed, ...]:
    """Every line of a dossier. ``names``: key → what a proposal is called; ``needed``: whose line must be there."""
    given = read_lines(path, headers, faults, FORM)
    if faults:
        return ()
    found = []
    for line in given.lines:
        if line.session_id not in names:
            near = did_you_mean(line.session_id, names)
            faults.add(SHEET, line.cell(NAME), line.session_id, f"n'est pas une proposition de ce dossier.{near}")
            continue
        typed = text(line.cells[DECISION])
        if typed and fold(typed) not in WORDS:
            faults.add(
                SHEET, line.cell(DECISION), typed, "n'est pas une décision : choisissez « Accepter » ou « Refuser »."
            )
            continue
        by, why = text(line.cells[BY]), text(line.cells[WHY])
        found.append(Typed(line.session_id, WORDS[fold(typed)] if typed else None, by, why, line.cell(WHY)))
    known = {line.session_id for line in given.lines}
    for key in (k for k in names if k in needed and k not in known):
        faults.add(SHEET, "", names[key], "n'est plus dans la liste : remettez sa ligne, ou reprenez le dossier écrit.")
    return tuple(found)
