"""Everyone's own page: for the phone, and a printed page a stay, from what stands in the person's own calendar.

Page and calendar agree because both are made of the same feed (`outputs.ics.feeds`); the hue follows from the title.
A page is one person's, so it stands in a folder of its own, apart from what is for everybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from outputs.families import FAMILIES, family_of
from outputs.folders import replacing
from outputs.grid import Entry, Week, weeks
from outputs.ics.feeds import Entry as Told
from outputs.ics.feeds import Feeds, Text
from outputs.labels import filename, french_date, public_name
from outputs.lists.tables import person
from outputs.pages.html import SUFFIX, templates
from outputs.summary import horizon
from planner.domain import AM, PM, ApprenticeId, ClassId, Problem, Timetable, name_order

FOLDER = "fiches"
"""Folder of the pages, in that of the timetable; below it ``apprenants``, and ``a-imprimer`` with a file a class."""
PEOPLE, TO_PRINT, NO_CLASS = "apprenants", "a-imprimer", "sans-classe"
LONGEST_STAY = 2
"""Most weeks that one printed page holds."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Weeks in a row that print on one page. ``name``: whose they are, as the printed page says."""

    name: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What the page of a person shows; ``name`` is that of the calendar, ``prefix`` begins what links lead to."""

    name: str
    prefix: str
    stays: tuple[Stay, ...]
    families: frozenset[str]


def write_own_pages(folder: Path, problem: Problem, timetable: Timetable) -> None:
    """Write ``fiches/apprenants/ID.html`` for whoever has a calendar, ``fiches/a-imprimer/CLASS.html``, or nothing."""
    people = [(ApprenticeId(owner), name, told) for owner, name, told in Feeds(problem, timetable).apprentices()]
    people.sort(key=lambda row: (name_order(person(problem, row[0])), row[0]))
    bundles: dict[str, list[Markup]] = {}
    with replacing(folder / FOLDER, _ours) as fresh:
        for place in (PEOPLE, TO_PRINT):
            (fresh / place).mkdir()
        for who, name, told in people:
            own = own_of(problem, who, name, told)
            sheets = _sheets(problem, own)
            _write(fresh / PEOPLE / f"{filename(who)}{SUFFIX}", _page(problem, own, sheets))
            if own.stays:
                bundles.setdefault(home_of(problem, who) or NO_CLASS, []).append(sheets)
        for home, found in bundles.items():
            _write(fresh / TO_PRINT / f"{filename(home)}{SUFFIX}", _bundle(problem, home, found))


def _ours(path: Path) -> bool:
    return path.parts[0] in (PEOPLE, TO_PRINT) and path.suffix == SUFFIX


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def own_of(problem: Problem, who: ApprenticeId, name: str, told: Iterable[Told]) -> Own:
    """The page of a person, from the name and the events of the calendar that have hours."""
    entries = [_entry(text) for _what, text in told if not text.days]
    home, learner = home_of(problem, who), problem.learners.get(who)
    bells = problem.bells_of(home) if home else problem.bells_at("")
    printed = f"{name} {learner.last_name[:1].upper()}." if learner and learner.last_name else name
    stays = tuple(stays_of(printed, weeks(bells, entries, _always_here)))
    prefix = f"p{sha256(who.encode()).hexdigest()[:8]}-"
    return Own(name, prefix, stays, frozenset(entry.kind for entry in entries))


def home_of(problem: Problem, who: ApprenticeId) -> ClassId | None:
    """The last class of a person."""
    learner = problem.learners.get(who)
    home = learner.memberships[-1].class_id if learner and learner.memberships else None
    return home if home in problem.classes else None


def _sheets(problem: Problem, own: Own) -> Markup:
    template = templates().get_template("own-sheets.html.j2")
    return Markup(template.render(stays=own.stays, prefix=own.prefix, centre=problem.settings.name))


def _page(problem: Problem, own: Own, sheets: Markup) -> str:
    saved = problem.settings.saved
    return (
        templates()
        .get_template("own.html.j2")
        .render(
            own=own,
            sheets=sheets,
            centre=problem.settings.name,
            horizon=horizon(problem),
            legend=[(kind, words) for kind, words in FAMILIES.items() if f"f-{kind}" in own.families],
            since=french_date(saved, weekday=False) if saved else "",
        )
    )


def _bundle(problem: Problem, home: str, sheets: list[Markup]) -> str:
    """The sheets of a class, to print at once and to hand out one by one."""
    known = problem.classes.get(ClassId(home))
    name = (public_name(known.name, known.id) if known else "") or "Sans classe"
    template = templates().get_template("own-print.html.j2")
    return template.render(name=name, sheets=sheets, centre=problem.settings.name, horizon=horizon(problem))


def _entry(text: Text) -> Entry:
    lines = (text.place, text.description.removeprefix("Avec "))
    kind = f"f-{family_of(text)}"
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
