"""Which publication each person was last told of: a message that was not sent is kept, and joined to the next news."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from planner.store.database import Store, now
from planner.store.publication import Owner, Publication, publications
from planner.store.tables import ABOUT

EMPLOYERS = "employers"
"""Audience of companies, which have no published calendar."""
NAME = "messages"
"""Name in ``about`` of what is kept here, as JSON."""


@dataclass(frozen=True, slots=True)
class Informed:
    """Numbers of publications: until ``since`` everybody counts as told, and each owner until their own of ``sent``."""

    since: int = 0
    sent: Mapping[Owner, int] = field(default_factory=dict)
    log: tuple[tuple[Owner, int, datetime], ...] = ()
    """Each time that a message was said to have gone: whose, up to which publication, when (UTC, no zone)."""
    links: Mapping[Owner, str] = field(default_factory=dict)
    """Where the calendar stood by the last message that has gone: its address on the web, else its secret name."""

    def when(self, owner: Owner, number: int) -> datetime | None:
        """When somebody's message on a publication was said to have gone; None where that is not known."""
        return min((at for one, upto, at in self.log if one == owner and upto >= number), default=None)

    def known(self, owner: Owner) -> int:
        """The publication that somebody knows of; 0 for whoever was never told of any."""
        return max(self.since, self.sent.get(owner, 0))


def begin_messages(store: Store) -> None:
    """Before the first publication that keeps messages: what was published until then has been told."""
    with store.reading() as connection:
        known = connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == NAME)).first()
    if known is None:
        done = publications(store)
        _write(store, Informed(done[-1].number if done else 0))


def informed(store: Store) -> Informed:
    """What everybody was told."""
    text = store.about(NAME)
    if not text:
        done = publications(store)
        return Informed(done[-1].number if done else 0)
    found = json.loads(text)
    log = tuple(((kind, one), number, datetime.fromisoformat(at)) for kind, one, number, at in found.get("log", ()))
    links = {(kind, one): place for kind, one, place in found.get("links", ())}
    return Informed(found["since"], {tuple(owner): number for *owner, number in found["sent"]}, log, links)


def mark_sent(store: Store, owners: Iterable[Owner], number: int, places: Mapping[Owner, str]) -> None:
    """The messages of these people have gone, up to a publication; ``places``: where calendars stand by them."""
    before, gone, moment = informed(store), sorted(set(owners)), now()
    log = (*before.log, *((owner, number, moment) for owner in gone))
    links = {**before.links, **{owner: places[owner] for owner in gone if owner in places}}
    _write(store, replace(before, sent={**before.sent, **dict.fromkeys(gone, number)}, log=log, links=links))


def _write(store: Store, value: Informed) -> None:
    rows = sorted([*owner, number] for owner, number in value.sent.items())
    log = [[*owner, number, moment.isoformat()] for owner, number, moment in value.log]
    links = sorted([*owner, place] for owner, place in value.links.items())
    text = json.dumps({"since": value.since, "sent": rows, "log": log, "links": links}, ensure_ascii=False)
    with store.writing() as connection:
        known = connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == NAME)).first()
        if known is None:
            connection.execute(insert(ABOUT).values(name=NAME, value=text))
        else:
            connection.execute(update(ABOUT).where(ABOUT.c.name == NAME).values(value=text))


def base_at(mine: list[Publication], number: int) -> Publication:
    """The last publication of a term of those up to a number, else its first: since when somebody is to be told."""
    return next((one for one in reversed(mine) if one.number <= number), mine[0])
