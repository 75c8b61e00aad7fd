"""`barrette rollback`, as the command line declares it."""

from pathlib import Path

import click

from planner.cli import options


@click.command()
@options.results
@click.option("--to", "number", type=options.Number(1), metavar="V", help="Par défaut : la version publiée avant.")
@options.keep_past
@options.rewrite_past
@options.author()
@options.reason(options.UNTOLD)
@options.as_json()
def rollback(
    folder: Path,
    number: int | None,
    keep_past: bool,
    rewrite_past: bool,
    author: str,
    reason: str,
    as_json: bool,
) -> int:
    """Revient à une version d'avant : la publie, comme un changement parmi d'autres, et écrit ses fichiers."""
    from planner.cli.show.out import answer
    from planner.cli.show.publish import plain, tell
    from planner.cli.show.terminal import Terminal
    from planner.folder.publish import go_back
    from planner.store.publishing import PublicationRequest

    asked = PublicationRequest(number, author=author, reason=reason, keep_past=keep_past, rewrite_past=rewrite_past)
    return answer(lambda: go_back(folder, asked, Terminal(as_json)), tell, plain, json=as_json)
