"""`barrette groups`, as the command line declares it."""

from pathlib import Path
from typing import Any

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--barrette", "place", metavar="BARRETTE", default="", help="La barrette, par son nom ou son code.")
@click.option("--period", metavar="PÉRIODE", default="", help="La période (par défaut : celle en cours).")
@click.option("--person", metavar="NOM", default="", help="Une personne : où elle est, et où elle pourrait aller.")
@click.option("--move", metavar="GROUPE=GROUPE", default="", help="Fait passer la personne d'un groupe à un autre.")
@click.option("--lock", metavar="GROUPE", default="", help="Verrouille la personne dans un groupe.")
@click.option("--unlock", metavar="GROUPE", default="", help="Enlève ce verrou.")
@click.option(
    "--from", "first", metavar="DATE", default="", help="Premier jour qui peut changer (par défaut : demain)."
)
@options.dry_run
@options.reason("Pourquoi, pour l'historique.")
@options.author("Qui, pour l'historique.")
@options.as_json()
def groups(folder: Path, as_json: bool, **asked: Any) -> int:
    """Montre les groupes d'une barrette ; change une personne de groupe, ou l'y verrouille.

    Chaque règle est vérifiée avant, et ce que le changement coûte est dit. Qui change de groupe y est verrouillé :
    aucune mise à jour ne l'en fait sortir.
    """
    if sum(bool(asked[name]) for name in ("move", "lock", "unlock")) > 1:
        raise click.UsageError("Donnez --move, --lock ou --unlock, un seul à la fois.")
    if any(asked[name] for name in ("move", "lock", "unlock")) and not asked["person"]:
        raise click.UsageError("Donnez la personne avec --person.")
    from planner.cli.show.groups import plain, tell
    from planner.cli.show.out import answer
    from planner.cli.work.groups import GroupsRequest, work_on_groups

    return answer(lambda: work_on_groups(folder, GroupsRequest(**asked)), tell, plain, json=as_json)
