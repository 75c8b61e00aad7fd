"""From a version to what subscribers see: addresses, sequences, notices, ways back, stops at any moment."""

import json
import shutil
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.folder import publish as publishing
from planner.store import database
from planner.store.publishing import PublicationRequest
from tests.cli.running import barrette, day_of_courses, tree
from tests.cli.subscriber import Subscriber, agenda
from tests.whole.tiny import Rows, tiny, written

TOLD = ("apprentices", "trainers", "rooms", "classes")
SECOND = "plus de mathématiques chez les cuisiniers"


def workbook(hours: str) -> Rows:
    """The tiny centre, one employer named, with so many hours of mathematics for the cooks."""
    rows = tiny()
    rows["Apprenants"][0]["employeur"] = "Auberge du Lac"
    rows["Cours"][0]["heures"] = hours
    return rows


@pytest.fixture(scope="module")
def twice_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1, then version 2 with two hours of mathematics more a week for the cooks; not to be changed."""
    folder = tmp_path_factory.mktemp("deux")
    first = workbook("2 h/sem")
    assert barrette("solve", written(folder, first), "--out", folder / "edt", "--effort", "0.1").exit_code == 0
    more = ("--effort", "0.1", "--reason", SECOND)
    assert barrette("solve", written(folder, workbook("4 h/sem")), "--out", folder / "edt", *more).exit_code == 0
    return folder / "edt"


@pytest.fixture
def twice(twice_once: Path, tmp_path: Path) -> Path:
    """A copy of it that the test may change."""
    return Path(shutil.copytree(twice_once, tmp_path / "edt"))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment of each publication, UTC: the week before term, one minute after the other."""
    moments = [datetime(2026, 9, 1, 8, minute) for minute in range(60)]
    monkeypatch.setattr(publishing, "now", lambda: moments.pop(0))
    return moments


def publish(folder: Path, *words: object, code: int = 0) -> str:
    """Publish, and give what was said."""
    done = barrette("publish", folder, *words)
    assert done.exit_code == code, done.output
    return done.output


def address(folder: Path, owner: str) -> Path:
    """The published calendar of somebody, found as the planner finds it."""
    book = load_workbook(folder / "interne/adresses.xlsx", read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True) if len(row) > 3 and row[1] == owner]
    assert len(rows) == 1
    return folder / "public" / str(rows[0][3])


def everybody(folder: Path) -> dict[str, Path]:
    """Every address by audience and owner."""
    book = load_workbook(folder / "interne/adresses.xlsx", read_only=True)
    rows = [row for sheet in book for row in list(sheet.iter_rows(values_only=True))[3:]]
    return {f"{str(row[3]).split('/')[1]}/{row[1]}": folder / "public" / str(row[3]) for row in rows}


def plain(folder: Path, owner: str) -> Path:
    """The calendar of the same owner that `export` writes without a history."""
    return folder / "ics" / f"{owner}.ics"


def test_publish_writes_a_calendar_of_secret_name_for_each(twice: Path) -> None:
    """6 apprentices, 3 trainers, 4 rooms, 2 classes: 15 names that tell nothing, known to the planner's list alone.

    A calendar and its page share one.
    """
    said = publish(twice)
    assert "Version 2 publiée : 15 calendriers, relus et égaux à la version" in said
    files = sorted((twice / "public").rglob("*.*"))
    assert len(files) == 2 * 15
    assert len({path.stem for path in files}) == 15
    assert all(len(path.stem) == 32 and int(path.stem, 16) >= 0 for path in files)
    for owner, path in everybody(twice).items():
        assert agenda(path) == agenda(plain(twice, owner))
    names = {path.stem for path in (twice / "ics/apprentices").iterdir()}
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert len(names) == 6
    assert not [name for name in names if name in text]
    assert "Première publication" in (twice / "interne/annonces/resume.html").read_text(encoding="utf-8")


def test_a_subscriber_ends_with_exactly_the_next_version(twice: Path) -> None:
    """Whoever read version 1, then 2, then 1 again, sees what a newcomer sees; no UID has two owners."""
    publish(twice, "--version", 1)
    known = {owner: Subscriber() for owner in everybody(twice)}
    first = {owner: agenda(path) for owner, path in everybody(twice).items()}
    for number in (1, 2, 1):
        publish(twice, "--version", number)
        for owner, path in everybody(twice).items():
            known[owner].read(path)
            assert known[owner].agenda() == agenda(path)
    assert first == {owner: one.agenda() for owner, one in known.items()}
    uids = [uid for one in known.values() for uid in one.events]
    assert len(uids) == len(set(uids))
    assert any(event["sequence"] == 2 for one in known.values() for event in one.events.values())


