"""H29: sessions that a link wants at one time of day are, where the workbook binds it."""

from collections.abc import Iterator

from planner.courses.broken_links import broken_links, links_with
from planner.domain import Link, Problem, Relation, Timetable
from planner.model import WeekModel, keep_link
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H29"


def _links(problem: Problem) -> tuple[Link, ...]:
    return problem.links_of(Relation.SAME_HOUR)


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that are not as their link asks."""
    for broken in broken_links(problem, timetable, _links(problem)):
        yield Finding(KEY, broken.text, sessions=broken.sessions)


def week(problem: Problem, model: WeekModel) -> None:
    """Options that do not go together exclude each other."""
    for link in _links(problem):
        keep_link(problem, model, link)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, something is not as a link asks that was."""
    before, after = links_with(problem, board, placement, _links(problem))
    for broken in after:
        if broken not in before:
            yield Finding(KEY, broken.text, sessions=broken.sessions)


RULE = Rule(
    KEY,
    "Les séances liées par « même heure » commencent, dans une semaine, à la même heure, quel que soit le jour.",
    "hard",
    check,
    Enforce(week=week, refuse=refuse, late=True),
)
