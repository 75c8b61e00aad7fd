"""`barrette import`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command("import")
@click.argument("file", metavar="FICHIER.fet", type=options.BOOK)
@click.option(
    "--into",
    type=options.BOOK,
    metavar="CLASSEUR.xlsx",
    required=True,
    help="Classeur à écrire ; il ne remplace jamais un fichier.",
)
@click.option("--start", metavar="DATE", help="Premier jour (par défaut : le lundi qui vient).")
@click.option(
    "--weeks",
    type=options.Number(1, 57),
    default=1,
    show_default=True,
    help="Semaines ; FET n'en connaît qu'une, qui se répète.",
)
def import_(file: Path, into: Path, start: str | None, weeks: int) -> int:
    """Reprend un fichier de FET (.fet) dans un classeur."""
    from planner.cli.show.import_ import tell
    from planner.cli.show.out import answer
    from planner.cli.work.import_ import import_file

    return answer(lambda: import_file(file, into, start, weeks), tell)
