"""Hours at which a change leaves minors without anything, in words: who, and who could watch them."""

from collections.abc import Iterable

from planner.domain import Problem, name_order
from planner.engine.change.alone import Alone
from planner.words import room_name, say_day, say_some, say_span, trainer_name

MINORS = "Mineurs sans cours (pour les encadrer : une ligne dans « Événements », avec eux, l’adulte et la salle) :"
"""What stands above the lines of such hours."""


def alone_lines(problem: Problem, alone: Iterable[Alone]) -> list[str]:
    """A line for each hour at which minors have nothing: who, and who could watch them; first where nobody can."""
    return [_alone(problem, row) for row in sorted(alone, key=lambda row: row.adult is not None)]


def _alone(problem: Problem, row: Alone) -> str:
    first = row.sessions[0]
    names = say_some(sorted((p.name for p in row.minors), key=name_order))
    return f"{say_day(first.day)} {say_span(first.start, first.end)}, {names} : {who_watches(problem, row)}"


def who_watches(problem: Problem, row: Alone) -> str:
    """Who could watch some minors and where, or why nobody can."""
    if row.against:
        return f"pas d’heure encadrée possible ({row.against})"
    if row.adult is None or row.room is None:
        return "personne de libre pour les encadrer"
    return f"{trainer_name(problem, row.adult)} peut les encadrer ({room_name(problem, row.room)})"
