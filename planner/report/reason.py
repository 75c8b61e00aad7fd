"""The reason of a version that nobody typed: what has changed in the workbook, without a word on anyone.

The history is kept and read by others, long after. A change about people is counted under the name of what it is about
(« aménagements (1 apprenant) »); what concerns a class, a room or the whole centre is said as it is.
"""

from collections.abc import Iterable, Sequence

from planner.labels import private
from planner.report.changes import Change
from planner.words import count

HEADINGS = {
    "entry": "entrées",
    "gone": "départs",
    "exit": "départs",
    "stays": "départs annulés",
    "contract": "contrats",
    "class": "changements de classe",
    "results": "résultats",
    "absence": "absences",
    "calendar": "calendriers personnels",
    "choice": "choix d’orientation",
    "remote": "modalités",
    "learner": "fiches d’apprenants",
    "realised": "séances réalisées",
    "need": "besoins",
    "trainer": "équipe",
    "arrangements": "aménagements",
    "exemptions": "dispenses",
    "paths": "parcours individuels",
    "pairings": "ensemble ou séparés",
    "event": "événements",
}
"""Kinds of change that may name somebody → what the history says of them."""
MOST_NAMED = 3
"""Changes that the history names; the rest is counted."""


def plain_reason(told: Iterable[Change]) -> str:
    """What has changed, in one line that names nobody; empty where nothing has."""
    people: dict[str, list[Change]] = {}
    for change in told:
        people.setdefault(_heading(change), []).append(change)
    lines = [_folded(heading, rows) for heading, rows in people.items()]
    more = (
        f" ; {count(len(lines) - MOST_NAMED, 'autre changement', 'autres changements')}"
        if len(lines) > MOST_NAMED
        else ""
    )
    return " ; ".join(lines[:MOST_NAMED]) + more


def _heading(change: Change) -> str:
    """What a change is folded under: what it is about where it may name somebody, else its own sentence."""
    if change.kind == "event" and not change.reach.apprentice_ids and not private(change.text):
        return change.kept.rstrip(".")
    return HEADINGS.get(change.kind, change.text.rstrip("."))


def _folded(heading: str, rows: Sequence[Change]) -> str:
    """« aménagements (1 apprenant) », « absences (2 apprenants, 1 formateur) »; a sentence as it is."""
    if heading not in HEADINGS.values():
        return heading
    learners = {a for change in rows for a in change.reach.apprentice_ids}
    trainers = {t for change in rows if change.kind != "event" for t in change.reach.trainer_ids}
    parts = ((len(learners), "apprenant"), (len(trainers), "formateur"))
    said = ", ".join(count(number, word) for number, word in parts if number)
    return f"{heading} ({said})" if said else heading
