"""`barrette versions`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--restore", type=options.Number(1), metavar="V", help="Refait la version V et écrit ses fichiers.")
@options.author()
@options.reason()
@options.as_json()
def versions(folder: Path, restore: int | None, author: str, reason: str, as_json: bool) -> int:
    """Montre l'historique de DIR, ou y ramène une version."""
    from planner.cli.show import versions as show
    from planner.cli.show.out import answer
    from planner.folder import history as work

    if restore is None:
        return answer(lambda: work.history(folder), show.tell, show.plain, json=as_json)
    return answer(
        lambda: work.restore(folder, restore, author, reason), show.tell_restored, show.plain_restored, json=as_json
    )
