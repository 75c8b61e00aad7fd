"""`barrette check`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.workbook
@options.as_json()
@click.option(
    "--marked",
    type=options.BOOK,
    metavar="COPIE.xlsx",
    help="Écrit une copie où les cellules en cause sont colorées et commentées.",
)
def check(file: Path, as_json: bool, marked: Path | None) -> int:
    """Dit toutes les erreurs du classeur, puis ce qui ne pourra pas tenir."""
    from planner.cli.show.check import plain, tell
    from planner.cli.show.out import answer
    from planner.cli.work.check import check_workbook

    return answer(lambda: check_workbook(file, marked), tell, plain, json=as_json)
