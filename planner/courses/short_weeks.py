"""Sessions of all courses together: what rounding gives too much in a short week is taken back, class by class.

Alone, each course of a four-day week rounds its share to a whole session; together they may ask for more than the week
holds. Those that rounding favours most then give a session up, as long as less than one session is lost over the term.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.courses.standing import SessionsWanted, standing_minutes
from planner.courses.volumes import carried_minutes, cfa_weeks_of, sessions_wanted, wanted_minutes
from planner.domain import ClassId, Course, CourseId, Problem, streams

Key = tuple[CourseId, str]


@dataclass
class _Row:
    """Sessions of one course and part: by week, without a week; minutes of a full week, and those it may give up."""

    course: Course
    part: str
    weeks: dict[date, list[int]]
    loose: list[int]
    full: int
    spare: int

    def favour(self, week: date, share: float) -> float:
        """Minutes above the share of a full week once the shortest session of the week is given up."""
        lengths = self.weeks[week]
        return sum(lengths) - min(lengths) - self.full * share

    def may_give(self, week: date) -> bool:
        """Whether it has a session in a week that it can do without."""
        return bool(self.weeks.get(week)) and self.spare >= min(self.weeks[week])


def term_sessions(problem: Problem, held: Mapping[tuple[ClassId, date], int]) -> Mapping[Key, SessionsWanted]:
    """(Monday or None, minutes) of each session of every course and part; ``held``: minutes taken by other things."""
    rows = {(c.id, part): _row(problem, c, part) for c in problem.courses.values() for part in _parts(c)}
    of: dict[ClassId, list[_Row]] = {}
    for row in rows.values():
        for class_id in dict.fromkeys(row.course.class_ids):
            of.setdefault(class_id, []).append(row)
    for class_id in problem.classes:
        for stream in streams(problem, class_id):
            here = (r for r in of.get(class_id, ()) if r.part in ("", stream.part))
            _trim(problem, class_id, stream.part, [r for r in here if r.course.id not in stream.without], held)
    return {
        key: (*((w, m) for w, lengths in row.weeks.items() for m in lengths), *((None, m) for m in row.loose))
        for key, row in rows.items()
    }


def _parts(course: Course) -> tuple[str, ...]:
    return tuple("ABCDEFGH"[: course.parts]) if course.parts > 1 else ("",)


def _row(problem: Problem, course: Course, part: str) -> _Row:
    wanted = sessions_wanted(problem, course, part)
    weeks: dict[date, list[int]] = {}
    for week, minutes in wanted:
        if week is not None:
            weeks.setdefault(week, []).append(minutes)
    loose = [minutes for week, minutes in wanted if week is None]
    unit = max(course.lengths, default=_shortest(problem, course))
    full = max((sum(lengths) for lengths in weeks.values()), default=0)
    given = sum(m for _w, m in wanted) + carried_minutes(problem, course, part)
    given += standing_minutes(problem, course, part)
    prorata = course.volume.total is None and course.short_week == "prorata"
    spare = given - wanted_minutes(problem, course, part) + unit - 1 if prorata else 0
    return _Row(course, part, weeks, loose, full, spare)


def _shortest(problem: Problem, course: Course) -> int:
    """Minutes of the shortest session of a course that names no lengths: a slot, an hour where one may be cut."""
    days = problem.bells_of(course.class_ids[0]).days
    return min((60 if slot.inside else slot.end - slot.start for day in days for slot in day), default=60)


def _trim(
    problem: Problem, class_id: ClassId, part: str, rows: list[_Row], held: Mapping[tuple[ClassId, date], int]
) -> None:
    """Give up sessions of the short weeks of one class and part until they fit, or none may be given up."""
    if not rows:
        return
    plain = Course(CourseId(""), (class_id,), "", rows[0].course.volume)
    for week in cfa_weeks_of(problem, plain, part):
        room, share = week.open - held.get((class_id, week.monday), 0), week.open / week.usual
        while share < 1 and sum(sum(row.weeks.get(week.monday, ())) for row in rows) > room:
            able = [row for row in rows if row.may_give(week.monday)]
            if not able:
                break
            row = max(able, key=lambda row: (row.favour(week.monday, share), row.course.id))
            lost = min(row.weeks[week.monday])
            row.weeks[week.monday].remove(lost)
            row.spare -= lost
