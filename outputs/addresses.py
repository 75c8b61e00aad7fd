"""Who has which secret address: the planner's own list, never handed out."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from outputs.excel_book import Book
from outputs.excel_lists import table_sheet
from outputs.tables import Table, class_of, person
from planner.domain import ApprenticeId, ClassId, Problem, RoomId, TrainerId, name_order

FILE = "adresses.xlsx"
TITLES = {"apprentices": "Apprenants", "trainers": "Formateurs", "classes": "Classes", "rooms": "Salles"}
NOTE = (
    "Donner à chacun son adresse et aucune autre : qui la connaît voit le calendrier. Pour en changer une : "
    "barrette publish DIR --renew CODE"
)


def write_addresses(folder: Path, problem: Problem, rows: Iterable[tuple[str, str, str, date]]) -> None:
    """Write ``interne/adresses.xlsx`` from audience, id, secret name and its first day, each audience on a sheet."""
    book = Book(problem.settings.saved or problem.first, "Adresses des calendriers")
    found = sorted(rows, key=lambda row: (row[0], name_order(_name(problem, row[0], row[1])), row[1]))
    for audience, title in TITLES.items():
        cells = tuple(
            (_name(problem, audience, owner), owner, _class(problem, audience, owner), _file(audience, secret), since)
            for kind, owner, secret, since in found
            if kind == audience
        )
        headers = ("Nom", "Code", "Classe", "Fichier, sous public/", "Depuis le")
        table_sheet(book, Table(title, headers, (30, 20, 22, 62, 12), cells, NOTE), "Document interne")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{FILE}.nouveau"
    book.save(fresh)
    os.replace(fresh, folder / FILE)


def _file(audience: str, secret: str) -> str:
    return f"ics/{audience}/{secret}.ics"


def _class(problem: Problem, audience: str, owner: str) -> str:
    return class_of(problem, ApprenticeId(owner)) if audience == "apprentices" else ""


def _name(problem: Problem, audience: str, owner: str) -> str:
    if audience == "apprentices":
        return person(problem, ApprenticeId(owner))
    known = {
        "trainers": problem.trainers.get(TrainerId(owner)),
        "classes": problem.classes.get(ClassId(owner)),
        "rooms": problem.rooms.get(RoomId(owner)),
    }[audience]
    return known.name if known else owner
