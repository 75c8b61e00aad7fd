"""What a screen of the board is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.routing import Route

from planner.serve.calculation import Calculation


@dataclass(frozen=True)
class Screen:
    """A page at ``/name`` (template ``name.html.j2``), its name in the navigation, and the addresses of its script."""

    name: str
    title: str
    routes: list[Route]
    large: Mapping[str, int] = field(default_factory=dict)
    """Addresses that may be sent more than others, and how many bytes."""
    calculation: Calculation | None = None
    """What goes on beside the board, if anything does: the board does not end before it."""
