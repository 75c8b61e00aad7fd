"""`barrette replace`: what is asked badly is told, and nothing is changed; what is tried leaves no trace."""

import csv
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from planner.domain import Kind, SessionId, Timetable, TrainerId
from tests.cli.running import Row, barrette, tree
from tests.cli.versions import first_version, keep, plus
from tests.whole.tiny import tiny, written

ONE_DAY = "2026-09-08"
"""A day of the term, where what is on it does not matter."""
THAT_DAY = "le jour des deux cours"
"""Stands in words for the day that `lessons` finds."""


def listed(folder: Path, name: str) -> list[Row]:
    """The rows of a CSV file of a folder."""
    with (folder / "csv" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def lessons(folder: Path) -> list[Row]:
    """All that Durand Paul does on the first day that is two lessons of mathematics, in which nobody may replace him.

    The first day, so that a lesson cancelled on it finds room later in the term.
    """
    days: dict[str, list[Row]] = {}
    for row in sorted(listed(folder, "sessions.csv"), key=lambda row: (row["date"], row["start"])):
        if "DURAND-PAUL" in row["trainer_ids"].split(";"):
            days.setdefault(row["date"], []).append(row)
    return next(
        rows for rows in days.values() if len(rows) == 2 and all("MATHEMATIQUES" in row["course_id"] for row in rows)
    )


def day_of(folder: Path) -> str:
    """The day of those lessons."""
    return lessons(folder)[0]["date"]


def free(folder: Path, lesson: Row) -> set[str]:
    """The other adults who do nothing at the hour of a lesson."""
    rows = [row for row in listed(folder, "sessions.csv") if row["date"] == lesson["date"]]
    busy = {
        who
        for row in rows
        if row["start"] < lesson["end"] and lesson["start"] < row["end"]
        for who in row["trainer_ids"].split(";")
    }
    return {"ROUX-ANNE", "NOIR-EVA"} - busy


def rest(folder: Path) -> dict[str, bytes]:
    """Every file but those of the history, which opening touches."""
    return {name: content for name, content in tree(folder).items() if "sqlite" not in name and ".verrou" not in name}


def test_replace_lists_what_may_be_done(solved: Path) -> None:
    """Two sessions, each with the adults who may watch and a cancellation; nothing changes."""
    first_version(solved)
    before = rest(solved)
    both = lessons(solved)
    day = f"{date.fromisoformat(both[0]['date']):%d/%m/%Y}"
    found = json.loads(barrette("replace", solved, "--trainer", "durand paul", "--date", day, "--json").stdout)
    watchers = [free(solved, lesson) for lesson in both]
    assert all(watchers)
    assert [[c["kind"] for c in one["choices"]] for one in found["sessions"]] == [
        ["autonomy"] * len(adults) + ["cancel"] for adults in watchers
    ]
    assert [one["people"] for one in found["sessions"]] == [3, 3]
    assert rest(solved) == before


def test_replace_takes_what_is_chosen(solved: Path) -> None:
    """The first is watched, the second cancelled: version 2 says so, and passes."""
    first_version(solved)
    day = day_of(solved)
    said = barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", day, "--choose", "1=autonomie;2=annuler")
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
    said = barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", day_of(solved), "--best", "--dry-run")
    assert said.exit_code == 0
    assert "rien n’a été changé" in said.stdout
    assert rest(solved) == before
    assert "une version" in barrette("diff", solved).stdout


def test_replace_of_a_trainer_who_has_nothing(solved: Path) -> None:
    """That is said, and is no error."""
    first_version(solved)
    hers = {row["date"] for row in listed(solved, "sessions.csv") if "NOIR-EVA" in row["trainer_ids"].split(";")}
    day = next(d for d in (f"2026-09-{n:02d}" for n in range(7, 12)) if d not in hers)
    before = (solved / "plan.sqlite").read_bytes()
    assert barrette("replace", solved, "--trainer", "Noir Eva", "--date", day, "--best", "--dry-run").exit_code == 0
    assert (solved / "plan.sqlite").read_bytes() == before
    said = barrette("replace", solved, "--trainer", "Noir Eva", "--date", day, "--best")
    assert said.exit_code == 0
    assert "n’a pas de séance" in said.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--trainer", "Durant Paul", "--date", THAT_DAY], "Vouliez-vous dire « Durand Paul »"),
        (
            ["--trainer", "DURAND-PAUL", "--date", "2026-12-25"],
            "hors de l’emploi du temps (du 7 septembre au 18 septembre 2026)",
        ),
        (["--trainer", "DURAND-PAUL", "--date", "demain"], "« demain »"),
        (["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=autonomie"], "Il reste 1 séance sans choix"),
        (
            ["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=Roux Anne", "--best"],
            "n'a pas la compétence",
        ),
        (["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=sans;2=annuler"], "pas d’autre formateur"),
        (["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=9;2=annuler"], "ses solutions vont de 1 à"),
        (
            ["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=Rout Anne;2=annuler"],
            "Vouliez-vous dire « Roux Anne »",
        ),
        (
            ["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=Durand Paul;2=annuler"],
            "c’est la personne absente",
        ),
        (
            ["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "7=annuler"],
            "n’est pas une séance de cette journée",
        ),
        (["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "annuler"], "écrivez SÉANCE=CHOIX"),
        (["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--choose", "1=1;1=2"], "choisie deux fois"),
        (["--trainer", "DURAND-PAUL", "--date", THAT_DAY, "--best", "--reason", "Maladie"], "sans dire pourquoi"),
    ],
)
def test_replace_asked_badly(solved: Path, words: list[str], told: str) -> None:
    """One French message with the solution, exit code 2, nothing written."""
    first_version(solved)
    before = rest(solved)
    said = barrette("replace", solved, *(day_of(solved) if word == THAT_DAY else word for word in words))
    assert said.exit_code == 2
    assert told in said.stderr
    assert rest(solved) == before


def test_replace_names_who_keeps_a_way_out_from_being_taken(tmp_path: Path) -> None:
    """Léa follows from a distance: no autonomy, and why, in the list and when it is chosen.

    Hugo, a minor, is named where the hour is cancelled, with who could watch him, in the version's list too.
    """
    rows = tiny()
    lea, hugo, *_others = rows["Apprenants"]
    lea["modalité"], hugo["naissance"] = "à distance", date(2010, 3, 14)
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1").exit_code == 0
    lesson = next(row for row in listed(folder, "sessions.csv") if row["course_id"] == "CAP-CUI-1-MATHEMATIQUES")
    words = ("replace", folder, "--trainer", lesson["trainer_ids"], "--date", lesson["date"])
    why = "la séance est aussi suivie à distance (Léa Martin), un formateur l’anime"
    said = barrette(*words).stdout
    assert f"   – autonomie : non, {why}" in said
    assert re.search(r"annuler : .* sans cours, dont 1 mineur à encadrer : Hugo Petit", said)
    refused = barrette(*words, "--choose", f"{lesson['session_id']}=autonomie", "--best")
    assert refused.exit_code == 2
    assert f": {why}.\nCe qui l’est :" in refused.stderr

    taken = barrette(*words, "--choose", f"{lesson['session_id']}=annuler", "--best")
    assert taken.exit_code == 0
    assert re.search(r"Mineurs sans cours.*\n.*, Hugo Petit : \w+ \w+ peut les encadrer", taken.stdout)
    assert barrette("diff", folder).exit_code == 0
    assert "encadrement;" in (folder / "interne" / "differences.csv").read_text("utf-8-sig")


def numbered(solved: Path, *words: str) -> Result:
    """Durand Paul is away on his day of two lessons."""
    return barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", day_of(solved), *words)


def texts(solved: Path) -> list[list[str]]:
    """Each session's numbered list, in words."""
    return [[c["text"] for c in one["choices"]] for one in json.loads(numbered(solved, "--json").stdout)["sessions"]]


def test_replace_by_number_takes_what_was_shown(solved: Path) -> None:
    """Each number of the second list, once the first lesson has its own: the same way out, or a refusal."""
    first_version(solved)
    _first, second = texts(solved)
    for number, listed in enumerate(second, start=1):
        done = numbered(solved, "--choose", f"1=1;2={number}", "--dry-run", "--json")
        assert done.exit_code in (0, 2)
        if done.exit_code == 0:
            taken = json.loads(done.stdout)["taken"][1]["text"]
            assert taken.partition(" :")[0] == listed.partition(" :")[0]
        else:
            assert f"« {number} » ({listed.partition(' :')[0]}" in done.stderr
    assert numbered(solved, "--choose", "1=²;2=1").exit_code == 2
    assert numbered(solved, "--choose", "1=0;2=1").exit_code == 2
    proposed = numbered(solved).stdout.split("--choose ")[1].split('"')[1]
    assert numbered(solved, "--choose", proposed, "--dry-run").exit_code == 0


def test_replace_by_number_after_the_timetable_has_changed(solved: Path) -> None:
    """Whoever might watch is at the same hour elsewhere since the list was shown: said, and nothing taken."""
    first_version(solved)
    lesson = lessons(solved)[0]
    assert len(texts(solved)[0]) > 1
    watcher = sorted(free(solved, lesson))[0]

    def busy(timetable: Timetable) -> Timetable:
        known = timetable.session[SessionId(lesson["session_id"])]
        more = replace(known, id=SessionId("AUTRE"), kind=Kind.FIXED, trainer_ids=(TrainerId(watcher),), room_id=None)
        return plus(timetable, replace(more, course_ids=(), class_ids=()), ())

    keep(solved, busy)
    done = numbered(solved, "--choose", "1=1;2=1", "--dry-run")
    assert done.exit_code == 2
    assert "a changé depuis que cette liste a été montrée" in done.stderr
    assert len(texts(solved)) == 2
    assert "a changé depuis" not in numbered(solved, "--choose", "1=1;2=1", "--dry-run").stderr


def test_replace_without_a_history(tmp_path: Path) -> None:
    """A folder without versions is told what to do."""
    said = barrette("replace", tmp_path, "--trainer", "X", "--date", ONE_DAY)
    assert said.exit_code == 4
    assert "barrette solve" in said.stderr


def test_replace_cancelled_is_given_again_by_the_next_update(solved: Path) -> None:
    """Two cancelled hours find an hour later in the term, under a name of their own; nothing else moves."""
    first_version(solved)
    second = lessons(solved)[1]
    day, name = second["date"], second["session_id"]
    said = barrette("replace", solved, "--trainer", "DURAND-PAUL", "--date", day, "--choose", "1=autonomie;2=annuler")
    assert said.exit_code == 0
    assert name in (solved / "csv" / "unplaced.csv").read_text("utf-8")
    # times may change from the Monday after on: a course is given once a day at most
    after = date.fromisoformat(day) + timedelta(days=1)
    monday = date.fromisoformat(day) + timedelta(days=7 - date.fromisoformat(day).weekday())
    words = ("--from", after, "--notice", (monday - after).days, "--json")
    said = barrette("update", solved, "--workbook", solved.parent / "classeur.xlsx", *words)
    assert said.exit_code == 0
    found = json.loads(said.stdout)
    assert [(d["session"], d["what"]) for d in found["diff"]] == [(f"{name}-r1", "added")]
    assert found["diff"][0]["after"]["date"] >= str(monday)
    assert name not in (solved / "csv" / "unplaced.csv").read_text("utf-8")
    assert barrette("verify", solved).exit_code == 0
