"""A block of the entry module that somebody has over a lesson keeps its hour when only its room is gone."""

from datetime import date, timedelta
from pathlib import Path

from planner.domain import ApprenticeId
from tests.cases import updating as mid
from tests.cases import workbooks as book

WHO = ApprenticeId("CAP-CUI-1-01")


def test_a_closed_room_moves_a_block_next_door(tmp_path: Path) -> None:
    """The room of a block closes for a day: another room at that hour, the same people, and their lesson is missed yet.

    The course beside it goes on as it was, without them: both were there before.
    """
    rows = mid.centre()
    first = date(2026, 9, 7)
    rows["Apprenants"][0] |= {
        "module d'entrée déjà fait": None, "entrée": first, "contrat début": first,
        "premier jour en entreprise": first + timedelta(days=5), "naissance": date(2009, 8, 1),
    }  # fmt: skip
    # A full week: whatever the entrant has alone takes them from a lesson.
    next(row for row in rows["Cours"] if row["matière"] == "Cuisine")["heures"] = "20 h/sem"
    # One room more than there are groups: what is next door is an ordinary room.
    rows["Salles"].append({"salle": "Salle 5", "type": "banalisée", "places": 24})
    begun = mid.begin(rows, tmp_path)
    timetable = begun[1]
    blocks = [s for s in timetable.by_apprentice[WHO] if s.kind == "onboarding" and s.room_id]
    courses = [s for s in timetable.sessions if s.kind == "course" and s.class_ids == ("CAP-CUI-1",)]
    over = [b for b in blocks if any(b.overlaps(c) for c in courses)]
    assert over
    block = over[0]
    room = begun[0].rooms[block.room_id].name if block.room_id else ""

    def close(rows: book.Rows) -> None:
        rows["Indisponibilités"] = [{"qui": room, "du": block.day, "au": block.day}]

    found = mid.carry(begun, rows, close, first, tmp_path)
    now = found.after.session[block.id]
    assert (now.day, now.start, now.end) == (block.day, block.start, block.end)
    assert now.room_id != block.room_id
    assert found.people(block.id) == {WHO}
    missed = [c for c in courses if c.overlaps(block)]
    assert all(found.after.session[c.id].start == c.start and WHO not in found.people(c.id) for c in missed)
