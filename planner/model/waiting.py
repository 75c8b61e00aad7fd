"""Waiting of somebody inside a day, as a week's model knows it: first start to last end, less what is held."""

import itertools
from collections.abc import Mapping, Sequence

from planner.domain import Bells, Kind
from planner.model.week import WeekModel

DaySpans = Mapping[int, tuple[int, int]]
"""Option → start and end in teaching minutes of its day."""


def waiting(model: WeekModel, bells: Bells, weekday: int, today: Sequence[int]) -> tuple[list[int], list[int]]:
    """Variables and factors whose sum is at least the empty minutes of a day, and no more where that is wished.

    ``today``: options of that day that exclude each other where they share a moment, events aside, which may be beside
    others. Minutes are of teaching time, so that breaks and lunch are no waiting.
    """
    spans = {}
    for k in today:
        option = model.options[k][1]
        spans[k] = bells.teaching(weekday, 0, option.start), bells.teaching(weekday, 0, option.end)
    events = [k for k in spans if model.items[model.options[k][0]].kind == Kind.FIXED]
    places = sorted({place for span in spans.values() for place in span})
    begun, going = model.new_bools(len(places)), model.new_bools(len(places))
    for n, place in enumerate(places):
        _where(model, begun[n], [k for k, span in spans.items() if span[0] == place], events)
        _where(model, going[n], [k for k, span in spans.items() if span[1] == place], events)
        if n:
            model.add([begun[n], begun[n - 1]], [1, -1], low=0)
            model.add([going[n - 1], going[n]], [1, -1], low=0)
    inside = model.new_bools(max(0, len(places) - 1)).tolist()
    for n, variable in enumerate(inside):
        model.add([variable, begun[n], going[n + 1]], [1, -1, -1], low=-1)
    lengths = [b - a for a, b in itertools.pairwise(places)]
    filled = _filled(spans, events)
    return [*inside, *filled], [*lengths, *(-minutes for minutes in filled.values())]


def _where(model: WeekModel, place: int, options: Sequence[int], events: Sequence[int]) -> None:
    """A place of the day counts where one of some options is taken: each event alone, all others exclude each other."""
    others = [k for k in options if k not in events]
    model.add([place, *others], [1] + [-1] * len(others), low=0)
    for event in (k for k in options if k in events):
        model.add([place, event], [1, -1], low=0)


def _filled(spans: DaySpans, events: Sequence[int]) -> dict[int, int]:
    """Minutes of the day that each option fills; those of an event are filled already for whatever is beside it."""
    found, held = dict[int, int](), set[tuple[int, int]]()
    for k in [*events, *(k for k in spans if k not in events)]:
        start, end = spans[k]
        found[k] = end - start - sum(max(0, min(end, b) - max(start, a)) for a, b in _merged(held))
        if k in events:
            held.add((start, end))
    return found


def _merged(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that some spans cover together, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
