"""Who teaches which class already: where another adult is needed, those whom the class knows come first."""

from collections.abc import Mapping

from planner.board.board import Board
from planner.domain import ClassId, Kind, TrainerId


def teaches_class(board: Board) -> Mapping[tuple[TrainerId, ClassId], int]:
    """How many sessions of a course each trainer has with each class: the class's own trainers come first.

    (trainer, class) → sessions, past ones too; no entry for those who have none.
    """
    found: dict[tuple[TrainerId, ClassId], int] = {}
    for session in board.sessions.values():
        if session.kind == Kind.COURSE:
            for trainer in session.trainer_ids:
                for class_id in session.class_ids:
                    found[trainer, class_id] = found.get((trainer, class_id), 0) + 1
    return found
