"""A CSV of the attendance software → lines of *Présences*, in the words of a workbook; what is not taken is named."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from data.building.context import Index
from data.building.rolls import timed
from data.faults import Faults
from data.given_back.csv_lines import CsvLines, csv_lines
from data.reading import parse_time
from data.reading.grids import Grid, load
from data.reading.parse_values import text
from data.reading.table import Row, Table, read_table
from data.rows.cells import word
from data.rows.plain import Cells
from data.sheets.columns import fold
from data.sheets.rolls import CAME, HALVES, ROLLS
from planner.domain import ApprenticeId, Came, ClassId, Problem, RollLine, SessionId, days_between, iso_clock
from planner.words import did_you_mean

SURNAMES = frozenset(map(fold, ("nom", "nom de famille", "nom de l'apprenant", "nom apprenant", "nom apprenti")))
FIRST_NAMES = frozenset(map(fold, ("prénom", "prénoms", "prénom de l'apprenant", "prénom apprenant")))
LAST_DAYS = frozenset(map(fold, ("date fin", "date de fin", "au", "jusqu'au", "date fin absence")))
LAST_MINUTE = 24 * 60 - 1
YES_OR_NO = frozenset(map(fold, ("présent", "présence", "présent ?")))
THERE: Mapping[str, str] = {"oui": "présent", "o": "présent", "1": "présent", "x": "présent", "vrai": "présent",
                            "non": "absent", "n": "absent", "0": "absent", "faux": "absent"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One line to be added: as *Présences* would read it, and its cells by column of the sheet."""

    roll: RollLine
    cells: Mapping[str, str | int | date]


@dataclass
class AttendanceFile:
    """What a file says. ``columns``: its heading → ours; the rest is what is not taken over, and why, in French."""

    encoding: str = ""
    separator: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    lines: list[AttendanceLine] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    """Names that nobody of the workbook has → lines."""
    refused: list[str] = field(default_factory=list)
    outside: int = 0
    """Lines of days that are not of the timetable."""
    elsewhere: int = 0
    """Lines over several days on none of which their people are at the centre."""


def read_attendance(data: bytes, name: str, problem: Problem) -> AttendanceFile:
    """Everything that a CSV, or the same as an Excel file, says of the people of a workbook.

    Raises ValueError, with a sentence, where it is none.
    """
    read = _of_workbook(data, name) if data.startswith(b"PK") else csv_lines(data)
    if read is None or not read.rows:
        raise ValueError("n’est ni un fichier CSV ni un classeur : exportez-le de votre logiciel en CSV (texte).")
    rows = _tidied(read.rows)
    faults = Faults()
    table = read_table(ROLLS, Grid(name, rows), {}, faults)
    found = AttendanceFile(read.encoding, read.separator)
    heads = rows[table.head_row - 1]
    found.columns = {heads[i]: ROLLS.column(c).header for c, i in sorted(table.where.items(), key=lambda at: at[1])}
    goes_on = next((i for i, head in table.extra.items() if fold(text(head)) in LAST_DAYS), None)
    if goes_on is not None:
        found.columns[heads[goes_on]] = "une ligne par jour, jusqu’à cette date"
    found.ignored = [text(head) for index, head in table.extra.items() if index != goes_on]
    if "came" not in table.where or not table.where.keys() & {"session", "day"}:
        raise ValueError(
            f"n’a pas de colonne {'« état » (présent, absent …)' if 'came' not in table.where else '« date »'} : ses "
            f"colonnes sont {', '.join(f'« {head} »' for head in heads if head)}. Renommer celle qui le dit."
        )
    bad = {int(digits[0]): fault for fault in faults if (digits := re.findall(r"\d+", fault.cell))}
    found.refused = [f"ligne {number}, « {fault.value} » : {fault.message}" for number, fault in sorted(bad.items())]
    names = _Names(problem)
    for row in table.rows:
        if row.number not in bad:
            _take(found, names, row, _last_day(row, goes_on))
    return found


def _of_workbook(data: bytes, name: str) -> CsvLines | None:
    """The first sheet of an Excel file that holds something, as the same program would have written it as CSV."""
    raw = load(Path(name), data, Faults())
    grid = next((grid for grid in raw.grids if grid.rows), None) if raw else None
    return CsvLines(tuple(tuple(map(_typed, row)) for row in grid.rows), "classeur", grid.name) if grid else None