def test_what_does_not_change_keeps_every_byte(twice: Path) -> None:
    """Paul Durand is away for a day: events that stay the same keep their DTSTAMP, LAST-MODIFIED and SEQUENCE."""
    publish(twice, "--version", 2)
    before = {owner: Subscriber() for owner in everybody(twice)}
    for owner, path in everybody(twice).items():
        before[owner].read(path)
    rows = workbook("4 h/sem")
    day = day_of_courses(twice, "DURAND-PAUL", "2026-09-07")
    french = date.fromisoformat(day).strftime("%d/%m/%Y")
    rows["Indisponibilités"] = [{"qui": "Durand Paul", "du": french, "au": french}]
    book = written(twice.parent, rows)
    assert barrette("update", twice, "--workbook", book, "--from", "2026-09-07", "--notice", "0").exit_code == 0
    publish(twice, "--version", 3)
    same = changed = 0
    for owner, path in everybody(twice).items():
        after = Subscriber()
        after.read(path)
        for uid in set(before[owner].events) & set(after.events):
            old, new = before[owner].events[uid], after.events[uid]
            words = ("dtstart", "dtend", "summary", "location", "description", "status")
            if [old.get(w) for w in words] == [new.get(w) for w in words]:
                assert old.to_ical() == new.to_ical()
                same += 1
            else:
                assert (old["sequence"], new["sequence"]) == (0, 1)
                assert new["last-modified"].dt > old["last-modified"].dt
                changed += 1
    assert same > 0
    assert changed > 0


def test_publishing_the_same_version_again_changes_no_byte(twice: Path) -> None:
    """Nothing new: the files are written again as they were, and the history has one publication."""
    publish(twice)
    before = tree(twice)
    assert "était déjà publiée" in publish(twice)
    assert tree(twice) == before


def test_a_cancelled_event_stays_until_its_day_has_passed(twice: Path, clock: list[datetime]) -> None:
    """Back to version 1, which has fewer hours: cancelled, prefixed and free; a week later those passed are gone."""
    publish(twice, "--version", 2)
    room = next(path for owner, path in everybody(twice).items() if owner == "classes/CAP-CUI-1")
    publish(twice, "--version", 1)
    one = Subscriber()
    one.read(room)
    days = one.days("CANCELLED")
    assert len(days) >= 2
    cancelled = [e for e in one.events.values() if str(e.get("status", "")) == "CANCELLED"]
    assert all(str(e["summary"]).startswith("Annulé – ") and e["transp"] == "TRANSPARENT" for e in cancelled)
    clock[:] = [datetime(2026, 9, 13, 22, 30), datetime(2026, 9, 30, 8)]
    publish(twice, "--version", 1)
    later = Subscriber()
    later.read(room)
    assert later.days("CANCELLED") == {day for day in days if day >= date(2026, 9, 14)}
    publish(twice, "--version", 1)
    last = Subscriber()
    last.read(room)
    assert last.days("CANCELLED") == set()
    assert last.agenda() == one.agenda()


def test_a_renewed_address_takes_the_place_of_the_old_one(twice: Path) -> None:
    """Léa's address was passed on: a new one holds her calendar, the old one an empty one; nobody else's changes."""
    publish(twice)
    before, was = everybody(twice), address(twice, "MARTIN-LEA")
    content, shown = was.read_bytes(), was.with_suffix(".html").read_text(encoding="utf-8")
    assert "L’ancienne adresse ne montre plus rien" in publish(twice, "--renew", "Martin Léa")
    now = address(twice, "MARTIN-LEA")
    assert now != was
    assert now.read_bytes() == content
    assert agenda(was) == set()
    assert shown.replace(was.stem, now.stem) == now.with_suffix(".html").read_text(encoding="utf-8")
    assert "<h1>Léa</h1>" in shown
    assert "Léa" not in was.with_suffix(".html").read_text(encoding="utf-8")
    after = everybody(twice)
    assert {o: p for o, p in before.items() if p != was} == {o: p for o, p in after.items() if p != now}
    publish(twice, "--version", 1)
    assert address(twice, "MARTIN-LEA") == now
    assert agenda(was) == set()
    assert "n’a pas de calendrier publié" in publish(twice, "--renew", "Inconnu", code=2)


