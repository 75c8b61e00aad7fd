"""Placing: ejection chains put everything somewhere; CP-SAT checks the rows they cannot see, and tries what is left.

Items that hang together (crossed parts) move as one block. What the chains found is checked exactly, every option but
the chosen ones being closed; what the check leaves out is tried again elsewhere. Only what is left then goes to CP-SAT.
"""

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.engine.solvers.blocks import Block, BlockChoice, ChainLimits, Guard
from planner.engine.solvers.conflicts import Conflicts
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.engine.solvers.ejection import Chains
from planner.engine.solvers.fills import Fills
from planner.engine.solvers.pieces import Pieces
from planner.engine.solvers.spans import Spans
from planner.model import Option, WeekModel

LOOKS = 8_000_000
"""Sets and rows that chains look at in one unit of deterministic work: a second of a plain processor, like CP-SAT's."""
CHAIN_PATIENCE = 4
"""Moves without gain, per block, after which chains give up: those that succeed need one or two."""
STARTS = 8
"""Times that chains begin again when they give up: another order of chance helps where patience does not."""
ROUND = 4.0
"""Work for which chains and their checks are run once more from the beginning: that of a week is one round."""
CHECKS = 3
"""Times that what the exact check leaves out is tried elsewhere: each check costs as much as the chains."""
CHECK = 1.0
"""Deterministic work of one exact check: nearly everything is fixed, it needs a fiftieth of it."""
LAST = 0.1
"""Share of the work for CP-SAT on a week the chains could not fill: it finds or proves early, or not at all."""


def place(
    model: WeekModel,
    pieces: Pieces,
    work: float,
    seed: int,
    interrupt: Interrupt | None,
    start_from: Mapping[str, Option],
    rooms: Guard | None = None,
) -> Answer:
    """Leave out as little as possible, all else free; ``OPTIMAL`` when nothing can leave out less.

    ``start_from``: options to begin with, by item id, kept where still allowed. ``work``: deterministic, in all.
    ``pieces``: the model cut for the exact check, with the goal of the whole week, so that chains prefer what the
    improvement would. Values are by variable of the model, helpers included; without any where no week was found in
    time. ``rooms``: those that the chains hold along with the hours, of which CP-SAT knows nothing.
    """
    found = Filler(model, pieces, seed, interrupt, rooms).fill(start_from, work)
    # Nothing is left out: no other week can do better, and CP-SAT need not say so.
    if found.found and not left_cost(model, found.values):
        return replace(found, outcome=Outcome.OPTIMAL)
    if rooms is not None:
        return found
    # The chains have left something out. CP-SAT seldom does better than they, but it may prove that nobody can.
    share = work * LAST if found.found else work
    anew = _anew(model, share, seed, interrupt, found.values or None)
    if found.found and not (anew.found and left_cost(model, anew.values) < left_cost(model, found.values)):
        known = anew.found and anew.outcome is Outcome.OPTIMAL
        anew = replace(found, outcome=Outcome.OPTIMAL if known else Outcome.FEASIBLE, work=anew.work)
    return replace(anew, work=found.work + anew.work)


