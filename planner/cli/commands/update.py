"""`barrette update`, as the command line declares it."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from planner.cli import options

COUNT = options.Number(0)


@click.command()
@options.results
@click.option("--workbook", metavar="CLASSEUR.xlsx", type=options.BOOK, help="Le classeur tel qu'il est maintenant.")
@click.option("--edited", type=options.BOOK, metavar="FICHIER.xlsx", help="La liste « Séances » de interne/, modifiée.")
@click.option("--yes", is_flag=True, help="Avec --edited : garde les changements sans demander.")
@options.first
@click.option("--notice", type=COUNT, help="Délai de prévenance en jours (par défaut : le classeur).")
@click.option("--max-moves-per-apprentice", type=COUNT, help="Séances déplacées au plus par apprenant, en tout.")
@click.option("--max-moves-per-trainer", type=COUNT, help="Séances changées au plus par formateur, en tout.")
@click.option("--more", type=options.Number(0, 20), default=0, help="Changements de plus acceptés, pour le confort.")
@options.dry_run
@click.option("--anyway", is_flag=True, help="Suit le classeur même si ce qu'il demande ne peut pas tenir en entier.")
@options.reason("Pourquoi, pour l'historique.")
@options.author("Qui, pour l'historique.")
@options.effort
@options.seed
@options.as_json("Bilan")
def update(folder: Path, workbook: Path | None, edited: Path | None, yes: bool, as_json: bool, **asked: Any) -> int:
    """Suit un classeur qui a changé, en changeant le moins possible l'emploi du temps de DIR.

    Ou, avec --edited, la liste des séances de interne/emploi-du-temps.xlsx modifiée à la main : jour, heures, salle,
    formateurs, verrou.
    """
    if workbook is not None and edited is not None:
        raise click.UsageError("Donnez --workbook ou --edited, pas les deux à la fois.")
    if workbook is None and edited is None:
        raise click.UsageError("Donnez le classeur (--workbook) ou la liste des séances modifiée (--edited).")
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.update import UpdateRequest

    request, listener = UpdateRequest(**asked), Terminal(as_json)
    if edited is not None:
        from planner.cli.show.edit import accepted, tell
        from planner.cli.work.edit import edit

        accept = partial(accepted, dry_run=request.dry_run, yes=yes, json=as_json)
        return answer(
            lambda: edit(folder, edited, request, accept, listener), partial(tell, json=as_json), json=as_json
        )
    from planner.cli.show import update as show
    from planner.cli.work.update import follow_workbook

    assert workbook is not None, "one of the two is given"
    return answer(lambda: follow_workbook(folder, workbook, request, listener), show.tell, show.plain, json=as_json)
