"""The lists that a planner reads beside the timetable, as plain rows under French headers."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from outputs.alerts.classes import class_alerts
from outputs.alerts.lost_hours import lost_alerts
from outputs.alerts.means import support_alerts, unhelped_alerts
from outputs.alerts.people import alone_alerts, order_alerts, people_alerts
from outputs.grid import hour
from outputs.labels import GUIDANCE_NAMES, KIND_NAMES, MODALITY_NAMES, STRAND_NAMES
from outputs.views import Reader
from planner.domain import (
    About,
    ApprenticeId,
    ClassId,
    CourseId,
    Debt,
    Kind,
    Problem,
    Session,
    Timetable,
    Unmet,
    Unplaced,
    missed_for_good,
    missed_hours,
    name_order,
    recovered,
)
from planner.hours.entry import ENTRY_THEMES
from planner.hours.levels import asked_target
from planner.words import DAY_NAMES

Value = str | int | float | date | time


class Share(float):
    """A share of a whole (0.25: a quarter), shown in per cent."""


LOCK = "Verrou"
"""Column of the list of sessions that the planner fills: ``x`` keeps a session as it is."""


class Figure(float):
    """A figure that is no hours: months, years."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its title: headers, their widths in characters, rows."""

    title: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    printed: int = 0
    """How many of the first columns are printed: codes stand behind them; 0: all."""


def hours(minutes: int) -> float:
    """Minutes as hours, to the hundredth."""
    return round(minutes / 60, 2)


def moment(minutes: int) -> Value:
    """A time of day that sorts as such; midnight at the end of a day, which is none, as a text."""
    return time(*divmod(minutes, 60)) if minutes < 24 * 60 else hour(minutes)


def person(problem: Problem, apprentice_id: ApprenticeId) -> str:
    """``DUMONT Farid``, or the id of somebody who is no longer in the workbook."""
    learner = problem.learners.get(apprentice_id)
    return learner.listed if learner else apprentice_id


def class_of(problem: Problem, apprentice_id: ApprenticeId) -> str:
    """Name of the first class of somebody, empty for who has none."""
    learner = problem.learners.get(apprentice_id)
    names = (
        [problem.classes[m.class_id].name for m in learner.memberships if m.class_id in problem.classes]
        if learner
        else []
    )
    return names[-1] if names else ""


def target_name(problem: Problem, target: str) -> str:
    """A module, a strand or a course to make up in words; an empty target is the support promised in each stay."""
    if not target:
        return "Accompagnement à chaque alternance"
    if target == "cycle":
        return "Minimum d'heures du diplôme"
    module = next((m for m in problem.modules.values() if m.id == target), None)
    course = next((c for c in problem.courses.values() if c.id == target), None)
    if course is not None and module is None:
        return f"{course.subject} ({class_names(problem, course.class_ids)}, rattrapage)"
    return STRAND_NAMES.get(target) or (module.label if module else target)


def debt_name(problem: Problem, debt: Debt) -> str:
    """What a row of hours due is about, whatever level gives it; a course followed elsewhere with its classes."""
    course = problem.courses.get(CourseId(debt.target)) if debt.source == "programme" else None
    if course and for_good(debt):
        return f"{course.subject} : heures manquées"
    if course:
        return f"{course.subject} ({class_names(problem, course.class_ids)})"
    return target_name(problem, asked_target(problem, debt))


def for_good(debt: Debt) -> bool:
    """Whether a row lists hours missed that nobody wants made up: the sheet of missed hours has each of them."""
    return debt.need_id == missed_for_good(CourseId(debt.target))


def class_names(problem: Problem, class_ids: Iterable[ClassId]) -> str:
    """Names of classes, in the order given."""
    return ", ".join(problem.classes[c].name if c in problem.classes else c for c in class_ids)


def session_table(problem: Problem, timetable: Timetable) -> Table:
    """All sessions, one a row."""
    reader = Reader(problem, timetable, public=False)
    headers = (
        "Date", "Jour", "Début", "Fin", "Durée (h)", "Type", "Intitulé", "Classes", "Demi-classe", "Formateurs",
        "Salle", "Effectif", LOCK, "Semaine", "Intitulé diffusé", "Volet", "Barrette", "Période", "Modalité",
        "Encadrement", "Groupe d'accompagnement", "Identifiant",
    )  # fmt: skip
    widths = (11, 10, 9, 9, 9, 18, 34, 26, 8, 20, 16, 8, 9, 9, 30, 22, 20, 12, 20, 16, 20, 24)
    rows = tuple(_session_row(reader, s) for s in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)))
    note = "Date, heures, formateurs, salle et verrou se modifient ici ; ensuite : barrette update DIR --edited FICHIER"
    return Table("Séances", headers, widths, rows, f"{note} · liste n° {_stamp(rows)}", headers.index(LOCK))


def _stamp(rows: tuple[tuple[Value, ...], ...]) -> str:
    """Eight letters that tell one list of sessions from another, so that a file given back is known for what it is."""
    return hashlib.sha256(repr(rows).encode("utf-8")).hexdigest()[:8]


