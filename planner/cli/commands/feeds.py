"""`barrette feeds`, as the command line declares it."""

from pathlib import Path
from typing import Any

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--port", type=options.Number(1, 65535), help="Port de l'adresse (par défaut : 8751, ou un libre).")
@click.option(
    "--host", metavar="ADRESSE", default="127.0.0.1", help="Adresse où écouter (par défaut : cet ordinateur)."
)
@click.option("--log", is_flag=True, help="Une ligne par demande, sans nom secret ni adresse de personne.")
def feeds(folder: Path, **asked: Any) -> int:
    """Sert les calendriers publiés de DIR et leurs pages à qui connaît leur adresse secrète, et rien d'autre."""
    from planner.cli.show.feeds import tell
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.feeds import FeedsRequest, feeds_folder

    return answer(lambda: feeds_folder(folder, FeedsRequest(**asked), Terminal()), tell)
