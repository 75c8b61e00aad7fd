"""Which barrettes may be composed side by side: those that never meet in a week share no trainer hour.

Batches depend on the calendars only, so the result is the same with one worker or with several.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def apart(weeks: Mapping[K, frozenset[date]]) -> list[list[K]]:
    """Keys in order, in batches whose members have no week in common; each goes into the first batch it fits.

    ``weeks``: Mondays of each key. Whoever has none fits everywhere.
    """
    batches: list[list[K]] = []
    for name, own in weeks.items():
        for batch in batches:
            if all(own.isdisjoint(weeks[other]) for other in batch):
                batch.append(name)
                break
        else:
            batches.append([name])
    return batches


def side_by_side(work: Callable[[K], T], keys: Sequence[K], workers: int) -> list[T]:
    """Results in the order of the keys, whatever the number of workers; an error of one is raised here."""
    if workers < 2 or len(keys) < 2:
        return [work(name) for name in keys]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(work, keys))


def weeks_of(days: Iterable[date]) -> frozenset[date]:
    """Mondays of some days."""
    return frozenset(date.fromordinal(d.toordinal() - d.weekday()) for d in days)
