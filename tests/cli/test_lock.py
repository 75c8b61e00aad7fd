"""`barrette lock` and `unlock`: the planner's own locks."""

import json
from pathlib import Path

from planner.store.database import open_store
from planner.store.locks import locked_sessions, locks
from tests.cli.running import barrette
from tests.cli.versions import first_version

MATHS, COOKING = "CAP-CUI-1-MATHEMATIQUES-01", "CAP-CUI-1-TP-CUISINE-01"


def test_lock_is_kept_until_it_is_taken_away(solved: Path) -> None:
    """Two sessions are locked with who and why; one is freed again."""
    first_version(solved)
    assert barrette("lock", solved, MATHS, COOKING, "--reason", "jury", "--author", "Paule").exit_code == 0
    with open_store(solved) as store:
        assert locked_sessions(store) == {MATHS, COOKING}
        kept = locks(store)[0]
    assert (kept.author, kept.reason, kept.lock.course_id) == ("Paule", "jury", "CAP-CUI-1-MATHEMATIQUES")
    assert "jury" in barrette("lock", solved).stdout
    assert barrette("lock", solved, MATHS, "--reason", "salle").exit_code == 0  # the later one holds
    assert barrette("unlock", solved, COOKING).exit_code == 0
    found = json.loads(barrette("lock", solved, "--json").stdout)
    assert [(one["session"], one["reason"]) for one in found["locks"]] == [(MATHS, "salle")]


def test_lock_of_what_does_not_exist(solved: Path) -> None:
    """The nearest session is named, and nothing of the command is done."""
    first_version(solved)
    said = barrette("lock", solved, MATHS, "CAP-CUI-1-TP-CUISINE-1")
    assert said.exit_code == 2
    assert f"« {COOKING} »" in said.stderr
    said = barrette("unlock", solved, MATHS)
    assert said.exit_code == 2
    assert "n’est pas verrouillée" in said.stderr
    assert "Aucune séance" in barrette("lock", solved).stdout
