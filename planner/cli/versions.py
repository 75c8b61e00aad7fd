"""`barrette versions`: the history of a folder, and an earlier version brought back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from outputs.csvfiles import CsvError, read_csv
from planner.cli import show
from planner.cli.changing import attempt, neutral, write_files
from planner.store.alone import alone
from planner.store.database import Store, Version, open_store
from planner.store.decisions import dossiers
from planner.store.keeping import keep_version, recall
from planner.store.snapshot import fingerprint
from planner.store.terms import mark_of, published, span_of

PARIS = ZoneInfo("Europe/Paris")
UNFINISHED = Path("public", ".ics.nouveau")
"""Where the calendars of a publication are prepared; gone when it has ended."""
KIND_NAMES = {
    "solve": "calcul",
    "update": "mise à jour",
    "edit": "retouches",
    "replace": "remplacement",
    "restore": "retour",
}


def run_versions(folder: Path, restored: int | None, author: str, reason: str, as_json: bool) -> int:
    """Show the history, or make a new version equal to an earlier one and write its files."""
    if restored is not None:
        return attempt(folder, lambda: _restore(folder, restored, author, reason, as_json))
    return attempt(folder, lambda: _history(folder, as_json))


def _history(folder: Path, as_json: bool) -> int:
    with open_store(folder) as store:
        found = store.versions()
        current = {version.number: since for version, since in published(store).values()}
        regulated = _regulated(store)
        several = len({mark_of(v) for v in found}) > 1
        days = {v.number: f"      Période {span_of(store, v)}" for v in found} if several else {}
    if as_json:
        show.as_json({"versions": [_plain(v, current) for v in found]})
        return 0
    if not found:
        show.say(f"« {folder} » ne contient encore aucune version.")
    if (folder / UNFINISHED).exists():
        show.say("La dernière publication n’est pas allée au bout : relancer barrette publish.")
    _say_files(folder, found)
    for version in found:
        more = [days[version.number]] if version.number in days else []
        for line in (*_lines(version, current), *more, *regulated.get(version.number, ())):
            show.say(line)
    return 0


def _regulated(store: Store) -> Mapping[int, list[str]]:
    """What each version carries out of the dossiers of regulation, and what it leaves out, by its number."""
    found: dict[int, list[str]] = {}
    for term in dict.fromkeys(mark_of(v) for v in store.versions()):
        kept = dossiers(store, term)
        left_out = [k.decision.version for k in kept if k.refused and k.decision is not None]
        for number in {*(k.version for k in kept), *left_out} - {None}:
            assert number is not None
            mine = [k for k in kept if k.version == number]
            parts = [show.count(len(mine), "proposition appliquée", "propositions appliquées")]
            parts += [f"dont {show.count(n, 'acceptée')}" for n in [sum(k.accepted for k in mine)] if n]
            parts += [show.count(n, "refusée") for n in [left_out.count(number)] if n]
            found[number] = [f"      Régulation : {', '.join(parts)}"]
    return found


def _say_files(folder: Path, found: Sequence[Version]) -> None:
    """Of which version the files of the folder are, where it is not the last one."""
    if not found:
        return
    last = found[-1].number
    try:
        known = fingerprint(read_csv(folder / "csv"))
    except CsvError:
        known = ""
    if known == found[-1].timetable_hash:
        return
    number = next((v.number for v in reversed(found) if v.timetable_hash == known), None)
    whose = f"ceux de la version {number}" if number else "modifiés depuis, ou incomplets"
    show.say(
        f"Les fichiers de « {folder} » sont {whose} : pour avoir ceux de la dernière, barrette versions {folder} "
        f"--restore {last}"
    )


def paris(moment: datetime) -> datetime:
    """A moment of the store (UTC, no zone) on the clocks of Paris."""
    return moment.replace(tzinfo=UTC).astimezone(PARIS)


def _lines(version: Version, current: Mapping[int, datetime]) -> list[str]:
    """What the history says of a version, and under it why it was made."""
    head = (
        f"{version.number:>4}  {paris(version.made):%d/%m/%Y %H:%M}  {KIND_NAMES.get(version.kind, version.kind)}"
        f"{_from(version)}"
    )
    since = _since(version, current)
    mark = f"  ← publiée depuis le {since:%d/%m/%Y à %H:%M}" if since else ""
    who = f"par {version.author}, " if version.author else ""
    lines = [f"{head}, {who}empreinte {version.timetable_hash[:8]}{mark}", f"      {_counts(version)}"]
    return [*lines, f"      Motif : {version.reason}"] if version.reason else lines


def _since(version: Version, current: Mapping[int, datetime]) -> datetime | None:
    """Since when a version is the published one of its term, on the clocks of Paris."""
    return paris(current[version.number]) if version.number in current else None


def _from(version: Version) -> str:
    restored = version.settings.get("restored")
    return f" à la version {restored}" if restored else ""


def _counts(version: Version) -> str:
    counts: Mapping[str, Any] = version.counts
    placed, unplaced = int(counts.get("placed", counts.get("sessions", 0))), int(counts.get("unplaced", 0))
    parts = [
        show.count(placed, "séance placée", "séances placées"),
        f"{unplaced} non {'placée' if unplaced < 2 else 'placées'}",
    ]
    if "hours_planned" in counts and "hours_owed" in counts:
        parts.append(f"{counts['hours_planned']:g} h prévues sur {counts['hours_owed']:g} h dues")
    parts.append("règles respectées" if version.verified else "des règles ne sont pas respectées")
    return ", ".join(parts)


def _plain(version: Version, current: Mapping[int, datetime]) -> dict[str, Any]:
    since = _since(version, current)
    return {
        "number": version.number,
        "kind": version.kind,
        "parent": version.parent,
        "made": paris(version.made).isoformat(),
        "author": version.author,
        "reason": version.reason,
        "hash": version.timetable_hash[:8],
        "counts": dict(version.counts),
        "settings": dict(version.settings),
        "verified": version.verified,
        "published": since is not None,
        "published_since": since.isoformat() if since else None,
    }


def _restore(folder: Path, number: int, author: str, reason: str, as_json: bool) -> int:
    """A new version equal to an earlier one; its files take the place of those in the folder."""
    neutral(reason)
    with open_store(folder) as store, alone(folder):
        version = store.version(number)
        problem, timetable = recall(store, version)
        settings = {**version.settings, "restored": number}
        kept, new = keep_version(folder, problem, timetable, "restore", reason, author=author, settings=settings)
        write_files(folder, kept, problem, timetable)
    if as_json:
        show.as_json({"version": kept.number, "restored": number})
    elif new:
        show.say(f"Version {kept.number} : la version {number} telle qu’elle était ; ses fichiers sont écrits.")
    else:
        show.say(f"La version {kept.number} est déjà celle-là ; ses fichiers sont écrits de nouveau.")
    return 0
