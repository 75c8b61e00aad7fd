"""The panel of the hall: what takes place today, by class and by room, on a screen that nobody touches.

One page holds every day of the term and chooses by the clock of the screen; it reads itself again every few minutes, so
that what is written anew is shown. It says what the calendars of classes and rooms say, but for the names of adults.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from outputs.families import FAMILIES, family_of
from outputs.ics.feeds import Feed, Feeds
from outputs.labels import public_name
from outputs.pages.html_data import NOWHERE, Words
from planner.domain import Problem, Timetable, name_order

FAMILY_NUMBERS = {name: number for number, name in enumerate(FAMILIES)}


def panel_data(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """Rows of classes and of rooms: name, number of the site, then for each session six numbers.

    These are day, start, end, title, place (of a room's row: none) and family.
    """
    feeds, words = Feeds(problem, timetable), Words()
    numbers = {site: number for number, site in enumerate(dict.fromkeys(r.site_id for r in problem.rooms.values()))}
    class_sites = {str(c.id): numbers.get(c.site_id, NOWHERE) for c in problem.classes.values()}
    room_sites = {str(r.id): numbers[r.site_id] for r in problem.rooms.values()}
    return {
        "first": problem.first.isoformat(),
        "classes": _rows(problem, words, class_sites, feeds.classes(), True),
        "rooms": _rows(problem, words, room_sites, feeds.rooms(), False),
        "sites": [public_name(site) or f"Site {number + 1}" for site, number in numbers.items()],
        "families": list(FAMILIES),
        "words": list(words.found),
    }


def _rows(
    problem: Problem, words: Words, sites: Mapping[str, int], feeds: Iterable[Feed], placed: bool
) -> list[list[Any]]:
    found = [
        [
            name,
            sites.get(owner, NOWHERE),
            [
                [
                    *((text.day - problem.first).days, text.start, text.end, words(text.summary)),
                    *(words(text.place if placed else ""), FAMILY_NUMBERS[family_of(text)]),
                ]
                for _what, text in entries
                if not (text.transparent or text.days)
            ],
        ]
        for owner, name, entries in feeds
    ]
    return sorted((row for row in found if row[2]), key=lambda row: name_order(row[0]))
