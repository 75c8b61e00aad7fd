"""Waiting of somebody inside a day, as a week's model knows it: first start to last end, less what is held."""

import itertools
from collections.abc import Sequence

from planner.domain import Bells
from planner.model.week import WeekModel


def waiting(model: WeekModel, bells: Bells, weekday: int, today: Sequence[int]) -> tuple[list[int], list[int]]:
    """Variables and factors whose sum is at least the empty minutes of a day, and no more where that is wished.

    ``today``: options of that day that exclude each other where they share a moment. Minutes are of teaching time, so
    that breaks and lunch are no waiting.
    """
    spans = {}
    for k in today:
        option = model.options[k][1]
        spans[k] = bells.teaching(weekday, 0, option.start), bells.teaching(weekday, 0, option.end)
    places = sorted({place for span in spans.values() for place in span})
    begun, going = model.new_bools(len(places)), model.new_bools(len(places))
    for n, place in enumerate(places):
        starts = [k for k, span in spans.items() if span[0] == place]
        ends = [k for k, span in spans.items() if span[1] == place]
        model.add([begun[n], *starts], [1] + [-1] * len(starts), low=0)
        model.add([going[n], *ends], [1] + [-1] * len(ends), low=0)
        if n:
            model.add([begun[n], begun[n - 1]], [1, -1], low=0)
            model.add([going[n - 1], going[n]], [1, -1], low=0)
    inside = model.new_bools(max(0, len(places) - 1)).tolist()
    for n, variable in enumerate(inside):
        model.add([variable, begun[n], going[n + 1]], [1, -1, -1], low=-1)
    lengths = [b - a for a, b in itertools.pairwise(places)]
    return [*inside, *spans], [*lengths, *(start - end for start, end in spans.values())]
