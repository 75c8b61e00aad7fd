"""What to tell each person whose calendar changed since they were last told; and a summary for the planner.

A notice is made from the person's own calendar before and after, so that it says nothing else than what that person
sees anyway. Companies are told when presence at the centre changes, and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from outputs.employers import Block, employers
from outputs.folders import replacing
from outputs.grid import span
from outputs.ics.feeds import Feeds, Text
from outputs.labels import filename, french_date, public_name
from outputs.pages.html import templates
from planner.domain import ApprenticeId, Problem, Timetable, TrainerId, name_order

FOLDER = "annonces"
APPRENTICES, TRAINERS, COMPANIES = "apprenants", "formateurs", "entreprises"
TITLES = {
    "moved": "Déplacé",
    "cancelled": "Annulé",
    "handed": "Confié à quelqu’un d’autre",
    "added": "Ajouté",
    "place": "Autre salle",
    "team": "Autre formateur",
    "title": "Autre intitulé",
}
"""What can happen to an event, the most telling first."""


class Announcement(NamedTuple):
    """What a publication is: versions, moment on the clocks of Paris, who and why."""

    version: int
    before: int | None
    moment: datetime
    author: str
    reason: str


class Change(NamedTuple):
    """One event of one person that is not the same any more."""

    what: str
    before: Text | None
    after: Text | None
    name: str = ""
    """What the event is known by in every calendar."""

    @property
    def text(self) -> Text:
        """The event as it will be, or as it was when it is cancelled."""
        found = self.after or self.before
        assert found is not None, "a change is of an event"
        return found

    @property
    def now(self) -> str:
        """The event as it will be, or as it was."""
        return say(self.text)

    @property
    def former(self) -> str:
        """What it takes the place of, in as few words as tell it; empty where there is nothing to say."""
        if self.before is None or self.after is None:
            return ""
        if self.what == "moved":
            return _when(self.before) + (f", {self.before.place}" if self.before.place != self.after.place else "")
        return {"place": self.before.place, "team": _inside(self.before), "title": self.before.summary}[self.what]


class Notice(NamedTuple):
    """What to tell one person: ``kind`` is a folder, ``file`` a file name without its end."""

    kind: str
    owner: str
    name: str
    greeting: str
    changes: tuple[Change, ...]
    new: bool = False
    """A calendar published for the first time: nothing is listed."""
    first: bool = False
    """Nobody has told this person yet that there is a calendar, nor where."""
    moved: bool = False
    """The calendar is not there any more where this person was told."""

    @property
    def file(self) -> str:
        """Name of the files of the message, without their end."""
        return filename(self.owner)

    @property
    def sections(self) -> list[tuple[str, list[Change]]]:
        """Changes under what happened."""
        rows = [(title, [c for c in self.changes if c.what == what]) for what, title in TITLES.items()]
        return [(title, found) for title, found in rows if found]


class Days(NamedTuple):
    """What to tell one company: apprentice, day, presence before and now."""

    owner: str
    file: str
    name: str
    changes: tuple[tuple[str, date, str, str], ...]


Side = tuple[Problem, Timetable]


class News(NamedTuple):
    """What is to be told: to people and trainers, to companies."""

    people: tuple[Notice, ...] = ()
    companies: tuple[Days, ...] = ()


class Mailed(NamedTuple):
    """Messages as files of mail (``apprenants/MARTIN-LEA``), names of those without one, and how to write them."""

    files: frozenset[str]
    without: tuple[str, ...]
    write: Callable[[Path], None]


def write_notices(folder: Path, news: News, after: Side, told: Announcement, mailed: Mailed) -> None:
    """Write ``interne/annonces``, all or nothing."""
    found, companies = tuple(one for one in news.people if one.changes), news.companies
    centre = after[0].settings.name
    with replacing(folder / FOLDER) as fresh:
        for kind in (APPRENTICES, TRAINERS, COMPANIES):
            (fresh / kind).mkdir()
        mailed.write(fresh)
        for notice in found:
            values = {"notice": notice, "centre": centre, "say": say, "following": following(notice)}
            _write(fresh / notice.kind / f"{notice.file}.html", "notice.html.j2", **values)
            _plain(fresh / notice.kind / f"{notice.file}.txt", notice_text(notice, centre))
        for days in companies:
            values = {"days": days, "centre": centre, "day": french_date}
            _write(fresh / COMPANIES / f"{days.file}.html", "notice-company.html.j2", **values)
            _plain(fresh / COMPANIES / f"{days.file}.txt", company_text(days, centre))
        only = [one for one in news.people if not one.changes and not one.moved]
        welcomed = len([one for one in only if f"{one.kind}/{one.file}" in mailed.files])
        summary = {
            "moved": sorted((one.name for one in news.people if one.moved), key=name_order),
            "mailed": mailed,
            "welcomed": welcomed,
            "told": told,
            "centre": centre,
            "notices": sorted(found, key=lambda one: name_order(one.name)),
            "companies": sorted(companies, key=lambda one: name_order(one.name)),
            "quote": quote,
        }
        _write(fresh / "resume.html", "notice-summary.html.j2", **summary, date=french_date(told.moment.date()))


def notices(before: Side, after: Side, first: date) -> Iterator[Notice]:
    """Apprentices, then trainers, whose calendar differs on ``first`` or later."""
    old, new = Feeds(*before), Feeds(*after)
    for kind, former, latter in (
        (APPRENTICES, old.apprentices(), new.apprentices()),
        (TRAINERS, old.trainers(), new.trainers()),
    ):
        known = {owner: dict(entries) for owner, _name, entries in former}
        present = {owner: dict(entries) for owner, _name, entries in latter}
        held = {name for events in present.values() for name in events}
        for owner in sorted({*known, *present}):
            found = _changes(known.get(owner, {}), present.get(owner, {}), first, trainer=kind == TRAINERS)
            changes = tuple(_handed_over(change, held) for change in found) if kind == TRAINERS else tuple(found)
            if changes:
                greeting, name = _named(kind, owner, before[0], after[0])
                yield Notice(kind, owner, name, greeting, changes, owner not in known)


def welcomes(after: Side) -> Iterator[Notice]:
    """Everybody who has a calendar with an event in it, for those whom nobody has told so yet."""
    feeds = Feeds(*after)
    for kind, calendars in ((APPRENTICES, feeds.apprentices()), (TRAINERS, feeds.trainers())):
        for owner, _name, entries in calendars:
            if entries:
                greeting, name = _named(kind, owner, *(after[0], after[0]))
                yield Notice(kind, owner, name, greeting, (), first=True)


def _named(kind: str, owner: str, before: Problem, after: Problem) -> tuple[str, str]:
    """How to greet somebody, and the name in the planner's list."""
    if kind == TRAINERS:
        trainer = after.trainers.get(TrainerId(owner)) or before.trainers.get(TrainerId(owner))
        name = (public_name(trainer.name, owner) if trainer else "") or owner
        return name, name
    learner = after.learners.get(ApprenticeId(owner)) or before.learners.get(ApprenticeId(owner))
    return (learner.first_name, learner.name) if learner else ("", owner)


