"""Days of the entry module: nobody comes for one short block of it while the block before fits on that day too.

The blocks of a cohort are given one by one, each as early as can be; seven hours on a day that holds six leave the last
hour alone on the next day. Here the block before it goes there with it, where as many can come and no more is missed.
The hours between its blocks are left as they are: only the days are looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from planner.board.board import Board
from planner.domain import ApprenticeId, Module, Session
from planner.engine.people.entry_block import Given, Seeker, Stretch, give_block, undo
from planner.hours.entry import entry_modules


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A new block of a cohort, for whom it was sought, and the number that its id bears less one."""

    module: Module
    seekers: tuple[Seeker, ...]
    given: Given
    number: int


def ends_before(board: Board, module: Module, person: ApprenticeId) -> tuple[tuple[date, int], ...]:
    """(day, minute) at which each block ends that somebody has and that comes before a block in the module."""
    known = entry_modules(board.problem)
    earlier = {m.id for m in known[: known.index(module)]}
    held = (s for day in board.problem.days for s in board.attended(person, day))
    return tuple((s.day, s.end) for s in held if s.module_id in earlier)


def fill_short_days(board: Board, blocks: Sequence[NewBlock], chosen: Sequence[Session]) -> None:
    """A block that is alone on a day shorter than the least presence has the block before it beside it, if it may.

    ``blocks``: the new ones of a cohort, in order; ``chosen``: all of its sessions, whose adults and sites are
    preferred. What finds no such place stays where it is.
    """
    for before, last in pairwise(blocks):
        day, first = last.given.session.day, before.given.session.day
        alike = day != first and last.given.left.keys() == before.given.left.keys()
        # Once two have moved, the others are no more as they were given.
        if alike and _short(board, last.given, day) and _beside(board, before, last, chosen):
            return


def _short(board: Board, given: Given, day: date) -> bool:
    """Whether somebody of a block comes for less than their least presence on a day on which they come at all."""
    minutes = {p: sum(s.minutes for s in board.attended(p, day)) for p in given.left}
    return any(0 < there < board.problem.least_presence(p, day) for p, there in minutes.items())


def _beside(board: Board, before: NewBlock, last: NewBlock, chosen: Sequence[Session]) -> bool:
    """Two blocks on the day of the last one; False, and the board as it was, where that is no better for somebody."""
    people, day = before.given.left.keys(), last.given.session.day
    missed = _missed(board, before.given) + _missed(board, last.given)
    others = [s for s in chosen if s.id not in (before.given.session.id, last.given.session.id)]
    undo(board, last.given)
    undo(board, before.given)
    new = list[Given]()
    for block in (before, last):
        seekers = [
            Seeker(s.learner, s.days, ends_before(board, block.module, s.learner.id))
            for s in block.seekers
            if s.learner.id in people
        ]
        held = [*others, *(given.session for given in new)]
        given = give_block(board, block.module, seekers, Stretch([day]), held, block.number)
        new += [given] if given else []
    whole = len(new) == 2 and all(given.left.keys() == people for given in new)
    ordered = whole and new[0].session.end <= new[1].session.start
    short = any(_short(board, given, d) for given in new for d in (day, before.given.session.day))
    if ordered and not short and sum(_missed(board, given) for given in new) <= missed:
        return True
    for given in reversed(new):
        undo(board, given)
    for block in (before, last):
        for person in people:
            board.call_away(person, block.given.session)
        board.call(block.given.session, list(people))
    return False


def _missed(board: Board, given: Given) -> int:
    """Minutes of courses and support that people left for a block."""
    held = {key: board.sessions[key].minutes for left in given.left.values() for key in left if key in board.sessions}
    return sum(held.get(key, 0) for left in given.left.values() for key in left)