class Filler:
    """The chains of one week, and the exact check of what they find.

    Chains see sets and loads only (`Conflicts`). Rows that ask for something, and helpers that no single option forces,
    are checked afterwards by CP-SAT with the chains' choices fixed, which is a small question.
    """

    def __init__(
        self,
        model: WeekModel,
        pieces: Pieces,
        seed: int,
        interrupt: Interrupt | None,
        rooms: Guard | None = None,
    ) -> None:
        self.model, self.pieces, self.seed, self.interrupt = model, pieces, seed, interrupt
        goal = pieces.goal.tolist()
        self.members = blocks_of(model)
        self.blocks = [
            Block(
                sum(model.items[n].cost_unplaced for n in members),
                tuple(BlockChoice(options, sum([goal[k] for k in options])) for options in together(model, members)),
            )
            for members in self.members
        ]
        absent = {v: model.of(n) for n, v in enumerate(model.unplaced)}
        guards: list[Guard] = [Spans(model.spans, len(model.options))] if model.spans else []
        guards += [Fills(model.fills, len(model.options))] if model.fills else []
        guards += [rooms] if rooms is not None else []
        self.chains = Chains(Conflicts(model, len(model.options), absent), self.blocks, seed, tuple(guards))

    def fill(self, start_from: Mapping[str, Option], work: float) -> Answer:
        """The best checked answer, from what ``start_from`` allows; without values where no check held.

        Whatever the check refuses is tried elsewhere a few times, the blocks concerned without the choice that failed.
        """
        limits = ChainLimits(int(work * LOOKS), CHAIN_PATIENCE * len(self.blocks))
        best, spent, wanted = Answer(Outcome.UNKNOWN), 0.0, self._wanted(start_from)
        for _round in range(max(1, int(work / ROUND))):
            self.chains.reopen()
            self._chain(wanted, limits, STARTS)
            for _turn in range(CHECKS):
                answer = self._checked()
                spent += answer.work
                if not answer.found:
                    break
                if not best.found or left_cost(self.model, answer.values) < left_cost(self.model, best.values):
                    best = answer
                elsewhere = [b for b in self._refused(answer) if self.chains.move_on(b)]
                if self._stopped() or not elsewhere:
                    break
                self.chains.run(limits, self._stopped)
            if self._stopped() or (best.found and not left_cost(self.model, best.values)):
                break
        return replace(best, work=spent + self.chains.looks / LOOKS)

    def _chain(self, wanted: Mapping[int, int], limits: ChainLimits, starts: int) -> None:
        """Run the chains until nothing is left out, so many times; the best of these.

        ``wanted``: block → number of its choice. Each begins anew; where a half-filled week does not tell what it lacks
        yet (limits that are guarded), one that leaves less out than the one before is gone on from, in the other order.
        The best is left in ``chains.best``; nothing is checked yet.
        """
        chains, best, least, before = self.chains, self.chains.best, -1, -1
        guarded = bool(chains.guards)
        # The dice go on from one start to the next, so that each start is another search.
        for turn in range(starts):
            if before < 0:
                chains.start(wanted)
            else:
                chains.resume()
            chains.run(limits, self._stopped, heaviest=guarded and turn % 2 == 0)
            cost = sum(block.price for block, n in zip(self.blocks, chains.best, strict=True) if n is None)
            if least < 0 or cost < least:
                best, least = chains.best, cost
            if not least or self._stopped():
                break
            before = cost if guarded and (before < 0 or cost < before) else -1
        chains.best = best

    def _stopped(self) -> bool:
        """Whether a stop was asked."""
        return self.interrupt is not None and self.interrupt.asked.is_set()

    def _wanted(self, start_from: Mapping[str, Option]) -> dict[int, int]:
        """Block → its choice that begins like ``start_from``: the same option, else the same weekday and start.

        A block of several items begins like its first one. Blocks for which nothing is wanted, or nothing like it is
        allowed, are missing.
        """
        found: dict[int, int] = {}
        for b, members in enumerate(self.members):
            option = start_from.get(self.model.items[members[0]].id)
            if option is None:
                continue
            like: list[tuple[bool, int]] = []
            for number, choice in enumerate(self.blocks[b].choices):
                own = self.model.options[choice.options[0]][1]
                if (own.day.weekday(), own.start) == (option.day.weekday(), option.start):
                    # False before True: the very same option before one of the same hour.
                    like.append((own != option, number))
            if like:
                found[b] = min(like)[1]
        return found

    def _checked(self) -> Answer:
        """The chains' best with every row kept, helpers at their least cost; else what is left out as few as may be.

        Two questions at most, both nearly settled: first with every choice fixed, then with the freedom to give some of
        them up, but to choose no other ones. Without values where a stop came first, or where a row asks for an option
        (a lock), which the chains cannot see.
        """
        values = np.zeros(self.pieces.size, dtype=np.int64)
        values[self.model.unplaced] = 1
        taken: list[int] = []
        for members, block, number in zip(self.members, self.blocks, self.chains.best, strict=True):
            if number is not None:
                taken += block.choices[number].options
                values[[self.model.unplaced[n] for n in members]] = 0
        values[taken] = 1
        helpers = range(len(self.model.options) + len(self.model.items), self.pieces.size)
        answer = self._complete(values, helpers)
        if answer.found:
            return answer
        # The chains' week breaks some row: give every choice of it up again, as few as that takes, the rest staying
        # closed.
        values[taken] = 0
        values[self.model.unplaced] = 1
        again = self._complete(values, [*taken, *self.model.unplaced, *helpers])
        return replace(again, work=answer.work + again.work)

    def _complete(self, values: NDArray[np.int64], free: Iterable[int]) -> Answer:
        """Some variables at their values, ``free`` ones chosen by CP-SAT; without values where no row can be kept."""
        piece = self.pieces.cut(values, free)
        if not len(piece.chosen) and not piece.model.rows and not piece.model.cliques:
            # The bounds of the rows settle everything: CP-SAT has nothing to say.
            return self._judged(piece.values, 0.0)
        # A light search ends at once when a stop is asked, but without this answer there would be no week at all.
        search = Search(CHECK, self.seed, light=not self._stopped(), bare=True)
        answer = solve(piece.model, search, interrupt=self.interrupt)
        if answer.outcome not in (Outcome.OPTIMAL, Outcome.FEASIBLE):
            return answer
        return self._judged(piece.merge(answer.values), answer.work)

    def _judged(self, whole: NDArray[np.int64], work: float) -> Answer:
        """Values of the whole week as an answer, once every row of it is kept.

        A row of options alone that asks for one may not be: no helper led to it.
        """
        if not self.pieces.holds(whole):
            return Answer(Outcome.UNKNOWN, work=work)
        return Answer(Outcome.FEASIBLE, tuple(whole.tolist()), work=work)

    def _refused(self, answer: Answer) -> list[int]:
        """Blocks that the chains had placed and the check has not, by number, in order."""
        out = {n for n, v in enumerate(self.model.unplaced) if answer.values[v]}
        return [
            b
            for b, members in enumerate(self.members)
            if self.chains.best[b] is not None and not out.isdisjoint(members)
        ]