def _changes(known: Mapping[str, Text], present: Mapping[str, Text], first: date, *, trainer: bool) -> Iterator[Change]:
    found = []
    for name in {**known, **present}:
        before, after = known.get(name), present.get(name)
        what = _what(before, after, trainer)
        told = [text for text in (before, after) if text is not None and not text.days]
        if what and any(text.day >= first for text in told):
            found.append(Change(what, before, after, name))
    yield from sorted(found, key=lambda change: (change.text.day, change.text.start, change.text.summary))


def _handed_over(change: Change, held: set[str]) -> Change:
    """What somebody loses and another trainer holds now is not cancelled."""
    gone = change.what == "cancelled" and change.name in held
    return change._replace(what="handed") if gone else change


def _what(before: Text | None, after: Text | None, trainer: bool) -> str:
    """What happened to an event; empty where nobody needs to know, such as one more in a trainer's group."""
    if before is None or after is None:
        return "cancelled" if before else "added"
    if before[:3] != after[:3]:
        return "moved"
    if before.place != after.place:
        return "place"
    if before.description != after.description and not trainer:
        return "team"
    return "title" if before.summary != after.summary else ""


def say(text: Text) -> str:
    """``Cuisine : mardi 6 octobre 2026, 8 h – 10 h, Cuisine 1, avec Anne Roux``."""
    return f"{text.summary} : " + ", ".join(filter(None, (_when(text), text.place, _inside(text))))


