"""What a pre-check says: a French sentence with its place in the workbook and a solution."""

from dataclasses import dataclass

from planner.domain import Problem


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that the arithmetic of the workbook shows.

    ``kind``: name of the check; ``origin``: sheet and cell (``Cours!A12``), empty when nothing in the workbook holds
    it; ``blocking``: no timetable can hold everything that is asked; ``cells``: further places that it lies on;
    ``about``: what it lies on, where flows or orders say it (``trainer:<id>``, ``course:<id>``).
    """

    kind: str
    text: str
    origin: str = ""
    blocking: bool = False
    cells: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """``Cours!A12, Salles!A3 : …``, as the command line prints it."""
        places = ", ".join(filter(None, (self.origin, *self.cells)))
        return f"{places} : {self.text}" if places else self.text


def origin(problem: Problem, kind: str, name: str) -> str:
    """Where a thing stands in the workbook (``course`` and an id → ``Cours!A12``), empty when unknown."""
    return problem.origins.get(f"{kind}:{name}", "")


def some(names: list[str], most: int = 5) -> str:
    """``A, B, C et 4 autres``: the first names of a long list."""
    if len(names) <= most + 1:
        return f"{', '.join(names[:-1])} et {names[-1]}" if len(names) > 1 else "".join(names)
    return f"{', '.join(names[:most])} et {len(names) - most} autres"


def many(number: int, word: str) -> str:
    """``1 groupe``, ``2 groupes``."""
    return f"{number} {word}{'s' if number > 1 else ''}"
