"""`barrette serve`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--port", type=options.Number(1024, 65535), help="Port de l'adresse (par défaut : 8750, ou un libre).")
@click.option("--no-browser", is_flag=True, help="N'ouvre pas le navigateur : l'adresse est affichée.")
@options.author()
def serve(folder: Path, port: int | None, no_browser: bool, author: str) -> int:
    """Ouvre le tableau de DIR dans le navigateur, sur cet ordinateur seulement : voir, déplacer, garder."""
    from planner.cli.show.out import answer
    from planner.cli.show.serve import tell
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.serve import serve_folder

    return answer(lambda: serve_folder(folder, port, author, Terminal(), browser=not no_browser), tell)
