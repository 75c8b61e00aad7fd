"""`barrette groups`: who is in which group, somebody put into another one, and who is locked."""

import json
from pathlib import Path
from typing import Any

from planner.store.database import open_store
from planner.why.told import say_cost
from tests.cli.running import barrette
from tests.whole.tiny import tiny, written

DAY = ("--from", "2026-09-07")
ZOE = ("--person", "Zoé Leroy")
"""She owes LIT1."""


def versions(folder: Path) -> list[str]:
    """The reasons in the history."""
    with open_store(folder) as store:
        return [version.reason for version in store.versions()]


def modules(folder: Path, person: str) -> set[str]:
    """Modules of the groups of somebody."""
    found = json.loads(barrette("groups", folder, *DAY, "--json").stdout)["barrettes"]
    return {g["module"] for held in found for g in held["groups"] if person in g["people"]}


def other(folder: Path) -> tuple[str, dict[str, Any]]:
    """A module for which Zoé may leave LIT1, and what is said of it; no other group that she has."""
    found = json.loads(barrette("groups", folder, *DAY, *ZOE, "--json").stdout)
    module = {g["group"]: g["module"] for g in found["groups"]}
    (places,) = [places for source, places in found["places"].items() if module[source] == "LIT1"]
    mine = modules(folder, "LEROY-ZOE")
    return next((module[p["joins"]], p) for p in places if p["free"] and module[p["joins"]] not in mine)


def test_groups_are_shown_with_their_people(solved: Path) -> None:
    """Each group with who leads it, where, and who is in it."""
    said = barrette("groups", solved, *DAY)
    assert said.exit_code == 0
    assert said.stdout.startswith("Barrette A, Période 1 :\n")
    assert "    LEROY Zoé\n" in said.stdout
    assert "LIT1" in modules(solved, "LEROY-ZOE")


def test_ways_of_one_person_say_what_each_pays(solved: Path) -> None:
    """Level, hours due, and the cost of each group that may be taken instead."""
    said = barrette("groups", solved, *DAY, *ZOE)
    assert said.exit_code == 0
    assert "littératie : niveau 1" in said.stdout
    assert "rien sur" in said.stdout or "2 h sur 4 h" in said.stdout
    module, place = other(solved)
    assert module != "LIT1"
    assert place["cost"] > 0
    assert f"coût {say_cost(place['cost'])}" in said.stdout


def test_a_move_is_a_version_and_a_lock_that_update_and_solve_keep(solved: Path) -> None:
    """Whoever was moved stays where the planner put them, though they owe something else."""
    module, _place = other(solved)
    move = ("--move", f"LIT1={module}")
    tried = barrette("groups", solved, *DAY, *ZOE, *move, "--dry-run")
    assert tried.exit_code == 0
    assert "rien n’a été changé" in tried.stdout
    assert len(versions(solved)) == 1
    done = barrette("groups", solved, *DAY, *ZOE, *move, "--reason", "vu en classe", "--author", "Paule")
    assert done.exit_code == 0, done.output
    assert "Gardé : version 2. Sa place y est verrouillée." in done.stdout
    assert versions(solved)[-1] == "vu en classe"
    assert barrette("verify", solved).exit_code == 0
    assert "LEROY Zoé (place verrouillée)" in barrette("groups", solved, *DAY).stdout
    back = barrette("groups", solved, *DAY, *ZOE, "--move", f"{module}=LIT1")
    assert back.exit_code == 1
    assert "Zoé Leroy a sa place verrouillée dans ce groupe (Paule," in back.stderr

    book = solved.parent / "classeur.xlsx"
    assert barrette("update", solved, "--workbook", book, *DAY).exit_code == 0
    assert module in modules(solved, "LEROY-ZOE")
    anew = barrette("solve", book, "--out", solved, "--effort", "0.1", "--seed", "3", "--no-export")
    assert anew.exit_code == 0, anew.output
    assert module in modules(solved, "LEROY-ZOE")
    assert "Verrouillés dans un groupe" not in anew.output


