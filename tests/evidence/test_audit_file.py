"""The audit file: everything of some people in a folder and an archive, what is missing, what is quoted."""

import re
import shutil
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from outputs.evidence.audit import sample
from outputs.evidence.points import POINTS
from outputs.evidence.record import Record
from planner.folder.evidence import record_of
from planner.store.opening import in_folder
from tests.cli.running import barrette, tree
from tests.evidence.centre import TODAY, Files, load

AUDITS = Path("interne", "rapports", "audit")


@pytest.fixture
def folder(reported: Files, tmp_path: Path) -> Path:
    """A copy of the folder that the test may change."""
    return Path(shutil.copytree(reported.folder, tmp_path / "edt"))


@pytest.fixture
def record(reported: Files) -> Record:
    """What the reports are made of."""
    with in_folder(reported.folder, writes=False) as store:
        return record_of(store, TODAY)


def test_audit_of_two_people_by_name(folder: Path) -> None:
    """Each has the reports of one person; arrangements are apart; the archives hold what the folder does."""
    done = barrette("report", folder, "--audit", "Martin Léa", "--audit", "Hugo Petit", "--json")
    assert done.exit_code == 0, done.output
    told = load(done.stdout)
    assert [row["name"] for row in told["apprentices"]] == ["Léa Martin", "Hugo Petit"]
    place = Path(told["folder"])
    names = set(tree(place))
    people = {name.split("/")[0] for name in names if "/" in name}
    assert {p.rsplit("-", 2)[0].split("-")[0] for p in people} == {"martin", "petit"}
    for person in people:
        assert {f"{person}/{key}.html" for key in ("fiches", "volets", "barrettes", "heures")} <= names
    assert [n for n in names if "restreint" in n and n.startswith("petit")] == []
    with ZipFile(told["archive"]) as packed:
        inside = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
    assert inside == {name: text for name, text in tree(place).items() if "restreint" not in name}
    apart = Path(told["archive"]).with_name(f"{place.name}-restreint.zip")
    with ZipFile(apart) as packed:
        assert {n.partition("/")[2] for n in packed.namelist()} == {n for n in names if "restreint" in n}


def test_the_summary_counts_in_french(folder: Path) -> None:
    """None and one are singular, and no hour is none rather than minutes."""
    told = load(barrette("report", folder, "--audit", "Martin Léa", "--audit", "Hugo Petit", "--json").stdout)
    page = (Path(told["folder"]) / "synthese.html").read_text(encoding="utf-8")
    assert re.search(r"aucune (suivie|manquée)", page)
    assert "0 décidé par l’équipe" in page
    assert "0 décidée avec un auteur" in page
    assert not re.search(r"\b0 min|\b[01] (\w+ )?(suivis|suivies|données|décidé\w+s|passées)\b", page)


def test_audit_quotes_versions_and_files_by_their_hash(folder: Path) -> None:
    """The published version by the hash that the history has, each file by its own."""
    told = load(barrette("report", folder, "--audit", "Martin Léa", "--json").stdout)
    place = Path(told["folder"])
    text = (place / "empreintes.txt").read_text(encoding="utf-8")
    assert f"{told['hash']}  version 1, publiée le" in text
    lines = dict(reversed(line.split("  ", 1)) for line in text.splitlines() if "  " in line and "version" not in line)
    files = {name: content for name, content in tree(place).items() if name != "empreintes.txt"}
    assert {name: sha256(content).hexdigest() for name, content in files.items()} == lines


def test_audit_says_what_is_missing(folder: Path) -> None:
    """What is untyped, unplanned or unsigned, by step, in the order that an auditor follows; and the sheet's points."""
    told = load(barrette("report", folder, "--audit", "Petit Hugo", "--json").stdout)
    steps = [row["step"] for row in told["apprentices"][0]["missing"]]
    order = ["Positionnement", "Décision", "Emploi du temps", "Présence", "Suivi", "Régulation"]
    assert steps == sorted(steps, key=order.index)
    texts = " ; ".join(row["text"] for row in told["apprentices"][0]["missing"])
    assert "aucune heure : accompagnement au choix d’orientation" in texts
    assert "sans relevé de présence" in texts
    assert "évaluateur non indiqué" in texts
    page = next(Path(told["folder"]).glob("synthese.html")).read_text(encoding="utf-8")
    for text, _where, _check in POINTS:
        assert text.replace("'", "&#39;") in page


def test_a_sample_is_spread_over_classes_and_situations(record: Record) -> None:
    """Two of six are of both classes; who alone is without a contract is always drawn; the seed decides the rest."""
    home = {p.id: p.memberships[0].class_id for p in record.people}
    for seed in range(6):
        two = sample(record, 2, seed)
        assert len({home[p.id] for p in two}) == 2
        assert two == sample(record, 2, seed)
    assert len({tuple(p.id for p in sample(record, 2, seed)) for seed in range(12)}) > 1
    one = record.people[3]
    alone = replace(one, contract_start=None, contract_end=None, entry=date(2026, 9, 1))
    changed = replace(record, problem=replace(record.problem, learners={**record.problem.learners, one.id: alone}))
    assert all(one.id in {p.id for p in sample(changed, 2, seed)} for seed in range(6))
    assert len(sample(record, 50, 1)) == 6


def test_a_second_audit_leaves_the_first(folder: Path) -> None:
    """Each call has its own folder; a whole run of the reports keeps them."""
    first = load(barrette("report", folder, "--audit", "Martin Léa", "--json").stdout)
    second = load(barrette("report", folder, "--sample", "3", "--json").stdout)
    assert barrette("report", folder).exit_code == 0
    assert Path(first["folder"]).exists()
    assert Path(first["archive"]).exists()
    assert Path(second["archive"]).exists()
    assert len({p for p in (folder / AUDITS).iterdir() if p.is_dir()}) == 2
