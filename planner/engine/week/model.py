"""The model of a week: options that the rules allow, what holds items together, then rows and costs of the rules.

Second step of a week: it reads the items and leaves a `WeekModel`, which the chains, the exact search and the
improvement share. Here stands only what is no rule of the list: one team a week for a course that has a choice, the
order of entry blocks, and for barrettes and open periods whose hour is to be found adults, days of their own and what
each hour loses. All else is said by the rules themselves, each through its own ``week``.
"""

from collections.abc import Sequence
from datetime import date

from planner.domain import CourseId, Kind, Problem, TrainerId, away
from planner.engine.week.item_options import options_of
from planner.engine.week.items import KEEPS_HOUR, off_its_hour
from planner.model import Item, Option, WeekModel
from planner.model.week_hints import tell_chains
from planner.prices import ADULT_LACKING
from planner.rule import Rules, active, weights


def build(problem: Problem, rules: Rules, week: date, items: Sequence[Item]) -> WeekModel:
    """The model of a week: options that the rules allow, then rows and costs of every rule.

    Items keep their numbers, even those without an option, which are left out in every solution. A barrette or open
    period whose usual hour is impossible that week (a holiday) may be at any other, the usual one being a wish.
    """
    options: list[tuple[int, Option]] = []
    kept = list(items)
    for number, item in enumerate(items):
        found = options_of(problem, rules, item, week)
        # Once only: the hour of the term stays what it is in all other weeks.
        if not found and item.pinned and item.kind in KEEPS_HOUR:
            kept[number] = off_its_hour(item)
            found = options_of(problem, rules, kept[number], week)
        options += [(number, option) for option in found]
    model = WeekModel(tuple(kept), tuple(options), weights(rules, problem))
    _structure(problem, model)
    for rule in active(rules, problem):
        if rule.enforce.week:
            rule.enforce.week(problem, model)
    return model


def _structure(problem: Problem, model: WeekModel) -> None:
    """What makes the items hang together: the order of the entry module, the staff of barrettes to be composed.

    Rows that are no rule: they hold whatever the workbook switches off.
    """
    _staff(problem, model)
    _one_team(model)
    _apart(model)
    _losses(model)
    tell_chains(problem, model)
    for number, item in enumerate(model.items):
        before = model.index(item.follows) if item.follows else None
        if before is not None:
            _after(model, before, number)


def _one_team(model: WeekModel) -> None:
    """A course that may go to several teams goes to one of them in the week.

    One helper for each team: an option takes its team's, and one at most is taken. Courses with one team need no row.
    """
    chosen: dict[CourseId, dict[tuple[TrainerId, ...], list[int]]] = {}
    for number, item in enumerate(model.items):
        if item.course_id is not None and len(item.teams) > 1:
            by_team = chosen.setdefault(item.course_id, {})
            for k in model.of(number):
                by_team.setdefault(model.options[k][1].team, []).append(k)
    for by_team in chosen.values():
        takes = model.new_bools(len(by_team))
        model.at_most_one(takes.tolist())
        for variable, options in zip(takes.tolist(), by_team.values(), strict=True):
            for k in options:
                model.add((k, variable), (1, -1), high=0)


def _apart(model: WeekModel) -> None:
    """Occurrences of one barrette or open period are on different days, where they are to be and there are as many.

    Sets of options, since the chains that place a week see those and no cost of two together.
    """
    alike: dict[str, list[int]] = {}
    for number, item in enumerate(model.items):
        if item.apart:
            alike.setdefault(str(item.barrette_id or item.open_id), []).append(number)
    for numbers in alike.values():
        by_day = model.by_day(k for n in numbers for k in model.of(n))
        for ids in by_day.values() if len(by_day) >= len(numbers) > 1 else ():
            model.at_most_one(ids)


def _losses(model: WeekModel) -> None:
    """An hour that is to be kept for the term costs what it loses then, and the adults who teach elsewhere meanwhile.

    What is led by those who are busy is lost: one variable for each of them, whatever the hour.
    """
    priced = {trainer for item in model.items for trainer, _price in item.leaders}
    taken: dict[tuple[TrainerId, date], list[int]] = {}
    for k, (_i, option) in enumerate(model.options):
        for trainer in priced.intersection(option.team):
            taken.setdefault((trainer, option.day), []).append(k)
    for number, item in enumerate(model.items):
        if not item.losses and not item.leaders:
            continue
        prices = {(weekday, start): price for weekday, start, price in item.losses}
        at = [(k, prices.get((o.day.weekday(), o.start), 0)) for k in model.of(number) for o in [model.options[k][1]]]
        if item.most_loss is not None:
            model.forbid(k for k, price in at if price > item.most_loss)
        model.penalise("losses", [k for k, price in at if price], [price for _k, price in at if price])
        for trainer, price in item.leaders:
            busy = model.new_bool()
            model.penalise("losses", [busy], price)
            for k in model.of(number):
                _busy_then(model, k, taken.get((trainer, model.options[k][1].day), ()), busy)


