"""`barrette import`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command("import")
@click.argument("files", metavar="FICHIER…", type=options.BOOK, nargs=-1, required=True)
@click.option(
    "--into",
    type=options.BOOK,
    metavar="CLASSEUR.xlsx",
    required=True,
    help="Pour un fichier de FET : classeur à écrire, qui ne remplace jamais un fichier. Sinon : le classeur de "
    "l'emploi du temps, que les listes ou les présences complètent (un nouveau pour des listes, s'il n'existe pas).",
)
@click.option(
    "--as", "asked", metavar="FEUILLE", help="Feuille d'une liste : Classes, Apprenants, Formateurs, Salles …"
)
@click.option("--yes", is_flag=True, help="Écrit aussi ce qui change ou reste douteux, sans demander.")
@click.option("--start", metavar="DATE", help="Premier jour (par défaut : le lundi qui vient).")
@click.option(
    "--weeks",
    type=options.Number(1, 57),
    default=1,
    show_default=True,
    help="Semaines ; FET n'en connaît qu'une, qui se répète.",
)
def import_(files: tuple[Path, ...], into: Path, asked: str | None, yes: bool, start: str | None, weeks: int) -> int:
    """Reprend dans un classeur les listes de vos logiciels, des présences, ou un fichier de FET.

    Listes et présences : .csv, .txt ou .xlsx, dont les colonnes sont reconnues et montrées. FET : .fet.
    """
    from functools import partial

    from planner.cli.show.import_ import tell
    from planner.cli.show.import_lists import wanted
    from planner.cli.show.out import answer
    from planner.cli.work.import_ import import_files

    return answer(lambda: import_files(files, into, start, weeks, asked, partial(wanted, yes=yes)), tell)
