"""The pages: parsed again, searched for what must not be there, and for what must."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from outputs.labels import STRANDS_LABEL, private
from outputs.pages import html
from outputs.pages.html import write_html as write_pages
from outputs.pages.html_data import page_data, script_json
from planner.domain import ClassId, Problem, Timetable
from planner.report.figures import overview


def write_html(folder: Path, problem: Problem, timetable: Timetable) -> None:
    """The pages of a timetable, its figures computed as the command line does."""
    write_pages(folder, problem, timetable, overview(problem, timetable))


VOID = {"meta", "input", "br", "link", "img", "hr", "col"}


class Page(HTMLParser):
    """Tags, text and links of a page; fails on a tag that is closed out of order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.data = ""
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        assert not self._open, path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Refuse a tag that is not the last one opened."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what is read, and apart the data of the page."""
        if self._open and self._open[-1] == "script" and self.tags[-1][1].get("type") == "application/json":
            self.data += data
        elif self._open and self._open[-1] not in ("script", "style"):
            self.text += f"{data}\n"

    def links(self) -> list[str]:
        """Targets of links."""
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a"]


def handed_out(folder: Path) -> list[Path]:
    """Every page that leaves the office."""
    return sorted((folder / "diffusion").rglob("*.html"))


def test_there_is_a_page_per_class_trainer_and_room_and_a_list(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Two classes, four adults, four rooms, the panel of the hall and the list that links to each of them."""
    write_html(tmp_path, centre, finished)
    pages = handed_out(tmp_path)
    assert len(pages) == 1 + 2 + 4 + 4 + 1
    links = [link for link in Page(tmp_path / "diffusion" / "index.html").links() if not link.startswith("#")]
    assert {tmp_path / "diffusion" / unquote(link) for link in links} == set(pages) - {
        tmp_path / "diffusion" / "index.html"
    }


def test_handed_out_pages_hold_no_name_and_no_need(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """No apprentice, no module, no private word anywhere in their source, and nothing to search people with."""
    write_html(tmp_path, centre, finished)
    words = [w for person in centre.learners.values() for w in (person.last_name, person.first_name)]
    words += [module.label for module in centre.modules.values() if module.theme != "study"]
    words += [str(person) for person in centre.learners]
    for path in handed_out(tmp_path):
        text = Page(path).text.replace(STRANDS_LABEL, "")
        assert not [word for word in words if word in text], path
        assert not private(text), path
        assert not [tag for tag, _ in Page(path).tags if tag in ("input", "form")], path


def test_class_page_shows_a_barrette_once_with_its_groups(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Two occurrences, each once in the table and once in the list for phones; neither support nor study."""
    write_html(tmp_path, centre, finished)
    text = Page(tmp_path / "diffusion" / "classes" / "CUI1.html").text
    assert text.count(STRANDS_LABEL) == 4
    assert text.count("Atelier bleu – Salle 1\n") == 4
    assert "Paul Petit\n" not in text.split("Atelier bleu")[1].split("Français")[0]
    assert "violet" not in text
    assert "Autonomie encadrée" not in text


def test_each_day_of_a_row_is_covered_once(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Cells and what spans down from above make five days in each of the eleven rows."""
    write_html(tmp_path, centre, finished)
    source = (tmp_path / "diffusion" / "classes" / "CUI1.html").read_text(encoding="utf-8")
    for body in re.findall(r"<tbody>(.*?)</tbody>", source, re.DOTALL):
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
        cells = [re.findall(r'<td[^>]*?(?: rowspan="(\d+)")?>', row) for row in rows]
        assert len(rows) == 11
        assert sum(int(span or 1) for row in cells for span in row) == 55


@pytest.mark.parametrize("name", ["O'Brien <b>", "</script><script>alert(1)</script>", "=1+1", 'a"b&amp;'])
def test_hostile_names_are_shown_as_text(tmp_path: Path, centre: Problem, finished: Timetable, name: str) -> None:
    """Whatever a name holds, no tag more stands in the pages, and its text is there."""
    write_html(tmp_path / "calme", centre, finished)
    hostile = replace(
        centre,
        trainers={t: replace(row, name=name) for t, row in centre.trainers.items()},
        learners={a: replace(row, last_name=name) for a, row in centre.learners.items()},
        classes={c: replace(row, name=name) for c, row in centre.classes.items()},
    )
    write_html(tmp_path / "hostile", hostile, finished)
    for path in [*handed_out(tmp_path / "calme"), tmp_path / "calme" / "interne" / "index.html"]:
        calm, other = Page(path), Page(tmp_path / "hostile" / path.relative_to(tmp_path / "calme"))
        assert [tag for tag, _ in calm.tags] == [tag for tag, _ in other.tags], path
        assert name in other.text or name in json.dumps(json.loads(other.data or "0"), ensure_ascii=False).replace(
            '\\"', '"'
        )


def test_json_in_a_page_cannot_close_its_script() -> None:
    """Neither ``<`` nor ``>`` nor ``&`` stands in it, and it reads back as it was."""
    value = {"nom": "</script><!-- & \u2028 O'Brien"}
    text = str(script_json(value))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


def test_pages_need_no_network(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """No address, no outside file; the page itself forbids any."""
    write_html(tmp_path, centre, finished)
    for path in [*handed_out(tmp_path), tmp_path / "interne" / "index.html"]:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|\bsrc=|@import|url\(", source), path
        assert "default-src 'none'" in source


def test_internal_page_says_so_and_sums_up(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """« Document interne »; 2 h 20 and 1 h 40 are due, 3 h 40 planned, the programme's hours not added."""
    write_html(tmp_path, centre, finished)
    page = Page(tmp_path / "interne" / "index.html")
    assert "Document interne" in page.text
    figures = re.sub(r"\s+", " ", page.text)
    assert "Heures dues 4 h Heures prévues 3 h 40 Reste à placer 20 min" in figures


def test_internal_data_gives_everyone_their_sessions(centre: Problem, finished: Timetable) -> None:
    """Steps decode to the attendance, the remote learner's marked; every session stands once."""
    data = page_data(centre, finished)
    titles = {row.id: row.label for row in finished.sessions}
    expected = {
        a: sorted((titles[row.session_id], row.remote) for row in finished.attendance if row.apprentice_id == a)
        for a in centre.learners
    }
    assert len(data["sessions"]) == len(finished.sessions)
    for apprentice, _name, _class, _mask, steps in data["people"]:
        at, found = 0, []
        for step in steps:
            at += step
            found.append((data["words"][data["sessions"][at // 2][4]], bool(at % 2)))
        assert sorted(found) == expected[apprentice]


def test_same_timetable_gives_same_bytes(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Two runs write the same pages."""
    for name in ("un", "deux"):
        write_html(tmp_path / name, centre, finished)
    for path in (tmp_path / "un").rglob("*.html"):
        assert path.read_bytes() == (tmp_path / "deux" / path.relative_to(tmp_path / "un")).read_bytes()


def test_odd_id_makes_a_safe_file_that_the_list_links_to(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A class called ``1/2 ?`` has a file of its own, and its link is encoded once more."""
    group = replace(centre.classes[ClassId("CUI1")], id=ClassId("1/2 ?"))
    write_html(tmp_path, replace(centre, classes={group.id: group}, learners={}), Timetable())
    assert (tmp_path / "diffusion" / "classes" / "1%2F2%20%3F.html").exists()
    assert "classes/1%252F2%2520%253F.html" in Page(tmp_path / "diffusion" / "index.html").links()


def test_nothing_changes_when_writing_fails(
    tmp_path: Path, centre: Problem, finished: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure at the last page leaves the pages of the run before."""
    write_html(tmp_path, centre, finished)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.html")}

    def fail(*_: object) -> str:
        raise OSError("disque plein")

    monkeypatch.setattr(html, "view_page", fail)
    with pytest.raises(OSError, match="disque plein"):
        write_html(tmp_path, centre, replace(finished, sessions=()))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.html")} == before


def test_whoever_has_no_contract_is_not_in_a_company_between_sessions(centre: Problem, finished: Timetable) -> None:
    """The entrant signs on 2 November: before that, each day of the mask says that no company has them."""
    mask = {row[0]: row[3] for row in page_data(centre, finished)["people"]}
    words = page_data(centre, finished)["words"]
    assert {int(day) & 4 for day in words[mask["A08"]]} == {4}
    assert {int(day) & 4 for day in words[mask["A05"]]} == {0}
    assert {int(day) & 3 for day in words[mask["A08"]][:5]} == {3}


def test_internal_pages_print_their_mark_on_each_sheet(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The margin of every printed page says « Document interne »; what is handed out does not."""
    write_html(tmp_path, centre, finished)
    mark = '@top-right { content: "Document interne"'
    assert all(mark in path.read_text(encoding="utf-8") for path in (tmp_path / "interne").rglob("*.html"))
    assert not [path for path in handed_out(tmp_path) if mark in path.read_text(encoding="utf-8")]


def test_open_dialog_closes_with_the_page_it_is_of(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Whatever leads to another page (a link, the back button, the search) closes the detail of a session first."""
    write_html(tmp_path, centre, finished)
    script = (tmp_path / "interne" / "index.html").read_text(encoding="utf-8")
    assert 'function route() {\n  document.getElementById("detail").close();' in script


def test_each_trainer_has_an_internal_sheet_of_what_to_teach_to_whom(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """The French trainer reads the module, both dates, the room and both people; no handed-out file is like it."""
    write_html(tmp_path, centre, finished)
    sheets = sorted(path.stem for path in (tmp_path / "interne" / "formateurs").iterdir())
    assert sheets == ["DOC", "MOREAU", "PETIT", "ROUX"]
    page = Page(tmp_path / "interne" / "formateurs" / "PETIT.html")
    rows = " ".join(page.text.split())
    assert (
        "Littératie – bases Barrette du mardi, Période 1 mardi 20 octobre, 10 h 15 – 11 h 15 "
        "mardi 27 octobre, 10 h 15 – 11 h 15 Salle 1 AUBRY Camille (CAP cuisine 1), ESNAULT Gaëlle (CAP boulanger 1)"
    ) in rows
    assert "Document interne" in page.text
    data = page_data(centre, finished)
    assert data["sheets"][[row[0] for row in data["trainers"]].index("PETIT")] == "PETIT.html"
