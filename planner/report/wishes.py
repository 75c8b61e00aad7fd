"""What people asked for by name and a timetable does not keep."""

from collections.abc import Mapping
from datetime import date

from planner.domain import Problem, Timetable, Unmet
from planner.rule import Rules, active

WISHES: Mapping[str, str] = {
    "P16": "Souhait d’indisponibilité",
    "P10b": "Heures de trajet",
    "P17": "Pause supplémentaire",
    "P4b": "Minimum par jour",
    "P13": "Demi-journées pour les visites",
    "P21": "Lien entre cours",
    "P31": "Limite d’une semaine",
}
"""Preferences that somebody asked for by name, or line by line, and what to call them; others are only counted."""


def unmet_wishes(problem: Problem, timetable: Timetable, rules: Rules) -> tuple[Unmet, ...]:
    """What a timetable does not keep of them, by sort and day."""
    found = [
        Unmet(
            rule.key,
            WISHES[rule.key],
            finding.text,
            min((timetable.session[s].day for s in finding.sessions), default=None),
            next(iter(finding.people), None),
        )
        for rule in active(rules, problem)
        if rule.key in WISHES
        for finding in rule.check(problem, timetable)
        if not finding.to_verify
    ]
    order = list(WISHES)
    return tuple(sorted(found, key=lambda row: (order.index(row.rule), row.day or date.min, row.text)))
