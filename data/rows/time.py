"""Problem → *Paramètres*, *Horaires*, *Sites*, *Calendrier*, *Indisponibilités*: what is about time."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import timedelta

from data.building.closures import shut_of_site
from data.building.people import PARITY
from data.building.settings import SETTINGS
from data.rows.cells import DAYS, Line, Lines, duration, going_on, half_days, weekdays, word
from data.rows.plain import Cells
from data.sheets.columns import MAKEUP
from data.sheets.required import PARITY as PARITY_WORDS
from data.sheets.time import BELLS, CLOSURES, UNAVAILABLE, WHO
from planner.domain import Absence, Bells, Problem, Settings, Trainer, monday, rooms_filled


def settings_rows(problem: Problem) -> Lines:
    """Every setting that is known, with its explanation, then those that the planner has added."""
    values: dict[str, object] = {f.name: getattr(problem.settings, f.name) for f in fields(Settings)}
    values |= {"first": problem.first, "last": problem.last}
    found, more = Lines(), dict(problem.settings.extra)
    for setting in SETTINGS:
        value = values.get(setting.id, more.pop(setting.column.header, None))
        if setting.column.kind in ("hours", "length") and isinstance(value, int):
            value = duration(value)
        elif setting.column.kind == "choice":
            value = word(setting.column.choices, str(value))
        found.append({"name": setting.column.header, "value": value, "note": setting.column.note})
    found += [{"name": name, "value": value} for name, value in more.items()]
    return found


def bells_rows(cells: Cells) -> Lines:
    """Slots, one line for the weekdays that share it."""
    found: Lines = []
    for key, bells in cells.problem.bells.items():
        slots = sorted({slot for day in bells.days for slot in day}, key=lambda s: (s.start, s.end, s.inside))
        for slot in slots:
            shared = [n for n, day in enumerate(bells.days) if slot in day]
            found.append({**cells.of(BELLS, slot), "site": cells.site(key), "days": weekdays(shared)})
    return found


def site_rows(cells: Cells) -> Lines:
    """Journeys, once for both ways."""
    problem = cells.problem
    order = {pair: n for n, pair in enumerate(problem.travel)}
    pairs = [(a, b) for a, b in problem.travel if a == b or order[a, b] < order[b, a]]
    return [{"from": cells.site(a), "to": cells.site(b), "minutes": problem.travel[a, b]} for a, b in pairs]


def calendar_rows(cells: Cells) -> Lines:
    """Who has a calendar of their own, with the weeks to be filled."""
    found: Lines = []
    for group in (one for one in cells.problem.classes.values() if not one.meeting):
        who, own = cells.name(group.id, "classes", "learners"), sorted(group.part_calendars)
        found += [{"who": who, "part": part} for part in own] or [{"who": who}]
    for learner in (x for x in cells.problem.learners.values() if x.calendar is not None):
        who = cells.name(learner.id, "learners", "classes")
        found.append({"who": who, "makeup": word(MAKEUP, learner.makeup) if learner.makeup else None})
    return found


def week_heads(problem: Problem) -> list[str]:
    """Headings of the weeks of the horizon; with their year where two would be the same."""
    weeks = [monday(problem.first) + timedelta(weeks=n) for n in range((problem.last - problem.first).days // 7 + 2)]
    weeks = [week for week in weeks if week <= problem.last]
    twice = len({week.isocalendar().week for week in weeks}) < len(weeks)
    return [f"S{w.isocalendar().week}" + (f" {w.isocalendar().year}" if twice else "") for w in weeks]


def weekly_absences(trainer: Trainer, bells: Bells) -> tuple[Line, tuple[Absence, ...]]:
    """What *Formateurs* says of the usual week of a trainer, and the absences that are left for the other sheet."""
    said: list[str] = []
    rest = list(trainer.absences)
    while rest and (half := half_days(rest[0], bells)) is not None and half not in said:
        said.append(half)
        rest.pop(0)
    line: Line = {"absent": " ; ".join(said) or None} if said == sorted(said, key=_order) else {}
    if said and not line:
        rest = list(trainer.absences)
    if rest and rest[0] in (Absence(parity=0), Absence(parity=1)):
        away = rest.pop(0).parity
        here = next(name for name, number in PARITY.items() if number != away)
        line["parity"] = word(PARITY_WORDS, here)
    return line, tuple(rest)


def _order(said: str) -> int:
    return DAYS.index(said[:2])


def absence_rows(cells: Cells, kept: dict[str, tuple[Absence, ...]]) -> Lines:
    """Absences of everybody and every place that hold on the first day or later; ``kept``: those of each trainer."""
    problem, found = cells.problem, Lines()
    for trainer in problem.trainers.values():
        found += _rows(cells, "trainers", trainer.id, kept.get(trainer.id, trainer.absences))
    for room in (room for room in problem.rooms.values() if not room.implied):
        parts = (a for r in rooms_filled(problem, room.id) if r != room.id for a in problem.rooms[r].absences)
        closed = {*shut_of_site(problem.closures, room.site_id, problem.bells), *parts}
        found += _rows(cells, "rooms", room.id, [a for a in room.absences if a not in closed])
    for group in problem.classes.values():
        found += _rows(cells, "classes", group.id, group.absences)
    for learner in problem.learners.values():
        found += _rows(cells, "learners", learner.id, learner.absences)
    return found


def _rows(cells: Cells, kind: str, who: str, absences: Sequence[Absence]) -> Iterable[Line]:
    """One line for absences in a row that differ by their weekday only."""
    rows: list[tuple[Absence, list[int]]] = []
    for absence in (a for a in absences if going_on(a.last, cells.problem.first)):
        same = rows[-1] if rows else None
        day = absence.weekday
        if same and day is not None and same[1] and same[1][-1] < day and replace(absence, weekday=None) == same[0]:
            same[1].append(day)
        else:
            rows.append((replace(absence, weekday=None), [day] if day is not None else []))
    for absence, days in rows:
        said = {"who": cells.name(who, kind), "kind": word(WHO, kind)}
        yield {**cells.of(UNAVAILABLE, absence), **said, **_when(absence, days)}


def _when(absence: Absence, days: Sequence[int]) -> Line:
    last = absence.last
    if last is None and absence.first is not None and not days and absence.parity is None:
        days = range(7)
    parity = next((name for name, number in PARITY.items() if number == absence.parity), "")
    return {
        "days": weekdays(days) or None,
        "last": last,
        "parity": word(PARITY_WORDS, parity) if parity else None,
    }


def closure_rows(cells: Cells) -> Lines:
    """Closures that are not over, as typed; holidays of the zone come by themselves."""
    problem = cells.problem
    return [cells.of(CLOSURES, row) for row in problem.closures if (row.last or row.first) >= problem.first]
