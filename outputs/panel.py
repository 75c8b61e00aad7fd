"""The panel of the hall: what takes place today, by class and by room, on a screen that nobody touches.

One page holds every day of the term and chooses by the clock of the screen; it reads itself again every few minutes, so
that what is written anew is shown. It says what the calendars of classes and rooms say, but for the names of adults.
"""

from collections.abc import Iterable
from typing import Any

from outputs.families import FAMILIES, family
from outputs.feeds import Feed, Feeds
from outputs.html_data import Words
from planner.domain import Problem, Timetable, name_order

FAMILY_NUMBERS = {name: number for number, name in enumerate(FAMILIES)}


def panel_data(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """Rows of classes and of rooms: a name, and for each session day, start, end, title, place and family by number."""
    feeds, words = Feeds(problem, timetable), Words()
    return {
        "first": problem.first.isoformat(),
        "classes": _rows(problem, words, feeds.classes(), True),
        "rooms": _rows(problem, words, feeds.rooms(), False),
        "families": list(FAMILIES),
        "words": list(words.found),
    }


def _rows(problem: Problem, words: Words, feeds: Iterable[Feed], placed: bool) -> list[Any]:
    found = [
        [
            name,
            [
                [
                    *((text.day - problem.first).days, text.start, text.end, words(text.summary)),
                    *(words(text.place if placed else ""), FAMILY_NUMBERS[family(text.summary)]),
                ]
                for _what, text in entries
                if not text.transparent
            ],
        ]
        for _owner, name, entries in feeds
    ]
    return sorted((row for row in found if row[1]), key=lambda row: name_order(row[0]))
