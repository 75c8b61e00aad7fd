"""Alerts about people that no list of hours shows: rights that end, ages that nobody knows, groups of one."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain import (
    MEETINGS,
    ApprenticeId,
    Guidance,
    Kind,
    Learner,
    ModuleId,
    Problem,
    Session,
    Status,
    Timetable,
    in_order,
)
from planner.hours.levels import untested
from planner.hours.regulated import kept_from
from planner.words import say_all, say_day, say_some, trainer_name

AHEAD = 30
"""Days after the horizon in which rights that end are still announced."""


def people_alerts(problem: Problem) -> Iterator[tuple[int, str, Learner, str]]:
    """(urgency, alert, learner, detail) of everyone on the roll, in the order of the workbook."""
    settings, domains, regulated = problem.settings, untested(problem), kept_from(problem)
    for learner in problem.learners.values():
        if not any(problem.enrolled(learner, day) for day in (problem.first, problem.last, *_entry(learner))):
            continue
        for since, days, status, words in (
            (learner.entry, settings.no_contract_days, Status.ENROLLED_NO_CONTRACT, "sans contrat"),
            (learner.contract_break, settings.broken_days, Status.CONTRACT_BROKEN, "après rupture"),
        ):
            last = since + timedelta(days=days) if since else None
            if last is None or not problem.first <= last <= problem.last + timedelta(days=AHEAD):
                continue
            if problem.status(learner, last) == status:
                text = f"Maintien au CFA {words} possible jusqu'au {last:%d/%m/%Y} ({days} jours)."
                yield 1 if last <= problem.last else 3, "Fin des droits proche", learner, text
        if learner.birth is None:
            text = "Compté comme majeur : remplissez la colonne « naissance » de la feuille Apprenants."
            yield 3, "Date de naissance inconnue", learner, text
        if learner.id in domains:
            text = f"{say_all(domains[learner.id])} : écrivez le premier résultat dans la feuille Résultats."
            yield 3, "Sans résultat de positionnement", learner, text
        if learner.id in regulated:
            text = f"{say_all(regulated[learner.id])} : remplissez « travaux réglementés autorisés le »."
            yield 2, "Travaux réglementés non autorisés", learner, text


def _entry(learner: Learner) -> tuple[date, ...]:
    return (learner.entry,) if learner.entry else ()


def order_alerts(problem: Problem, timetable: Timetable) -> Iterator[tuple[int, str, Learner, str]]:
    """(urgency, alert, learner, detail) of whoever hears of safety after another block of their entry module.

    The order gives way where more people, or the deadline, ask for it: the planner reads of whom.
    """
    safety = {m.id for m in problem.modules.values() if m.theme == "safety"}
    for learner in problem.learners.values():
        mine = timetable.by_apprentice.get(learner.id, ())
        blocks = [s for s in mine if s.kind == Kind.ONBOARDING and not problem.missed(s.id, learner.id)]
        last = max((s for s in blocks if s.module_id in safety), key=lambda s: (s.day, s.start), default=None)
        before = [s for s in blocks if last and s.module_id not in safety and (s.day, s.start) < (last.day, last.start)]
        if last is not None and before:
            told = say_all(f"« {s.label} » ({say_day(s.day)})" for s in in_order(before))
            text = f"{told} avant « {last.label} » ({say_day(last.day)}) : dites d'abord l'essentiel de la sécurité."
            yield 2, "Sécurité après une autre partie du module d'entrée", learner, text


def alone_alerts(problem: Problem, timetable: Timetable) -> Iterator[tuple[int, str, Learner, str]]:
    """(urgency, alert, learner, detail) of whoever is alone with a trainer in support that is meant for several.

    Not where the workbook asks for it: a talk between two, a module for one person, a need of *Besoins*.
    """
    asked = {(a, need.target) for need in problem.explicit_needs for a in need.apprentice_ids}
    found: dict[tuple[ApprenticeId, ModuleId], list[Session]] = {}
    for session in timetable.sessions:
        people, module = timetable.attendees.get(session.id, ()), problem.modules.get(session.module_id or ModuleId(""))
        led = session.kind in (Kind.SUPPORT, Kind.BARRETTE) and session.guidance == Guidance.LED and session.trainer_ids
        if module is None or not led or session.course_ids or len(people) != 1 or module.theme in MEETINGS:
            continue
        person = people[0].apprentice_id
        if (
            person in problem.learners
            and 1 not in (module.min_size, module.max_size)
            and (person, module.id) not in asked
        ):
            found.setdefault((person, module.id), []).append(session)
    for (person, module_id), sessions in sorted(found.items()):
        days = say_some(f"{s.day:%d/%m}" for s in sessions)
        adults = say_all(dict.fromkeys(trainer_name(problem, t) for s in sessions for t in s.trainer_ids))
        text = (
            f"{problem.modules[module_id].label} : seule personne du groupe, avec {adults} ({days}). Pour n'en plus "
            "ouvrir de si petit : « effectif minimal » de la feuille Modules."
        )
        yield 3, "Groupe d'une seule personne", problem.learners[person], text
