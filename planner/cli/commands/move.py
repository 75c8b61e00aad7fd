"""`barrette move`, as the command line declares it."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from planner.cli import options


@click.command("move")
@options.results
@click.option("--session", metavar="SÉANCE", required=True, help=f"La séance : {options.NAMED}.")
@click.option("--at", metavar='"mardi 10:00"', default="", help="Où la mettre, dans sa semaine.")
@click.option("--date", "day", metavar="DATE", default="", help="Quel jour : 2026-09-14 ou 14/09/2026.")
@click.option("--start", metavar="HEURE", default="", help="À quelle heure : 10:00.")
@click.option("--room", metavar="SALLE", default="", help="Dans cette salle et dans aucune autre.")
@click.option("--trainer", metavar="FORMATEUR", default="", help="Avec ce formateur et avec aucun autre.")
@click.option("--draft", is_flag=True, help="Dans le brouillon du tableau (barrette serve), au lieu d'une version.")
@options.first
@options.dry_run
@click.option("--yes", is_flag=True, help="Garde les changements sans demander.")
@options.reason("Pourquoi, pour l'historique.")
@options.author("Qui, pour l'historique.")
@options.as_json("Bilan")
def move_session(folder: Path, draft: bool, yes: bool, as_json: bool, **asked: Any) -> int:
    """Met une séance à une autre heure et y fait de la place : les autres changent le moins possible."""
    if draft and (yes or asked["reason"]):
        raise click.UsageError("--yes et --reason vont avec une version, pas avec --draft.")
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.move import MoveRequest, move_in_draft, move_in_version

    request, listener = MoveRequest(**asked), Terminal(as_json)
    if draft:
        from planner.cli.show import move as show

        return answer(lambda: move_in_draft(folder, request, listener), show.tell, show.plain, json=as_json)
    from planner.cli.show.edit import accepted, tell

    accept = partial(accepted, dry_run=request.dry_run, yes=yes, json=as_json)
    return answer(lambda: move_in_version(folder, request, accept, listener), partial(tell, json=as_json), json=as_json)
