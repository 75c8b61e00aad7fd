"""The page of the whole centre: its data, and, where there is a browser, what its views show."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from outputs.families import FAMILIES
from outputs.pages.centre import centre_data
from outputs.pages.html import CENTRE, centre_page, panel_page
from planner.domain import AM, Absence, Problem, SessionId, Timetable
from planner.words import DAY_NAMES
from tests.outputs.conftest import BAKERS, COOK_TRAINER, MONDAY, NAMES, WEEKS
from tests.outputs.test_browser import BROWSERS
from tests.outputs.test_html import Page, write_html

BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
with_browser = pytest.mark.skipif(BROWSER is None, reason="needs Chromium")


def test_each_session_has_the_hue_of_its_subject_or_kind(centre: Problem, finished: Timetable) -> None:
    """The kitchen is of the trade, maths of the sciences, all of the barrette of support, the outing an event."""
    data = centre_data(centre, finished)
    names = [name for name, _words in data["families"]]
    assert names == list(FAMILIES)
    assert len(data["hues"]) == len(data["sessions"]) == len(finished.sessions)
    found = {data["words"][s[4]]: names[hue] for s, hue in zip(data["sessions"], data["hues"], strict=True)}
    assert found["Cuisine – CAP cuisine 1"] == "trade"
    assert found["Mathématiques – CAP cuisine 1"] == "sciences"
    assert found["Barrette du mardi – LIT1"] == found["Santé et sécurité"] == found["Temps du jeudi"] == "support"
    assert found["Visite du marché"] == found["Réunion d'équipe"] == "other"


def test_absences_that_bind_are_told_and_no_wish(centre: Problem, finished: Timetable) -> None:
    """A morning each week, one day, nothing of the time before, nothing that is only preferred."""
    absences = (
        Absence(weekday=2, start=0, end=720),
        Absence(first=WEEKS[1], last=WEEKS[1]),
        Absence(last=MONDAY - timedelta(days=1)),
        Absence(weekday=4, hard=False),
    )
    trainers = {t: replace(row, absences=absences if t == COOK_TRAINER else ()) for t, row in centre.trainers.items()}
    data = centre_data(replace(centre, trainers=trainers), finished)
    assert data["off"]["f"] == [[[2, -1, -1, -1, 0, 720], [-1, -1, 7, 7, 0, 1440]], [], [], []]


def test_closed_day_is_no_day_in_the_company(centre: Problem, finished: Timetable) -> None:
    """The second Friday the centre is closed, to both classes; on the first the bakers have their afternoon off."""
    friday = WEEKS[1] + timedelta(days=4)
    calendar = {**centre.classes[BAKERS].calendar, WEEKS[0] + timedelta(days=4): AM}
    classes = centre.classes | {BAKERS: replace(centre.classes[BAKERS], calendar=calendar)}
    data = centre_data(replace(centre, closed=frozenset({friday}), classes=classes), finished)
    assert [data["words"][number][-1] for number in data["closed"]] == ["1", "1"]
    assert [data["words"][number][4] for number in data["closed"]] == ["0", "0"]


def test_page_holds_its_data_once_and_is_internal(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The data is whole; the page says that it is internal, on each printed sheet too, and asks for no other file."""
    write_html(tmp_path, centre, finished)
    path = tmp_path / "interne" / CENTRE
    page = Page(path)
    assert json.loads(page.data) == json.loads(json.dumps(centre_data(centre, finished)))
    assert "Document interne" in page.text
    source = path.read_text(encoding="utf-8")
    assert '@top-right { content: "Document interne"' in source
    assert "http" not in re.sub(r"http-equiv", "", source)
    assert 'href="centre.html"' in (tmp_path / "interne" / "index.html").read_text(encoding="utf-8")


