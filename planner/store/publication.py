"""What subscribers have been told: each event as last published, the secret name of each calendar, publications.

A publication takes what was known, what the version wants, and gives what has to change: sequences rise where the event
differs and nowhere else. It is recorded in one transaction.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection, Table, insert, select, update

from planner.domain import Problem, Timetable
from planner.store.database import Store
from planner.store.tables import EVENTS, FEEDS, PUBLICATIONS

Owner = tuple[str, str]
"""Audience (``apprentices``, ``trainers``, ``rooms``, ``classes``) and id."""
EventKey = tuple[str, str, str]
"""Audience, id of the owner, what tells the event from the others of its calendar."""


class WantedEvent(NamedTuple):
    """An event as a version has it; ``text``: a line of JSON that says it, then what goes with it (`line_told`)."""

    day: date
    text: str


def line_told(text: str) -> str:
    """What makes an event another one where it changes: its first line; what only goes with it stands below."""
    return text.partition("\n")[0]


class OwnedCalendar(NamedTuple):
    """What a version says to one owner: the name of the calendar, its events by what tells them apart."""

    name: str
    events: Mapping[str, WantedEvent]


CalendarsOf = Callable[[Problem, Timetable], Mapping[Owner, OwnedCalendar]]


@dataclass(frozen=True)
class Candidate:
    """What would be published; ``calendars_of``: how the calendars of any version are made."""

    problem: Problem
    timetable: Timetable
    calendars_of: CalendarsOf

    @cached_property
    def calendars(self) -> Mapping[Owner, OwnedCalendar]:
        """Its own calendars, made once, where something asks for them."""
        return self.calendars_of(self.problem, self.timetable)


"""Every calendar of a version."""


def events_of(calendars: Mapping[Owner, OwnedCalendar]) -> dict[EventKey, WantedEvent]:
    """The events of calendars, each under a name of its own."""
    return {(*owner, what): event for owner, one in calendars.items() for what, event in one.events.items()}


class State(NamedTuple):
    """An event as last published. A cancelled one is kept for ever, so that its sequence never goes back."""

    day: date
    text: str
    sequence: int
    modified: datetime
    cancelled: bool


class Address(NamedTuple):
    """The secret name of a calendar, and since when it has it."""

    secret: str
    since: datetime


class FeedRow(NamedTuple):
    """One secret name of one calendar, in use or taken back."""

    audience: str
    owner: str
    secret: str
    since: datetime
    revoked: datetime | None


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of a version."""

    number: int
    version: int
    since: datetime
    author: str
    reason: str


def advance(
    known: Mapping[EventKey, State], wanted: Mapping[EventKey, WantedEvent], moment: datetime
) -> dict[EventKey, State]:
    """Events of a term whose published state changes: new, different, back again, or not wanted, which cancels them.

    The moment of an event never goes back, even where the clock of the machine has.
    """
    changed = {}
    for name, event in wanted.items():
        before = known.get(name)
        if before is None:
            changed[name] = State(event.day, event.text, 0, moment, False)
        elif before.cancelled or line_told(before.text) != line_told(event.text):
            changed[name] = State(event.day, event.text, before.sequence + 1, _after(before, moment), False)
    for name, state in known.items():
        if name not in wanted and not state.cancelled:
            after = _after(state, moment)
            changed[name] = state._replace(sequence=state.sequence + 1, modified=after, cancelled=True)
    return changed


def gone_with(known: Mapping[EventKey, State], wanted: Mapping[EventKey, WantedEvent]) -> dict[EventKey, State]:
    """Events that say the same with something else beside it: no new revision, and nobody is told.

    What was told before anything stood beside it stays so until it changes, to the last byte.
    """
    return {
        name: before._replace(text=event.text)
        for name, event in wanted.items()
        if (before := known.get(name)) is not None
        and not before.cancelled
        and before.text not in (event.text, line_told(before.text))
        and line_told(before.text) == line_told(event.text)
    }


def _after(state: State, moment: datetime) -> datetime:
    """The moment of a change: now, or the first second after the last change."""
    return max(moment, state.modified + timedelta(seconds=1))


def shown(state: State, today: date) -> bool:
    """Whether an event stands in its calendar: a cancelled one until its day has passed."""
    return not state.cancelled or state.day >= today