def _typed(value: object) -> str:
    """A cell as one would type it."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.hour or value.minute else f"{value:%d/%m/%Y}"
    return f"{value:%H:%M}" if isinstance(value, time) else "" if value is None else text(value)


def _tidied(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Lines in which a name is one cell, a moment a day and an hour, and yes or no a word of ours."""
    top = next((n for n, row in enumerate(rows) if _has(row, SURNAMES) and _has(row, FIRST_NAMES)), None)
    if top is not None:
        last, first = (
            next(i for i, h in enumerate(rows[top]) if fold(h) in known) for known in (SURNAMES, FIRST_NAMES)
        )
        rows = tuple(_joined(row, last, first, "apprenants" if n == top else "") for n, row in enumerate(rows))
    known = {fold(name): column.id for column in ROLLS.columns for name in column.names}
    head = max(range(min(len(rows), 15)), key=lambda n: (sum(fold(h) in known for h in rows[n]), -n))
    ids = [known.get(fold(h), "") for h in rows[head]]
    split = "day" in ids and "start" not in ids
    yes = {i for i, h in enumerate(rows[head]) if fold(h) in YES_OR_NO}
    out = [*rows[: head + 1]]
    if split:
        out[head] = (*rows[head], "début")
    for row in rows[head + 1 :]:
        cells = list(row) + [""] * (len(ids) - len(row))
        hour = ""
        for index, column in enumerate(ids):
            if column == "day" and (found := parse_time.MOMENT.fullmatch(cells[index])):
                cells[index], hour = found[1], found[2]
            elif column == "late":
                cells[index] = _minutes(cells[index])
            elif index in yes:
                cells[index] = THERE.get(fold(cells[index]), cells[index])
        out.append((*cells, hour) if split else tuple(cells))
    return tuple(out)


def _has(row: tuple[str, ...], known: frozenset[str]) -> bool:
    return any(fold(cell) in known for cell in row)


def _joined(row: tuple[str, ...], last: int, first: int, head: str) -> tuple[str, ...]:
    """A line whose surname and first name stand in the cell of the surname."""
    if max(last, first) >= len(row):
        return row
    name = head or f"{row[last]} {row[first]}".strip()
    return tuple(name if i == last else cell for i, cell in enumerate(row) if i != first)


def _minutes(typed: str) -> str:
    """``15`` for ``0:15``, ``0 h 15`` or ``15 min``; what is none of these as it is, nothing for no minute."""
    if not typed or typed.isdigit():
        return "" if typed.strip("0") == "" else typed
    try:
        found = parse_time.length(typed)
    except ValueError:
        return typed
    return str(found) if found else ""


