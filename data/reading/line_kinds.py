"""Lines that are none of their sheet (totals, headings between lines, notes), and what is said of single cells."""

import re
from collections.abc import Sequence
from datetime import datetime

from data.faults import Faults
from data.reading.parse_values import blank, text
from data.sheets.columns import Column, fold
from data.writing.places import letters
from planner.words import say_all

TOTAL = re.compile(
    r"(?:sous )?tota(?:l|ux)(?: (?:general|generaux|des? .*|du .*|heures?|h|\d+|presents?|absents?|places?|inscrits?"
    r"|apprenants?|eleves?|classes?|salles?|seances?|cours|formateurs?|effectifs?))?|somme|moyenne|effectif total"
    r"|nombre (?:de|d) .*|nb (?:de|d) .*"
)
"""What the first cell of a line of totals says, folded."""
MOST_LOOKED_AT = 80


def is_total(line: Sequence[object]) -> bool:
    """Whether a line adds up those above it, by the first words in it."""
    first = next((v for v in line if not blank(v)), None)
    return isinstance(first, str) and TOTAL.fullmatch(fold(text(first)[:MOST_LOOKED_AT])) is not None


def say_total(sheet: str, number: int, line: Sequence[object], faults: Faults) -> None:
    """Say that a line of totals is not read."""
    index = next(i for i, v in enumerate(line) if not blank(v))
    faults.notice(
        f"Feuille « {sheet} », ligne {number} : « {text(line[index])} » est un total, cette ligne n'est pas lue.",
        f"{sheet}!{letters(index)}{number}",
    )


def repeats(line: Sequence[object], heads: Sequence[object]) -> bool:
    """Whether a line is the headings once more, as where several lists were pasted one below the other."""
    filled = 0
    for index, value in enumerate(line):
        if not blank(value):
            if index >= len(heads) or not isinstance(value, str) or fold(text(value)) != fold(text(heads[index])):
                return False
            filled += 1
    return filled > 1


def say_repeated(sheet: str, number: int, faults: Faults) -> None:
    """Say that headings between lines are not read."""
    faults.notice(
        f"Feuille « {sheet} », ligne {number} : les intitulés y sont répétés, cette ligne n'est pas lue.",
        f"{sheet}!A{number}",
    )


def say_lone(sheet: str, number: int, line: Sequence[object], empty: Sequence[Column], faults: Faults) -> None:
    """A line with one cell filled and others that it cannot do without: a heading, or a note."""
    index = next(i for i, v in enumerate(line) if not blank(v))
    needed = say_all(f"« {column.header} »" for column in empty)
    faults.add(
        sheet, f"{letters(index)}{number}", text(line[index]),
        f"est seul sur sa ligne. Si c'est un intertitre ou une note, retirez-le de la feuille ; sinon, remplissez "
        f"{needed}.",
    )  # fmt: skip


def say_late(sheet: str, where: str, value: datetime, faults: Faults) -> None:
    """Say of a date that it holds an hour just before midnight, as programs of another time zone write them."""
    faults.notice(
        f"Feuille « {sheet} », cellule {where} : cette date contient aussi une heure ({value:%Hh%M}) ; elle est lue "
        f"{value:%d/%m/%Y}. Un autre logiciel a pu la décaler d'un jour : vérifiez la colonne.",
        f"{sheet}!{where}",
    )


def say_private(sheet: str, where: str, column: Column, value: str, faults: Faults) -> None:
    """Say that a text which is handed out holds a word that may tell something about a person."""
    text = (
        f"Feuille « {sheet} », cellule {where} : « {value} » ({column.header}) est diffusé et contient un mot qui peut "
        "révéler la situation d'une personne. Solution : choisir un mot neutre, sauf s'il s'agit d'un nom officiel."
    )
    faults.notice(text, f"{sheet}!{where}")
