"""One week: build its model from the rules, place everything that can be, then improve by large neighbourhoods.

The heart of a first solve, called for the templates, for each week, and again with more freedom for a week that leaves
sessions out. It knows one week and nothing of the others, so that weeks can be solved side by side; what they share
(habits, hours of barrettes) comes in as ``start_from`` and in the items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import Problem
from planner.engine.solvers.cpsat import Interrupt, Outcome
from planner.engine.week.model import build
from planner.engine.week.needed_rooms import held_along
from planner.engine.week.place import left_cost, place
from planner.engine.week.polish import improve, priced
from planner.model import Item, Option, Placed, WeekModel
from planner.rule import Rules


@dataclass(frozen=True, slots=True)
class WeekEffort:
    """Deterministic work for one week: to place everything, then, per item of the week, to improve it.

    ``step``: work of one piece of the improvement. A unit is about a second of CP-SAT on a plain processor.
    """

    place: float = 6.0
    improve: float = 0.006
    step: float = 0.1


@dataclass(frozen=True, slots=True)
class WeekAnswer:
    """A solved week: what is placed where, what is not, its cost and what is known about the best possible.

    ``objective``: the weighted preferences of what is placed, what is left out not counted. ``work``: deterministic, of
    all searches. A value: whoever changes a week puts another one in its place.
    """

    week: date
    placed: tuple[Placed, ...]
    unplaced: tuple[Item, ...]
    objective: int
    bound: int
    work: float
    no_option: frozenset[str] = frozenset()
    """Ids of the items that no day of the week could take, whatever the rest."""
    proven: bool = False
    """Whether no week can place more than this one does."""


def solve_week(
    problem: Problem,
    rules: Rules,
    week: date,
    items: Sequence[Item],
    effort: WeekEffort,
    seed: int,
    interrupt: Interrupt | None = None,
    start_from: Mapping[str, Option] | None = None,
    below: int | None = None,
    *,
    rooms: bool = False,
) -> WeekAnswer:
    """Place the items of a week. ``start_from``: options to begin with, by item id, kept where still allowed.

    ``below``: what the items left out must cost less than for the answer to be of use; it is not improved otherwise.
    ``rooms``: whether a room is found for each along with its hour (`planner.engine.week.needed_rooms`), which takes
    longer. Always an answer: where the search found none, everything is left out. A stop skips the improvement.
    """
    model = build(problem, rules, week, items)
    pieces = priced(model)
    held = held_along(problem, rules, model) if rooms else None
    first = place(model, pieces, effort.place, seed, interrupt, start_from or {}, held)
    # Only where the search was stopped before its first answer, or a row cannot be kept by any week.
    if not first.found:
        return WeekAnswer(week, (), tuple(items), 0, 0, first.work, _stuck(model))
    best, work = list(first.values), first.work
    useful = below is None or left_cost(model, best) < below
    if useful and not (interrupt and interrupt.asked.is_set()):
        best, extra = improve(model, pieces, best, effort.improve, effort.step, seed, interrupt)
        work += extra
    placed = tuple((model.items[i], option) for k, (i, option) in enumerate(model.options) if best[k])
    left = tuple(item for n, item in enumerate(model.items) if best[model.unplaced[n]])
    cost = sum(c * best[v] for v, c in model.objective().items())
    return WeekAnswer(week, placed, left, cost, 0, work, _stuck(model), first.outcome is Outcome.OPTIMAL)


def _stuck(model: WeekModel) -> frozenset[str]:
    """Ids of the items that have no option at all, whatever the rest of the week."""
    return frozenset(item.id for n, item in enumerate(model.items) if not model.of(n))
