"""Versions on the board: the history, what differs, an earlier one made again, the last one published."""

from pathlib import Path

from starlette.testclient import TestClient

from planner.domain import SessionId
from planner.folder.desk import Desk
from planner.store.database import open_store
from tests.serve.browser import ask, post
from tests.serve.test_desk import BREAD, MATHS, moved


def mark(browser: TestClient) -> str:
    """The mark of the folder as the page knows it."""
    return str(ask(browser, "etat")["mark"])


def test_history_tells_each_version_and_what_differs(browser: TestClient, desk: Desk) -> None:
    """The last one first; its changes name whom they concern, from the version that it comes from."""
    moved(desk)
    desk.keep(desk.mark(), "atelier fermé")
    rows = ask(browser, "versions")["versions"]
    assert [(row["number"], row["reason"]) for row in rows] == [(2, "atelier fermé"), (1, "")]
    assert rows[0]["sort"] == "retouches"
    told = ask(browser, "changements", version="2")
    assert told["against"] == 1
    assert any("Mathématiques" in line for line in told["sessions"])
    assert {scope["name"] for scope in told["scopes"]} == {"Apprenants", "Classes", "Formateurs"}
    assert ask(browser, "changements", version="1")["against"] is None


def test_publishing_from_the_board_is_that_of_the_command(browser: TestClient, desk: Desk, folder: Path) -> None:
    """The last version, never the draft: calendars are written, read back, and the history knows it."""
    moved(desk)
    answer = post(browser, "/api/publier", {"mark": mark(browser), "reason": "rentrée", "past": ""}).json()
    assert answer["done"], answer
    assert "Version 1 publiée" in answer["lines"][0]
    assert list((folder / "public" / "ics").rglob("*.ics"))
    with open_store(folder) as store:
        told = store.published()
        assert told is not None
        assert told[0].number == 1
    assert answer["state"]["published"] == 1
    assert answer["state"]["undo"]


def test_messages_are_read_before_publishing(browser: TestClient, folder: Path) -> None:
    """To the word, whoever has no address named; nothing is published, and an unknown wish is refused."""
    told = ask(browser, "messages", past="")
    (first,) = [one for group in told["groups"] for one in group["letters"] if one["to"] == "lea@martin.example"]
    assert "est publié" in first["text"]
    assert "Sans courriel" in " ".join(told["lines"])
    assert not (folder / "public").exists()
    assert browser.get("/api/messages", params={"past": "autrement"}).status_code == 400


def test_publishing_what_was_not_seen_is_refused(browser: TestClient, desk: Desk) -> None:
    """A version that came meanwhile is looked at first."""
    seen = mark(browser)
    moved(desk)
    desk.keep(desk.mark(), "")
    answer = post(browser, "/api/publier", {"mark": seen, "reason": "", "past": ""})
    assert answer.status_code == 409
    with open_store(desk.folder) as store:
        assert store.published() is None


def test_an_earlier_version_is_made_again(browser: TestClient, desk: Desk) -> None:
    """As one version more; a draft stays on the version that it was made on, and says so."""
    before = desk.plan().timetable.session[SessionId(MATHS)]
    moved(desk)
    desk.keep(desk.mark(), "")
    moved(desk, BREAD)  # the other one is locked by now
    answer = post(browser, "/api/refaire", {"mark": mark(browser), "version": 1, "reason": ""}).json()
    assert "Version 3 : la version 1" in answer["lines"][0]
    assert answer["state"]["behind"]
    desk.abandon(desk.mark())
    assert desk.plan().timetable.session[SessionId(MATHS)] == before


def test_versions_are_asked_by_number(browser: TestClient) -> None:
    """Anything else is refused in words."""
    for text in ("", "x", "-1", "1.5"):
        assert browser.get("/api/changements", params={"version": text}).status_code == 400
    assert browser.get("/api/changements", params={"version": "99"}).status_code == 422
