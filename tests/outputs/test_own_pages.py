"""Everyone's own page and the panel of the hall: read back, compared with the calendars, searched for names."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar

from outputs.families import FAMILIES, family, family_of
from outputs.grid import Week
from outputs.ics.calendars import write_ics
from outputs.ics.texts import Text
from outputs.labels import SUPPORT_LABEL
from outputs.pages.html import panel_page
from outputs.pages.own import FOLDER, stays_of, write_own_pages
from outputs.pages.panel import panel_data
from planner.domain import Problem, SiteId, Timetable
from tests.outputs.conftest import BAKER_6, COOKS, ENTRANT, KITCHEN, NAMES, ODD_ID
from tests.outputs.test_accessible import Outline
from tests.outputs.test_html import Page


def pages(folder: Path) -> dict[str, Page]:
    """The pages by the name of their file."""
    return {path.stem: Page(path) for path in sorted((folder / FOLDER / "apprenants").iterdir())}


def test_each_person_with_a_calendar_has_a_page(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Eight calendars, eight pages of the same names; one who has left is no longer among them at the next writing."""
    write_own_pages(tmp_path, centre, finished)
    write_ics(tmp_path / "ics", centre, finished, salt="sel", stamp=datetime(2026, 10, 1, tzinfo=UTC))
    assert [*pages(tmp_path)] == sorted(path.stem for path in (tmp_path / "ics/apprentices").iterdir())
    fewer = {key: learner for key, learner in centre.learners.items() if key != ODD_ID}
    rest = tuple(row for row in finished.attendance if row.apprentice_id != ODD_ID)
    write_own_pages(tmp_path, replace(centre, learners=fewer), replace(finished, attendance=rest))
    assert quote(ODD_ID, safe="") not in pages(tmp_path)


