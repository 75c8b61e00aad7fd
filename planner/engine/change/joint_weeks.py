"""Pieces of several weeks in one model, for sessions that may go to any of them.

`elsewhere.Mend` asks for what its own week cannot take, or what has no week yet: first with the sessions hit alone free
to move, so that nobody else is disturbed; then, for a few sessions, with whole weeks whose rooms are only counted. The
pieces are those that `repair` makes of each week. One answer a week is returned, and `Mend` moves what has a place: the
boards do not change here.

A course that three weeks could take is an item in the piece of each. One of the three is placed at most: in the first
of its copies for nothing, in another one at the price `OTHER_WEEK`; to have no place at all costs the hours lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.domain import SessionId
from planner.engine.change.borne import Borne
from planner.engine.change.piece import Found, Piece
from planner.engine.change.repair import WORK, Repair
from planner.engine.solvers.cpsat import Search, solve
from planner.model.linear import LinearModel, Row
from planner.prices import HOUR_LOST, OTHER_WEEK

Copies = Mapping[SessionId, Sequence[tuple[int, int]]]
"""Session → its items, as (index of the piece, number in it): one of them is placed at most."""


class Joined(LinearModel):
    """The rows and costs of several pieces, one after the other, with what links them.

    Variables of a piece keep their order and are shifted by ``shift``; ``goal``: variable → cost, the least being best;
    ``hint``: a value for each variable.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        LinearModel.__init__(self)
        self.shift: list[int] = []
        self.goal: dict[int, int] = {}
        self.hint: list[int] = []
        for piece in pieces:
            first = len(self.low)
            self.shift.append(first)
            self.low += piece.model.low
            self.high += piece.model.high
            self.rows += [Row(tuple(i + first for i in r.ids), r.coefs, r.low, r.high) for r in piece.model.rows]
            self.cliques += [tuple(i + first for i in clique) for clique in piece.model.cliques]
            self.goal |= {variable + first: cost for variable, cost in piece.goal.items()}
            self.hint += [*piece.hint, *[0] * (len(piece.model.low) - len(piece.hint))]
        self._bear(pieces)

    def _bear(self, pieces: Sequence[Piece]) -> None:
        """What somebody may bear holds for all the weeks together.

        A piece holds its bearers to what they may bear in its week; over the weeks, so many of their sessions stay as
        they are or have no place.
        """
        found: dict[str, list[tuple[int, Borne]]] = {}
        for shift, piece in zip(self.shift, pieces, strict=True):
            for borne in piece.borne:
                found.setdefault(borne.bearer, []).append((shift, borne))
        least: dict[tuple[int, ...], int] = {}
        for rows in found.values():
            # Whoever has sessions in one week only is held by its piece.
            if len(rows) > 1:
                ids = tuple(i + shift for shift, borne in rows for i in borne.ids)
                low = sum(borne.sessions for _shift, borne in rows) - min(borne.most for _shift, borne in rows)
                # Of those who bear the very same sessions the strictest holds for all.
                least[ids] = max(low, least.get(ids, low))
        for ids, low in least.items():
            self.add(ids, 1, low=low)

    def once(self, ids: Sequence[int], cost: int) -> None:
        """One place among several weeks, or none at a cost; ``ids``: the variables of having no place in each.

        ``cost``: hours lost, in units of `HOUR_LOST`. The first of ``ids`` is where the session is best; any other week
        costs `OTHER_WEEK`.
        """
        lost = self.new_bool()
        self.add([*ids, lost], [*[1] * len(ids), -1], len(ids) - 1, len(ids) - 1)
        # To have no place in a week that is not the best is a gain, since it leaves the session to another one.
        self.goal |= dict.fromkeys(ids[1:], -OTHER_WEEK)
        self.goal[ids[0]] = 0
        self.goal[lost] = HOUR_LOST * cost
        # No place anywhere is where the search begins: it always has an answer.
        self.hint.append(1)


def place_among(repairs: Sequence[Repair], copies: Copies, whole: Sequence[Piece] = ()) -> list[Found]:
    """What each week gives when nothing moves but the sessions hit, or in the pieces of ``whole`` weeks.

    The first copy of a session is where it is best. Every answer is optimal, or none is.

    ``copies``: session → its item in each week that may take it. ``whole``: pieces with their rooms counted, one for
    each repair, of which a proof is asked. One answer for each repair, in order; each bears the work of the one search.
    The boards do not change.
    """
    pieces = whole or [repair.piece(repair.base) for repair in repairs]
    model = Joined(pieces)
    for items in copies.values():
        ids = [pieces[p].model.unplaced[n] + model.shift[p] for p, n in items]
        best, number = items[0]
        model.once(ids, pieces[best].model.items[number].cost_unplaced)
    first = repairs[0]
    search = Search(WORK * first.effort, first.seed, core=not whole, proof=bool(whole))
    answer = solve(model, search, objective=model.goal, hint=model.hint, interrupt=first.interrupt)
    found = []
    for repair, piece, shift in zip(repairs, pieces, model.shift, strict=True):
        mine = answer.values[shift : shift + len(piece.model.low)] if answer.values else ()
        found.append(repair.read(piece, replace(answer, values=mine)))
    return found
