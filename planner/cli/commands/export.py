"""`barrette export`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options
from planner.folder.formats import DAY, EXCHANGES, FORMATS

FORMAT_NAME = click.Choice((*FORMATS, *EXCHANGES, DAY))


@click.command()
@options.results
@options.other_workbook
@click.option("--format", "formats", multiple=True, type=FORMAT_NAME, help="Répéter pour plusieurs formats.")
@click.option("--date", "when", metavar="DATE", help="Le jour des papiers du jour : 2026-09-14 ou 14/09/2026.")
@click.option("--week", is_flag=True, help="Les papiers de toute la semaine de cette date.")
def export(folder: Path, workbook: Path | None, formats: tuple[str, ...], when: str | None, week: bool) -> int:
    """Écrit à nouveau les calendriers, classeurs et pages de l'emploi du temps de DIR.

    Avec --format day --date DATE : les papiers du jour (présences, appel, émargement, affichage, repas …), dans
    DIR/papiers ; avec --week en plus, ceux de la semaine. Avec --format csv-hyperplanning ou csv-ypareo : la liste des
    séances sous les intitulés de ces logiciels, dans DIR/interne/echanges (document interne).
    """
    from planner.cli.show.export import tell
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.export import export_files

    asked = formats or ((DAY,) if when or week else FORMATS)
    return answer(lambda: export_files(folder, workbook, asked, when, week, Terminal()), tell)
