"""The proposals of a dossier of regulation in words: whom they aim at, what becomes of them, how many there are."""

from collections.abc import Sequence

from planner.store.decisions import Kept
from planner.words import count

AIM_NAMES = {"learner": "Apprenant", "class": "Classe", "centre": "CFA", "company": "Entreprise"}


def state(kept: Kept) -> str:
    """What becomes of a proposal, in French."""
    decision, version = kept.decision, kept.version
    if decision is None:
        if version is not None:
            return f"sans décision : appliquée, version {version}"
        if is_past(kept):
            return "n’est plus d’actualité"
        return "sans décision : pas appliquée sans accord" if kept.proposal.on_request else "sans décision"
    if not decision.accepted:
        held = f" : pas appliquée, version {decision.version}" if decision.version is not None else ""
        return f"refusée{held}"
    if version is not None:
        return f"acceptée : appliquée, version {version}"
    if is_past(kept):
        return "acceptée, n’est plus d’actualité"
    return "acceptée : à écrire dans le classeur" if kept.proposal.kind == "team" else "acceptée"


def is_past(kept: Kept) -> bool:
    """Whether a proposal is no longer found, and was never carried out."""
    return not kept.current and kept.version is None


def worth_a_line(kept: Sequence[Kept]) -> list[Kept]:
    """Proposals that are still worth a line: found by the last look, decided or done."""
    return [k for k in kept if k.current or k.decisions or k.version is not None]


def summed(kept: Sequence[Kept]) -> str:
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
