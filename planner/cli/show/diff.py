"""What `barrette diff` prints."""

from typing import Any

from planner.cli.show.differences import plain_differences, tell_differences
from planner.cli.show.out import say
from planner.cli.work.diff import Compared


def plain(done: Compared) -> dict[str, Any] | None:
    """The differences for a program; None where words say that there is nothing to compare."""
    return plain_differences(done.found) if done.found is not None else None


def tell(done: Compared) -> None:
    """The differences, and where all of it is."""
    if done.found is None:
        say("L’historique n’a qu’une version de cette période : il n’y a rien à comparer.")
        return
    where = done.folder / "interne" / "differences.html"
    tell_differences(done.found, str(where) if not done.code else "la même commande avec --json")
    if not done.code:
        say(f"Tout le détail : {where} et differences.csv (documents internes).")
