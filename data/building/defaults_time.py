"""What stands in for missing sheets about time: the usual bells, the public holidays of a zone."""

from datetime import date

from data.sheets.columns import fold
from planner.domain import Bells, Slot

HOURS = (8, 9, 10, 11, 13, 14, 15, 16)
"""Starts of the usual hourly slots."""

SUBDIVISIONS = {
    "alsace": "6AE",
    "alsace moselle": "57",
    "moselle": "57",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "la reunion": "974",
    "reunion": "974",
    "mayotte": "976",
    "saint barthelemy": "BL",
    "saint martin": "MF",
    "nouvelle caledonie": "NC",
    "polynesie francaise": "PF",
    "polynesie": "PF",
    "saint pierre et miquelon": "PM",
    "wallis et futuna": "WF",
}
MAINLAND = ("a", "b", "c", "corse", "metropole", "france")
OVERSEAS = "outre mer"


def known_zone(zone: str) -> bool:
    """Whether the public holidays of a zone are known."""
    name = _zone(zone)
    return name in MAINLAND or name in SUBDIVISIONS or name == OVERSEAS


def zone_names() -> tuple[str, ...]:
    """Zones to suggest."""
    return ("A", "B", "C", "Corse", "Alsace-Moselle", "Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte")


def _zone(zone: str) -> str:
    return fold(zone).removeprefix("zone ")


def public_holidays(zone: str, first: date, last: date) -> dict[date, str]:
    """Public holidays of a zone between two dates, with their French names; ``outre-mer`` alone: national ones."""
    import holidays

    found = holidays.country_holidays(
        "FR", subdiv=SUBDIVISIONS.get(_zone(zone)), years=range(first.year, last.year + 1), language="fr"
    )
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def usual_bells(inside: bool) -> Bells:
    """8–12 and 13–17 by hourly slots, Monday to Friday; ``inside``: cut by the quarter of an hour."""
    day = tuple(Slot(hour * 60, hour * 60 + 60, inside) for hour in HOURS)
    return Bells("", (day,) * 5 + ((),) * 2)
