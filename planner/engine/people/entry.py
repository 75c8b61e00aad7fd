"""Entry modules of new entrants, by cohort, before the first company day; as soon as possible where that is past.

First of the sessions of people, since it binds most: in order, within days, with whoever enters at the same time, and
with the safety block before any machine. It reads what is owed and the board, and leaves the blocks on it. Whoever has
days before the company that are free of lessons has all of it then; the others are called away from what they have at
that hour, of which the least is taken.

Where a block of the module is placed, and why there: its days come from `entrants`, its company from `_cohort`, its
hour and those of the cohort who are free then from `planner.engine.people.entry_block`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.staff import site_of
from planner.domain import ApprenticeId, Learner, Module, Owed, Problem, Session, monday
from planner.engine.people.entry_block import Given, Seeker, Stretch, give_block, join_block
from planner.engine.people.entry_days import NewBlock, ends_before, fill_short_days
from planner.hours.entry import ENTRY_THEMES, entry_modules


@dataclass(frozen=True, slots=True)
class Entrant:
    """A learner who owes blocks of the entry module by one deadline, with the days on which they may be given.

    ``late``: the deadline has passed before it opened, no day was left before it, or no hour was found by it; the days
    are then all that follow.
    """

    learner: Learner
    needs: tuple[Owed, ...]
    days: tuple[date, ...]
    late: bool
    rank: int = 0
    """0 for the blocks due first, then those due later."""
    free: bool = False
    """Whether the days are those on which neither the class nor the company has the learner, and all blocks fit."""

    @property
    def deadline(self) -> date:
        """By when all of it is due."""
        return min(n.deadline for n in self.needs)


def place_entry_modules(board: Board, owed: Sequence[Owed]) -> None:
    """Give each cohort its blocks in order, safety first; those of it who cannot come have the block at another hour.

    Whoever comes when others have their blocks already has a seat beside them, where one is free by the deadline. What
    finds no hour on days free of lessons is tried again on all days up to the deadline, then as soon as possible after
    it. Blocks that find none at all stay owed; nothing is listed here.
    """
    needs, before = _needs(board.problem, owed), _given(board)
    _join_those_before(board, needs)
    number = _all_cohorts(board, entrants(board, _lacking(board, needs, before)), last_number(board, "-c"))
    for late in (False, True):
        lacking = _lacking(board, needs, before)
        number = _all_cohorts(board, entrants(board, lacking, free=False, late=late), number, join=True)


def _lacking(board: Board, needs: Sequence[Owed], before: set[tuple[ApprenticeId, str]]) -> list[Owed]:
    """What of some needs has not been given since the blocks of ``before``."""
    now = _given(board) - before
    return [n for n in needs if (n.apprentice_id, n.target) not in now]


def _join_those_before(board: Board, needs: Sequence[Owed]) -> None:
    """A seat, by the deadline, in blocks that stand before any is placed; safety never after machines that it opens.

    Those of an earlier version: nobody is told alone what others hear at the same time.
    """
    for entrant in entrants(board, needs, free=False):
        for module in [] if entrant.late else _in_order(board.problem, entrant.needs):
            seeker = Seeker(entrant.learner, frozenset(entrant.days))
            join_block(board, module, [seeker], Stretch(entrant.days), in_time=True)


def _given(board: Board) -> set[tuple[ApprenticeId, str]]:
    """(person, module) of every block of the entry module on the board."""
    return {(p, str(s.module_id)) for s in board.blocks() if s.module_id for p in board.people[s.id]}


def _all_cohorts(board: Board, waiting: Sequence[Entrant], number: int, join: bool = False) -> int:
    """Cohort by cohort, the most pressing first; returns the next free number.

    ``join``: what other cohorts have is joined before an hour of one's own is looked for.
    """
    left = [e for e in waiting if e.days]
    while left:
        cohort = _cohort(board.problem, left)
        taken = {(e.learner.id, e.rank) for e in cohort}
        left = [e for e in left if (e.learner.id, e.rank) not in taken]
        number = _place(board, cohort, number, join or cohort[0].late)
    return number


def _needs(problem: Problem, owed: Iterable[Owed]) -> list[Owed]:
    """What is owed of the entry module."""
    modules = {m.id for m in problem.modules.values() if m.theme in ENTRY_THEMES}
    return [n for n in owed if n.personal and n.target in modules]


def entrants(board: Board, needs: Iterable[Owed], free: bool = True, late: bool = False) -> list[Entrant]:
    """Who owes blocks of the entry module, the most pressing first.

    Where ``free`` is asked, whoever has days free of lessons for all of it is one entry with these days. Otherwise one
    entry for each deadline of a person: safety and rights may be due before the rest. ``late``: with all days from
    which it may be given, whatever the deadline.
    """
    mine: dict[ApprenticeId, list[Owed]] = {}
    for need in needs:
        mine.setdefault(need.apprentice_id, []).append(need)
    found: list[Entrant] = []
    for person, rows in mine.items():
        learner = board.problem.learners[person]
        at_once = _before_lessons(board, learner, tuple(rows)) if free else None
        found += [at_once] if at_once else _by_deadline(board, learner, rows, late)
    return sorted(found, key=lambda e: (e.rank, e.late, e.deadline, e.learner.id))


def _before_lessons(board: Board, learner: Learner, needs: tuple[Owed, ...]) -> Entrant | None:
    """All blocks by the first deadline, on days that neither the class nor the company takes; None without enough."""
    opens, deadline = min(n.opens for n in needs), min(n.deadline for n in needs)
    days = [d for d in board.problem.days if opens <= d <= deadline and board.presence.off_company(learner, d)]
    enough = len(days) >= _days_taken(board.problem, needs)
    return Entrant(learner, needs, tuple(days), late=False, free=True) if enough else None


def _days_taken(problem: Problem, needs: Iterable[Owed]) -> int:
    """Days that blocks take at the most hours of a minor, rounded up."""
    return max(1, -(-sum(n.minutes for n in needs) // problem.settings.minor_day))


def _by_deadline(board: Board, learner: Learner, rows: Sequence[Owed], late: bool) -> list[Entrant]:
    """One entry for each deadline of a learner."""
    found = []
    for rank, deadline in enumerate(sorted({n.deadline for n in rows})):
        due = tuple(n for n in rows if n.deadline == deadline)
        found.append(replace(_entrant(board, learner, due, late), rank=rank))
    return found


def _entrant(board: Board, learner: Learner, needs: tuple[Owed, ...], late: bool) -> Entrant:
    """A learner with blocks due by one day: the days up to it, or where it is late or there are none, all that follow.

    Days at the centre or free of the company.
    """
    problem = board.problem
    opens, deadline = min(n.opens for n in needs), max(n.deadline for n in needs)
    days = [d for d in problem.days if opens <= d]
    days = [d for d in days if problem.presence(learner, d) or board.presence.off_company(learner, d)]
    before = [d for d in days if d <= deadline]
    late = late or not before
    return Entrant(learner, needs, tuple(days if late else before), late)


def _cohort(problem: Problem, waiting: list[Entrant]) -> list[Entrant]:
    """The most pressing entrant and those who share enough days, as many as a group of each block may hold.

    Alike: as late, as pressing, of one site. Each who joins must leave the days they all share long enough.
    """
    first = waiting[0]
    enough, most = _days_taken(problem, first.needs), min(m.max_size for m in _in_order(problem, first.needs))
    days, cohort, home = set(first.days), [first], site_of(problem, [first.learner], first.days[0])
    for other in waiting[1:]:
        alike = (other.late, other.rank, other.free) == (first.late, first.rank, first.free)
        # Nobody is welcomed at a site that is not theirs; whoever has no class is where the others are.
        here = site_of(problem, [other.learner], other.days[0])
        if len(cohort) >= most or not alike or (home and here and here != home):
            continue
        shared = days & set(other.days)
        # One day to spare: a cohort that shares exactly the days it needs rarely finds every hour in them.
        if len(shared) >= min(len(days), enough + 1):
            days, cohort, home = shared, [*cohort, other], home or here
    return cohort


def _place(board: Board, cohort: list[Entrant], number: int, join: bool) -> int:
    """Place the blocks of a cohort in order, each for as many at a time as can come; returns the next free number.

    A block that finds no hour is skipped, and the next one may still be given. The order is kept where as many can come
    in it: to be told together, and by the deadline, comes before it.
    """
    late, most = cohort[0].late, 1
    days = sorted({day for entrant in cohort for day in entrant.days})
    chosen: list[Session] = []
    blocks: list[NewBlock] = []
    for module in _in_order(board.problem, (n for e in cohort for n in e.needs)):
        lacking = [e for e in cohort if any(n.target == module.id for n in e.needs)]
        seekers = [
            Seeker(e.learner, frozenset(e.days), ends_before(board, module, e.learner.id))
            for e in _first_the_minors(module, lacking)
        ]
        joined, found = _block(
            board, module, seekers, _stretches(days, module) if late else [Stretch(days)], chosen, number, join
        )
        most = max(most, len(found))
        chosen += [given.session for given in (*joined, *found)]
        blocks += [NewBlock(module, tuple(seekers), given, number + n) for n, given in enumerate(found)]
    fill_short_days(board, blocks, chosen)
    return number + most


def _first_the_minors(module: Module, lacking: Sequence[Entrant]) -> list[Entrant]:
    """Who lacks a block, in the order in which seats are given: without safety, a minor has no workshop."""
    return sorted(lacking, key=lambda e: module.theme == "safety" and not e.learner.minor(e.days[0]))


def _stretches(days: Sequence[date], module: Module) -> list[Stretch]:
    """Days that are looked at together for what is late: the first stretch that has an hour is taken.

    Safety on the very first day; for other blocks a week is waited, since more people can come at some of its hours.
    """
    key = (lambda d: d) if module.theme == "safety" else monday
    return [Stretch(list(some), late=True) for _, some in groupby(days, key)]


def _block(
    board: Board,
    module: Module,
    seekers: list[Seeker],
    stretches: Sequence[Stretch],
    chosen: list[Session],
    number: int,
    join: bool,
) -> tuple[list[Given], list[Given]]:
    """A block for as many as find an hour: what was joined, a row for each person, and what is new."""
    found, new = list[Given](), list[Given]()
    for when in stretches:
        # A whole cohort takes its own hour, even where others have one: theirs may come late for its other blocks.
        joined = join_block(board, module, seekers, when) if join else []
        seekers, found = _still(seekers, joined), [*found, *joined]
        while seekers and (block := give_block(board, module, seekers, when, chosen, number + len(new))):
            joined = join_block(board, module, _still(seekers, [block]), when)
            seekers, found, new = _still(seekers, [block, *joined]), [*found, *joined], [*new, block]
    return found, new


def _still(seekers: Sequence[Seeker], given: Iterable[Given]) -> list[Seeker]:
    """Who of some people has not been given a block."""
    done = {person for block in given for person in block.left}
    return [s for s in seekers if s.learner.id not in done]


def _in_order(problem: Problem, needs: Iterable[Owed]) -> list[Module]:
    """Blocks of the entry module that are owed, safety first, then in the order of the catalogue."""
    wanted = {n.target for n in needs}
    return [m for m in entry_modules(problem) if m.id in wanted]
