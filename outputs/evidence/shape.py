"""What a report is: parts, each with sentences and tables of typed values, whoever writes them down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from outputs.evidence.record import Record
from outputs.lists.tables import Table, Value
from planner.domain import Learner


@dataclass(frozen=True, slots=True)
class Part:
    """Some tables under a heading: all of a report, or one person of it.

    ``name`` and ``about`` (the class) are empty where the part is the whole; ``lines``: sentences before the tables.
    """

    tables: tuple[Table, ...]
    name: str = ""
    about: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``build`` gives its parts for some people: whoever is asked for, or everybody."""

    key: str
    """What the command line and the files call it."""
    title: str
    intro: str
    """What it shows, in a sentence."""
    build: Callable[[Record, Sequence[Learner]], Sequence[Part]]
    restricted: bool = False
    """Whether it is for few eyes: it stands in a folder of its own, and in no other report."""


Row = tuple[Value, ...]
Column = tuple[str, int]
"""A header and its width in characters."""


def table(title: str, columns: Sequence[Column], rows: Iterable[Row], note: str = "") -> Table:
    """A table from its columns and rows."""
    return Table(title, tuple(c[0] for c in columns), tuple(c[1] for c in columns), tuple(rows), note)


WHO: tuple[Column, ...] = (("Apprenant", 28), ("Classe", 24))
"""Columns of whoever a row is about."""


def together(parts: Sequence[Part]) -> tuple[Table, ...]:
    """The tables of all parts, those of one title as one; each row then says whose it is where parts have names."""
    found: dict[str, Table] = {}
    rows: dict[str, list[Row]] = {}
    for part in parts:
        lead = (part.name, part.about) if part.name else ()
        for one in part.tables:
            head = WHO if part.name else ()
            columns = (*head, *zip(one.headers, one.widths, strict=True))
            found.setdefault(one.title, table(one.title, columns, (), one.note))
            rows.setdefault(one.title, []).extend((*lead, *row) for row in one.rows)
    return tuple(
        table(one.title, tuple(zip(one.headers, one.widths, strict=True)), rows[title], one.note)
        for title, one in found.items()
    )
