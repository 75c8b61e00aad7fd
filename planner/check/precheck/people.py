"""Pre-checks on learners: entrants whom no day lets prepare before the company, ages that nobody knows."""

from collections.abc import Iterator
from datetime import date

from planner.check.idle import never_used
from planner.check.precheck.alert import Alert, origin, some
from planner.check.precheck.case import Case
from planner.check.precheck.load import free_minutes
from planner.domain import FixedEvent, Learner, Problem
from planner.hours.choosing import unchosen
from planner.hours.entry import entry_modules, first_company_day, is_new_entrant
from planner.hours.levels import untested
from planner.hours.regulated import kept_from, kept_until
from planner.words import say_all, say_day, say_minutes, say_span


def late_entrants(case: Case) -> Iterator[Alert]:
    """New entrants without a day, or without days enough, between their entry and the company."""
    problem = case.problem
    owed = sum(module.minutes for module in entry_modules(problem))
    for learner in problem.learners.values():
        company = first_company_day(problem, learner)
        if company is None or not problem.first <= company <= problem.last or not is_new_entrant(problem, learner):
            continue
        if never_used(problem, learner):
            continue  # which is said, and then there is no entry module either
        due = owed - learner.done_minutes.get("entry", 0)
        given = sum(_minutes(problem, learner, day) for day in problem.days if _between(learner, day, company))
        if given >= due:
            continue
        ways = [*_earlier_entry(problem, learner, company, due), *_later_company(problem, learner, company, due)]
        left = f"{say_minutes(given)} possibles sur {say_minutes(due)}" if given else "aucun jour possible"
        text = (
            f"{learner.name} commence en entreprise le {say_day(company)} : {left} avant cette date pour le module de "
            "préparation à l'entrée en entreprise, qui sera placé au plus tôt et signalé en retard. Solution : "
            f"{', '.join([*ways, 'ou noter ce qui est déjà fait'])}."
        )
        yield Alert("late_entrants", text, origin(problem, "learner", learner.id))


def _earlier_entry(problem: Problem, learner: Learner, company: date, due: int) -> Iterator[str]:
    """The latest entry that leaves hours enough before the company."""
    given = 0
    for day in sorted((d for d in problem.days if d < company), reverse=True):
        given += _minutes(problem, learner, day)
        if given >= due and (learner.entry is None or day < learner.entry):
            yield f"avancer l'entrée au {say_day(day)}"
            return
    yield "avancer l'entrée"


def _later_company(problem: Problem, learner: Learner, company: date, due: int) -> Iterator[str]:
    """The earliest first day in the company that has hours enough before it."""
    given = sum(_minutes(problem, learner, day) for day in problem.days if _between(learner, day, company))
    for day in (d for d in problem.days if d >= company and (learner.entry is None or d >= learner.entry)):
        given += _minutes(problem, learner, day)
        if given >= due:
            yield f"reculer le premier jour en entreprise après le {say_day(day)}"
            return
    yield "reculer le premier jour en entreprise"


def already_in_company(case: Case) -> Iterator[Alert]:
    """New entrants whose company began before the horizon: their entry module is late already."""
    problem = case.problem
    late = [
        learner
        for learner in problem.learners.values()
        if is_new_entrant(problem, learner)
        and (company := first_company_day(problem, learner)) is not None
        and company < problem.first
        and not never_used(problem, learner)
    ]
    if late:
        text = (
            f"Entrent au CFA après avoir commencé en entreprise : {some([learner.name for learner in late])}. Leur "
            "module de préparation à l'entrée en entreprise sera placé au plus tôt et signalé en retard. Solution : "
            "vérifier les colonnes « entrée » et « contrat début » de la feuille Apprenants, ou noter ce qui est fait "
            "dans « module d'entrée déjà fait »."
        )
        yield Alert("already_in_company", text, origin(problem, "learner", late[0].id))


def unknown_levels(case: Case) -> Iterator[Alert]:
    """People without any result in a domain in which others have some: what their level is taken for."""
    problem = case.problem
    people = untested(problem)
    if people:
        names = [f"{problem.learners[a].name} ({say_all(domains)})" for a, domains in people.items()]
        unknown = problem.settings.unknown_level
        one = len(names) == 1
        taken = (
            f"{'compte' if one else 'comptent'} comme niveau {unknown}"
            if unknown
            else f"{'va' if one else 'vont'} dans les groupes de consolidation qui ont de la place"
        )
        text = (
            f"Sans résultat de positionnement : {some(names)}. Jusqu'à un premier résultat, "
            f"{'cette personne' if one else 'ces personnes'} {taken} (réglage « niveau non connu » de la feuille "
            "Paramètres). Solution : écrire le résultat dans la feuille Résultats dès qu'il est connu."
        )
        yield Alert("unknown_levels", text, origin(problem, "learner", next(iter(people))))


def unauthorised_minors(case: Case) -> Iterator[Alert]:
    """Minors without any date of authorisation, who miss the courses on regulated equipment of their class."""
    problem = case.problem
    people = kept_from(problem)
    if people:
        names = [f"{problem.learners[a].name} ({say_all(subjects)})" for a, subjects in people.items()]
        one = len(names) == 1
        minors = "Cette personne est mineure, n'a pas" if one else "Ces personnes sont mineures, n'ont pas"
        text = (
            f"Sans autorisation pour les travaux réglementés : {some(names)}. {minors} ces cours et "
            f"{'est' if one else 'sont'} en autonomie encadrée à leur place. Solution : remplir « travaux réglementés "
            "autorisés le » dans la feuille Apprenants dès que la date est connue."
        )
        yield Alert("unauthorised_minors", text, origin(problem, "learner", next(iter(people))))


