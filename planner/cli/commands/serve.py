"""`barrette serve`, as the command line declares it."""

from pathlib import Path
from typing import Any

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--port", type=options.Number(1024, 65535), help="Port de l'adresse (par défaut : 8750, ou un libre).")
@click.option("--no-browser", is_flag=True, help="N'ouvre pas le navigateur : l'adresse est affichée.")
@options.first
@options.author()
def serve(folder: Path, **asked: Any) -> int:
    """Ouvre le tableau de DIR dans le navigateur, sur cet ordinateur seulement : voir, déplacer, garder."""
    from planner.cli.show.out import answer
    from planner.cli.show.serve import tell
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.serve import ServeRequest, serve_folder

    return answer(lambda: serve_folder(folder, ServeRequest(**asked), Terminal()), tell)