class _Names:
    """Whom and what the workbook knows, by name."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.cells = problem, Cells(problem)
        self.people, self.classes = Index(), Index()
        for learner in problem.learners.values():
            first, last = learner.first_name, learner.last_name
            self.people.add(learner.id, learner.id, f"{last} {first}", f"{first} {last}")
        for group in problem.classes.values():
            self.classes.add(group.id, group.id, group.name)


def _last_day(row: Row, index: int | None) -> date | None:
    """The day until which a line goes on, where a column says it."""
    typed = text(row.raw[index]) if index is not None and index < len(row.raw) else ""
    moment = parse_time.MOMENT.fullmatch(typed)
    try:
        return parse_time.day(moment[1] if moment else typed) if typed else None
    except ValueError:
        return None


def _add(found: AttendanceFile, lines: Iterator[AttendanceLine]) -> None:
    """Take over what a line of the file becomes, or count that it becomes nothing."""
    new = list(lines)
    found.lines += new
    found.elsewhere += not new


def _take(found: AttendanceFile, names: _Names, row: Row, until: date | None) -> None:
    """One line that is readable: whom it is about, else why it is left out."""
    typed, problem = row.get("learners", ()), names.problem
    people: list[ApprenticeId] = []
    for name in typed:
        ids = names.people.find(name)
        if len(ids) == 1:
            people.append(ApprenticeId(min(ids)))
            continue
        near = did_you_mean(name, names.people.shown)
        told = f"« {name} » : {'plusieurs personnes de ce nom, mettez le code' if ids else f'inconnu.{near}'}"
        found.unknown[told] = found.unknown.get(told, 0) + 1
    classes = names.classes.find(row["class"]) if row["class"] else set()
    if row["day"] is not None and not problem.first <= row["day"] <= problem.last:
        found.outside += 1
    elif not row["session"] and row["day"] is None:
        found.refused.append(f"ligne {row.number} : ni date, ni référence de séance.")
    elif until is None and row["start"] is not None and row["end"] is not None and row["end"] <= row["start"]:
        found.refused.append(f"ligne {row.number} : l’heure de fin vient avant celle de début.")
    elif people and classes and row["day"] and not any(_of_class(problem, a, classes, row["day"]) for a in people):
        found.refused.append(
            f"ligne {row.number} : « {row['class']} » n’est pas la classe de « {typed[0]} » ce jour-là."
        )
    elif people:
        _add(found, _lines(names, row, tuple(people), None, until))
    elif not typed and len(classes) == 1:
        _add(found, _lines(names, row, (), ClassId(min(classes)), until))
    elif not typed and row["session"]:
        _add(found, _lines(names, row, (), None, until))
    elif not typed:
        found.refused.append(f"ligne {row.number} : ni apprenant, ni classe du classeur, ni référence de séance.")


def _of_class(problem: Problem, person: ApprenticeId, classes: Collection[str], day: date) -> bool:
    """Whether somebody is in one of some classes on a day."""
    home = problem.learners[person].membership(day)
    return home is not None and home.class_id in classes


def _lines(
    names: _Names, row: Row, people: tuple[ApprenticeId, ...], class_id: ClassId | None, last: date | None
) -> Iterator[AttendanceLine]:
    """A line as it is; one that goes on for days is one for each day on which its people are at the centre."""
    first, start, end = row["day"], row["start"], row["end"]
    if first is None or last is None or last <= first:
        yield _line(names, row, people, class_id, (first, start, end))
        return
    problem = names.problem
    for day in days_between(first, min(last, problem.last)):
        here = [a for a in people if problem.presence(problem.learners[a], day)]
        if here or (class_id and problem.class_presence(class_id, day)):
            begins, ends = start if day == first else None, end if day == last else None
            part = begins is not None or ends is not None
            hours = (begins or 0, LAST_MINUTE if ends is None else ends) if part else (None, None)
            yield _line(names, row, tuple(here), class_id, (day, *hours))


def _rung(problem: Problem, roll: RollLine) -> bool:
    """Whether the hours of a line are those of lessons, by some bells: of a session, and not of a delay in it."""
    weekday = roll.day.weekday() if roll.day else 0
    slots = [slot for bells in problem.bells.values() for slot in bells.days[weekday]]
    return roll.start in {slot.start for slot in slots} and roll.end in {slot.end for slot in slots}


def _line(
    names: _Names,
    row: Row,
    people: tuple[ApprenticeId, ...],
    class_id: ClassId | None,
    when: tuple[date | None, int | None, int | None],
) -> AttendanceLine:
    came = Came(row["came"])
    day, start, end = when
    end = end if start is not None and end is not None and end > start else None
    session = SessionId(row["session"]) if row["session"] else None
    half = row.get("half", "") if start is None else ""
    late = row.get("late", 0) if came == Came.LATE else 0
    roll = timed(
        RollLine(came, session, day, start, half, class_id=class_id, apprentice_ids=people, end=end, late=late)
    )
    cells: dict[str, str | int | date | None] = {
        "session": session,
        "day": day,
        "start": iso_clock(start) if start is not None else None,
        "end": iso_clock(end) if end is not None else None,
        "half": str(word(HALVES, half)) if half else None,
        "class": names.cells.name(class_id, "classes") if class_id else None,
        "learners": names.cells.names(people, "learners"),
        "came": str(word(CAME, came)),
        "late": None if not late and _rung(names.problem, roll) else roll.late or None,
    }
    return AttendanceLine(roll, {key: value for key, value in cells.items() if value is not None})


def columns_of(grid: Grid | None) -> Table | None:
    """The sheet *Présences* of a workbook as it is, its own order of columns included; None where it has none."""
    return read_table(ROLLS, grid, {}, Faults()) if grid is not None and grid.rows else None


def missing_columns(table: Table, lines: list[AttendanceLine]) -> Iterator[str]:
    """Headings that the lines need and that the sheet of the workbook has not."""
    needed = {column for line in lines for column in line.cells}
    yield from (column.header for column in ROLLS.columns if column.id in needed and column.id not in table.where)
