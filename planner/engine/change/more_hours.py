"""A course that asks for more hours than it has: the sessions that it lacks, each in the week whose hour it is.

`renew.renew_courses` asks for each course and part with fewer minutes than the workbook now wants. Nothing changes.

Three hours a week become four after two of five weeks: an hour is of each of the five weeks, and whoever asks lists
those of the two that are over (`Limits.late`). What no week asks for by itself (hours over the term, those that short
weeks make up) is of none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from planner.courses.standing import SessionsWanted
from planner.courses.volumes import DAYS, split
from planner.domain import Course, Problem, Session, monday


def of_weeks(
    problem: Problem,
    course: Course,
    rows: SessionsWanted,
    before: SessionsWanted,
    mine: Sequence[Session],
    lack: int,
    late: Callable[[date], bool],
) -> list[tuple[date | None, int]]:
    """(Monday or None, minutes) of each session that a course or part lacks, at most ``lack`` minutes in all.

    ``rows``, ``before``: what it wants now, and wanted before; ``mine``: what it has. ``late``: weeks that take no
    session any more; they come last, and have their share of what the others do not ask for more.
    """
    asked, was = lengths_by_week(rows), lengths_by_week(before)
    given = lengths_by_week((monday(s.day), s.minutes) for s in mine)
    short = {w: sum(asked[w]) - sum((given if late(w) else was).get(w, ())) for w in sorted(asked)}
    found: list[tuple[date | None, int]] = []
    for week in sorted(short, key=late):
        more = _lengths(problem, course, asked[week], given.get(week, ()), min(short[week], lack))
        found += [(week, minutes) for minutes in more]
        short[week] -= sum(more)
        lack -= sum(more)
    have = [s.minutes for s in mine] + [minutes for _week, minutes in found]
    for minutes in _lengths(problem, course, [minutes for _week, minutes in rows], have, lack):
        # Lengths that no week can complete: to the weeks to come that lack most.
        able = [week for week in short if short[week] > 0 and not late(week)]
        most = max(able, key=lambda week: short[week], default=None)
        found.append((most, minutes))
        if most is not None:
            short[most] -= minutes
    return found


def lengths_by_week(rows: Iterable[tuple[date | None, int]]) -> dict[date, list[int]]:
    """Monday → the lengths of the sessions of that week."""
    found: dict[date, list[int]] = {}
    for week, minutes in rows:
        if week is not None:
            found.setdefault(week, []).append(minutes)
    return found


def _lengths(problem: Problem, course: Course, asked: Sequence[int], given: Sequence[int], lack: int) -> list[int]:
    """Minutes of each session that a course lacks: of the lengths that it asks for and has not, then of others.

    No more than ``lack`` minutes in all; a rest that makes no session is not asked for.
    """
    found: list[int] = []
    for minutes in sorted((Counter(asked) - Counter(given)).elements(), reverse=True):
        if minutes <= lack:
            found.append(minutes)
            lack -= minutes
    rest = split(problem, course, lack, DAYS) if lack > 0 else ()
    return [*found, *(rest if sum(rest) <= lack else ())]
