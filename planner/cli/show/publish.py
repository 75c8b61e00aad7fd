"""What `barrette publish` and `barrette rollback` print."""

from typing import Any

from planner.cli.show.out import broken, complain, findings, say
from planner.folder.publish import Published, Unfit
from planner.folder.publish_told import publication_figures, publication_lines


def plain(done: Published | Unfit) -> dict[str, Any] | None:
    """What is published, for a program; None where nothing is, and words say what is broken."""
    return publication_figures(done) if isinstance(done, Published) else None


def tell(done: Published | Unfit) -> None:
    """What is published and what to do now, or why nothing is."""
    if isinstance(done, Unfit):
        complain(f"La version {done.version} ne peut pas être publiée : des règles ne sont pas respectées.")
        findings(broken(done.report))
    else:
        for line in publication_lines(done):
            say(line)
