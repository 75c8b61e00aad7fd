"""What `solve` prints of the bound of the preferences, and the line of progress."""

import pytest

from planner.cli.show.solve import bound_line
from planner.cli.show.terminal import Terminal

P1 = {"cost": 900.0, "bound": 850.0, "gap": 0.0556}
P4 = {"cost": 200.0, "bound": 0.0, "gap": 1.0}
P6 = {"cost": 30.0, "bound": 30.0, "gap": 0.0}


def test_bound_is_told_in_one_line() -> None:
    """Cost, bound and gap, and what the bound keeps; what is reached; what is missing since a rule is broken."""
    rows = {"P1": P1, "P4": P4, "P6": P6}
    assert bound_line({"objective": 1130.0, "bound": 880.0, "gap": 0.2212, "bounds": rows}) == (
        "Coût des préférences : 1\u202f130, borne : 880 (écart : 22,1\u00a0% au plus), "
        "si les cours gardent leurs semaines et leurs équipes, l’accompagnement ses heures, ses adultes et ses "
        "apprenants, et si personne n’a moins d’heures dues."
    )
    assert bound_line({"objective": 30.0, "bound": 30.0, "gap": 0.0, "bounds": {"P6": P6}}) == (
        "Coût des préférences : 30 ; aucun emploi du temps ne coûte moins, c’est démontré, "
        "si les cours gardent leurs semaines et leurs équipes, l’accompagnement ses heures, ses adultes et ses "
        "apprenants, et si personne n’a moins d’heures dues."
    )
    assert bound_line({"objective": 30.0, "bound": None, "gap": None}) == (
        "Coût des préférences : aucune borne n’est démontrée."
    )


def test_progress_says_cost_and_bound(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe, one line."""
    Terminal().phase("borne du coût des préférences", {"objective": 1130.4, "bound": 880.2, "gap": 0.2212})
    told = capsys.readouterr().err
    assert told.endswith(
        "borne du coût des préférences · coût 1\u202f130 (au mieux 880, écart de 22,1\u00a0% au plus)\n"
    )
