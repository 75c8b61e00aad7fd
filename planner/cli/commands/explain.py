"""`barrette explain`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@click.argument("source", metavar="DIR|CLASSEUR.xlsx", type=options.FOLDER)
@options.other_workbook
@options.as_json()
@click.option(
    "--marked",
    type=options.BOOK,
    metavar="COPIE.xlsx",
    help="Écrit une copie du classeur où les cellules en cause sont colorées et commentées.",
)
@click.option("--page", type=options.BOOK, metavar="PAGE.html", help="Écrit aussi une page, interne.")
def explain(source: Path, workbook: Path | None, as_json: bool, marked: Path | None, page: Path | None) -> int:
    """Dit quels faits du classeur se contredisent, et des solutions, essayées. Rien n'est changé.

    Pour un dossier de résultats : ce qui n'a pas pu être placé. Pour un classeur : ce qui ne pourra pas l'être.
    """
    from planner.cli.show.explain import plain, tell
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.explain import explain_clashes

    listener = Terminal(as_json)
    return answer(lambda: explain_clashes(source, workbook, marked, page, listener), tell, plain, json=as_json)
