"""Who is let in, and what of their requests: everything else is refused before it is read."""

import pytest
from starlette.testclient import TestClient

from planner.serve.door import IN_SECONDS, MOST_TRIES, Door, TooManyTries
from planner.serve.guard import HEADERS, MOST_BYTES
from tests.serve.browser import ORIGIN, ask, entered, post
from tests.serve.centre import SCRIPT


def test_who_has_not_come_in_reads_nothing(outside: TestClient) -> None:
    """Neither page nor answer nor file, but for the page that lets in; each refusal says in French what to do."""
    for path in ("/semaine", "/", "/api/plan", "/api/etat", "/static/main.js"):
        answer = outside.get(path)
        assert answer.status_code == 401, path
        assert "l’adresse que le terminal affiche" in answer.text
    for path in ("/entrer", "/static/entrer.js", "/static/board.css"):
        assert outside.get(path).status_code == 200, path


def test_token_serves_once(outside: TestClient, door: Door) -> None:
    """The second browser with the same token stays out; the door has a new one by then."""
    used = door.token
    entered(outside, used)
    assert door.token != used
    outside.cookies.clear()
    assert post(outside, "/entrer", {"token": used}).status_code == 403
    assert outside.get("/semaine").status_code == 401


def test_cookie_is_for_this_server_alone(outside: TestClient, door: Door) -> None:
    """No script reads it and no other site sends it; its name has the port."""
    said = post(outside, "/entrer", {"token": door.token}).headers["set-cookie"]
    assert said.startswith("barrette-8750=")
    assert "HttpOnly" in said
    assert "SameSite=strict" in said


def test_guessing_a_token_has_to_wait() -> None:
    """After ten wrong ones the right one is refused too, for a minute."""
    now = [0.0]
    door = Door(clock=lambda: now[0])
    for _try in range(MOST_TRIES):
        assert door.enter("faux") is None
    with pytest.raises(TooManyTries):
        door.enter(door.token)
    now[0] = IN_SECONDS
    assert door.enter(door.token)


def test_guessing_is_told_to_wait(outside: TestClient) -> None:
    """Whoever guesses reads why."""
    answers = [post(outside, "/entrer", {"token": "faux"}) for _try in range(MOST_TRIES + 1)]
    assert [a.status_code for a in answers] == [403] * MOST_TRIES + [429]
    assert "attendez une minute" in answers[-1].json()["lines"][0]


def test_another_host_is_refused(browser: TestClient) -> None:
    """A name that was made to lead here (DNS rebinding) gets nothing, with the right cookie too."""
    for host in ("exemple.fr", "127.0.0.1", "127.0.0.1:8751", "127.0.0.1:8750.exemple.fr", ""):
        assert browser.get("/api/plan", headers={"Host": host}).status_code == 421, host


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Origin": "http://exemple.fr"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-Barrette": "faux"}, 403),
        ({"X-Barrette": ""}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
    ids=str,
)
def test_a_change_comes_from_the_board_itself(browser: TestClient, headers: dict[str, str], code: int) -> None:
    """Another origin, none, another key, or a form: nothing is changed."""
    mark = ask(browser, "etat")["mark"]
    key = browser.headers.pop("x-barrette")
    sent = {"X-Barrette": key, **headers}
    assert post(browser, "/api/abandonner", {"mark": mark}, **sent).status_code == code
    assert ask(browser, "etat")["mark"] == mark


def test_reading_changes_nothing(browser: TestClient) -> None:
    """What changes something does not answer to GET; other methods are none."""
    mark = ask(browser, "etat")["mark"]
    names = ("deposer", "annuler", "retablir", "abandonner", "reprendre", "garder", "verrou")
    assert {browser.get(f"/api/{name}").status_code for name in names} == {404}
    assert browser.request("DELETE", "/api/plan", headers={"Origin": ORIGIN}).status_code == 405
    assert ask(browser, "etat")["mark"] == mark


def test_a_large_request_is_not_read(browser: TestClient) -> None:
    """Ten megabytes, announced or not."""
    big = {"mark": "x" * 10_000_000}
    assert post(browser, "/api/garder", big).status_code == 413
    pieces = (b"x" * 10_000 for _n in range(MOST_BYTES // 10_000 + 2))
    key = browser.headers["x-barrette"]
    headers = {"Origin": ORIGIN, "X-Barrette": key, "Content-Type": "application/json"}
    assert browser.post("/api/garder", content=pieces, headers=headers).status_code == 413


@pytest.mark.parametrize("body", ["[]", "3", "{", '{"mark": 3}', '{"mark": null}', "{}"])
def test_what_no_script_of_the_board_sends(browser: TestClient, body: str) -> None:
    """It is refused in words, and breaks nothing."""
    key = browser.headers["x-barrette"]
    headers = {"Origin": ORIGIN, "X-Barrette": key, "Content-Type": "application/json"}
    answer = browser.post("/api/annuler", content=body, headers=headers)
    assert answer.status_code == 400
    assert "rechargez la page" in answer.json()["lines"][0]


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/..%5capp.py",
     "/static/", "/static/semaine.html.j2", "/plan.sqlite", "/csv/sessions.csv"],
)  # fmt: skip
def test_no_path_leads_out(browser: TestClient, path: str) -> None:
    """Only the files of the board are given, by name."""
    assert browser.get(path).status_code == 404


def test_every_answer_is_closed(browser: TestClient, outside: TestClient) -> None:
    """No inline code, nothing kept by the browser, no frame: on pages, answers, files and refusals alike."""
    for path in ("/semaine", "/api/plan", "/static/main.js", "/rien"):
        answer = browser.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]
    assert "script-src 'self'; style-src 'self'" in HEADERS["Content-Security-Policy"]
    page = browser.get("/semaine").text
    assert "style=" not in page
    assert "onclick" not in page
    outside.cookies.clear()
    refused = outside.get("/semaine", headers={"Host": "exemple.fr"})
    assert {name: refused.headers[name] for name in HEADERS} == HEADERS


def test_a_name_is_text(browser: TestClient) -> None:
    """A family name that looks like HTML is in JSON alone, which no browser reads as a page."""
    plan = browser.get("/api/plan")
    week = ask(browser, "semaine", lundi="2026-09-07")
    mine = [s["id"] for s in week["sessions"]]
    told = [browser.get("/api/seance", params={"id": name}) for name in mine]
    assert any(SCRIPT.upper() in answer.text for answer in told)
    assert {a.headers["content-type"] for a in (plan, *told)} == {"application/json"}
    assert SCRIPT not in browser.get("/semaine").text


def test_an_unforeseen_error_is_said_in_french(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback reaches the page."""
    monkeypatch.setattr("planner.folder.desk.Desk.plan", lambda self: 1 / 0)
    answer = browser.get("/api/plan")
    assert answer.status_code == 500
    assert "Erreur imprévue" in answer.json()["lines"][0]
    assert "ZeroDivision" not in answer.text
