"""`barrette publish`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--version", "number", type=options.Number(1), metavar="V", help="Par défaut : la dernière.")
@click.option("--renew", multiple=True, metavar="PERSONNE", help="Change l'adresse d'un calendrier (code ou nom).")
@click.option(
    "--after",
    type=options.FOLDER,
    metavar="DOSSIER",
    help="L'emploi du temps d'avant, s'il a changé de place : ses adresses.",
)
@options.keep_past
@options.rewrite_past
@click.option("--dry-run", is_flag=True, help="Dit qui recevrait quel message, sans rien publier.")
@options.author()
@options.reason(options.UNTOLD)
@options.as_json()
def publish(
    folder: Path,
    number: int | None,
    renew: tuple[str, ...],
    after: Path | None,
    keep_past: bool,
    rewrite_past: bool,
    dry_run: bool,
    author: str,
    reason: str,
    as_json: bool,
) -> int:
    """Publie une version vérifiée : calendriers aux adresses secrètes, messages prêts à envoyer."""
    from planner.cli.show.out import answer
    from planner.cli.show.publish import plain, tell
    from planner.cli.show.terminal import Terminal
    from planner.folder.publish import publish_version
    from planner.store.publishing import PublicationRequest

    asked = PublicationRequest(number, renew, author, reason, after, keep_past, rewrite_past)
    if dry_run:
        from planner.cli.show.foreseen import plain_foreseen, tell_foreseen
        from planner.folder.publish import preview

        return answer(lambda: preview(folder, asked, Terminal(as_json)), tell_foreseen, plain_foreseen, json=as_json)
    return answer(lambda: publish_version(folder, asked, Terminal(as_json)), tell, plain, json=as_json)
