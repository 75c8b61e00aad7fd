"""Sessions that would come before the one they follow are left out, with why, once every week is solved."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from planner.domain import Cause, Course, CourseId, Kind
from planner.engine.term.plan import TermPlan
from planner.engine.week.draft import Draft, missing
from planner.model import Item, Placed


class Follows(NamedTuple):
    """The session of another course that has to come first: its ordinal from 1, and its day.

    What the sentence says: it is kept beside the row, since the weeks do not tell it.
    """

    course_id: CourseId
    number: int
    day: date


def keep_order(draft: Draft, plan: TermPlan) -> None:
    """Each follower that comes too early leaves its week, with those that are tied to it, until none is left.

    The weeks are solved one by one, and a first course that lost sessions may leave its follower ahead of it. Each
    round takes one session out, so that it ends; nothing is moved or placed again.
    """
    if "H14" in draft.problem.rules_off:
        return
    while (found := _early(draft, plan)) is not None:
        _leave_out(draft, *found)


def _early(draft: Draft, plan: TermPlan) -> tuple[Placed, Follows] | None:
    """The first session out of order, and why it cannot stay; None where all is in order.

    Sessions are matched by rank, less those of the first course that are listed as missing: they count as given first.
    """
    problem = draft.problem
    for course in problem.courses.values():
        first = problem.courses.get(course.after) if course.after else None
        for part in _parts(course) if first is not None else ():
            assert first is not None
            # Sessions that are not placed count as given first. Otherwise one session of theory that is lacking would
            # take all of the practice with it.
            missing = _missing(draft, plan, first.id)
            theory = _placed(draft, first, part)
            for number, (item, option) in enumerate(_placed(draft, course, part)):
                rank = number - missing
                # Two sessions that stand were put in that order by somebody.
                if not 0 <= rank < len(theory) or (item.exact and theory[rank][0].exact):
                    continue
                before = theory[rank][1]
                if (before.day, before.end) > (option.day, option.start):
                    return (item, option), Follows(first.id, rank + 1, before.day)
    return None


def _parts(course: Course) -> tuple[str, ...]:
    """Letters of the parts of a split course; one empty name for a whole class."""
    return tuple("ABCDEFGH"[: course.parts]) if course.parts > 1 else ("",)


def _missing(draft: Draft, plan: TermPlan, course_id: CourseId) -> int:
    """Sessions of a course that are listed as not placed, whatever their part.

    Left out of a week, or of the term. Parts are not told apart: the rule (H14) counts sessions as people see them
    listed.
    """
    left = sum(item.course_id == course_id for items in draft.unplaced.values() for item in items)
    return left + sum(number for name, _part, _minutes, number in plan.missing if name == course_id)


def _placed(draft: Draft, course: Course, part: str) -> list[Placed]:
    """Placed sessions of a course that people of a part attend, by time.

    Those of the whole class are for every part; with an empty part, all of them.
    """
    found = [
        (item, option)
        for placed in draft.weeks.values()
        for item, option in placed
        if item.kind == Kind.COURSE and item.course_id == course.id and (not part or item.part in ("", part))
    ]
    return sorted(found, key=lambda p: (p[1].day, p[1].start, p[1].end, p[0].id))


def _leave_out(draft: Draft, placed: Placed, follows: Follows) -> None:
    """Move a session, and those of its tie at the same hour, to what is not placed, with the reason in ``why``.

    Only those of its own hour: the other sessions of a tie have a counterpart of their own.
    """
    item, option = placed
    week = next(w for w, rows in draft.weeks.items() if any(i.id == item.id for i, _o in rows))

    def goes(other: Item, day: object, start: int) -> bool:
        """Whether a session leaves: the one itself, or one of its tie at the same hour."""
        tied = bool(item.tie) and other.tie == item.tie and (day, start) == (option.day, option.start)
        return other.id == item.id or tied

    gone = [i for i, o in draft.weeks[week] if goes(i, o.day, o.start)]
    draft.weeks[week] = tuple((i, o) for i, o in draft.weeks[week] if not goes(i, o.day, o.start))
    draft.unplaced[week] = (*draft.unplaced[week], *gone)
    for one in gone:
        row = missing(one, Cause.OUT_OF_ORDER, week)
        draft.why[one.id] = replace(row, other_id=follows.course_id, number=follows.number, day=follows.day)
