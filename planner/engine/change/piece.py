"""A part of a week as one model, and the searches that look for its best with a proof.

Made by `repair.Repair.piece`; `joint_weeks` puts several of them into one model. Nothing changes on the board here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.engine.change.borne import Borne
from planner.engine.change.repair_model import RepairModel, RoomChoice
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve


@dataclass(frozen=True, slots=True)
class Piece:
    """The model of a part of a week, what is asked of it, and where it stands."""

    model: RepairModel
    rooms: RoomChoice
    same: Mapping[int, int]
    """By item that is free: a variable that is 1 where nothing of it changes."""
    goal: dict[int, int]
    hint: list[int]
    borne: tuple[Borne, ...] = ()


def proofs(piece: Piece, work: float, seed: int, interrupt: Interrupt | None, *, thorough: bool) -> Iterator[Answer]:
    """Answers of the searches that may prove the best of a piece, until one does; the first alone if not ``thorough``.

    ``work``: deterministic work of the first. A week in which half a day is closed has its bound at once and no answer
    near it: the core finds it where much has to be left out, a plain search where all has a place.
    """
    others = [Search(1.5 * work, seed, core=True), Search(2 * work, seed)] if thorough else []
    for search in (Search(work, seed, proof=True), *others):
        answer = solve(piece.model, search, objective=piece.goal, hint=piece.hint, interrupt=interrupt)
        yield answer
        if answer.outcome is Outcome.OPTIMAL:
            return
