"""The screens of the board, a file each: its page, and what the scripts of the page ask and change."""

from planner.folder.desk import Desk
from planner.serve.calculation import Calculation
from planner.serve.screen import Screen
from planner.serve.screens.absences import absences_screen
from planner.serve.screens.groups import groups_screen
from planner.serve.screens.regulation import regulation_screen
from planner.serve.screens.score import score_screen
from planner.serve.screens.solve import solve_screen
from planner.serve.screens.versions import versions_screen
from planner.serve.screens.week import week_screen
from planner.serve.screens.why import why_screen


def screens_of(desk: Desk, calculation: Calculation) -> list[Screen]:
    """In the order of the navigation; the first one opens. ``calculation``: what goes on beside the board."""
    return [
        week_screen(desk, calculation),
        absences_screen(desk),
        groups_screen(desk),
        regulation_screen(desk),
        solve_screen(desk, calculation),
        score_screen(desk),
        why_screen(desk),
        versions_screen(desk),
    ]
