"""Calendars: who sees what, at which moment, in which words."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar, Event

from outputs.ics.calendars import write_ics
from outputs.labels import STRANDS_LABEL
from planner.domain import Attendance, Membership, Problem, Timetable

STAMP = datetime(2026, 10, 1, 18, 30, tzinfo=UTC)


def write(folder: Path, problem: Problem, timetable: Timetable, salt: str = "sel de test") -> int:
    """Write the calendars with the salt and stamp of these tests."""
    return write_ics(folder, problem, timetable, salt=salt, stamp=STAMP)


def events(path: Path) -> list[Event]:
    """Events of a calendar, as icalendar reads them."""
    return Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def titles(path: Path) -> list[str]:
    """Titles of a calendar's events, in order."""
    return [str(event["summary"]) for event in events(path)]


def find(path: Path, title: str) -> Event:
    """The first event of a title."""
    return next(event for event in events(path) if event["summary"] == title)


@pytest.fixture
def folder(tmp_path: Path, centre: Problem, finished: Timetable) -> Path:
    """``DIR/ics`` of the finished timetable."""
    write(tmp_path / "ics", centre, finished)
    return tmp_path / "ics"


def test_ics_one_file_per_person_room_and_class(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """8 apprentices, 4 trainers, 4 rooms and 2 classes make 18 files; an odd id is percent-encoded."""
    assert write(tmp_path / "ics", centre, finished) == 18
    found = {path.parent.name: 0 for path in (tmp_path / "ics").rglob("*.ics")}
    for path in (tmp_path / "ics").rglob("*.ics"):
        found[path.parent.name] += 1
    assert found == {"apprentices": 8, "trainers": 4, "rooms": 4, "classes": 2}
    names = {unquote(path.stem) for path in (tmp_path / "ics" / "apprentices").iterdir()}
    assert names == set(centre.learners)
    assert (tmp_path / "ics" / "apprentices" / "N%C2%B0%204%2F%C3%A9.ics").exists()


def test_ics_head_and_lines(folder: Path) -> None:
    """Every file ends its lines as the norm asks, folds at 75 octets, and says how often to come back."""
    for path in folder.rglob("*.ics"):
        raw = path.read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in raw
        assert b"X-PUBLISHED-TTL:PT6H\r\n" in raw
        assert b"VTIMEZONE" not in raw
        assert b"RRULE" not in raw
        calendar = Calendar.from_ical(raw)
        assert calendar["version"] == "2.0"
        assert str(calendar["x-wr-calname"]).startswith("CFA du Val – ")


def test_ics_bytes_are_the_same_twice(folder: Path, tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The same timetable, told in another order, gives the same bytes."""
    turned = replace(finished, sessions=finished.sessions[::-1], attendance=finished.attendance[::-1])
    write(tmp_path / "again", centre, turned)
    for path in folder.rglob("*.ics"):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes()


def test_ics_apprentice_has_every_session_at_its_moment(folder: Path, finished: Timetable) -> None:
    """Hours of Paris become UTC: two hours less before 25 October, one after."""
    for apprentice, sessions in finished.by_apprentice.items():
        path = next(p for p in (folder / "apprentices").iterdir() if unquote(p.stem) == apprentice)
        assert len(events(path)) == len(sessions)
    french = [e for e in events(folder / "apprentices" / "A01.ics") if "lettres" in e["summary"]]
    assert [event["dtstart"].to_ical() for event in french] == [b"20261021T070000Z", b"20261028T080000Z"]
    assert [event["dtend"].to_ical() for event in french] == [b"20261021T091500Z", b"20261028T101500Z"]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 10, 23), b"20261023T060000Z"),
        (date(2026, 10, 26), b"20261026T070000Z"),
        (date(2027, 3, 26), b"20270326T070000Z"),
        (date(2027, 3, 29), b"20270329T060000Z"),
    ],
)
def test_ics_change_of_clock(tmp_path: Path, centre: Problem, finished: Timetable, day: date, utc: bytes) -> None:
    """Eight o'clock stays eight o'clock in Paris on the working days around 25 October 2026 and 28 March 2027."""
    moved = tuple(replace(s, day=day) for s in finished.sessions if s.id == "C-CUI#1")
    write(tmp_path / "ics", centre, replace(finished, sessions=moved, attendance=(Attendance(moved[0].id, "A01"),)))
    assert [e["dtstart"].to_ical() for e in events(tmp_path / "ics" / "classes" / "CUI1.ics")] == [utc]


def test_ics_course_of_an_apprentice(folder: Path) -> None:
    """A course shows its subject, room and trainers; text with commas and semicolons is escaped and read back."""
    event = find(folder / "apprentices" / "A01.ics", "Français ; lettres, oral")
    assert (event["location"], event["description"]) == ("Salle 2", "Avec Paul Petit")
    assert event["sequence"] == 0
    assert event["dtstamp"].dt == event["last-modified"].dt == STAMP
    assert b"SUMMARY:Fran\xc3\xa7ais \\; lettres\\, oral\r\n" in (folder / "apprentices" / "A01.ics").read_bytes()


def test_ics_support_of_an_apprentice_is_neutral(folder: Path) -> None:
    """Support shows a colour and a room: no trainer, no module, no one else."""
    called = find(folder / "apprentices" / "A01.ics", "Accompagnement – Atelier violet")
    assert called["location"] == "Salle 1"
    assert "description" not in called
    assert titles(folder / "apprentices" / "A06.ics").count("Temps d'accompagnement") == 1
    assert titles(folder / "apprentices" / "A03.ics").count("Autonomie encadrée") == 1


def test_ics_interview_reads_rendez_vous(folder: Path) -> None:
    """An interview with one person says nothing of what it is about, in no calendar."""
    assert "Rendez-vous" in titles(folder / "apprentices" / "A06.ics")
    assert not any("psychologue" in path.read_text(encoding="utf-8") for path in folder.rglob("*.ics"))
    assert "Réunion d'équipe" in titles(folder / "trainers" / "ROUX.ics")


def test_ics_remote_apprentice(folder: Path) -> None:
    """Who follows from elsewhere is told so; the others of the same session are told the room."""
    assert {str(event["location"]) for event in events(folder / "apprentices" / "A02.ics")} == {"À distance"}
    assert find(folder / "apprentices" / "A03.ics", "Cuisine")["location"] == "Cuisine pédagogique"


def test_ics_trainer_sees_title_classes_and_headcount(folder: Path) -> None:
    """A trainer sees the classes of a course, how many come, and who follows from elsewhere as a number."""
    course = find(folder / "trainers" / "ROUX.ics", "Cuisine – CAP cuisine 1")
    assert course["description"] == "4 apprenants, dont 1 à distance"
    group = find(folder / "trainers" / "PETIT.ics", "Accompagnement – Atelier bleu")
    assert group["description"] == "2 apprenants"
    assert find(folder / "trainers" / "ROUX.ics", "Accueil")["description"] == "1 apprenant"


def test_ics_class_sees_the_barrette_once(folder: Path) -> None:
    """Three groups are one event per occurrence, which names the three strands; nobody's own support is there."""
    found = titles(folder / "classes" / "BOU1.ics")
    assert found == [
        STRANDS_LABEL,
        "Français ; lettres, oral",
        "Temps d'accompagnement",
        "Visite",
        STRANDS_LABEL,
        "Français ; lettres, oral",
    ]
    assert find(folder / "classes" / "BOU1.ics", STRANDS_LABEL)["location"] == "Centre de ressources, Salle 1, Salle 2"


def test_ics_room_sees_classes_or_neutral(folder: Path) -> None:
    """A room shows the class of a course, and the colour of a group."""
    assert titles(folder / "rooms" / "S1.ics") == [
        "Accompagnement – Atelier bleu",
        "Mathématiques – CAP cuisine 1",
        "Accompagnement – Atelier violet",
        "Accompagnement – Atelier bleu",
    ]
    assert all("description" not in event for event in events(folder / "rooms" / "S1.ics"))


def test_ics_teaching_barrette_names_its_subject(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A barrette that carries French reads « Français » in its classes, not the three strands."""
    barrettes = {b.id: replace(b, nature="teaching") for b in centre.barrettes.values()}
    sessions = tuple(
        replace(s, course_ids=("C-MAT", "C-CUI"), strand="") for s in finished.sessions if s.kind == "barrette"
    )
    told = Timetable(sessions=sessions)
    write(tmp_path / "ics", replace(centre, barrettes=barrettes), told)
    assert titles(tmp_path / "ics" / "classes" / "CUI1.ics") == ["Cuisine, Mathématiques (en groupes)"] * 2


def test_ics_uids_are_unique_silent_and_stable(
    folder: Path, tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """A UID is a digest of owner and session: it survives a move, changes with the salt, and names nobody."""

    def uids(where: Path) -> list[str]:
        return [str(event["uid"]) for path in sorted(where.rglob("*.ics")) for event in events(path)]

    before = uids(folder)
    assert len(set(before)) == len(before)
    assert all(re.fullmatch(r"[0-9a-f]{32}@barrette", uid) for uid in before)
    moved = tuple(replace(s, day=s.day, start=s.start + 15, end=s.end + 15, room_id="S2") for s in finished.sessions)
    write(tmp_path / "moved", centre, replace(finished, sessions=moved))
    apprentices = "apprentices"
    assert uids(tmp_path / "moved" / apprentices) == uids(folder / apprentices)
    write(tmp_path / "salted", centre, finished, salt="autre sel")
    assert not set(uids(tmp_path / "salted")) & set(before)


def test_ics_empty_salt_is_refused(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Without a salt, whoever knows the ids could tell whose calendar it is."""
    with pytest.raises(ValueError, match="salt"):
        write(tmp_path / "ics", centre, finished, salt="")
    assert not (tmp_path / "ics").exists()


def test_ics_names_of_others_stand_nowhere(folder: Path, centre: Problem) -> None:
    """No calendar holds the last name of an apprentice, nor the first name of another one."""
    for path in folder.rglob("*.ics"):
        text = path.read_bytes().decode().replace("\r\n ", "")
        for learner in centre.learners.values():
            assert learner.last_name not in text
            assert learner.first_name not in text or unquote(path.stem) == learner.id


def test_ics_private_words_are_replaced(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Labels and room names with a private word become neutral; titles of courses stay."""
    told = {"support": "Remédiation", "onboarding": "Sans contrat", "fixed": "Suivi RQTH", "course": "Niveau 3"}
    sessions = tuple(replace(s, public_label=told.get(s.kind, s.public_label)) for s in finished.sessions)
    rooms = {r.id: replace(r, name="Salle dys") if r.id == "S1" else r for r in centre.rooms.values()}
    write(tmp_path / "ics", replace(centre, rooms=rooms), replace(finished, sessions=sessions))
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "ics").rglob("*.ics"))
    assert not re.search("remédiation|contrat|rqth|dys", text, re.IGNORECASE)
    assert "Niveau 3" in titles(tmp_path / "ics" / "apprentices" / "A01.ics")
    assert find(tmp_path / "ics" / "apprentices" / "A01.ics", "Accompagnement")["location"] == "S1"
    assert titles(tmp_path / "ics" / "classes" / "BOU1.ics").count("Rendez-vous") == 1


def test_ics_asynchronous_session_is_transparent(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Work to hand in shows its window and leaves the hour free; live work at a distance does not."""
    late, live = (
        replace(finished.sessions[0], id=m, modality=m, room_id=None) for m in ("remote_async", "remote_sync")
    )
    rows = tuple(Attendance(session.id, "A01") for session in (late, live))
    write(tmp_path / "ics", centre, Timetable(sessions=(late, live), attendance=rows))
    found = events(tmp_path / "ics" / "apprentices" / "A01.ics")
    assert [str(event.get("transp", "")) for event in found] == ["TRANSPARENT", ""]
    assert [str(event["location"]) for event in found] == ["À distance"] * 2


def test_ics_calendar_of_who_has_no_session(tmp_path: Path, centre: Problem) -> None:
    """Everyone on the roll has a calendar, even an empty one; who never comes in the horizon has none."""
    later = replace(centre.learners["A08"], id="A09", entry=date(2027, 1, 4), memberships=(Membership("BOU1"),))
    problem = replace(centre, learners={**centre.learners, "A09": later})
    assert write(tmp_path / "ics", problem, Timetable()) == 18
    assert events(tmp_path / "ics" / "apprentices" / "A08.ics") == []


def test_ics_replaces_old_calendars(folder: Path, centre: Problem, finished: Timetable) -> None:
    """A calendar of someone who left does not linger; what a person put there does."""
    (folder / "apprentices" / "parti.ics").write_bytes(b"")
    (folder / "lisez-moi.txt").write_text("à moi", encoding="utf-8")
    write(folder, centre, finished)
    assert not (folder / "apprentices" / "parti.ics").exists()
    assert (folder / "lisez-moi.txt").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["ics"]
