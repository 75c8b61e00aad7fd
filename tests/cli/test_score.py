"""`barrette score`: what the timetable pays, for what, for whom; two versions side by side; the page."""

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from outputs.csv.files import read_csv
from planner.folder.scoring import bounds_told, scored
from planner.store.database import open_store
from tests.cli.running import barrette
from tests.cli.versions import first_version, keep, without

HOLDERS = ("classes", "trainers", "apprentices")


@pytest.fixture
def folder(solved: Path) -> Path:
    """A solved folder with one version."""
    first_version(solved)
    return solved


def asked(folder: Path, *words: str) -> dict[str, Any]:
    """The card for a program."""
    done = barrette("score", folder, *words, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_score_is_what_the_checker_counts(folder: Path) -> None:
    """The sum of the rules is the cost of the summary; no bound is above its cost; the page is there."""
    found = asked(folder)
    summary = read_csv(folder / "csv").summary
    assert found["cost"] == pytest.approx(summary["soft_cost"])
    assert sum(rule["cost"] for rule in found["rules"]) == pytest.approx(found["cost"])
    assert all(rule["bound"] <= rule["cost"] for rule in found["rules"] if rule["bound"] is not None)
    assert all(len(rule["worst"]) == min(10, rule["cases"]) for rule in found["rules"])
    assert found["broken"] == {}
    assert Path(found["page"]).read_text(encoding="utf-8").count("<h1>") == 1


def test_people_are_named_one_way(guide_folder: Path, tmp_path: Path) -> None:
    """First name first, on the page and on the terminal, in lists as in cases."""
    folder = shutil.copytree(guide_folder, tmp_path / "copie")
    said = barrette("score", folder).output + unescape((folder / "interne" / "bilan.html").read_text(encoding="utf-8"))
    with open_store(folder) as store:
        people = store.problem(store.version().number).learners.values()
    assert any(one.name in said for one in people)
    assert not [one.listed for one in people if one.listed != one.name and one.listed in said]


def test_every_case_says_whose_it_is_and_leads_there(guide_folder: Path, tmp_path: Path) -> None:
    """Of the example of the guide, each case names a person, a class or a trainer whom the internal page shows."""
    folder = shutil.copytree(guide_folder, tmp_path / "copie")
    found = asked(folder)
    cases = [case for rule in found["rules"] for case in rule["worst"]]
    assert cases
    assert not [case["text"] for case in cases if not any(case[sort] for sort in HOLDERS)]
    assert not [case["text"] for case in cases if not case["links"]]
    index = (folder / "interne" / "index.html").read_text(encoding="utf-8")
    page = (folder / "interne" / "bilan.html").read_text(encoding="utf-8")
    hrefs = [unescape(href) for href in re.findall(r'href="(index\.html[^"]*)"', page)]
    assert len(hrefs) > len(cases) / 2
    for who in (unquote(href.split("#")[1].split("/")[1]) for href in hrefs if "#" in href):
        assert json.dumps(who, ensure_ascii=False) in index
    anchors = set(re.findall(r'href="#(P[^"]+)"', page))
    assert anchors <= set(re.findall(r'<h3 id="([^"]+)"', page))


def test_lines_say_what_is_paid_for_what_and_for_whom(folder: Path) -> None:
    """A director's questions, in this order; the dearest cases of one rule where it is named."""
    done = barrette("score", folder)
    assert done.exit_code == 0
    for said in ("Bilan de la version 1", "Coût des préférences :", "Règles impératives non respectées : aucune"):
        assert said in done.stdout
    assert "Ce que l’emploi du temps paie" in done.stdout
    assert "(document interne)" in done.stdout
    dearest = max(asked(folder)["rules"], key=lambda rule: rule["cost"])
    one = barrette("score", folder, "--rule", dearest["rule"].lower())
    assert one.stdout.startswith(dearest["statement"].rstrip("."))
    assert dearest["worst"][0]["text"] in one.stdout


def test_two_versions_stand_side_by_side(folder: Path) -> None:
    """Without a session something else is paid; the other page says both, and goes with a card of one version."""
    gone = next(s.id for s in read_csv(folder / "csv").sessions if s.kind == "course")
    keep(folder, lambda timetable: without(timetable, gone))
    found = asked(folder, "--compare", "1")
    assert found["version"] == 2
    assert found["compared"]["name"].startswith("version 1 du ")
    assert found["cost"] != found["compared"]["cost"] or found["broken"] != found["compared"]["broken"]
    page = Path(found["page"])
    assert page.name == "bilan-comparaison.html"
    assert "version 1 du" in page.read_text(encoding="utf-8")
    lines = barrette("score", folder, "--compare", "1").stdout
    assert "comparée à la version 1" in lines
    assert "→" in lines
    asked(folder)
    assert not page.exists()


def test_bound_is_looked_for_where_the_summary_has_none(folder: Path) -> None:
    """After an update the summary tells no bound: the same one is found again."""
    with open_store(folder) as store:
        problem, timetable = store.problem(1), store.timetable(1)
    told = bounds_told(timetable)
    assert told
    bare = {key: value for key, value in timetable.summary.items() if key != "bounds"}
    again = scored(problem, replace(timetable, summary=bare))
    assert {rule.key: rule.bound for rule in again.rules if rule.key in told} == pytest.approx(told)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--compare", "1"), 2, "est la dernière"),
        (("--compare", "7"), 4, "n’existe pas"),
        (("--rule", "H1"), 2, "La préférence « H1 » n’existe pas."),
    ],
)
def test_questions_that_have_no_answer(folder: Path, words: tuple[str, ...], code: int, said: str) -> None:
    """What is typed is said to be wrong, in one line."""
    done = barrette("score", folder, *words)
    assert done.exit_code == code
    assert said in done.stderr
