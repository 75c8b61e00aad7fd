"""The internal page of what clashes in a workbook: each set of facts with its cells, and the cures that were tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from outputs.pages.html import templates
from outputs.summary import horizon
from planner.domain import Problem


@dataclass(frozen=True, slots=True)
class ToldInWords:
    """One set of facts as a planner reads it; ``facts``: cell (empty where there is none) and sentence."""

    heading: str
    lead: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    cures: Sequence[str]


def explained_page(problem: Problem, clashes: Sequence[ToldInWords], lead: str, notes: Sequence[str]) -> str:
    """The page, in one file that needs no network; ``notes``: what is said after all sets."""
    page = templates().get_template("explained.html.j2")
    name = problem.settings.name
    return page.render(centre=name, horizon=horizon(problem), lead=lead, clashes=clashes, notes=notes)
