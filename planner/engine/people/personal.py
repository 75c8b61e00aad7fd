"""Needs that may be met on days of the person's own calendar: employer search, follow-up at a distance.

After the groups, which pay the same needs more cheaply: what is left of them by then is given in small sessions, the
best attended first. Entry modules and what is missed have stages of their own.
"""

from collections.abc import Sequence
from dataclasses import replace

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.paid import paid_so_far
from planner.domain import MEETINGS, Guidance, Module, ModuleId, Owed, Problem, SessionId
from planner.domain.offer import USUAL_SIZE
from planner.engine.people.joining import join_groups
from planner.engine.people.modes import module_activity
from planner.engine.people.place import Wish, best, take
from planner.hours.entry import ENTRY_THEMES
from planner.hours.levels import of_level

MANY_PERSONAL = 200
"""More sessions of one module in one period than any people need."""
NOT_ALONE = 2
"""People for whom a session is no talk between two."""


def place_personal_needs(board: Board, owed: Sequence[Owed]) -> None:
    """Small sessions for those who still lack hours of a personal need, the best attended moment first.

    Needs of one module and one period share sessions. What finds no hour stays owed and is told by the debts.
    """
    problem = board.problem
    paid = paid_so_far(board, owed)
    waiting: dict[tuple[ModuleId, str], list[Wish]] = {}
    for need in owed:
        module = module_of(problem, need) if need.personal else None
        if module is None or module.theme in ENTRY_THEMES:
            continue
        left = need.minutes - paid.get((need.apprentice_id, need.need_id), 0)
        if left > 0:
            wish = Wish(problem.learners[need.apprentice_id], need.opens, need.deadline, left, need.need_id)
            waiting.setdefault((module.id, str(need.period_id or "")), []).append(wish)
    # Over all modules: numbers that a re-solve finds on the board are never given again.
    number = last_number(board, "-s")
    # A meeting of two is worth no journey: it waits for what brings people in.
    order = sorted(waiting.items(), key=lambda row: (problem.modules[row[0][0]].theme in MEETINGS, row[0]))
    for (module_id, _period), wishes in order:
        number = _serve(board, problem.modules[module_id], wishes, number)


def module_of(problem: Problem, need: Owed) -> Module | None:
    """The module of a need; for a strand, its first module that suits the level and that somebody may lead.

    None where the workbook knows neither. A module that nobody leads is taken where there is no other: the reason for
    the missing hours then names it.
    """
    own = problem.modules.get(ModuleId(need.target))
    if own is not None:
        return own
    learner = problem.learners[need.apprentice_id]
    ways = [
        m for m in problem.modules.values() if m.strand == need.target and of_level(problem, learner, m, need.opens)
    ]
    # Rather one that nobody leads than none: the reason for the missing hours then has a module to name.
    ways = [m for m in ways if m.guidance != Guidance.LED or problem.leaders(m, need.opens)] or ways
    return min(ways, key=lambda m: m.id, default=None)


def _serve(board: Board, module: Module, wishes: Sequence[Wish], number: int) -> int:
    """Sessions of one module until nobody can be helped any more; returns the last number used.

    Longer ones, for which people come, before those of the days on which they are there; then whoever is left joins
    one that stands, or shares a longer one than they lack; alone only where nobody else comes. A meeting, and what asks
    no journey, is no longer than it is meant to be. ``left`` of the wishes then says what nobody could be given.
    """
    join_groups(board, module, wishes)
    longer = replace(module, minutes=max(module.minutes, board.problem.settings.least_presence))
    far = module.modality.startswith("remote")
    if module.call:
        # Nobody has the time to go home for it, nor to come from there: days at home first.
        for people in (NOT_ALONE, 1):
            number = _serve_so(board, module, wishes, number, people, 1, at_home=True)
    if far or module.theme in MEETINGS:
        number = _serve_so(board, module, wishes, number, NOT_ALONE, 1 if far else module.minutes)
        return _serve_so(board, module, wishes, number, 1, 1)
    # Where enough others come, nobody is given more than they lack.
    for kind, people in ((longer, USUAL_SIZE), (module, USUAL_SIZE), (longer, NOT_ALONE), (module, NOT_ALONE)):
        number = _serve_so(board, kind, wishes, number, people, kind.minutes)
    join_groups(board, module, wishes, whole=False)
    # To wait for hours is the last resort: rather alone, beside the other hours of one's day.
    for waiting in (False, True):
        for kind, people in ((longer, NOT_ALONE), (module, 1), (longer, 1)):
            number = _serve_so(board, kind, wishes, number, people, 1, waiting=waiting)
        join_groups(board, module, wishes, whole=False, waiting=waiting)
    return number


def _serve_so(
    board: Board,
    module: Module,
    wishes: Sequence[Wish],
    number: int,
    people: int,
    least: int,
    *,
    at_home: bool = False,
    waiting: bool = False,
) -> int:
    """Sessions of one length for ``people`` or more who lack ``least`` minutes; returns the last number used.

    ``at_home``: on days on which nothing brings these people to the centre. ``waiting``: also where they wait for it.
    """
    for _ in range(MANY_PERSONAL):
        activity = module_activity(board.problem, module, SessionId(f"{module.id}-s{number + 1:03d}"))
        activity = replace(activity, at_home=at_home, waiting=waiting)
        chosen = best(board, activity, [w for w in wishes if w.left >= least])
        if chosen is None or len(chosen.people) < people:
            break
        number += 1
        take(board, chosen)
    return number
