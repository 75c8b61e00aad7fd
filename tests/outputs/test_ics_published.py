"""Published calendars: the change of clock, what is read back, and what the proof finds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from outputs.ics.calendars import Mark
from outputs.ics.feeds import Text
from outputs.ics.published import Owned, ToPublish, decode, encode, owned, prove, read_calendar, write_published
from planner.domain import Problem, SessionId, Timetable

SALT = "sel de test"
MARK = Mark(datetime(2026, 10, 1, 18, 30, tzinfo=UTC))


def written(
    folder: Path, centre: Problem, finished: Timetable, mark: Mark = MARK
) -> tuple[dict[tuple[str, str], Owned], dict[tuple[str, str], str]]:
    """Every calendar of a version under a name that says whose it is; what it must say, and the names."""
    wanted = owned(centre, finished)
    names = {owner: f"secret-{number}" for number, owner in enumerate(sorted(wanted))}
    calendars = [
        ToPublish(*owner, names[owner], one.name, [(what, text, mark) for what, text in one.entries])
        for owner, one in wanted.items()
    ]
    write_published(folder, centre.settings.name, SALT, calendars, [("rooms", "gone")])
    return wanted, names


def test_published_calendars_prove_equal_to_the_version(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """18 calendars on both sides of the change of clock of 25 October 2026 read back as the version tells."""
    wanted, names = written(tmp_path, centre, finished)
    assert prove(tmp_path, SALT, wanted, names) == []
    assert read_calendar(tmp_path / "rooms/gone.ics") == {}


def test_the_same_hour_in_summer_and_in_winter(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """French at 9:00 is 7:00 UTC on 21 October and 8:00 UTC on the 28th."""
    _wanted, names = written(tmp_path, centre, finished)
    path = tmp_path / "apprentices" / f"{names['apprentices', 'A01']}.ics"
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    starts = sorted(e["dtstart"].dt.isoformat() for e in events if str(e["summary"]).startswith("Français"))
    assert starts == ["2026-10-21T07:00:00+00:00", "2026-10-28T08:00:00+00:00"]


@pytest.mark.parametrize("change", ["hour", "room", "missing", "stranger", "revived"])
def test_the_proof_finds_what_differs(tmp_path: Path, centre: Problem, finished: Timetable, change: str) -> None:
    """An hour off, another room, an event too few, one too many, an event at an address that was taken back."""
    wanted, names = written(tmp_path, centre, finished)
    owner = "classes", "CUI1"
    path = tmp_path / "classes" / f"{names[owner]}.ics"
    content, entries = path.read_bytes(), wanted[owner].entries
    begin, end = content.index(b"BEGIN:VEVENT"), content.index(b"END:VEVENT\r\n") + len(b"END:VEVENT\r\n")
    if change == "hour":
        path.write_bytes(content.replace(b"DTSTART:20261019T060000Z", b"DTSTART:20261019T070000Z"))
    elif change == "room":
        path.write_bytes(content.replace("Cuisine pédagogique".encode(), b"Ailleurs"))
    elif change == "missing":
        path.write_bytes(content[:begin] + content[end:])
    elif change == "stranger":
        wanted[owner] = replace_entries(wanted[owner], entries[1:])
    else:
        path.rename(path.with_name("gone.ics"))
        path.write_bytes(content)
    assert path.read_bytes() != content or change in ("stranger", "revived")
    assert prove(tmp_path, SALT, wanted, names) != []


def replace_entries(one: Owned, entries: list[tuple[str, Text]]) -> Owned:
    """A calendar with other events."""
    return one._replace(entries=entries)


def test_an_event_named_twice_is_no_calendar(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The same UID twice in a file is found when it is read."""
    _wanted, names = written(tmp_path, centre, finished)
    path = tmp_path / "classes" / f"{names['classes', 'CUI1']}.ics"
    content = path.read_bytes()
    begin, end = content.index(b"BEGIN:VEVENT"), content.index(b"END:VEVENT\r\n") + len(b"END:VEVENT\r\n")
    path.write_bytes(content[:end] + content[begin:])
    with pytest.raises(ValueError, match="twice"):
        read_calendar(path)


def test_cancelled_events_are_free_and_named_so(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """STATUS:CANCELLED, « Annulé – » before the title, nobody is held; the sequence and the moment are the store's."""
    mark = Mark(MARK.modified + timedelta(days=1), 3, True)
    written(tmp_path, centre, finished, mark)
    events = [e for p in tmp_path.rglob("*.ics") for e in Calendar.from_ical(p.read_bytes()).walk("VEVENT")]
    assert events
    for event in events:
        assert (event["status"], event["transp"], event["sequence"]) == ("CANCELLED", "TRANSPARENT", 3)
        assert str(event["summary"]).startswith("Annulé – ")
        assert event["dtstamp"].dt == event["last-modified"].dt == mark.modified


def test_what_the_store_keeps_gives_the_event_back(centre: Problem, finished: Timetable) -> None:
    """Texts through JSON and back, whatever they hold."""
    odd = replace(finished.session[SessionId("C-FR#1")], public_label='« É ; , "\\n" »', room_id=None)
    sessions = tuple(odd if s.id == odd.id else s for s in finished.sessions)
    for one in owned(centre, replace(finished, sessions=sessions)).values():
        for _what, text in one.entries:
            assert decode(encode(text)) == text
