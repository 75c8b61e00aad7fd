"""Planned, given and attended: the three figures of the hours, for a person, a course, a strand, a module, a trainer.

*Planned* is what the timetable has; *given* is what of it is over and took place (*Réalisé* says what did not);
*attended* is what *Présences* says that somebody came to. A session that is over and of which nothing is typed is
given, and its attendance is untold: it is never taken for attended.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from planner.domain import (
    AM,
    ApprenticeId,
    Came,
    ClassId,
    CourseId,
    Kind,
    ModuleId,
    Problem,
    Session,
    Timetable,
    TrainerId,
    in_order,
    one_at_a_time,
)
from planner.domain.roll_call import RollCall, half_days, roll_call

Grouping = TypeVar("Grouping", bound=Hashable)


@dataclass(frozen=True, slots=True)
class HourRow:
    """One session of one person, or of nobody in particular (for trainers), in minutes.

    Given is attended, missed or untold: the three add up to it. ``planned`` is 0 for who came without being expected.
    """

    session: Session
    apprentice_id: ApprenticeId | None
    planned: int
    given: int = 0
    attended: int = 0
    untold: int = 0
    came: Came | None = None
    """What is typed of it; None: nothing, or the session is to come."""
    cancelled: bool = False
    """*Réalisé* says that it did not take place."""

    @property
    def missed(self) -> int:
        """Minutes that were given and that the person did not attend."""
        return self.given - self.attended - self.untold


@dataclass(frozen=True, slots=True)
class ThreeFigures:
    """Sums of rows, in minutes; ``missing``: rows that are over and of which no attendance is typed."""

    planned: int = 0
    given: int = 0
    attended: int = 0
    untold: int = 0
    missing: int = 0

    @property
    def missed(self) -> int:
        """Minutes that were given and not attended."""
        return self.given - self.attended - self.untold


@dataclass(frozen=True)
class HoursGiven:
    """Every row of a timetable as of a day (what is before it is over), by person and time."""

    day: date
    rows: tuple[HourRow, ...]
    """Of people: a session of ten counts ten times."""
    sessions: tuple[HourRow, ...]
    """Of sessions: each once; attended where somebody was there, untold where nothing is typed of anybody."""


def hours_given(problem: Problem, timetable: Timetable, day: date) -> HoursGiven:
    """The three figures of every session and person as of a day; visits to companies are no hours of training.

    What takes place on the day itself counts as given once its attendance is typed.
    """
    call = roll_call(problem, timetable)
    extra: dict[str, list[ApprenticeId]] = {}
    for session_id, person in call.told:
        extra.setdefault(session_id, []).append(person)
    rows: list[HourRow] = []
    sessions: list[HourRow] = []
    for session in in_order([s for s in timetable.sessions if s.kind != Kind.VISIT]):
        expected = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
        people = [*sorted(expected), *sorted(set(extra.get(session.id, ())) - expected)]
        over = session.day < day or (session.day == day and session.id in extra)
        parts = _halves(problem, session) if over else []
        mine = [_row(problem, call, session, person, parts, expected=person in expected) for person in people]
        rows += mine
        sessions.append(_of_session(problem, session, mine, over=over))
    rows.sort(key=lambda r: (r.apprentice_id or "", r.session.day, r.session.start, r.session.id))
    return HoursGiven(day, tuple(rows), tuple(sessions))


def _row(
    problem: Problem,
    call: RollCall,
    session: Session,
    person: ApprenticeId,
    parts: Sequence[tuple[int, int]],
    *,
    expected: bool,
) -> HourRow:
    """The row of one person; ``parts``: half-days of a session that is over and their minutes, none of one to come."""
    planned = session.minutes if expected else 0
    if session.id in problem.called_off:
        return HourRow(session, person, planned, cancelled=True)
    if not parts:
        return HourRow(session, person, planned)
    if problem.missed(session.id, person):
        told = call.came(session, person)
        return HourRow(session, person, planned, session.minutes, came=told if told and not told.there else Came.ABSENT)
    attended = untold = 0
    halves, late = call.told.get((session.id, person), {}), dict[int, int]()
    for half, minutes in parts:
        said = halves.get(half)
        untold += minutes if said is None else 0
        if said is not None and said.came.there:
            attended += minutes
            late[said.row] = said.late  # once, where one line is about both half-days
    attended = max(0, attended - sum(late.values()))
    return HourRow(session, person, planned, session.minutes, attended, untold, call.came(session, person))


def _halves(problem: Problem, session: Session) -> list[tuple[int, int]]:
    """(half-day, minutes) of a session; all of them in one, but for a session that goes on after noon."""
    mask = half_days(problem, session)
    if mask in (1, 2):
        return [(mask, session.minutes)]
    known = next((c for c in session.class_ids if c in problem.classes), None)
    bells = problem.bells_of(known) if known else problem.bells_at(session.site_id)
    weekday = session.day.weekday()
    morning = min(session.minutes, bells.teaching(weekday, session.start, bells.noon(weekday)))
    return [(AM, morning), (mask & ~AM, session.minutes - morning)]


def _of_session(problem: Problem, session: Session, rows: Sequence[HourRow], *, over: bool) -> HourRow:
    if session.id in problem.called_off:
        return HourRow(session, None, session.minutes, cancelled=True)
    if not over:
        return HourRow(session, None, session.minutes)
    attended = max((row.attended for row in rows), default=0)
    told = any(row.came is not None for row in rows)
    return HourRow(
        session, None, session.minutes, session.minutes, attended, 0 if told else session.minutes,
        came=(Came.PRESENT if attended else Came.ABSENT) if told else None,
    )  # fmt: skip


def over_until(problem: Problem, timetable: Timetable) -> date | None:
    """The first day that is not known to be over, by the input alone; None where nothing says that any day is.

    It is the day of the last update, or the one after the last session that *Présences* or *Réalisé* speaks of.
    """
    since = str(timetable.summary.get("since") or "")
    days = [date.fromisoformat(since)] if since else []
    named = {session_id for session_id, _person in roll_call(problem, timetable).told}
    named |= {row.session_id for row in problem.realised}
    held = timetable.session
    days += [held[session_id].day + timedelta(days=1) for session_id in named if session_id in held]
    return max(days, default=None)


def hours_so_far(problem: Problem, timetable: Timetable) -> HoursGiven | None:
    """The three figures as of the last day that the input knows to be over, so that the same input says the same."""
    day = over_until(problem, timetable)
    return hours_given(problem, timetable, day) if day is not None else None


HOURS_SAID = ("hours_over_before", "hours_given", "hours_attended", "attendance_missing")
"""What a summary says of hours given, once attendance is typed: hours of all learners, and rows still to be typed."""


def said_of_hours(problem: Problem, timetable: Timetable) -> dict[str, str | float | int]:
    """The values of `HOURS_SAID`; none where no attendance is typed."""
    given = hours_so_far(problem, timetable) if problem.rolls else None
    if given is None:
        return {}
    sums = sum_of_rows(given.rows)
    values = given.day.isoformat(), round(sums.given / 60, 2), round(sums.attended / 60, 2), sums.missing
    return dict(zip(HOURS_SAID, values, strict=True))


def sum_of_rows(rows: Iterable[HourRow]) -> ThreeFigures:
    """The sums of some rows."""
    found = list(rows)
    return ThreeFigures(
        sum(row.planned for row in found),
        sum(row.given for row in found),
        sum(row.attended for row in found),
        sum(row.untold for row in found),
        sum(row.untold > 0 for row in found),
    )


def sum_by(rows: Iterable[HourRow], groups: Callable[[HourRow], Iterable[Grouping]]) -> Mapping[Grouping, ThreeFigures]:
    """The sums of rows by whatever they are of: a row may be of several (two trainers), or of none."""
    found: dict[Grouping, list[HourRow]] = {}
    for row in rows:
        for group in groups(row):
            found.setdefault(group, []).append(row)
    return {group: sum_of_rows(mine) for group, mine in found.items()}


def course_of_row(problem: Problem, row: HourRow) -> CourseId | None:
    """The course that a session is to a person: of several that a barrette carries, that of their class."""
    courses = [problem.courses[c] for c in row.session.course_ids if c in problem.courses]
    if len(courses) < 2:
        return courses[0].id if courses else None
    mine = class_of_row(problem, row)
    return next((c.id for c in courses if mine in c.class_ids), courses[0].id)


def class_of_row(problem: Problem, row: HourRow) -> ClassId | None:
    """The class of a person on the day of a row; None for who has none."""
    learner = problem.learners.get(row.apprentice_id) if row.apprentice_id else None
    home = learner.membership(row.session.day) if learner else None
    return home.class_id if home else None


def hours_by_apprentice(given: HoursGiven) -> Mapping[ApprenticeId, ThreeFigures]:
    """The figures of each person."""
    return sum_by(given.rows, lambda row: [row.apprentice_id] if row.apprentice_id else [])


def hours_by_class(problem: Problem, given: HoursGiven) -> Mapping[ClassId, ThreeFigures]:
    """Hours of learners of each class, by the class that each has on the day."""

    def classes(row: HourRow) -> list[ClassId]:
        found = class_of_row(problem, row)
        return [found] if found else []

    return sum_by(given.rows, classes)


def hours_by_course(problem: Problem, given: HoursGiven) -> Mapping[CourseId, ThreeFigures]:
    """Hours of learners in each course."""

    def courses(row: HourRow) -> list[CourseId]:
        found = course_of_row(problem, row)
        return [found] if found else []

    return sum_by(given.rows, courses)


def hours_by_strand(given: HoursGiven) -> Mapping[str, ThreeFigures]:
    """Hours of learners in each strand of reinforced support."""
    return sum_by(given.rows, lambda row: [row.session.strand] if row.session.strand else [])


def hours_by_module(given: HoursGiven) -> Mapping[ModuleId, ThreeFigures]:
    """Hours of learners in each support module."""
    return sum_by(given.rows, lambda row: [row.session.module_id] if row.session.module_id else [])


def hours_by_trainer(given: HoursGiven) -> Mapping[TrainerId, ThreeFigures]:
    """Hours of each adult before learners; groups watched at once count once."""
    found: dict[TrainerId, list[HourRow]] = {}
    for row in given.sessions:
        for trainer in dict.fromkeys(row.session.trainer_ids):
            found.setdefault(trainer, []).append(row)
    total = {}
    for trainer, rows in found.items():
        once = {session.id for session in one_at_a_time(row.session for row in rows if not row.cancelled)}
        total[trainer] = sum_of_rows(row for row in rows if row.cancelled or row.session.id in once)
    return total
