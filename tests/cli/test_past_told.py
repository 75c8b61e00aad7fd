"""A publication in the middle of the term: what subscribers were told of days gone stays, or is asked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from outputs.ics.published import Read, read_calendar
from planner.domain import Timetable
from planner.folder import past
from planner.folder import publish as publishing
from tests.cli.running import barrette, tree
from tests.cli.versions import first_version, keep

TODAY = date(2026, 9, 15)
Calendars = dict[tuple[str, str], Read]


@pytest.fixture
def folder(solved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Version 1 was published before the term, version 2 has other titles for all its sessions; it is 15 September."""
    moments = [datetime(2026, 9, 1, 8), *(datetime(2026, 9, 15, 8, minute) for minute in range(50))]
    monkeypatch.setattr(publishing, "now", lambda: moments.pop(0))
    monkeypatch.setattr(past, "now", lambda: datetime(2026, 9, 15, 8))
    first_version(solved)
    assert barrette("publish", solved).exit_code == 0
    retitled(solved, "bis")
    return solved


def retitled(folder: Path, word: str) -> None:
    """One more version, in which every session has another public title."""

    def titles(timetable: Timetable) -> Timetable:
        changed = (replace(s, public_label=f"{s.public_label} {word}") for s in timetable.sessions)
        return replace(timetable, sessions=tuple(changed))

    keep(folder, titles)


def calendars(folder: Path) -> tuple[Calendars, Calendars]:
    """What is published, by calendar and UID: the days gone, and the others."""
    found = {
        (path.stem, uid): event
        for path in sorted((folder / "public").rglob("*.ics"))
        for uid, event in read_calendar(path).items()
    }
    gone = {key: event for key, event in found.items() if event.text.day < TODAY}
    return gone, {key: event for key, event in found.items() if key not in gone}


def follows(events: Iterable[Read]) -> bool:
    """Whether all that has the new title was told anew; a class reads of its barrettes which strands they have."""
    found = list(events)
    titled = [event for event in found if " bis" in event.text.summary]
    return bool(titled) and all(event.sequence == (event in titled) for event in found)


@pytest.mark.parametrize("words", [("publish",), ("publish", "--version", "2"), ("rollback", "--to", "2")])
def test_days_gone_are_not_changed_without_being_asked(folder: Path, words: tuple[str, ...]) -> None:
    """Exit 1: which sessions differ, and how to go on; no file and no version is written."""
    before = tree(folder)
    done = barrette(words[0], folder, *words[1:])
    assert done.exit_code == 1
    assert "de jours passés ne sont pas comme annoncé. Rien n’a été changé." in done.stderr
    assert "lundi 7 septembre de " in done.stderr
    assert "--keep-past" in done.stderr
    assert "--rewrite-past" in done.stderr
    assert tree(folder) == before
    assert "   3  " not in barrette("versions", folder).stdout
    both = barrette(words[0], folder, *words[1:], "--keep-past", "--rewrite-past")
    assert (both.exit_code, "choisissez" in both.stderr) == (2, True)


@pytest.mark.parametrize("words", [("publish",), ("rollback", "--to", "2")])
def test_days_gone_are_kept_while_the_rest_changes(folder: Path, words: tuple[str, ...]) -> None:
    """Every event before 15 September is as it was, every other one follows; the next version asks of nothing again."""
    gone, later = calendars(folder)
    done = barrette(words[0], folder, *words[1:], "--keep-past")
    assert done.exit_code == 0, done.output
    assert "Les jours passés restent tels qu’annoncés." in done.stdout
    gone_now, later_now = calendars(folder)
    assert gone_now == gone
    assert later_now.keys() == later.keys()
    assert follows(later_now.values())
    assert barrette("publish", folder).exit_code == 0
    assert calendars(folder) == (gone_now, later_now)
    retitled(folder, "ter")
    assert barrette("publish", folder).exit_code == 1
    assert calendars(folder) == (gone_now, later_now)


def test_days_gone_change_where_that_is_wanted(folder: Path) -> None:
    """`--rewrite-past`: events of days gone follow the version as well."""
    before, _later = calendars(folder)
    assert barrette("publish", folder, "--rewrite-past").exit_code == 0
    gone, later = calendars(folder)
    changed = [event for key, event in gone.items() if event != before[key]]
    assert follows((*changed, *later.values()))
    assert all(event.text.summary.count(" bis") for event in changed)
    assert changed


def test_a_version_that_differs_in_days_gone_says_so_when_it_is_made(folder: Path) -> None:
    """Brought back in the middle of the term: what is not as it was told, and how to change the rest alone."""
    words = "de jours passés ne sont pas comme annoncé (version 1) ; publier le demandera."
    assert words in barrette("versions", folder, "--restore", "2").stderr
    assert barrette("versions", folder, "--restore", "1").stderr == ""
