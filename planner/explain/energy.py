"""Energy rows: what has to be placed takes no more time than there is, which a search alone would be long to see.

Each row follows from the others. For a class, a trainer with no stand-in, or the rooms of one kind: the minutes of all
sessions against the minutes at which they may be, and sessions longer than half a half-day against the half-days.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import AM, PM, Bells, Kind, Problem
from planner.model import WeekModel

HalfOfDay = tuple[date, int]
ONCE = {"trainer": "H1a", "rooms": "H1b", "unit": "H1c"}
"""What is shared → the rule by which it is in one place at a time: without it, its row says nothing."""


@dataclass(frozen=True)
class _Shared:
    """Items that share something, and how many of them may take place at once."""

    numbers: Sequence[int]
    at_once: int


def add_energy(problem: Problem, model: WeekModel) -> None:
    """Add the rows to a model whose other rows are there already.

    Not of what the workbook puts at its hour (events, what stands), which may overlap and lie outside the bells.
    """
    for shared in _shared_by(problem, model):
        if len(shared.numbers) > 1:
            _rows(problem, model, shared)


def _shared_by(problem: Problem, model: WeekModel) -> Iterator[_Shared]:
    """Items that share a class, a trainer who alone may lead them, or the same rooms."""
    found: dict[tuple[str, Hashable], list[int]] = {}
    for number, item in enumerate(model.items):
        if item.kind == Kind.FIXED or item.exact is not None or not model.of(number):
            continue
        for unit in item.units:
            found.setdefault(("unit", unit), []).append(number)
        if len({*item.teams}) == 1 and len(item.teams[0]) == 1:
            found.setdefault(("trainer", item.teams[0][0]), []).append(number)
        if item.rooms:
            found.setdefault(("rooms", item.rooms), []).append(number)
    for (what, _which), numbers in found.items():
        rooms = model.items[numbers[0]].rooms if what == "rooms" else ()
        if ONCE[what] not in problem.rules_off:
            yield _Shared(numbers, sum(max(1, problem.rooms[r].shared) for r in rooms) or 1)


def _rows(problem: Problem, model: WeekModel, shared: _Shared) -> None:
    """Minutes against minutes, long sessions against half-days."""
    ids = {model.items[n].bells_ids for n in shared.numbers}
    # Under different bells, only the clock counts: breaks of the one are lessons of the other.
    bells = problem.bells_at(next(iter(ids))[0]) if len(ids) == 1 and all(ids) else None
    halves: dict[HalfOfDay, set[tuple[int, int]]] = {}
    least, across = dict[int, int](), set[int]()
    for number in shared.numbers:
        noons = problem.bells_at((*model.items[number].bells_ids, "")[0])
        for _n, (day, start, end, _team) in (model.options[k] for k in model.of(number)):
            taken = bells.teaching(day.weekday(), start, end) if bells else end - start
            least[number] = min(taken, least.get(number, taken))
            parts = list(_parts(noons, day, start, end))
            across |= {number} if len(parts) > 1 else set()
            for half, low, high in parts:
                halves.setdefault((day, half), set()).add((low, high))
    room = {half: _covered(bells, half[0], spans) for half, spans in halves.items()}
    # What is placed, in minutes, written with what is left out.
    out = [model.unplaced[n] for n in shared.numbers]
    asked = [least[n] for n in shared.numbers]
    model.add(out, [-m for m in asked], high=shared.at_once * sum(room.values()) - sum(asked))
    largest = max(room.values(), default=0)
    long = [n for n in shared.numbers if 2 * least[n] > largest and n not in across]
    if long and not across:
        model.add([model.unplaced[n] for n in long], -1, high=shared.at_once * len(room) - len(long))


def _parts(bells: Bells, day: date, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(half-day, start, end) of what a span has of each half-day."""
    noon = bells.noon(day.weekday())
    if start < noon:
        yield AM, start, min(end, noon)
    if end > noon:
        yield PM, max(start, noon), end


def _covered(bells: Bells | None, day: date, spans: set[tuple[int, int]]) -> int:
    """Teaching minutes of a day that some span holds; by the clock without bells."""
    total, until = 0, 0
    for start, end in sorted(spans):
        if end > until:
            low = max(start, until)
            total += bells.teaching(day.weekday(), low, end) if bells else end - low
            until = end
    return total