def test_data_is_safe_inside_the_page(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Whatever a class is called, the script ends where the page ends it."""
    name = "</script><b>&amp; \u2028"
    classes = {c: replace(row, name=name) for c, row in centre.classes.items()}
    settings = replace(centre.settings, name=f"CFA {name}")
    (tmp_path / "x.html").write_text(
        centre_page(replace(centre, classes=classes, settings=settings), finished), "utf-8"
    )
    page = Page(tmp_path / "x.html")
    assert json.loads(page.data)["classes"][0][1] == name
    assert [tag for tag, _attrs in page.tags].count("script") == 2
    assert "b" not in [tag for tag, _attrs in page.tags]


def shown(path: Path, address: str, width: int = 800) -> str:
    """The body of the page as a browser of a width (pixels) shows it at an address, scripts left out."""
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    page, profile = f"{path.as_uri()}#{address}", f"--user-data-dir={path.parent / 'profil'}"
    done = subprocess.run(
        [*command, profile, f"--window-size={width},900", "--virtual-time-budget=3000", "--dump-dom", page],
        capture_output=True,
        check=True,
    )
    return re.search(r"<main.*?</main>", done.stdout.decode("utf-8"), re.DOTALL)[0]  # type: ignore[index]


def rows(body: str) -> list[list[str]]:
    """Texts of the cells of each row, in order."""
    found = re.findall(r"<tr[ >].*?</tr>", body, re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found)
    return [[" ".join(unescape(re.sub(r"<[^>]*>", " ", c)).split()) for c in row] for row in cells]


@pytest.fixture
def page(tmp_path: Path, centre: Problem, finished: Timetable) -> Path:
    """The page of the centre."""
    (tmp_path / CENTRE).write_text(centre_page(centre, finished), encoding="utf-8")
    return tmp_path / CENTRE


@with_browser
def test_week_shows_every_class_with_parallel_groups_side_by_side(page: Path) -> None:
    """Monday in the kitchen; on Tuesday the three groups of the barrette in three lanes; the head is on each sheet."""
    body = shown(page, f"semaine/classes/{MONDAY}")
    head, days, bakers, cooks = rows(body)
    assert head == ["Document interne · CFA du Val · Semaine 43 – du 19 au 23 octobre 2026 · Classes"]
    assert days == ["Classe", *(f"{day} {19 + n} octobre" for n, day in enumerate(DAY_NAMES[:5]))]
    assert bakers[0].startswith("CAP boulanger 1")
    assert "8 h – 12 h 15 Cuisine Cuisine pédagogique · Anne Roux" in cooks[1]
    assert cooks[2].count("10 h 15 – 11 h 15") == 3
    lanes = re.findall(r"--lane: ?(\d); --lanes: ?(\d)", body)
    assert {("0", "3"), ("1", "3"), ("2", "3")} <= set(lanes)


@with_browser
def test_views_of_the_term_tell_classes_and_people(page: Path) -> None:
    """Both classes are at the centre both weeks; each person's group of the barrette at both dates, by class."""
    table = rows(shown(page, "alternance"))
    assert ["CAP cuisine 1", "C au CFA", "C au CFA", "2"] in table
    assert ["Classes au CFA", "2", "2", ""] in table
    body = shown(page, "barrettes/0/0")
    people = [row for row in rows(body) if len(row) == 3]
    assert ["Apprenant", "20/10 10 h 15", "27/10 10 h 15"] in people
    assert len([row for row in people if row[1].split(" ", 1)[1:] == ["LIT1"]]) == 2
    assert ["Présents", "7", "7"] in people
    assert f"{NAMES['A01'][1].upper()} {NAMES['A01'][0]}" in [row[0] for row in people]


@with_browser
def test_free_rooms_are_those_without_a_session(page: Path) -> None:
    """Salle 1: three hours of a week are taken (maths, a group, the support); one Wednesday in two its first hour."""
    table = {row[0].split(" salle,")[0]: row for row in rows(shown(page, f"libres/salles/{MONDAY}")) if len(row) == 42}
    assert table["Salle 1"][-1] == str(40 - 3)
    assert table["Salle 1"][1] == "○ libre"
    assert table["Salle 1"][8 + 3] == "Barrette du mardi – LIT1"
    use = {row[0].split(" salle,")[0]: row for row in rows(shown(page, "occupation")) if len(row) == 42}
    assert use["Salle 1"][8 + 3] == "100 %"
    assert use["Salle 1"][16 + 1] == "50 %"


@with_browser
def test_who_is_where_at_a_moment(page: Path) -> None:
    """Tuesday at half past ten: three rooms are in use by the barrette, the cook is free; on Sunday nothing is."""
    body = shown(page, "maintenant/2026-10-20T10:30")
    table = rows(body)
    assert [row[0] for row in table[2:]] == ["Centre de ressources", "Salle 1", "Salle 2"]
    assert [row[-1] for row in table[2:]] == ["3", "2", "2"]
    assert "<dd>Anne Roux</dd>" in body
    assert "Le centre est fermé ce jour." in shown(page, "maintenant/2026-10-25T10:30")
    assert "pas dans la période" in shown(page, "maintenant/2026-12-25T10:30")


@with_browser
def test_unknown_address_shows_the_week(page: Path) -> None:
    """Whatever stands after the sign, the page shows a week of the term."""
    for address in ("", "xyz", "semaine/toto/pas-un-jour", "barrettes/99/99", "semaine/classes/2031-01-01"):
        assert "<h2" in shown(page, address)


@with_browser
def test_panel_shows_the_day_of_its_address_and_else_the_next_or_last_one(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """The barrette of Tuesday with its three places, by class; by room its groups; before the term its first day."""
    path = tmp_path / "panneau.html"
    path.write_text(panel_page(centre, finished), encoding="utf-8")

    def text(address: str) -> str:
        body = re.sub(r'<div class="scale".*?</div></div>', "", shown(path, address))
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).replace("\u00ad", "").split())

    by_class = text("classes/2026-10-20")
    assert by_class.startswith("CAP boulanger 1 10 h 15 – 11 h 15 Accompagnement renforcé")
    assert all(place in by_class for place in ("Salle 1", "Salle 2", "Centre de ressources"))
    by_room = text("rooms/2026-10-20")
    assert "Salle 1 10 h 15 – 11 h 15 Accompagnement Atelier bleu" in by_room
    assert text("rooms/2026-01-01") == text("rooms/2026-10-19") != ""
    assert text("rooms/2030-01-01") == text("rooms/2026-10-28") != ""


