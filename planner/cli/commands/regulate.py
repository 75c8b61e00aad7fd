"""`barrette regulate`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options

NUMBER = options.Number(1)


@click.command()
@options.results
@click.option(
    "--workbook", metavar="CLASSEUR.xlsx", type=options.BOOK, help="Le classeur avec les nouveaux résultats et besoins."
)
@options.first
@click.option(
    "--period", metavar="PÉRIODE", default="", help="La période à préparer (par défaut : la prochaine qui commence)."
)
@click.option("--accept", multiple=True, type=NUMBER, metavar="N", help="Accepte la proposition N.")
@click.option("--refuse", multiple=True, type=NUMBER, metavar="N", help="Refuse la proposition N.")
@click.option(
    "--decisions", type=options.BOOK, metavar="FICHIER.xlsx", help="Le dossier de interne/regulation/, rempli."
)
@click.option("--reason", "--why", metavar="TEXTE", default="", help="Pourquoi, pour le dossier.")
@click.option("--author", "--by", metavar="NOM", default="", help=f"Qui décide {options.ACCOUNT}.")
@options.effort
@options.seed
@options.as_json("Dossier")
def regulate(
    folder: Path,
    workbook: Path | None,
    first: str | None,
    period: str,
    accept: tuple[int, ...],
    refuse: tuple[int, ...],
    decisions: Path | None,
    reason: str,
    author: str,
    effort: float,
    seed: int,
    as_json: bool,
) -> int:
    """Propose les groupes et séances de la période suivante, d'après les nouveaux résultats et besoins.

    Rien ne change : chaque proposition s'accepte ou se refuse, et barrette update en tient compte. Sans --workbook :
    le dossier tel qu'il est.
    """
    from planner.cli.show.out import answer
    from planner.cli.show.regulate import plain, tell
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.decide import Decisions
    from planner.cli.work.regulate import RegulationRequest, prepare_period

    asked = RegulationRequest(
        workbook, first, period, Decisions(accept, refuse, decisions, reason, author), seed, effort
    )
    return answer(lambda: prepare_period(folder, asked, Terminal(as_json)), tell, plain, json=as_json)
