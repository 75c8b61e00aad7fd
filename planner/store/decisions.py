"""The dossier of a formation period as the store keeps it: proposals with their numbers, and every decision on them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, inspect, select, update

from planner.domain import PeriodId
from planner.domain.proposal import Proposal
from planner.store.database import Store, Version, now, with_tables
from planner.store.keeping import Then
from planner.store.shown import last_shown, remember_shown
from planner.store.snapshot import from_plain, to_plain
from planner.store.tables import DECISIONS, PROPOSALS
from planner.store.terms import mark_of


@dataclass(frozen=True, slots=True)
class Decision:
    """Who accepted or refused something, when (UTC, no zone) and why; ``version``: the first made under it."""

    accepted: bool
    author: str
    made: datetime
    reason: str
    version: int | None


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """One proposal of a dossier with its decisions, the oldest first."""

    number: int
    proposal: Proposal
    current: bool
    """Whether the last look still found it."""
    version: int | None
    """The first version that carries it out."""
    decisions: tuple[Decision, ...] = ()

    @property
    def decision(self) -> Decision | None:
        """The one that holds."""
        return self.decisions[-1] if self.decisions else None

    @property
    def refused(self) -> bool:
        """Whether the last decision says no."""
        return self.decision is not None and not self.decision.accepted

    @property
    def accepted(self) -> bool:
        """Whether the last decision says yes."""
        return self.decision is not None and self.decision.accepted


def dossiers(store: Store, term: str) -> tuple[KeptProposal, ...]:
    """Every proposal of every dossier of a term, by its mark, in the order in which they were numbered."""
    line = _lineage(store, term)
    with store.reading() as connection:
        if not inspect(connection).has_table(PROPOSALS.name):
            return ()
        return _read(connection, term, line)


def _lineage(store: Store, term: str) -> frozenset[int]:
    """Versions that the last one of a term comes from: what a version brought back came after is none of them."""
    known = {v.number: v for v in store.versions() if mark_of(v) == term}
    found: set[int] = set()
    number: int | None = max(known, default=None)
    while number is not None and number in known and number not in found:
        found.add(number)
        restored = known[number].settings.get("restored") if known[number].kind == "restore" else None
        number = restored if restored is not None else known[number].parent
    return frozenset(found)


def _read(connection: Connection, term: str, line: frozenset[int]) -> tuple[KeptProposal, ...]:
    decided: dict[str, list[Decision]] = {}
    for row in connection.execute(select(DECISIONS).order_by(DECISIONS.c.number)):
        decided.setdefault(row.key, []).append(Decision(row.accepted, row.author, row.made, row.reason, row.version))
    order = PROPOSALS.c.made, PROPOSALS.c.period, PROPOSALS.c.number
    return tuple(
        KeptProposal(
            row.number,
            from_plain(json.loads(row.content), Proposal),
            row.current,
            row.version if row.version in line else None,
            tuple(decided.get(row.key, ())),
        )
        for row in connection.execute(select(PROPOSALS).where(PROPOSALS.c.term == term).order_by(*order))
    )


def dossier(store: Store, term: str, period: PeriodId) -> tuple[KeptProposal, ...]:
    """The proposals of one period, by number."""
    return tuple(sorted((k for k in dossiers(store, term) if k.proposal.period_id == period), key=lambda k: k.number))


def show_dossier(store: Store, term: str, period: PeriodId) -> None:
    """Keep what the numbers of a dossier stand for, now that they are shown."""
    remember_shown(store, _list_name(term, period), _numbers(dossier(store, term, period)))


def not_as_shown(store: Store, term: str, period: PeriodId, *, looked: bool) -> tuple[KeptProposal, ...]:
    """Proposals whose number was not shown yet, or stood for something else when it was.

    ``looked``: whether a look has just been taken at a workbook; else a dossier that was shown before anything was kept
    of it counts as shown.
    """
    known = last_shown(store, _list_name(term, period))
    if known is None and not looked:
        return ()
    kept = dossier(store, term, period)
    now = _numbers(kept)
    return tuple(k for k in kept if (known or {}).get(str(k.number)) != now[str(k.number)])


def _list_name(term: str, period: PeriodId) -> str:
    return f"regulate {term} {period}"


def _numbers(kept: Iterable[KeptProposal]) -> dict[str, str]:
    """Number → what is decided on, without the figures that every look counts again."""
    return {str(k.number): f"{k.proposal.key} {k.proposal.kind} {k.proposal.name} {k.proposal.what}" for k in kept}


def register(
    term: str, period: PeriodId, proposals: Sequence[Proposal], still: Collection[str], connection: Connection
) -> None:
    """Keep what a look has found: new proposals get the next numbers, known ones keep theirs.

    ``still``: keys of known ones that are left as they are, such as those that were refused and so are not seen.
    """
    with_tables(connection, DECISIONS)
    mine = (PROPOSALS.c.term == term) & (PROPOSALS.c.period == period)
    connection.execute(update(PROPOSALS).where(mine, PROPOSALS.c.key.not_in(list(still))).values(current=False))
    known = {row.key for row in connection.execute(select(PROPOSALS.c.key).where(mine))}
    number = connection.execute(select(func.max(PROPOSALS.c.number)).where(mine)).scalar_one() or 0
    for proposal in proposals:
        content = json.dumps(to_plain(proposal), ensure_ascii=False, sort_keys=True)
        if proposal.key in known:
            values = {"content": content, "current": True}
            connection.execute(update(PROPOSALS).where(PROPOSALS.c.key == proposal.key).values(**values))
            continue
        number += 1
        row = {"term": term, "period": period, "number": number, "key": proposal.key, "content": content}
        connection.execute(insert(PROPOSALS).values(**row, made=now(), current=True))


def keep_decision(keys: Iterable[str], accepted: bool, author: str, reason: str, connection: Connection) -> None:
    """Keep a decision on some proposals; those before it stay in the history."""
    with_tables(connection, DECISIONS)
    for key in keys:
        row = {"key": key, "accepted": accepted, "author": author, "made": now(), "reason": reason}
        connection.execute(insert(DECISIONS).values(**row))


@dataclass(frozen=True, slots=True)
class DossierOutcome:
    """What an update comes to: proposals seen by period, with the keys left as they are; keys carried out, decided."""

    seen: Mapping[PeriodId, tuple[Sequence[Proposal], Collection[str]]]
    done: Collection[str]
    decided: Collection[str]


def noting(store: Store, term: str, outcome: DossierOutcome) -> Then:
    """What notes the version that carries out some proposals, and is first made under the decisions on others."""
    line = _lineage(store, term)

    def note(connection: Connection, version: Version) -> None:
        if not (outcome.seen or outcome.done or outcome.decided):
            return
        with_tables(connection, DECISIONS)
        for period, (found, still) in outcome.seen.items():
            register(term, period, found, still, connection)
        for key in sorted(outcome.done):
            before = PROPOSALS.c.version.is_(None) | PROPOSALS.c.version.not_in(line)
            where = (PROPOSALS.c.key == key) & before
            connection.execute(update(PROPOSALS).where(where).values(version=version.number))
        for key in sorted(outcome.decided):
            last = select(func.max(DECISIONS.c.number)).where(DECISIONS.c.key == key).scalar_subquery()
            where = (DECISIONS.c.number == last) & DECISIONS.c.version.is_(None)
            connection.execute(update(DECISIONS).where(where).values(version=version.number))

    return note
