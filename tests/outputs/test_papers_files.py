"""The papers of the day as files: read back, compared, searched for words that must not be there."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from outputs.labels import private
from outputs.lists.tables import Table
from outputs.papers.folder import write_papers
from outputs.papers.html import css_text, density, merged, paper_page
from outputs.papers.model import Page, Paper
from planner.domain import (
    Problem,
    SiteId,
    Timetable,
)
from tests.outputs.conftest import (
    KITCHEN,
    MINOR,
    MONDAY,
)
from tests.outputs.papers_read import TUESDAY, WEDNESDAY, papers, rows
from tests.outputs.test_html import Page as Read

NAMING = {"affichage", "appel", "emargement-seances", "emargement-demi-journees"}
"""Papers that are handed out and may name people."""


def test_handed_out_papers_name_nobody_but_in_lists(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """No private word in any file below the folder, no module, and no name where no list is."""
    write_papers(tmp_path, centre, finished, MONDAY, True)
    words = [w for person in centre.learners.values() for w in (person.last_name, person.first_name)]
    modules = [m.label for m in centre.modules.values() if m.theme != "study"]
    files = sorted((tmp_path / "papiers").rglob("*.html"))
    assert len(files) == 12
    for path in files:
        text = Read(path).text
        assert not private(text), path
        assert not [label for label in (*modules, "psychologue", "Barrette du mardi") if label in text], path
        if path.stem not in NAMING and path.parent.name != "interne":
            assert not [word for word in words if word.upper() in text.upper().split()], path
        assert ("Document interne" in text) == (path.parent.name == "interne" or path.stem == "index"), path


TELLING = ("Suivi RQTH", "sans contrat", "Remédiation maths", "assistante sociale", "Tiers-temps")


def test_telling_words_never_reach_a_paper(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Whatever a planner typed as a role, a class, a barrette, a module, an employer or a site, no paper says it."""
    role, group, module, employer, name = TELLING
    problem = replace(
        centre,
        trainers={t: replace(row, role=role) for t, row in centre.trainers.items()},
        classes={c: replace(row, name=group) for c, row in centre.classes.items()},
        modules={m: replace(row, label=module, public_label=module) for m, row in centre.modules.items()},
        learners={a: replace(row, employer=employer) for a, row in centre.learners.items()},
        rooms={
            r: replace(row, site_id=SiteId(name) if r == KITCHEN else row.site_id) for r, row in centre.rooms.items()
        },
        barrettes={b: replace(row, name=name) for b, row in centre.barrettes.items()},
    )
    timetable = replace(
        finished,
        sessions=tuple(
            s if s.kind == "course" else replace(s, label=module, public_label=module) for s in finished.sessions
        ),
    )
    for week in (False, True):
        write_papers(tmp_path, problem, timetable, TUESDAY, week)
    texts = {path: path.read_text("utf-8") for path in tmp_path.rglob("*.html")}
    for path in tmp_path.rglob("*.xlsx"):
        cells = (str(c.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row if c.value)
        texts[path] = "\n".join(cells)
    assert len(texts) == 2 * 14
    for path, text in texts.items():
        assert not [word for word in TELLING if word.lower() in text.lower()], path


def test_workbook_has_a_sheet_a_paper_and_the_same_rows(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Names, hours and groups of the notice board are in both forms; internal sheets are in a file of their own."""
    write_papers(tmp_path, centre, finished, TUESDAY, False)
    folder = tmp_path / "papiers" / "2026-10-20"
    book = load_workbook(folder / "papiers.xlsx")
    assert book.sheetnames == [
        "Effectifs", "Repas", "Journée", "Affichage", "Appel", "Émargement par séance",
        "Émargement par demi-journée", "Libres",
    ]  # fmt: skip
    inner = load_workbook(folder / "interne" / "document-interne.xlsx")
    assert inner.sheetnames == ["Présences", "Entrants", "Heures des formateurs"]
    assert all("Document interne" in str(sheet["A2"].value) for sheet in inner)
    board = [tuple(c.value for c in row) for row in book["Affichage"].iter_rows(min_row=4)][:-1]
    assert board == rows(papers(centre, finished, TUESDAY)["affichage"])
    assert len(book["Appel"].row_breaks.brk) == 2
    halves = [tuple(c.value for c in row) for row in book["Émargement par demi-journée"].iter_rows()]
    group = "10\u00a0h\u00a015\u00a0–\u00a011\u00a0h\u00a015, Accompagnement – Atelier bleu"
    assert sum(row[1:3] == (group, None) for row in halves) == 2
    assert all(sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToWidth == 1 for sheet in book)


def test_pages_repeat_their_heading_and_break_between_lists(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Centre, day and title stand in the head of each table; every list begins a sheet; A4."""
    write_papers(tmp_path, centre, finished, WEDNESDAY, False)
    for path in (tmp_path / "papiers").rglob("*.html"):
        if path.stem == "index":
            continue
        source = path.read_text("utf-8")
        heads = re.findall(r"<thead>(.*?)</thead>", source, re.DOTALL)
        top = [head for head in heads if "CFA du Val" in head and "<h2>" in head]
        assert len(top) == source.count("<section"), path
        assert "display: table-header-group" in source
        assert "break-after: page" in source
        assert "size: A4" in source
        tags = Read(path).tags
        assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
        assert all(attrs.get("scope") == "col" for tag, attrs in tags if tag == "th")


def test_same_day_gives_same_bytes_and_other_files_stay(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Two runs write the same bytes; a scan that somebody put there is kept, a page of an older run is not."""
    write_papers(tmp_path, centre, finished, TUESDAY, False)
    folder = tmp_path / "papiers" / "2026-10-20"
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "ancien.html").write_text("ancien", "utf-8")
    write_papers(tmp_path, centre, finished, TUESDAY, False)
    after = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
    assert after == before | {Path("scan.pdf"): b"%PDF"}


def test_an_empty_day_says_so_in_the_place_of_its_papers(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A closed day and an open one without session have one page that says why, and nothing of an older run."""
    write_papers(tmp_path, centre, finished, TUESDAY, False)
    problem = replace(centre, closed=frozenset({TUESDAY}))
    timetable = replace(finished, sessions=tuple(s for s in finished.sessions if s.day != TUESDAY))
    assert write_papers(tmp_path, problem, timetable, TUESDAY, False) == "Mardi 20 octobre 2026 : le centre est fermé."
    folder = tmp_path / "papiers" / "2026-10-20"
    assert [path.name for path in folder.rglob("*.*")] == ["index.html"]
    assert "le centre est fermé" in Read(folder / "index.html").text
    assert "aucune séance" in write_papers(tmp_path, centre, timetable, TUESDAY, False)


@pytest.mark.parametrize("text", ["</style><b>", 'a"b', "a\\b", "CFA d’Été\n}"])
def test_css_text_holds_nothing_that_ends_it(text: str) -> None:
    """The name of the centre cannot leave the style sheet."""
    found = str(css_text(text))
    assert not set(found[1:-1]) & set('"<>{}\n')
    assert re.fullmatch(r'"(?:\w|\\[0-9a-f]{6})*"', found)


def test_names_that_are_html_or_formulas_stay_text(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A name with tags is read as typed, and one that begins with = is no formula."""
    odd = replace(centre.learners[MINOR], last_name="=<b>cmd", first_name="")
    write_papers(tmp_path, replace(centre, learners={**centre.learners, MINOR: odd}), finished, TUESDAY, False)
    folder = tmp_path / "papiers" / "2026-10-20"
    assert "=<B>CMD" in Read(folder / "affichage.html").text
    cells = [c for sheet in load_workbook(folder / "papiers.xlsx") for row in sheet.iter_rows() for c in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert [cell for cell in cells if cell.value == "=<B>CMD"]


@pytest.mark.parametrize(("people", "found"), [(20, "roomy"), (30, "full"), (40, "long")])
def test_rows_are_as_high_as_one_sheet_allows(people: int, found: str) -> None:
    """Twenty lines leave room for a large hand, thirty still fit an A4 sheet, forty go over two."""
    table = Table("", ("N°", "Apprenant"), (5, 40), tuple((n, "Nom") for n in range(people)))
    page = Page("lundi", "Émargement", table, signers=("Formateur : A",))
    paper = Paper("emargement", "Émargement", "", (page,), to_sign=True)
    assert density(paper, page) == found
    assert density(replace(paper, to_sign=False), page) == "flat"


def test_a_common_cell_is_written_once_where_its_rows_fit(centre: Problem) -> None:
    """A name stands once beside two hours; an hour with seven sessions stands on each line."""
    rows = tuple((first, n) for first, number in (("A", 2), ("B", 1)) for n in range(number))
    paper = Paper("x", "X", "", (), grouped=True)
    assert merged(paper, rows)
    assert not merged(paper, (*rows, *(("C", n) for n in range(7))))
    assert not merged(replace(paper, grouped=False), rows)
    pages = (Page("lundi", "Titre", Table("", ("Nom", "Heure"), (5, 5), rows)),)
    source = paper_page(centre, replace(paper, pages=pages))
    assert source.count('<td class="lead" rowspan="2">A</td>') == 1
    assert source.count(">A<") == 1
