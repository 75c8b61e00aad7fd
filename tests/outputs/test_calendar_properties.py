"""What a calendar says besides its hours: name, colour, categories, addresses, whole days, the centre's clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from outputs.ics.calendars import Mark, Printer, write_ics
from outputs.ics.published import Owned, ToPublish, decode, encode, owned, prove, write_published
from outputs.ics.texts import Text
from outputs.ics.whole_days import whole_days
from planner.domain import Problem, Timetable
from tests.outputs.conftest import MINOR

STAMP = datetime(2026, 10, 1, 18, 30, tzinfo=UTC)
EVENT = Text(date(2026, 10, 19), 480, 540, "Cuisine", "Salle 1")


def settled(centre: Problem, **changed: Any) -> Problem:
    """The centre with other settings."""
    return replace(centre, settings=replace(centre.settings, **changed))


def read(path: Path) -> Any:
    """A calendar as icalendar reads it."""
    return Calendar.from_ical(path.read_bytes())


def test_a_calendar_has_a_name_a_colour_and_neutral_categories(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """RFC 7986: each has both; three words say what an event is, and none of them whose it is or what for."""
    write_ics(tmp_path, centre, finished, salt="sel", stamp=STAMP)
    words = set()
    for path in tmp_path.rglob("*.ics"):
        calendar = read(path)
        assert str(calendar["name"]) == str(calendar["x-wr-calname"])
        assert calendar["color"]
        words |= {str(event["categories"].cats[0]) for event in calendar.walk("VEVENT")}
    assert words == {"Cours", "Accompagnement", "Rendez-vous"}


def test_a_calendar_without_an_event_is_a_calendar_all_the_same() -> None:
    """A file without a component is refused by some telephones: a room that nobody uses is never busy."""
    content = Printer(b"sel", STAMP).calendar("CFA – Salle 1", "rooms/S1", ())
    assert [part.name for part in Calendar.from_ical(content).subcomponents] == ["VFREEBUSY"]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("B", 6),
        ("La Réunion", 4),
        ("Zone Guadeloupe", 12),
        ("Nouvelle-Calédonie", 21),
        ("Saint-Pierre-et-Miquelon", 10),
    ],
)
def test_eight_o_clock_is_that_of_the_centre(
    tmp_path: Path, centre: Problem, finished: Timetable, zone: str, hour: int
) -> None:
    """The first lesson of 19 October begins at 8:00 where the centre is; published, it is read back as such."""
    problem = settled(centre, zone=zone)
    wanted = owned(problem, finished)
    names = {owner: f"secret-{number}" for number, owner in enumerate(sorted(wanted))}
    calendars = [
        ToPublish(*owner, names[owner], one.name, [(what, text, Mark(STAMP)) for what, text in one.entries])
        for owner, one in wanted.items()
    ]
    write_published(tmp_path, "CFA", "sel", calendars, [])
    path = tmp_path / "classes" / f"{names['classes', 'CUI1']}.ics"
    first = min(event["dtstart"].dt for event in read(path).walk("VEVENT"))
    assert first.hour == hour
    assert prove(tmp_path, "sel", wanted, names) == []
    shifted = {
        owner: Owned(one.name, [(what, text._replace(zone="Indian/Mayotte")) for what, text in one.entries])
        for owner, one in wanted.items()
    }
    assert prove(tmp_path, "sel", shifted, names)


def test_an_event_says_where_its_site_is(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The room, then the address; nothing of it where somebody follows from elsewhere, or no room is named."""
    problem = settled(centre, address="3 rue des Lilas")
    write_ics(tmp_path, problem, finished, salt="sel", stamp=STAMP)
    places = {
        str(e["location"]) for path in tmp_path.rglob("*.ics") for e in read(path).walk("VEVENT") if "location" in e
    }
    assert any(place.endswith(", 3 rue des Lilas") for place in places)
    assert "À distance" in places


def test_address_by_site() -> None:
    """One for all, or one a site, whatever the case and accents of its name."""
    settings = Problem(date(2026, 9, 7), date(2026, 9, 11)).settings
    assert replace(settings, address="3 rue des Lilas").address_of("Annexe") == "3 rue des Lilas"
    two = replace(settings, address="Centre : 3 rue des Lilas ; Écoles: 5 quai Neuf")
    assert [two.address_of(site) for site in ("centre", "Ecoles", "Ailleurs")] == ["3 rue des Lilas", "5 quai Neuf", ""]


def test_what_only_goes_with_an_event_is_kept_on_a_line_of_its_own() -> None:
    """The first line is what was kept before there were categories; both lines give the event back."""
    full = EVENT._replace(kind="Cours", address="3 rue des Lilas")
    assert encode(full).splitlines()[0] == encode(EVENT)
    assert decode(encode(full)) == full
    away = full._replace(zone="Indian/Reunion")
    assert encode(away).splitlines()[0] != encode(EVENT)
    assert decode(encode(away)) == away


def test_a_calendar_of_before_keeps_all_its_bytes() -> None:
    """No event of it has a category: its head has no colour either. One that is told anew brings both."""
    printer, mark = Printer(b"sel", STAMP), Mark(STAMP)
    before = printer.marked("CFA – Léa", "apprentices/LEA", [("a", EVENT, mark)])
    assert b"COLOR" not in before
    assert b"COLOR" in printer.marked("CFA – Léa", "apprentices/LEA", [("a", EVENT._replace(kind="Cours"), mark)])


def test_whole_days_of_the_centre_and_of_the_company(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Asked for in *Paramètres*: one event a stay, free, none without a contract; told and read back as whole days."""
    problem = settled(centre, whole_days=True)
    learner = replace(problem.learners[MINOR], contract_start=date(2026, 10, 1), first_company_day=None)
    learner = replace(learner, calendar={date(2026, 10, 19): 3, date(2026, 10, 20): 3})
    days = [(text.day, text.days, text.summary) for _what, text in whole_days(problem, learner)]
    assert days[:2] == [(date(2026, 10, 19), 2, "CFA"), (date(2026, 10, 21), 3, "Entreprise")]
    trainee = replace(learner, contract_start=None, employer="")
    problem = replace(problem, learners={**problem.learners, MINOR: trainee})
    assert {text.summary for _what, text in whole_days(problem, trainee)} == {"CFA"}
    write_ics(tmp_path, problem, finished, salt="sel", stamp=STAMP)
    found = [e for e in read(tmp_path / "apprentices/A01.ics").walk("VEVENT") if str(e["summary"]) == "CFA"]
    assert found
    assert all(not isinstance(e["dtstart"].dt, datetime) and e["transp"] == "TRANSPARENT" for e in found)
