"""All scenarios and limits: those of every ``scenarios_*.py`` of this folder."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from planner.domain import Problem, Timetable
from tests.rules.agreement import Scenario


@dataclass(frozen=True)
class Limit:
    """One problem and two timetables: ``kept`` is at the limit, ``broken`` passes it by one unit.

    ``says``: words that the sentence of the finding must hold.
    """

    key: str
    problem: Problem
    kept: Timetable
    broken: Timetable
    says: tuple[str, ...] = ()
    name: str = ""


def _modules() -> Iterator[ModuleType]:
    for path in sorted(Path(__file__).parent.glob("scenarios_*.py")):
        yield importlib.import_module(f"tests.rules.{path.stem}")


SCENARIOS: tuple[Scenario, ...] = tuple(row for module in _modules() for row in getattr(module, "SCENARIOS", ()))
LIMITS: tuple[Limit, ...] = tuple(row for module in _modules() for row in getattr(module, "LIMITS", ()))
