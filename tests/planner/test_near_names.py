"""What « Vouliez-vous dire » proposes."""

import pytest

from planner.words import did_you_mean


@pytest.mark.parametrize(
    ("typed", "name", "near"),
    [
        ("Robert Inès", "Lambert Lina", False),
        ("Sow Awo", "Sow Awa", True),
        ("Martn Léa", "Martin Léo", True),
        ("Mths", "Maths", True),
    ],
)
def test_a_name_of_somebody_else_is_not_proposed(typed: str, name: str, near: bool) -> None:
    """Two names of several words share at least one that is nearly the same."""
    assert bool(did_you_mean(typed, [name])) is near
