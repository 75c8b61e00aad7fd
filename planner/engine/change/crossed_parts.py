"""Sessions of crossed parts that lost their hour: they find another one together, or none does.

Two courses are crossed where part A has the one while part B has the other (rule H3d): an hour for one part alone would
break the exchange. `two_by_two` sorts what waits, for `given_back` (their old hour, together) and for `times` (another
one). `place_together` comes late, once their own week has been tried (`week_sessions` ties them there), and alone
changes the board, by way of `elsewhere.Mend`; `why_alone` says the cause of what has lost the other part.

Half of a class had the workshop on Monday at 8:00 and the other half English, and the Monday is closed: both go to one
hour of another week, each with its own trainer and room, or both are listed as not placed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.domain import Cause, Course, Kind, Missing, Problem, Session, SessionId
from planner.engine.change.elsewhere import WEEKS, Mend
from planner.engine.change.left import Left, weeks_for
from planner.engine.change.mended import Mended
from planner.engine.week.tied import CROSSED


@dataclass(frozen=True, slots=True)
class Pairs:
    """Courses without an hour: those of crossed parts two by two, those that lack the other part, and the rest."""

    pairs: tuple[tuple[Left, Left], ...]
    lonely: tuple[Left, ...]
    others: tuple[Left, ...]


def twin_course(problem: Problem, session: Session) -> Course | None:
    """The course crossed with that of a session of a part, where both must be at the same hour.

    None for a whole class, for a course that is crossed with none or cut into other parts, for one that the workbook
    has no more, and where the rule is switched off.
    """
    course = problem.courses.get(session.course_id) if session.course_id and session.kind == Kind.COURSE else None
    if course is None or not session.part or CROSSED in problem.rules_off:
        return None
    other = problem.courses.get(course.crossed_with) if course.crossed_with else None
    # The sheet names the other course on one of the two rows only.
    other = other or next((c for c in problem.courses.values() if c.crossed_with == course.id), None)
    return other if other is not None and other.parts == course.parts else None


def two_by_two(problem: Problem, left: Sequence[Left]) -> Pairs:
    """Pairs of the same hour first, then any of the same length in different parts.

    A session is in one pair at most. The order of ``left`` settles what is equal, so that the pairs are the same each
    time; hours are those that the sessions had.
    """
    crossed = {row.session.id: twin for row in left if (twin := twin_course(problem, row.session)) is not None}
    waiting = [row for row in left if row.session.id in crossed]
    found: list[tuple[Left, Left]] = []
    for same in (True, False):
        for one in tuple(waiting):
            other = next((row for row in waiting if one in waiting and _match(crossed, one, row, same)), None)
            if other is not None:
                found.append((one, other))
                waiting = [row for row in waiting if row is not one and row is not other]
    rest = tuple(row for row in left if row.session.id not in crossed)
    return Pairs(tuple(found), tuple(waiting), rest)


def _match(crossed: dict[SessionId, Course], one: Left, other: Left, same: bool) -> bool:
    """Whether two sessions are of crossed courses, of different parts and of one length; ``same``: of one hour too."""
    a, b = one.session, other.session
    alike = b.course_id == crossed[a.id].id and a.part != b.part and a.minutes == b.minutes
    return alike and (not same or (a.day, a.start) == (b.day, b.start))


def place_together(mend: Mend, pair: Sequence[Left]) -> Mended:
    """Give some sessions one hour of a week that has it; others move for them only where none is free.

    Weeks are those that have the minutes for each of them, `WEEKS` of them at most. Where none takes all, the board is
    as it was and all are in ``left``: one part is never placed without the other.
    """
    rooms = [weeks_for(mend.board, row.session, mend.limits) for row in pair]
    weeks = [week for week in rooms[0] if all(week in some for some in rooms)]
    done = Mended(sure=len(weeks) <= WEEKS)
    # To move what stands comes last, for all weeks: it costs people changes, and may not be needed.
    for others in (False, True):
        for week in weeks[:WEEKS]:
            if mend.take_together(done, week, pair, others=others):
                return done
    done.left = [replace(row, everywhere=done.sure and row.proven) for row in pair]
    return done


def why_alone(problem: Problem, row: Left, said: Missing | None = None) -> Missing:
    """Why a session of one part is not placed by itself; ``said``: what is said of it so far, its day among it.

    It names the crossed course, of which there is no session to swap; none where the workbook crosses it no more.
    """
    twin = twin_course(problem, row.session)
    return replace(said or row.row(), cause=Cause.NO_EXCHANGE_THEN, other_id=twin.id if twin is not None else None)