def test_renewing_publishes_nothing_new(twice: Path) -> None:
    """Version 1 is published, 2 is not yet accepted: a new address shows version 1."""
    publish(twice, "--version", 1)
    publish(twice, "--renew", "PETIT-HUGO")
    found = json.loads(barrette("versions", twice, "--json").stdout)["versions"]
    assert [v["published"] for v in found] == [True, False]


def test_notices_tell_each_person_their_own_changes(twice: Path) -> None:
    """One notice per touched person with old and new time; the reason and other people's names stay inside."""
    publish(twice, "--version", 1)
    publish(twice, "--version", 2)
    folder = twice / "interne/annonces"
    cooks = (folder / "apprenants/MARTIN-LEA.txt").read_text(encoding="utf-8")
    assert cooks.startswith("Objet : votre emploi du temps a changé")
    assert "Bonjour Léa," in cooks
    assert "\nAjouté\n- Mathématiques : " in cooks
    trainer = (folder / "formateurs/DURAND-PAUL.txt").read_text(encoding="utf-8")
    assert "Mathématiques – CAP CUI 1" in trainer
    (note,) = (folder / "entreprises").glob("auberge-du-lac-*.txt")
    company = note.read_text(encoding="utf-8")
    assert "Léa Martin" in company
    assert "Mathématiques" not in company
    summary = (folder / "resume.html").read_text(encoding="utf-8")
    assert "Document interne" in summary
    assert SECOND in summary
    assert "Mathématiques" in (twice / "interne/differences.html").read_text(encoding="utf-8")
    for path in (path for path in folder.rglob("*.*") if path.suffix != ".xlsx"):
        text = path.read_text(encoding="utf-8")
        assert path.name == "resume.html" or SECOND not in text
        assert "littératie" not in text.lower()
        if path.parent.name == "apprenants":
            others = {"Léa", "Hugo", "Awa", "Ibrahima", "Zoé", "Tom"} - {
                text.split("Bonjour ")[1].split(",")[0].strip()
            }
            assert not [name for name in others if name in text]


def test_past_changes_are_announced_to_nobody(twice: Path, clock: list[datetime]) -> None:
    """Published after the term has ended, as was asked for: the calendars follow, no message is made."""
    publish(twice, "--version", 1)
    clock[:] = [datetime(2026, 12, 1)]
    publish(twice, "--version", 2, "--rewrite-past")
    assert [p.name for p in (twice / "interne/annonces").rglob("*.*")] == ["resume.html"]


def test_rollback_makes_the_version_before_the_last_one_again(twice: Path) -> None:
    """Version 1 again, as version 3: published as a change, people are told, the files are those of it."""
    assert barrette("rollback", twice).exit_code == 2
    publish(twice, "--version", 1)
    assert "Aucune autre version" in barrette("rollback", twice).stderr
    told = publish(twice, "--version", 2)
    assert "restent ceux" not in told
    later = (twice / "csv/sessions.csv").read_bytes()
    assert barrette("sent", twice, "--all").exit_code == 0
    done = barrette("rollback", twice)
    assert done.exit_code == 0
    assert "Version 3 : la version 1 telle qu’elle était." in done.stdout
    assert "Version 3 publiée" in done.stdout
    assert "sont ceux de la version 3" in done.stdout
    assert "La version 1 ne tient pas compte de 1 changement du classeur, que suit la version 2 :" in done.stderr
    assert "Mathématiques" in done.stderr
    assert "retour à la version 1" in (twice / "interne/annonces/resume.html").read_text(encoding="utf-8")
    assert (twice / "interne/annonces/apprenants/MARTIN-LEA.txt").exists()
    said = barrette("versions", twice).stdout.splitlines()
    assert ["publiée depuis" in line for line in said if "empreinte" in line] == [False, False, True]
    assert (twice / "csv/sessions.csv").read_bytes() != later
    for owner, path in everybody(twice).items():
        assert agenda(path) == agenda(plain(twice, owner))


def test_publishing_an_earlier_version_says_that_the_files_are_of_the_last(twice: Path) -> None:
    """Version 2 is being prepared: publishing version 1 leaves its files, and says how to go back."""
    before = (twice / "csv/sessions.csv").read_bytes()
    assert "restent ceux de la dernière version (2)" in publish(twice, "--version", 1)
    assert (twice / "csv/sessions.csv").read_bytes() == before


