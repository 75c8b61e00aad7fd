"""Visits and ties with the company: visits due and dated, what was done with it, what it was told."""

from collections.abc import Iterator, Sequence
from datetime import date

from outputs.evidence.person_file import SENT_NOTE, told_company
from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import moment
from outputs.lists.tables import class_of, person
from planner.domain import Kind, Learner, Nature, Session
from planner.words import trainer_name

VISITS = (
    *WHO,
    ("Entreprise", 32),
    ("Visite par", 26),
    ("N°", 6),
    ("À faire du", 12),
    ("Au", 12),
    ("Datée le", 12),
    ("Horaire", 16),
    ("État", 26),
)
DONE = (*WHO, ("Entreprise", 32), ("Le", 12), ("Avec qui", 28), ("Objet", 44), ("Suite", 44))
TOLD = (*WHO, ("Entreprise", 32), ("Publié le", 12), ("Version", 9), ("Ce que l’entreprise a su", 80), ("Envoi", 34))


def companies(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Visits, actions with companies, what publications told them."""
    return [
        Part(
            (
                table("Visites", VISITS, (row for p in people for row in _visits(record, p))),
                table(
                    "Échanges avec l’entreprise",
                    DONE,
                    (row for p in people for row in _actions(record, p)),
                    "Feuille « Actions », nature entreprise",
                ),
                table("Entreprises informées", TOLD, (row for p in people for row in _told(record, p)), SENT_NOTE),
            )
        )
    ]


def _visits(record: Record, learner: Learner) -> Iterator[Row]:
    """Visits due with the session that makes them, then sessions of visit beyond them."""
    held = [s for s in record.held(learner.id) if s.kind == Kind.VISIT]
    for due in (v for v in record.problem.visits_due if v.apprentice_id == learner.id):
        mine = next((s for s in held if due.first <= s.day <= due.last), None)
        if mine is not None:
            held.remove(mine)
        by = trainer_name(record.problem, due.trainer_id) if due.trainer_id else ""
        state = _state(record, mine) if mine else "à dater" if due.now else "peut attendre la période suivante"
        yield (*_who(record, learner), by, due.done + due.ordinal, due.first, due.last, *_when(mine), state)
    for session in held:
        by = ", ".join(trainer_name(record.problem, t) for t in session.trainer_ids)
        yield (*_who(record, learner), by, "", "", "", *_when(session), _state(record, session))


def _who(record: Record, learner: Learner) -> tuple[str, str, str]:
    return person(record.problem, learner.id), class_of(record.problem, learner.id), learner.employer


def _when(session: Session | None) -> tuple[date | str, str]:
    return (session.day, moment(session.start, session.end)) if session else ("", "")


def _state(record: Record, session: Session) -> str:
    if session.id in record.problem.called_off:
        return "n’a pas eu lieu"
    return "faite d’après le calendrier" if session.day < record.today else "datée"


def _actions(record: Record, learner: Learner) -> Iterator[Row]:
    for action in record.noted_for(learner.id):
        if action.nature == Nature.COMPANY:
            yield (*_who(record, learner), action.day or "", action.with_whom, action.what, record.outcome(action))


def _told(record: Record, learner: Learner) -> Iterator[Row]:
    for row in told_company(record, learner):
        yield (*_who(record, learner), *row)
