"""Who has which secret address: the planner's own list, never handed out."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from outputs.excel.book import Book
from outputs.excel.lists import table_sheet
from outputs.lists.tables import Table, Value, class_of, person
from outputs.messages.links import published_file, web_link
from planner.domain import ApprenticeId, ClassId, Problem, RoomId, TrainerId, name_order

FILE = "adresses.xlsx"
TITLES = {"apprentices": "Apprenants", "trainers": "Formateurs", "classes": "Classes", "rooms": "Salles"}
NOTE = (
    "Donnez à chacun son adresse et aucune autre : qui la connaît voit le calendrier. Pour en changer une : "
    "barrette publish DIR --renew CODE"
)


def write_addresses(folder: Path, problem: Problem, rows: Iterable[tuple[str, str, str, date]]) -> None:
    """Write ``interne/adresses.xlsx`` from audience, id, secret name and its first day, each audience on a sheet."""
    book = Book(problem.settings.saved or problem.first, "Adresses des calendriers")
    found = sorted(rows, key=lambda row: (row[0], name_order(owner_name(problem, row[0], row[1])), row[1]))
    for audience, title in TITLES.items():
        cells: tuple[tuple[Value, ...], ...] = tuple(
            (
                owner_name(problem, audience, owner), owner, _class(problem, audience, owner),
                published_file(audience, secret), since,
                *filter(None, web_link(problem.settings.public_address, audience, secret)),
            )
            for kind, owner, secret, since in found
            if kind == audience
        )  # fmt: skip
        headers: tuple[str, ...] = ("Nom", "Code", "Classe", "Fichier, sous public/", "Depuis le")
        widths: tuple[int, ...] = (30, 20, 22, 62, 12)
        if problem.settings.public_address:
            headers, widths = (*headers, "Adresse", "Abonnement", "Page à lire"), (*widths, 80, 80, 80)
        table_sheet(book, Table(title, headers, widths, cells, NOTE), "Document interne")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{FILE}.nouveau"
    book.save(fresh)
    os.replace(fresh, folder / FILE)


def _class(problem: Problem, audience: str, owner: str) -> str:
    return class_of(problem, ApprenticeId(owner)) if audience == "apprentices" else ""


def owner_name(problem: Problem, audience: str, owner: str) -> str:
    """Whose a calendar is, as a list has it; the code of somebody who is no longer in the workbook."""
    if audience == "apprentices":
        return person(problem, ApprenticeId(owner))
    known = {
        "trainers": problem.trainers.get(TrainerId(owner)),
        "classes": problem.classes.get(ClassId(owner)),
        "rooms": problem.rooms.get(RoomId(owner)),
    }[audience]
    return known.name if known else owner