def _inside(text: Text) -> str:
    """The description as part of a sentence."""
    return text.description[:1].lower() + text.description[1:]


def _when(text: Text) -> str:
    return f"{french_date(text.day)}, {span(text.start, text.end)}"


def notice_text(notice: Notice, centre: str) -> str:
    """The notice as a message without layout; its first line is the subject."""
    lines = [f"Objet : {subject(notice)} – {centre}", "", f"Bonjour {notice.greeting}".rstrip() + ",", ""]
    lines += [*told_lines(notice), "", following(notice), "", centre]
    return "\n".join(lines) + "\n"


FOLLOWING = "Si vous êtes abonné à votre calendrier, il se met à jour de lui-même."
MOVED = "Votre calendrier a une nouvelle adresse : la précédente ne sert plus."
GIVEN = "Le CFA vous donne la nouvelle adresse de votre calendrier ; abonnez-vous de nouveau."


YOURS = "Votre emploi du temps"


def following(notice: Notice) -> str:
    """How somebody gets what changes later, where no link says it."""
    return GIVEN if notice.moved else FOLLOWING


def told_lines(notice: Notice, whose: str = YOURS) -> list[str]:
    """What is told, line by line; ``whose``: as the person who reads it calls it."""
    if notice.new:
        return [f"{whose} est publié. Il commence ainsi : {notice.changes[0].now}."]
    lines = [f"{whose} est publié."] if notice.first else []
    lines += [MOVED if whose == YOURS else MOVED.replace("Votre", "Son")] if notice.moved else []
    if not notice.changes:
        return lines
    lines += ["Depuis, il a changé."] if notice.first else [f"{whose} a changé."]
    for title, changes in notice.sections:
        lines += ["", title]
        for change in changes:
            lines.append(f"- {change.now}")
            lines += [f"  au lieu de : {change.former}"] if change.former else []
    return lines


def subject(notice: Notice) -> str:
    """What the message is about."""
    changed = notice.changes and not notice.new
    if notice.moved and not changed:
        return "nouvelle adresse de votre calendrier"
    return "votre emploi du temps a changé" if changed else "votre emploi du temps est publié"


def company_days(before: Side, after: Side, first: date) -> Iterator[Days]:
    """Companies whose apprentices are no longer at the centre on the days, or at the hours, told before."""
    former = {e.owner: {person: _by_day(blocks) for person, blocks in e.people} for e in employers(*before)}
    for employer in employers(*after):
        changes = []
        for person, blocks in employer.people:
            if person not in former.get(employer.owner, {}):
                continue
            told, days = former[employer.owner][person], _by_day(blocks)
            for day in sorted({*days, *told}):
                if day >= first and told.get(day) != days.get(day):
                    changes.append((person, day, told.get(day, AWAY), days.get(day, AWAY)))
        if changes:
            yield Days(employer.owner, employer.file, employer.name, tuple(changes))


AWAY = "en entreprise"


def _by_day(blocks: tuple[Block, ...]) -> dict[date, str]:
    found: dict[date, list[str]] = {}
    for block in blocks:
        found.setdefault(block.day, []).append(block.hours)
    return {day: "au CFA " + ", ".join(hours) for day, hours in found.items()}


def company_text(days: Days, centre: str) -> str:
    """The message to a company."""
    lines = [f"Objet : {COMPANY_SUBJECT} – {centre}", "", "Bonjour,", "", *company_lines(days), "", centre]
    return "\n".join(lines) + "\n"


COMPANY_SUBJECT = "présence au CFA, dates modifiées"


def company_lines(days: Days) -> list[str]:
    """What a company is told, line by line."""
    told = (f"- {person}, {french_date(day)} : {now} (avant : {former})" for person, day, former, now in days.changes)
    return ["La présence au CFA change :", *told]


def _write(path: Path, template: str, **values: object) -> None:
    path.write_bytes(templates().get_template(template).render(**values).encode("utf-8"))


def _plain(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
