"""Waiting of somebody inside a day, as a week's model knows it: stretches in which nothing is, first to last."""

import itertools
from collections.abc import Collection, Sequence

from planner.domain import Bells, Kind
from planner.model.rooms import RoomModel
from planner.model.week import WeekModel


def waiting(
    model: WeekModel | RoomModel, bells: Bells, weekday: int, today: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Variables and factors whose sum is at least the empty minutes of a day, and no more where that is wished.

    One variable for each stretch between two places where sessions may begin or end: a sum that is never negative, so
    that CP-SAT knows early that a day without waiting is the best there is. ``today``: options of that day that exclude
    each other where they share a moment, events aside, which may be beside others. Minutes are of teaching time, so
    that breaks and lunch are no waiting.
    """
    taught: dict[int, int] = {}
    spans = {}
    for k in today:
        _day, start, end, _team = model.options[k][1]
        for minute in (start, end):
            if minute not in taught:
                taught[minute] = bells.teaching(weekday, 0, minute)
        spans[k] = taught[start], taught[end]
    events = {k for k in spans if model.items[model.options[k][0]].kind == Kind.FIXED}
    places = sorted({place for span in spans.values() for place in span})
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for k, span in spans.items():
        starting.setdefault(span[0], []).append(k)
        ending.setdefault(span[1], []).append(k)
    begun, going = model.new_bools(len(places)).tolist(), model.new_bools(len(places)).tolist()
    for n, place in enumerate(places):
        _where(model, begun[n], starting.get(place, ()), events)
        _where(model, going[n], ending.get(place, ()), events)
        if n:
            model.add([begun[n], begun[n - 1]], [1, -1], low=0)
            model.add([going[n - 1], going[n]], [1, -1], low=0)
    idle = model.new_bools(max(0, len(places) - 1)).tolist()
    for n, variable in enumerate(idle):
        held = [k for k, (start, end) in spans.items() if start <= places[n] and end >= places[n + 1]]
        model.add([variable, *held, begun[n], going[n + 1]], [1] * (1 + len(held)) + [-1, -1], low=-1)
    return idle, [b - a for a, b in itertools.pairwise(places)]


def _where(model: WeekModel | RoomModel, place: int, options: Sequence[int], events: Collection[int]) -> None:
    """A place of the day counts where one of some options is taken: each event alone, all others exclude each other."""
    others = [k for k in options if k not in events]
    model.add([place, *others], [1] + [-1] * len(others), low=0)
    for event in (k for k in options if k in events):
        model.add([place, event], [1, -1], low=0)
