"""Settings of *Paramètres* that differ between two workbooks, by the names that the workbook gives them."""

from collections.abc import Iterator
from typing import Any

from planner.domain import Problem
from planner.words import count, say_minutes

IN_DAYS, IN_MINUTES, AS_TYPED, HIDDEN = "days", "minutes", "plain", "secret"
SETTING_NAMES = {
    "name": ("établissement", AS_TYPED),
    "zone": ("zone", AS_TYPED),
    "notice_days": ("délai de prévenance", IN_DAYS),
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
    "visits_per_half": ("visites par demi-journée", AS_TYPED),
    "visit_minutes": ("durée d'une visite", IN_MINUTES),
    "remote_share": ("part à distance maximale", AS_TYPED),
    "unknown_level": ("niveau non connu", AS_TYPED),
    "least_presence": ("présence minimale", IN_MINUTES),
    "entry_makeup": ("rattraper le module d'entrée", AS_TYPED),
}
"""Field of `Settings` → its name in the workbook, and what its value is; a test compares the names with the sheet."""


def changed_settings(old: Problem, new: Problem) -> Iterator[str]:
    """« délai de prévenance : 10 jours (7 jours auparavant) », for each setting that differs."""
    before, after = old.settings, new.settings
    for field, (name, kind) in SETTING_NAMES.items():
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield f"{name} : changé" if kind == HIDDEN else _told(name, _value(was, kind), _value(now, kind))
    for name in sorted({*before.extra, *after.extra}):
        if before.extra.get(name) != after.extra.get(name):
            yield _told(name, before.extra.get(name, ""), after.extra.get(name, ""))


def _told(name: str, was: str, now: str) -> str:
    return f"{name} : {now or 'vide'} ({was or 'vide'} auparavant)"


def _value(value: Any, kind: str) -> str:
    if kind == IN_MINUTES:
        return say_minutes(value)
    if kind == IN_DAYS:
        return count(value, "jour")
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
