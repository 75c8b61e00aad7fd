"""New entrants: whether the module that prepares for the company came before it, its hours and its modality."""

from collections.abc import Iterator, Sequence

from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import THREE, moment, three
from outputs.labels import MODALITY_NAMES
from outputs.lists.tables import class_of, debt_name, hours, person
from planner.domain import Debt, Learner
from planner.hours.entry import ENTRY_THEMES, first_company_day
from planner.hours.given import HourRow
from planner.words import trainer_name

ENTRANTS = (
    *WHO,
    ("Entrée", 12),
    ("Mineur à l’entrée", 10),
    ("Premier jour en entreprise", 12),
    ("Module du", 12),
    ("Au", 12),
    ("Avant l’entreprise", 16),
    ("Heures dues", 10),
    *THREE,
    ("Dont avant l’entreprise", 12),
    ("Modalité", 24),
    ("Travaux réglementés autorisés le", 14),
    ("Reste ou retard", 60),
)
BLOCKS = (
    *WHO,
    ("Bloc", 34),
    ("Échéance", 12),
    ("Date", 12),
    ("Horaire", 16),
    ("Formateurs", 26),
    ("Modalité", 22),
    *THREE,
)


def entrants(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Whoever owes the entry module, then its blocks one by one."""
    found = [p for p in people if _owed(record, p) or _rows(record, p)]
    note = "Avant l’entreprise : le dernier bloc finit avant le premier jour en entreprise"
    return [
        Part(
            (
                table("Entrants", ENTRANTS, (_entrant(record, p) for p in found), note),
                table("Blocs du module", BLOCKS, (row for p in found for row in _blocks(record, p))),
            )
        )
    ]


def _owed(record: Record, learner: Learner) -> list[Debt]:
    return [d for d in record.debts.get(learner.id, ()) if d.source == "entrée"]


def _rows(record: Record, learner: Learner) -> list[HourRow]:
    """Sessions of the entry module that somebody has, or had."""
    blocks = {m.id for m in record.problem.modules.values() if m.theme in ENTRY_THEMES}
    return [r for r in record.hours_of(learner.id) if r.session.module_id in blocks and not r.cancelled]


def before_company(record: Record, learner: Learner) -> str:
    """``oui``, ``en partie``, ``non``, or that nobody knows when the company begins: of what is owed of the module."""
    company, due = first_company_day(record.problem, learner), sum(d.due for d in _owed(record, learner))
    if company is None:
        return "pas d’entreprise"
    early = sum(r.planned for r in _rows(record, learner) if r.session.day < company)
    return "oui" if early >= due and due else "en partie" if early else "non"


def _entrant(record: Record, learner: Learner) -> Row:
    rows, owed = _rows(record, learner), _owed(record, learner)
    company = first_company_day(record.problem, learner)
    days = [r.session.day for r in rows]
    early = [r for r in rows if company is None or r.session.day < company]
    young = learner.minor(learner.entry or record.problem.first)
    modes = dict.fromkeys(_mode(record, learner, r) for r in rows)
    left = " ; ".join(dict.fromkeys(f"{debt_name(record.problem, d)} : {d.told}" for d in owed if d.told))
    return (
        *(person(record.problem, learner.id), class_of(record.problem, learner.id), learner.entry or ""),
        *("oui" if young else "non" if learner.birth else "âge inconnu", company or ""),
        *(min(days, default=""), max(days, default=""), before_company(record, learner)),
        *(hours(sum(d.due for d in owed)), *three(rows), hours(sum(r.planned for r in early)), ", ".join(modes)),
        *(learner.regulated_ok or "", left),
    )


def _mode(record: Record, learner: Learner, row: HourRow) -> str:
    if record.far(row.session, learner.id):
        return "À distance"
    return MODALITY_NAMES.get(row.session.modality, "")


def _blocks(record: Record, learner: Learner) -> Iterator[Row]:
    deadlines = {d.target: d.deadline for d in _owed(record, learner)}
    for row in _rows(record, learner):
        session = row.session
        yield (
            *(person(record.problem, learner.id), class_of(record.problem, learner.id), session.label),
            *(deadlines.get(str(session.module_id), ""), session.day, moment(session.start, session.end)),
            ", ".join(trainer_name(record.problem, t) for t in session.trainer_ids),
            *(_mode(record, learner, row), *three([row])),
        )
