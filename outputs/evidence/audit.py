"""What an auditor follows of each person, step by step, with what is missing; and whom a sample is made of."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outputs.evidence.arranged import looked_at
from outputs.evidence.cycle_hours import adapted_minimum, contract_months, programme_of
from outputs.evidence.entrants import before_company
from outputs.evidence.person_file import is_followed
from outputs.evidence.points import WITHOUT, rows_of_points
from outputs.evidence.record import Record
from outputs.evidence.shape import Part, Row, table
from outputs.evidence.words import VOLETS, left_of
from outputs.lists.tables import class_of, person
from planner.domain import Kind, Learner, Nature, Status
from planner.hours.entry import is_new_entrant
from planner.hours.given import sum_of_rows
from planner.words import count, say_minutes

STEP = (("Étape", 24), ("Ce que montre le dossier", 80), ("Pièce", 30), ("Ce qui manque", 60))
LACK = (("Apprenant", 28), ("Étape", 24), ("Ce qui manque", 80))
POINT = (("Point de la fiche", 60), ("Ce que montre l’emploi du temps", 70), ("Pièce", 30), ("État", 14))
VERSION = (("Version", 9), ("Publiée le", 30), ("Empreinte SHA-256", 68))


class Trace(NamedTuple):
    """One step of what is followed of a person: what there is, where, and what is missing of it."""

    step: str
    found: str
    where: str
    lacks: tuple[str, ...] = ()


def sample(record: Record, number: int, seed: int) -> tuple[Learner, ...]:
    """Some of those with sessions, drawn by a seed: classes and situations that are not yet among them come first."""
    people = [p for p in record.people if record.held(p.id)]
    people.sort(key=lambda p: hashlib.sha256(f"{seed}|{p.id}".encode()).digest())
    situations, classes = Counter[Status](), Counter[str]()
    found: list[Learner] = []
    while people and len(found) < number:
        one = min(people, key=lambda p: (situations[_now(record, p)], classes[class_of(record.problem, p.id)]))
        situations[_now(record, one)] += 1
        classes[class_of(record.problem, one.id)] += 1
        people.remove(one)
        found.append(one)
    return tuple(sorted(found, key=record.people.index))


def _now(record: Record, learner: Learner) -> Status:
    return record.problem.status(learner, record.day)


def summary(record: Record, people: Sequence[Learner]) -> list[Part]:
    """What is missing first, then the points of the sheet and the versions quoted, then each person step by step."""
    traces = {p.id: list(traced(record, p)) for p in people}
    lacks = [
        (person(record.problem, p.id), one.step, text) for p in people for one in traces[p.id] for text in one.lacks
    ]
    head = Part(
        (
            table("Ce qui manque", LACK, lacks),
            table("Points de la fiche", POINT, rows_of_points(record, people)),
            table("Versions publiées", VERSION, _published(record)),
        ),
        lines=(f"Personnes suivies : {', '.join(person(record.problem, p.id) for p in people)}.",),
    )
    return [head, *(_followed(record, p, traces[p.id]) for p in people)]


def _followed(record: Record, learner: Learner, traces: Sequence[Trace]) -> Part:
    rows = [(t.step, t.found, t.where, " ; ".join(t.lacks)) for t in traces]
    name, home = person(record.problem, learner.id), class_of(record.problem, learner.id)
    return Part((table("Étapes suivies", STEP, rows),), name, home)


def _published(record: Record) -> Iterator[Row]:
    for version in record.versions:
        if version.published:
            when = ", ".join(f"{moment:%d/%m/%Y %H:%M}" for moment in version.published)
            yield version.number, when, version.fingerprint


def traced(record: Record, learner: Learner) -> Iterator[Trace]:
    """Positioning, decision, timetable, attendance, follow-up, regulation of one person."""
    for step in (_positioning, _decision, _timetable, _attendance, _follow_up, _regulation):
        yield step(record, learner)


def _positioning(record: Record, learner: Learner) -> Trace:
    results = sorted(learner.results, key=lambda r: r.on)
    told = [f"{r.domain} le {r.on:%d/%m/%Y}" for r in results]
    lacks: tuple[str, ...] = () if results else ("aucun résultat de positionnement",)
    unnamed = sum(not r.assessor for r in results)
    if unnamed:
        lacks = (f"évaluateur non indiqué ({count(unnamed, 'résultat')})",)
    return Trace("Positionnement", ", ".join(told) or "rien", "fiches : Positionnement pédagogique", lacks)


def _decision(record: Record, learner: Learner) -> Trace:
    debts = [d for d in record.debts.get(learner.id, ()) if d.source != "programme"]
    mine = [n for n in record.problem.explicit_needs if any(n.owns(d.need_id) for d in debts)]
    unsigned = [n for n in mine if not n.decided_by]
    lacks: tuple[str, ...] = (f"décideur non indiqué ({count(len(unsigned), 'besoin')})",) if unsigned else ()
    said = f"{count(len(debts), 'besoin ouvert', 'besoins ouverts')}, dont "
    said += count(len(mine), "décidé par l’équipe", "décidés par l’équipe")
    programme = programme_of(record, learner)
    if programme is not None and programme.cycle_minutes is None:
        lacks += ("minimum d’heures du diplôme non renseigné",)
    least = adapted_minimum(programme, contract_months(learner))
    if least is not None:
        said += f" ; minimum d’heures au prorata du contrat : {say_minutes(least)}"
    return Trace("Décision", said, "fiches : Besoins ; heures", lacks)


def _timetable(record: Record, learner: Learner) -> Trace:
    rows = record.hours_of(learner.id)
    planned = sum(r.planned for r in rows)
    had = [name for strand, name in VOLETS.items() if any(r.session.strand == strand for r in rows)]
    lacks = tuple(
        f"aucune heure : {name.lower()}" for name in VOLETS.values() if name not in had and _asked(record, learner)
    )
    left = left_of(d for d in record.debts.get(learner.id, ()) if d.source != "programme")
    lacks += (f"{say_minutes(left)} dues et non prévues",) if left else ()
    if not record.version.published:
        lacks += ("la version n’est pas publiée",)
    wrong = sum(bool(one.wrong) for a in record.problem.arrangements if a.apprentice_id == learner.id
                for one in looked_at(record, learner, a))  # fmt: skip
    lacks += (f"{count(wrong, 'exception')} à un aménagement",) if wrong else ()
    said = f"{say_minutes(planned)} prévues en {count(len(rows), 'séance')} ; volets : {', '.join(had) or 'aucun'}"
    return Trace("Emploi du temps", said, "fiches : Groupes, Heures par volet ; volets", lacks)


def _asked(record: Record, learner: Learner) -> bool:
    programme = programme_of(record, learner)
    return programme is not None and programme.three_strands


def _attendance(record: Record, learner: Learner) -> Trace:
    sums = sum_of_rows(record.hours_of(learner.id))
    lacks = (f"{say_minutes(sums.untold)} données sans relevé de présence",) if sums.untold else ()
    three = ((sums.given, "données"), (sums.attended, "suivies"), (sums.missed, "manquées"))
    said = ", ".join(f"{say_minutes(minutes)} {what}" if minutes else f"aucune {what[:-1]}" for minutes, what in three)
    return Trace("Présence", said, "fiches : Séances d’accompagnement ; heures", lacks)


def _follow_up(record: Record, learner: Learner) -> Trace:
    problem, held = record.problem, record.held(learner.id)
    followed = [s for s in held if is_followed(record, s) and s.day < record.today]
    visits = [s for s in held if s.kind == Kind.VISIT]
    actions = record.actions_of(learner.id)
    lacks = []
    if _now(record, learner) in WITHOUT and not any(
        a.nature in (Nature.EMPLOYER_SEARCH, Nature.PUBLIC_SERVICE) for a in actions
    ):
        lacks.append("sans contrat, et aucune action de recherche d’employeur")
    due = [v for v in problem.visits_due if v.apprentice_id == learner.id and v.now]
    if len(due) > len(visits):
        lacks.append(f"{count(len(due) - len(visits), 'visite')} en entreprise à dater")
    if learner.ref_trainer is None:
        lacks.append("formateur référent non indiqué")
    if is_new_entrant(problem, learner) and (state := before_company(record, learner)) in ("non", "en partie"):
        lacks.append(f"module d’entrée avant l’entreprise : {state}")
    said = (
        f"{count(len(followed), 'séance passée', 'séances passées')} d’accompagnement, "
        f"{count(len(visits), 'visite')} au calendrier, {count(len(actions), 'action')}"
    )
    return Trace("Suivi", said, "fiches ; entreprises ; entrants", tuple(lacks))


def _regulation(record: Record, learner: Learner) -> Trace:
    mine = [d for d in record.decided if learner.id in d.people]
    open_ = sum(not d.line.history for d in mine)
    unsaid = sum(bool(d.line.history) and not d.line.by for d in mine)
    over = [p for p in record.periods if p.last < record.today]
    lacks: tuple[str, ...] = (f"{count(open_, 'proposition')} sans décision",) if open_ else ()
    lacks += (f"{count(unsaid, 'décision')} sans auteur",) if unsaid else ()
    if over and not record.decided:
        lacks += ("aucune régulation tracée alors qu’une période est terminée",)
    changes = (record.changes or {}).get(learner.id, ())
    said = f"{count(len(mine), 'proposition')}, {count(len(changes), 'changement')} d’emploi du temps"
    return Trace("Régulation", said, "regulations ; fiches : Changements", lacks)
