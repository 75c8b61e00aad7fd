"""What a screen of the board is."""

from dataclasses import dataclass

from starlette.routing import Route


@dataclass(frozen=True)
class Screen:
    """A page at ``/name`` (template ``name.html.j2``), its name in the navigation, and the addresses of its script."""

    name: str
    title: str
    routes: list[Route]
