"""Nobody and nothing disappears in silence: `planner.check.idle`, and what ``check`` says of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from planner.check.idle import idle
from tests.cli.running import barrette
from tests.data.rich import Rows
from tests.data.test_reading_rules import problem_of
from tests.whole.tiny import tiny, written

LATE, EARLY = date(2027, 1, 4), date(2026, 1, 5)


def found(rows: Rows) -> set[tuple[str, str, str]]:
    """Kind, name and reason of whatever is never used."""
    return {(one.kind, one.name, one.reason) for one in idle(problem_of(rows))}


def test_nothing_is_idle_in_a_sound_centre() -> None:
    """Everybody of the tiny centre has something."""
    assert found(tiny()) == set()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entrée": LATE}, "entrée après la fin"),
        ({"sortie": EARLY}, "sortie avant le début"),
        ({"contrat début": date(2025, 9, 1), "contrat fin": date(2026, 8, 31)}, "contrat terminé avant le début"),
        ({"contrat début": date(2025, 9, 1), "rupture": EARLY, "contrat fin": None}, "droits terminés (rupture"),
        ({"entrée": EARLY, "contrat début": None, "contrat fin": None}, "droits terminés (sans contrat"),
    ],
)
def test_learner_who_is_never_expected_is_named_with_the_reason(change: dict[str, object], words: str) -> None:
    """Dates that take somebody out of the whole timetable."""
    rows = tiny()
    rows["Apprenants"][0] = {**rows["Apprenants"][0], "entrée": None, **change}
    (one,) = [one for one in idle(problem_of(rows)) if one.kind == "learner"]
    assert words in one.reason
    assert one.origin == "Apprenants!A2"


def test_class_trainer_and_room_without_use_are_named() -> None:
    """No course, no skill, no seat."""
    rows = tiny()
    rows["Classes"].append({"classe": "CAP VIDE", "formation": "CAP Cuisine", "année": 1})
    rows["Calendrier"].append({"qui": "CAP VIDE", **{k: v for k, v in rows["Calendrier"][0].items() if k != "qui"}})
    rows["Formateurs"].append({"nom": "Vasseur Ida", "rôle": "vie scolaire"})
    rows["Salles"].append({"salle": "Réserve", "type": "banalisée", "places": 0})
    assert {("class", "CAP VIDE", "aucun cours"), ("room", "Réserve", "aucune place")} <= found(rows)
    assert "Vasseur Ida" in {name for kind, name, _reason in found(rows) if kind == "trainer"}


def test_check_says_the_lines_read_and_folds_long_lists(tmp_path: Path) -> None:
    """Each sheet with its number of lines; of twenty people the first names, all of them for a program."""
    rows = tiny()
    model = rows["Apprenants"][0]
    rows["Apprenants"] += [{**model, "code": "", "nom": f"Tard{n}", "entrée": LATE} for n in range(20)]
    book = written(tmp_path, rows)
    done = barrette("check", book)
    assert f"Apprenants {len(rows['Apprenants'])}" in done.stdout
    assert "entrée après la fin de l'emploi du temps (20)" in done.stdout
    assert "et 8 autres" in done.stdout
    told = json.loads(barrette("check", book, "--json").stdout)
    assert len([one for one in told["idle"] if one["kind"] == "learner"]) == 20
    assert told["lines"]["Apprenants"] == len(rows["Apprenants"])
