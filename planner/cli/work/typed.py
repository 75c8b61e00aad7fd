"""What a planner types on the command line: names that are looked up, reasons that others will read."""

import re
from collections.abc import Mapping
from datetime import date

from data.parse_time import day as read_day
from planner.domain import key
from planner.labels import private
from planner.refused import USAGE, Refused
from planner.words import did_you_mean

_TELLING = re.compile(r"\b(?:malad\w*|hospital\w*|hopital|grossesse|matern\w*|accident\w*|greve|deces|deuil|burn)\b")


def named(text: str, names: Mapping[str, str], what: str, cure: str) -> str:
    """The code of something given by its code or its name, whatever the case; raises Refused when nothing has it."""
    folded = {key(name): code for code, name in names.items()} | {key(code): code for code in names}
    found = folded.get(key(text))
    if found is None:
        near = did_you_mean(text, [*names.values(), *names])
        raise Refused(USAGE, f"{what} « {text} » n’existe pas.{near} {cure}".strip())
    return found


def neutral(reason: str) -> None:
    """A reason is kept and read by others: raises Refused where it tells something about somebody's health or life."""
    if private(reason) or _TELLING.search(key(reason)):
        raise Refused(
            USAGE,
            f"« {reason} » : l’historique garde cette raison ; écrire par exemple « absence », sans dire pourquoi.",
        )


def typed_day(option: str, text: str, example: date) -> date:
    """The date that an option gives; raises Refused, with an example, for what is none."""
    try:
        return read_day(text)
    except ValueError as error:
        ways = f"{example} ou {example:%d/%m/%Y}"
        raise Refused(USAGE, f"{option} : « {text} » n’est pas une date ; écrire par exemple {ways}.") from error
