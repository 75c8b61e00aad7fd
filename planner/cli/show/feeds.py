"""What `barrette feeds` prints at its end."""

from planner.cli.show.out import say
from planner.cli.work.feeds import FeedsClosed


def tell(done: FeedsClosed) -> None:
    """How much was asked for."""
    say(f"Fin. Fichiers envoyés : {done.sent} ; inchangés : {done.same} ; demandes refusées : {done.refused}.")
