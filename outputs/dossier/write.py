"""The dossier of a regulation: page, workbook, a sheet that a council ticks; neutral notes to companies, to send."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from outputs.dossier.excel import write_dossier_book
from outputs.dossier.model import Dossier, Note
from outputs.employers import NEUTRAL
from outputs.folders import replacing
from outputs.labels import filename, private, public_name
from outputs.pages.html import templates

FOLDER = Path("interne", "regulation")
BOOK, PAGE, COUNCIL, NOTES = "dossier.xlsx", "dossier.html", "conseil.html", "entreprises"
FILLED = "dossier-rempli.xlsx"
"""Copy of a dossier that was filled and not given back."""


def dossier_folder(folder: Path, period: str) -> Path:
    """Where the dossier of a period stands."""
    return folder / FOLDER / filename(period)


def write_dossier(folder: Path, centre: str, dossier: Dossier, notes: Sequence[Note], saved: date) -> None:
    """Write ``interne/regulation/PERIODE``, all or nothing, with the words to companies."""
    with replacing(dossier_folder(folder, dossier.id), lambda path: path.name != FILLED) as fresh:
        write_dossier_book(fresh / BOOK, dossier, saved)
        values = {"dossier": dossier, "centre": centre, "notes": notes}
        _write(fresh / PAGE, templates().get_template("dossier.html.j2").render(**values))
        _write(fresh / COUNCIL, templates().get_template("council.html.j2").render(**values))
        for note in notes:
            (fresh / NOTES).mkdir(exist_ok=True)
            _write(fresh / NOTES / f"{note.file}.txt", note_text(note, centre))
            values = {"note": note, "centre": centre, "lines": note_lines(note, centre)}
            _write(
                fresh / NOTES / f"{note.file}.html", templates().get_template("note-company.html.j2").render(**values)
            )


def company_note(person: str, name: str, company: str, contact: str) -> Note:
    """A note by the id and the name of an apprentice; names that tell something are left out."""
    return Note(filename(person), NEUTRAL if private(company) else company, name, public_name(contact))


def note_text(note: Note, centre: str) -> str:
    """The message to a company; its first line is the subject."""
    lines = [
        f"Objet : point sur la formation de {note.person} – {centre}",
        "",
        "Bonjour,",
        "",
        *note_lines(note, centre),
    ]
    return "\n".join([*lines, "", "Cordialement,", centre]) + "\n"


def note_lines(note: Note, centre: str) -> list[str]:
    """The sentences of a note."""
    lines = [
        f"{centre or 'Le CFA'} souhaite faire le point avec vous sur la formation de {note.person}.",
        "Pourriez-vous nous proposer un moment, au téléphone ou lors d’une visite ?",
    ]
    return [*lines, f"Votre interlocuteur au CFA : {note.contact}."] if note.contact else lines


def _write(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8"))
