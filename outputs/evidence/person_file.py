"""The file of one person: situations, positioning, needs, decisions, groups, hours, changes, what the company knows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from outputs.evidence.record import Record
from outputs.evidence.shape import Part, Row, table
from outputs.evidence.words import (
    CAME_NAMES,
    NATURE_NAMES,
    THREE,
    VOLETS,
    effect,
    left_of,
    moment,
    situations,
    span,
    three,
)
from outputs.labels import MODALITY_NAMES
from outputs.lists.tables import class_of, debt_name, hours, person, target_name
from planner.domain import STRANDS, Learner, Nature, Session, Status
from planner.hours.given import HourRow
from planner.hours.levels import convert
from planner.words import trainer_name

NEED = (
    ("Besoin", 34),
    ("Origine", 24),
    ("Décidé par", 20),
    ("Ouvert le", 12),
    ("Échéance", 12),
    ("Heures dues", 10),
    ("Heures prévues", 10),
    ("Motif de l’écart", 60),
)
SITUATION = (("Situation", 34), ("Du", 12), ("Au", 12), ("Détail", 60))
RESULT = (("Domaine", 26), ("Le", 12), ("Niveau (1 à 4)", 10), ("Évalué par", 26))
GROUP = (
    ("Période", 18),
    ("Barrette", 26),
    ("Groupe", 34),
    ("Formateurs", 26),
    ("Du", 12),
    ("Au", 12),
    ("Séances", 9),
    *THREE,
)
SUPPORT = (
    ("Date", 12),
    ("Horaire", 16),
    ("Quoi", 34),
    ("Volet", 30),
    ("Formateurs", 26),
    ("Modalité", 22),
    ("Personnes", 10),
    *THREE,
)
MISSED = (
    ("Matière", 30),
    ("Date", 12),
    ("Horaire", 16),
    ("Durée (h)", 10),
    ("Motif", 40),
    ("À rattraper", 12),
    ("Rattrapage prévu (h), matière", 14),
)
ABSENCE = (("Date", 12), ("Horaire", 16), ("Quoi", 40), ("Constat", 18), ("Heures non suivies", 10))
ACTION = (
    ("Nature", 28),
    ("Le", 12),
    ("Avec qui", 28),
    ("Objet", 40),
    ("Suite", 40),
    ("Informé le", 12),
    ("Demandé le", 12),
    ("Versé le", 12),
)
NEEDS_NOTE = "Ce qui lui est dû en propre : résultats, demandes, rattrapages"
STRANDS_NOTE = (
    "Autre compte : ce que sa formation prévoit pour tous. La même heure y compte pour son volet et, au-dessus, pour "
    "un besoin : les deux tableaux ne s’ajoutent pas"
)
SENT_NOTE = "Envoi : d’après « barrette sent » ; la première publication donne à l’entreprise sa page et son calendrier"
DECISION = (
    ("Décidé le", 17),
    ("Période", 18),
    ("Constat", 44),
    ("Proposition", 40),
    ("Effet", 34),
    ("Décision", 14),
    ("Par", 18),
    ("Motif", 34),
    ("Version", 9),
)


def fiches(record: Record, people: Sequence[Learner]) -> list[Part]:
    """One part a person."""
    return [_fiche(record, learner) for learner in people]


def _fiche(record: Record, learner: Learner) -> Part:
    return Part(
        (
            table("Situations", SITUATION, _situations(record, learner)),
            table(
                "Positionnement pédagogique",
                RESULT,
                _results(record, learner),
                "Niveau 1 : besoin urgent ; 4 : pas de besoin",
            ),
            table("Besoins", NEED, _needs(record, learner), NEEDS_NOTE),
            table("Décisions de régulation", DECISION, decisions(record, learner)),
            table("Groupes", GROUP, _groups(record, learner)),
            table(
                "Heures par volet",
                (("Volet", 36), ("Heures dues", 10), *THREE, ("Reste à placer", 10)),
                _strands(record, learner),
                STRANDS_NOTE,
            ),
            table("Séances d’accompagnement", SUPPORT, _support(record, learner)),
            table(
                "Aménagements, par leur effet",
                (("Effet sur l’emploi du temps", 50), ("Du", 12), ("Au", 12)),
                _effects(record, learner),
                "Le motif n’est gardé nulle part",
            ),
            table("Heures manquées et rattrapage", MISSED, _missed(record, learner)),
            table("Absences", ABSENCE, _absences(record, learner), "Feuilles « Présences » et « Réalisé »"),
            table("Actions", ACTION, _actions(record, learner)),
            table(
                "Changements",
                (("Version", 9), ("Le", 12), ("Ce qui a changé", 70), ("Motif", 50), ("Par", 18)),
                _changes(record, learner),
            ),
            table(
                "Entreprise informée",
                (("Publié le", 12), ("Version", 9), ("Ce que l’entreprise a su", 90), ("Envoi", 34)),
                told_company(record, learner),
                SENT_NOTE,
            ),
        ),
        person(record.problem, learner.id),
        class_of(record.problem, learner.id),
    )


def _situations(record: Record, learner: Learner) -> Iterator[Row]:
    problem = record.problem
    for first, last, said, status in situations(problem, learner):
        detail = []
        if status == Status.APPRENTICE:
            detail = [learner.employer, span(learner.contract_start, learner.contract_end)]
        elif status == Status.CONTRACT_BROKEN and learner.contract_break:
            detail = [f"contrat rompu le {learner.contract_break:%d/%m/%Y}"]
        yield said, first, last, ", ".join(filter(None, detail))
    for home in learner.memberships:
        if home.class_id in problem.classes:
            part = f", groupe {home.part}" if home.part else ""
            name = f"Classe : {problem.classes[home.class_id].name}{part}"
            yield name, home.first or problem.first, home.last or problem.last, ""
    if learner.remote or learner.blended:
        yield "À distance" if learner.remote else "En partie à distance", problem.first, problem.last, ""
    for gone in (e for e in problem.exemptions if e.apprentice_id == learner.id):
        yield f"Dispense : {gone.subject}", gone.first or problem.first, gone.last or problem.last, ""


def _results(record: Record, learner: Learner) -> Iterator[Row]:
    for result in sorted(learner.results, key=lambda r: (r.on, r.domain)):
        level = convert(record.problem.scales, result)
        yield result.domain, result.on, "" if level is None else level, result.assessor


def _needs(record: Record, learner: Learner) -> Iterator[Row]:
    """Hours due but for those of the programme, with who decided on them."""
    explicit = {need.id: need for need in record.problem.explicit_needs}
    for debt in sorted(record.debts.get(learner.id, ()), key=lambda d: (d.deadline, d.need_id)):
        if debt.source == "programme":
            continue
        need = next((n for n in explicit.values() if n.owns(debt.need_id)), None)
        opened = need.opened if need else None
        yield (
            *(debt_name(record.problem, debt), debt.source, need.decided_by if need else "", opened or ""),
            *(debt.deadline, hours(debt.due), hours(debt.planned), debt.told),
        )


def decisions(record: Record, learner: Learner) -> Iterator[Row]:
    """What regulation proposed for somebody, with each decision on it."""
    labels = {p.id: p.label for p in record.periods}
    for one in (d for d in record.decided if learner.id in d.people):
        line = one.line
        said = line.history or ()
        for row in said:
            by = (row.decision, row.by, row.reason, row.version or one.version or "")
            yield row.when, labels.get(one.period_id, ""), line.why, line.what, line.effect, *by
        if not said:
            by = ("sans décision", "", "", one.version or "")
            yield "", labels.get(one.period_id, ""), line.why, line.what, line.effect, *by


def _groups(record: Record, learner: Learner) -> Iterator[Row]:
    """Groups of barrettes that somebody is in, period by period, with the hours that they have there."""
    mine: dict[str, list[HourRow]] = defaultdict(list)
    for row in record.hours_of(learner.id):
        if row.session.group_id:
            mine[row.session.group_id].append(row)
    labels = {p.id: p.label for p in record.periods}
    order = {p.id: n for n, p in enumerate(record.periods)}
    joined = [g for g in record.timetable.groups if learner.id in g.apprentice_ids]
    for group in sorted(joined, key=lambda g: (order.get(g.period_id, -1), g.barrette_id, g.id)):
        rows = mine.get(group.id, [])
        barrette = record.problem.barrettes.get(group.barrette_id)
        days: list[date] = [row.session.day for row in rows]
        who = ", ".join(trainer_name(record.problem, t) for t in group.trainer_ids)
        yield (
            *(labels.get(group.period_id, ""), barrette.name if barrette else group.barrette_id),
            *(target_name(record.problem, group.module_id), who, min(days, default=""), max(days, default="")),
            *(len(rows), *three(rows)),
        )


def _strands(record: Record, learner: Learner) -> Iterator[Row]:
    debts = [d for d in record.debts.get(learner.id, ()) if d.source == "programme"]
    for strand, name in VOLETS.items():
        due = [d for d in debts if d.target == strand]
        rows = [row for row in record.hours_of(learner.id) if row.session.strand == strand]
        if due or rows:
            yield name, hours(sum(d.due for d in due)), *three(rows), hours(left_of(due))


def is_followed(record: Record, session: Session) -> bool:
    """Whether a session is support, its follow-up or its entry module: anything but courses and events."""
    return bool(session.strand) or (bool(session.module_id) and not session.course_ids)


def _support(record: Record, learner: Learner) -> Iterator[Row]:
    for row in record.hours_of(learner.id):
        session = row.session
        if is_followed(record, session):
            far = MODALITY_NAMES.get(record.mode(session, learner.id), "")
            yield (
                *(session.day, moment(session.start, session.end), session.label),
                *(VOLETS.get(session.strand, "") if session.strand in STRANDS else "",),
                *(", ".join(trainer_name(record.problem, t) for t in session.trainer_ids), far),
                *(len(record.timetable.attendees.get(session.id, ())), *three([row])),
            )


def _effects(record: Record, learner: Learner) -> Iterator[Row]:
    for row in (a for a in record.problem.arrangements if a.apprentice_id == learner.id):
        yield effect(record.problem, row), row.first or record.problem.first, row.last or record.problem.last


def _missed(record: Record, learner: Learner) -> Iterator[Row]:
    made_up = {d.target: d for d in record.debts.get(learner.id, ()) if d.source == "rattrapage"}
    told: set[str] = set()
    for row in record.missed.get(learner.id, ()):
        session, debt = row.session, made_up.get(row.course_id)
        planned = hours(debt.planned) if debt and row.course_id not in told else ""
        told.add(row.course_id)
        yield (
            *(record.problem.courses[row.course_id].subject, session.day, moment(session.start, session.end)),
            *(hours(session.minutes), row.why, "oui" if row.makeup else "non", planned),
        )
    for debt in made_up.values():
        if debt.target not in told:
            yield debt_name(record.problem, debt), "", "", hours(debt.due), debt.told, "oui", hours(debt.planned)


def _absences(record: Record, learner: Learner) -> Iterator[Row]:
    """Sessions that somebody was expected in, and missed in whole or in part, or that did not take place."""
    for row in record.hours_of(learner.id):
        session = row.session
        if row.missed or row.cancelled:
            said = "séance annulée" if row.cancelled else CAME_NAMES[row.came] if row.came else ""
            lost = hours(row.planned if row.cancelled else row.missed)
            yield session.day, moment(session.start, session.end), session.label, said, lost


def _actions(record: Record, learner: Learner) -> Iterator[Row]:
    """What was done for somebody; social follow-up stands with the arrangements, for few eyes."""
    for action in record.noted_for(learner.id):
        if action.nature != Nature.SOCIAL:
            day = action.day or min(action.dates, default="")
            dates = (action.informed or "", action.asked or "", action.paid or "")
            yield NATURE_NAMES[action.nature], day, action.with_whom, action.what, record.outcome(action), *dates


def _changes(record: Record, learner: Learner) -> Iterator[Row]:
    for row in (record.changes or {}).get(learner.id, ()):
        version = record.told_of(row.number)
        if version is not None:
            yield row.number, version.made.date(), row.what, version.reason or version.what, version.author


def told_company(record: Record, learner: Learner) -> Iterator[Row]:
    """What each publication told the company, and the talks about the training that regulation asked it for."""
    for row in (record.told or {}).get(learner.id, ()):
        yield row.moment.date(), row.number, row.what, row.sent
    for one in (d for d in record.decided if d.company and learner.id in d.people and d.line.decision != "Refuser"):
        yield one.line.when or "", one.version or "", f"demande d’un point sur la formation : {one.line.what}", ""
