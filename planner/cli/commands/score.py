"""`barrette score`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.option(
    "--compare", metavar="V", type=options.Number(1), default=None, help="Une autre version, à mettre en regard."
)
@click.option("--rule", metavar="RÈGLE", default="", help="Les dix cas les plus coûteux d'une préférence, comme P4.")
@options.as_json()
def score(folder: Path, compare: int | None, rule: str, as_json: bool) -> int:
    """Dit ce que l'emploi du temps coûte à chaque préférence, pour qui, et ce qui serait possible au mieux.

    Écrit aussi la page interne/bilan.html ; avec --compare, interne/bilan-comparaison.html.
    """
    from planner.cli.show.out import answer
    from planner.cli.show.score import plain, tell
    from planner.cli.work.score import score_versions

    return answer(lambda: score_versions(folder, compare, rule), tell, plain, json=as_json)
