"""What a company sees of its apprentices: when they are at the centre, and nothing else.

One page and one calendar an employer, in ``entreprises``, since they name apprentices: under a name that nobody can
guess and that no other employer is ever given. A note of the dates that changed where an earlier calendar stands there.
Only days of a contract in force are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from outputs.folders import replacing
from outputs.grid import span
from outputs.ics.employers import Span, employer_calendar, read_presence
from outputs.labels import filename, french_date, private
from outputs.pages.html import templates
from outputs.summary import horizon
from planner.domain import Kind, Learner, Problem, Session, Status, Timetable, key
from planner.labels import lot

FOLDER = Path("entreprises")
FORMER = Path("diffusion", "entreprises")
"""Where they stood before: what is there is told from, once, and taken away."""
GAP = 120
"""Minutes between two sessions above which the apprentice is free to be in the company between them."""
NEUTRAL = "Entreprise"
"""Name of a company whose own says something that nobody outside the office may read."""
CHANGED = "-dates-modifiees"
SECRET = 20
"""Hexadecimal digits of what nobody can guess in the name of a file: 80 bits."""


class Block(NamedTuple):
    """A stay at the centre on one day, or hours followed from elsewhere; times in minutes after midnight."""

    day: date
    start: int
    end: int
    far: bool

    @property
    def hours(self) -> str:
        """``8 h 30 – 16 h 30``."""
        return span(self.start, self.end)


class Employer(NamedTuple):
    """A company with its apprentices, each with the blocks of presence at the centre, in order.

    ``owner``: what it is among all, for ever; ``former``: its file of before, empty where that may have been another's.
    """

    owner: str
    file: str
    former: str
    name: str
    people: tuple[tuple[str, tuple[Block, ...]], ...]


class Change(NamedTuple):
    """A day on which an apprentice's presence is no longer what the company was told."""

    person: str
    day: date
    before: str
    after: str


def write_employers(folder: Path, problem: Problem, timetable: Timetable) -> int:
    """Write ``entreprises``, all or nothing, and return how many employers there are."""
    stamp = datetime.combine(problem.settings.saved or problem.first, time(), UTC)
    found = employers(problem, timetable)
    old, clock = folder / FOLDER, problem.settings.clock
    known = {e.file: read_presence(_told_before(folder, e), clock) for e in found}
    told = [day for people in known.values() for spans in people.values() for day, *_hours in spans]
    span = (max(min(told), stamp.date(), problem.first), min(max(told), problem.last)) if told else None
    kept = {f"{e.file}{CHANGED}.html" for e in found}
    with replacing(old, lambda path: path.suffix in (".html", ".ics") and path.name not in kept) as fresh:
        for employer in found:
            centre, salt = problem.settings.name, problem.settings.salt
            calendar = employer_calendar(centre, employer, salt, stamp, clock)
            (fresh / f"{employer.file}.ics").write_bytes(calendar)
            _write(fresh / f"{employer.file}.html", problem, employer, "employer.html.j2", months=_months(employer))
            changes = _changes(employer, known[employer.file], span) if span else []
            if changes:
                name = f"{employer.file}{CHANGED}.html"
                _write(fresh / name, problem, employer, "employer-changes.html.j2", changes=changes, told=stamp.date())
    _take_away(folder / FORMER)
    if not any(old.iterdir()):
        old.rmdir()
    return len(found)


def _told_before(folder: Path, employer: Employer) -> Path:
    """The calendar that the company has."""
    now = folder / FOLDER / f"{employer.file}.ics"
    return folder / FORMER / f"{employer.former}.ics" if employer.former and not now.exists() else now


def _take_away(folder: Path) -> None:
    """What stood among what is handed out to everybody, and the folder where nothing else is left in it."""
    for path in (*folder.glob("*.html"), *folder.glob("*.ics")):
        path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def employers(problem: Problem, timetable: Timetable) -> tuple[Employer, ...]:
    """Employers by name, their apprentices by name; those without a contract in the horizon have none."""
    people: dict[tuple[str, str], list[Learner]] = defaultdict(list)
    for learner in problem.learners.values():
        days = (problem.status(learner, day) is Status.APPRENTICE for day in problem.days)
        if learner.employer.strip() and any(days):
            people[learner.company].append(learner)
    alone = Counter(name for name, _more in people)
    files: set[str] = set()
    found = []
    for (name, _more), learners in sorted(people.items()):
        learners.sort(key=lambda p: (key(p.last_name), key(p.first_name), p.id))
        rows = tuple((shown, _blocks(problem, timetable, p)) for shown, p in _named(learners))
        shown = NEUTRAL if private(name) else learners[0].employer.strip()
        former, owner = _file(key(shown), files), employer_of(learners[0])
        file = f"{_letters(key(shown))}-{lot(problem.settings.salt, f'employers/{owner}').hex()[:SECRET]}"
        found.append(Employer(owner, file, former if alone[name] == 1 else "", shown, rows))
    return tuple(found)


