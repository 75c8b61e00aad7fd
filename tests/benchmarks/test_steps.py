"""A dozen random steps on a small centre break nothing; each invariant finds what it is there for."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.steps import barrette, play, told
from benchmarks.steps_invariants import KEPT, Memory, Step
from benchmarks.steps_seen import Seen, calendar
from tests.cases.conftest import SECOND_READER

TODAY = date(2026, 9, 10)
ROW = {
    "session_id": "MATHS-01", "kind": "course", "date": "2026-09-14", "start": "08:00", "end": "10:00",
    "label": "Mathématiques", "course_id": "MATHS", "part_id": "", "barrette_id": "", "class_ids": "CUI",
    "trainer_ids": "DURAND", "room_id": "SALLE-1",
}  # fmt: skip
GONE = ROW | {"session_id": "MATHS-00", "date": "2026-09-07"}
UID, FILE = "aa@barrette", "trainers/1.ics"


@pytest.mark.parametrize("seed", [10])
def test_a_dozen_steps_break_nothing(seed: int, tmp_path: Path) -> None:
    """Two weeks of a small centre, thirteen commands; the same seed gives the same commands."""
    reader = SECOND_READER if SECOND_READER.exists() else None
    run = play(seed, 13, tmp_path, weeks=2, reader=reader)
    assert list(told(run.faults)) == []
    assert len(run.steps) == 14
    assert len({step.words[0] for step in run.steps}) > 4
    assert sum(step.code == 0 for step in run.steps) > 6


def test_what_nobody_foresaw_is_an_exit_code() -> None:
    """A command that is wrongly typed ends as it would in a terminal."""
    assert barrette(("lock",))[0] == 2
    assert "Utilisation" in barrette(("--help",))[1]


def event(day: str = "14", uid: str = UID, sequence: int = 0, modified: str = "05", title: str = "Maths") -> bytes:
    """A calendar of one event in September, at eight o'clock in Paris."""
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Essai//FR", "BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}",
        f"DTSTART:202609{day}T060000Z", f"DTEND:202609{day}T080000Z", f"DTSTAMP:202609{modified}T070000Z",
        f"SEQUENCE:{sequence}", f"LAST-MODIFIED:202609{modified}T070000Z", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines).encode()


def folder(content: bytes | None = None, rows: tuple[dict[str, str], ...] = (GONE, ROW), path: str = FILE) -> Seen:
    """What a folder of two sessions shows, of which one is published to their trainer."""
    head, events = calendar(event() if content is None else content)
    return Seen(
        {"csv/sessions.csv": "1"}, {row["session_id"]: row for row in rows}, {}, (), {path: events}, {path: head},
        {("trainers", "DURAND"): path}, {"MATHS-01": ("2026-09-14", "08:00", "SALLE-1", "DURAND")}, 1, 1,
    )  # fmt: skip


def typed(*words: str, code: int = 0, output: str = "") -> Step:
    """A command of the tenth of September."""
    return Step(1, words, TODAY, TODAY, code, output)


def wrong(step: Step, before: Seen, after: Seen) -> set[str]:
    """The invariants that a step breaks, which knows what was seen before."""
    memory = Memory()
    for kept in KEPT.values():
        list(kept(typed("versions"), before, before, memory))
    return {name for name, kept in KEPT.items() if list(kept(step, before, after, memory))}


OTHER_ROOM = ROW | {"room_id": "SALLE-2"}
BREAKS = {
    "exit": (typed("update", code=70), folder(), folder()),
    "refused": (typed("publish", code=1), folder(), replace(folder(), files={"csv/sessions.csv": "2"})),
    "past": (typed("update"), folder(), folder(rows=(ROW,))),
    "past events": (typed("publish"), folder(event("08")), folder(event("08", sequence=1, title="Anglais"))),
    "lock": (typed("update"), folder(), folder(rows=(GONE, OTHER_ROOM))),
    "uid": (typed("update"), folder(), folder(rows=(GONE, ROW | {"session_id": "ANGLAIS-01"}))),
    "address": (typed("update"), folder(), replace(folder(), addresses={})),
    "history": (typed("update"), folder(event(modified="06")), folder(event(modified="05", sequence=1, title="X"))),
    "untouched": (typed("update"), folder(), folder(event(modified="06", sequence=1))),
    "feeds": (typed("publish"), folder(), folder(event("15", sequence=1))),
    "names": (typed("update"), folder(), folder(rows=(GONE, ROW | {"course_id": "ANGLAIS"}))),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_each_invariant_finds_what_it_is_there_for(name: str) -> None:
    """One thing is wrong, and it is told under its name."""
    assert name in wrong(*BREAKS[name])


def test_what_is_said_of_a_lock_is_no_fault() -> None:
    """The lock that could not hold is named in the answer."""
    step = typed("update", output="Verrouillées : Mathématiques, lundi 14 septembre")
    assert wrong(step, folder(), folder(rows=(GONE, OTHER_ROOM))) == set()
