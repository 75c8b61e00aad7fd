"""`barrette why`, as the command line declares it."""

from pathlib import Path
from typing import Any

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--session", metavar="SÉANCE", default="", help=f"Pourquoi elle est là : {options.NAMED}.")
@click.option("--at", metavar='"mardi 10:00"', default="", help="Pourquoi pas à cette heure, dans sa semaine.")
@click.option("--date", "day", metavar="DATE", default="", help="Pourquoi pas ce jour : 2026-09-14 ou 14/09/2026.")
@click.option("--start", metavar="HEURE", default="", help="Pourquoi pas à cette heure : 10:00.")
@click.option("--room", metavar="SALLE", default="", help="Pourquoi pas dans cette salle ; seule : sa semaine.")
@click.option("--trainer", metavar="FORMATEUR", default="", help="Pourquoi pas avec ce formateur ; seul : sa semaine.")
@click.option("--class", "group", metavar="CLASSE", default="", help="La semaine d'une classe (--date : laquelle).")
@click.option(
    "--apprentice", metavar="APPRENANT", default="", help="Ses heures dues : d'où elles viennent, ce qui reste."
)
@click.option("--need", metavar="BESOIN", default="", help="Un seul de ses besoins.")
@click.option("--period", metavar="PÉRIODE", default="", help="Ses besoins d'une seule période.")
@click.option("--public", is_flag=True, help="Ce qui peut lui être lu : ni niveau, ni besoin, ni motif.")
@click.option("--places", metavar="SÉANCE", default="", help="Ses dix meilleures autres places.")
@options.as_json()
def why(folder: Path, as_json: bool, **asked: Any) -> int:
    """Dit pourquoi une séance est où elle est, pourquoi pas ailleurs, et ce qui l'ouvrirait. Rien n'est changé.

    Pour un formateur, une salle ou une classe : ce qui remplit sa semaine, ses heures creuses, ce qui pourrait partir.
    """
    from planner.cli.show.out import answer
    from planner.cli.show.why import plain, tell
    from planner.cli.work.why import WhyRequest, explain_place

    return answer(lambda: explain_place(folder, WhyRequest(**asked)), tell, plain, json=as_json)
