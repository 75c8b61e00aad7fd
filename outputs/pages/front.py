"""What stands on the planner's first page, as rows with their links: no figure is computed here but its share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from outputs.alerts.lost_hours import most_lost
from outputs.grid import hour
from outputs.labels import STRAND_NAMES, french_date
from outputs.lists.tables import class_of, hours, person, target_name, unplaced_rows
from outputs.summary import hours_text, number
from planner.domain import (
    STRANDS,
    ClassId,
    HoursLeft,
    LateEntrant,
    Overview,
    Problem,
    RoomTypeUse,
    StrandTime,
    Timetable,
    TrainerLoad,
    without_helper,
)
from planner.words import DAY_NAMES, say_minutes, say_number, say_share

MOST_REASONS = 3
"""Reasons of one person before the rest is counted."""
MOST_ROWS = 12
"""Rows of a list before the rest is left to its own page."""
MANY = 0.9
"""From this share of a limit on, a load is worth a look."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text and the place it leads to in the page; no place: plain text."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at first: how many, of what, and where on the page."""

    count: str
    text: str
    href: str
    grave: bool = True
    """Whether something has to be done; else it is worth knowing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: its look, its width in per cent, its text."""

    look: str
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: links first, then plain values; ``alert``: worth a look."""

    links: tuple[Link, ...]
    values: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table of figures, with the width of its bar or the step of its shade."""

    text: str
    href: str = ""
    step: int = 0
    width: float = 0.0
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """The whole page."""

    points: tuple[Point, ...]
    unplaced: tuple[Row, ...]
    entrants: tuple[Row, ...]
    rights: tuple[Row, ...]
    hours: tuple[Bar, ...]
    targets: tuple[Row, ...]
    people: tuple[Row, ...]
    periods: tuple[str, ...]
    strands: tuple[tuple[Link, tuple[tuple[str, tuple[Cell | None, ...]], ...]], ...]
    """For each class, for each strand, a cell a period; None: nothing is due."""
    shares: tuple[Row, ...]
    weeks: tuple[str, ...]
    loads: tuple[tuple[Link, tuple[Cell, ...]], ...]
    """For each trainer, limit and total, then a cell a week."""
    rooms: tuple[Row, ...]
    visits: tuple[Row, ...] = ()
    missed: tuple[Row, ...] = ()
    unmet: tuple[Row, ...] = ()
    bounds: tuple[Row, ...] = ()
    """Preferences that cost something: what they say, cost, bound and gap."""
    needs: int = 0
    """Needs that the team decided, line by line."""
    more: dict[str, int] = field(default_factory=dict)
    """Rows that were left out of a list."""


def front(problem: Problem, timetable: Timetable, overview: Overview) -> Front:
    """The page of a timetable."""
    weeks = tuple(sorted({week for load in overview.loads for week in load.weeks}))
    unplaced = tuple(_unplaced(problem, timetable))
    people = tuple(_people(problem, overview))
    missed = tuple(_missed(problem, overview))
    unmet = tuple(_unmet(problem, overview))
    return Front(
        points=tuple(_points(problem, timetable, overview)),
        unplaced=unplaced[:MOST_ROWS],
        entrants=tuple(_entrants(problem, overview)),
        rights=tuple(_rights(problem, overview)),
        hours=tuple(_hours(timetable, overview)),
        targets=tuple(_targets(problem, overview)),
        people=people[:MOST_ROWS],
        periods=tuple(period.label for period in problem.periods),
        strands=tuple(_strands(problem, overview)),
        shares=tuple(_shares(problem, overview)),
        weeks=tuple(f"S{week.isocalendar().week}" for week in weeks),
        loads=tuple(_load(problem, load, weeks) for load in overview.loads),
        rooms=tuple(_rooms(problem, row) for row in overview.rooms),
        visits=tuple(_visits(problem, overview)),
        missed=missed[:MOST_ROWS],
        unmet=unmet[:MOST_ROWS],
        bounds=tuple(_bounds(timetable)),
        needs=len(problem.explicit_needs),
        more={
            "unplaced": len(unplaced) - MOST_ROWS,
            "people": len(people) - MOST_ROWS,
            "missed": len(missed) - MOST_ROWS,
            "unmet": len(unmet) - MOST_ROWS,
        },
    )


def place(sort: str, identifier: str, day: date | None = None) -> str:
    """Address in the page of a person (``a``), class, trainer (``f``) or room (``s``), in the week of a day."""
    return f"#{sort}/{quote(identifier, safe='')}" + (f"/{day.isoformat()}" if day else "")


def percent(share: float) -> str:
    """``12 %``, with a space that does not break."""
    return f"{round(100 * share)}\u00a0%"


def _class(problem: Problem, class_id: ClassId) -> Link:
    known = problem.classes.get(class_id)
    return Link(known.name, place("c", class_id)) if known else Link(class_id)


def _points(problem: Problem, timetable: Timetable, overview: Overview) -> Iterator[Point]:
    """What to look at first, what weighs most on top."""
    broken = sum((timetable.summary.get("hard_violations") or {}).values())
    missing, late, ending = len(timetable.unplaced), len(overview.entrants), len(overview.rights)
    left = overview.due - overview.planned
    over = [load for load in overview.loads if load.over]
    full = [load for load in overview.loads if not load.over and load.peak >= MANY]
    short = {row.class_id for row in overview.strands if row.short}
    if broken:
        yield Point(number(broken), f"règle{_s(broken)} non respectée{_s(broken)}", "#alertes")
    if missing:
        yield Point(number(missing), f"séance{_s(missing)} non placée{_s(missing)}", "#p-non-place")
    if late:
        text = f"entrant{_s(late)} dont le module d’entrée n’est pas terminé dans les délais"
        yield Point(number(late), text, "#p-entrants")
    if ending:
        soon = sum(row.last <= problem.last for row in overview.rights)
        text = f"apprenant{_s(ending)} sans contrat"
        text += f", dont {soon} aux droits finis au {french_date(problem.last, weekday=False)}" if soon else ""
        yield Point(number(ending), text, "#p-droits", soon > 0)
    if left:
        payable = timetable.summary.get("hours_payable")
        all_done = isinstance(payable, int | float) and overview.planned >= 60 * payable
        text = "dues et non prévues" + (
            " ; tout ce qui est réalisable aux heures retenues est prévu" if all_done else ""
        )
        yield Point(hours_text(left), text, "#p-heures", not all_done)
    if short:
        text = f"classe{_s(len(short))} loin de l’objectif d’un volet sur une période"
        yield Point(number(len(short)), text, "#p-volets", grave=False)
    if over:
        text = f"formateur{_s(len(over))} au-dessus de la limite une semaine au moins"
        yield Point(number(len(over)), text, "#p-formateurs")
    if full:
        text = f"formateur{_s(len(full))} à {percent(MANY)} de la limite ou plus une semaine au moins"
        yield Point(number(len(full)), text, "#p-formateurs", grave=False)
    if alone := sum(map(len, without_helper(problem, timetable).values())):
        yield Point(number(alone), f"séance{_s(alone)} sans la personne qui aide", "#alertes")
    yield from _people_points(problem, overview)


def _people_points(problem: Problem, overview: Overview) -> Iterator[Point]:
    """Visits that cannot be made, hours missed, wishes."""
    nobody = sum(row.due - row.dated for row in overview.visits if row.trainer_id is None)
    blocked = sum(row.blocked for row in overview.visits if row.trainer_id is not None)
    if blocked:
        text = f"visite{_s(blocked)} en entreprise sans demi-journée libre"
        yield Point(number(blocked), text, "#p-visites")
    if nobody:
        text = f"visite{_s(nobody)} en entreprise sans formateur référent"
        yield Point(number(nobody), text, "#p-visites", grave=False)
    if missed := sum(row.minutes for row in overview.missed):
        named = most_lost(problem, overview.missed)
        text = f"de cours manquées pendant que la classe les a{named}"
        yield Point(hours_text(missed), text, "#p-manquees", grave=bool(named))
    if unmet := len(overview.unmet):
        yield Point(number(unmet), f"souhait{_s(unmet)} non suivi{_s(unmet)}", "#p-souhaits", grave=False)


def _s(count: int) -> str:
    return "s" if count > 1 else ""


def _unplaced(problem: Problem, timetable: Timetable) -> Iterator[Row]:
    for class_ids, what, minutes, reason in unplaced_rows(problem, timetable):
        links = tuple(_class(problem, c) for c in class_ids) or (Link("–"),)
        yield Row(links, (what, hours_text(minutes), reason))


def _entrants(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.entrants:
        who = Link(person(problem, row.apprentice_id), place("a", row.apprentice_id, row.ends))
        company = french_date(row.company, weekday=False) if row.company else "sans contrat"
        values = class_of(problem, row.apprentice_id), company, _end(row), hours_text(row.left), row.reason
        late = row.ends is None or (row.company is not None and row.ends >= row.company)
        yield Row((who,), values, alert=late or row.never > 0)


def _end(row: LateEntrant) -> str:
    """The day on which an entry module ends; what has no hour at all, where it never does."""
    if row.ends is None:
        return "rien de placé"
    return f"non terminé : {hours_text(row.never)} sans place" if row.never else french_date(row.ends, weekday=False)


def _rights(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.rights:
        who = Link(person(problem, row.apprentice_id), place("a", row.apprentice_id))
        days = problem.settings.broken_days if row.broken else problem.settings.no_contract_days
        since = "fin du contrat" if row.broken else "entrée sans contrat"
        values = class_of(problem, row.apprentice_id), f"{since} ({days}\u00a0jours)"
        yield Row((who,), (*values, french_date(row.last, weekday=False)), alert=row.last <= problem.last)


def _hours(timetable: Timetable, overview: Overview) -> Iterator[Bar]:
    """Planned and not planned of what is due; of the latter, where it is known, what the hours found could give yet."""
    if not overview.due:
        return
    known, left = timetable.summary.get("hours_payable"), overview.due - overview.planned
    rows: tuple[tuple[str, str, int], ...] = (("half", "non prévues", left),)
    if isinstance(known, int | float):
        free = max(0, min(round(60 * known), overview.due) - overview.planned)
        rows = (
            ("half", "réalisables aux heures retenues, non prévues", free),
            ("none", "non réalisables à ces heures", left - free),
        )
    for look, name, minutes in (("full", "prévues", overview.planned), *rows):
        if minutes:
            yield Bar(look, round(100 * minutes / overview.due, 1), f"{name}\u00a0: {hours_text(minutes)}")


def _targets(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.targets:
        name = target_name(problem, row.target)
        left = row.due - row.planned
        values = hours_text(row.due), hours_text(row.planned), hours_text(left) if left else "–"
        who = f"{row.people}" if row.people else "–"
        bar = Bar(
            "full", round(100 * row.planned / row.due, 1) if row.due else 100, percent(row.planned / max(1, row.due))
        )
        yield Row((Link(name, f"#heures-dues/{quote(name, safe='')}"),), (*values, who), (bar,), alert=left > 0)


def _people(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.people:
        who = Link(person(problem, row.apprentice_id), place("a", row.apprentice_id))
        left = hours_text(row.due - row.planned)
        yield Row((who,), (class_of(problem, row.apprentice_id), hours_text(row.due), left, _why(problem, row.lacks)))


def _why(problem: Problem, lacks: Sequence[HoursLeft]) -> str:
    """Why hours are left: one reason for all of them, or a line for each of the first, with what it is about."""
    if len(lacks) == 1:
        return lacks[0].reason
    lines = [
        f"{', '.join(target_name(problem, t) for t in lack.targets)} ({hours_text(lack.left)})\u00a0: {lack.reason}"
        for lack in lacks[:MOST_REASONS]
    ]
    rest = sum(lack.left for lack in lacks[MOST_REASONS:])
    return "\n".join([*lines, *([f"… et {hours_text(rest)} d’autres besoins"] if rest else [])])


def _visits(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.visits:
        trainer = problem.trainers.get(row.trainer_id) if row.trainer_id else None
        who = Link(trainer.name, place("f", trainer.id)) if trainer else Link("Personne n’est indiqué")
        values = (str(row.due), str(row.employers), str(row.dated or "–"), str(row.blocked or "–"))
        yield Row((who,), values, alert=row.blocked > 0)


def _missed(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.missed:
        who = Link(person(problem, row.apprentice_id), place("a", row.apprentice_id))
        owed = hours_text(row.makeup) if row.makeup else "–"
        yield Row((who,), (class_of(problem, row.apprentice_id), hours_text(row.minutes), owed, row.why))


def _bounds(timetable: Timetable) -> Iterator[Row]:
    """What each preference costs, and what is proven of the least it can cost; the widest gap first."""
    found: Mapping[str, Mapping[str, Any]] = timetable.summary.get("bounds") or {}
    for key, row in sorted(found.items(), key=lambda one: (one[1]["bound"] - one[1]["cost"], one[0])):
        said = (number(round(row["bound"])), say_share(row["gap"])) if row["bound"] else ("aucune", "–")
        yield Row((Link(key),), (row["statement"], number(round(row["cost"])), *said))


def _unmet(problem: Problem, overview: Overview) -> Iterator[Row]:
    for row in overview.unmet:
        href = place("a", row.apprentice_id, row.day) if row.apprentice_id else ""
        yield Row((Link(row.wish, href),), (row.text,))


def _strands(
    problem: Problem, overview: Overview
) -> Iterator[tuple[Link, tuple[tuple[str, tuple[Cell | None, ...]], ...]]]:
    found = {(row.class_id, row.period_id, row.strand): row for row in overview.strands}
    for class_id in dict.fromkeys(row.class_id for row in overview.strands):
        lines = []
        for strand in STRANDS:
            cells = [found.get((class_id, period.id, strand)) for period in problem.periods]
            lines.append((STRAND_NAMES[strand], tuple(_strand(row) if row else None for row in cells)))
        yield _class(problem, class_id), tuple(lines)


def _strand(row: StrandTime) -> Cell:
    width = 100.0 if row.planned >= row.target else round(100 * row.planned / row.target, 1)
    planned, target = (say_minutes(round(minutes / 5) * 5) for minutes in (row.planned, row.target))
    return Cell(f"{planned} sur {target}", width=width, alert=row.short)


def _shares(problem: Problem, overview: Overview) -> Iterator[Row]:
    """Shares in figures, and bars on the scale of the largest one."""
    most = max((row.modular for row in overview.shares), default=0) or 1
    for row in overview.shares:
        link = Link("Tout le centre") if row.class_id is None else _class(problem, row.class_id)
        parts = [
            (look, minutes / max(1, row.total)) for look, minutes in (("barrette", row.barrette), ("open", row.support))
        ]
        bars = tuple(Bar(look, round(100 * share / most, 1), "") for look, share in parts)
        yield Row((link,), tuple(say_share(share) for share in (row.modular, *(share for _look, share in parts))), bars)


def _load(problem: Problem, load: TrainerLoad, weeks: tuple[date, ...]) -> tuple[Link, tuple[Cell, ...]]:
    trainer = problem.trainers[load.trainer_id]
    cells = [Cell(say_number(hours(load.limit))), Cell(say_number(hours(sum(load.weeks.values()))))]
    for week in weeks:
        minutes = load.weeks.get(week, 0)
        share = minutes / load.limit if load.limit else 0.0
        href = place("f", load.trainer_id, week) if share >= MANY else ""
        cells.append(
            Cell(say_number(hours(minutes)) if minutes else "", href, _step(share), alert=minutes > load.limit)
        )
    return Link(trainer.name, place("f", load.trainer_id)), tuple(cells)


def _step(share: float) -> int:
    """Shade of a load, 0 (nothing) to 5 (over the limit)."""
    return sum(share > bound for bound in (0, 0.5, 0.75, MANY - 1e-9, 1))


def _rooms(problem: Problem, row: RoomTypeUse) -> Row:
    places = len(row.rooms)
    links = tuple(
        Link(
            f"{problem.rooms[use.room_id].name} ({percent(use.used / use.open if use.open else 0)})",
            place("s", use.room_id),
        )
        for use in row.rooms
    )
    peak = f"{row.peak} sur {places}"
    if row.peak_day:
        day = f"{DAY_NAMES[row.peak_day.weekday()]} {french_date(row.peak_day, weekday=False, year=False)}"
        peak += f", {day} à {hour(row.peak_start)}"
    bar = Bar("full", round(100 * row.share, 1), percent(row.share))
    return Row(links, (row.type or "Sans type", peak), (bar,), alert=row.share >= MANY)
