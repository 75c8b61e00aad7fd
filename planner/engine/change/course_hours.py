"""Hours of courses that a changed workbook asks for more or less, once the weeks are repaired: what waits, what is
listed, and what has the hour again that an earlier update took from it.

The step of an update between the repair of weeks and the search in other weeks; `renew` decides, with those it asks.
"""

from collections.abc import Sequence

from planner.domain import Missing, Problem
from planner.engine.change.renew import More, of_no_part, renew_courses, too_many
from planner.engine.change.taken_hours import Homes
from planner.engine.change.times import Retime


def settle_courses(
    times: Retime, old: Problem, listed: Sequence[Missing], taken: Homes
) -> tuple[More, tuple[Missing, ...]]:
    """What courses ask for more or less, and what is not placed and not tried again.

    Sessions to be added wait in ``times`` with those that lost their hour; what was taken from a course before
    (``taken``) is at its own hour again where nothing is against it. ``listed``: what was not placed before, and is not
    tried again.
    """
    waiting = [row.session for row in times.left if not row.renamed]
    gone = too_many(old, times.problem, waiting, times.spare)
    # What waits since an earlier update may be of a former part as well.
    times.left[:] = [
        row for row in times.left if row.session.id not in gone and not of_no_part(times.problem, row.session)
    ]
    rows = (*listed, *(row.row() for row in times.left))
    known = [row.session_id for row in times.before.unplaced]
    more = renew_courses(times.board, old, times.limits, rows, known, taken)
    times.left[:] = [row for row in times.left if row.session.id not in more.dropped]
    times.left += more.left
    if more.homes:
        times.stock.hours = {**times.stock.hours, **more.homes}
        times.give_back()
    return more, (*(row for row in listed if row.session_id not in more.dropped), *more.late)
