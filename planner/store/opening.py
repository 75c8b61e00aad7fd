"""The last version of a folder of results, held against other commands where it is going to be changed."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.domain import Problem, Timetable
from planner.store.alone import alone
from planner.store.database import Store, Version, open_store
from planner.store.failures import using
from planner.store.keeping import recall
from planner.store.terms import Span, terms


class LastVersion(NamedTuple):
    """A version of an open store, and what it holds."""

    store: Store
    version: Version
    problem: Problem
    timetable: Timetable


@contextmanager
def in_folder(folder: Path, *, writes: bool = True) -> Iterator[Store]:
    """The store of a folder, alone in it where the command writes; raises Refused for what cannot be used."""
    with using(folder), open_store(folder) as store, alone(folder) if writes else nullcontext():
        yield store


@contextmanager
def at_last_version(folder: Path, day: date | None = None, *, writes: bool = True) -> Iterator[LastVersion]:
    """The last version of a folder, or the last of the term of a day."""
    with in_folder(folder, writes=writes) as store:
        version = store.version()
        if day is not None:
            holding = [term.version for term in terms(store).values() if term.span.meets(Span(day, day))]
            version = holding[-1] if holding else version
        yield LastVersion(store, version, *recall(store, version))