def _busy_then(model: WeekModel, k: int, taken: Sequence[int], busy: int) -> None:
    """If an option is taken, ``busy`` is 1 as soon as one of the others that its trainer has that day meets it."""
    own = model.options[k][1]
    meet = [j for j in taken if j != k and model.options[j][1].start < own.end and own.start < model.options[j][1].end]
    if meet:
        # One after the other in the span, none of them shorter than a quarter of an hour.
        most = min(len(meet), 2 + (own.end - own.start) // 15)
        model.add([k, *meet, busy], [most, *([1] * len(meet)), -most], high=most)


def _after(model: WeekModel, before: int, number: int) -> None:
    """The item starts after the end of the one it follows; nothing is asked when either is left out.

    One row for each start of the follower: it and all that is earlier exclude every place of the first that ends later.
    """
    starts = sorted({(o.day, o.start) for k in model.of(number) for o in [model.options[k][1]]})
    for moment in starts:
        early = [k for k in model.of(number) if model.options[k][1][:2] <= moment]
        late = [k for k in model.of(before) if (model.options[k][1].day, model.options[k][1].end) > moment]
        if early and late:
            model.at_most_one([*early, *late])


def _staff(problem: Problem, model: WeekModel) -> None:
    """Barrettes whose team is not composed yet need trainers of their pool who teach nothing else at that hour.

    What is lacking is paid for (`ADULT_LACKING`) rather than forbidden: a barrette with fewer groups is better than
    none.
    """
    waiting = [n for n, item in enumerate(model.items) if item.staff]
    if not waiting:
        return
    # Barrettes that wait for their team count with all the adults they need; other items with those they take.
    taken: dict[tuple[TrainerId, date], list[int]] = {}
    for k, (i, option) in enumerate(model.options):
        for trainer in () if model.items[i].kind == Kind.BARRETTE else option.team:
            taken.setdefault((trainer, option.day), []).append(k)
    short = {n: model.new_int(0, model.items[n].staff) for n in waiting}
    for n in waiting:
        pool = model.items[n].pool
        model.penalise("staff", [short[n]], max(ADULT_LACKING, model.items[n].adult_lacking))
        rivals = [i for i in waiting if i != n and not pool.isdisjoint(model.items[i].pool)]
        for k in model.of(n):
            day = model.options[k][1].day
            busy = sorted({j for trainer in pool for j in taken.get((trainer, day), ())})
            _staff_at(problem, model, n, k, short[n], busy, rivals)


def _staff_at(
    problem: Problem,
    model: WeekModel,
    n: int,
    k: int,
    short: int,
    taken: Sequence[int],
    waiting: Sequence[int],
) -> None:
    """If the item is at an option, so many adults of its pool are free there, what they lack being paid for.

    ``short``: the variable of what is lacking, 0 to ``staff``. An adult of the pool counts as taken by a session at
    that hour whose team holds one of the pool (``taken``: options of the day), and by other barrettes that wait for
    their team (``waiting``: items, of whose pools one adult at least is in its own).
    """
    item, option = model.items[n], model.options[k][1]
    free = [t for t in sorted(item.pool) if not _away(problem, t, option)]

    def meets(j: int) -> bool:
        other = model.options[j][1]
        return other.day == option.day and other.start < option.end and option.start < other.end

    busy = [j for j in taken if meets(j)]
    rivals = [(j, model.items[i].staff) for i in waiting for j in model.of(i) if meets(j)]
    # Large enough for the row to say nothing where the option is not taken.
    total = item.staff + sum(s for _j, s in rivals) + len(busy)
    model.add(
        [k, *busy, *(j for j, _s in rivals), short],
        [item.staff + total, *([1] * len(busy)), *(s for _j, s in rivals), -1],
        high=total + len(free),
    )


def _away(problem: Problem, trainer: TrainerId, option: Option) -> bool:
    """Whether a hard absence of a trainer touches an option."""
    return away(problem.trainers[trainer].absences, option.day, option.start, option.end)
