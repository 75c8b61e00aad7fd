"""What a course still needs once the sessions that stand already (placed elsewhere, or locked) are counted."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from planner.domain import Course, Problem, monday

SessionsWanted = tuple[tuple[date | None, int], ...]
"""(Monday, or None for any week; minutes) of each session wanted."""
Splitter = Callable[[int], tuple[int, ...]]
"""Minutes → lengths of sessions that give them as nearly as possible."""


def standing_minutes(problem: Problem, course: Course, part: str = "") -> int:
    """Minutes of a course (of one part of its class) that stand already."""
    return sum(one.minutes for one in problem.standing_of(course.id, part))


def remaining(
    problem: Problem, course: Course, part: str, sessions: SessionsWanted, exact: Mapping[date, float], split: Splitter
) -> SessionsWanted:
    """Sessions of a weekly volume, those that stand already taken off week by week, what is over carried on.

    ``exact``: minutes of a week before they are cut into sessions, where these are not simply their sum.
    """
    given = Counter[date]()
    for one in problem.standing_of(course.id, part):
        given[monday(one.day)] += one.minutes
    loose = [(None, minutes) for week, minutes in sessions if week is None]
    dated = exact.values() if exact else (minutes for week, minutes in sessions if week is not None)
    owed = sum(minutes for _week, minutes in loose) + sum(dated) - given.total()
    weeks: dict[date, list[int]] = {}
    for week, minutes in sessions:
        if week is not None:
            weeks.setdefault(week, []).append(minutes)
    found: list[tuple[date | None, int]] = []
    carry = 0.0
    for week in sorted({*weeks, *given, *exact}):
        lengths: Sequence[int] = weeks.get(week, [])
        if given[week] or carry:
            wanted = exact.get(week, sum(lengths)) - given[week] + carry
            lengths = split(round(wanted)) if wanted > 0 and week in {*weeks, *exact} else ()
            carry = wanted - sum(lengths)
        found += [(week, minutes) for minutes in lengths]
    return _within([*loose, *reversed(found)], max(0, owed), split)


def _within(sessions: list[tuple[date | None, int]], owed: float, split: Splitter) -> SessionsWanted:
    """The sessions less those that are too many, in the order given, and one shorter where only a part of it is."""
    left = list(sessions)
    for session in sessions:
        if sum(minutes for _week, minutes in left) - session[1] >= owed:
            left.remove(session)
    over = round(sum(minutes for _week, minutes in left) - owed)
    week, longest = max(left, key=lambda session: session[1], default=(None, 0))
    shorter = split(longest - over) if 0 < over < longest else (longest,)
    if sum(shorter) < longest:
        at = left.index((week, longest))
        left[at : at + 1] = [(week, minutes) for minutes in shorter]
    return tuple(reversed(left))