CUT = """<script>
const all = [...document.querySelectorAll(".row li")];
const over = (n) => n.scrollHeight > n.clientHeight + 1 || n.scrollWidth > n.clientWidth + 1;
const cut = all.filter((item) => [item, ...item.querySelectorAll("b, .place")].some(over));
document.body.innerHTML = `<main>${all.length} ; ${cut.map((item) => item.innerText).join("|")}</main>`;
</script>"""
"""Says how many sessions the panel shows, and those of which something is not to be seen."""


@with_browser
def test_panel_cuts_no_word(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A long name for an hour of four groups beside each other, screen of 1300 px: nothing is cut."""
    lesson = next(s for s in finished.sessions if s.id == "C-CUI#1")
    title = "Technologie boulangère appliquée et anticonstitutionnellement longue"
    subject = replace(centre.courses[lesson.course_ids[0]], subject=title)
    problem = replace(centre, courses={**centre.courses, subject.id: subject})
    many = tuple(
        replace(lesson, id=SessionId(f"C-CUI#{n}"), label=title, public_label=title, end=lesson.start + 60, part=f"{n}")
        for n in range(10, 14)
    )
    path = tmp_path / "panneau.html"
    page = panel_page(problem, replace(finished, sessions=(*finished.sessions, *many)))
    path.write_text(page.replace("</body>", f"{CUT}</body>"), encoding="utf-8")
    for address in ("classes/2026-10-19", "rooms/2026-10-19"):
        number, cut = re.sub(r"<[^>]*>", "", shown(path, address, 1300)).strip().split(" ;")
        assert int(number) >= 4
        assert not cut.strip()
