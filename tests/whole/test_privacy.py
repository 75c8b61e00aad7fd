"""No word that tells something about a person leaves the office, wherever in the workbook it was typed."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import data
from data.sheets.columns import Column, Sheet
from data.sheets.schema import BY_ID, SHEETS
from data.writing.template import write_workbook
from planner.check.verify import Report
from planner.cli import main
from planner.folder import publish as publishing
from planner.folder.formats import FORMATS
from planner.labels import private
from planner.store.database import open_store
from planner.store.keeping import keep_version, recall
from planner.store.publishing import PublicationRequest
from tests.data.rich import rich
from tests.whole.planting import (
    INVENTED,
    KNOWN,
    MENTIONED,
    NAMES,
    REFERENCES,
    SURNAMES,
    WORDS,
    Rows,
    chosen,
    free_columns,
    handed_out,
    leaks,
    planted,
)

SHOWN = [(sheet, column) for sheet in SHEETS for column in sheet.columns if column.shown]


def workbook() -> Rows:
    """The workbook that fills every sheet, with codes, so that no file is called after a name."""
    rows = rich()
    for name, prefix in (("Classes", "C"), ("Formateurs", "F"), ("Salles", "S"), ("Barrettes", "B"), ("Périodes", "P")):
        for number, row in enumerate(rows[name], start=1):
            row.setdefault("code", f"{prefix}{number}")
    for row in rows["Séances existantes"]:
        row.update({"formateur": "Durand Paul"} if "formateur" in row else {})
    for number, row in enumerate(rows["Apprenants"], start=1):
        row.setdefault("code", f"A{number}0")
    return rows


def test_there_are_thirty_words_half_of_them_known_to_the_program() -> None:
    """Half are words that the program looks for, half are names that no list could hold."""
    assert len(WORDS) == len(set(WORDS)) == 30
    assert all(private(word) for word in KNOWN)
    assert not any(private(word) for word in (*INVENTED, *SURNAMES))


def test_lists_of_columns_name_columns_that_exist() -> None:
    """What the test sets aside is declared in the schema, and never twice."""
    for table in (REFERENCES, NAMES, MENTIONED):
        for sheet_id in table:
            known = {column.id for column in BY_ID[sheet_id].columns}
            assert chosen(BY_ID[sheet_id], table) <= known, sheet_id
    for sheet in SHEETS:
        assert not chosen(sheet, REFERENCES) & chosen(sheet, NAMES)
    assert [f"{sheet.name}.{column.header}" for sheet, column in SHOWN] == [
        "Salles.salle",
        "Cours.matière",
        "Modules.libellé public",
        "Événements.libellé public",
        "Séances existantes.matière",
    ]


def test_every_free_text_of_every_sheet_is_planted() -> None:
    """Each sheet of the schema with free text has a row, and each row holds the last of the words in each of them."""
    rows = planted(workbook())
    count = 0
    for sheet in SHEETS:
        for column in free_columns(sheet):
            lines = rows[sheet.name]
            assert lines, sheet.name
            for line in lines:
                named = sheet.id == "learners" and column.id in ("last_name", "first_name")
                wanted = " ".join(SURNAMES) if named else WORDS[-1]
                assert any(word in str(line[column.header]) for word in wanted.split()), (sheet.name, column.header)
                count += 1
    assert count > 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command line makes of the planted workbook, papers of a day included."""
    place = tmp_path_factory.mktemp("prive")
    write_workbook(place / "classeur.xlsx", planted(workbook()))
    run = CliRunner().invoke(
        main, ["solve", str(place / "classeur.xlsx"), "--out", str(place / "out"), "--effort", "0.2", "--workers", "1"]
    )
    assert run.exit_code in (0, 1), f"{run.output}\nIs a new column no free text? Then name it in planting.REFERENCES."
    every = [word for name in FORMATS for word in ("--format", name)]
    days = (["--date", "2026-09-08"], ["--date", "2026-11-12"], ["--date", "2026-09-08", "--week"])
    for words in (every, *(["--format", "day", *day] for day in days)):
        run = CliRunner().invoke(main, ["export", str(place / "out"), *words])
        assert run.exit_code == 0, run.output
    publish_twice(place / "out")
    return place / "out"


