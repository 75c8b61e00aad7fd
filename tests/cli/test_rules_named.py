"""`check` says which lines of *Règles* name no rule, put one out of service, or weigh what has no weight."""

from pathlib import Path

import pytest

from tests.cli.running import barrette
from tests.whole.tiny import tiny, written


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"règle": "P99", "poids": 2}, "« P99 » n'est pas une règle : cette ligne ne change rien."),
        ({"règle": "h99"}, "« H99 » n'est pas une règle : cette ligne ne change rien."),
        ({"règle": "H6c", "active": "non"}, "« H6c » est hors service, plus rien ne la fait respecter : Les heures"),
        ({"règle": "H6c", "poids": 3}, "« H6c » n'est pas une préférence : son poids ne compte pas."),
    ],
)
def test_check_says_what_a_line_of_the_rules_does_not_do(tmp_path: Path, line: dict[str, object], words: str) -> None:
    """One remark with its sheet and its cell; the workbook stays good."""
    rows = tiny()
    rows["Règles"] = [{"règle": "P4", "poids": 2}, line]
    done = barrette("check", written(tmp_path, rows))
    assert (done.exit_code, done.stderr) == (0, "")
    (said,) = [said for said in done.stdout.splitlines() if "Feuille « Règles »" in said]
    assert f"cellule A3 : {words}" in said
