"""What `barrette move --draft` prints."""

from typing import Any

from planner.cli.show.out import TRIED, fields, say
from planner.cli.work.move import MovedInDraft


def plain(done: MovedInDraft) -> dict[str, Any]:
    """Every session that moves, for a program."""
    rows = [fields(e, "session_id", "day", "start", "end", "room_id", "trainer_ids") for e in done.cleared.edits]
    return {"draft": not done.dry_run, "moves": rows}


def tell(done: MovedInDraft) -> None:
    """What moves, and where it is to be kept or undone."""
    for line in done.cleared.lines:
        say(line)
    say(TRIED if done.dry_run else "C’est une modification du brouillon : à garder ou à annuler sur le tableau.")
