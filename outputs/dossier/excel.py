"""The dossier of a regulation as a workbook: one line a proposal, and the cells in which it is decided."""

from datetime import date
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from outputs.dossier.model import Dossier
from outputs.excel.book import Book
from outputs.excel.lists import HEAD_ROW, table_sheet
from outputs.lists.tables import Table

DECIDED = ("Accepter", "Refuser")
HEADERS = (
    "N°", "Vise", "Pour", "Classe", "Constat", "Proposition", "Effet", "État", "Décision", "Par", "Motif", "Décidé le",
    "Repère",
)  # fmt: skip
WIDTHS = (6, 12, 28, 24, 44, 40, 50, 30, 12, 18, 28, 17, 15)


def dossier_book(dossier: Dossier, saved: date) -> Book:
    """A sheet to decide in, with a list of the two words, and one with every decision so far."""
    book = Book(saved, f"Régulation – {dossier.period}")
    rows = tuple(
        (
            line.number, line.aim, line.name, line.group, line.why, line.what, line.effect, line.state, line.decision,
            line.by, line.reason, line.when, line.key,
        )
        for line in dossier.lines
    )  # fmt: skip
    note = "Remplissez Décision, Par, Motif ; ensuite : barrette regulate DIR --decisions FICHIER"
    table_sheet(book, Table("Propositions", HEADERS, WIDTHS, rows, f"{dossier.title} · {note}"), "Document interne")
    if rows:
        column = get_column_letter(HEADERS.index("Décision") + 1)
        words = DataValidation(
            type="list",
            formula1=f'"{",".join(DECIDED)}"',
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Décision",
            error="Choisissez Accepter ou Refuser, ou laissez vide.",
        )
        words.add(f"{column}{HEAD_ROW + 1}:{column}{HEAD_ROW + len(rows)}")
        book.sheets[0].page.data_validations.append(words)
    history = tuple(
        (line.number, line.name, said.when, said.decision, said.by, said.reason, said.version or "")
        for line in dossier.lines
        for said in line.history
    )
    headers = ("N°", "Pour", "Le", "Décision", "Par", "Motif", "Version")
    table_sheet(book, Table("Décisions", headers, (6, 34, 17, 12, 20, 50, 10), history), "Document interne")
    return book


def write_dossier_book(path: Path, dossier: Dossier, saved: date) -> None:
    """Write the workbook of a dossier."""
    dossier_book(dossier, saved).save(path)
