"""The draft of a term: edits made on the board and not kept yet, each in the store before it is shown.

A draft is a list of steps on a version. Undoing marks the last step, a new one takes those that were undone away. Two
who look at one folder see the same mark (`plan_mark`) as long as nothing has changed: whoever writes says which mark
they have seen, and gets `PlanChanged` where it is another by then.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from planner.answer import NOTHING, Refused
from planner.store.database import Also, Store, now, with_tables
from planner.store.tables import DRAFT_STEPS, DRAFTS, GROUP_LOCKS, LOCKS, PUBLICATIONS, VERSIONS


class PlanChanged(Refused):
    """What was seen is not what the folder holds any more: another tab or a command has changed it."""

    def __init__(self) -> None:
        super().__init__(
            NOTHING,
            "Le plan a changé entre-temps, dans un autre onglet ou par une commande : rien n’a été modifié. "
            "Voici le plan tel qu’il est maintenant.",
        )


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One step of a draft. ``content``: what JSON holds of its edits; ``made``: UTC, no zone."""

    number: int
    content: Any
    author: str
    made: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class BoardDraft:
    """The draft of a term; ``base``: the version that its steps start from, None where it never had any."""

    term: str
    base: int | None = None
    steps: tuple[DraftStep, ...] = ()

    @property
    def done(self) -> tuple[DraftStep, ...]:
        """The steps that hold, in order."""
        return tuple(step for step in self.steps if not step.undone)

    @property
    def undone(self) -> tuple[DraftStep, ...]:
        """The steps that were undone, the one to do again first at the front."""
        return tuple(step for step in self.steps if step.undone)


def draft_of(store: Store, term: str) -> tuple[BoardDraft, str]:
    """The draft of a term and the mark of the folder, read at one moment."""
    with store.reading() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            return _draft(connection, term), _mark(connection, term)
        finally:
            connection.exec_driver_sql("COMMIT")


def plan_mark(store: Store, term: str) -> str:
    """What changes with every version, publication, lock and step of a draft."""
    with store.reading() as connection:
        return _mark(connection, term)


def _draft(connection: Connection, term: str) -> BoardDraft:
    if not inspect(connection).has_table(DRAFTS.name):
        return BoardDraft(term)
    base = connection.execute(select(DRAFTS.c.base).where(DRAFTS.c.term == term)).scalar_one_or_none()
    rows = connection.execute(select(DRAFT_STEPS).where(DRAFT_STEPS.c.term == term).order_by(DRAFT_STEPS.c.number))
    steps = tuple(DraftStep(r.number, json.loads(r.content), r.author, r.made, r.undone) for r in rows)
    return BoardDraft(term, base, steps)


def _mark(connection: Connection, term: str) -> str:
    version = connection.execute(select(func.max(VERSIONS.c.number))).scalar_one() or 0
    told = connection.execute(select(func.max(PUBLICATIONS.c.number))).scalar_one() or 0
    held = sorted(connection.execute(select(LOCKS.c.session)).scalars())
    if inspect(connection).has_table(GROUP_LOCKS.name):
        held += sorted("|".join(row[:5]) for row in connection.execute(select(GROUP_LOCKS)))
    locked = hashlib.sha256("\n".join(held).encode()).hexdigest()[:12]
    return f"{version}.{_revision(connection, term)}.{told}.{locked}"


def _revision(connection: Connection, term: str) -> int:
    if not inspect(connection).has_table(DRAFTS.name):
        return 0
    query = select(DRAFTS.c.revision).where(DRAFTS.c.term == term)
    return connection.execute(query).scalar_one_or_none() or 0


@contextmanager
def _changing(store: Store, term: str, seen: str, base: int) -> Iterator[Connection]:
    """One transaction that changes a draft; raises `PlanChanged` where the folder is not as it was seen."""
    with store.writing() as connection:
        with_tables(connection, DRAFTS)
        if _mark(connection, term) != seen:
            raise PlanChanged
        revision = _revision(connection, term) + 1
        connection.execute(
            insert(DRAFTS).prefix_with("OR REPLACE"), [{"term": term, "base": base, "revision": revision}]
        )
        yield connection


def add_step(store: Store, term: str, seen: str, base: int, content: Any, author: str) -> None:
    """One step more on a version; what was undone is gone."""
    with _changing(store, term, seen, base) as connection:
        _add(connection, term, content, author)


def _add(connection: Connection, term: str, content: Any, author: str) -> None:
    mine = DRAFT_STEPS.c.term == term
    connection.execute(delete(DRAFT_STEPS).where(mine, DRAFT_STEPS.c.undone))
    last = connection.execute(select(func.max(DRAFT_STEPS.c.number)).where(mine)).scalar_one() or 0
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row = {"term": term, "number": last + 1, "content": text, "author": author, "made": now(), "undone": False}
    connection.execute(insert(DRAFT_STEPS), [row])


def undo_step(store: Store, term: str, seen: str, base: int) -> bool:
    """Undo the last step that holds; False where there is none."""
    return _mark_step(store, term, seen, base, undone=True)


def redo_step(store: Store, term: str, seen: str, base: int) -> bool:
    """Do again what was undone last; False where there is nothing."""
    return _mark_step(store, term, seen, base, undone=False)


def _mark_step(store: Store, term: str, seen: str, base: int, *, undone: bool) -> bool:
    pick = func.max if undone else func.min
    with _changing(store, term, seen, base) as connection:
        mine = DRAFT_STEPS.c.term == term
        found = connection.execute(
            select(pick(DRAFT_STEPS.c.number)).where(mine, DRAFT_STEPS.c.undone != undone)
        ).scalar_one()
        if found is None:
            return False
        connection.execute(update(DRAFT_STEPS).where(mine, DRAFT_STEPS.c.number == found).values(undone=undone))
        return True


def replace_steps(store: Store, term: str, seen: str, base: int, contents: list[Any], author: str) -> None:
    """A draft of these steps on a version, in the place of all that it had; none at all drops it."""
    with _changing(store, term, seen, base) as connection:
        connection.execute(delete(DRAFT_STEPS).where(DRAFT_STEPS.c.term == term))
        for content in contents:
            _add(connection, term, content, author)


def without_draft(term: str, seen: str) -> Also:
    """Drop the draft of a term in the transaction of the version that it becomes; raises `PlanChanged` as others do."""

    def write(connection: Connection) -> None:
        with_tables(connection, DRAFTS)
        if _mark(connection, term) != seen:
            raise PlanChanged
        connection.execute(delete(DRAFT_STEPS).where(DRAFT_STEPS.c.term == term))
        connection.execute(update(DRAFTS).where(DRAFTS.c.term == term).values(revision=DRAFTS.c.revision + 1))

    return write
