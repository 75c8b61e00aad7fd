"""What is typed on a command line for somebody or something: its code, or its name in any order of words."""

import pytest

from planner.answer import Refused
from planner.cli.work.typed import by_name

NAMES = {"SCHMITT-AXEL": "Schmitt Axel", "SCHMITT-TIMEO": "Schmitt Timéo", "GARNIER": "Garnier Justine"}


@pytest.mark.parametrize("text", ["schmitt-timeo", "Schmitt Timéo", "timeo schmitt"])
def test_code_or_name_in_any_order(text: str) -> None:
    """Case and accents aside."""
    assert by_name(text, NAMES, "Le formateur", "") == "SCHMITT-TIMEO"


def test_several_of_one_name_are_all_said() -> None:
    """None of them is taken, and none is told not to exist."""
    with pytest.raises(Refused) as found:
        by_name("Schmitt", NAMES, "Le formateur", "")
    assert "Schmitt Axel et Schmitt Timéo" in str(found.value)


def test_a_slip_is_asked_about() -> None:
    """The nearest name is proposed."""
    with pytest.raises(Refused) as found:
        by_name("Garnier Justin", NAMES, "Le formateur", "Donnez son nom.")
    assert "n’existe pas" in str(found.value)
    assert "Garnier Justine" in str(found.value)
