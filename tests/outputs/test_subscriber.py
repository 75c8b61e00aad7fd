"""The page beside a published calendar: what it says, what it does not, and when it changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from icalendar import Calendar

from outputs.ics.calendars import CANCELLED, Mark
from outputs.ics.published import REPLACED, ToPublish, owned, write_published
from outputs.ics.texts import Text
from outputs.pages.subscriber import subscriber_page, write_subscriber_pages
from planner.domain import Problem, Timetable
from tests.outputs.test_accessible import Outline

MARK = Mark(datetime(2026, 10, 1, 22, 30, tzinfo=UTC))
LESSON = Text(date(2026, 10, 6), 510, 600, "Français", "Salle 1", "Avec Durand Paul", kind="Cours")


def page(*events: tuple[str, Text, Mark]) -> str:
    """The page of an apprentice with some events."""
    return subscriber_page("CFA d’essai", ToPublish("apprentices", "A1", "a1b2", "Léa", [*events]))


def published(folder: Path, centre: Problem, finished: Timetable) -> dict[str, bytes]:
    """All that is published of a version, by path; names are numbers."""
    told = [
        ToPublish(*owner, f"secret-{number}", one.name, [(what, text, MARK) for what, text in one.entries])
        for number, (owner, one) in enumerate(sorted(owned(centre, finished).items()))
    ]
    write_published(folder, centre.settings.name, "sel", told, [("rooms", "gone")])
    write_subscriber_pages(folder, centre.settings.name, told, [("rooms", "gone")])
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_each_calendar_has_its_page_beside_it(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The same names, and each event's title, place and words on the page; a page needs no script and no other file."""
    files = published(tmp_path, centre, finished)
    calendars = sorted(name for name in files if name.endswith(".ics"))
    assert [name.removesuffix(".html") for name in files if name.endswith(".html")] == [
        name.removesuffix(".ics") for name in calendars
    ]
    assert len(calendars) > 15
    for name in calendars:
        text = unescape(files[name.replace(".ics", ".html")].decode())
        events = Calendar.from_ical(files[name]).walk("VEVENT")
        assert text.count('<li class="hue f-') >= len(events)
        for event in events:
            assert all(str(event.get(key, "")) in text for key in ("summary", "location", "description")), name
        assert "<script" not in text
        assert "style=" not in text
        assert "://" not in text
        Outline(tmp_path / name.replace(".ics", ".html"))


def test_a_page_changes_only_with_its_calendar(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Written again, no byte differs; one session more in a room: pages differ where calendars do, nowhere else."""
    before = published(tmp_path / "un", centre, finished)
    assert published(tmp_path / "deux", centre, finished) == before
    first = finished.sessions[0]
    moved = replace(first, start=first.start + 5)
    after = published(tmp_path / "trois", centre, replace(finished, sessions=(moved, *finished.sessions[1:])))
    calendars, pages = (
        {name.removesuffix(end) for name in before if name.endswith(end) and before[name] != after[name]}
        for end in (".ics", ".html")
    )
    assert pages == calendars
    assert 0 < len(pages) < len(before) / 2


def test_an_address_taken_back_shows_nobody(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The old page says where to ask, without an event, a name or a way to the new one."""
    text = published(tmp_path, centre, finished)["rooms/gone.html"].decode()
    assert REPLACED.capitalize() in text
    assert "demandez la nouvelle au CFA" in text
    assert "<li" not in text
    assert "href" not in text.replace('href="#contenu"', "")


def test_hours_are_those_of_the_centre() -> None:
    """Told from 8 h 30 to 10 h, whatever the zone of the machine; the last change on its day on those clocks."""
    assert "8\u00a0h\u00a030 – 10\u00a0h" in page(("s", LESSON, MARK))
    assert "dernier changement le 2 octobre 2026" in page(("s", LESSON, MARK))
    far = LESSON._replace(zone="America/Martinique")
    assert "dernier changement le 1er octobre 2026" in page(("s", far, MARK))


def test_a_day_is_headed_as_on_other_pages() -> None:
    """With a capital letter."""
    assert "<h3>Mardi 6 octobre</h3>" in page(("s", LESSON, MARK))


def test_what_is_cancelled_is_told_so() -> None:
    """Struck out, with the word that the calendar has."""
    text = page(("s", LESSON, MARK._replace(cancelled=True)))
    assert f"<b>{CANCELLED}Français</b>" in text
    assert "hue f-letters off" in text


def test_whole_days_are_told_in_each_of_their_weeks() -> None:
    """Two weeks in the company, from a Monday to the Friday after next: both, without days of nothing."""
    run = Text(date(2026, 10, 12), 0, 0, "Entreprise", transparent=True, days=12)
    text = page(("s", LESSON, MARK), ("j", run, MARK))
    assert "du lundi 12 octobre au dimanche 18 octobre : Entreprise" in text
    assert "du lundi 19 octobre au vendredi 23 octobre : Entreprise" in text
    assert text.count("Rien de prévu") == 4


def test_a_day_of_nothing_is_no_week() -> None:
    """A calendar without an event has a page that says so."""
    assert "Rien de prévu pour l’instant" in page()


@pytest.mark.parametrize("days", [5, 6])
def test_saturdays_have_a_column_where_there_is_something(days: int) -> None:
    """On Monday and on Saturday: five columns or six."""
    other = LESSON._replace(day=LESSON.day + timedelta(days=days - 2))
    assert f'class="days d{days}"' in page(("s", LESSON, MARK), ("t", other, MARK))


def test_words_are_text() -> None:
    """What looks like HTML in a title is shown, not obeyed."""
    text = page(("s", LESSON._replace(summary="<script>alert(1)</script>"), MARK))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
