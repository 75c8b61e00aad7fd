"""Families of subjects: what gives a title its hue, wherever many of them stand side by side.

A family is read from what is shown and from nothing else, so that a hue never tells more than the words do.
"""

import re
from functools import lru_cache

from outputs.ics.texts import Text
from outputs.labels import SUPPORT_LABEL
from planner.domain import key
from planner.labels import MEETING_LABEL

FAMILIES = {
    "letters": "Français, histoire-géographie",
    "languages": "Langues vivantes",
    "sciences": "Mathématiques, sciences",
    "health": "EPS, santé, prévention",
    "arts": "Arts",
    "management": "Économie, gestion",
    "project": "Projet, chef-d’œuvre",
    "trade": "Enseignement professionnel",
    "support": "Accompagnement, autonomie",
    "other": "Rendez-vous, événement",
}
"""Families by name, in the order of a legend, with what a legend says."""

_WORDS = (
    ("support", "accompagnement autonomie soutien consolidation orientation"),
    ("project", "oeuvre intervention cointervention projet"),
    ("languages", "anglais espagnol allemand italien portugais arabe chinois langue langues lv1 lv2 lva lvb"),
    ("letters", "francais lettres histoire geographie emc expression communication litterature"),
    ("health", "eps sport sportive pse prevention sante securite secourisme sst"),
    ("arts", "art arts plastique plastiques musique dessin"),
    ("management", "gestion economie management comptabilite droit marketing"),
    ("sciences", "mathematiques maths math physique chimie sciences svt biologie informatique numerique"),
    ("other", "rendez evenement examen epreuve ccf sortie visite reunion conseil"),
)
"""Words by family, without accents; the first family that has one wins. A title without any is of the trade."""
_WORKSHOP = ("tp", "technologie", "atelier", "pratique")
"""First words of what is of the trade, whatever follows: *Technologie du service et communication*."""


@lru_cache(maxsize=10_000)
def family(title: str) -> str:
    """The family of a title as it is shown, one of `FAMILIES`."""
    words = re.findall(r"\w+", key(title).replace("œ", "oe"))
    if words and words[0] in _WORKSHOP:
        return "trade"
    return next((name for name, known in _WORDS if {*words} & {*known.split()}), "trade")


def family_of(text: Text) -> str:
    """The family of an event of a calendar: what it is where it is no course, else that of its title."""
    return _OF_KIND.get(text.kind) or family(text.summary)


_OF_KIND = {SUPPORT_LABEL: "support", MEETING_LABEL: "other"}
