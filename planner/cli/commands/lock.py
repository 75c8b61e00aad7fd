"""`barrette lock`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.argument("sessions", metavar="SÉANCE…", nargs=-1)
@options.reason("Pourquoi, pour l'historique.")
@options.author("Qui, pour l'historique.")
@options.as_json()
def lock(folder: Path, sessions: tuple[str, ...], reason: str, author: str, as_json: bool) -> int:
    """Verrouille des séances : aucune mise à jour ne les déplace. Sans séance : la liste des verrous."""
    from planner.cli.show.lock import plain, tell
    from planner.cli.show.out import answer
    from planner.folder.locking import lock_sessions

    return answer(lambda: lock_sessions(folder, sessions, reason, author), tell, plain, json=as_json)
