"""A page beside each published calendar, for whoever would rather look than subscribe: the calendar's own words.

A page is made of what its calendar file says and of nothing else, no bells, no clock of the machine, no other name: it
changes only when the calendar does, is under the same secret name, and is taken back with it. It needs no script.
"""

import hashlib
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from outputs.families import FAMILIES, family_of
from outputs.grid import WORKING_WEEK, span, week_label
from outputs.ics.calendars import CANCELLED, Mark, clock_of
from outputs.ics.published import REPLACED, ToPublish
from outputs.ics.texts import Text
from outputs.labels import french_date
from outputs.pages.html import SUFFIX, templates
from planner.domain import monday

TITLES = {"apprentices": "Mon emploi du temps", "trainers": "Mon emploi du temps"}
"""What stands below a name; of classes and rooms, `TITLE`."""
TITLE = "Emploi du temps"


@dataclass(frozen=True, slots=True)
class PageDay:
    """A day of a page; ``cards``: its events in order, as HTML."""

    day: date
    cards: tuple[Markup, ...]

    @property
    def name(self) -> str:
        """``Lundi 7 septembre``, as on every other page."""
        name = french_date(self.day, year=False)
        return name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class PageWeek:
    """A week of a page with its days, and what lasts whole days in it, in words."""

    label: str
    anchor: str
    number: int
    days: tuple[PageDay, ...]
    whole: tuple[str, ...]


def write_subscriber_pages(
    folder: Path, centre: str, calendars: Iterable[ToPublish], taken_back: Iterable[tuple[str, str]]
) -> None:
    """Write a page beside each calendar in the folder that holds them already (``DIR/public/ics`` to be)."""
    for one in calendars:
        _page_file(folder, one.audience, one.secret).write_bytes(subscriber_page(centre, one).encode("utf-8"))
    for audience, secret in taken_back:
        replaced = ToPublish(audience, "", secret, REPLACED, [])
        text = subscriber_page(centre, replaced, taken_back=True)
        _page_file(folder, audience, secret).write_bytes(text.encode("utf-8"))


def _page_file(folder: Path, audience: str, secret: str) -> Path:
    return folder / audience / f"{secret}{SUFFIX}"


def subscriber_page(centre: str, one: ToPublish, *, taken_back: bool = False) -> str:
    """The page of one calendar; that of an address that was taken back says so, and names nobody."""
    events = sorted(one.events, key=lambda event: (event[1].day, event[1].start, event[0]))
    families = {family_of(text) for _what, text, _mark in events if not text.days}
    style, digest = _style()
    template = templates().get_template("subscriber.html.j2")
    return template.render(
        centre=centre,
        name=one.name[:1].upper() + one.name[1:],
        title=TITLES.get(one.audience, TITLE),
        calendar=f"{one.secret}.ics",
        weeks=tuple(_page_weeks(events)),
        legend=[(kind, words) for kind, words in FAMILIES.items() if kind in families],
        since=_last_change(events),
        taken_back=taken_back,
        style=style,
        digest=digest,
    )


@lru_cache(maxsize=1)
def _style() -> tuple[Markup, str]:
    """The style of every page, and its digest: a browser obeys no other one on such a page."""
    text = "".join(templates().get_template(name).render() for name in ("subscriber.css.j2", "families.css.j2"))
    return Markup(text), b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _last_change(events: Iterable[tuple[str, Text, Mark]]) -> str:
    """The day of the last change that the calendar tells of; empty without an event."""
    moments = [mark.modified.astimezone(clock_of(text)).date() for _what, text, mark in events]
    return french_date(max(moments), weekday=False) if moments else ""


def _page_weeks(events: Iterable[tuple[str, Text, Mark]]) -> Iterator[PageWeek]:
    days: dict[date, list[Markup]] = defaultdict(list)
    runs: list[tuple[date, date, str]] = []
    for _what, text, mark in events:
        if text.days:
            title = CANCELLED + text.summary if mark.cancelled else text.summary
            runs.append((text.day, text.day + timedelta(days=text.days - 1), title))
        else:
            days[text.day].append(_card(text, mark.cancelled))
    mondays = {monday(day) for day in days}
    for first, last, _title in runs:
        mondays |= {monday(first) + timedelta(days=7 * n) for n in range((last - monday(first)).days // 7 + 1)}
    for start in sorted(mondays):
        yield _page_week(start, days, runs)


def _page_week(start: date, days: dict[date, list[Markup]], runs: list[tuple[date, date, str]]) -> PageWeek:
    dates = [start + timedelta(days=n) for n in range(7)]
    last = max([WORKING_WEEK - 1, *(day.weekday() for day in dates if day in days)])
    end = dates[last]
    here = [(max(first, start), min(until, dates[6]), title) for first, until, title in runs]
    whole = tuple(_run(first, until, title) for first, until, title in here if first <= until)
    found = tuple(PageDay(day, tuple(days.get(day, ()))) for day in dates[: last + 1])
    if not any(day.cards for day in found):
        found = ()
    year, number, _ = start.isocalendar()
    return PageWeek(week_label(start, end), f"s{year}-{number:02d}", number, found, whole)


def _run(first: date, last: date, title: str) -> str:
    if first == last:
        return f"{french_date(first, year=False)} : {title}"
    start = french_date(first, year=False)
    return f"du {start} au {french_date(last, year=False)} : {title}"


@lru_cache(maxsize=100_000)
def _card(text: Text, cancelled: bool) -> Markup:
    """An event in the words of its calendar; what many calendars share is written once."""
    when = f"à distance, à faire : {span(text.start, text.end)}" if text.transparent else span(text.start, text.end)
    title = CANCELLED + text.summary if cancelled else text.summary
    lines = Markup().join(
        Markup('<span class="line">{}</span>').format(line) for line in (text.where, *text.description.split("\n"))
        if line
    )  # fmt: skip
    return Markup('<li class="hue f-{}{}"><span class="when">{}</span><b>{}</b>{}</li>').format(
        family_of(text), " off" if cancelled else "", when, title, lines
    )
