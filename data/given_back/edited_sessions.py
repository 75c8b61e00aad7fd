"""What the planner changed in the list of sessions: its lines against those written of a version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from data.faults import Faults
from data.given_back.edited import LOCK, NAME, SHEET, Line
from data.reading.parse_time import clock as read_clock
from data.reading.parse_time import day as read_day
from data.reading.parse_values import blank, pieces, text, yes
from data.sheets.columns import fold
from planner.domain import Bells, Kind, Problem, RoomId, Session, SessionId, Timetable, TrainerId, clock, key, monday
from planner.words import DAY_NAMES, did_you_mean

DAY, WEEKDAY, START, END, TRAINERS, ROOM = "Date", "Jour", "Début", "Fin", "Formateurs", "Salle"
FREE = frozenset({DAY, WEEKDAY, START, END, TRAINERS, ROOM, LOCK, "Semaine", "Durée (h)", "Effectif"})
"""Columns that may be edited, or that follow from those."""
STARTS_NAMED = 4
"""Starts named where one is refused."""


Written = Mapping[str, Mapping[str, object]]
"""Session → header → what a version writes in the list."""


class EditedSession(NamedTuple):
    """A session as it is wanted. ``lock``: to be locked, freed (False), or left as it is (None)."""

    session: Session
    lock: bool | None


def differing(rows: Written, lines: Sequence[Line]) -> int:
    """How many lines are not as a version would have written them: tells from which version a file comes."""
    names = {line.session_id for line in lines}
    changed = sum(line.session_id not in rows or _touched(rows[line.session_id], line) != [] for line in lines)
    return changed + len(set(rows) - names)


def _touched(row: Mapping[str, object], line: Line) -> list[str]:
    """Headers of the cells that do not say what was written."""
    return [
        header for header in row if header != LOCK and _norm(row[header], header) != _norm(line.cells[header], header)
    ]


def _norm(value: object, header: str) -> str:
    if header in (START, END):
        try:
            return str(read_clock(value))
        except ValueError:
            return text(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return f"{value:g}"
    return text(value)


def edited_sessions(
    problem: Problem, timetable: Timetable, rows: Written, lines: Sequence[Line], faults: Faults
) -> tuple[EditedSession, ...]:
    """What is edited in a file that comes from this version; faults for what cannot be read or is not to be edited."""
    names = {line.session_id for line in lines}
    if lines and not names & set(rows):
        faults.add(SHEET, "", "", "n'a aucune séance de cet emploi du temps : c'est la liste d'un autre centre.")
        return ()
    meant = {line.session_id: did_you_mean(line.session_id, rows) for line in lines if line.session_id not in rows}
    for name in [n for n in rows if n not in names and not any(f"« {n} »" in near for near in meant.values())]:
        session = timetable.session[SessionId(name)]
        faults.add(
            SHEET, "", name,
            f"n'est plus dans la liste ({session.label}, {session.day:%d/%m/%Y}) : remettez sa ligne. Une séance ne "
            "s'ôte pas ici : fermez-la dans le classeur, ou « barrette replace ».",
        )  # fmt: skip
    found = []
    for line in lines:
        if line.session_id not in rows:
            message = f"n'est pas une séance de cet emploi du temps.{meant[line.session_id]}"
            faults.add(SHEET, line.cell(NAME), line.session_id, message)
            continue
        before = len(faults.rows)
        edit = _Reading(problem, timetable.session[SessionId(line.session_id)], line, faults).edit(
            rows[line.session_id]
        )
        if edit is not None and len(faults.rows) == before:
            found.append(edit)
    return tuple(found)


@dataclass(frozen=True)
class _Reading:
    """One line that is read against its session."""

    problem: Problem
    session: Session
    line: Line
    faults: Faults

    def fault(self, header: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self.faults.add(SHEET, self.line.cell(header), text(self.line.cells[header]), message)

    def edit(self, row: Mapping[str, object]) -> EditedSession | None:
        """The edit of the line; None where nothing is edited."""
        touched = _touched(row, self.line)
        for header in touched:
            if header not in FREE:
                self.fault(header, f"ne se modifie pas ici : remettez « {row[header]} », ou changez le classeur.")
        lock = self._lock()
        if not (FREE & set(touched)) and lock is None:
            return None
        session = self.session
        day = self._day(touched)
        start, end = self._hours(touched, day)
        trainers = self._trainers() if TRAINERS in touched else session.trainer_ids
        room = self._room() if ROOM in touched else session.room_id
        wanted = replace(session, day=day, start=start, end=end, room_id=room, trainer_ids=trainers)
        if wanted == session:
            return EditedSession(session, lock) if lock is not None else None
        if session.kind == Kind.FIXED or session.modality == "remote_async":
            what = "un événement" if session.kind == Kind.FIXED else "une séance à distance en différé"
            self.fault(NAME, f"est {what} : modifiez-le dans le classeur.")
        return EditedSession(wanted, lock)

    def _lock(self) -> bool | None:
        value = self.line.cells[LOCK]
        if blank(value):
            return None
        try:
            return yes(value)
        except ValueError:
            self.fault(LOCK, "n'est ni « x » (verrouiller) ni « non » (déverrouiller) ; vide, rien ne change.")
            return None

    def _day(self, touched: Sequence[str]) -> date:
        """The date typed, else the weekday typed in the same week."""
        session, problem = self.session, self.problem
        day = session.day
        if DAY in touched:
            try:
                day = read_day(self.line.cells[DAY])
            except ValueError as error:
                self.fault(DAY, str(error))
                return session.day
        if WEEKDAY in touched:
            day = self._weekday(day, dated=DAY in touched)
        if day != session.day and not problem.first <= day <= problem.last:
            header = DAY if DAY in touched else WEEKDAY
            self.fault(
                header,
                f"est hors de l'emploi du temps : choisissez un jour du {problem.first:%d/%m/%Y} au "
                f"{problem.last:%d/%m/%Y}.",
            )
            return session.day
        return day

    def _weekday(self, day: date, *, dated: bool) -> date:
        typed = fold(text(self.line.cells[WEEKDAY]))
        place = next((n for n, name in enumerate(DAY_NAMES) if len(typed) > 1 and fold(name).startswith(typed)), None)
        if place is None:
            self.fault(
                WEEKDAY, f"n'est pas un jour de la semaine : écrivez par exemple « {DAY_NAMES[day.weekday()]} »."
            )
            return day
        if dated and place != day.weekday():
            self.fault(WEEKDAY, f"ne va pas avec la date : le {day:%d/%m/%Y} est un {DAY_NAMES[day.weekday()]}.")
            return day
        return monday(day) + timedelta(days=place)

    def _hours(self, touched: Sequence[str], day: date) -> tuple[int, int]:
        """Start and end by the bells of that day; the length of a session stays."""
        session = self.session
        start, end = self._clock(START, touched, session.start), self._clock(END, touched, session.end)
        if (day, start, end) == (session.day, session.start, session.end):
            return start, end
        spans = self._spans(day)
        if start not in spans:
            near = sorted(sorted(spans, key=lambda s: (abs(s - start), s))[:STARTS_NAMED])
            when = DAY_NAMES[day.weekday()]
            cure = f"essayez {', '.join(map(clock, near))}" if near else "choisissez un autre jour"
            self.fault(
                START if START in touched else DAY if DAY in touched else END if END in touched else WEEKDAY,
                f"n'est pas dans les horaires : une séance de {clock(session.minutes)} ne commence pas à "
                f"{clock(start)} le {when} ; {cure}.",
            )
            return session.start, session.end
        if END in touched and end not in (spans[start], session.end):
            self.fault(
                END,
                f"changerait la durée : {clock(session.minutes)} à partir de {clock(start)} finissent à "
                f"{clock(spans[start])}.",
            )
        return start, spans[start]

    def _clock(self, header: str, touched: Sequence[str], usual: int) -> int:
        if header not in touched:
            return usual
        try:
            return read_clock(self.line.cells[header])
        except ValueError as error:
            self.fault(header, str(error))
            return usual

    def _spans(self, day: date) -> dict[int, int]:
        """Start → end of a session of this length on a day."""
        session, problem = self.session, self.problem
        known: Bells = problem.bells_at(session.site_id)
        if session.class_ids and session.class_ids[0] in problem.classes:
            known = problem.bells_of(session.class_ids[0])
        return dict(known.placements(day.weekday(), session.minutes, session.meal))

    def _trainers(self) -> tuple[TrainerId, ...]:
        known = self.problem.trainers
        names = {_words(t.name): t.id for t in known.values()} | {_words(t): t for t in known}
        typed = text(self.line.cells[TRAINERS])
        whole = names.get(_words(typed))
        if whole is not None:
            return (whole,)
        found = []
        for name in self._names():
            if _words(name) in names:
                found.append(names[_words(name)])
            else:
                near = did_you_mean(name, [t.name for t in known.values()])
                which = "" if name == typed else f": « {name} » "
                self.fault(TRAINERS, f"{which}n'est pas dans la feuille « Formateurs ».{near}")
        return tuple(dict.fromkeys(found))

    def _names(self) -> Iterator[str]:
        for piece in pieces(self.line.cells[TRAINERS]):
            yield from (name.strip() for name in piece.split(",") if name.strip())

    def _room(self) -> RoomId | None:
        typed = text(self.line.cells[ROOM])
        if not typed:
            return None
        rooms = self.problem.rooms
        names = {key(r.name): r.id for r in rooms.values()} | {key(r): r for r in rooms}
        found = names.get(key(typed))
        if found is None:
            self.fault(
                ROOM, f"n'est pas dans la feuille « Salles ».{did_you_mean(typed, [r.name for r in rooms.values()])}"
            )
        return found


def _words(name: str) -> str:
    """A name with its words in one order: « Paul Durand » is « Durand Paul », as in the workbook."""
    return " ".join(sorted(key(name).split()))
