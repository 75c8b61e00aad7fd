"""`barrette new`, as the command line declares it."""

from pathlib import Path

import click

from planner.answer import USAGE, Refused
from planner.cli import options

SAMPLES = ("minimal", "small", "medium", "large", "network")


@click.command()
@options.workbook
@click.option("--sample", type=click.Choice(SAMPLES), help="Un CFA fictif au lieu d'un classeur vide.")
@click.option(
    "--seed", type=options.Number(), default=1, show_default=True, help="Un autre nombre donne un autre CFA fictif."
)
@click.option(
    "--after",
    type=options.FOLDER,
    metavar="DOSSIER",
    help="La suite d'un emploi du temps : tout est repris de son dossier, les semaines de présence sont à remplir.",
)
@click.option("--from", "first", metavar="DATE", help="Avec --after : premier jour (par défaut : le lundi suivant).")
@click.option("--to", "last", metavar="DATE", help="Avec --after : dernier jour (par défaut : la même durée).")
def new(file: Path, sample: str | None, seed: int, after: Path | None, first: str | None, last: str | None) -> int:
    """Écrit un classeur vide à remplir, un CFA fictif, ou la suite d'un emploi du temps."""
    from planner.cli.show.new import tell
    from planner.cli.show.out import answer
    from planner.cli.work.new import NewWorkbook, new_workbook
    from planner.cli.work.next_term import Continued, continue_term

    def write() -> NewWorkbook | Continued:
        if after is None and (first or last):
            why = "--from et --to vont avec --after : les dates d’un classeur vide se remplissent dans « Paramètres »."
            raise Refused(USAGE, why)
        if after is not None and sample is not None:
            why = (
                "--sample et --after ne vont pas ensemble : choisissez un CFA fictif, ou la suite d’un emploi du temps."
            )
            raise Refused(USAGE, why)
        return new_workbook(file, sample, seed) if after is None else continue_term(file, after, first, last)

    return answer(write, tell)