def test_a_version_that_breaks_a_rule_is_not_published(twice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is run again on the version: exit 1 with the rules, nothing written."""
    from planner.check.verify import Report
    from planner.rule import Finding

    broken = Report((Finding("H1a", "Durand Paul a deux séances à la fois"),), (), (), {}, 0)
    monkeypatch.setattr(publishing, "verify", lambda *_: broken)
    said = publish(twice, code=1)
    assert "ne peut pas être publiée" in said
    assert "Durand Paul a deux séances à la fois" in said
    assert not (twice / "public").exists()


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", ["prove", "record", "put_in_place", "write_addresses", "write_waiting"])
def test_a_stop_at_each_step_leaves_a_whole_set(twice: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Stopped before any of the steps of a publication: one whole version is visible; again ends with the next one."""
    publish(twice, "--version", 1)
    before = {owner: path.read_bytes() for owner, path in everybody(twice).items()}
    places = everybody(twice)

    def stop(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publishing, step, stop)
        with pytest.raises(Killed):
            publishing.publish_version(twice, PublicationRequest(2))
    now = {owner: path.read_bytes() for owner, path in places.items()}
    if step in ("prove", "record", "put_in_place"):
        assert now == before
    else:
        assert now != before
    publish(twice, "--version", 2)
    assert {o: agenda(p) for o, p in everybody(twice).items()} == {o: agenda(plain(twice, o)) for o in before}
    assert (twice / "interne/annonces/apprenants/MARTIN-LEA.txt").exists()
    assert not list((twice / "public").glob(".*"))
    if step != "prove" and step != "record":
        assert all(e["last-modified"].dt.minute <= 1 for p in places.values() for e in read(p).events.values())


def read(path: Path) -> Subscriber:
    """A subscriber who has read one file."""
    one = Subscriber()
    one.read(path)
    return one


def test_publish_where_nothing_can_be_written(twice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk while the calendars are written: said in French, exit 4, what was published stays."""
    publish(twice, "--version", 1)
    before = tree(twice)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "write_published", full)
    assert "le disque est plein. L’ancien contenu est gardé" in publish(twice, "--version", 2, code=4)
    assert tree(twice) == before
    found = json.loads(barrette("versions", twice, "--json").stdout)["versions"]
    assert [v["published"] for v in found] == [True, False]


@pytest.mark.parametrize("said", ["attempt to write a readonly database", "disk I/O error", "database or disk is full"])
def test_history_that_may_only_be_read(twice: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """On a protected folder or a full disk the history can be read; publishing is refused, with the cure."""
    publish(twice, "--version", 1)
    before = tree(twice)

    def refuse(*_arguments: object) -> None:
        raise sqlite3.OperationalError(said)

    monkeypatch.setattr(database, "_configure", refuse)
    assert "publiée depuis" in barrette("versions", twice).stdout
    cure = "le dossier est protégé" if "readonly" in said else "faites de la place"
    refused = publish(twice, "--version", 2, code=4)
    assert cure in refused or "le dossier est protégé" in refused
    assert tree(twice) == before
    assert not (twice / "public/.ics.nouveau").exists()


@pytest.mark.parametrize("words", [("--version", "9"), ("--version", "0"), ("--renew", "MARTIN-LEA")])
def test_publish_of_what_does_not_exist(twice: Path, words: tuple[str, str]) -> None:
    """A version that is not there, an address before anything is published: said, nothing written."""
    assert barrette("publish", twice, *words).exit_code in (2, 4)
    assert not (twice / "public").exists()


@pytest.mark.parametrize("command", ["publish", "rollback", "versions"])
def test_folder_without_a_history(tmp_path: Path, command: str) -> None:
    """A folder where nothing was solved is told what to do, and left empty."""
    done = barrette(command, tmp_path)
    assert done.exit_code == 4
    assert "barrette solve" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_calendar_keeps_the_name_of_somebody_who_is_gone(twice: Path) -> None:
    """Two publications later the row is forgotten; whoever has subscribed still reads the first name."""
    publish(twice, "--version", 1)
    path = everybody(twice)["apprentices/WEBER-TOM"]
    rows = workbook("2 h/sem")
    rows["Apprenants"] = [row for row in rows["Apprenants"] if row["nom"] != "Weber"]
    book = written(twice.parent, rows)
    for number in (1, 2):
        done = barrette("solve", book, "--out", twice, "--no-export", "--effort", "0.1", "--seed", number)
        assert done.exit_code == 0
        publish(twice)
        assert "X-WR-CALNAME:CFA d'essai – Tom" in path.read_text(encoding="utf-8")