def test_without_a_lock_a_solve_gives_what_is_owed(solved: Path) -> None:
    """The lock alone holds: once it is taken away, whoever was moved is back where hours are due."""
    module, _place = other(solved)
    assert barrette("groups", solved, *DAY, *ZOE, "--move", f"LIT1={module}").exit_code == 0
    freed = barrette("groups", solved, *DAY, *ZOE, "--unlock", module)
    assert freed.stdout.startswith("Zoé Leroy : place déverrouillée (")
    book = solved.parent / "classeur.xlsx"
    assert barrette("solve", book, "--out", solved, "--effort", "0.1", "--seed", "3", "--no-export").exit_code == 0
    assert module not in modules(solved, "LEROY-ZOE")


def test_a_lock_that_nothing_keeps_is_told(solved: Path) -> None:
    """Nobody leads the module any more: who was locked in it is named."""
    assert barrette("groups", solved, *DAY, *ZOE, "--lock", "LIT1", "--reason", "accord").exit_code == 0
    rows = tiny()
    rows["Compétences"][0]["matière ou module"] = "numératie ; AP-METHODE ; ORI-DECOUVERTE"
    book = written(solved.parent, rows)
    anew = barrette("solve", book, "--out", solved, "--effort", "0.1", "--no-export")
    assert anew.exit_code == 0, anew.output
    assert "LIT1" not in modules(solved, "LEROY-ZOE")
    assert "Verrouillés dans un groupe où ils ne sont pas" in anew.stderr
    assert "Zoé Leroy : " in anew.stderr


def test_what_a_rule_forbids_is_not_kept(tmp_path: Path) -> None:
    """The group is full; the sentence of the rule is told, and the history is as it was."""
    rows = tiny()
    next(row for row in rows["Modules"] if row["module"] == "LIT2")["effectif maximal"] = 2
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1", "--no-export").exit_code == 0
    held = json.loads(barrette("groups", folder, *DAY, "--json").stdout)["barrettes"][0]["groups"]
    (full,) = [g for g in held if g["module"] == "LIT2"]
    who = next(a for g in held for a in g["people"] if a not in full["people"])
    found = json.loads(barrette("groups", folder, *DAY, "--person", who, "--json").stdout)["places"]
    source = next(s for s, places in found.items() for p in places if p["joins"] == full["group"] and p["sessions"])
    done = barrette("groups", folder, *DAY, "--person", who, "--move", f"{source}={full['group']}")
    assert done.exit_code == 1
    assert "3 personnes pour 2 au plus" in done.stdout
    assert len(versions(folder)) == 1


def test_what_is_typed_wrong_is_told(solved: Path) -> None:
    """In words, with what is near."""
    for words, said in (
        (("--move", "LIT1=NUM2"), "Donnez la personne"),
        ((*ZOE, "--move", "LIT1=NUM2", "--lock", "LIT1"), "un seul à la fois"),
        ((*ZOE, "--move", "LIT1"), "écrivez GROUPE=GROUPE"),
        ((*ZOE, "--move", "LIT1=POTERIE"), "« POTERIE » n’existe pas"),
        ((*ZOE, "--unlock", "LIT1"), "n’est pas verrouillée"),
        (("--person", "Zoé Leroi"), "Vouliez-vous dire"),
        (("--barrette", "Barrette Z"), "n’existe pas"),
        (("--period", "automne"), "n’existe pas"),
        (("--from", "2027-09-07"), "hors de l’emploi du temps"),
        (("--from", "demain"), "demain"),
    ):
        first = () if "--from" in words else DAY
        done = barrette("groups", solved, *first, *words)
        assert done.exit_code == 2, (words, done.output)
        assert said in done.stderr, (words, done.output)


def test_groups_of_days_gone_do_not_change(solved: Path) -> None:
    """The term is over by default: nothing is left to change, and that is what is said."""
    done = barrette("groups", solved, *ZOE, "--from", "2026-09-18", "--move", "LIT1=NUM2")
    assert done.exit_code == 1
    assert "sont passées" in done.stdout
