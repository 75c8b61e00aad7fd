"""What is asked once: places and rooms of items that no rule tells apart, facts of people and classes, draws."""

import gc
from collections.abc import Hashable
from dataclasses import replace

from constraints import RULES
from planner.domain import AM, Problem, TrainerId
from planner.engine.stages import YOUNG, Stages
from planner.engine.week.item_options import options_of, with_rooms
from planner.engine.week.polish import Draw
from planner.model import Item, Option, WeekModel
from planner.rule import Enforce, Rule
from tests.rules import build as b

ASKED: list[str] = []


def _only_mornings(problem: Problem, item: Item, option: Option) -> bool:
    ASKED.append(item.id)
    return option.end <= 12 * 60 or "soir" in item.part


def _part(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    return item.part or None if item.minutes < 120 else item.part


def _rule(**enforce: object) -> Rule:
    return Rule("X1", "Une règle.", "hard", lambda problem, timetable: iter(()), Enforce(**enforce))  # type: ignore[arg-type]


def test_items_that_a_rule_cannot_tell_apart_are_asked_once() -> None:
    """Nine places for three sessions of two hours, of which one is of another part: two times the places of one."""
    ASKED.clear()
    rules = (_rule(domain=_only_mornings, about=_part),)
    problem = b.problem()
    found = {}
    for name, part in (("un", ""), ("deux", ""), ("trois", "soir")):
        item = replace(b.item(name, 120), part=part, rooms=(b.ROOM,), bells_ids=("",))
        found[name] = options_of(problem, rules, item, b.MONDAY)
    assert found["un"] == found["deux"] != found["trois"]
    assert all(option.end <= 720 for option in found["un"])
    assert set(ASKED) == {"un", "trois"}


def test_a_rule_that_says_nothing_of_an_item_is_not_asked() -> None:
    """Of short sessions without a part the rule says nothing, so that the afternoons stay open to them."""
    ASKED.clear()
    item = replace(b.item("courte", 60), rooms=(b.ROOM,), bells_ids=("",))
    options = options_of(b.problem(), (_rule(domain=_only_mornings, about=_part),), item, b.MONDAY)
    assert not ASKED
    assert any(option.end > 720 for option in options)


def test_rooms_of_items_with_as_many_heads_are_asked_once() -> None:
    """The rule counts seats alone: ten heads twice, and thirty, which the room has not."""
    items = [replace(b.item(f"s{n}"), heads=heads, rooms=()) for n, heads in enumerate((10, 10, 30))]
    problem = b.problem(rooms=[b.room()])
    asked: list[int] = []

    def seated(problem: Problem, item: Item, option: Option | None, room: object) -> bool:
        asked.append(item.heads)
        return item.heads <= 20

    rule = _rule(room=seated, about_room=lambda problem, item: item.heads)
    assert [bool(item.rooms) for item in with_rooms(problem, (rule,), items)] == [True, True, False]
    assert asked == [10, 30]


def test_every_rule_that_removes_places_says_what_it_looks_at() -> None:
    """Without it, each item would be asked for itself."""
    silent = [
        r.key
        for r in RULES
        if (r.enforce.domain and not r.enforce.about) or (r.enforce.room and not r.enforce.about_room)
    ]
    assert silent == []


def test_somebody_as_they_would_be_is_asked_each_time() -> None:
    """The calendar of one's own counts at once, though the same id was asked before."""
    problem = b.problem(learners=[b.learner()])
    own = problem.learners[b.LEARNER]
    assert problem.presence(own, b.MONDAY) == problem.presence(own, b.MONDAY) != AM
    assert problem.presence(replace(own, calendar={b.MONDAY: AM}), b.MONDAY) == AM
    assert problem.status(replace(own, exit=b.MONDAY), b.TUESDAY) != problem.status(own, b.TUESDAY)


def test_moments_of_items_are_those_of_options() -> None:
    """One and two hours long, of two adults: the same sets in the same order, whichever way they are asked for."""
    items = tuple(b.item(f"s{n}") for n in range(3))
    spans = [("8", "9"), ("8", "10"), ("9", "10"), ("10", "11")]
    options = tuple((n, b.option(start=s, end=e, team=(f"f{n % 2}",))) for n in range(3) for s, e in spans)
    model = WeekModel(items, options)
    slow = list(model.moments(lambda _item, option: option.team))
    assert slow
    assert list(model.moments_of(lambda _item, team: team)) == slow
    alone = [row[3] for row in model.moments_of(lambda _item, _team: ["salle"], [1])]
    assert alone == [row[3] for row in model.moments(lambda item, _option: ["salle"] if item.id == "s1" else [])]


def test_neighbourhoods_name_trainers_in_the_order_of_the_workbook() -> None:
    """Twelve adults in one team: the order of a set of names is another one in each run of the program."""
    team = tuple(TrainerId(f"formateur {n}") for n in range(12))
    model = WeekModel((replace(b.item(), teams=(team,)),), ((0, b.option(team=team)),))
    assert list(Draw(model).by_name[1]) == list(team)


def test_a_run_looks_for_rubbish_less_often() -> None:
    """A centre of one week makes some hundred thousand values that refer to nothing of themselves."""
    Stages()
    assert gc.get_threshold()[0] >= YOUNG
