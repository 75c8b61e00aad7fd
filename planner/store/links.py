"""Folders of other terms of the same centre: their addresses and events go on in what this folder publishes.

Each folder remembers the folders it is linked to, by the way from one to the other, so that a term can be published
again from its own folder after the next one was: whichever is published last tells all terms.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, select, update

from planner.store.database import FILE, SALT, Store, StoreError, open_store
from planner.store.publication import EventKey, FeedRow, State, feed_rows, states
from planner.store.tables import ABOUT
from planner.store.terms import Term, mark_in, terms

LINKS = "links"
"""Name in ``about`` of the ways to the linked folders, as JSON."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another folder of the centre has told subscribers: its own terms, the addresses that it knows."""

    folder: Path
    salt: str
    terms: dict[str, Term]
    events: dict[EventKey, State]
    feeds: tuple[FeedRow, ...]


@dataclass
class LinkedFolders:
    """What was found by following the links; ``missing``: folders that are not there any more."""

    places: list[Elsewhere] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)


def way_to(folder: Path, other: Path) -> str:
    """The way from a folder to another; the whole path where no way leads there (another drive)."""
    folder, other = folder.resolve(), other.resolve()
    return os.path.relpath(other, folder) if other.anchor == folder.anchor else str(other)


def links(store: Store) -> list[Path]:
    """The folders that a folder is linked to."""
    told = store.about(LINKS)
    return [(store.path.parent / way).resolve() for way in json.loads(told)] if told else []


def link(store: Store, others: Iterable[Path]) -> None:
    """Remember folders, in the place of those that are known already."""
    mine = links(store)
    known = sorted({way_to(store.path.parent, other) for other in (*mine, *others)})
    if {(store.path.parent / way).resolve() for way in known} == set(mine):
        return
    value = json.dumps(known, ensure_ascii=False)
    with store.writing() as connection:
        if connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == LINKS)).first() is None:
            connection.execute(insert(ABOUT).values(name=LINKS, value=value))
        else:
            connection.execute(update(ABOUT).where(ABOUT.c.name == LINKS).values(value=value))


def follow(store: Store, more: Iterable[Path]) -> LinkedFolders:
    """Every folder that links lead to, from this one and from ``more``; raises StoreError for one that is damaged."""
    found, seen = LinkedFolders(), {store.path.parent.resolve()}
    todo = [*links(store), *more]
    while todo:
        folder = todo.pop(0).resolve()
        if folder in seen:
            continue
        seen.add(folder)
        if not (folder / FILE).exists():
            found.missing.append(folder)
            continue
        with open_store(folder) as other:
            told = {mark: term for mark, term in terms(other).items() if term.published is not None}
            events = {name: state for name, state in states(other).items() if mark_in(name[2]) in told}
            found.places.append(Elsewhere(folder, other.about(SALT), told, events, feed_rows(other)))
            todo += links(other)
    return found


def link_back(folder: Path, others: Iterable[Path]) -> Iterator[Path]:
    """Have each of the other folders know this one; gives those where nothing can be written."""
    for other in others:
        try:
            with open_store(other) as store:
                link(store, [folder])
        except StoreError:
            yield other
