"""Long lists of changes, folded by what changed: `planner.report.folded`, and what `diff` prints of many people."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from outputs.differences import Differences, Edition, Line, write_changes
from planner.cli.show.differences import tell_differences
from planner.domain import ApprenticeId
from planner.report.changes import changes
from planner.report.folded import folded
from tests.planner.precheck_centre import MONDAY, centre, learner

PEOPLE = [learner(f"P{n}") for n in range(12)]


def test_changes_that_are_alike_are_one_line_with_names() -> None:
    """Twelve new addresses of mail, two of them with a telephone, one contract broken, five people who enter."""
    known = {p.id: p for p in PEOPLE}
    after = {p.id: replace(p, email="x@y.example", phone="1" * (n < 2)) for n, p in enumerate(PEOPLE)}
    after[PEOPLE[5].id] = replace(after[PEOPLE[5].id], contract_break=MONDAY)
    after |= {ApprenticeId(f"N{n}"): learner(f"N{n}", entry=MONDAY) for n in range(5)}
    told = changes(centre(learners=known), centre(learners=after))
    lines = folded(told)
    assert len(told) == 12 + 1 + 5
    assert "Courriel : 10 changements (Camille P10, Camille P11, Camille P2, Camille P3 et 6 autres)." in lines
    assert [line for line in lines if "P0" in line] == ["Camille P0 : courriel : changé ; téléphone : changé."]
    assert "Camille P5 : contrat rompu le 07/09/2026." in lines
    assert "5 entrées (Camille N0, Camille N1, Camille N2, Camille N3 et 1 autre)." in lines
    assert len(lines) == 1 + 2 + 1 + 1


def test_changes_stand_one_by_one_in_a_file(tmp_path: Path) -> None:
    """As a spreadsheet opens it; no cell is taken for a formula."""
    path = write_changes(tmp_path, ["Léa : courriel : changé.", "=1+1"])
    assert path.read_bytes().decode("utf-8-sig").splitlines() == ["changement", "Léa : courriel : changé.", "'=1+1"]


def test_differences_of_many_people_are_told_by_cause(capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty people for two causes: two lines, who, what, and where each stands; three people one by one."""
    lines = tuple(
        Line(scope, f"A{n:02}", f"Nom{n:02}", "CAP", date(2026, 9, 8), "s", "moved", "Maths", "8 h", "9 h", why)
        for scope, number in (("apprenant", 30), ("formateur", 3))
        for n in range(number)
        for why in ("Roux absente" if n < 20 else "salle fermée",)
    )
    edition = Edition(1, datetime(2026, 9, 1, tzinfo=UTC), "")
    tell_differences(Differences(edition, replace(edition, number=2), "", lines, {"moved": 2}), "le fichier")
    said = capsys.readouterr().out.splitlines()
    assert "  • Roux absente – Nom00, Nom01, Nom02, Nom03 et 16 autres" in said
    assert said[said.index("  • salle fermée – Nom20, Nom21, Nom22, Nom23 et 6 autres") + 1] == "    déplacée : 10"
    assert "  Un par un : le fichier" in said
    assert "  Nom02 (CAP)" in said
    assert not [line for line in said if line.strip().startswith("…")]
