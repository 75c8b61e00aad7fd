"""`barrette report`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--only", "keys", multiple=True, metavar="RAPPORT", help="Ce rapport seulement ; se répète.")
@click.option("--apprentice", "names", multiple=True, metavar="NOM", help="Pour cet apprenant seulement ; se répète.")
@click.option("--version", "number", type=options.Number(1), metavar="V", help="Par défaut : la dernière.")
@options.as_json("Les rapports")
def report(folder: Path, keys: tuple[str, ...], names: tuple[str, ...], number: int | None, as_json: bool) -> int:
    """Écrit les rapports du dossier pour l'auditeur, en Excel et en page, dans DIR/interne/rapports."""
    from planner.cli.show.out import answer
    from planner.cli.show.report import plain, tell
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.report import write_reports

    return answer(lambda: write_reports(folder, keys, names, number, Terminal()), tell, plain, json=as_json)
