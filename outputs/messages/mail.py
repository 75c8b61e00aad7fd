"""Messages ready to send: a file of electronic mail a person, and one file of all of them for a mail merge.

Whoever answers for a minor gets what the minor gets. Nothing in a file says when it was written: the same news give the
same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NamedTuple

from outputs.employers import employer_of
from outputs.excel.book import Book
from outputs.excel.grid import print_on_a4
from outputs.labels import private
from outputs.lists.tables import class_of
from outputs.messages.links import WebLink
from outputs.messages.notices import (
    APPRENTICES,
    COMPANIES,
    COMPANY_SUBJECT,
    TRAINERS,
    Days,
    News,
    Notice,
    company_lines,
    following,
    subject,
    told_lines,
)
from planner.domain import ApprenticeId, Learner, Problem, TrainerId, email_addresses, name_order
from planner.words import of_name

MERGE = "publipostage.xlsx"
LEARNER, GUARDIAN, TRAINER, COMPANY = "Apprenant", "Représentant légal", "Formateur", "Entreprise"
"""Who a letter is for."""
OF_GUARDIAN = "-representant-legal"
HEADERS = (
    "Destinataire", "Nom", "Apprenant", "Classe", "Courriel", "Téléphone", "Objet", "Message", "Calendrier",
    "Abonnement", "Page à lire", "Fichier",
)  # fmt: skip
WIDTHS = (18, 26, 26, 20, 32, 18, 40, 60, 50, 50, 50, 40)
Links = Mapping[tuple[str, str], WebLink]
"""Of each calendar, by audience and owner."""


class Letter(NamedTuple):
    """A message to one person or company; ``about``: the apprentice, where it is not about who reads it."""

    kind: str
    role: str
    owner: str
    file: str
    name: str
    about: str
    emails: tuple[str, ...]
    phone: str
    subject: str
    lines: tuple[str, ...]
    link: WebLink = WebLink()

    @property
    def text(self) -> str:
        """What the message says, without its subject."""
        return "\n".join(self.lines) + "\n"


def letters(problem: Problem, news: News, links: Links, today: date) -> tuple[Letter, ...]:
    """The letters of some news; ``today``: the day on which somebody is a minor or not.

    Who is only told that there is a calendar gets none where the workbook has no address of electronic mail at all; who
    is told that it stands elsewhere does, to be told in other ways.
    """
    writing = writes(problem)
    found: list[Letter] = []
    for notice in news.people:
        if notice.changes or notice.moved or writing:
            found += _to_person(problem, notice, links, today)
    found += (_to_company(problem, days) for days in news.companies)
    return tuple(found)


def writes(problem: Problem) -> bool:
    """Whether the workbook has an address of electronic mail of anybody."""
    typed = [learner.email for learner in problem.learners.values()]
    typed += [learner.guardian_email for learner in problem.learners.values()]
    typed += [trainer.email for trainer in problem.trainers.values()]
    return any(map(email_addresses, typed))


def _to_person(problem: Problem, notice: Notice, links: Links, today: date) -> Iterator[Letter]:
    centre = problem.settings.name
    audience = {APPRENTICES: "apprentices", TRAINERS: "trainers"}[notice.kind]
    link = links.get((audience, notice.owner), WebLink())
    said, end = f"{subject(notice).capitalize()} – {centre}", (*_where(link, notice), "", centre)
    own = (f"Bonjour {notice.greeting}".rstrip() + ",", "", *told_lines(notice), "", *end)
    if notice.kind == TRAINERS:
        trainer = problem.trainers.get(TrainerId(notice.owner))
        email, phone = (trainer.email, trainer.phone) if trainer else ("", "")
        yield Letter(
            TRAINERS,
            TRAINER,
            notice.owner,
            notice.file,
            notice.name,
            "",
            email_addresses(email),
            phone,
            said,
            own,
            link,
        )
        return
    learner = problem.learners.get(ApprenticeId(notice.owner))
    email, phone = (learner.email, learner.phone) if learner else ("", "")
    yield Letter(
        APPRENTICES, LEARNER, notice.owner, notice.file, notice.name, "", email_addresses(email), phone, said, own, link
    )
    if learner is not None and learner.minor(today) and _answered_for(learner):
        whose = f"L’emploi du temps {of_name(learner.name)}"
        lines = (
            f"Bonjour {learner.guardian}".rstrip() + ",",
            "",
            f"Vous recevez ce message comme représentant légal {of_name(learner.name)}.",
            "",
            *told_lines(notice, whose),
            "",
            *end,
        )
        emails = tuple(e for e in email_addresses(learner.guardian_email) if e not in email_addresses(email))
        said = f"{learner.first_name} : {subject(notice).replace('votre', 'son')} – {centre}"
        name = learner.guardian or f"{GUARDIAN} {of_name(learner.name)}"
        yield Letter(
            APPRENTICES, GUARDIAN, notice.owner, f"{notice.file}{OF_GUARDIAN}", name, learner.name, emails,
            learner.guardian_phone, said, lines, link,
        )  # fmt: skip


def _answered_for(learner: Learner) -> bool:
    return bool(learner.guardian or learner.guardian_email or learner.guardian_phone)


def _where(link: WebLink, notice: Notice) -> tuple[str, ...]:
    if not link.https:
        return (following(notice),)
    return (
        f"À lire en ligne, sans rien installer : {link.page}",
        f"Le calendrier : {link.https}",
        f"Pour s’y abonner, depuis un téléphone ou un ordinateur : {link.webcal}",
        "Ces liens sont personnels : qui les connaît voit l’emploi du temps. Un calendrier auquel on est abonné se met "
        "à jour de lui-même.",
    )


def _to_company(problem: Problem, days: Days) -> Letter:
    centre = problem.settings.name
    people = [learner for learner in problem.learners.values() if employer_of(learner) == days.owner]
    emails = dict.fromkeys(one for learner in people for one in email_addresses(learner.employer_email))
    phone = next((learner.employer_phone for learner in people if learner.employer_phone), "")
    lines = ("Bonjour,", "", *company_lines(days), "", centre)
    said = f"{COMPANY_SUBJECT.capitalize()} – {centre}"
    return Letter(COMPANIES, COMPANY, days.owner, days.file, days.name, "", tuple(emails), phone, said, lines)


def write_messages(folder: Path, problem: Problem, found: Iterable[Letter]) -> None:
    """Write a file of electronic mail for each letter that has an address, and the file for a mail merge."""
    rows = sorted(found, key=lambda letter: (letter.kind, letter.role, name_order(letter.name), letter.file))
    for letter in rows:
        if letter.emails:
            (folder / _file(letter)).write_bytes(mail(letter))
    if rows:
        _merge(folder / MERGE, problem, rows)


def mail(letter: Letter) -> bytes:
    """A letter as a message that no program has sent yet (most open it as a draft)."""
    message = EmailMessage(policy=SMTP)
    name = "" if private(letter.name) else " ".join(letter.name.split())
    message["To"] = [Address(name, addr_spec=address) for address in letter.emails]
    message["Subject"] = " ".join(letter.subject.split())
    message["X-Unsent"] = "1"
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def _file(letter: Letter) -> str:
    return f"{letter.kind}/{letter.file}.eml"


def _merge(path: Path, problem: Problem, rows: list[Letter]) -> None:
    """One line a letter under a line of headings, as mail merges want it."""
    book = Book(problem.settings.saved or problem.first, "Messages")
    sheet = book.sheet("Messages")
    sheet.widths(WIDTHS)
    sheet.page.freeze_panes = "A2"
    print_on_a4(sheet, "Document interne")
    sheet.append([book.cell(header, "head") for header in HEADERS])
    for letter in rows:
        course = class_of(problem, ApprenticeId(letter.owner)) if letter.kind == APPRENTICES else ""
        file = _file(letter) if letter.emails else "pas de courriel"
        cells = (
            letter.role, letter.name, letter.about, course, " ; ".join(letter.emails), letter.phone, letter.subject,
            letter.text.rstrip(), letter.link.https, letter.link.webcal, letter.link.page, file,
        )  # fmt: skip
        sheet.append([book.cell(cell) for cell in cells], 60)
    book.save(path)
