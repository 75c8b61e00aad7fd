"""The pages of a regulation: folded for the planner, to be ticked for a council."""

import re
from datetime import date
from pathlib import Path

from outputs.dossier.model import Dossier, Line
from outputs.dossier.write import COUNCIL, PAGE, dossier_folder, write_dossier


def line(number: int, decision: str = "") -> Line:
    """A proposal for an apprentice."""
    said = "acceptée" if decision else "sans décision"
    return Line(
        number, "Apprenant", f"AUBRY Camille {number}", "CAP cuisine 1", "littératie : niveau 1 (3 auparavant)",
        "ouvrir Littératie", "2 h dues de plus", said, decision, "", "vu en équipe" if decision else "", "", "", (),
    )  # fmt: skip


def written(folder: Path, *lines: Line) -> dict[str, str]:
    """The pages of a dossier with these proposals."""
    write_dossier(folder, "CFA du Val", Dossier("P1", "Période 1", "Période 1", lines), (), date(2026, 10, 1))
    place = dossier_folder(folder, "P1")
    return {name: (place / name).read_text("utf-8") for name in (PAGE, COUNCIL)}


def test_council_ticks_each_proposal(tmp_path: Path) -> None:
    """Three boxes a proposal, the one that was decided already ticked; who sat and signs is to be filled."""
    page = written(tmp_path, line(1), line(2, "Accepter"))[COUNCIL]
    rows = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    assert [row.count('class="tick') for row in rows] == [3, 3]
    assert [row.count("tick done") for row in rows] == [0, 1]
    assert '<span class="tick done">Accepter' in rows[1]
    assert "vu en équipe" in rows[1]
    assert all(word in page for word in ("Document interne", "Date du conseil", "Présents", "Direction"))
    assert "size: A4 landscape" in page


def test_long_dossier_folds_and_a_short_one_is_open(tmp_path: Path) -> None:
    """Of nine proposals one reads name, proposal and state until one is opened; two are shown at once."""
    long = written(tmp_path / "a", *map(line, range(1, 10)))[PAGE]
    short = written(tmp_path / "b", line(1), line(2))[PAGE]
    assert (long.count("<details>"), long.count("<details open>")) == (9, 0)
    assert (short.count("<details>"), short.count("<details open>")) == (0, 2)
    assert '<span class="n">ouvrir Littératie – sans décision</span>' in long
    assert "conseil.html" in long
