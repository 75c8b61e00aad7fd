"""What somebody is to be told of the place of their calendar: where it stands, or that it stands elsewhere now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from planner.store.database import Store
from planner.store.messages import Informed, informed
from planner.store.publication import Owner, feed_rows, in_use, publications


class PlaceNews(Enum):
    """What a message has to say of the place of a calendar."""

    KNOWN = "known"
    FIRST = "first"
    """No message of ours has ever said where it is."""
    MOVED = "moved"
    """It is not there any more where somebody was told."""


@dataclass(frozen=True, slots=True)
class CalendarPlaces:
    """Where calendars stand, and what people were told of it."""

    known: Informed
    now: Mapping[Owner, str]
    """The address of each on the web, else its secret name."""
    on_web: bool
    taken_back: Mapping[Owner, datetime]
    """When the last address of somebody was taken back (UTC, no zone)."""
    since: datetime | None
    """When that was published which everybody counts as told of; None where nothing does."""

    def news(self, owner: Owner) -> PlaceNews:
        """What is to be said to somebody, be anything else new or not.

        A folder that was published before messages were kept has told nobody a link: they come with the next message
        once there are links. A message that went before its link was kept counts as having told the link of that day.
        """
        place, back = self.now.get(owner, ""), self.taken_back.get(owner)
        told = self.known.links.get(owner)
        if told is not None:
            if place == told or (not self.on_web and place in told):
                return PlaceNews.KNOWN
            return PlaceNews.FIRST if told in place else PlaceNews.MOVED
        if owner not in self.known.sent:
            if self.on_web or self.known.since == 0:
                return PlaceNews.FIRST
            moment = self.since
        else:
            moment = max((at for one, _upto, at in self.known.log if one == owner), default=None)
        later = back is not None and (moment is None or back > moment)
        return PlaceNews.MOVED if later else PlaceNews.KNOWN


def calendar_places(store: Store, web: Mapping[Owner, str]) -> CalendarPlaces:
    """Where the calendars of a folder stand; ``web``: the addresses on the web, empty where there are none."""
    known, rows = informed(store), feed_rows(store)
    back: dict[Owner, datetime] = {}
    for row in rows:
        if row.revoked is not None:
            owner = (row.audience, row.owner)
            back[owner] = max(row.revoked, back.get(owner, row.revoked))
    secrets = {owner: address.secret for owner, address in in_use(rows).items()}
    since = next((one.since for one in publications(store) if one.number == known.since), None)
    return CalendarPlaces(known, secrets | dict(web), bool(web), back, since)
