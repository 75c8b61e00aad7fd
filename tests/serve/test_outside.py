"""The board reached from elsewhere: never without a password, and what a web server in front may say."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from planner.answer import Refused
from planner.folder.desk import Desk
from planner.serve.app import board
from planner.serve.door import IN_SECONDS, MOST_TRIES, MOST_TRIES_IN_ALL, Door, Password, TooManyTries
from planner.serve.outside import Outside, outside_of
from tests.cli.running import barrette

WORD = "une phrase assez longue é"
NAME, PROXY, PEER = "tableau.example", "127.0.0.9", "192.0.2.7"
BY_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": f"10.0.0.1, {PEER}"}


def client_of(desk: Desk, proxy: str = "", peer: str = PROXY) -> TestClient:
    """Somebody who asks for the board that has a password."""
    app = board(desk, Door(password=Password(WORD)), frozenset({NAME}), proxy=proxy)
    shown = "https" if proxy else "http"
    return TestClient(app, base_url=f"{shown}://{NAME}", follow_redirects=False, client=(peer, 5000))


def give(client: TestClient, word: str, **headers: str) -> object:
    """Come with a password."""
    sent = {"Origin": str(client.base_url).rstrip("/"), **headers}
    return client.post("/entrer", json={"token": word}, headers=sent)


def test_a_password_lets_in_as_often_as_it_is_given(desk: Desk) -> None:
    """A page leads to the door, which has a field for it; a wrong one is said to be so, the right one opens."""
    client = client_of(desk)
    assert client.get("/semaine").headers["location"] == "/entrer"
    door = client.get("/entrer").text
    assert 'type="password"' in door
    assert "style=" not in door
    asked = client.get("/api/plan")
    assert (asked.status_code, "mot de passe" in asked.text) == (401, True)
    wrong = give(client, "autre chose")
    assert (wrong.status_code, wrong.json()["lines"]) == (403, ["Ce mot de passe n’est pas le bon."])
    for _time in range(2):
        client.cookies.clear()
        assert give(client, WORD).status_code == 200
        assert client.get("/semaine").status_code == 200


def test_without_a_password_there_is_no_field(outside: TestClient) -> None:
    """On this machine alone the address is enough."""
    assert "password" not in outside.get("/entrer").text


def test_the_token_of_the_terminal_does_not_let_in_where_a_password_does() -> None:
    """It is shown to nobody, and is no second way."""
    door = Door(password=Password(WORD))
    assert door.enter(door.token) is None
    assert door.enter(WORD)


def test_only_a_salted_digest_of_a_password_is_kept() -> None:
    """Twice the same one: two digests, and the word in neither."""
    one, two = Password(WORD), Password(WORD)
    assert one.matches(WORD)
    assert not one.matches(WORD + " ")
    assert one._digest != two._digest
    assert not [value for value in vars(one).values() if WORD in str(value) or WORD.encode() in bytes(value)]


def test_whoever_guesses_waits_and_others_do_not() -> None:
    """Ten wrong ones from one address in a minute, sixty from all; the right one is then refused too."""
    now = [0.0]
    door = Door(clock=lambda: now[0], password=FreeOfCost(WORD))
    for _try in range(MOST_TRIES):
        assert door.enter("faux", "192.0.2.1") is None
    with pytest.raises(TooManyTries):
        door.enter(WORD, "192.0.2.1")
    assert door.enter(WORD, "192.0.2.2")
    for number in range(MOST_TRIES_IN_ALL - MOST_TRIES):
        assert door.enter("faux", f"198.51.100.{number}") is None
    with pytest.raises(TooManyTries):
        door.enter(WORD, "192.0.2.2")
    now[0] = IN_SECONDS
    assert door.enter(WORD, "192.0.2.1")


class FreeOfCost(Password):
    """The same without the work of a digest."""

    def _of(self, text: str) -> bytes:
        return text.encode()


def test_the_web_server_in_front_says_how_a_browser_came(desk: Desk) -> None:
    """By https: the cookie is Secure, the origin is https; its last address is who tries."""
    client = client_of(desk, PROXY)
    client.headers.update(BY_PROXY)
    assert "Secure" in give(client, WORD).headers["set-cookie"]
    assert client.get("/semaine").status_code == 200
    assert give(client, WORD, Origin=f"http://{NAME}").status_code == 403
    for _try in range(MOST_TRIES):
        give(client, "faux")
    assert give(client, WORD).status_code == 429
    assert give(client, WORD, **{"X-Forwarded-For": f"{PEER}, 192.0.2.8"}).status_code == 200


def test_nobody_else_is_believed(desk: Desk) -> None:
    """Past the web server: refused; without https: refused; where none is named, its words mean nothing."""
    assert client_of(desk, PROXY, peer=PEER).get("/entrer", headers=BY_PROXY).status_code == 421
    for said in ({}, {"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": "https, http"}):
        assert client_of(desk, PROXY).get("/entrer", headers=said).status_code == 426
    alone = client_of(desk)
    answer = give(alone, WORD, **BY_PROXY)
    assert answer.status_code == 200
    assert "Secure" not in answer.headers["set-cookie"]
    assert give(alone, WORD, **BY_PROXY, Origin=f"https://{NAME}").status_code == 403


@pytest.mark.parametrize(
    ("asked", "hosts", "address"),
    [
        (("192.0.2.1",), {"192.0.2.1:8750"}, "http://192.0.2.1:8750"),
        (("::1",), {"[::1]:8750"}, "http://[::1]:8750"),
        (("127.0.0.1", NAME.upper(), PROXY), {NAME, f"{NAME}:8750"}, f"https://{NAME}"),
        (("0.0.0.0", "poste-3"), {"poste-3", "poste-3:8750"}, "http://poste-3:8750"),
    ],
)
def test_what_it_is_called(asked: tuple[str, ...], hosts: set[str], address: str) -> None:
    """By the name that is given, else by the address where it listens."""
    host, name, proxy = (*asked, "", "")[:3]
    found = outside_of(host, WORD, name, proxy)
    assert (found.hosts(8750), found.address(8750)) == (hosts, address)
    assert isinstance(found, Outside)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("192.0.2.1", "trop court"), "12 caractères"),
        (("192.0.2.1", ""), "12 caractères"),
        (("0.0.0.0", WORD), "--name"),
        (("192.0.2.1", WORD, "https://tableau.example"), "tableau.mon-cfa.fr"),
        (("192.0.2.1", WORD, NAME, "caddy"), "adresse IP"),
    ],
)
def test_what_is_not_safe_is_refused(asked: tuple[str, ...], words: str) -> None:
    """Before anything is opened, with what to write instead."""
    with pytest.raises(Refused, match=words) as refused:
        outside_of(*asked)
    assert refused.value.code == 2


def test_there_is_no_board_for_others_without_a_password(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No terminal, no file, no variable: refused; the command has no option that holds one."""
    monkeypatch.delenv("BARRETTE_PASSWORD", raising=False)
    said = barrette("serve", folder, "--host", "127.0.0.1")
    assert (said.exit_code, "demande un mot de passe" in said.output) == (2, True)
    said = barrette("serve", folder, "--host", "127.0.0.1", "--password-file", tmp_path / "rien")
    assert (said.exit_code, "ne peut pas être lu" in said.output) == (2, True)
    monkeypatch.setenv("BARRETTE_PASSWORD", "court")
    assert "12 caractères" in barrette("serve", folder, "--host", "127.0.0.1").output
    assert "vont avec --host" in barrette("serve", folder, "--proxy", "127.0.0.1").output
    monkeypatch.setenv("BARRETTE_PASSWORD", WORD)
    assert "n’est pas une adresse de cet ordinateur" in barrette("serve", folder, "--host", "192.0.2.1").output


def test_a_board_for_others_asks_for_its_password(folder: Path, tmp_path: Path) -> None:
    """Really started, with the password in a file: no address that lets in, a warning without https, and the door."""
    (tmp_path / "mot").write_text(WORD + "\n", encoding="utf-8")
    command = [sys.executable, "-u", "-c", "from planner.cli import main; main()", "serve", str(folder)]
    words = ["--host", "127.0.0.1", "--password-file", str(tmp_path / "mot")]
    root, pipe = Path(__file__).parents[2], subprocess.PIPE
    environment = {key: value for key, value in os.environ.items() if key != "BARRETTE_PASSWORD"}
    with subprocess.Popen([*command, *words], stdout=pipe, stderr=pipe, text=True, cwd=root, env=environment) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        lines = [run.stdout.readline(), run.stdout.readline(), run.stderr.readline()]
        try:
            assert "#" not in "".join(lines)
            assert "en clair" in lines[2]
            address = lines[1].removeprefix("Adresse : ").strip()
            with urlopen(Request(f"{address}semaine"), timeout=10) as answer:
                assert 'type="password"' in answer.read().decode()
        finally:
            run.terminate()
            run.communicate(timeout=30)
