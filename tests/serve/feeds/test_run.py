"""`barrette feeds` begins and ends, and its connections do: over real sockets."""

import asyncio
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from uvicorn import Server

from planner.serve import patient
from planner.serve.feeds.run import feeds_server
from planner.serve.feeds.shelf import Shelf
from planner.serve.feeds.site import FeedsSite
from planner.serve.listening import LOOPBACK, listen_at
from planner.serve.patient import MOST_HEAD
from tests.cli.running import barrette
from tests.serve.feeds.test_site import FILE, MINE, filled

ROOT = Path(__file__).parents[3]
Place = tuple[str, int]


@contextmanager
def serving(public: Path) -> Iterator[tuple[Place, Server]]:
    """A server of a folder, on a port of its own, in a thread."""
    listening = listen_at(LOOPBACK, 0, 0)
    server = feeds_server(FeedsSite(Shelf(public)))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    try:
        yield listening.getsockname(), server
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def served(public: Path) -> Iterator[Place]:
    """Where such a server is."""
    with serving(public) as (place, _server):
        yield place


def spoken(place: Place, sent: bytes, seconds: float = 10) -> bytes:
    """What comes back for some bytes until the other side ends."""
    with socket.create_connection(place, seconds) as one:
        one.sendall(sent)
        return left_of(one)


def left_of(one: socket.socket) -> bytes:
    """What still comes until the other side ends."""
    found = b""
    with suppress(ConnectionResetError):
        while piece := one.recv(65536):
            found += piece
    return found


def head(path: str, *lines: str) -> bytes:
    """A request as it is written."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: edt.example", "Connection: close", *lines, "", ""]).encode()


def test_no_way_leads_out(tmp_path: Path) -> None:
    """As bytes, where no client makes a way shorter: dots, encoded or not, backslashes, whole addresses, links."""
    public = tmp_path / "public"
    filled(public / "ics")
    (tmp_path / "plan.sqlite").write_bytes(b"rien pour vous")
    name = FILE.removeprefix("/ics/apprentices/")
    with served(public) as place:
        assert b" 200 " in spoken(place, head(FILE)).split(b"\r\n")[0]
        for path in (
            *(f"/ics/rooms/../apprentices/{name}", f"/./ics/apprentices/{name}", f"http://edt.example{FILE}"),
            *("/../plan.sqlite", "/ics/../../plan.sqlite", "/ics/..%2f..%2fplan.sqlite", f"/{FILE}", f"{FILE}%0a"),
            *("/ics/..\\..\\plan.sqlite", "/ics/apprentices/..%5c..%5cplan.sqlite", "//etc/passwd", "*"),
            "/ics/%2e%2e/%2e%2e/plan.sqlite",
        ):  # fmt: skip
            answer = spoken(place, head(path))
            assert answer.split(b"\r\n")[0].split(b" ")[1] in (b"404", b"400"), path
            assert b"rien pour vous" not in answer


def test_slow_and_large_requests_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing sent, half a head, a head without end, an answer that is not read: each ends, and others are served."""
    monkeypatch.setattr(patient.PatientProtocol, "seconds", 0.3)
    filled(tmp_path / "ics", bytes(range(256)) * 40_000)
    with serving(tmp_path) as (place, running):
        reader = socket.create_connection(place, 10)
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        reader.sendall(head(FILE, "Accept-Encoding: identity"))
        assert spoken(place, b"") == b""
        assert spoken(place, head(FILE)[:40]) == b""
        assert spoken(place, b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400")
        assert spoken(place, head(FILE, "X: " + "x" * 2 * MOST_HEAD)).startswith((b"HTTP/1.1 400", b""))
        assert spoken(place, head(FILE, "Content-Length: 100000000")).startswith(b"HTTP/1.1 200")
        assert spoken(place, head(FILE)).startswith(b"HTTP/1.1 200")
        deadline = time.monotonic() + 10
        while running.server_state.connections and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not running.server_state.connections
        reader.close()


def test_requests_follow_each_other_on_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other for longer than one may take, and two at once."""
    monkeypatch.setattr(patient.PatientProtocol, "seconds", 0.4)
    filled(tmp_path / "ics")
    one = head(FILE).replace(b"Connection: close\r\n", b"If-None-Match: *\r\n")
    with served(tmp_path) as place, socket.create_connection(place, 10) as client:
        for _time in range(4):
            client.sendall(one)
            assert client.recv(65536).startswith(b"HTTP/1.1 304")
            time.sleep(0.2)
        client.sendall(one + one)
        found = b""
        while found.count(b"HTTP/1.1 304") < 2:
            found += client.recv(65536)
        time.sleep(1)
        client.sendall(one)
        assert client.recv(65536).startswith(b"HTTP/1.1 304")


def test_ctrl_c_ends_it_and_it_says_what_was_asked(tmp_path: Path) -> None:
    """The address and the number of files, then how many were sent; with ``--log`` a line each, without names."""
    filled(tmp_path / "public/ics")
    command = [sys.executable, "-u", "-c", "from planner.cli import main; main()", "feeds", str(tmp_path), "--log"]
    with subprocess.Popen([*command, "--port", str(free_port())], stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        first, second = run.stdout.readline(), run.stdout.readline()
        assert first.startswith("3 fichiers publiés. Adresse : http://127.0.0.1:")
        assert "https" in second
        place = LOOPBACK, int(first.split("127.0.0.1:")[1].split("/")[0])
        assert spoken(place, head(FILE)).startswith(b"HTTP/1.1 200")
        assert spoken(place, head("/")).startswith(b"HTTP/1.1 404")
        run.send_signal(signal.SIGINT)
        rest = run.stdout.read()
        assert run.wait(30) == 0
    assert "GET apprentices/….ics 200" in rest
    assert MINE not in rest
    assert rest.rstrip().endswith("Fin. Fichiers envoyés : 1 ; inchangés : 0 ; demandes refusées : 1.")


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def test_what_it_cannot_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, nothing published, a port that is taken, an address of another machine, a library that is missing."""
    assert "ce dossier n’existe pas" in refused(tmp_path / "rien", code=4)
    assert "Rien n’est publié" in refused(tmp_path, code=4)
    filled(tmp_path / "ics")  # calendars of a folder of results that are not published
    assert "Rien n’est publié" in refused(tmp_path, code=4)
    filled(tmp_path / "public/ics")
    with listen_at(LOOPBACK, 0, 0) as taken:
        port = taken.getsockname()[1]
        for folder in (tmp_path, tmp_path / "public"):
            assert "déjà pris" in refused(folder, "--port", port, code=4)
    for host in ("192.0.2.1", "nulle.part.invalid", ""):
        assert "n’est pas une adresse de cet ordinateur" in refused(tmp_path, "--host", host, "--port", port, code=2)
    monkeypatch.setattr("planner.cli.work.feeds.find_spec", lambda name: None)
    assert 'pip install "barrette[feeds]"' in refused(tmp_path, code=4)


def refused(folder: Path, *words: object, code: int) -> str:
    """What is said where nothing is served."""
    done = barrette("feeds", folder, *words)
    assert done.exit_code == code, done.output
    return done.output
