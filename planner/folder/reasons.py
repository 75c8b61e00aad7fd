"""Reasons that a planner gives, which the history keeps and others read."""

import re

from planner.answer import USAGE, Refused
from planner.domain import key
from planner.labels import private

_TELLING = re.compile(r"\b(?:malad\w*|hospital\w*|hopital|grossesse|matern\w*|accident\w*|greve|deces|deuil|burn)\b")


def neutral(reason: str) -> None:
    """A reason is kept and read by others: raises Refused where it tells something about somebody's health or life."""
    if private(reason) or _TELLING.search(key(reason)):
        raise Refused(
            USAGE,
            f"« {reason} » : l’historique garde cette raison ; écrivez par exemple « absence », sans dire pourquoi.",
        )
