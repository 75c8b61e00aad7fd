"""What was chosen where a file of FET says nothing, in French, with how to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data.building.defaults_time import public_holidays
from data.fet.clock import SUNDAY, Clock
from data.fet.file import FetFile
from data.fet.naming import Names
from data.fet.people import People
from data.rows.cells import duration
from planner.domain import iso_clock, monday
from planner.words import DAY_NAMES, count

ZONE = "B"
FORMATION = "Formation à préciser"
MOST_PEOPLE = 400
"""People of a class at most."""


@dataclass(frozen=True)
class Term:
    """When the workbook begins and ends, and the secret of its calendars."""

    first: date
    last: date
    salt: str = ""


def term_from(first: date, weeks: int, salt: str = "") -> Term:
    """A term of so many weeks with lessons: one that begins on a Saturday or a Sunday has them from Monday on."""
    begins = monday(first) if first.weekday() < 5 else monday(first + timedelta(days=2))
    return Term(first, begins + timedelta(weeks=weeks, days=-1), salt)


def chosen(file: FetFile, people: People, clock: Clock, names: Names, term: Term, learners: int) -> tuple[str, ...]:
    """Line by line; ``learners``: how many fictional people there are."""
    cut = f", {MOST_PEOPLE} au plus par classe" if any(g.size > MOST_PEOPLE for g in people.taught) else ""
    return (
        f"Dates : du {term.first:%d/%m/%Y} au {term.last:%d/%m/%Y}, toutes les classes au CFA chaque semaine (FET n’a "
        "qu’une semaine, sans dates) : --start et --weeks, puis la feuille Calendrier pour l’alternance.",
        *_closed(clock, term),
        f"Apprenants : {count(learners, 'fictif')}, « Élève 1 » …, sans date de naissance (FET n’a que des "
        f"effectifs){cut} : collez votre liste à leur place.",
        f"Formation des classes : « {FORMATION} », année 1 : à remplacer (Classes) ; un CAP ou un bac pro ouvre alors "
        "l’accompagnement.",
        "Formateurs : ni journée ni semaine bornées, sauf par Limites : mettez leurs heures (Formateurs).",
        *_of_clock(file, clock),
        *_stand_ins(people),
        *_renamed(names),
    )


def _closed(clock: Clock, term: Term) -> Iterator[str]:
    """Public holidays on the days of the file: its week does not hold them."""
    days = [d for d in public_holidays(ZONE, term.first, term.last) if d.weekday() in clock.weekdays]
    said = ", ".join(f"{d:%d/%m/%Y}" for d in days)
    yield f"Jours fériés : ceux de la zone {ZONE} (Paramètres)" + (
        f" ; fermés dans ces dates : {said}. Les heures fixées ces jours-là ne seront pas placées." if days else "."
    )


def _of_clock(file: FetFile, clock: Clock) -> Iterator[str]:
    if not clock.told:
        yield (
            f"Heures : {count(len(file.hours), 'créneau', 'créneaux')} de {duration(clock.length)} depuis "
            f"{iso_clock(clock.starts[0])}, car leurs noms dans FET ne donnent pas d’heures égales : corrigez "
            "Horaires, Cours et Indisponibilités, ou nommez-les « 08:00 - 09:00 » dans FET et recommencez."
        )
    if clock.cut:
        yield f"Heures inégales dans FET : toutes comptées pour {duration(clock.length)}, à leur vrai début."
    if clock.moved:
        days = zip(file.days, clock.weekdays, strict=True)
        said = (f"{name.strip()} → {DAY_NAMES[n]}{' (fermé)' if n == SUNDAY else ''}" for name, n in days)
        yield f"Jours : {', '.join(said)}."


def _stand_ins(people: People) -> Iterator[str]:
    if people.stand_ins:
        said = count(len(people.stand_ins), "formateur « À désigner »", "formateurs « À désigner »")
        yield f"Cours sans professeur : {said} en attendant : donnez leur nom (Cours, Formateurs)."
    empty = len(people.groups) - len(people.taught)
    if empty:
        said = count(empty, "classe « Sans élèves »", "classes « Sans élèves »")
        yield f"Activités sans élèves (réunions) : {said}, pour les placer."


def _renamed(names: Names) -> Iterator[str]:
    if names.changed:
        old, new = next(iter(names.changed.items()))
        yield f"Noms changés pour tenir dans une cellule : {len(names.changed)} (« {old.strip()} » → « {new} »)."
