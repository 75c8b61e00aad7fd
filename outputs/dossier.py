"""The dossier of a regulation: the planner's page and workbook, and neutral notes to companies, ready to send."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from outputs.employers import NEUTRAL
from outputs.folders import replacing
from outputs.html import templates
from outputs.labels import filename, private, public_name
from planner.domain import ApprenticeId, Problem

FOLDER = Path("interne", "regulation")
BOOK, PAGE, NOTES = "dossier.xlsx", "dossier.html", "entreprises"
FILLED = "dossier-rempli.xlsx"
"""Copy of a dossier that was filled and not given back."""


class Said(NamedTuple):
    """One decision; ``version``: the first that was made under it."""

    when: str
    decision: str
    by: str
    reason: str
    version: int | None


class Line(NamedTuple):
    """One proposal in words; ``decision`` is empty where there is none."""

    number: int
    aim: str
    name: str
    group: str
    why: str
    what: str
    effect: str
    state: str
    decision: str
    by: str
    reason: str
    when: str
    key: str
    history: tuple[Said, ...]


class Dossier(NamedTuple):
    """All proposals of a period."""

    id: str
    period: str
    title: str
    lines: tuple[Line, ...]

    @property
    def sections(self) -> list[tuple[str, list[Line]]]:
        """Lines under what they aim at."""
        aims = dict.fromkeys(line.aim for line in self.lines)
        return [(aim, [line for line in self.lines if line.aim == aim]) for aim in aims]


class Note(NamedTuple):
    """A word to the company of one apprentice."""

    file: str
    company: str
    person: str
    contact: str


def dossier_folder(folder: Path, period: str) -> Path:
    """Where the dossier of a period stands."""
    return folder / FOLDER / filename(period)


def write_dossier(
    folder: Path, problem: Problem, dossier: Dossier, people: Iterable[ApprenticeId], saved: date
) -> None:
    """Write ``interne/regulation/PERIODE``, all or nothing; ``people``: whose companies get a note."""
    from outputs.excel_dossier import write_dossier_book

    centre = problem.settings.name
    notes = tuple(company_notes(problem, people))
    place = dossier_folder(folder, dossier.id)
    with replacing(place, lambda path: path.name != FILLED) as fresh:
        write_dossier_book(fresh / BOOK, dossier, saved)
        values = {"dossier": dossier, "centre": centre, "notes": notes}
        _write(fresh / PAGE, templates().get_template("dossier.html.j2").render(**values))
        for note in notes:
            (fresh / NOTES).mkdir(exist_ok=True)
            _write(fresh / NOTES / f"{note.file}.txt", note_text(note, centre))
            page = (
                templates()
                .get_template("note-company.html.j2")
                .render(note=note, centre=centre, lines=note_lines(note, centre))
            )
            _write(fresh / NOTES / f"{note.file}.html", page)


def company_notes(problem: Problem, people: Iterable[ApprenticeId]) -> Iterable[Note]:
    """One note for each apprentice who has a company; it says nothing but that the centre would like to talk."""
    for person in sorted(set(people)):
        learner = problem.learners.get(person)
        company = learner.employer.strip() if learner else ""
        if learner is None or not company:
            continue
        trainer = problem.trainers.get(learner.ref_trainer) if learner.ref_trainer else None
        contact = public_name(trainer.name) if trainer else ""
        yield Note(filename(person), NEUTRAL if private(company) else company, learner.name, contact)


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
        f"{centre or 'Le CFA'} souhaite faire avec vous un point sur la formation de {note.person}.",
        "Pourriez-vous nous proposer un moment, au téléphone ou lors d’une visite ?",
    ]
    return [*lines, f"Votre interlocuteur au CFA : {note.contact}."] if note.contact else lines


def _write(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8"))
