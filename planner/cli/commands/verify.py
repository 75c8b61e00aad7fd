"""`barrette verify`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@options.other_workbook
@options.as_json()
def verify(folder: Path, workbook: Path | None, as_json: bool) -> int:
    """Vérifie l'emploi du temps de DIR d'après le classeur, règle par règle."""
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.show.verify import plain, tell
    from planner.cli.work.verify import verify_folder

    return answer(lambda: verify_folder(folder, workbook, Terminal(as_json)), tell, plain, json=as_json)
