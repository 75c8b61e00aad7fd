"""The screens of the board, a file each: its page, and what the scripts of the page ask and change."""

from planner.serve.screens.absences import absences_screen
from planner.serve.screens.groups import groups_screen
from planner.serve.screens.regulation import regulation_screen
from planner.serve.screens.score import score_screen
from planner.serve.screens.solve import solve_screen
from planner.serve.screens.versions import versions_screen
from planner.serve.screens.week import week_screen
from planner.serve.screens.why import why_screen

SCREENS = (
    week_screen, absences_screen, groups_screen, regulation_screen, solve_screen, score_screen, why_screen,
    versions_screen,
)  # fmt: skip
"""In the order of the navigation; the first one opens."""
