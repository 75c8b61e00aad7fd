"""What fills the week of a trainer, a room or a class: hours between two sessions, and which sessions could leave."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from planner.domain import Bells, Session, days_between, monday
from planner.why.places import Judge, JudgedPlace, legal_places


@dataclass(frozen=True)
class FilledDay:
    """A day of somebody or of a place: its sessions in order of time, and the spans between two of them."""

    day: date
    sessions: tuple[Session, ...]
    holes: tuple[tuple[int, int], ...]
    """Spans with teaching time, lunch apart, in which nothing is."""


@dataclass(frozen=True)
class MayLeave:
    """A session that could be elsewhere, and its best other place."""

    session: Session
    best: JudgedPlace
    others: int
    """Open hours beside the best one."""


def filled_days(sessions: Iterable[Session], week: date, bells: Bells) -> tuple[FilledDay, ...]:
    """The days of a week that have a session, each with its holes; what is done in one's own time fills nothing."""
    first = monday(week)
    held = sorted((s for s in sessions if s.modality != "remote_async"), key=lambda s: (s.day, s.start, s.end, s.id))
    by_day = {day: [s for s in held if s.day == day] for day in days_between(first, first + timedelta(days=6))}
    return tuple(FilledDay(day, tuple(rows), tuple(_holes(rows, bells))) for day, rows in by_day.items() if rows)


def _holes(rows: Sequence[Session], bells: Bells) -> Iterator[tuple[int, int]]:
    """Spans of teaching time between the end of all that came before and the next start."""
    ends = 0
    for one, after in pairwise(rows):
        ends = max(ends, one.end)
        if bells.teaching(after.day.weekday(), ends, after.start):
            yield ends, after.start


def may_leave(judge: Judge, days: Iterable[FilledDay], *, room: bool) -> tuple[MayLeave, ...]:
    """The sessions of some days that could be at another place, the cheapest first; the others have none.

    ``room``: another room at the same hour is a place as well; else another hour is asked for. What shares an hour is
    named once.
    """
    found, known = list[MayLeave](), set[str]()
    for session in (s for day in days for s in day.sessions):
        if session.id in known:
            continue
        with judge.lifting(session.id) as lift:
            known |= {s.id for s in lift.sessions} if not room else set()
        own = session.day, session.start, session.end
        places = legal_places(judge, session.id)
        # Where it stands, another team alone would change nothing for whoever is asked about.
        places = tuple(p for p in places if p.hour != own or (room and p.place.room != session.room_id))
        best = min(places, key=lambda p: (p.cost, p.hour), default=None)
        if best is not None:
            found.append(MayLeave(session, best, len(places) - 1))
    return tuple(sorted(found, key=lambda one: (one.best.cost, one.session.day, one.session.start, one.session.id)))
