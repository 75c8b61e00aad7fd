"""Every group of the term, period after period: barrettes first, which pay more people at once, then open periods.

What the open periods of a period give is known when the barrettes of the next one are composed: whoever owes hours of
writing at all of them has their strands there, and stays in writing at the barrette.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.board.board import Board
from planner.domain import BarretteId, Group, GroupMembership, Owed
from planner.engine.groups.final import Occasions, period_after_period
from planner.engine.groups.open_periods import fill_open_periods
from planner.engine.groups.portions import UNDIVIDED, Portions
from planner.engine.groups.scene import Standing
from planner.model import Placed
from planner.model.groups import Occasion
from planner.rule import Rules


def compose_all(
    board: Board,
    weeks: Mapping[date, Sequence[Placed]],
    rules: Rules,
    owed: Sequence[Owed],
    seed: int,
    workers: int = 1,
    before: Mapping[BarretteId, Sequence[Group | GroupMembership]] | None = None,
    standing: Standing | None = None,
    split: Portions = UNDIVIDED,
) -> tuple[Occasions, list[Occasion]]:
    """Sessions of every barrette and open period among some hours, on the board; the occasions of both.

    ``weeks``: Monday → what was placed. ``before``: groups of barrettes to stay near to; by default those of the last
    term. ``standing``: sessions in which people are already, to be kept unless a move pays hours owed.
    ``split``: what each barrette and open period is to pay of the hours owed; by default what it can.
    """
    occasions: Occasions = {}
    opens: list[Occasion] = []
    for period, found in period_after_period(board, weeks, rules, owed, seed, workers, before, standing, split):
        occasions |= found
        opens += fill_open_periods(board, weeks, period, rules, owed, seed, split)
    return occasions, opens
