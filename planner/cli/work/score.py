"""`barrette score`: what a timetable pays in its preferences, for whom, and how little it could be."""

from dataclasses import dataclass
from pathlib import Path

from constraints import RULES
from outputs.pages.score import Scored, write_score
from planner.answer import NOTHING, USAGE, Done, Refused
from planner.domain import key
from planner.folder.scoring import scored
from planner.store.database import Store, Version
from planner.store.failures import cannot_write
from planner.store.keeping import recall
from planner.store.opening import in_folder
from planner.store.terms import mark_of
from planner.words import did_you_mean


@dataclass(frozen=True)
class ScoreTold(Done):
    """The last version with its card, and the one that it is compared with."""

    version: Version
    now: Scored
    before: Scored | None
    page: Path | None
    """None where it could not be written."""
    rule: str = ""
    """The key of the only rule whose cases are asked for."""


def score_versions(folder: Path, compare: int | None = None, rule: str = "") -> ScoreTold:
    """Judge the last version of a folder, and another one beside it; writes the page that says so."""
    asked = _rule(rule)
    with in_folder(folder) as store:
        version = store.version()
        if compare == version.number:
            raise Refused(
                USAGE, f"La version {compare} est la dernière : donnez le numéro d’une autre (barrette versions)."
            )
        before = _scored(store, store.version(compare)) if compare is not None else None
        now = _scored(store, version)
        try:
            page = write_score(folder, now, before)
        except OSError as error:
            return ScoreTold(
                version, now, before, None, asked, code=NOTHING, warnings=(cannot_write(error, f"« {folder} »"),)
            )
        other = compare is not None and mark_of(store.version(compare)) != mark_of(version)
    warnings = (f"La version {compare} est d’une autre période d’emploi du temps.",) if other else ()
    return ScoreTold(version, now, before, page, asked, warnings=warnings)


def _scored(store: Store, version: Version) -> Scored:
    problem, timetable = recall(store, version)
    card = scored(problem, timetable)
    return Scored(problem, timetable, card, f"version {version.number} du {version.made:%d/%m/%Y}")


def _rule(text: str) -> str:
    """The key of a preference; raises Refused for what is none."""
    if not text:
        return ""
    known = {key(one.key): one.key for one in RULES if one.kind == "soft"}
    found = known.get(key(text))
    if found is None:
        near = did_you_mean(text, known.values())
        raise Refused(USAGE, f"La préférence « {text} » n’existe pas.{near} Préférences : {', '.join(known.values())}.")
    return found
