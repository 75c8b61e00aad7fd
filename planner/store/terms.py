"""The terms whose versions a folder keeps: whose events are whose, and which version of each is published.

A term has a mark (cell *repère* of *Paramètres*, else its first day when it was first calculated), which enters the
name of each of its events. Once a version has it, it stays, whatever its first and last day become.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from planner.domain import MARK_END, Problem
from planner.store.database import Store, StoreError, Version
from planner.store.tables import PUBLICATIONS


class Span(NamedTuple):
    """First and last day of a term."""

    first: date
    last: date

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self.shared(other) > 0

    def shared(self, other: "Span") -> int:
        """Days that the two have in common."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)

    def __str__(self) -> str:
        return f"du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a folder: its last version, and the one that subscribers see, if there is one."""

    mark: str
    version: Version
    span: Span
    published: tuple[Version, datetime] | None = None
    told: Span | None = None
    """Days of the published version."""


class OtherTerm(StoreError):
    """A workbook whose days or mark are those of another term; the message says what to do."""


def mark_of(version: Version) -> str:
    """The mark of the term of a version; empty for those made before terms had one."""
    return str(version.settings.get("term", ""))


def mark_in(what: str) -> str:
    """The mark in the name of an event."""
    return what.rpartition(MARK_END)[0]


def span_of(store: Store, version: Version) -> Span:
    """First and last day of a version."""
    first, last = (version.settings.get(name) for name in ("first", "last"))
    if first and last:
        return Span(date.fromisoformat(first), date.fromisoformat(last))
    problem = store.problem(version.number)
    return Span(problem.first, problem.last)


def published(store: Store) -> dict[str, tuple[Version, datetime]]:
    """Mark → the version of each term that is published now, and since when."""
    query = select(PUBLICATIONS.c.version, PUBLICATIONS.c.since).order_by(PUBLICATIONS.c.number)
    known = {version.number: version for version in store.versions()}
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return {mark_of(known[row[0]]): (known[row[0]], row[1]) for row in rows}


def terms(store: Store) -> dict[str, Term]:
    """The terms of a folder by mark, in the order of their last versions."""
    shown = published(store)
    last: dict[str, Version] = {}
    for version in store.versions():
        last.pop(mark_of(version), None)
        last[mark_of(version)] = version
    found = {}
    for mark, version in last.items():
        now = shown.get(mark)
        told = span_of(store, now[0]) if now else None
        found[mark] = Term(mark, version, span_of(store, version), now, told)
    return found


def latest(store: Store) -> Term | None:
    """The term that ends last: the one that a next term comes after."""
    return max(terms(store).values(), key=lambda t: (t.span.last, t.version.number), default=None)


def last_version(store: Store, problem: Problem) -> Version:
    """The last version of the term of a problem that has its mark; raises StoreError where the folder has none."""
    known = terms(store).get(problem.settings.term)
    if known is None:
        raise OtherTerm(
            f"Ce classeur est d’une autre période ({Span(problem.first, problem.last)}) que celles de « "
            f"{store.path.parent} » : lancez barrette solve. Rien n’a été changé."
        )
    return known.version


def mark_for(problem: Problem, known: Mapping[str, Term]) -> str:
    """The mark of a problem among the terms of a folder; raises OtherTerm where its days or its mark are of another.

    Without a cell: that of the term with which it shares most days, the published one first, else its own first day.
    """
    span, cell = Span(problem.first, problem.last), problem.settings.term.strip()
    if cell:
        mine = known.get(cell)
        if mine is not None and mine.told is not None and not mine.told.meets(span) and not mine.span.meets(span):
            raise OtherTerm(
                f"Feuille « Paramètres » : le repère « {cell} » est celui de la période {mine.told}, déjà publiée, et "
                f"ce classeur va {span} : videz cette cellule pour une autre période, ou corrigez « début » et « fin »."
            )
        refuse_overlap(span, cell, known.values())
        return cell
    near = [term for term in known.values() if term.span.meets(span) or (term.told and term.told.meets(span))]
    if near:
        mark = max(near, key=lambda term: _nearness(term, span)).mark
        refuse_overlap(span, mark, known.values())
        return mark
    return fresh_mark(problem.first, known)


def _nearness(term: Term, span: Span) -> tuple[bool, int, int, int]:
    """How likely days are those of a term: published, days in common, first days close, made lately."""
    shared = max(span.shared(term.span), span.shared(term.told or term.span))
    return term.published is not None, shared, -abs((span.first - term.span.first).days), term.version.number


def fresh_mark(first: date, known: Iterable[str]) -> str:
    """The mark of a new term: its first day."""
    mark = first.isoformat()
    while mark in known:
        mark += "-bis"
    return mark


def refuse_overlap(span: Span, mark: str, known: Iterable[Term]) -> None:
    """Raises OtherTerm where another term, which subscribers see, has some of these days."""
    for term in known:
        if term.mark != mark and term.told is not None and term.published is not None and term.told.meets(span):
            cure = f"mettez-y le repère « {term.mark} »" if term.mark else "videz la cellule « repère »"
            raise OtherTerm(
                f"Ce classeur va {span} et recouvre une autre période déjà publiée, {term.told} (version "
                f"{term.published[0].number}) : les calendriers montreraient les deux. "
                f"Dans « Paramètres » : si c’est la même période, {cure} ; sinon, changez « début » ou « fin »."
            )
