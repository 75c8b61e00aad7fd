"""A moment as it is typed, « mardi 10:00 » or « 8 septembre 10 h », and the session that some words name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.reading.parse_time import WEEKDAYS, clock
from data.reading.parse_time import day as read_day
from data.sheets.columns import fold
from planner.answer import USAGE, Refused
from planner.domain import Problem, Session, Timetable, in_order, key, monday
from planner.words import bulleted, class_name, did_you_mean, room_name, session_line

HOUR = re.compile(r"(?:\b(?:a|à)\s+)?\b(\d{1,2}\s*(?:h|:)\s*(?:\d{2})?)\s*$")
SHOWN_SESSIONS = 10
"""Sessions that are shown where several answer to some words."""


@dataclass(frozen=True, slots=True)
class TypedMoment:
    """What is said of a moment; None where it is not."""

    weekday: int | None = None
    day: date | None = None
    start: int | None = None

    def is_of(self, session: Session) -> bool:
        """Whether a session begins then."""
        return (
            self.weekday in (None, session.day.weekday())
            and self.day in (None, session.day)
            and self.start in (None, session.start)
        )

    def date_in(self, week: date) -> date | None:
        """Its date, or that of its weekday in the week of a day; None where it names neither."""
        if self.day is not None or self.weekday is None:
            return self.day
        return monday(week) + timedelta(days=self.weekday)


def read_moment(problem: Problem, text: str) -> TypedMoment | None:
    """A weekday or date, an hour, or both; None for what is neither."""
    words = text.strip().casefold()
    found = HOUR.search(words)
    rest = words[: found.start()].strip(" ,") if found else words
    try:
        start = clock(found[1].replace(" ", "")) if found else None
    except ValueError:
        return None
    if not rest:
        return TypedMoment(start=start) if found else None
    if fold(rest) in WEEKDAYS:
        return TypedMoment(WEEKDAYS[fold(rest)], start=start)
    day = _a_date(problem, rest)
    return TypedMoment(day=day, start=start) if day is not None else None


def _a_date(problem: Problem, text: str) -> date | None:
    """A date, with its year or without: then in the years of the timetable."""
    for year in ("", *(f" {y}" for y in range(problem.first.year, problem.last.year + 1))):
        try:
            day = read_day(f"{text}{year}")
        except ValueError:
            continue
        if not year or problem.first <= day <= problem.last:
            return day
    return None


def session_named(problem: Problem, timetable: Timetable, text: str) -> Session:
    """The session of an id, or of « matière, classe, date heure » in any order; raises Refused for none, or several."""
    by_id = {key(s.id): s for s in timetable.sessions}
    if key(text) in by_id:
        return by_id[key(text)]
    moments, words = list[TypedMoment](), list[str]()
    for piece in filter(None, (p.strip() for p in re.split(r"[,;]", text))):
        moment = read_moment(problem, piece)
        if moment is not None:
            moments.append(moment)
        else:
            words.append(key(piece))
    found = [
        s
        for s in timetable.sessions
        if (words or moments) and all(m.is_of(s) for m in moments) and all(_has(problem, s, word) for word in words)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(text, found)
    raise _none(problem, timetable, text, words)


def _has(problem: Problem, session: Session, word: str) -> bool:
    """Whether a session is of something that is named: its subject, a class, a room, a trainer."""
    classes = [class_name(problem, c) for c in session.class_ids]
    rooms = [room_name(problem, session.room_id)] if session.room_id else []
    adults = [problem.trainers[t].name for t in session.trainer_ids if t in problem.trainers]
    exact = {key(name) for name in (session.public_label, *classes, *rooms, *adults, *session.class_ids)}
    return word in exact or word in key(session.label)


def _several(text: str, found: Sequence[Session]) -> Refused:
    shown = in_order(list(found))
    return Refused(
        USAGE,
        f"« {text} » désigne {len(found)} séances. Ajoutez la date et l’heure, ou donnez l’identifiant :",
        *bulleted([session_line(s) for s in shown], SHOWN_SESSIONS),
    )


def _none(problem: Problem, timetable: Timetable, text: str, words: Sequence[str]) -> Refused:
    """Nothing has all the words: what comes near to one of them that nothing has."""
    names = {s.public_label for s in timetable.sessions} | {c.name for c in problem.classes.values()}
    ids = {str(s.id) for s in timetable.sessions}
    unknown = [w for w in words if not any(_has(problem, s, w) for s in timetable.sessions)]
    near = next((found for w in unknown if (found := did_you_mean(w, sorted(names) + sorted(ids)))), "")
    return Refused(
        USAGE,
        f"Aucune séance ne répond à « {text} ».{near}",
        "Nommez-la par son identifiant, ou par « matière, classe, date heure » : « Français, CAP Cuisine 1, mardi "
        "8 septembre 10 h ».",
    )
