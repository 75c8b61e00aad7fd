"""What `barrette update --edited` prints and asks."""

import sys
from typing import Any

import click

from planner.cli.show.differences import plain_differences, tell_differences
from planner.cli.show.out import TRIED, kept_as, listing, not_kept, plain_findings, print_json, say
from planner.cli.work.edit import Edited
from planner.words import session_line

KEEP, YES = "Garder ces changements ? [o/N]", ("o", "oui", "y", "yes")


def accepted(done: Edited, *, dry_run: bool, yes: bool, json: bool) -> bool:
    """Show what a list changes; whether the planner wants it kept: ``--yes``, or a word at the terminal."""
    if json:
        print_json(_plain(done))
    else:
        _show(done)
    if done.broken or dry_run:
        unchanged = "" if done.broken else TRIED
    elif yes:
        return True
    elif json or not sys.stdin.isatty():
        unchanged = "Rien n’a été changé : relancez avec --yes pour garder ces changements."
    else:
        return click.prompt(KEEP, default="n", show_default=False).strip().casefold() in YES
    if unchanged and not json:
        say(unchanged)
    return False


def _plain(done: Edited) -> dict[str, Any]:
    assert done.found is not None, "there are edits"
    locks = [{"session": e.session_id, "lock": e.lock} for e in done.edits if e.lock is not None]
    return {**plain_differences(done.found), "clashes": plain_findings(done.broken), "locks": locks}


def _show(done: Edited) -> None:
    """The edits as differences, and what clashes."""
    assert done.found is not None, "there are edits"
    tell_differences(done.found, "la même commande avec --dry-run --json")
    for lock, words in ((True, "À verrouiller"), (False, "À déverrouiller")):
        rows = [session_line(done.before.session[e.session_id]) for e in done.edits if e.lock is lock]
        if rows:
            say(f"{words} :")
            listing(rows)
    if done.broken:
        not_kept("ces changements ne respecteraient", done.broken)


def tell(done: Edited, json: bool) -> None:
    """What has become of a list; what it changes is shown before."""
    if done.found is None:
        say("Rien n’est modifié dans la liste des séances.")
    elif done.number is not None and not json:
        say(kept_as(done.number))
