"""`barrette replace`: what is asked badly is told, and nothing is changed; what is tried leaves no trace."""

import json
from pathlib import Path

import pytest

from tests.cli.running import barrette, tree
from tests.cli.versions import first_version

DAY = "2026-09-08"  # two lessons of mathematics by Durand Paul, whom nobody may replace


def rest(folder: Path) -> dict[str, bytes]:
    """Every file but those of the history, which opening touches."""
    return {name: content for name, content in tree(folder).items() if "sqlite" not in name and ".verrou" not in name}


def test_replace_lists_what_may_be_done(solved: Path) -> None:
    """Two sessions, each with two adults who may watch and a cancellation; nothing changes."""
    first_version(solved)
    before = rest(solved)
    found = json.loads(barrette("replace", solved, "--trainer", "durand paul", "--date", "08/09/2026", "--json").stdout)
    assert [[c["kind"] for c in one["choices"]] for one in found["sessions"]] == [
        ["autonomy", "autonomy", "cancel"]
    ] * 2
    assert [one["people"] for one in found["sessions"]] == [3, 3]
    assert rest(solved) == before


def test_replace_takes_what_is_chosen(solved: Path) -> None:
    """The first is watched, the second cancelled: version 2 says so, and passes."""
    first_version(solved)
    said = barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "1=autonomie;2=annuler")
    assert said.exit_code == 0
    assert "version 2" in said.stdout
    differs = barrette("diff", solved).stdout
    assert "1 annulée" in differs
    assert "en autonomie, Noir Eva" in differs
    assert barrette("verify", solved).exit_code == 0


def test_replace_tries_without_a_trace(solved: Path) -> None:
    """A dry run says the same and keeps nothing."""
    first_version(solved)
    before = rest(solved)
    said = barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", DAY, "--best", "--dry-run")
    assert said.exit_code == 0
    assert "rien n’a été changé" in said.stdout
    assert rest(solved) == before
    assert "une version" in barrette("diff", solved).stdout


def test_replace_of_a_trainer_who_has_nothing(solved: Path) -> None:
    """That is said, and is no error."""
    first_version(solved)
    said = barrette("replace", solved, "--trainer", "Noir Eva", "--date", "2026-09-10", "--best")
    assert said.exit_code == 0
    assert "n’a pas de séance" in said.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--trainer", "Durant Paul", "--date", DAY], "Vouliez-vous dire « Durand Paul »"),
        (
            ["--trainer", "DURAND-PAUL", "--date", "2026-12-25"],
            "hors de l’emploi du temps (du 7 septembre au 18 septembre 2026)",
        ),
        (["--trainer", "DURAND-PAUL", "--date", "demain"], "« demain »"),
        (["--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "1=autonomie"], "Il reste 1 séance sans choix"),
        (["--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "1=Roux Anne", "--best"], "n’est pas possible pour"),
        (["--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "7=annuler"], "n’est pas une séance de cette journée"),
        (["--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "annuler"], "écrire SÉANCE=CHOIX"),
        (["--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "1=1;1=2"], "choisie deux fois"),
        (["--trainer", "DURAND-PAUL", "--date", DAY, "--best", "--reason", "Maladie"], "sans dire pourquoi"),
    ],
)
def test_replace_asked_badly(solved: Path, words: list[str], told: str) -> None:
    """One French message with the solution, exit code 2, nothing written."""
    first_version(solved)
    before = rest(solved)
    said = barrette("replace", solved, *words)
    assert said.exit_code == 2
    assert told in said.stderr
    assert rest(solved) == before


def test_replace_without_a_history(tmp_path: Path) -> None:
    """A folder without versions is told what to do."""
    said = barrette("replace", tmp_path, "--trainer", "X", "--date", DAY)
    assert said.exit_code == 4
    assert "barrette solve" in said.stderr


def test_replace_cancelled_is_given_again_by_the_next_update(solved: Path) -> None:
    """Two hours cancelled on the 8th find an hour later in the term, under a name of their own; nothing else moves."""
    first_version(solved)
    said = barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", DAY, "--choose", "1=autonomie;2=annuler")
    assert said.exit_code == 0
    name = "CAP-CUI-1-MATHEMATIQUES-01"
    assert name in (solved / "csv" / "unplaced.csv").read_text("utf-8")
    said = barrette("update", solved, "--workbook", solved.parent / "classeur.xlsx", "--from", "2026-09-09", "--json")
    assert said.exit_code == 0
    found = json.loads(said.stdout)
    assert [(d["session"], d["what"]) for d in found["diff"]] == [(f"{name}-r1", "added")]
    assert name not in (solved / "csv" / "unplaced.csv").read_text("utf-8")
    assert barrette("verify", solved).exit_code == 0
