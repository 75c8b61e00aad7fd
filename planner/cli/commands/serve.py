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
@click.option("--host", metavar="ADRESSE", help="L'ouvre à d'autres ordinateurs, avec mot de passe : où écouter.")
@click.option(
    "--name", metavar="NOM", default="", help="Avec --host : son nom dans le navigateur (tableau.mon-cfa.fr)."
)
@click.option("--proxy", metavar="IP", default="", help="Avec --host : adresse du serveur web (https) qui est devant.")
@click.option("--password-file", metavar="FICHIER", type=options.BOOK, help="Avec --host : où lire le mot de passe.")
def serve(folder: Path, password_file: Path | None, **asked: Any) -> int:
    """Ouvre le tableau de DIR dans le navigateur, sur cet ordinateur seulement : voir, déplacer, garder."""
    from planner.cli.show.out import answer
    from planner.cli.show.password import asked_password
    from planner.cli.show.serve import tell
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.serve import BoardClosed, ServeRequest, serve_folder

    def work() -> BoardClosed:
        password = asked_password(password_file) if asked["host"] is not None or password_file is not None else ""
        return serve_folder(folder, ServeRequest(**asked, password=password), Terminal())

    return answer(work, tell)