def employer_of(learner: Learner) -> str:
    """The owner of the calendar of somebody's company; empty where they have none."""
    return "/".join(filter(None, learner.company)) if learner.employer.strip() else ""


def _named(learners: list[Learner]) -> Iterable[tuple[str, Learner]]:
    """Names that tell the apprentices of one company apart."""
    count: dict[str, int] = {}
    for learner in learners:
        number = count[learner.name] = count.get(learner.name, 0) + 1
        yield learner.name if number == 1 else f"{learner.name} ({number})", learner


def _letters(name: str) -> str:
    """The name of an employer as a file name can hold it."""
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in name)
    return "-".join(letters.split())[:60].strip("-") or NEUTRAL.lower()


def _file(name: str, taken: set[str]) -> str:
    """The name that the files of an employer had before, each one once."""
    base = _letters(name)
    number, file = 1, base
    while file in taken:
        number += 1
        file = f"{base}-{number}"
    taken.add(file)
    return filename(file)


def _blocks(problem: Problem, timetable: Timetable, learner: Learner) -> tuple[Block, ...]:
    """First to last session of each day of the contract, in two where a long gap lies between.

    What is followed from elsewhere is apart; of a day in the company the hours of a call alone, which it has to leave.
    """
    held = [
        Block(s.day, s.start, s.end, _from_afar(timetable, s, learner))
        for s in timetable.by_apprentice.get(learner.id, ())
        if s.kind != Kind.VISIT and s.modality != "remote_async" and problem.status(learner, s.day) is Status.APPRENTICE
    ]
    found: list[Block] = []
    for block in sorted(held):
        last = found[-1] if found else None
        gap = GAP if not block.far or problem.here(learner, block.day, block.start, block.end) else 0
        if last and (last.day, last.far) == (block.day, block.far) and block.start - last.end <= gap:
            found[-1] = last._replace(end=max(block.end, last.end))
        else:
            found.append(block)
    return tuple(found)


def _from_afar(timetable: Timetable, session: Session, learner: Learner) -> bool:
    """Whether somebody is elsewhere than at the centre for a session that they attend."""
    rows = timetable.attendees[session.id]
    return session.modality == "remote_sync" or any(row.remote for row in rows if row.apprentice_id == learner.id)


def _changes(employer: Employer, known: Mapping[str, frozenset[Span]], span: tuple[date, date]) -> list[Change]:
    """Days to come that both calendars cover and on which they differ, for apprentices that both name."""
    found = []
    for person, blocks in employer.people:
        if person not in known:
            continue
        before, after = _by_day(Block(*row) for row in known[person]), _by_day(blocks)
        for day in sorted(before.keys() | after.keys()):
            if span[0] <= day <= span[1] and before.get(day) != after.get(day):
                found.append(Change(person, day, before.get(day, "En entreprise"), after.get(day, "En entreprise")))
    return found


def presence_told(problem: Problem, timetable: Timetable, learner: Learner) -> dict[date, str]:
    """What the company of somebody reads of each day at the centre: ``CFA 8:30–16:30``."""
    return _by_day(_blocks(problem, timetable, learner))


def _by_day(blocks: Iterable[Block]) -> dict[date, str]:
    rows = groupby(sorted(blocks), key=lambda block: block.day)
    return {day: _said(list(found)) for day, found in rows}


def _said(blocks: Iterable[Block]) -> str:
    """Of one day: ``CFA 8:30–16:30``, ``CFA 8:00–10:00, 14:00–16:00``, ``À distance 9:00–17:00``, or both."""
    by_place = groupby(sorted(blocks, key=lambda block: (block.far, block.start)), key=lambda block: block.far)
    return " ; ".join(
        ("À distance " if far else "CFA ") + ", ".join(block.hours for block in found) for far, found in by_place
    )


def _months(employer: Employer) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """Apprentice → month → (day, presence), as the page shows them."""
    found = []
    for person, blocks in employer.people:
        days = _by_day(blocks)
        months = [
            (french_date(date(*month, 1), weekday=False).removeprefix("1er "), [(_day(d), days[d]) for d in group])
            for month, group in groupby(days, key=lambda d: (d.year, d.month))
        ]
        found.append((person, months))
    return found


def _day(day: date) -> str:
    return french_date(day, year=False)


def _write(path: Path, problem: Problem, employer: Employer, template: str, **values: object) -> None:
    text = (
        templates()
        .get_template(template)
        .render(employer=employer, centre=problem.settings.name, horizon=horizon(problem), day=_day, **values)
    )
    path.write_bytes(text.encode("utf-8"))
