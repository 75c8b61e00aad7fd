"""Slips to hand out: one a person, printed, with the name, the link of the calendar and codes that telephones read."""

import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import segno
from markupsafe import Markup

from outputs.lists.tables import class_of
from outputs.messages.links import WebLink
from outputs.pages.html import templates
from planner.domain import ApprenticeId, Problem, TrainerId, key

FILE = "talons.html"


class Slip(NamedTuple):
    """What one person is handed."""

    group: str
    name: str
    link: WebLink
    to_follow: Markup
    """Code of the address that a telephone subscribes to."""
    to_open: Markup
    """Code of the address that a browser opens."""


def write_slips(folder: Path, problem: Problem, links: Iterable[tuple[str, str, WebLink]]) -> None:
    """Write ``interne/talons.html`` from audience, owner and links, by class; none where no address is known."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [_slip(problem, *row) for row in links if row[0] in ("apprentices", "trainers") and row[2].https]
    if not found:
        (folder / FILE).unlink(missing_ok=True)
        return
    found.sort(key=lambda slip: (slip.group == TRAINERS, key(slip.group), key(slip.name), slip.link.https))
    groups = [(group, list(slips)) for group, slips in groupby(found, key=lambda slip: slip.group)]
    content = templates().get_template("slips.html.j2").render(centre=problem.settings.name, groups=groups)
    fresh = folder / f".{FILE}.nouveau"
    fresh.write_bytes(content.encode("utf-8"))
    os.replace(fresh, folder / FILE)


TRAINERS = "Formateurs"


def _slip(problem: Problem, audience: str, owner: str, link: WebLink) -> Slip:
    if audience == "trainers":
        trainer = problem.trainers.get(TrainerId(owner))
        group, name = TRAINERS, trainer.name if trainer else owner
    else:
        learner = problem.learners.get(ApprenticeId(owner))
        group, name = class_of(problem, ApprenticeId(owner)), learner.name if learner else owner
    return Slip(group, name, link, _code(link.webcal), _code(link.https))


def _code(text: str) -> Markup:
    """A QR code as a drawing within the page."""
    drawing: str = segno.make(text, error="m", micro=False).svg_inline(scale=1, border=2, omitsize=True)
    return Markup(drawing.replace("<svg ", '<svg aria-hidden="true" ', 1))
