"""The files of the reports: typed cells, the mark on each sheet and page, one person at a time, replaced whole."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from outputs.evidence.registry import REPORTS
from tests.cli.running import barrette, tree
from tests.evidence.centre import Files, load

PLACE = Path("interne", "rapports")
FOOTER = 130
"""Letters across a printed footer, whose left part must not reach the one in the middle."""


@pytest.fixture
def folder(reported: Files, tmp_path: Path) -> Path:
    """A copy of the folder that the test may change."""
    return Path(shutil.copytree(reported.folder, tmp_path / "edt"))


def place(key: str) -> Path:
    """Where a report stands, without the end of its name."""
    return PLACE / ("restreint" if key == "amenagements" else "") / key


@pytest.mark.parametrize("key", [report.key for report in REPORTS])
def test_figures_are_figures_and_dates_are_dates(reported: Files, key: str) -> None:
    """In the workbook of each report: what the JSON has as a number is one, each date too; each sheet says internal."""
    book = load_workbook(reported.folder / f"{place(key)}.xlsx")
    found = next(r for r in reported.reports["reports"] if r["key"] == key)
    titles = list(dict.fromkeys(t["title"] for part in found["parts"] for t in part["tables"]))
    assert book.sheetnames == titles
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        assert str(sheet["A2"].value).startswith("Document interne")
        assert "Document interne" in str(sheet.oddFooter.left.text)
        assert 2 * len(str(sheet.oddFooter.left.text)) + len(sheet.title) < FOOTER
        assert str(sheet.oddHeader.left.text).startswith("version ")
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.page_setup.fitToWidth in (1, 2)
        assert sheet.page_setup.fitToHeight == 0
        wanted = []
        for part in found["parts"]:
            lead = [part["name"], part["class"]] if part["name"] else []
            wanted += [[*lead, *row] for t in part["tables"] if t["title"] == sheet.title for row in t["rows"]]
        told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)] if wanted else []
        assert len(told) == len(wanted)
        for cells, values in zip(told, wanted, strict=True):
            for cell, value in zip(cells, values, strict=False):
                if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
                    assert isinstance(cell, datetime)
                    assert cell.date().isoformat() == value
                else:
                    assert (cell if cell is not None else "") == value or cell == pytest.approx(value)


@pytest.mark.parametrize("key", [report.key for report in REPORTS])
def test_pages_are_marked_and_say_volet(reported: Files, key: str) -> None:
    """On the screen and on every printed page; no other word for a volet anywhere."""
    text = (reported.folder / f"{place(key)}.html").read_text(encoding="utf-8")
    assert text.count("Document interne") >= 3
    assert '@top-left { content: "Document interne' in text
    plain = text.casefold()
    assert "axe" not in plain.replace("annexe", "")
    assert "composante" not in plain
    assert "None" not in text


def test_the_index_leads_to_every_report(reported: Files) -> None:
    """The restricted one under its own heading, in a folder of its own."""
    text = (reported.folder / PLACE / "index.html").read_text(encoding="utf-8")
    for report in REPORTS:
        assert f"{place(report.key).relative_to(PLACE).as_posix()}.html" in text
        assert (reported.folder / f"{place(report.key)}.html").exists()


def test_nothing_of_arrangements_but_their_effect_stands_outside(reported: Files) -> None:
    """What is kept and what not is in the restricted folder; the others hold the effect alone, in the person's file."""
    for report in REPORTS:
        if report.key not in ("amenagements", "fiches"):
            text = (reported.folder / f"{place(report.key)}.html").read_text(encoding="utf-8")
            assert "journée de 6 h" not in text.replace("\u00a0", " ")
    assert "Logement" in str(reported.table("amenagements", "Fiche de suivi")) or not reported.table(
        "amenagements", "Fiche de suivi"
    )
    assert "Logement" not in (reported.folder / f"{place('fiches')}.html").read_text(encoding="utf-8")


def test_one_person_at_a_time(folder: Path) -> None:
    """Every report of one person, in a folder of their own, names nobody else; the reports of all stay."""
    before = tree(folder / PLACE)
    done = barrette("report", folder, "--apprentice", "petit hugo")
    assert done.exit_code == 0, done.output
    after = tree(folder / PLACE)
    assert {name: after[name] for name in before} == before
    own = {name: text for name, text in after.items() if name not in before}
    assert own
    assert all(name.startswith("apprenants/") for name in own)
    for name, text in own.items():
        if name.endswith(".html"):
            for other in ("Diallo", "DIALLO", "Leroy", "LEROY", "Sow Awa", "SOW Awa", "WEBER"):
                assert other.encode() not in text, f"{name}: {other}"


def test_only_some_reports(folder: Path) -> None:
    """The one asked for is written anew, the others stay; a whole run leaves nothing of a former one."""
    (folder / PLACE / "volets.html").write_text("vieux", encoding="utf-8")
    (folder / PLACE / "fiches.html").write_text("vieux", encoding="utf-8")
    assert barrette("report", folder, "--only", "Volets").exit_code == 0
    assert (folder / PLACE / "volets.html").read_text(encoding="utf-8") != "vieux"
    assert (folder / PLACE / "fiches.html").read_text(encoding="utf-8") == "vieux"
    (folder / PLACE / "ancien.html").write_text("vieux", encoding="utf-8")
    assert barrette("report", folder).exit_code == 0
    assert not (folder / PLACE / "ancien.html").exists()
    assert (folder / PLACE / "fiches.html").read_text(encoding="utf-8") != "vieux"


def test_same_reports_have_the_same_bytes(folder: Path) -> None:
    """Twice the same version on the same day."""
    assert barrette("report", folder).exit_code == 0
    before = tree(folder)
    assert barrette("report", folder).exit_code == 0
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "volet"), "Vouliez-vous dire « volets »"),
        (("--only", "rien"), "Rapports : fiches, volets"),
        (("--apprentice", "Petit Hugue"), "Vouliez-vous dire"),
        (("--version", "9"), "La version 9 n’existe pas"),
        (("--audit", "Petit Hugo", "--only", "volets"), "sans --only ni --apprentice"),
        (("--sample", "0"), "écrivez un nombre entre 1 et 200"),
        (("--audit", "personne"), "Aucun apprenant ne s’appelle « personne »"),
    ],
)
def test_what_cannot_be_asked_is_refused(folder: Path, words: tuple[str, ...], said: str) -> None:
    """In words that say what to write; nothing is written."""
    before = tree(folder)
    done = barrette("report", folder, *words)
    assert done.exit_code != 0
    assert said in done.output
    assert tree(folder) == before


def test_a_folder_without_history_is_refused(tmp_path: Path) -> None:
    """With what to do first."""
    done = barrette("report", tmp_path)
    assert done.exit_code == 4
    assert "lancez d’abord barrette solve" in done.output


def test_the_json_names_version_and_hash(reported: Files) -> None:
    """Those of the history."""
    told = load(barrette("versions", reported.folder, "--json").stdout)
    assert reported.reports["version"] == told["versions"][-1]["number"] == 1
    assert len(reported.reports["hash"]) == 64