def publish_twice(folder: Path) -> None:
    """Publish what was solved, then every session an hour later: whatever notices can say, they say."""
    with open_store(folder) as store:
        problem, timetable = recall(store, store.version())
    later = tuple(replace(s, start=s.start + 60, end=s.end + 60) for s in timetable.sessions[::2])
    moved = replace(timetable, sessions=(*later, *timetable.sessions[1::2]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "now", lambda: datetime(2026, 9, 1))
        patch.setattr(publishing, "verify", lambda *_: Report((), (), (), {}, 0))
        for version in (timetable, moved):
            keep_version(folder, problem, version, "edit")
            assert publishing.publish_version(folder, PublicationRequest()).code == 0


def test_nothing_handed_out_holds_a_planted_word(folder: Path) -> None:
    """Calendars, pages, sheets, papers, whatever else stands outside the planner's own folders: none of the thirty."""
    files = dict(handed_out(folder))
    assert {name.split("/")[0] for name in files} >= {"ics", "diffusion", "fiches", "papiers", "public", "interne"}
    notices = {name.split("/")[2] for name in files if name.startswith("interne/annonces/")}
    assert notices == {"apprenants", "formateurs", "entreprises"}
    assert len(files) > 30
    companies = {Path(name).suffix for name in files if name.startswith("entreprises/")}
    assert companies == {".html", ".ics"}
    assert {Path(name).suffix for name in files if name.startswith("public/")} == {".html", ".ics"}
    weeks = {Path(name).suffix for name in files if name.startswith("papiers/2026-S37/")}
    assert weeks >= {".html", ".xlsx"}
    found = {name: leaks(text, WORDS) for name, text in files.items()}
    assert not {name: words for name, words in found.items() if words}


HEADS = ("NAME", "X-WR-CALNAME")
"""Where a calendar says whose it is: as the norm has it, and as it was before the norm."""


def test_names_of_learners_stand_on_papers_only(folder: Path) -> None:
    """Call lists name people, and a company's page its own; else only a person's own calendar bears its first name."""
    files = dict(handed_out(folder))
    assert any(leaks(text, SURNAMES) for name, text in files.items() if name.startswith("papiers"))
    for name, text in files.items():
        if name.startswith(("ics/apprentices", "public/ics/apprentices", "interne/annonces/apprenants")):
            assert text.count(SURNAMES[1]) == (1 if name.startswith("interne") else len(HEADS))
            assert not leaks(text, SURNAMES[:1])
        elif name.startswith("fiches/"):
            assert leaks(text, SURNAMES) == [SURNAMES[1]]
        elif not name.startswith(("papiers", "entreprises", "interne/annonces/entreprises")):
            assert not leaks(text, SURNAMES), name


def test_planner_still_reads_the_words_inside(folder: Path) -> None:
    """The search is able to find them: the planner's own page holds the label of the outing."""
    inside = (folder / "interne" / "index.html").read_text(encoding="utf-8")
    assert leaks(inside, ("Zéphyrinette", "RQTH")) == ["Zéphyrinette", "RQTH"]


@pytest.mark.parametrize(("sheet", "column"), SHOWN, ids=[f"{s.id}-{c.id}" for s, c in SHOWN])
def test_check_warns_about_a_telling_word_that_is_handed_out(tmp_path: Path, sheet: Sheet, column: Column) -> None:
    """Subject, room and public labels are shown as typed: the notice names the cell; an ordinary text has none."""
    rows = workbook()
    write_workbook(tmp_path / "calme.xlsx", rows)
    assert not any("révéler" in text for text in data.read(tmp_path / "calme.xlsx").notices)
    row = {"salle": "Atelier", "type": "banalisée", "places": 9} if sheet.id == "rooms" else rows[sheet.name].pop()
    rows[sheet.name].append(row)
    row[column.header] = f"{row.get(column.header) or 'Atelier'} RQTH"
    write_workbook(tmp_path / "dit.xlsx", rows)
    run = CliRunner().invoke(main, ["check", str(tmp_path / "dit.xlsx")])
    (line,) = [line for line in run.output.splitlines() if "révéler" in line]
    headers = [c.header for c in sheet.columns if c.need or any(c.header in line for line in rows[sheet.name])]
    cell = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[headers.index(column.header)]}{len(rows[sheet.name]) + 1}"
    assert f"cellule {cell} : « {row[column.header]} » ({column.header})" in line
