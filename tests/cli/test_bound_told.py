"""What `solve` prints of the bound of the preferences, and the line of progress."""

import pytest

from planner.cli.show.solve import bound_lines
from planner.cli.show.terminal import Terminal

P1 = {"cost": 900.0, "bound": 850.0, "gap": 0.0556}
P4 = {"cost": 200.0, "bound": 0.0, "gap": 1.0}
P6 = {"cost": 30.0, "bound": 30.0, "gap": 0.0}


def test_bound_is_told_by_preference_the_widest_gap_first() -> None:
    """In all, then what has a bound, then what has none; what is proven the best is in neither list."""
    said = list(
        bound_lines({"objective": 1130.0, "bound": 880.0, "gap": 0.2212, "bounds": {"P1": P1, "P4": P4, "P6": P6}})
    )
    assert said == [
        "Coût des préférences : 1\u202f130, borne : 880, écart : 22,1\u00a0% au plus.",
        "Écart de chaque préférence, au plus : P1 5,6\u00a0%.",
        "Aucune borne n’est démontrée pour P4.",
    ]


def test_bound_that_is_reached_or_missing_is_one_line() -> None:
    """Nothing can cost less; or a rule is broken, and nothing is proven."""
    assert list(bound_lines({"objective": 30.0, "bound": 30.0, "gap": 0.0, "bounds": {"P6": P6}})) == [
        "Coût des préférences : 30 ; aucun emploi du temps ne coûte moins, c’est démontré."
    ]
    assert list(bound_lines({"objective": 30.0, "bound": None, "gap": None})) == [
        "Coût des préférences : aucune borne n’est démontrée."
    ]


def test_progress_says_cost_and_bound(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe, one line."""
    Terminal().phase("borne du coût des préférences", {"objective": 1130.4, "bound": 880.2, "gap": 0.2212})
    told = capsys.readouterr().err
    assert told.endswith("borne du coût des préférences · coût 1130 (au mieux 880, écart de 22,1\u00a0% au plus)\n")
