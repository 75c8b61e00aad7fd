"""Placing a week by ejection chains: who makes room for whom, what the exact check adds, and when it stops."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from planner.domain import TrainerId
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome
from planner.engine.week.place import blocks_of, place, together
from planner.engine.week.polish import Draw, improve, priced
from planner.model import Item, Option, WeekModel
from tests.rules.build import COURSE, MONDAY, TUESDAY, item, option

EIGHT, NINE, TEN, ELEVEN = (option(start=str(h), end=str(h + 1)) for h in (8, 9, 10, 11))
TUESDAY_EIGHT = option(TUESDAY)


def week(where: Mapping[str, Sequence[Option]], *, alone: bool = True, **changes: object) -> WeekModel:
    """Items by name, each where it may go; ``alone``: one at a time, whichever the hour. ``changes``: of each item."""
    items = tuple(replace(item(name), **changes) for name in where)  # type: ignore[arg-type]
    return made(items, [(n, o) for n, options in enumerate(where.values()) for o in options], alone=alone)


def made(items: Sequence[Item], options: Sequence[tuple[int, Option]], *, alone: bool = True) -> WeekModel:
    """A model of items and their options."""
    model = WeekModel(tuple(items), tuple(options))
    if alone:
        for _who, _day, _minute, found in model.moments(lambda _item, _option: ["someone"]):
            model.at_most_one(found)
    return model


def placed(
    model: WeekModel,
    start_from: Mapping[str, Option] | None = None,
    *,
    work: float = 1.0,
    seed: int = 0,
    interrupt: Interrupt | None = None,
) -> Answer:
    """The answer of `place`."""
    return place(model, priced(model), work, seed, interrupt, start_from or {})


def taken(model: WeekModel, answer: Answer) -> dict[str, Option]:
    """Option of each placed item, by name."""
    return {str(model.items[i].id): o for k, (i, o) in enumerate(model.options) if answer.values[k]}


def test_chain_of_three_makes_room() -> None:
    """D only fits at 8, where A is; A then goes to 9, B to 10 and C to 11."""
    model = week({"A": [EIGHT, NINE], "B": [NINE, TEN], "C": [TEN, ELEVEN], "D": [EIGHT]})
    found = placed(model, {"A": EIGHT, "B": NINE, "C": TEN})
    assert taken(model, found) == {"A": NINE, "B": TEN, "C": ELEVEN, "D": EIGHT}
    assert found.outcome is Outcome.OPTIMAL


def test_start_stays_where_nothing_drives_it_out() -> None:
    """A begins at its habit, 10, though 8 is as good; B takes what is left."""
    model = week({"A": [EIGHT, NINE, TEN], "B": [TEN, ELEVEN]})
    assert taken(model, placed(model, {"A": TEN})) == {"A": TEN, "B": ELEVEN}


def test_habit_of_another_week_counts_by_weekday_and_hour() -> None:
    """The habit bears the date of another Monday: the hour of this Monday is meant."""
    model = week({"A": [EIGHT, NINE, TEN]})
    usual = TEN._replace(day=MONDAY.replace(year=MONDAY.year - 1, month=9, day=8), end=0)
    assert usual.day.weekday() == MONDAY.weekday()
    assert taken(model, placed(model, {"A": usual})) == {"A": TEN}


def test_ties_move_as_one() -> None:
    """A and B are tied and stand at 8, the only hour of C: both go to 10, the only other hour they share."""
    items = [item("A", tie="T", part="A"), item("B", tie="T", part="B"), item("C")]
    options = [(0, EIGHT), (0, NINE), (0, TEN), (1, EIGHT), (1, TEN), (1, ELEVEN), (2, EIGHT)]
    model = made(items, options, alone=False)
    model.at_most_one([0, 6])
    assert blocks_of(model) == [(0, 1), (2,)]
    assert together(model, (0, 1)) == [(0, 3), (2, 4)]
    assert taken(model, placed(model, {"A": EIGHT, "B": EIGHT})) == {"A": TEN, "B": TEN, "C": EIGHT}


def test_sessions_of_one_tie_are_paired_in_order() -> None:
    """Two sessions of each of two crossed parts: the first ones are a block, and the second ones."""
    items = [item(f"{part}{n}", tie="T", part=part) for part in "AB" for n in (1, 2)]
    assert blocks_of(made(items, [], alone=False)) == [(0, 2), (1, 3)]


def test_limit_of_a_day_is_kept() -> None:
    """Two hours a day at most: the third of three goes to Tuesday, though Monday has hours left."""
    days = [EIGHT, NINE, TEN, ELEVEN, TUESDAY_EIGHT]
    model = week({"A": days[:4], "B": days[:4], "C": days})
    model.add([k for k, (_i, o) in enumerate(model.options) if o.day == MONDAY], 60, high=120)
    found = taken(model, placed(model, {"C": EIGHT}))
    assert len(found) == 3
    assert found["C"] == TUESDAY_EIGHT


def test_order_of_two_items_is_kept() -> None:
    """A session of B begun asks for A ended, unless A is left out (the row of H14): A at 8 leaves B at 9."""
    model = week({"A": [EIGHT, TEN], "B": [NINE]})
    model.add([2, 0, model.unplaced[0]], (1, -1, -1), high=0)
    assert taken(model, placed(model, {"A": TEN, "B": NINE})) == {"A": EIGHT, "B": NINE}


def test_helper_that_options_force_is_counted() -> None:
    """One half-day at most, and each hour forces that of its day: both go to Tuesday, the only day of B."""
    model = week({"A": [EIGHT, option(TUESDAY, "9", "10")], "B": [TUESDAY_EIGHT]})
    halves = model.new_bools(2).tolist()
    for k, half in ((0, 0), (1, 1), (2, 1)):
        model.add([halves[half], k], (1, -1), low=0)
    model.add(halves, 1, high=1)
    assert taken(model, placed(model, {"A": EIGHT})) == {"A": model.options[1][1], "B": TUESDAY_EIGHT}


def test_helper_that_no_option_forces_alone_is_checked_exactly() -> None:
    """A and B may be at 8 and 9 each, but not on Monday together: only their sum says so, through a helper.

    60 + 60 - 60·helper <= 60 forces the helper, which is closed: no option does it alone, so chains do not see it.
    """
    model = week({"A": [EIGHT, NINE, TUESDAY_EIGHT], "B": [EIGHT, NINE]})
    helper, lever = model.new_int(0, 3), model.new_int(0, 3)
    model.add([k for k, (_i, o) in enumerate(model.options) if o.day == MONDAY] + [helper], [1] * 4 + [-1], high=1)
    model.add([helper, lever], (1, 1), 3, 3)
    model.add([lever], 1, low=3)
    found = placed(model, {"A": EIGHT, "B": NINE})
    assert taken(model, found)["A"] == TUESDAY_EIGHT
    assert found.outcome is Outcome.OPTIMAL


def test_too_full_a_week_leaves_the_cheapest_out() -> None:
    """Three items for two hours: the one whose absence costs least is left out, and that is proven."""
    items = [replace(item(name), cost_unplaced=cost) for name, cost in (("A", 300), ("B", 100), ("C", 200))]
    model = made(items, [(n, o) for n in range(3) for o in (EIGHT, NINE)])
    found = placed(model, {"A": EIGHT, "B": NINE})
    assert set(taken(model, found)) == {"A", "C"}
    assert found.outcome is Outcome.OPTIMAL


def test_item_without_an_option_is_left_out() -> None:
    """Nothing is allowed to B."""
    model = week({"A": [EIGHT], "B": []})
    assert taken(model, placed(model)) == {"A": EIGHT}


def test_row_that_asks_for_an_option_is_left_to_the_exact_search() -> None:
    """A must be at 9 (a lock): no chain can see it, the exact search does."""
    model = week({"A": [EIGHT, NINE]})
    model.add([1], 1, low=1)
    assert taken(model, placed(model, {"A": EIGHT})) == {"A": NINE}


def test_same_seed_gives_the_same_week() -> None:
    """Ten items in ten hours of two days, without any habit."""
    hours = [option(day, str(h), str(h + 1)) for day in (MONDAY, TUESDAY) for h in range(8, 13)]
    where = {f"item {n}": hours[n % 3 :] for n in range(10)}
    answers = [placed(week(where), seed=seed) for seed in (7, 7)]
    assert answers[0] == answers[1]
    assert answers[0].outcome is Outcome.OPTIMAL


def test_stop_ends_the_chains_after_one_turn_of_each() -> None:
    """A stop asked before the start: what fits at once is placed, nobody is tried for long, and it says no proof."""
    where = {f"item {n}": [EIGHT, NINE] for n in range(30)}
    free, stopped = Interrupt(), Interrupt()
    stopped.stop()
    calm, hurried = placed(week(where), interrupt=free), placed(week(where), interrupt=stopped)
    assert len(taken(week(where), hurried)) == 2
    assert hurried.work < calm.work


def test_what_must_stand_exactly_may_be_left_out_and_drawn() -> None:
    """A pasted hour of a course with a choice of teams clashes with an event: left out, it is drawn alone."""
    teams = ((TrainerId("une"),), (TrainerId("autre"),))
    pasted = replace(item("collée"), exact=True, course_id=COURSE, teams=teams)
    model = made((pasted, item("cours")), [(0, EIGHT), (1, EIGHT), (1, NINE)])
    values = np.zeros(len(model.low), dtype=np.int64)
    values[model.unplaced[0]] = 1
    drawn = Draw(model).variables(values, random.Random(0))
    assert {*model.of(0), model.unplaced[0]} <= drawn


def test_pieces_grow_once_small_ones_bring_nothing() -> None:
    """Twelve sessions would each rather have the hour of the next: all of them move at once, or none.

    What stands already makes the week too large to be searched as a whole.
    """
    hours = [option(day, str(hour), str(hour + 1)) for day in (MONDAY, TUESDAY) for hour in (8, 9, 10, 13, 14, 15)]
    ring = [item(f"séance {n}") for n in range(12)]
    stands = [replace(item(f"collée {n}"), exact=True) for n in range(30)]
    options = [(n, hours[at % 12]) for n in range(12) for at in (n, n + 1)]
    model = made((*ring, *stands), [*options, *((12 + n, EIGHT) for n in range(30))], alone=False)
    for at in hours:
        model.at_most_one([k for k, (n, o) in enumerate(model.options) if n < 12 and o == at])
    model.penalise("P", [k for k, (n, o) in enumerate(model.options) if n < 12 and o == hours[n]])
    values = np.zeros(len(model.low), dtype=np.int64)
    values[[k for k, (n, o) in enumerate(model.options) if n >= 12 or o == hours[n]]] = 1
    found, _work = improve(model, priced(model), values.tolist(), 0.1, 0.1, 0, None)
    assert all(found[k] for k, (n, o) in enumerate(model.options) if n < 12 and o == hours[(n + 1) % 12])
