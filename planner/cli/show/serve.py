"""What `barrette serve` prints at its end."""

from planner.cli.show.out import say
from planner.cli.work.serve import BoardClosed


def tell(done: BoardClosed) -> None:
    """Why the board has ended, and that a draft with edits is not lost."""
    why = "Personne ne regardait plus le tableau : il s’est fermé." if done.idle else "Le tableau est fermé."
    say(f"{why} Le brouillon est gardé dans le dossier." if done.draft else why)
