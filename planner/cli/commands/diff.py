"""`barrette diff`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.argument("versions", metavar="[V1 [V2]]", nargs=-1, type=options.Number(1))
@click.option(
    "--csv", "csv_file", metavar="FICHIER.csv", type=options.BOOK, help="Écrit aussi la liste dans ce fichier."
)
@options.as_json()
def diff(folder: Path, versions: tuple[int, ...], csv_file: Path | None, as_json: bool) -> int:
    """Dit ce qui change d'une version à une autre, par apprenant, classe et formateur.

    Sans numéros : de la version publiée à la dernière, sinon de l'avant-dernière à la dernière.
    """
    from planner.cli.show.diff import plain, tell
    from planner.cli.show.out import answer
    from planner.cli.work.diff import compare_versions

    return answer(lambda: compare_versions(folder, versions, csv_file), tell, plain, json=as_json)
