"""Decisions on proposals of a dossier: which may be taken, and what is kept of them; all of them or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.answer import USAGE, Refused
from planner.domain import Period, Problem
from planner.folder.dossier_files import write_dossier_files
from planner.folder.reasons import neutral
from planner.listener import NOBODY
from planner.regulation.states import is_past, worth_a_line
from planner.store.database import Store
from planner.store.decisions import KeptProposal, dossier, dossiers, keep_decision
from planner.store.keeping import signed
from planner.words import bulleted

UNDO = "Pour revenir en arrière : barrette versions DIR --restore, ou fermez le besoin dans le classeur."
PAST = "Ce qui n’est plus d’actualité ne se décide pas : le classeur a changé depuis."
DONE = f"Ce qui est déjà appliqué ne se refuse plus. {UNDO}"
OTHER = "Ces propositions sont nouvelles ou ont changé depuis : relisez-les, puis décidez."


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """The dossier of a period, as it is decided on: what is worth a line."""

    problem: Problem
    period: Period
    rows: Sequence[KeptProposal]


def open_dossiers(store: Store, problem: Problem) -> list[Period]:
    """The periods that have a dossier, in order of time."""
    known = {k.proposal.period_id for k in dossiers(store, problem.settings.term)}
    return [p for p in problem.periods if p.id in known]


def dossier_of(store: Store, problem: Problem, period: Period) -> OpenDossier:
    """The dossier of a period."""
    return OpenDossier(problem, period, worth_a_line(dossier(store, problem.settings.term, period.id)))


def refuse_undecidable(choices: Sequence[tuple[KeptProposal, bool]]) -> None:
    """Raises Refused for what is done already and would be refused, and for what is not found any more."""
    done = [f"{_name(k)} (version {k.version})" for k, accepted in choices if k.version and not accepted]
    if done:
        raise Refused(USAGE, f"{DONE} Rien n’a été décidé :", *bulleted(done))
    old = [_name(k) for k, _accepted in choices if is_past(k)]
    if old:
        raise Refused(USAGE, f"{PAST} Rien n’a été décidé :", *bulleted(old))


def _name(kept: KeptProposal) -> str:
    return f"{kept.number}. {kept.proposal.name}"


def decide_shown(
    store: Store, found: OpenDossier, choices: Mapping[str, tuple[bool, str]], reason: str, author: str
) -> int:
    """Keep what is accepted (True) or refused of a dossier that somebody has read; returns how many decisions.

    ``choices``: key of a proposal → the decision, and what the proposal was read to do: raises Refused where it is not
    that any more.
    """
    neutral(reason)
    known = {k.proposal.key: k for k in found.rows}
    other = [key for key, (_accepted, what) in choices.items() if key not in known or known[key].proposal.what != what]
    if other:
        raise Refused(USAGE, OTHER, *bulleted([_name(known[key]) for key in other if key in known]))
    refuse_undecidable([(known[key], accepted) for key, (accepted, _what) in choices.items()])
    with store.writing() as connection:
        for key, (accepted, _what) in choices.items():
            keep_decision([key], accepted, signed(author), reason.strip(), connection)
    write_dossier_files(store, store.path.parent, found.problem, found.period, NOBODY)
    return len(choices)
