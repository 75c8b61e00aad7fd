"""What a browser does at the board: come in, read, change."""

import re
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

HOST = "127.0.0.1:8750"
ORIGIN = f"http://{HOST}"


def post(browser: TestClient, path: str, body: object, **headers: str) -> Response:
    """A POST as a script of the board sends it; a header that is empty is left out."""
    all_headers = {"Origin": ORIGIN, "X-Barrette": browser.headers.get("x-barrette", ""), **headers}
    return browser.post(path, json=body, headers={k: v for k, v in all_headers.items() if v})


def entered(browser: TestClient, token: str) -> TestClient:
    """The same browser, come in with a token, with the key that its page has."""
    assert post(browser, "/entrer", {"token": token}).status_code == 200
    page = browser.get("/semaine").text
    found = re.search(r'name="cle" content="([^"]+)"', page)
    assert found
    browser.headers["x-barrette"] = found[1]
    return browser


def ask(browser: TestClient, name: str, **parameters: str) -> Any:
    """What a question is answered."""
    answer = browser.get(f"/api/{name}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()
