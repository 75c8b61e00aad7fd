"""Hours at which a barrette meets the fewest sessions that stand already, over the whole horizon.

A template shows one week, while sessions that stand (pasted from other software) may take other hours in other weeks.
Where there are any, the hours of a barrette that clash in fewest weeks become its wish before its hour is chosen.
"""

from collections import Counter
from dataclasses import replace

from planner.domain import ClassId, Kind, Problem
from planner.model import Item


def at_calm_hours(problem: Problem, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Barrettes and open periods whose time is still to be found, with the hours to be preferred for the term.

    Others, and everything where nothing stands yet, come back as they are.
    """
    if not problem.standing:
        return items
    return tuple(
        replace(item, usual=_calm(problem, item))
        if item.kind in (Kind.BARRETTE, Kind.OPEN) and not item.pinned and not item.usual
        else item
        for item in items
    )


def _calm(problem: Problem, item: Item) -> tuple[tuple[int, int], ...]:
    """(weekday, start) of the hours that clash in fewest weeks; all of them where nothing clashes anywhere.

    Over the days on which all classes are there, at the starts that all their bells allow; in order. Empty for classes
    that never meet.
    """
    clashes = Counter[tuple[int, int]]()
    taken = _taken(problem, frozenset(item.class_ids))
    for day in problem.days:
        if not all(problem.class_presence(c, day) for c in item.class_ids):
            continue
        tables = [problem.bells_at(b).placements(day.weekday(), item.minutes) for b in item.bells_ids]
        for start, end in set(tables[0]).intersection(*tables[1:]) if tables else ():
            busy = any(a < end and start < b for a, b in taken.get(day.toordinal(), ()))
            clashes[day.weekday(), start] += busy
    least = min(clashes.values(), default=0)
    return tuple(sorted(slot for slot, number in clashes.items() if number == least))


def _taken(problem: Problem, class_ids: frozenset[ClassId]) -> dict[int, list[tuple[int, int]]]:
    """Day (its ordinal) → spans of what stands for one of the classes: sessions pasted in, and events."""
    found: dict[int, list[tuple[int, int]]] = {}
    spans = [(one.class_ids, one.day, one.start, one.end) for one in problem.standing]
    spans += [(event.class_ids, event.day, event.start, event.end) for event in problem.events]
    for names, day, start, end in spans:
        if class_ids.intersection(names):
            found.setdefault(day.toordinal(), []).append((start, end))
    return found
