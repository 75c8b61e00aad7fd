"""`barrette unlock`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.argument("sessions", metavar="SÉANCE…", nargs=-1, required=True)
def unlock(folder: Path, sessions: tuple[str, ...]) -> int:
    """Enlève les verrous de séances."""
    from planner.cli.show.lock import tell_unlocked
    from planner.cli.show.out import answer
    from planner.folder.locking import unlock_sessions

    return answer(lambda: unlock_sessions(folder, sessions), tell_unlocked)
