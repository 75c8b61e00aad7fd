"""Rows of a small centre drawn from a seed: two or three classes for one to three weeks, and any sheet may join in.

The base is a centre that can be solved; each case of `CASES` then adds what it is about, or is left out.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from data.faults import Faults
from data.reading.grids import Grid, Raw
from data.reading.workbook import understand
from data.sheets.columns import Column
from data.sheets.schema import SHEETS
from data.writing.template import SAVED
from planner.domain import Problem

Cells = dict[str, object]
Rows = dict[str, list[Cells]]
"""Rows by sheet name and French header."""
T = TypeVar("T")

MONDAY = date(2026, 9, 7)
FIRST_WEEK = 37
PROGRAMMES = ("CAP Cuisine", "CAP Boulanger", "BP Arts de la cuisine", "Bac pro Cuisine")
SUBJECTS = ("Mathématiques", "Français", "Anglais", "EPS", "Technologie")
ADULTS = ("Durand Paul", "Roux Anne", "Noir Eva", "Blanc Luc")
HELPER = "Gris Zoé"
INSTEAD = ("accompagnement", "autonomie", "entreprise", "libre")
MAKEUP = (None, "oui", "autonomie")
FAMILY, FIRST = ("Martin", "Petit", "Sow", "Diallo", "Leroy"), ("Léa", "Hugo", "Awa", "Tom")
DAYS = ("lu", "ma", "me", "je", "ve")


class Dice(random.Random):
    """Draws that read as sentences."""

    def chance(self, share: float = 0.5) -> bool:
        """True that often."""
        return self.random() < share

    def some(self, values: Sequence[T], most: int = 3) -> list[T]:
        """One to ``most`` different values."""
        return self.sample(values, self.randint(1, min(most, len(values))))


@dataclass
class Draw:
    """A centre that is being drawn."""

    dice: Dice
    rows: Rows
    weeks: int

    @property
    def classes(self) -> list[str]:
        """Names of the classes."""
        return [str(row["classe"]) for row in self.rows["Classes"]]

    @property
    def people(self) -> list[str]:
        """Family and first name of everyone."""
        return [f"{row['nom']} {row['prénom']}" for row in self.rows["Apprenants"]]

    def day(self, first: int = 0) -> date:
        """A working day of the horizon, from a number of days on."""
        number = self.dice.randint(min(first, 5 * self.weeks - 1), 5 * self.weeks - 1)
        return MONDAY + timedelta(days=7 * (number // 5) + number % 5)

    def add(self, sheet: str, **cells: object) -> None:
        """One more row; ``_`` of a name stands for a space."""
        self.rows.setdefault(sheet, []).append({name.replace("_", " "): v for name, v in cells.items()})

    def course(self, own: bool = True) -> Cells:
        """A course of one class; ``own``: no barrette carries it."""
        found = [row for row in self.rows["Cours"] if ";" not in str(row["classes"])]
        return self.dice.choice([row for row in found if not (own and row.get("dans la barrette"))])

    def class_of(self, who: str) -> str | None:
        """The class of somebody by *Apprenants*."""
        row = self.rows["Apprenants"][self.people.index(who)]
        return None if row["classe"] is None else str(row["classe"])


def base(dice: Dice, weeks: int = 0) -> Draw:
    """A centre of classes, courses, people, and nothing else; ``weeks`` 0: one to three."""
    weeks = weeks or dice.choice((1, 1, 1, 2, 2, 3))
    rows: Rows = {"Paramètres": _settings(dice, weeks)}
    draw = Draw(dice, rows, weeks)
    names = [f"Classe {number}" for number in range(1, 1 + dice.randint(2, 3))]
    rows["Classes"] = [
        {"classe": name, "formation": dice.choice(PROGRAMMES), "année": dice.randint(1, 2)} for name in names
    ]
    rows["Calendrier"] = [{"qui": name, **_stays(dice, weeks)} for name in names]
    rows["Formateurs"] = [{"nom": name} for name in ADULTS]
    rows["Salles"] = [
        {"salle": "Cuisine", "type": "cuisine", "places": dice.randint(4, 12)},
        {"salle": "Salle 1", "type": "banalisée", "places": dice.randint(5, 12)},
        {"salle": "Salle 2", "type": "banalisée", "places": 12},
        {"salle": "Salle 3", "type": "banalisée", "places": 12},
        {"salle": "CDR", "type": "ressources", "places": 30, "groupes simultanés": 3},
    ]
    rows["Cours"] = [_course(dice, name, subject) for name in names for subject in dice.some(SUBJECTS)]
    rows["Cours"] += [_workshop(dice, name) for name in names if dice.chance(0.4)]
    rows["Apprenants"] = [_learner(dice, number, dice.choice(names)) for number in range(dice.randint(5, 8))]
    rows["Compétences"] = [
        {"formateur": name, "matière ou module": " ; ".join(dice.some(("littératie", "numératie", "AP-METHODE")))}
        for name in ADULTS
    ]
    return draw


def _settings(dice: Dice, weeks: int) -> list[Cells]:
    values: Cells = {
        "établissement": "CFA tiré au sort", "zone": "B", "début": MONDAY,
        "fin": MONDAY + timedelta(days=7 * weeks - 3), "sel": "sel", "délai de prévenance": dice.choice((0, 1, 3)),
    }  # fmt: skip
    return [{"paramètre": name, "valeur": value} for name, value in values.items()]


def _stays(dice: Dice, weeks: int) -> Cells:
    """Days at the centre week by week, one of them at least."""
    found: Cells = {f"S{FIRST_WEEK + n}": dice.choice(("X", "X", "lu-me", "lu-ma", "me-ve")) for n in range(weeks)}
    if weeks > 1 and dice.chance(0.3):
        found[f"S{FIRST_WEEK + dice.randrange(weeks)}"] = None
    return found


def _course(dice: Dice, name: str, subject: str) -> Cells:
    return {
        "classes": name,
        "matière": subject,
        "heures": dice.choice(("1 h/sem", "2 h/sem", "2 h/sem", "3 h/sem")),
        "formateurs": " ou ".join(dice.some(ADULTS)),
    }


def _workshop(dice: Dice, name: str) -> Cells:
    return {
        "classes": name,
        "matière": "TP cuisine",
        "heures": "4 h/sem",
        "formateurs": dice.choice(ADULTS),
        "durées": "4",
        "type de salle": "cuisine",
        "parties": dice.choice((None, 2, "auto")),
    }


def _learner(dice: Dice, number: int, group: str | None) -> Cells:
    signed = dice.choice((None, date(2026, 9, 1), date(2026, 9, 14)))
    return {
        "nom": FAMILY[number % len(FAMILY)],
        "prénom": FIRST[number // len(FAMILY)],
        "naissance": date(dice.randint(2003, 2010), 5, 6),
        "classe": group,
        "entrée": dice.choice((date(2026, 9, 1), date(2026, 9, 1), MONDAY, date(2026, 9, 9))),
        "contrat début": signed,
        "contrat fin": signed and date(2028, 8, 31),
        "littératie": dice.choice((None, 1, 2, 3, 4)),
        "numératie": dice.choice((None, 1, 2, 3, 4)),
    }


def newcomer(dice: Dice, name: str, group: str | None, entry: date) -> Cells:
    """A row of *Apprenants* for somebody who enters on a day."""
    return _learner(dice, 0, group) | {"nom": name, "prénom": "Sam", "entrée": entry}


def problem_of(rows: Rows) -> tuple[Problem | None, list[str]]:
    """The problem that rows tell, or None and the faults; the file itself is left out, which takes longer to read."""
    faults = Faults()
    grids = [_grid(name, rows[name]) for name in rows]
    found = understand(Raw(tuple(grids), SAVED), faults)
    return found, [str(fault) for fault in faults]


def possible(rows: Rows) -> bool:
    """Whether a planner may ask for it: the workbook has no fault, such as two events at once for the same people."""
    return problem_of(rows)[0] is not None


def _grid(name: str, lines: list[Cells]) -> Grid:
    known: dict[str, tuple[Column, ...]] = {sheet.name: sheet.columns for sheet in SHEETS}
    needed = [column.header for column in known[name] if column.need]
    headers = list(dict.fromkeys([*needed, *(header for line in lines for header in line)]))
    return Grid(name, (tuple(headers), *(tuple(_cell(line.get(h)) for h in headers) for line in lines)))


def _cell(value: object) -> object:
    """What a workbook gives back: days as midnights."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
