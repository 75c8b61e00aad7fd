"""What `barrette feeds` answers: published files to who knows their names, and nothing else."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from outputs.swap import put_in_place
from planner.serve.feeds import shelf as shelves
from planner.serve.feeds.shelf import Shelf
from planner.serve.feeds.site import FeedsSite, takes_gzip, unchanged

MINE, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Français\r\nEND:VCALENDAR\r\n".encode() * 20
PAGE = f"/ics/apprentices/{MINE}.html"
FILE = f"/ics/apprentices/{MINE}.ics"


def filled(folder: Path, content: bytes = CALENDAR) -> Path:
    """A set of published files: two of one person, one of a room."""
    for name, text in ((f"apprentices/{MINE}.ics", content), (f"apprentices/{MINE}.html", b"<!doctype html>" + content),
                       (f"rooms/{OTHER}.ics", content)):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    return folder


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """``DIR/public``, beside a file that nobody may read."""
    (tmp_path / "edt").mkdir()
    (tmp_path / "edt/plan.sqlite").write_bytes(b"secret")
    filled(tmp_path / "edt/public/ics")
    return tmp_path / "edt/public"


@pytest.fixture
def lines() -> list[str]:
    """What is logged."""
    return []


@pytest.fixture
def client(public: Path, lines: list[str]) -> TestClient:
    """Somebody who asks."""
    return TestClient(FeedsSite(Shelf(public), lines.append), base_url="http://edt.example")


def ask(client: TestClient, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """One request, with the path as it is written."""
    return client.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_file_is_given_to_who_knows_its_name(client: TestClient) -> None:
    """As it stands, with what it is and that nobody else should keep or list it."""
    for path, sort in ((FILE, "text/calendar; charset=utf-8"), (PAGE, "text/html; charset=utf-8")):
        answer = ask(client, path)
        assert answer.status_code == 200
        assert answer.content.endswith(CALENDAR)
        assert answer.headers["content-type"] == sort
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "private, no-cache"


def test_it_is_sent_compressed_to_who_can_read_that(client: TestClient) -> None:
    """By gzip where it is accepted, whole where not; HEAD has the same head and no body."""
    packed, plain = ask(client, FILE, accept_encoding="gzip"), ask(client, FILE, accept_encoding="identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(CALENDAR) / 5
    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(CALENDAR)
    assert packed.headers["etag"] != plain.headers["etag"]
    head = ask(client, FILE, "HEAD", accept_encoding="identity")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == plain.headers


def test_who_has_it_is_told_that_it_is_the_same(client: TestClient, public: Path) -> None:
    """304 without a body, also once it was published again as it was; the file once it says something else."""
    tag = ask(client, FILE).headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*", tag.replace("-gz", "")):
        answer = ask(client, FILE, if_none_match=known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    put_in_place(filled(public / ".ics.nouveau"), public / ".ics.ancien", public / "ics")
    assert ask(client, FILE, if_none_match=tag).status_code == 304
    put_in_place(filled(public / ".ics.nouveau", CALENDAR * 2), public / ".ics.ancien", public / "ics")
    answer = ask(client, FILE, if_none_match=tag)
    assert (answer.status_code, answer.content) == (200, CALENDAR * 2)


def test_a_publication_is_served_at_once(client: TestClient, public: Path) -> None:
    """A name that comes is there, one that goes is not, a file that is written over is read again."""
    new = public / f"ics/apprentices/{OTHER}.ics"
    assert ask(client, f"/ics/apprentices/{OTHER}.ics").status_code == 404
    new.write_bytes(CALENDAR)
    os.utime(new.parent, ns=(1, 1))  # two changes within one tick of the clock of the disk are told apart by nothing
    assert ask(client, f"/ics/apprentices/{OTHER}.ics").status_code == 200
    new.write_bytes(CALENDAR * 3)
    assert ask(client, f"/ics/apprentices/{OTHER}.ics").content == CALENDAR * 3
    new.unlink()
    assert ask(client, f"/ics/apprentices/{OTHER}.ics").status_code == 404
    shutil.rmtree(public / "ics")
    gone = ask(client, FILE)
    assert gone.status_code == 503
    assert gone.headers["retry-after"] == "60"


@pytest.mark.parametrize(
    "path",
    [
        "/", "/ics", "/ics/", "/ics/apprentices", "/ics/apprentices/", "/plan.sqlite", "/../plan.sqlite",
        "/ics/../../plan.sqlite", "/ics/%2e%2e/%2e%2e/plan.sqlite", "/ics/..%2f..%2fplan.sqlite",
        f"/ics/apprentices%2f{MINE}.ics", f"/ics//apprentices/{MINE}.ics",
        f"/ics/apprentices/{MINE.upper()}.ics", f"/ics/apprentices/{MINE}", f"/ics/apprentices/{MINE}.ics%00.html",
        f"/ics/rooms/{MINE}.ics", f"/ics/apprentices/{MINE[:-1]}e.ics", f"/ics/apprentices/{MINE}.ics/",
        f"/ics/apprentices/{MINE}.ICS", "/ics/apprentices/*", "/ics/./apprentices/plan.ics", "/%C3%A9",
    ],
)  # fmt: skip
def test_nothing_else_is_there(client: TestClient, path: str, lines: list[str]) -> None:
    """No list, no way out, no other form of a name: always the same page, in French, and the same line of the log."""
    answer = ask(client, path)
    assert answer.status_code == 404
    assert "demandez-la au CFA" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert [line.split(" 404")[0] for line in lines] == ["GET –"]


def test_a_link_is_no_published_file(client: TestClient, public: Path) -> None:
    """A file, or a whole folder, that leads elsewhere is not followed, also where it was a file a moment ago."""
    (public / f"ics/apprentices/{OTHER}.ics").symlink_to(public.parent / "plan.sqlite")
    (public / "ics/classes").symlink_to(public / "ics/rooms")
    assert ask(client, f"/ics/apprentices/{OTHER}.ics").status_code == 404
    assert ask(client, f"/ics/classes/{OTHER}.ics").status_code == 404
    assert ask(client, FILE).status_code == 200
    (public / FILE.lstrip("/")).unlink()
    (public / FILE.lstrip("/")).symlink_to(public.parent / "plan.sqlite")
    assert ask(client, FILE).status_code == 404


def test_nothing_but_reading(client: TestClient) -> None:
    """Other methods are none, whatever they bring along."""
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
        answer = ask(client, FILE, method)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"
    assert client.post(FILE, content=b"x" * 100_000).headers["connection"] == "close"


def test_the_log_holds_no_secret(client: TestClient, lines: list[str]) -> None:
    """Method, whose sort of calendar, code and bytes; neither the name nor who asked."""
    for path in (FILE, PAGE, f"/ics/rooms/{MINE}.ics", f"/?{MINE}", "/robots.txt"):
        ask(client, path, user_agent="agenda")
    said = "\n".join(lines)
    assert "GET apprentices/….ics 200" in said
    assert MINE not in said
    assert "testclient" not in said
    assert "agenda" not in said


def test_robots_are_asked_to_stay_away(client: TestClient) -> None:
    """For everything."""
    assert ask(client, "/robots.txt").text.splitlines() == ["User-agent: *", "Disallow: /"]


def test_names_are_looked_for_by_digest(public: Path) -> None:
    """No name of a file is compared with what is asked: only digests, keyed anew in each process."""
    one, two = Shelf(public), Shelf(public)
    assert len(one) == len(two) == 3
    assert not set(one._paths) & set(two._paths)
    assert all(isinstance(key, bytes) and len(key) == 32 for key in one._paths)


def test_memory_has_a_limit(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beyond it are read again."""
    monkeypatch.setattr(shelves, "MOST_KEPT", 100)
    shelf = Shelf(public)
    for _round in range(2):
        for name in (f"{MINE}.ics", f"{MINE}.html"):
            assert shelf.find("apprentices", name)
            assert len(shelf._kept) == 1
            assert shelf._bytes == sum(len(found.packed) for _state, found in shelf._kept.values())


