"""*Fermetures* → closed days and half-days of the centre, and of one of its sites."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from data.building.context import Context, slug
from data.building.defaults_time import known_zone, public_holidays, zone_names
from data.building.offer import site_named
from data.building.time import span
from data.sheets.plain import plain
from planner.domain import ALL_DAY, AM, DAY_END, PM, Absence, Bells, Closure, Room, RoomId, SiteId, days_between

HALF = {"day": ALL_DAY, "am": AM, "pm": PM}


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed days and half-days of the horizon, public holidays included; those of one site; the lines as typed."""

    days: frozenset[date]
    halves: Mapping[date, int]
    sites: Mapping[tuple[SiteId, date], int]
    typed: tuple[Closure, ...]


def build_closures(context: Context) -> Closed:
    """What *Fermetures* says, and the public holidays of the zone."""
    zone = context.settings.zone
    if not known_zone(zone):
        row = next((r for r in context.rows("settings") if r["value"] == zone), None)
        if row is not None:
            context.fault(row, "value", f"n'est pas une zone connue. Choix : {', '.join(zone_names())}.")
        zone = "B"
    closed = set(public_holidays(zone, context.first, context.last))
    halves: dict[date, int] = {}
    sites: dict[tuple[SiteId, date], int] = {}
    typed: list[Closure] = []
    for row in context.rows("closures"):
        first, last = span(context, row)
        if first is None:
            continue
        for day in days_between(max(first, context.first), min(last or first, context.last)):
            half = HALF[row.get("half", "day")]
            if row["site"]:
                at = SiteId(site_named(context, row, "site", row["site"])), day
                sites[at] = sites.get(at, 0) | half
            else:
                halves[day] = halves.get(day, 0) | half
        typed.append(Closure(**plain(context, row)))
        context.origin("closure", str(first), row)
    closed |= {day for day, half in halves.items() if half == ALL_DAY}
    halves = {day: half for day, half in sorted(halves.items()) if day not in closed}
    return Closed(frozenset(closed), halves, dict(sorted(sites.items())), tuple(typed))


def with_shut_sites(
    rooms: Mapping[RoomId, Room], closures: Iterable[Closure], bells: Mapping[str, Bells]
) -> dict[RoomId, Room]:
    """Rooms that are away while their site is closed."""
    typed = tuple(closures)
    return {
        item: replace(room, absences=(*room.absences, *shut_of_site(typed, room.site_id, bells)))
        for item, room in rooms.items()
    }


def shut_of_site(closures: Iterable[Closure], site: SiteId, bells: Mapping[str, Bells]) -> tuple[Absence, ...]:
    """Absences of the rooms of a site while it alone is closed: a half-day ends, or begins, at noon of each weekday."""
    table = bells.get(site) or next(iter(bells.values()))
    found: list[Absence] = []
    for closure in closures:
        if closure.site and slug(closure.site) == site:
            first, last = closure.first, closure.last or closure.first
            if closure.half == "day":
                found.append(Absence(first=first, last=last))
                continue
            for day in days_between(first, last):
                noon = table.noon(day.weekday())
                start, end = (0, noon) if closure.half == "am" else (noon, DAY_END)
                found.append(Absence(first=day, last=day, start=start, end=end))
    return tuple(found)
