"""`barrette replace`, as the command line declares it."""

from pathlib import Path
from typing import Any

import click

from planner.cli import options

CHOICES = '"1=NOM;2=autonomie;3=annuler"'


@click.command()
@options.results
@click.option("--trainer", metavar="FORMATEUR", required=True, help="Le formateur absent, par son nom ou son code.")
@click.option("--date", "day", required=True, metavar="DATE", help="Le jour : 2026-09-14 ou 14/09/2026.")
@click.option("--choose", default="", metavar=CHOICES, help="Ce qui est choisi, par séance.")
@click.option("--best", is_flag=True, help="La première solution de chaque séance sans choix.")
@options.dry_run
@options.reason("Pourquoi, pour l'historique.")
@options.author("Qui, pour l'historique.")
@options.as_json()
def replace(folder: Path, as_json: bool, **asked: Any) -> int:
    """Dit qui peut remplacer un formateur absent un jour, et garde ce qui est choisi."""
    from planner.cli.show.out import answer
    from planner.cli.show.replace import plain, tell
    from planner.cli.work.replace import AbsenceRequest, replace_trainer

    return answer(lambda: replace_trainer(folder, AbsenceRequest(**asked)), tell, plain, json=as_json)
