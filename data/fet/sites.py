"""Buildings of a file of FET as sites: only where changing from one to another is bounded or takes time there."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from data.building.context import slug
from data.fet.clock import Clock
from data.fet.naming import Names
from data.fet.stated import Stated
from data.rows.cells import Lines, duration

MOST_MINUTES = 600
"""What the sheet *Sites* takes."""


@dataclass(frozen=True)
class Sites:
    """Room of the file → its site; lines of *Sites*; what is said of the way between them."""

    of_room: Mapping[str, str]
    rows: Lines
    said: tuple[str, ...]


def sites_of(stated: Stated, clock: Clock) -> Sites:
    """Sites of a file, any two of them as far apart."""
    names, called, taken = Names(), dict[str, str](), set[str]()
    for building in dict.fromkeys(stated.sites.values()):
        name = names.give(building, "bâtiment")
        if not slug(name) or slug(name) in taken:
            name = names.give(f"Bâtiment {len(called) + 1}", "bâtiment")
        called[building] = name
        taken.add(slug(name))
    way = min(max(stated.ways.values(), default=0) * clock.length, MOST_MINUTES)
    rows: Lines = [{"from": a, "to": b, "minutes": way} for a, b in combinations(called.values(), 2) if way]
    whom = "tous" if "" in stated.ways else f"{len(stated.ways)} professeurs ou classes"
    said = f"Trajet entre sites : {duration(way)}, pour tout le monde (dans FET : {whom}) : à ajuster (Sites)."
    return Sites({room: called[name] for room, name in stated.sites.items()}, rows, (said,) if rows else ())
