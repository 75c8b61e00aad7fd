"""The papers as pages: what the browser prints, or saves as PDF, is what one pins up."""

import itertools
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from markupsafe import Markup

from outputs.grid import hour
from outputs.lists.tables import Value
from outputs.pages.html import templates
from outputs.papers.model import Page, Paper
from planner.domain import Problem
from planner.words import say_number

INTERNAL = "Document interne"
ROOMY, FULL, LESSON, SIGNER = 9.0, 6.8, 6.8, 8.5
"""Heights in millimetres, as in ``paper.css.j2``: a row to sign, one on a full sheet, those of the foot."""
UPRIGHT, ACROSS = 246.0, 156.0
"""Millimetres that the heading leaves on a sheet."""
TOGETHER = 6
"""Rows that may stand beside one merged cell: more would not fit what is left of a sheet."""


def paper_page(problem: Problem, paper: Paper) -> str:
    """One paper, each of its pages on a sheet of its own."""
    template = templates().get_template("paper.html.j2")
    centre = problem.settings.name
    foot = css_text(" – ".join((centre, paper.title, *((INTERNAL,) if paper.internal else ()))))
    return template.render(paper=paper, centre=centre, foot=foot, **HELPERS)


def contents_page(problem: Problem, title: str, papers: tuple[Paper, ...], empty: str) -> str:
    """What was written for a day, or why there is nothing."""
    template = templates().get_template("papers.html.j2")
    found = [(p.title, ("interne/" if p.internal else "") + f"{p.file}.html", p.about, p.internal) for p in papers]
    return template.render(title=title, centre=problem.settings.name, papers=found, empty=empty, badge=INTERNAL)


def css_text(text: str) -> Markup:
    """A text as a string of a style sheet, safe inside a ``style`` element whatever it holds."""
    return Markup('"' + "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"')


def shown(value: Value) -> str:
    """A value as one reads it: ``07/09/2026``, ``8 h 30``, ``12,5``."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return hour(60 * value.hour + value.minute)
    return say_number(value) if isinstance(value, float) else str(value)


def groups(paper: Paper, rows: tuple[tuple[Value, ...], ...]) -> list[list[tuple[Value, ...]]]:
    """Rows that stand together: those with the same first cell, or each one alone."""
    if not paper.grouped:
        return [list(rows)] if rows else []
    return [list(found) for _first, found in itertools.groupby(rows, key=lambda row: row[0])]


def merged(paper: Paper, rows: tuple[tuple[Value, ...], ...]) -> bool:
    """Whether the common first cell of rows is written once: not where some of them could not stay together."""
    return paper.grouped and max(map(len, groups(paper, rows)), default=0) <= TOGETHER


def density(paper: Paper, page: Page) -> str:
    """How high the rows of a list are: room for a pen, and one sheet where possible."""
    if not paper.to_sign:
        return "flat"
    rows, left = len(page.table.rows), ACROSS if paper.landscape else UPRIGHT
    foot = len(page.signers) * SIGNER + ((len(page.under.rows) + 2) * LESSON if page.under else 0)
    for name, height in (("roomy", ROOMY), ("full", FULL)):
        if rows * height + foot <= left:
            return name
    return "roomy" if rows * ROOMY <= left else "full" if rows * FULL <= left else "long"


HELPERS: Mapping[str, Any] = {
    "shown": shown,
    "badge": INTERNAL,
    "density": density,
    "groups": groups,
    "merged": merged,
}
