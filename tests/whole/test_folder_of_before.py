"""A folder that an earlier Barrette made, two versions published, is taken over by this one.

``folder_775ddd8`` is what a planner had in September 2026 with the code of commit 775ddd8: the workbook, the history,
the CSV files and the published calendars; what `export` can write again is left out.
"""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.folder import publish as publishing
from tests.cli.running import barrette, tree
from tests.cli.subscriber import Subscriber, agenda

KEPT = Path(__file__).with_name("folder_775ddd8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the folder that the test may change, its workbook beside it."""
    return Path(shutil.copytree(KEPT, tmp_path / "centre")) / "edt"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of each publication, UTC: the day after the last one of the folder."""
    moments = [datetime(2026, 9, 10, 18, minute) for minute in range(60)]
    monkeypatch.setattr(publishing, "now", lambda: moments.pop(0))


def feeds(folder: Path) -> dict[str, bytes]:
    """Every published calendar, by its address."""
    return {name: content for name, content in tree(folder / "public").items() if name.endswith(".ics")}


def subscribed(folder: Path) -> dict[str, Subscriber]:
    """Somebody who has read each calendar, by its address."""
    found = {name: Subscriber() for name in feeds(folder)}
    for name, one in found.items():
        one.read(folder / "public" / name)
    return found


def names(path: Path) -> dict[tuple[str, ...], str]:
    """UID of each event that takes place, by all that is shown of it."""
    reader, found = Subscriber(), {}
    reader.read(path)
    for uid, event in reader.events.items():
        alone = Subscriber()
        alone.events = {uid: event}
        found.update(dict.fromkeys(alone.agenda(), uid))
    return found


def done(*words: object) -> str:
    """What a command that must succeed says."""
    result = barrette(*words)
    assert result.exit_code == 0, result.output
    return result.output


def changed_workbook(folder: Path) -> Path:
    """As a planner would: in the workbook, Roux Anne is away on the last Friday."""
    path = folder.parent / "classeur.xlsx"
    book = load_workbook(path)
    sheet = book["Indisponibilités"]
    heads = [cell.value for cell in sheet[1]]
    cells = {"qui": "Roux Anne", "du": date(2026, 9, 18)}
    sheet.append([cells.get(str(head)) for head in heads])
    book.save(path)
    return path


def updated(folder: Path) -> None:
    """A third version, for the changed workbook."""
    words = ("--from", "2026-09-11", "--effort", "0.1", "--author", "La planificatrice")
    done("update", folder, "--workbook", changed_workbook(folder), *words)


def test_folder_of_before_is_verified_and_exported(folder: Path) -> None:
    """The timetable passes today's checks; the exports are written anew and the history tells both versions."""
    assert "Toutes les règles impératives sont respectées" in done("verify", folder)
    done("export", folder, "--format", "ics")
    assert len(list((folder / "ics/apprentices").iterdir())) == 7
    told = json.loads(done("versions", folder, "--json"))
    assert [(v["number"], v["kind"], v["reason"]) for v in told["versions"]] == [
        (1, "solve", "rentrée"), (2, "update", "formateur absent"),
    ]  # fmt: skip


def test_folder_of_before_published_again_keeps_every_byte(folder: Path) -> None:
    """Nothing has changed: each of the 16 calendars is the same to the last byte, and gains its page, once."""
    before = feeds(folder)
    assert len(before) == 16
    done("publish", folder)
    assert feeds(folder) == before
    pages = {name: content for name, content in tree(folder / "public").items() if name not in before}
    assert sorted(pages) == [name.replace(".ics", ".html") for name in sorted(before)]
    done("publish", folder)
    assert tree(folder / "public") == before | pages


def test_folder_of_before_is_updated_and_published(folder: Path) -> None:
    """A trainer is away: what does not change keeps its UID, and a calendar without a change all its bytes."""
    before, readers = feeds(folder), subscribed(folder)
    known = {name: names(folder / "public" / name) for name in before}
    updated(folder)
    done("publish", folder)
    after = feeds(folder)
    told = {name: names(folder / "public" / name) for name in after}
    same = {name for name in before if set(told[name]) == set(known[name])}
    assert 0 < len(same) < len(before) == len(after)
    assert {name for name in before if after[name] == before[name]} == same
    for name, one in readers.items():
        assert {e: told[name][e] for e in set(told[name]) & set(known[name])}.items() <= known[name].items()
        one.read(folder / "public" / name)
        assert one.agenda() == set(told[name])


def test_folder_of_before_goes_back_to_what_was_published(folder: Path) -> None:
    """`rollback` gives the first version back to subscribers, whose sequences only rise; the versions stay."""
    readers = subscribed(folder)
    done("rollback", folder, "--author", "La planificatrice")
    for name, one in readers.items():
        one.read(folder / "public" / name)
        assert one.agenda() == agenda(folder / "public" / name)
    told = json.loads(done("versions", folder, "--json"))
    assert [v["number"] for v in told["versions"]][:2] == [1, 2]


def test_folder_of_before_names_no_place(folder: Path) -> None:
    """The workbook is named from the folder, so that both can be moved together."""
    summary = json.loads((folder / "csv/summary.json").read_text(encoding="utf-8"))
    assert summary["workbook"] == "../classeur.xlsx"
