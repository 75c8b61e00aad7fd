"""Settings of *Paramètres* that differ between two workbooks, by the names that the workbook gives them."""

from collections.abc import Iterator
from typing import Any

from planner.domain import Problem
from planner.words import count, say_minutes

DAYS, MINUTES, PLAIN, SECRET = "days", "minutes", "plain", "secret"
NAMES = {
    "name": ("établissement", PLAIN),
    "zone": ("zone", PLAIN),
    "notice_days": ("délai de prévenance", DAYS),
    "salt": ("sel", SECRET),
    "term": ("repère", PLAIN),
    "after": ("suite de", PLAIN),
    "no_contract_days": ("droits sans contrat", DAYS),
    "broken_days": ("droits après rupture", DAYS),
    "lunch_minutes": ("pause de midi", MINUTES),
    "minor_day": ("durée max jour mineur", MINUTES),
    "minor_week": ("durée max semaine mineur", MINUTES),
    "adult_day": ("durée max jour majeur", MINUTES),
    "adult_week": ("durée max semaine majeur", MINUTES),
    "minor_break_after": ("pause mineur après", MINUTES),
    "minor_break": ("pause mineur", MINUTES),
    "adult_break_after": ("pause majeur après", MINUTES),
    "adult_break": ("pause majeur", MINUTES),
    "extra_break_after": ("pause supplémentaire après", MINUTES),
    "rest_under_16": ("repos avant 16 ans", MINUTES),
    "rest_minor": ("repos mineur", MINUTES),
    "rest_adult": ("repos majeur", MINUTES),
    "rights_days": ("délai droits et devoirs", DAYS),
    "visits_per_half": ("visites par demi-journée", PLAIN),
    "visit_minutes": ("durée d'une visite", MINUTES),
    "remote_share": ("part à distance maximale", PLAIN),
}
"""Field of `Settings` → its name in the workbook, and what its value is; a test compares the names with the sheet."""


def changed_settings(old: Problem, new: Problem) -> Iterator[str]:
    """« délai de prévenance : 10 jours (7 jours auparavant) », for each setting that differs."""
    before, after = old.settings, new.settings
    for field, (name, kind) in NAMES.items():
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield f"{name} : changé" if kind == SECRET else _told(name, _value(was, kind), _value(now, kind))
    for name in sorted({*before.extra, *after.extra}):
        if before.extra.get(name) != after.extra.get(name):
            yield _told(name, before.extra.get(name, ""), after.extra.get(name, ""))


def _told(name: str, was: str, now: str) -> str:
    return f"{name} : {now or 'vide'} ({was or 'vide'} auparavant)"


def _value(value: Any, kind: str) -> str:
    if kind == MINUTES:
        return say_minutes(value)
    if kind == DAYS:
        return count(value, "jour")
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
