"""`barrette report`, as the command line declares it."""

from pathlib import Path
from typing import Any

import click

from planner.cli import options

DRAWN, SEED = options.Number(1, 200), options.Number(0, 10**9)


@click.command()
@options.results
@options.typed_since
@click.option("--only", "keys", multiple=True, metavar="RAPPORT", help="Ce rapport seulement ; se répète.")
@click.option("--apprentice", "names", multiple=True, metavar="NOM", help="Pour cet apprenant seulement ; se répète.")
@click.option("--version", "number", type=options.Number(1), metavar="V", help="Par défaut : la dernière.")
@click.option("--audit", "followed", multiple=True, metavar="NOM", help="Dossier d'audit de cet apprenant ; se répète.")
@click.option("--sample", type=DRAWN, metavar="N", help="Dossier d'audit de N apprenants tirés au sort.")
@click.option("--seed", type=SEED, default=1, show_default=True, help="Graine du tirage.")
@options.as_json("Les rapports")
def report(folder: Path, workbook: Path | None, as_json: bool, **asked: Any) -> int:
    """Écrit les rapports du dossier pour l'auditeur, en Excel et en page, dans DIR/interne/rapports.

    Avec --audit ou --sample : un dossier et une archive par appel, avec tout ce qui concerne ces apprenants.
    """
    from planner.cli.show import report as show
    from planner.cli.show.out import answer
    from planner.cli.show.terminal import Terminal
    from planner.cli.work.audit import AuditAsked, write_audit
    from planner.cli.work.report import write_reports

    keys, names, number, followed, sample = (asked[k] for k in ("keys", "names", "number", "followed", "sample"))
    if followed or sample is not None:
        audit = AuditAsked(followed, sample, asked["seed"], number, workbook, bool(keys or names))
        return answer(lambda: write_audit(folder, audit, Terminal()), show.tell_audit, show.plain_audit, json=as_json)
    return answer(
        lambda: write_reports(folder, keys, names, number, workbook, Terminal()), show.tell, show.plain, json=as_json
    )
