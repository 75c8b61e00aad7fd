"""`barrette sent`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.argument("names", metavar="NOM…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Tous les messages sont partis.")
@options.as_json()
def sent(folder: Path, names: tuple[str, ...], every: bool, as_json: bool) -> int:
    """Note quels messages de « publish » sont partis : les autres restent prêts, et reçoivent la suite.

    NOM : une personne ou une entreprise, par son nom ou son code. Sans nom ni --all : la liste de ceux qui attendent.
    """
    from planner.cli.show.out import answer
    from planner.cli.show.sent import plain, tell
    from planner.cli.work.sent import note_sent

    if names and every:
        raise click.UsageError("Donnez des noms, ou --all.")
    return answer(lambda: note_sent(folder, names, every), tell, plain, json=as_json)
