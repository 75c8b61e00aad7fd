"""`barrette solve`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.workbook
@click.option(
    "--out", metavar="DOSSIER", type=options.FOLDER, help="Dossier des résultats (par défaut : à côté du classeur)."
)
@options.effort
@click.option(
    "--time-limit", type=options.Number(1, whole=False), help="Durée au-delà de laquelle on garde le meilleur (s)."
)
@click.option("--workers", type=options.Number(1, 64), default=2, show_default=True, help="Calculs menés de front.")
@click.option("--cluster", metavar="ADRESSE", default="", help="Calcule sur d'autres postes : leur ordonnanceur dask.")
@options.seed
@click.option("--no-export", is_flag=True, help="N'écrit que les fichiers CSV.")
@options.as_json("Bilan")
@options.author()
@options.reason()
def solve(
    file: Path,
    out: Path | None,
    effort: float,
    time_limit: float | None,
    workers: int,
    cluster: str,
    seed: int,
    no_export: bool,
    as_json: bool,
    author: str,
    reason: str,
) -> int:
    """Calcule l'emploi du temps, le vérifie, écrit tous les fichiers."""
    from planner.cli.show.out import answer
    from planner.cli.show.solve import plain, tell
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.solve import SolveRequest, solve_workbook
    from planner.engine.options import Options

    run = Options(effort=effort, workers=workers, seed=seed, seconds=time_limit)
    asked = SolveRequest(not no_export, author, reason, cluster)
    return answer(lambda: solve_workbook(file, out, run, asked, Terminal(as_json)), tell, plain, json=as_json)
