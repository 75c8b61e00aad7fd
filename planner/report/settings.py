"""Settings, and figures of a trainer or a room, that differ between two workbooks, by the names they have there."""

from collections.abc import Iterator, Mapping
from typing import Any

from planner.domain import Learner, Problem, Trainer
from planner.words import count, say_minutes

IN_DAYS, IN_MINUTES, AS_TYPED, HIDDEN, ON_A_DATE = "days", "minutes", "plain", "secret", "date"
SETTING_NAMES = {
    "name": ("établissement", AS_TYPED),
    "zone": ("zone", AS_TYPED),
    "notice_days": ("délai de prévenance", IN_DAYS),
    "displaced": ("séances déplacées pour une autre", AS_TYPED),
    "salt": ("sel", HIDDEN),
    "term": ("repère", AS_TYPED),
    "after": ("suite de", AS_TYPED),
    "no_contract_days": ("droits sans contrat", IN_DAYS),
    "broken_days": ("droits après rupture", IN_DAYS),
    "lunch_minutes": ("pause de midi", IN_MINUTES),
    "minor_day": ("durée max jour mineur", IN_MINUTES),
    "minor_week": ("durée max semaine mineur", IN_MINUTES),
    "adult_day": ("durée max jour majeur", IN_MINUTES),
    "adult_week": ("durée max semaine majeur", IN_MINUTES),
    "minor_break_after": ("pause mineur après", IN_MINUTES),
    "minor_break": ("pause mineur", IN_MINUTES),
    "adult_break_after": ("pause majeur après", IN_MINUTES),
    "adult_break": ("pause majeur", IN_MINUTES),
    "extra_break_after": ("pause supplémentaire après", IN_MINUTES),
    "rest_under_16": ("repos avant 16 ans", IN_MINUTES),
    "rest_minor": ("repos mineur", IN_MINUTES),
    "rest_adult": ("repos majeur", IN_MINUTES),
    "rights_days": ("délai droits et devoirs", IN_DAYS),
    "licence_age": ("âge de l'aide au permis", AS_TYPED),
    "visits_per_half": ("visites par demi-journée", AS_TYPED),
    "visit_minutes": ("durée d'une visite", IN_MINUTES),
    "remote_share": ("part à distance maximale", AS_TYPED),
    "unknown_level": ("niveau non connu", AS_TYPED),
    "neighbour_levels": ("niveaux voisins", AS_TYPED),
    "least_presence": ("présence minimale", IN_MINUTES),
    "entry_makeup": ("rattraper le module d'entrée", AS_TYPED),
    "address": ("adresse", AS_TYPED),
    "public_address": ("adresse publique", AS_TYPED),
    "whole_days": ("journées entières", AS_TYPED),
}
"""Field of `Settings` → its name in the workbook, and what its value is; a test compares the names with the sheet."""

TRAINER_NAMES = {
    "max_day": ("max par jour", IN_MINUTES),
    "max_week": ("max par semaine", IN_MINUTES),
    "max_month": ("max par mois", IN_MINUTES),
    "year_minutes": ("heures de l'année", IN_MINUTES),
    "year_done": ("heures déjà faites", IN_MINUTES),
    "free_half_days": ("demi-journées libres", AS_TYPED),
    "min_day": ("minimum par jour", IN_MINUTES),
    "email": ("courriel", HIDDEN),
    "phone": ("téléphone", HIDDEN),
}
ROOM_NAMES = {
    "seats": ("places", AS_TYPED),
    "type": ("type", AS_TYPED),
    "shared": ("groupes simultanés", AS_TYPED),
    "joins": ("réunit", HIDDEN),
}
LEARNER_NAMES = {
    "last_name": ("nom", AS_TYPED),
    "first_name": ("prénom", AS_TYPED),
    "birth": ("naissance", ON_A_DATE),
    "entry": ("entrée", ON_A_DATE),
    "first_company_day": ("premier jour en entreprise", ON_A_DATE),
    "employer": ("employeur", AS_TYPED),
    "sector": ("secteur", AS_TYPED),
    "choice_on": ("choix fait le", ON_A_DATE),
    "company_minutes": ("heures hebdo en entreprise", IN_MINUTES),
    "regulated_ok": ("travaux réglementés autorisés le", ON_A_DATE),
    "free_exit": ("sortie libre autorisée le", ON_A_DATE),
    "email": ("courriel", HIDDEN),
    "phone": ("téléphone", HIDDEN),
    "guardian": ("représentant légal", HIDDEN),
    "guardian_email": ("courriel du représentant", HIDDEN),
    "guardian_phone": ("téléphone du représentant", HIDDEN),
    "siret": ("siret de l'employeur", AS_TYPED),
    "employer_address": ("adresse de l'employeur", AS_TYPED),
    "employer_email": ("courriel de l'employeur", HIDDEN),
    "employer_phone": ("téléphone de l'employeur", HIDDEN),
}
"""Field of a row of *Formateurs*, *Salles* or *Apprenants* that is a figure or a word → its column, and what it is."""
OF_TRAINERS = {"skills": "compétences", "skill_until": "habilitations", "sites": "sites"}
"""Field of a trainer that is a list → what it is called."""
CHANGED = "ses informations ont changé"


def changed_settings(old: Problem, new: Problem) -> Iterator[str]:
    """« délai de prévenance : 10 jours (7 jours auparavant) », for each setting that differs."""
    before, after = old.settings, new.settings
    yield from changed_cells(before, after, SETTING_NAMES)
    for name in sorted({*before.extra, *after.extra}):
        if before.extra.get(name) != after.extra.get(name):
            yield _told(name, before.extra.get(name, ""), after.extra.get(name, ""))


def changed_cells(before: object, after: object, names: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """« max par semaine : 12 h (22 h auparavant) », for each field of two rows that differs; ``names``: as above."""
    for field, (name, kind) in names.items():
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield f"{name} : changé" if kind == HIDDEN else _told(name, _value(was, kind), _value(now, kind))


def changed_learner(before: Learner, after: Learner) -> str:
    """What differs of a person, cell by cell; in general where no cell says it."""
    cells = [*changed_cells(before, after, LEARNER_NAMES), *_changed_options(before, after)]
    return " ; ".join(cells) or CHANGED


def _changed_options(before: Learner, after: Learner) -> Iterator[str]:
    """« LV2 : Allemand (Espagnol auparavant) », for each column by which courses are reserved."""
    for column in sorted({column for column, _value in (*before.options, *after.options)}):
        was, now = ([v for c, v in learner.options if c == column] for learner in (before, after))
        if was != now:
            yield _told(column, ", ".join(was), ", ".join(now))


def changed_trainer(before: Trainer, after: Trainer) -> str:
    """The same of a trainer; of what is a list, that it is another one."""
    lists = [name for field, name in OF_TRAINERS.items() if getattr(before, field) != getattr(after, field)]
    cells = [*changed_cells(before, after, TRAINER_NAMES), *(f"d'autres {name}" for name in lists)]
    return " ; ".join(cells) or CHANGED


def _told(name: str, was: str, now: str) -> str:
    return f"{name} : {now or 'vide'} ({was or 'vide'} auparavant)"


def _value(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == IN_MINUTES:
        return say_minutes(value)
    if kind == IN_DAYS:
        return count(value, "jour")
    if kind == ON_A_DATE:
        return f"{value:%d/%m/%Y}"
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
