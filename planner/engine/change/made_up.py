"""Hours of support that a change takes from people, and what they may have instead.

Somebody called to an outing keeps the groups of every other day, however much they lacked before: only an hour that
the outing takes lets them look for one elsewhere.
"""

from collections.abc import Iterable, Sequence

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import ApprenticeId, Debt, Owed

Need = tuple[ApprenticeId, str]
"""Somebody, and the id of a need of theirs."""


def gains(
    board: Board,
    owed: Sequence[Owed],
    debts: Iterable[Debt],
    people: frozenset[ApprenticeId],
    changed: frozenset[ApprenticeId],
) -> frozenset[Need]:
    """Needs of some people for which they may choose another group.

    All of those about whom something has ``changed``; of the others, those of which less is planned than before
    (``debts``).
    """
    mine = [need for need in owed if need.apprentice_id in people]
    had = {(debt.apprentice_id, debt.need_id): debt.planned for debt in debts}
    paid = paid_so_far(board, owed, people - changed)
    found = ((need.apprentice_id, need.need_id) for need in mine)
    return frozenset(at for at in found if at[0] in changed or paid[at] < had.get(at, 0))
