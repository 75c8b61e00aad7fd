"""Alerts about people that no hour shows: rights that end, ages that nobody knows."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain import Learner, Problem, Status
from planner.hours.levels import untested
from planner.words import say_all

AHEAD = 30
"""Days after the horizon in which rights that end are still announced."""


def people_alerts(problem: Problem) -> Iterator[tuple[int, str, Learner, str]]:
    """(urgency, alert, learner, detail) of everyone on the roll, in the order of the workbook."""
    settings, domains = problem.settings, untested(problem)
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
            text = "Compté comme majeur : remplir la colonne « naissance » de la feuille Apprenants."
            yield 3, "Date de naissance inconnue", learner, text
        if learner.id in domains:
            text = f"{say_all(domains[learner.id])} : écrire le premier résultat dans la feuille Résultats."
            yield 3, "Sans résultat de positionnement", learner, text


def _entry(learner: Learner) -> tuple[date, ...]:
    return (learner.entry,) if learner.entry else ()
