"""Two terms of a centre: no event of one is ever an event of the other, and addresses last."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from planner.folder import publish as publishing
from tests.cli.running import barrette, day_of_courses
from tests.cli.subscriber import Subscriber
from tests.whole.tiny import Rows, tiny, written

Events = dict[tuple[str, str, str], bytes]
QUICK = ("--effort", "0.1", "--no-export")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of each publication, UTC: in the first week of the first term, which lasts until 18 September."""
    moments = [datetime(2026, 9, 9, 8, minute) for minute in range(60)]
    monkeypatch.setattr(publishing, "now", lambda: moments.pop(0))


def run(*words: object, code: int = 0) -> str:
    """What a command says."""
    done = barrette(*words)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def two_terms_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first term in ``un``, and the workbook of the second, its weeks filled; not to be changed."""
    folder = tmp_path_factory.mktemp("termes")
    run("solve", written(folder), "--out", folder / "un", *QUICK)
    run("new", folder / "suite.xlsx", "--after", folder / "un")
    pages = load_workbook(folder / "suite.xlsx")
    page = pages["Calendrier"]
    for column in (cell.column for cell in page[1] if cell.value in ("S39", "S40")):
        for row in range(2, page.max_row + 1):
            page.cell(row, column).value = "X"
    pages.save(folder / "suite.xlsx")
    run("solve", folder / "suite.xlsx", "--out", folder / "deux", *QUICK)
    return folder


@pytest.fixture
def both(two_terms_once: Path, tmp_path: Path) -> Path:
    """A copy of it: the first term is published, the second is solved in a folder of its own."""
    folder = Path(shutil.copytree(two_terms_once, tmp_path / "termes"))
    run("publish", folder / "un")
    return folder


def events(folder: Path) -> Events:
    """Every published event, to the byte, by audience, secret name of its calendar and UID."""
    return {
        (path.parent.name, path.stem, str(event["uid"])): event.to_ical()
        for path in sorted((folder / "public").rglob("*.ics"))
        for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    }


def away(folder: Path, who: str, day: str) -> Path:
    """The workbook of the first term with a trainer away for a day, ``2026-09-15``."""
    day = date.fromisoformat(day).strftime("%d/%m/%Y")
    rows = tiny()
    rows["Indisponibilités"] = [{"qui": who, "du": day, "au": day}]
    folder.mkdir()
    return written(folder, rows)


def mathematics_on(day: str, found: Events) -> set[tuple[str, str, str]]:
    """The events of Paul Durand's courses on a day (mathematics, which nobody else teaches), in whatever calendar."""
    words = f"DTSTART:{day.replace('-', '')}T".encode(), "SUMMARY:Mathématiques".encode()
    return {key for key, text in found.items() if all(word in text for word in words)}


def test_next_term_in_a_folder_of_its_own_goes_on_with_addresses_and_events(both: Path) -> None:
    """Published before the first term has ended: every event of it to the byte, at the same addresses, and the new."""
    first = events(both / "un")
    assert "Les rendez-vous des autres périodes y sont aussi" in run("publish", both / "deux")
    second = events(both / "deux")
    assert {key: second[key] for key in first} == first
    assert {key[:2] for key in first} == {key[:2] for key in second}
    uids = [key[2] for key in second]
    assert len(uids) == len(set(uids)) == 2 * len(first)
    owner = next((both / "un/public/ics/apprentices").glob("*.ics"))
    one = Subscriber()
    for folder in ("un", "deux"):
        one.read(both / folder / "public/ics/apprentices" / owner.name)
    days = {event["dtstart"].dt.date() for event in one.events.values()}
    assert min(days) < date(2026, 9, 18) < max(days)


def test_update_of_the_first_term_after_the_second_is_published(both: Path, tmp_path: Path) -> None:
    """From either folder, subscribers see both terms; only what the absence moves changes, and rolls back."""
    run("publish", both / "deux")
    before = events(both / "deux")
    day = day_of_courses(both / "un", "DURAND-PAUL", "2026-09-10")
    book = away(tmp_path / "absent", "Durand Paul", day)
    run("update", both / "un", "--workbook", book, "--from", "2026-09-10", "--notice", "0")
    run("publish", both / "un")
    after = events(both / "un")
    changed = {key for key in before if before[key] != after[key]}
    assert set(before) == set(after)
    assert mathematics_on(day, before)
    assert mathematics_on(day, before) <= changed
    assert all(b"DTSTART:202609" in after[key] and b"SEQUENCE:1" in after[key] for key in changed)
    run("publish", both / "deux")
    assert events(both / "deux") == after
    run("rollback", both / "un")
    back = events(both / "un")
    assert {key for key in before if back[key] != before[key]} == changed
    assert "Aucune autre version n’a été publiée avant" in run("rollback", both / "deux", code=2)


def test_next_term_in_the_same_folder(both: Path, tmp_path: Path) -> None:
    """Nothing of the first term is touched; a changed workbook finds its own term again, a new address lasts."""
    folder = both / "un"
    first = events(folder)
    day = day_of_courses(folder, "DURAND-PAUL", "2026-09-10")
    run("solve", both / "suite.xlsx", "--out", folder, *QUICK)
    run("publish", folder)
    second = events(folder)
    assert {key: second[key] for key in first} == first
    assert len(second) == 2 * len(first)
    book = away(tmp_path / "absent", "Durand Paul", day)
    said = run("update", folder, "--workbook", book, "--from", "2026-09-10", "--notice", "0")
    assert "1 changement dans le classeur" in said
    assert "De la version 1 (publiée) à la version 3" in run("diff", folder)
    run("publish", folder)
    third = events(folder)
    changed = {key for key in second if second[key] != third[key]}
    assert changed <= set(first)
    assert mathematics_on(day, second)
    assert mathematics_on(day, second) <= changed
    said = run("versions", folder)
    assert said.count("publiée depuis") == 2
    assert "Période du 21/09/2026 au 02/10/2026" in said
    run("rollback", folder)
    fourth = events(folder)
    assert {key for key in second if fourth[key] != second[key]} == changed
    assert "est d’une autre période : papiers de la version 2" in run(
        "export", folder, "--format", "day", "--date", "2026-09-22"
    )


