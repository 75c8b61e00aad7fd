"""A part of a week as one model, what it gives, and the searches that look for its best with a proof.

Made by `repair.Repair.piece`; `joint_weeks` puts several of them into one model. Nothing changes on the board here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.domain import SessionId
from planner.engine.change.borne import Borne
from planner.engine.change.repair_model import Place, RepairModel, RoomChoice
from planner.engine.change.week_sessions import WeekSessions
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.prices import HOUR_LOST


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


@dataclass(frozen=True, slots=True)
class Found:
    """What the repair of a week gives: new places by session, and what is left out."""

    places: Mapping[SessionId, Place]
    """Sessions that change; where rooms are only counted, their room is not to be read."""
    changes: int
    """Those, and the supervised study that moves with a course."""
    left: frozenset[SessionId]
    left_cost: int
    costs: Mapping[str, float]
    """Of each preference, in the part of the week that was free; only to be compared with another answer of its."""
    free: frozenset[int]
    work: float
    optimal: bool

    @property
    def rank(self) -> tuple[int, int]:
        """Less left out first, then fewer changes."""
        return self.left_cost, self.changes


def proofs(piece: Piece, work: float, seed: int, interrupt: Interrupt | None, *, thorough: bool) -> Iterator[Answer]:
    """Answers of the searches that may prove the best of a piece: a second one where the first does not, if asked.

    ``work``: deterministic work of the first; ``thorough``: whether there is a second. A week in which half a day is
    closed has its bound at once and no answer near it. Where by that bound all may have a place, a plain search finds
    it; where much has to be left out, the core does.
    """
    first = _ask(piece, Search(work, seed, proof=True), interrupt)
    yield first
    if thorough and first.outcome is not Outcome.OPTIMAL:
        all_placed = first.bound < HOUR_LOST
        second = Search(2 * work, seed) if all_placed else Search(1.5 * work, seed, core=True)
        yield _ask(piece, second, interrupt)


def begin_at(piece: Piece, week: WeekSessions, found: Found) -> None:
    """A search of a piece begins where an answer leaves its sessions, rooms included, instead of where they stand."""
    model, hint = piece.model, piece.hint
    hint += [0] * (len(model.low) - len(hint))
    for n in piece.same:
        key, session = model.items[n].id, week.sessions[n]
        place = found.places.get(key, Place(week.stands(n), session.room_id))
        held = key not in found.left
        for k in model.of(n):
            hint[k] = int(held and model.options[k][1] == place.option)
        hint[model.unplaced[n]], hint[piece.same[n]] = int(not held), int(held and key not in found.places)
        for (time, room), v in piece.rooms.of(n).items():
            hint[v] = int(held and time == place.option[:3] and room == place.room)


def _ask(piece: Piece, search: Search, interrupt: Interrupt | None) -> Answer:
    return solve(piece.model, search, objective=piece.goal, hint=piece.hint, interrupt=interrupt)