def _session_row(reader: Reader, session: Session) -> tuple[Value, ...]:
    problem = reader.problem
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    period = next((p.label for p in problem.periods if p.id == session.period_id), "")
    return (
        session.day,
        DAY_NAMES[session.day.weekday()],
        moment(session.start),
        moment(session.end),
        hours(session.minutes),
        KIND_NAMES.get(session.kind, session.kind),
        session.label,
        reader.classes(session),
        session.part,
        reader.trainers(session),
        reader.room(session),
        len(reader.timetable.attendees.get(session.id, ())),
        "",
        session.day.isocalendar().week,
        session.public_label,
        STRAND_NAMES.get(session.strand, ""),
        barrette.name if barrette else "",
        period,
        MODALITY_NAMES.get(session.modality, ""),
        GUIDANCE_NAMES.get(session.guidance, ""),
        session.group_id or "",
        session.id,
    )


def group_table(problem: Problem, timetable: Timetable) -> Table:
    """Who is in which group of which barrette in which period, one person a row."""
    reader = Reader(problem, timetable, public=False)
    headers = ("Période", "Barrette", "Module", "Formateurs", "Salle", "Effectif", "Apprenant", "Classe", "Groupe")
    labels = {p.id: p.label for p in problem.periods}
    rows = []
    for group in timetable.groups:
        barrette = problem.barrettes.get(group.barrette_id)
        start = (
            labels.get(group.period_id, group.period_id),
            barrette.name if barrette else group.barrette_id,
            target_name(problem, group.module_id),
            reader.names(group.trainer_ids),
            reader.place(group.room_id),
            len(group.apprentice_ids),
        )
        people = [(person(problem, a), class_of(problem, a)) for a in group.apprentice_ids]
        people.sort(key=lambda row: (name_order(row[0]), row))
        rows += [(*start, *who, group.id) for who in people]
    return Table("Groupes", headers, (14, 22, 32, 24, 18, 9, 28, 24, 26), tuple(rows), printed=8)


def debt_table(problem: Problem, timetable: Timetable) -> Table:
    """Hours due to each person, planned and left, what is left first."""
    headers = (
        "Apprenant", "Classe", "Module ou volet", "Heures dues", "Heures prévues", "Reste à placer", "Échéance",
        "Priorité", "Origine", "Motif", "Besoin",
    )  # fmt: skip
    found = sorted(
        (d for d in timetable.debts if not for_good(d)),
        key=lambda d: (left(d) == 0, d.priority, name_order(person(problem, d.apprentice_id)), d.need_id),
    )
    rows = tuple(
        (
            person(problem, d.apprentice_id),
            class_of(problem, d.apprentice_id),
            debt_name(problem, d),
            hours(d.due),
            hours(d.planned),
            hours(left(d)),
            d.deadline,
            d.priority,
            d.source,
            d.told,
            d.need_id,
        )
        for d in found
    )
    note = "Les heures d'origine « programme » peuvent être les mêmes que celles d'un besoin : ne pas les additionner."
    return Table("Heures dues", headers, (26, 22, 28, 9, 10, 10, 11, 9, 18, 50, 24), rows, note, printed=10)


MAKEUP_NAMES = {"": "non", "led": "oui", "study": "oui, ou en autonomie"}


def missed_table(problem: Problem, timetable: Timetable) -> Table:
    """Hours of course that people miss while their class has them, made up or not; one session a row."""
    headers = ("Apprenant", "Classe", "Matière", "Date", "Début", "Fin", "Durée (h)", "Motif", "À rattraper")
    missed = missed_hours(problem, timetable.sessions, timetable.by_apprentice)
    rows = tuple(
        (
            person(problem, m.apprentice_id),
            class_of(problem, m.apprentice_id),
            problem.courses[m.course_id].subject,
            m.session.day,
            moment(m.session.start),
            moment(m.session.end),
            hours(m.session.minutes),
            m.why,
            MAKEUP_NAMES[m.makeup],
        )
        for m in missed
    )
    return Table("Heures manquées", headers, (28, 24, 30, 12, 9, 9, 10, 34, 20), rows)


def unmet_table(problem: Problem, unmet: Iterable[Unmet]) -> Table:
    """Wishes that are not kept, each by name."""
    rows = tuple(
        (
            row.wish,
            row.day or "",
            person(problem, row.apprentice_id) if row.apprentice_id else "",
            class_of(problem, row.apprentice_id) if row.apprentice_id else "",
            row.text,
            row.rule,
        )
        for row in unmet
    )
    headers = ("Souhait", "Date", "Apprenant", "Classe", "Détail", "Règle")
    return Table("Souhaits non suivis", headers, (32, 12, 28, 24, 90, 9), rows)


def left(debt: Debt) -> int:
    """Minutes that remain to be placed."""
    return max(0, debt.due - debt.planned)


def unplaced_table(problem: Problem, timetable: Timetable) -> Table:
    """What should exist and does not, with its reason."""
    headers = ("Type", "Quoi", "Classes", "Durée (h)", "Motif", "Identifiant")
    rows = tuple(
        (
            KIND_NAMES.get(u.kind, u.kind),
            unplaced_name(problem, u),
            class_names(problem, u.class_ids),
            hours(u.minutes),
            u.reason,
            u.session_id,
        )
        for u in timetable.unplaced
    )
    return Table("Non placé", headers, (20, 30, 30, 10, 80, 30), rows, printed=5)


