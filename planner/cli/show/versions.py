"""What `barrette versions` prints."""

from collections.abc import Iterator
from typing import Any

from planner.cli.show.out import fields, say
from planner.folder.history import History, Restored, said_of_version, sort_of_version
from planner.store.database import Version, paris
from planner.words import count


def plain(done: History) -> dict[str, Any]:
    """The history for a program."""
    return {"versions": [_plain(done, version) for version in done.versions]}


def _plain(done: History, version: Version) -> dict[str, Any]:
    since = done.since.get(version.number)
    return {
        **fields(version, "number", "kind", "parent", "author", "reason", "verified"),
        "made": paris(version.made).isoformat(),
        "hash": version.timetable_hash[:8],
        "counts": dict(version.counts),
        "settings": dict(version.settings),
        "published": since is not None,
        "published_since": since.isoformat() if since else None,
    }


def tell(done: History) -> None:
    """The history, version by version, and what is amiss in the folder."""
    if not done.versions:
        say(f"« {done.folder} » ne contient encore aucune version.")
    if done.unfinished:
        say("La dernière publication n’est pas allée au bout : relancez barrette publish.")
    if done.files is not None:
        whose = f"ceux de la version {done.files}" if done.files else "modifiés depuis, ou incomplets"
        say(
            f"Les fichiers de « {done.folder} » sont {whose} : pour avoir ceux de la dernière, barrette versions "
            f"{done.folder} --restore {done.versions[-1].number}"
        )
    for version in done.versions:
        for line in _lines(done, version):
            say(line)


def _lines(done: History, version: Version) -> Iterator[str]:
    """What the history says of a version, and under it why it was made."""
    since = done.since.get(version.number)
    mark = f"  ← publiée depuis le {since:%d/%m/%Y à %H:%M}" if since else ""
    who = f"par {version.author}, " if version.author else ""
    yield (
        f"{version.number:>4}  {paris(version.made):%d/%m/%Y %H:%M}  {sort_of_version(version)}, {who}empreinte "
        f"{version.timetable_hash[:8]}{mark}"
    )
    yield f"      {said_of_version(version)}"
    if version.reason:
        yield f"      Motif : {version.reason}"
    if version.number in done.spans:
        yield f"      Période {done.spans[version.number]}"
    if version.number in done.regulated:
        known = done.regulated[version.number]
        parts = [count(known.done, "proposition appliquée", "propositions appliquées")]
        parts += [f"dont {count(known.accepted, 'acceptée')}"] if known.accepted else []
        parts += [count(known.refused, "refusée")] if known.refused else []
        parts += [f"{known.empty} sans heure prévue"] if known.empty else []
        yield f"      Régulation : {', '.join(parts)}"


def plain_restored(done: Restored) -> dict[str, Any]:
    """The new version for a program."""
    return {"version": done.version, "restored": done.earlier}


def tell_restored(done: Restored) -> None:
    """Which version is the last one now."""
    if done.new:
        say(f"Version {done.version} : la version {done.earlier} telle qu’elle était ; ses fichiers sont écrits.")
    else:
        say(f"La version {done.version} est déjà celle-là ; ses fichiers sont écrits de nouveau.")
