"""What a row of ``unplaced.csv`` tells again: the one place that reads its id and its sentence for meaning.

The file has no column for the cause. The columns that it has (kind, course, barrette, classes, minutes) say most; what
a re-solve needs besides is read here: what the row speaks of and for which part (the form of its id), and whether the
session waits for an hour (the opening of its sentence). The rest of the sentence stays as it was written.
"""

import re
from dataclasses import replace
from datetime import date

from planner.domain.kinds import Kind
from planner.domain.missing import SEAT_ID, WATCH_ID, About, Cause, Missing, Searched, Waits
from planner.domain.timetable import Unplaced

_DAY = r"séance du (?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})"
_NOTICE = r"une place existe avant le [\d/]+, que le délai de prévenance ferme \(--notice l’ouvre\)"
_MOVES = r"il faudrait déplacer \d+ autre"
_ADDED = re.compile(r"heures ajoutées(?: : (?P<rest>.*))?", re.DOTALL)
_WAITS = re.compile(rf"{_DAY}(?P<state> à reprogrammer|, heures dues de nouveau) : (?P<rest>.*)", re.DOTALL)
_FELL = re.compile(rf"{_DAY} tombée : (?P<rest>.*)", re.DOTALL)
_AWAY = re.compile(
    rf"{_DAY} (?P<rest>annulée, absence de .*) : (?P<state>à reprogrammer|heures dues de nouveau)"
    rf"(?P<tried>, (?:aucune place trouvée|{_NOTICE}))?",
    re.DOTALL,
)
_LATE = re.compile(
    r"semaine du (?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4}) : demandée quand la semaine était déjà passée ou annoncée.*",
    re.DOTALL,
)
_OF_WEEK = re.compile(r"semaine du (?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4}) : (?P<rest>.*)", re.DOTALL)
_AT = re.compile(r"(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4}) à .*", re.DOTALL)
_AGAIN = "à reprogrammer"
_REST = re.compile(r"etude-.*-(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)-\d{4}(?:-\d+)?", re.DOTALL)
_STRAND = re.compile(r"volet-.*-(?P<strand>[A-Z]+)", re.DOTALL)
_PART = re.compile(r"-(?P<part>[A-H])-.*", re.DOTALL)


def recovered(row: Unplaced) -> Missing:
    """A row of an earlier timetable: what it says stays, word for word, when it is written again."""
    found = Missing(
        row.session_id, row.kind, row.minutes, Cause.TOLD_BEFORE, row.course_ids, row.barrette_id, row.class_ids,
        said=row.reason,
    )  # fmt: skip
    return _waiting(_subject(found))


def _subject(row: Missing) -> Missing:
    """What the row speaks of: its kind tells, or the form of its id."""
    key = str(row.session_id)
    if row.kind == Kind.VISIT:
        return replace(row, about=About.VISIT)
    if row.kind == Kind.SUPPORT and key.startswith("permanence-"):
        return replace(row, about=About.PERMANENCE)
    if key.startswith(WATCH_ID):
        return replace(row, about=About.WATCH, meanwhile=key.removeprefix(WATCH_ID))
    if row.kind == Kind.STUDY and key.startswith(SEAT_ID):
        return replace(row, about=About.SEAT, meanwhile=key.removeprefix(SEAT_ID))
    if row.kind == Kind.STUDY and (found := _REST.fullmatch(key)):
        return replace(row, about=About.REST, day=_day(found))
    if row.kind == Kind.SUPPORT and (found := _STRAND.fullmatch(key)):
        return replace(row, about=About.STRAND, strand=found["strand"])
    if row.kind == Kind.COURSE and row.course_id and key.startswith(row.course_id):
        rest = key[len(row.course_id) :]
        found = _PART.fullmatch(rest)
        about = About.IN_BARRETTE if rest == "-barrette" else row.about
        return replace(row, about=about, part=found["part"] if found else "")
    return row


def _waiting(row: Missing) -> Missing:
    """Whether the row waits for an hour, and what is left of its sentence after saying so."""
    if found := _ADDED.fullmatch(row.said):
        return _searched(replace(row, waits=Waits.ADDED, said=found["rest"] or ""))
    if found := _WAITS.fullmatch(row.said):
        return _searched(replace(row, waits=_state(found), day=_day(found), said=found["rest"]))
    if found := _FELL.fullmatch(row.said):
        return replace(row, waits=Waits.FELL, day=_day(found), said=found["rest"])
    if found := _LATE.fullmatch(row.said):
        return replace(row, cause=Cause.TOO_LATE, week=_day(found), said="")
    if found := _AWAY.fullmatch(row.said):
        searched = Searched.ANYWHERE if found["tried"] else None
        return replace(
            row, cause=Cause.TRAINER_AWAY, waits=_state(found), day=_day(found), searched=searched, said=found["rest"]
        )
    if _AGAIN in row.said:
        return replace(row, waits=Waits.AGAIN)
    if found := _OF_WEEK.fullmatch(row.said):
        return replace(row, week=_day(found), said=found["rest"])
    found = _AT.fullmatch(row.said)
    return replace(row, day=_day(found)) if found else row


def _searched(row: Missing) -> Missing:
    """What had a place inside a notice that is over, or if more had moved, has none that is known; all else stays."""
    return replace(row, cause=Cause.NONE_FOUND, said="") if re.match(f"{_NOTICE}|{_MOVES}", row.said) else row


def _state(found: re.Match[str]) -> Waits:
    return Waits.AGAIN if _AGAIN in found["state"] else Waits.OWED


def _day(found: re.Match[str]) -> date:
    return date(int(found["y"]), int(found["m"]), int(found["d"]))
