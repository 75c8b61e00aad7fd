"""Rows for tiny workbooks: one class or three, a handful of people named by what they are in the case."""

from collections.abc import Iterable
from datetime import date

Rows = dict[str, list[dict[str, object]]]


def settings(first: str, last: str, **more: object) -> list[dict[str, object]]:
    """*Paramètres*: the horizon, a zone, a salt so that the same workbook gives the same calendars; others by name."""
    values = {"établissement": "CFA du Val", "zone": "B", "début": first, "fin": last, "sel": "sel des cas", **more}
    return [{"paramètre": name, "valeur": value} for name, value in values.items()]


def classes(programme: str, *names: str, year: int = 1) -> list[dict[str, object]]:
    """*Classes*: classes of one programme."""
    return [{"classe": name, "formation": programme, "année": year} for name in names]


def calendar(weeks: Iterable[int], *names: str) -> list[dict[str, object]]:
    """*Calendrier*: classes that are all at the centre in the same weeks, from Monday to Friday."""
    return [{"qui": name, **{f"S{week}": "X" for week in weeks}} for name in names]


def trainers(*names: str) -> list[dict[str, object]]:
    """*Formateurs*: trainers who may come on any day."""
    return [{"nom": name} for name in names]


def rooms(number: int, seats: int) -> list[dict[str, object]]:
    """*Salles*: ordinary rooms, ``Salle 1`` and so on."""
    return [{"salle": f"Salle {n}", "type": "banalisée", "places": seats} for n in range(1, number + 1)]


def learners(class_name: str, number: int, entry: str = "31/08/2026") -> list[dict[str, object]]:
    """*Apprenants*: adults with a contract, ``Apprenant<n> <class>``, coded ``<class>-<nn>``, entered long ago."""
    return [
        {
            "nom": f"Nom{n:02d} {class_name}",
            "prénom": f"Prénom{n:02d}",
            "naissance": date(2006, 1, n),
            "classe": class_name,
            "entrée": entry,
            "contrat début": "01/09/2025",
            "contrat fin": "31/08/2027",
            "code": f"{class_name.replace(' ', '-')}-{n:02d}",
        }
        for n in range(1, number + 1)
    ]


def for_one(*modules: str) -> list[dict[str, object]]:
    """Rows of *Modules*: groups of these open for one person."""
    return [{"module": name, "effectif minimal": 1} for name in modules]
