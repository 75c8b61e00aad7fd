"""The flat list of sessions for the programs that a centre has: CSV as this country's spreadsheets write it.

Semicolons, a mark of UTF-8 at the beginning, days as 07/09/2026, hours as decimals with a comma. Those programs show
it to everybody: it says what pages that are handed out say, and of a talk with a few people not whose it is.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from outputs.views import Reader
from planner.domain import Problem, Session, Timetable
from planner.words import DAY_NAMES

FOLDER = Path("interne") / "echanges"
"""Where the files are, in a folder of results: they name trainers and rooms, and are kept inside."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet would run as a formula."""


@dataclass(frozen=True, slots=True)
class Line:
    """A session, and what names things in it."""

    reader: Reader
    session: Session


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _day(line: Line) -> str:
    return f"{line.session.day:%d/%m/%Y}"


def _weekday(line: Line) -> str:
    return DAY_NAMES[line.session.day.weekday()].capitalize()


def _start(line: Line) -> str:
    return _clock(line.session.start)


def _end(line: Line) -> str:
    return _clock(line.session.end)


def _length(line: Line) -> str:
    """From the first minute to the last, breaks included: what the other program's grid has to hold."""
    minutes = line.session.end - line.session.start
    return f"{minutes // 60}h{minutes % 60:02d}"


def _hours(line: Line) -> str:
    return f"{line.session.minutes / 60:.2f}".replace(".", ",")


def _subject(line: Line) -> str:
    course = line.reader.problem.courses.get(line.session.course_id) if line.session.course_id else None
    return course.subject if course else line.session.public_label


def _classes(line: Line) -> str:
    if line.reader.of_few(line.session):
        return ""
    known = line.reader.problem.classes
    return " ; ".join(known[c].name if c in known else c for c in line.session.class_ids)


def _part(line: Line) -> str:
    return line.session.part


def _trainers(line: Line) -> str:
    return line.reader.trainers(line.session).replace(", ", " ; ")


def _room(line: Line) -> str:
    return line.reader.room(line.session)


def _week(line: Line) -> str:
    return str(line.session.day.isocalendar().week)


Columns = tuple[tuple[str, Callable[[Line], str]], ...]
PROGRAMS: Mapping[str, Columns] = {
    "csv-hyperplanning": (
        *(("Date", _day), ("Jour", _weekday), ("Heure", _start), ("Durée", _length), ("Matière", _subject)),
        *(("Enseignant", _trainers), ("Promotion", _classes), ("TD", _part), ("Salle", _room), ("Semaine", _week)),
    ),
    "csv-ypareo": (
        *(("Date", _day), ("Heure début", _start), ("Heure fin", _end), ("Nb heures", _hours)),
        *(("NomGroupe", _classes), ("Demi-groupe", _part), ("NomMatiere", _subject), ("NomPersonnel", _trainers)),
        *(("NomSalle", _room), ("Semaine", _week)),
    ),
}
"""Format → headings and what is under them; those of Hyperplanning are its own, those of YPAREO names of its data."""


def exchange_bytes(problem: Problem, timetable: Timetable, name: str) -> bytes:
    """The file for one program, the same bytes for the same timetable."""
    reader = Reader(problem, timetable, public=True)
    columns = PROGRAMS[name]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for heading, _cell in columns])
    for session in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
        line = Line(reader, session)
        writer.writerow([_safe(cell(line)) for _heading, cell in columns])
    return stream.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text


def write_exchange(folder: Path, problem: Problem, timetable: Timetable, name: str) -> Path:
    """Write the file in ``folder`` (``DIR``); raises OSError when it cannot be written."""
    place = folder / FOLDER / f"{name.removeprefix('csv-')}.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}")
    beside.write_bytes(exchange_bytes(problem, timetable, name))
    beside.replace(place)
    return place