def publications(store: Store) -> tuple[Publication, ...]:
    """Every publication, the oldest first."""
    columns = [PUBLICATIONS.c[name] for name in Publication.__dataclass_fields__]
    with store.reading() as connection:
        rows = connection.execute(select(*columns).order_by(PUBLICATIONS.c.number)).mappings()
        return tuple(Publication(**row) for row in rows)


def feed_rows(store: Store) -> tuple[FeedRow, ...]:
    """Every secret name that was ever given."""
    columns = [FEEDS.c[name] for name in FeedRow._fields]
    with store.reading() as connection:
        return tuple(FeedRow(*row) for row in connection.execute(select(*columns).order_by(*columns[:3])))


def merged(rows: Iterable[FeedRow], moment: datetime) -> tuple[FeedRow, ...]:
    """Secret names from several folders: taken back where one of them did; of two in use, the older one stays."""
    known: dict[tuple[str, str, str], FeedRow] = {}
    for row in rows:
        before = known.get(row[:3], row)
        back = [day for day in (before.revoked, row.revoked) if day is not None]
        known[row[:3]] = row._replace(since=min(before.since, row.since), revoked=min(back, default=None))
    taken: set[Owner] = set()
    for name, row in sorted(known.items(), key=lambda item: (item[1].since, item[0])):
        if row.revoked is None and (row.audience, row.owner) in taken:
            known[name] = row._replace(revoked=moment)
        elif row.revoked is None:
            taken.add((row.audience, row.owner))
    return tuple(known[name] for name in sorted(known))


def in_use(rows: Iterable[FeedRow]) -> dict[Owner, Address]:
    """The secret name of each calendar that is in use."""
    return {(row.audience, row.owner): Address(row.secret, row.since) for row in rows if row.revoked is None}


def taken_back(rows: Iterable[FeedRow]) -> tuple[tuple[str, str], ...]:
    """Audience and secret name of the calendars that were taken back."""
    return tuple(sorted((row.audience, row.secret) for row in rows if row.revoked is not None))


def addresses(store: Store) -> dict[Owner, Address]:
    """The secret name of each calendar of a folder that is in use."""
    return in_use(feed_rows(store))


def states(store: Store) -> dict[EventKey, State]:
    """Every event that was ever published."""
    names = (EVENTS.c.audience, EVENTS.c.owner, EVENTS.c.what)
    columns = [EVENTS.c[name] for name in State._fields]
    with store.reading() as connection:
        return {tuple(row[:3]): State(*row[3:]) for row in connection.execute(select(*names, *columns))}


def new_addresses(known: Mapping[Owner, Address], owners: Iterable[Owner], moment: datetime) -> dict[Owner, Address]:
    """A secret name of 128 random bits for each owner who has none."""
    return {owner: Address(secrets.token_hex(16), moment) for owner in owners if owner not in known}


@dataclass(frozen=True, slots=True)
class Step:
    """All that one publication changes in the store."""

    publication: Publication | None
    """None: what is published stays, only addresses change."""
    events: Mapping[EventKey, State]
    addresses: Mapping[Owner, Address]
    renewed: Iterable[Owner]
    """Owners whose former address is taken back."""
    moment: datetime
    brought: Iterable[FeedRow] = ()
    """Addresses as linked folders have them by now."""


def record(store: Store, step: Step) -> None:
    """Keep a publication, all of it or nothing."""
    with store.writing() as connection:
        _many(connection, FEEDS, [row._asdict() for row in step.brought])
        for audience, owner in step.renewed:
            mine = (FEEDS.c.audience == audience) & (FEEDS.c.owner == owner) & FEEDS.c.revoked.is_(None)
            connection.execute(update(FEEDS).where(mine).values(revoked=step.moment))
        _many(connection, FEEDS, [
            {"audience": audience, "owner": owner, "secret": address.secret, "since": address.since}
            for (audience, owner), address in step.addresses.items()
        ])  # fmt: skip
        _many(connection, EVENTS, list(_rows(step.events)))
        if step.publication is not None:
            values = {name: getattr(step.publication, name) for name in Publication.__dataclass_fields__}
            connection.execute(insert(PUBLICATIONS).values(**values))


def _rows(events: Mapping[EventKey, State]) -> Iterator[dict[str, object]]:
    for (audience, owner, what), state in events.items():
        yield {"audience": audience, "owner": owner, "what": what, **state._asdict()}


def _many(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    """Add rows, or put them in the place of those with the same key."""
    if rows:
        connection.execute(insert(table).prefix_with("OR REPLACE"), rows)
