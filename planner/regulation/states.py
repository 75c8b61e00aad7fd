"""The proposals of a dossier in words: whom they aim at, what becomes of them, how many there are, by which version."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from planner.store.database import Store
from planner.store.decisions import KeptProposal, dossiers
from planner.store.terms import mark_of
from planner.words import count, say_minutes

AIM_NAMES = {"learner": "Apprenant", "class": "Classe", "centre": "CFA", "company": "Entreprise"}


def state(kept: KeptProposal) -> str:
    """What becomes of a proposal, in French."""
    decision, version = kept.decision, kept.version
    if decision is None:
        if version is not None:
            return f"sans décision : {_applied(kept)}"
        if is_past(kept):
            return "n’est plus d’actualité"
        return "sans décision : non appliquée sans accord" if kept.proposal.on_request else "sans décision"
    if not decision.accepted:
        held = f" : pas appliquée, version {decision.version}" if decision.version is not None else ""
        return f"refusée{held}"
    if version is not None:
        return f"acceptée : {_applied(kept)}"
    if is_past(kept):
        return "acceptée, n’est plus d’actualité"
    return "acceptée : à écrire dans le classeur" if kept.proposal.kind == "team" else "acceptée"


def _applied(kept: KeptProposal) -> str:
    """What the version that follows a proposal shows of it: never "appliquée" where no hour found a place."""
    due, planned = kept.proposal.due, kept.proposal.minutes
    if is_empty(kept):
        return f"suivie, sans heure prévue ({say_minutes(due)} dues), version {kept.version}"
    if planned < due:
        return f"appliquée en partie ({say_minutes(planned)} sur {say_minutes(due)}), version {kept.version}"
    return f"appliquée, version {kept.version}"


def is_empty(kept: KeptProposal) -> bool:
    """Whether a proposal opens hours of which none found a place."""
    return kept.proposal.due > 0 and not kept.proposal.minutes


def is_past(kept: KeptProposal) -> bool:
    """Whether a proposal is no longer found, and was never carried out."""
    return not kept.current and kept.version is None


def worth_a_line(kept: Sequence[KeptProposal]) -> list[KeptProposal]:
    """Proposals that are still worth a line: found by the last look, decided or done."""
    return [k for k in kept if k.current or k.decisions or k.version is not None]


def summed(kept: Sequence[KeptProposal]) -> str:
    """``3 acceptées, 1 refusée, 8 sans décision``."""
    counts = (
        (sum(k.accepted for k in kept), "acceptée"),
        (sum(k.refused for k in kept), "refusée"),
        (sum(not k.decisions for k in kept), "sans décision"),
    )
    return (
        ", ".join(count(number, word, word if word == "sans décision" else None) for number, word in counts if number)
        or "aucune proposition"
    )


class Regulated(NamedTuple):
    """How many proposals of a regulation a version carries out, how many of them accepted, how many it leaves out.

    ``empty``: those that it follows without an hour for them, which are not carried out.
    """

    done: int
    accepted: int
    refused: int
    empty: int


def regulated(store: Store) -> dict[int, Regulated]:
    """Version → what it carries out, for those that carry out or leave out something."""
    found: dict[int, Regulated] = {}
    for term in dict.fromkeys(mark_of(v) for v in store.versions()):
        kept = dossiers(store, term)
        left_out = [k.decision.version for k in kept if k.refused and k.decision is not None]
        for number in {*(k.version for k in kept), *left_out} - {None}:
            assert number is not None
            mine = [k for k in kept if k.version == number and not is_empty(k)]
            empty = sum(k.version == number and is_empty(k) for k in kept)
            found[number] = Regulated(len(mine), sum(k.accepted for k in mine), left_out.count(number), empty)
    return found


def why_of_versions(store: Store, term: str, numbers: Collection[int]) -> dict[tuple[str, str], str]:
    """Why groups changed in some versions: the proposals of a regulation that they carry out, with who agreed.

    The key is an apprentice and nothing, or a barrette and a period.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for kept in (k for k in dossiers(store, term) if k.version in numbers):
        target, decision = kept.proposal.target, kept.decision
        text = kept.proposal.why if kept.proposal.aim == "learner" else f"groupes recomposés : {kept.proposal.why}"
        if decision is not None and decision.accepted:
            text += f" ; accepté{f' par {decision.author}' if decision.author else ''}"
            text += f", {decision.reason}" if decision.reason else ""
        if kept.proposal.aim == "learner" and target.apprentice_id is not None:
            found.setdefault((target.apprentice_id, ""), []).append(text)
        elif kept.proposal.aim == "centre" and target.barrette_id is not None and target.period_id is not None:
            found.setdefault((target.barrette_id, target.period_id), []).append(text)
    return {at: " ; ".join(texts) for at, texts in found.items()}