def unplaced_name(problem: Problem, row: Unplaced) -> str:
    """The subject, the barrette, the event, the strand or else the kind of something that is not placed."""
    if row.course_id and row.course_id in problem.courses:
        return problem.courses[row.course_id].subject
    if row.barrette_id and row.barrette_id in problem.barrettes:
        return problem.barrettes[row.barrette_id].name
    if row.session_id in problem.event_of:
        return problem.event_of[row.session_id].label
    found = recovered(row)
    if found.about == About.WATCH:
        return "Encadrement de mineurs"
    if found.about == About.SEAT:
        return "Place à une heure de barrette"
    return STRAND_NAMES.get(found.strand) or KIND_NAMES.get(row.kind, row.session_id)


def unplaced_rows(problem: Problem, timetable: Timetable) -> list[tuple[tuple[ClassId, ...], str, int, str]]:
    """(classes, what, minutes, reason): what is missing to the same classes for the same reason is one row."""
    found: dict[tuple[tuple[ClassId, ...], str], list[Unplaced]] = {}
    for row in timetable.unplaced:
        found.setdefault((row.class_ids, row.reason), []).append(row)
    rows = []
    for (class_ids, reason), missing in found.items():
        names = Counter(unplaced_name(problem, row) for row in missing)
        what = ", ".join(f"{name} (×\u00a0{count})" if count > 1 else name for name, count in names.items())
        rows.append((class_ids, what, sum(row.minutes for row in missing), reason))
    return rows


def alert_table(problem: Problem, timetable: Timetable) -> Table:
    """What a planner should look at first: the most serious on top."""
    found: list[tuple[int, str, str, str, str]] = []
    for debt in timetable.debts:
        if (left(debt) or debt.late) and (what := _alert(problem, debt)):
            told = debt.told[:1].upper() + debt.told[1:]
            state = f"{hour(left(debt))} restant à placer" if left(debt) else "en retard"
            missing = f"{debt_name(problem, debt)} : {state}. {told}"
            who = person(problem, debt.apprentice_id), class_of(problem, debt.apprentice_id)
            found.append((what[0], what[1], *who, missing.strip()))
    for row in timetable.unplaced:
        what = UNPLACED_ALERTS.get(row.kind, (4, "Séance non placée"))
        text = f"{unplaced_name(problem, row)} ({hour(row.minutes)}) : {row.reason}"
        found.append((*what, "", class_names(problem, row.class_ids), text))
    of_people = (
        *people_alerts(problem),
        *order_alerts(problem, timetable),
        *alone_alerts(problem, timetable),
        *unhelped_alerts(problem, timetable),
        *support_alerts(problem, timetable),
        *lost_alerts(problem, timetable),
    )
    for urgency, name, learner, text in of_people:
        found.append((urgency, name, person(problem, learner.id), class_of(problem, learner.id), text))
    found += [(urgency, name, "", names, text) for urgency, name, names, text in class_alerts(problem, timetable)]
    headers = ("Urgence", "Alerte", "Apprenant", "Classe", "Détail")
    found.sort(key=lambda row: (row[0], *map(name_order, row[1:])))
    return Table("Alertes", headers, (9, 40, 26, 24, 84), tuple(found))


UNPLACED_ALERTS = {
    Kind.ONBOARDING: (1, "Module d'entrée en entreprise non placé"),
    Kind.COURSE: (1, "Cours non placé"),
    Kind.SUPPORT: (2, "Accompagnement absent de l'emploi du temps"),
    Kind.BARRETTE: (2, "Barrette non placée"),
    Kind.OPEN: (3, "Temps d'accompagnement non placé"),
    Kind.STUDY: (2, "Reste de la classe sans place encadrée"),
}


def _alert(problem: Problem, debt: Debt) -> tuple[int, str] | None:
    """How serious it is that hours are left, and its name; None where another list is enough."""
    if for_good(debt):
        return None
    module = next((m for m in problem.modules.values() if m.id == debt.target), None)
    theme = module.theme if module else ""
    if theme in ENTRY_THEMES:
        return 1, "Préparation à l'entrée en entreprise non terminée dans les délais"
    if theme == "employer_search":
        return 2, "Recherche d'employeur : heures restant à placer"
    if theme == "follow_up":
        return 2, "Suivi à distance : heures restant à placer"
    if debt.source == "rattrapage":
        return 2, "Heures manquées restant à rattraper"
    if debt.source == "programme" and debt.target in problem.courses:
        return 3, "Cours suivi dans une autre classe : séances manquées"
    if debt.target == "cycle":
        return 2, "Minimum d'heures du diplôme hors d'atteinte à ce rythme"
    if debt.source == "programme":
        return (3, "Volet sous son volume") if debt.target else (2, "Alternance sans accompagnement promis")
    return (2, "Besoin prioritaire non couvert") if debt.priority == 1 else None