def test_the_next_term_is_published_first(two_terms_once: Path, tmp_path: Path) -> None:
    """The first term, published only then, has the addresses of the second and tells both."""
    folder = Path(shutil.copytree(two_terms_once, tmp_path / "termes"))
    run("publish", folder / "deux")
    second = events(folder / "deux")
    run("publish", folder / "un")
    both = events(folder / "un")
    assert {key: both[key] for key in second} == second
    assert len(both) == 2 * len(second)
    assert {key[:2] for key in both} == {key[:2] for key in second}


def test_an_address_renewed_in_one_folder_is_renewed_in_the_other(both: Path) -> None:
    """The old name shows nothing in either set."""
    run("publish", both / "deux")
    said = run("publish", both / "un", "--renew", "MARTIN-LEA")
    new = said.split("nouvelle adresse : ")[1].split(".ics")[0]
    run("publish", both / "deux")
    assert events(both / "deux") == events(both / "un")
    empty = [
        path.stem for path in (both / "deux/public/ics/apprentices").glob("*.ics") if b"VEVENT" not in path.read_bytes()
    ]
    assert len(empty) == 1
    assert (both / "deux/public/ics/apprentices" / f"{new}.ics").exists()


def test_the_folder_of_the_term_before_has_moved(both: Path) -> None:
    """Refused with the option that helps, nothing written; once both were published, the link is not needed."""
    (both / "un").rename(both / "ancien")
    assert "Donnez sa place avec --after DOSSIER" in run("publish", both / "deux", code=4)
    assert not (both / "deux/public").exists()
    first = events(both / "ancien")
    run("publish", both / "deux", "--after", both / "ancien")
    shutil.rmtree(both / "ancien")
    assert "restent tels qu’ils ont été publiés ici" in run("publish", both / "deux")
    second = events(both / "deux")
    assert {key: second[key] for key in first} == first


def dated(rows: Rows, **values: object) -> Rows:
    """Rows with other lines of *Paramètres*, which are added where there are none."""
    for name, value in values.items():
        rows["Paramètres"] = [row for row in rows["Paramètres"] if row["paramètre"] != name]
        rows["Paramètres"].append({"paramètre": name, "valeur": value})
    return rows


def test_a_term_that_is_made_longer_keeps_the_names_of_its_events(both: Path) -> None:
    """A week more at the beginning, two at the end: lessons have the names that they had, as one more version."""
    folder = both / "un"
    before = lessons(folder)
    rows = dated(tiny(), début=date(2026, 8, 31), fin=date(2026, 10, 2))
    run("solve", written(both, rows), "--out", folder, *QUICK)
    run("publish", folder, "--rewrite-past")
    assert before <= lessons(folder)
    assert len(before) == 4


def lessons(folder: Path) -> set[tuple[str, str, str]]:
    """Calendar and UID of the lessons of mathematics, two of each class."""
    found = events(folder).items()
    return {key for key, text in found if key[0] == "classes" and "SUMMARY:Mathématiques".encode() in text}


def test_days_and_marks_of_another_term_are_refused(both: Path) -> None:
    """A term that would stand in the calendars beside another one, or under its mark: exit 3, with what to change."""
    folder = both / "un"
    run("solve", both / "suite.xlsx", "--out", folder, *QUICK)
    run("publish", folder)
    longer = written(both, dated(tiny(), fin=date(2026, 10, 2)))
    for words in (("solve", longer, "--out", folder, *QUICK), ("update", folder, "--workbook", longer)):
        said = run(*words, code=3)
        assert "recouvre une autre période déjà publiée, du 21/09/2026 au 02/10/2026 (version 2)" in said
    later = dated(tiny(), début=date(2026, 11, 2), fin=date(2026, 11, 13), repère="2026-09-07")
    later["Calendrier"] = [{"qui": name, "S45": "X"} for name in ("CAP CUI 1", "CAP BOU 1")]
    assert "le repère « 2026-09-07 » est celui de la période" in run(
        "solve", written(both, later), "--out", folder, *QUICK, code=3
    )
    del later["Paramètres"][-1]
    assert "d’une autre période" in run("update", folder, "--workbook", written(both, later), code=3)


def test_the_salt_of_the_next_term_is_that_of_the_term_before(both: Path) -> None:
    """Another one would rename what subscribers have: refused before anything is computed; none is taken over."""
    pages = load_workbook(both / "suite.xlsx")
    cell = next(row[1] for row in pages["Paramètres"].iter_rows() if row[0].value == "sel")
    cell.value = "autre"
    pages.save(both / "suite.xlsx")
    assert "le sel n’est pas celui de « un »" in run("solve", both / "suite.xlsx", "--out", both / "trois", code=3)
    cell.value = None
    pages.save(both / "suite.xlsx")
    run("solve", both / "suite.xlsx", "--out", both / "trois", *QUICK)
    first = events(both / "un")
    run("publish", both / "trois")
    assert first.items() <= events(both / "trois").items()
    assert "est déjà publiée depuis" in run("publish", both / "deux", code=2)
