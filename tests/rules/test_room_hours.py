"""What a set of rooms may hold in a week, where some of them serve on few days, or never in some hours."""

from dataclasses import replace

from constraints import RULES
from constraints.h32_days_a_week import week as days_a_week
from constraints.h36_days_in_hours import week as days_in_hours
from planner.domain import WeekLimit
from planner.model import Option, WeekModel
from planner.model.room_hours import keep_room_days
from tests.rules import build as b
from tests.rules.agreement import _least

ROOMS = b.ROOM, b.SECOND_ROOM


def holds(limit: WeekLimit, *options: Option) -> bool:
    """Whether sessions that may be in either of two rooms, the first of them bounded, may be at these hours."""
    items = tuple(b.item(f"s{n}", rooms=ROOMS, units=(n,)) for n in range(len(options)))
    model = WeekModel(items, tuple(enumerate(options)))
    problem = replace(b.problem(), week_limits=(limit,))
    days_a_week(problem, model)
    days_in_hours(problem, model)
    values = {**dict.fromkeys(range(len(options)), 1), **dict.fromkeys(model.unplaced, 0)}
    return _least(model, RULES[0], values)[0]


def two(day: object = b.MONDAY, start: str = "8") -> tuple[Option, Option]:
    """Two sessions at one hour."""
    one = b.option(day, start, str(int(start) + 1))  # type: ignore[arg-type]
    return one, one


def test_second_room_is_there_on_as_many_days_as_it_serves() -> None:
    """Two at once on Monday and on Tuesday: the first room serves on one day, so that both are one too many."""
    limit = WeekLimit(room_ids=(b.ROOM,), days=1)
    assert holds(limit, *two(), b.option(b.TUESDAY))
    assert not holds(limit, *two(), *two(b.TUESDAY))
    assert holds(replace(limit, days=2), *two(), *two(b.TUESDAY))


def test_afternoons_and_windows_count_what_is_in_them() -> None:
    """Never in the afternoon, by either column: two at once in the morning, one in the afternoon."""
    for limit in (
        WeekLimit(room_ids=(b.ROOM,), afternoons=0),
        WeekLimit(room_ids=(b.ROOM,), window_days=0, window_from=13 * 60),
    ):
        assert holds(limit, *two())
        assert holds(limit, b.option(start="14", end="15"))
        assert not holds(limit, *two(start="14"))


def test_limits_of_others_or_of_some_courses_add_no_row() -> None:
    """A trainer's days, and a line about one course."""
    for limit in (WeekLimit((b.TRAINER,), days=0), WeekLimit(room_ids=(b.ROOM,), course_ids=(b.COURSE,), days=0)):
        problem = replace(b.problem(), week_limits=(limit,))
        model = WeekModel((b.item("a", rooms=ROOMS),), ((0, b.option()),))
        before = len(model.rows)
        keep_room_days(problem, model, lambda one: one.days, lambda _limit, _option: True)
        assert len(model.rows) == before
