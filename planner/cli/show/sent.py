"""What `barrette sent` prints."""

from typing import Any

from planner.cli.show.out import LONG_LISTING, listing, say
from planner.cli.work.sent import MarkedSent
from planner.domain import name_order
from planner.words import count


def plain(done: MarkedSent) -> dict[str, Any]:
    """Whose messages count as sent, and whose wait, for a program."""
    return {"sent": list(done.names), "waiting": sorted(done.waiting.names.values(), key=name_order)}


def tell(done: MarkedSent) -> None:
    """How many messages have gone, and who still waits for theirs."""
    if done.names:
        say(f"{count(len(done.names), 'message noté comme envoyé', 'messages notés comme envoyés')}.")
    left = sorted(done.waiting.names.values(), key=name_order)
    if not left:
        say("Aucun message n’attend.")
        return
    say(f"{count(len(left), 'message attend', 'messages attendent')} encore : {done.folder / 'interne' / 'annonces'}")
    listing(left, LONG_LISTING)