def blocks_of(model: WeekModel) -> list[tuple[int, ...]]:
    """Numbers of the items that move as one: those of a tie, session by session, those paired, and each other alone.

    The k-th session of each course and part of a tie is in its k-th block, as H3d wants them; sides of different
    lengths leave the last blocks with fewer members.
    """
    turns: dict[tuple[str, Hashable, str], int] = {}
    found: dict[Hashable, list[int]] = {}
    for n, item in enumerate(model.items):
        if not item.tie:
            found[n] = [n]
            continue
        side = item.tie, item.course_id, item.part
        turns[side] = turns.get(side, -1) + 1
        found.setdefault((item.tie, turns[side]), []).append(n)
    return _joined(list(found.values()), model.paired)


def _joined(blocks: list[list[int]], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Blocks, those with a pair across them in one; in the order of their first members."""
    of = {n: block for block in blocks for n in block}
    for first, then in pairs:
        one, other = of[first], of[then]
        if one is not other:
            one += other
            of |= dict.fromkeys(other, one)
    return [tuple(sorted(block)) for block in {id(b): b for b in of.values()}.values()]


def together(model: WeekModel, members: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Options that a block may take at once: one of each item, all at the same time.

    Every team of each item with every team of the others: a tuple for each way, in the order of the first item's
    options. Empty where its items share no hour.
    """
    open_to = [[k for k in model.of(n) if model.high[k]] for n in members]
    if len(members) == 1:
        return [(k,) for k in open_to[0]]
    times: list[dict[tuple[date, int], list[int]]] = []
    for options in open_to:
        at: dict[tuple[date, int], list[int]] = {}
        for k in options:
            at.setdefault(model.options[k][1][:2], []).append(k)
        times.append(at)
    shared = [when for when in times[0] if all(when in at for at in times[1:])]
    return [choice for when in shared for choice in itertools.product(*(at[when] for at in times))]


def _anew(
    model: WeekModel, work: float, seed: int, interrupt: Interrupt | None, hint: tuple[int, ...] | None
) -> Answer:
    """The whole week by CP-SAT: the core first, which also proves; every strategy where nothing is known yet.

    Only what is left out is weighed, not the preferences. ``hint``: the best week known, which then needs no second
    search.
    """
    goal = {model.unplaced[n]: item.cost_unplaced for n, item in enumerate(model.items)}
    found = solve(model, Search(work, seed, core=True), objective=goal, hint=hint, interrupt=interrupt)
    if found.found or hint is not None:
        return found
    # All strategies in turn: slower, but they do not all fail on the same weeks.
    other = solve(model, Search(work, seed, portfolio=True), objective=goal, interrupt=interrupt)
    return replace(other, work=found.work + other.work)


def left_cost(model: WeekModel, values: Sequence[int]) -> int:
    """What the items left out cost, in the units of `planner.prices` (an hour of a course: 100)."""
    return sum(item.cost_unplaced * values[v] for item, v in zip(model.items, model.unplaced, strict=True))
