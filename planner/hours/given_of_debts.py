"""Of the hours owed that are planned: how many were given, and how many attended."""

from collections.abc import Iterator, Mapping, Sequence

from planner.domain import ApprenticeId, Debt, Problem, Timetable
from planner.hours.given import HourRow, HoursGiven, ThreeFigures
from planner.hours.missed import SOURCE_MAKEUP
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.support import is_makeup, is_support

DebtKey = tuple[ApprenticeId, str]


def hours_by_debt(problem: Problem, timetable: Timetable, given: HoursGiven) -> Mapping[DebtKey, ThreeFigures]:
    """Learner and need → figures in minutes, for what support or hours made up pay.

    Minutes pay one need each, the most pressing first, and as many as are planned of it; targets of the programme are
    the same hours seen otherwise, and share none out.
    """
    rows: dict[ApprenticeId, list[HourRow]] = {}
    for row in given.rows:
        if row.apprentice_id and (is_support(problem, row.session) or is_makeup(row.session)):
            rows.setdefault(row.apprentice_id, []).append(row)
    found: dict[DebtKey, ThreeFigures] = {}
    left: dict[tuple[ApprenticeId, int], int] = {}
    order = sorted(timetable.debts, key=lambda d: (d.apprentice_id, d.priority, d.deadline, d.need_id))
    for debt in order:
        mine = rows.get(debt.apprentice_id, [])
        shares = debt.source != SOURCE_PROGRAMME
        parts = list(_paying(debt, mine, left if shares else {}))
        over, attended, untold = (sum(part[n] for part in parts) for n in range(3))
        found[debt.apprentice_id, debt.need_id] = ThreeFigures(
            debt.planned, over, attended, untold, sum(part[2] > 0 for part in parts)
        )
    return found


def _paying(
    debt: Debt, rows: Sequence[HourRow], left: dict[tuple[ApprenticeId, int], int]
) -> Iterator[tuple[int, int, int]]:
    """(given, attended, untold) of each session that pays some of a need, until what is planned is paid."""
    wanted = debt.planned
    for number, row in enumerate(rows):
        at = debt.apprentice_id, number
        free = left.get(at, row.planned)
        if wanted <= 0 or free <= 0 or not _pays(debt, row):
            continue
        if row.came is not None and not row.came.there:
            continue  # what was missed is planned no more, and falls due again
        taken = min(wanted, free)
        wanted -= taken
        left[at] = free - taken
        yield min(taken, row.given), min(taken, row.attended), min(taken, row.untold)


def _pays(debt: Debt, row: HourRow) -> bool:
    session = row.session
    if row.cancelled or (session.day > debt.deadline and not debt.late):
        return False
    if is_makeup(session):
        return debt.source == SOURCE_MAKEUP and debt.target == session.course_id
    return not debt.target or debt.target in (session.module_id, session.strand)
