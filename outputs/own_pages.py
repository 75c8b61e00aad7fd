"""Everyone's own page: for the phone, and a printed page a stay, from what stands in the person's own calendar.

Page and calendar agree because both are made of the same feed (`outputs.feeds`); the hue follows from the title alone.
A page is one person's, so it stands in a folder of its own, apart from what is for everybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from outputs.families import FAMILIES, family
from outputs.feeds import Entry as Told
from outputs.feeds import Feeds, Text
from outputs.folders import replacing
from outputs.grid import Entry, Week, weeks
from outputs.html import SUFFIX, templates
from outputs.labels import filename, french_date
from outputs.summary import horizon
from planner.domain import AM, PM, ApprenticeId, Bells, Problem, Timetable

FOLDER = "fiches"
"""Folder of the pages, in that of the timetable; below it ``apprenants``."""
LONGEST_STAY = 2
"""Most weeks that one printed page holds."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Weeks in a row that print on one page. ``name``: whose they are."""

    name: str
    weeks: tuple[Week, ...]


def write_own_pages(folder: Path, problem: Problem, timetable: Timetable) -> None:
    """Write ``DIR/fiches/apprenants/ID.html`` for whoever has a calendar, all or nothing."""
    with replacing(folder / FOLDER, _ours) as fresh:
        (fresh / "apprenants").mkdir()
        for owner, name, told in Feeds(problem, timetable).apprentices():
            page = own_page(problem, name, bells_of_person(problem, owner), told)
            (fresh / "apprenants" / f"{filename(owner)}{SUFFIX}").write_bytes(page.encode("utf-8"))


def _ours(path: Path) -> bool:
    return path.parts[0] == "apprenants" and path.suffix == SUFFIX


def own_page(problem: Problem, name: str, bells: Bells, told: Iterable[Told]) -> str:
    """The page of a person, from the name and the events of the calendar."""
    entries = [_entry(text) for _what, text in told]
    stays = list(stays_of(name, weeks(bells, entries, _always_here)))
    families = {entry.kind for entry in entries}
    saved = problem.settings.saved
    return (
        templates()
        .get_template("own.html.j2")
        .render(
            name=name,
            stays=stays,
            centre=problem.settings.name,
            horizon=horizon(problem),
            legend=[(kind, words) for kind, words in FAMILIES.items() if f"f-{kind}" in families],
            since=french_date(saved, weekday=False) if saved else "",
        )
    )


def _entry(text: Text) -> Entry:
    lines = (text.place, text.description.removeprefix("Avec "))
    kind = f"f-{family(text.summary)}"
    return Entry(text.day, text.start, text.end, kind, text.summary, "", tuple(filter(None, lines)), text.transparent)


def _always_here(_day: date) -> tuple[int, str]:
    """A day without a session is empty, whatever the reason: a page does not tell where somebody else has them."""
    return AM | PM, ""


def stays_of(name: str, found: Iterable[Week]) -> Iterator[Stay]:
    """Weeks that follow each other, as many on a page as it holds."""
    page: list[Week] = []
    for week in found:
        if page and (week.monday != page[-1].monday + timedelta(days=7) or len(page) == LONGEST_STAY):
            yield Stay(name, tuple(page))
            page = []
        page.append(week)
    if page:
        yield Stay(name, tuple(page))


def bells_of_person(problem: Problem, apprentice: ApprenticeId) -> Bells:
    """The bells of the last class of a person."""
    learner = problem.learners.get(apprentice)
    home = learner.memberships[-1].class_id if learner and learner.memberships else None
    return problem.bells_of(home) if home in problem.classes else problem.bells_at("")
