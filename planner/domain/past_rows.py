"""Rows of days gone as they were when their day came, whatever the workbook says of them by now.

Events and sessions that stand (*Événements*, *Séances existantes*) are named by what they are and in which order they
come: a row that is put off, or one before it that goes, would give what took place another day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from planner.domain.ids import SessionId
from planner.domain.offer import FixedEvent, StandingSession
from planner.domain.problem import Problem

Dated = TypeVar("Dated", bound=FixedEvent | StandingSession)


def with_past_rows(new: Problem, old: Problem, first: date) -> Problem:
    """A problem with the rows of an earlier one before ``first``; the others keep the ids that they had there.

    An event that is put off from the past takes place there and again, under another id. What is new before ``first``
    comes beside what was there; nothing of it is placed.
    """
    standing = _carried(new.standing, old.standing, first)
    return replace(
        new,
        events=_carried(new.events, old.events, first),
        standing=tuple(sorted(standing, key=lambda one: (one.day, one.start, one.end, one.id))),
    )


def past_differs(new: Problem, old: Problem, first: date) -> tuple[FixedEvent | StandingSession, ...]:
    """Rows of days before ``first`` that only one of two problems has, in order of time."""
    found: list[FixedEvent | StandingSession] = []
    found += _apart(new.events, old.events, first)
    found += _apart(new.standing, old.standing, first)
    return tuple(sorted(found, key=lambda row: (row.day, row.start, row.id)))


def _apart(new: Iterable[Dated], old: Iterable[Dated], first: date) -> list[Dated]:
    rows = [{_said(row): row for row in rows if row.day < first} for rows in (new, old)]
    return [row for mine, others in (rows, rows[::-1]) for said, row in mine.items() if said not in others]


def _said(row: Dated) -> Dated:
    """A row without its name."""
    return _named(row, "")


def _named(row: Dated, name: str) -> Dated:
    return replace(row, id=SessionId(name))


def _carried(new: Sequence[Dated], old: Sequence[Dated], first: date) -> tuple[Dated, ...]:
    """The rows in the order of the new ones; those of the past that are gone come before them."""
    gone = {_said(row): row for row in old if row.day < first}
    known: set[str] = {row.id for row in gone.values()}
    past = [row for row in new if row.day < first]
    kept = {row.id: gone.pop(_said(row), None if row.id in known else row) for row in past}
    names = _names([row for row in new if row.day >= first], old, known | {row.id for row in kept.values() if row})
    rows = [kept[row.id] if row.day < first else _named(row, names[row.id]) for row in new]
    return (*gone.values(), *(row for row in rows if row is not None))


def _names(later: Sequence[Dated], old: Sequence[Dated], past: Collection[str]) -> dict[str, str]:
    """Id → the id of a row to come: that of the same row before, else its own where nothing else has it."""
    before: dict[Dated, list[str]] = defaultdict(list)
    for row in old:
        before[_said(row)].append(row.id)
    names: dict[str, str] = {row.id: before[_said(row)].pop(0) for row in later if before[_said(row)]}
    taken: set[str] = {*past, *names.values()}
    names |= {row.id: row.id for row in later if row.id not in names and row.id not in taken}
    taken.update(names.values())
    for row in later:
        if row.id not in names:
            names[row.id] = _free(row, taken)
            taken.add(names[row.id])
    return names


def _free(row: Dated, taken: Collection[str]) -> str:
    """The name of a row, else one with its day, that nothing has yet."""
    name, number = str(row.id), 1
    while name in taken:
        name = f"{row.id}-{row.day:%m%d}" + (f"-{number}" if number > 1 else "")
        number += 1
    return name
