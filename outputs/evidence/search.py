"""Employer search: who is or was without contract, until when they may stay, what was planned and done, what lacks."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import NATURE_NAMES, SITUATIONS, THREE, moment, three
from outputs.lists.tables import Value, class_of, person
from planner.domain import Learner, Nature, Status
from planner.hours.given import HourRow, sum_of_rows
from planner.words import trainer_name

SEARCH = "employer_search"
"""The theme of modules in which people look for an employer."""
SEARCHES = (Nature.EMPLOYER_SEARCH, Nature.PUBLIC_SERVICE)
"""Natures of *Actions* that are part of it."""
WITHOUT = (Status.ENROLLED_NO_CONTRACT, Status.CONTRACT_BROKEN)
PEOPLE = (
    *WHO,
    ("Situation", 28),
    ("Depuis le", 12),
    ("Maintien au CFA jusqu’au", 12),
    ("Jours restants", 10),
    ("Séances de recherche", 10),
    *THREE,
    ("Actions", 9),
    ("Dernière action", 12),
    ("Ce qui manque", 70),
)
SESSIONS = (
    *WHO,
    ("Date", 12),
    ("Horaire", 16),
    ("Séance", 34),
    ("Formateurs", 28),
    *THREE,
)
ACTIONS = (*WHO, ("Le", 12), ("Nature", 28), ("Avec qui", 30), ("Objet", 44), ("Résultat", 44))


def searches(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Who is without contract on the day of the report first, then who was; sessions and actions of all of them."""
    found = [p for p in people if is_searching(record, p) or _traces(record, p)]
    found.sort(key=lambda p: not is_searching(record, p))
    note = (
        f"Situation au {record.day:%d/%m/%Y} ; maintien de {record.problem.settings.no_contract_days} jours depuis "
        f"l’entrée, ou de {record.problem.settings.broken_days} jours depuis la rupture (Paramètres)"
    )
    return [
        Part(
            (
                table("Sans contrat et ruptures", PEOPLE, (_person(record, p) for p in found), note),
                table("Séances de recherche", SESSIONS, (r for p in found for r in _sessions(record, p))),
                table(
                    "Actions de recherche",
                    ACTIONS,
                    (r for p in found for r in _actions(record, p)),
                    "Feuille « Actions »",
                ),
            )
        )
    ]


def is_searching(record: Record, learner: Learner) -> bool:
    """Whether somebody is on the roll without a contract in force on the day of the report."""
    return record.problem.status(learner, record.day) in WITHOUT


def _traces(record: Record, learner: Learner) -> bool:
    """Whether somebody was without contract on some day of the timetable, or was helped to find an employer."""
    past = any(record.problem.status(learner, day) in WITHOUT for day in record.problem.days)
    noted = any(a.nature in SEARCHES for a in record.noted_for(learner.id))
    return past or noted or bool(record.rows_of_theme(learner.id, SEARCH))


def stay_until(record: Record, learner: Learner, status: Status) -> date | None:
    """The last day on which somebody may stay at the centre without contract; None where no first day is known."""
    settings = record.problem.settings
    since, days = {
        Status.ENROLLED_NO_CONTRACT: (learner.entry, settings.no_contract_days),
        Status.CONTRACT_BROKEN: (learner.contract_break, settings.broken_days),
    }[status]
    return since + timedelta(days=days) if since is not None else None


def _person(record: Record, learner: Learner) -> Row:
    rows = record.rows_of_theme(learner.id, SEARCH)
    done = [a for a in record.actions_of(learner.id) if a.nature in SEARCHES]
    said, since, until = situation(record, learner)
    left: Value = max(0, (until - max(record.today, record.day)).days) if until is not None else ""
    return (
        *(person(record.problem, learner.id), class_of(record.problem, learner.id), said, since or "", until or ""),
        *(left, len(rows), *three(rows), len(done), max((a.dates[-1] for a in done), default="")),
        " ; ".join(_lacks(record, learner, rows)),
    )


def situation(record: Record, learner: Learner) -> tuple[str, date | None, date | None]:
    """The situation on the day of the report, since when, and until when it may last without a contract."""
    status = record.problem.status(learner, record.day)
    since = record.problem.since(learner, record.day)
    if status in WITHOUT:
        return SITUATIONS[status], since, stay_until(record, learner, status)
    if status == Status.APPRENTICE and since is not None and since > record.day:
        return "Contrat à venir", since, None
    return SITUATIONS[status], since, None


def _lacks(record: Record, learner: Learner, rows: Sequence[HourRow]) -> Iterator[str]:
    """What is missing of somebody who is without contract on the day of the report."""
    if not is_searching(record, learner):
        return
    status = record.problem.status(learner, record.day)
    since, until = record.problem.since(learner, record.day), stay_until(record, learner, status)
    if since is None:
        yield "date d’entrée inconnue : la fin du maintien n’est pas calculée"
    if not rows:
        yield "aucune séance de recherche d’employeur prévue"
    elif until is not None and all(r.session.day < record.today for r in rows) and record.today < record.problem.last:
        yield "plus de séance de recherche à venir"
    untold = sum_of_rows(rows).missing
    if untold:
        yield f"présence non saisie ({untold} séance{'s' if untold > 1 else ''})"
    done = [a for a in record.actions_of(learner.id) if a.nature in SEARCHES]
    if since is not None:
        done = [a for a in done if a.dates[-1] >= since]
    if not done:
        yield "aucune action depuis" + (f" le {since:%d/%m/%Y}" if since else " l’entrée")
    elif not any(a.result for a in done):
        yield "aucune action n’a de résultat"
    if status == Status.CONTRACT_BROKEN and not any(a.nature == Nature.PUBLIC_SERVICE for a in done):
        yield "aucun lien avec la mission locale ou France Travail depuis la rupture"


def _sessions(record: Record, learner: Learner) -> Iterator[Row]:
    for row in record.rows_of_theme(learner.id, SEARCH):
        session = row.session
        yield (
            *(person(record.problem, learner.id), class_of(record.problem, learner.id), session.day),
            *(moment(session.start, session.end), session.label),
            *(", ".join(trainer_name(record.problem, t) for t in session.trainer_ids), *three([row])),
        )


def _actions(record: Record, learner: Learner) -> Iterator[Row]:
    for action in record.noted_for(learner.id):
        if action.nature in SEARCHES:
            yield (
                *(person(record.problem, learner.id), class_of(record.problem, learner.id), action.dates[0]),
                *(NATURE_NAMES[action.nature], action.with_whom, action.what, record.outcome(action)),
            )
