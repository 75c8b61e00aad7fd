"""What `barrette regulate` prints."""

from typing import Any

from outputs.dossier.model import TITLES
from outputs.dossier.write import BOOK, dossier_folder
from planner.cli.show.out import fields, say
from planner.cli.work.regulate import Proposals
from planner.domain.proposal import AIMS
from planner.regulation.states import AIM_NAMES, state, summed
from planner.store.decisions import KeptProposal
from planner.words import MOST_LINES, count, say_others


def plain(done: Proposals) -> dict[str, Any]:
    """The dossier for a program."""
    return {"period": done.period.id, "proposals": [_plain(kept) for kept in done.rows]}


def _plain(kept: KeptProposal) -> dict[str, Any]:
    """A proposal for a program."""
    proposal = kept.proposal
    texts = fields(proposal, "aim", "kind", "name", "group", "why", "what", "effect", "key", "minutes", "people")
    decisions = [fields(d, "accepted", "author", "made", "reason", "version") for d in kept.decisions]
    return {
        **texts,
        **fields(kept, "number", "current", "version"),
        "on_request": proposal.on_request,
        "state": state(kept),
        "decisions": decisions,
    }


def tell(done: Proposals) -> None:
    """The proposals by whom they aim at, and how to decide."""
    period, rows = done.period, done.rows
    span = f"du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}"
    say(f"Régulation de {period.label} ({span}) : {count(len(rows), 'proposition')} ; {summed(rows)}.")
    for aim in AIMS:
        mine = [k for k in rows if k.proposal.aim == aim]
        if mine:
            say(f"{TITLES.get(AIM_NAMES[aim], AIM_NAMES[aim])} ({len(mine)}) :")
        for kept in mine[:MOST_LINES]:
            _tell_one(kept)
        if len(mine) > MOST_LINES:
            say(f"      … {say_others(len(mine) - MOST_LINES)} dans le dossier")
    say(f"Tout le détail : {dossier_folder(done.folder, period.id) / BOOK} (document interne).")
    say(
        "Pour décider : --accept N, --refuse N, --reason, --author ; ou le dossier rempli, --decisions FICHIER. "
        "Ensuite : barrette update."
    )


def _tell_one(kept: KeptProposal) -> None:
    proposal = kept.proposal
    group = f" ({proposal.group})" if proposal.group else ""
    say(f"{kept.number:>4}. {proposal.name}{group} – {proposal.why}")
    say(f"      {proposal.what}")
    say(f"      {proposal.effect}")
    said = kept.decision
    by = f" par {said.author}" if said and said.author else ""
    why = f" ; motif : {said.reason}" if said and said.reason else ""
    say(f"      → {state(kept)}{by}{why}")