def test_page_says_what_the_calendar_says(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Each event of a calendar file stands on the page twice (week and list): its title, its place, whom it is with."""
    write_own_pages(tmp_path, centre, finished)
    write_ics(tmp_path / "ics", centre, finished, salt="sel", stamp=datetime(2026, 10, 1, tzinfo=UTC))
    for name, page in pages(tmp_path).items():
        events = Calendar.from_ical((tmp_path / f"ics/apprentices/{name}.ics").read_bytes()).walk("VEVENT")
        outline = Outline(tmp_path / FOLDER / "apprenants" / f"{name}.html")
        found = sorted(text for tag, attrs, text in outline.all("li") if attrs.get("class", "").startswith("k-f-"))
        told = []
        for event in events:
            start, end = (event[key].dt.astimezone(ZoneInfo("Europe/Paris")) for key in ("dtstart", "dtend"))
            hours = " – ".join(f"{t.hour}\xa0h" + (f"\xa0{t.minute:02d}" if t.minute else "") for t in (start, end))
            with_whom = str(event.get("description", "")).removeprefix("Avec ")
            told.append(f"{hours}{event['summary']}{event.get('location', '')}{with_whom}")
        assert found == sorted(told), name
        assert page.text.count("Semaine ") >= len({e["dtstart"].dt.isocalendar()[:2] for e in events})


def test_page_names_one_person_and_says_nothing_private(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The own first name, nobody else's; no module, no barrette, no word of an interview, a company or a contract."""
    write_own_pages(tmp_path, centre, finished)
    found = pages(tmp_path)
    for apprentice, (first, _last) in NAMES.items():
        text = found[quote(apprentice, safe="")].text
        assert first in text
        assert not [n for names in NAMES.values() for n in names if n != first and n in text]
        words = ("psychologue", "Littératie", "Numératie", "Barrette", "ntreprise", "contrat", "Construire son projet")
        assert not [word for word in words if word in text]
    assert "Rendez-vous" in found[BAKER_6].text
    assert "Pas de séance au CFA" in found[ENTRANT].text


def test_whole_days_of_a_calendar_are_no_sessions_of_a_page(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Where calendars also show days at the centre and in the company, the pages stay as they are."""
    write_own_pages(tmp_path / "un", centre, finished)
    more = replace(centre, settings=replace(centre.settings, whole_days=True))
    write_own_pages(tmp_path / "deux", more, finished)
    for path in sorted((tmp_path / "un" / FOLDER / "apprenants").iterdir()):
        assert path.read_bytes() == (tmp_path / "deux" / FOLDER / "apprenants" / path.name).read_bytes()


def test_weeks_in_a_row_print_on_one_page_two_at_most() -> None:
    """Weeks 38, 39 and 42, 43, 44 make three pages: 38 and 39, 42 and 43, 44."""
    first = date(2026, 9, 14)
    found = [Week(first + timedelta(weeks=n), (), ()) for n in (0, 1, 4, 5, 6)]
    assert [[w.monday.isocalendar().week for w in stay.weeks] for stay in stays_of("x", found)] == [
        [38, 39],
        [42, 43],
        [44],
    ]


def test_sheets_of_a_class_are_together_to_be_printed(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Two classes, two files; the cooks' has the sheets of four people in order of their names, no other name."""
    write_own_pages(tmp_path, centre, finished)
    files = sorted((tmp_path / FOLDER / "a-imprimer").iterdir())
    assert [path.stem for path in files] == ["BOU1", "CUI1"]
    outline = Outline(files[1])
    heads = [text.split(" · ")[1] for tag, _attrs, text in outline.all("h2")]
    assert [*dict.fromkeys(heads)] == ["Camille A.", "Dylan B.", "Élodie C.", "Farid D."]
    ids = [attrs["id"] for _tag, attrs, _held in outline.nodes if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not [last for _first, last in NAMES.values() if last in Page(files[1]).text]


def test_page_of_one_person_does_not_change_with_the_others(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """A newcomer without a session changes no byte of anybody's page."""
    write_own_pages(tmp_path / "un", centre, finished)
    new = replace(centre.learners[BAKER_6], id="A00", last_name="Aaron", first_name="Zoé")
    write_own_pages(tmp_path / "deux", replace(centre, learners={"A00": new, **centre.learners}), finished)
    for path in sorted((tmp_path / "un" / FOLDER / "apprenants").iterdir()):
        assert path.read_bytes() == (tmp_path / "deux" / FOLDER / "apprenants" / path.name).read_bytes()
    assert "Aucune séance" in pages(tmp_path / "deux")["A00"].text


def test_page_is_the_same_twice_and_escapes_names(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Same bytes for the same timetable; a first name that looks like a tag is text."""
    learners = {k: replace(v, first_name="<b>&Zoé") for k, v in centre.learners.items()}
    centre = replace(centre, learners=learners)
    for name in ("un", "deux"):
        write_own_pages(tmp_path / name, centre, finished)
    files = sorted((tmp_path / "un" / FOLDER / "apprenants").iterdir())
    for path in files:
        assert path.read_bytes() == (tmp_path / "deux" / path.relative_to(tmp_path / "un")).read_bytes()
        assert b"<b>" not in path.read_bytes()


def test_panel_tells_classes_and_rooms_what_their_calendars_do(centre: Problem, finished: Timetable) -> None:
    """As many rows as calendars with events; on Tuesday the cooks read of the barrette, in three places."""
    data = panel_data(centre, finished)
    assert [row[0] for row in data["classes"]] == ["CAP boulanger 1", "CAP cuisine 1"]
    assert [row[0] for row in data["rooms"]] == ["Centre de ressources", "Cuisine pédagogique", "Salle 1", "Salle 2"]
    assert data["sites"] == ["VAL"]
    cooks = data["classes"][1][2]
    tuesday = [(s[1], s[2], data["words"][s[3]], data["words"][s[4]]) for s in cooks if s[0] == 1]
    assert [(start, end) for start, end, *_ in tuesday] == [(615, 675)]
    assert tuesday[0][2].startswith("Accompagnement renforcé")
    assert set(tuesday[0][3].split(", ")) == {"Salle 1", "Salle 2", "Centre de ressources"}
    rooms = {data["words"][s[3]] for _name, _site, sessions in data["rooms"] for s in sessions}
    assert {"Accompagnement – Atelier bleu", "Cuisine – CAP cuisine 1"} <= rooms


def test_panel_of_two_sites_tells_them_apart_by_a_public_name(centre: Problem, finished: Timetable) -> None:
    """The kitchen and the cooks are elsewhere: their rows have its number; a site with a telling name has a number."""
    far = SiteId("Annexe RQTH")
    rooms = {r: replace(room, site_id=far) if r == KITCHEN else room for r, room in centre.rooms.items()}
    classes = {c: replace(group, site_id=far) if c == COOKS else group for c, group in centre.classes.items()}
    data = panel_data(replace(centre, rooms=rooms, classes=classes), finished)
    assert data["sites"] == ["Site 1", "VAL"]
    assert {name: site for name, site, _list in (*data["classes"], *data["rooms"])} == {
        "CAP boulanger 1": 1,
        "CAP cuisine 1": 0,
        "Centre de ressources": 1,
        "Cuisine pédagogique": 0,
        "Salle 1": 1,
        "Salle 2": 1,
    }


def test_panel_names_nobody(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """No apprentice, no trainer, no module, no interview; the data of the page is whole and holds no tag."""
    path = tmp_path / "panneau.html"
    path.write_text(panel_page(centre, finished), encoding="utf-8")
    page = Page(path)
    assert json.loads(page.data) == panel_data(centre, finished)
    names = [part for t in centre.trainers.values() for part in t.name.split()]
    names += [part for pair in NAMES.values() for part in pair]
    text = page.text + page.data
    assert not [word for word in (*names, "psychologue", "Littératie", "Barrette du mardi") if word in text]


def test_family_is_read_from_the_words_of_a_title() -> None:
    """Whole words decide, accents aside; what has none is of the trade, and so is a workshop whatever follows."""
    titles = {
        "Français ; lettres, oral": "letters",
        "Anglais professionnel": "languages",
        "Physique-chimie": "sciences",
        "PSE": "health",
        "Arts appliqués": "arts",
        "Gestion": "management",
        "Chef-d'œuvre": "project",
        "Œnologie": "trade",
        "Technologie du service et communication": "trade",
        "Accompagnement – Atelier bleu": "support",
        "Rendez-vous": "other",
        "Artisanat": "trade",
    }
    assert {title: family(title) for title in titles} == titles
    module = Text(date(2026, 9, 7), 480, 540, "Droits et devoirs", kind=SUPPORT_LABEL)
    assert family_of(module) == "support"
    assert family_of(module._replace(kind="Cours", summary="EPS")) == "health"
    assert set(titles.values()) == set(FAMILIES)
