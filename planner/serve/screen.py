"""What a screen of the board is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.routing import Route


@dataclass(frozen=True)
class Screen:
    """A page at ``/name`` (template ``name.html.j2``), its name in the navigation, and the addresses of its script."""

    name: str
    title: str
    routes: list[Route]
    large: Mapping[str, int] = field(default_factory=dict)
    """Addresses that may be sent more than others, and how many bytes."""
