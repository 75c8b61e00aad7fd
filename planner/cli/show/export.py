"""What `barrette export` prints."""

from planner.cli.show.out import say
from planner.cli.work.export import Exported


def tell(done: Exported) -> None:
    """Where the papers of a day are, or why there is none."""
    if done.papers is None:
        return
    if done.empty:
        say(f"{done.empty} Aucun papier à préparer ; {done.papers / 'index.html'} le dit.")
    else:
        say(f"Papiers écrits dans {done.papers}.")
