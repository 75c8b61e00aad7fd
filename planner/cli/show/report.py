"""What `barrette report` prints."""

from collections.abc import Mapping
from typing import Any

from outputs.evidence.write import plain_parts, stamp
from planner.cli.show.out import say
from planner.cli.work.report import Reported
from planner.words import say_some


def tell(done: Reported) -> None:
    """Which reports are where, and what their values come from."""
    of = f" pour {say_some(p.name for p in done.people)}" if done.people else ""
    titles = dict.fromkeys(report.title for report, _parts in done.reports)
    say(f"Rapports écrits dans {done.folder}{of} ({stamp(done.record)}) :")
    for title in titles:
        say(f"  • {title}")


def plain(done: Reported) -> Mapping[str, Any]:
    """The reports with their values for a program."""
    return {
        "folder": str(done.folder),
        "version": done.record.version.number,
        "hash": done.record.version.fingerprint,
        "apprentices": [str(p.id) for p in done.people],
        "reports": [
            {"key": report.key, "title": report.title, "parts": plain_parts(parts)} for report, parts in done.reports
        ],
    }