def test_an_unforeseen_error_is_said_in_french(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, and a disk that cannot be read is said to be tried again."""
    for error, code in ((ZeroDivisionError, 500), (PermissionError, 503)):
        monkeypatch.setattr(Shelf, "find", failing(error))
        answer = ask(client, FILE)
        assert answer.status_code == code
        assert "réessayez" in answer.text
        assert error.__name__ not in answer.text


def test_an_unforeseen_error_leaves_its_kind_and_line_in_the_log(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough for whoever looks after the server, and neither the secret name that was asked for nor what was said."""
    told: list[str] = []
    monkeypatch.setattr(Shelf, "find", failing(ZeroDivisionError))
    ask(TestClient(FeedsSite(Shelf(public), told.append)), FILE)
    (line,) = told
    assert re.search(r"ZeroDivisionError \(test_site\.py, l\. \d+\) 500 ", line)
    assert MINE not in line


def failing(error: type[Exception]) -> Callable[..., None]:
    """A way to read that ends so."""

    def find(*_asked: object) -> None:
        raise error

    return find


@pytest.mark.parametrize(
    ("asked", "takes"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("x-gzip", True), ("", False), ("br", False),
     ("gzip;q=0", False), ("gzip; q=0.000, *", False), ("identity", False), ("GZIP", True)],
)  # fmt: skip
def test_what_a_client_takes(asked: str, takes: bool) -> None:
    """By name or by star, and never with the weight 0."""
    assert takes_gzip(asked) is takes


def test_what_is_known() -> None:
    """Nothing is known by an empty header, nor by another's name."""
    assert not unchanged("", "abc")
    assert not unchanged('"abcd"', "abc")
    assert unchanged('"abc-gz"', "abc")
