"""What `barrette report` prints."""

from collections.abc import Mapping
from typing import Any

from outputs.evidence.write import plain_parts, stamp
from planner.cli.show.out import LONG_LISTING, listing, say
from planner.cli.work.audit import Audited
from planner.cli.work.report import Reported
from planner.words import count, say_some


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


def tell_audit(done: Audited) -> None:
    """Where the audit file is, whom it follows, and what is missing of it."""
    say(f"Dossier d’audit écrit dans {done.folder} ({stamp(done.record)}) :")
    listing([f"{person.name} : {count(len(lacks), 'manque')}" for person, lacks in done.people], LONG_LISTING)
    say(f"À remettre : {done.archive}")
    if done.restricted is not None:
        say(f"Aménagements, à part (accès restreint) : {done.restricted}")


def plain_audit(done: Audited) -> Mapping[str, Any]:
    """The audit file for a program: whom it follows, what is missing."""
    return {
        "folder": str(done.folder),
        "archive": str(done.archive),
        "version": done.record.version.number,
        "hash": done.record.version.fingerprint,
        "apprentices": [
            {"id": str(person.id), "name": person.name, "missing": [{"step": s, "text": t} for s, t in lacks]}
            for person, lacks in done.people
        ],
    }