def unmade_choices(case: Case) -> Iterator[Alert]:
    """People of a final year without a choice of guidance, who count as undecided."""
    problem = case.problem
    people = unchosen(problem)
    if people:
        one = len(people) == 1
        text = (
            f"Choix d'orientation non rempli, en dernière année : {some([learner.name for learner in people])}. "
            f"{'Cette personne compte' if one else 'Ces personnes comptent'} comme « à décider », avec des heures dans "
            "les deux modules (poursuite d'études et insertion professionnelle). Solution : remplir « choix "
            "d'orientation » dans la feuille Apprenants dès que le choix est fait."
        )
        yield Alert("unmade_choices", text, origin(problem, "learner", people[0].id))


def late_authorisations(case: Case) -> Iterator[Alert]:
    """Minors whose authorisation comes within the timetable, who miss the courses on regulated equipment before it."""
    problem = case.problem
    people = kept_until(problem)
    if people:
        names = []
        for person, subjects in people.items():
            learner = problem.learners[person]
            assert learner.regulated_ok is not None
            names.append(f"{learner.name} ({say_all(subjects)}, avant le {say_day(learner.regulated_ok)})")
        text = (
            f"Travaux réglementés autorisés en cours de période : {some(names)}. Mineurs, ils n'ont pas ces cours "
            "avant et sont en autonomie encadrée à leur place ; les heures sont dans la feuille Heures manquées. "
            "Solution : avancer l'autorisation, ou faire rattraper ces heures."
        )
        yield Alert("late_authorisations", text, origin(problem, "learner", next(iter(people))))


def long_events(case: Case) -> Iterator[Alert]:
    """Events that are longer than the day of somebody whom they call."""
    problem = case.problem
    for event in problem.events:
        if not problem.first <= event.day <= problem.last:
            continue
        minutes = problem.event_minutes(event)
        named = [problem.learners[a] for a in event.apprentice_ids if a in problem.learners]
        called = named or [p for c in event.class_ids for p in problem.roster(c, event.day, event.part)]
        for learner in called:
            rows = problem.arranged(learner.id, "max_day", event.day)
            most = min((row.minutes for row in rows), default=minutes)
            if most < minutes:
                text = (
                    f"« {event.label} », {say_day(event.day)} : {say_minutes(minutes)}, et {learner.name} a "
                    f"{say_minutes(most)} au plus ce jour-là (feuille Aménagements). {learner.name} quittera donc "
                    "l'événement quand sa journée sera pleine, et n'aura rien d'autre ce jour-là. Solution, si ce "
                    "n'est pas voulu : raccourcir l'événement, ou n'y nommer que les autres."
                )
                yield Alert("long_events", text, origin(problem, "event", event.id))


def double_events(case: Case) -> Iterator[Alert]:
    """People whom an event names at the hour of one of their class: they go to the first and to no other."""
    problem = case.problem
    found: dict[tuple[str, str], tuple[FixedEvent, FixedEvent, dict[str, None]]] = {}
    for event in problem.events:
        roster = [p for c in event.class_ids for p in problem.roster(c, event.day, event.part)]
        for learner in roster if problem.first <= event.day <= problem.last else ():
            own = problem.at_own_event(learner, event)
            if own is not None and problem.here(learner, event.day, event.start, event.end):
                # One alert for two rows, however many days they have in common.
                rows = origin(problem, "event", own.id), origin(problem, "event", event.id)
                found.setdefault(rows, (own, event, {}))[2][learner.name] = None
    for (place, other), (own, event, names) in found.items():
        text = (
            f"« {own.label} », {say_day(own.day)} {say_span(own.start, own.end)}, nomme {some([*names])}, pendant "
            f"« {event.label} » de la classe : qui est nommé ne va qu'à « {own.label} ». Solution, si ce n'est pas "
            "voulu : changer l'heure de l'un des deux, ou ne plus nommer ces personnes."
        )
        yield Alert("double_events", text, " et ".join(filter(None, (place, other))))


def _between(learner: Learner, day: date, company: date) -> bool:
    return day < company and (learner.entry is None or day >= learner.entry)


def _minutes(problem: Problem, learner: Learner, day: date) -> int:
    """Minutes of a day that may hold blocks of the entry module."""
    settings, member = problem.settings, learner.membership(day)
    bells = problem.bells_of(member.class_id) if member else problem.bells_at("")
    limit = settings.day_limit(learner.minor(day))
    return min(limit, free_minutes(problem, bells, day, learner.absences))


def unknown_ages(case: Case) -> Iterator[Alert]:
    """Learners without a birth date, who are counted as adults."""
    problem = case.problem
    unknown = [p for p in problem.learners.values() if p.birth is None and not never_used(problem, p)]
    if unknown:
        text = (
            f"Date de naissance inconnue : {some([learner.name for learner in unknown])}. Les limites des mineurs "
            "(durée du jour, pause, repos, encadrement) ne leur sont pas appliquées. Solution : remplir la colonne "
            "« naissance » de la feuille Apprenants."
        )
        yield Alert("unknown_ages", text, origin(problem, "learner", unknown[0].id))
