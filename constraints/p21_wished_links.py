"""P21: what a link of the workbook wishes and does not bind; one unit for each session, or pair of them, against it."""

from collections.abc import Iterator

from planner.courses.broken_links import broken_links, links_with
from planner.domain import Problem, Timetable
from planner.model import WeekModel, keep_link
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "P21"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that are not as their link wishes."""
    for broken in broken_links(problem, timetable, problem.links_wished):
        yield Finding(KEY, broken.text, 1, broken.sessions)


def week(problem: Problem, model: WeekModel) -> None:
    """A cost for each pair of sessions at options that do not go together."""
    for link in problem.links_wished:
        keep_link(problem, model, link, KEY)


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """What is not as a link wishes with this session, less what is not without it."""
    before, after = links_with(problem, board, placement, problem.links_wished)
    return len(after) - len(before)


RULE = Rule(
    KEY,
    "Les liens entre cours qui ne sont pas impératifs sont suivis (coût par séance, ou par paire de séances, qui s'en "
    "écarte).",
    "soft",
    check,
    Enforce(week=week, weigh=weigh, relaxed=frozenset({"week"})),
    weight=60,
    name="liens souhaités",
)
