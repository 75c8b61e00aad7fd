"""`barrette import`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command("import")
@click.argument("file", metavar="FICHIER", type=options.BOOK)
@click.option(
    "--into",
    type=options.BOOK,
    metavar="CLASSEUR.xlsx",
    required=True,
    help="Pour un fichier de FET : classeur à écrire, qui ne remplace jamais un fichier. Pour un CSV : le classeur de "
    "l'emploi du temps, dont la feuille « Présences » est complétée.",
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
    """Reprend dans un classeur un fichier de FET (.fet), ou les présences d'un logiciel d'absences (.csv, .xlsx)."""
    from planner.cli.show.import_ import tell
    from planner.cli.show.out import answer
    from planner.cli.work.import_ import import_file

    return answer(lambda: import_file(file, into, start, weeks), tell)
