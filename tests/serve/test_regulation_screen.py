"""Regulation on the board: the dossier of `barrette regulate` as cards, decided as the command decides."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from planner.folder.desk import Desk
from planner.serve.app import board
from planner.serve.door import Door
from tests.cases.regulating import proposals, states, update
from tests.serve.browser import HOST, ask, entered, post
from tests.serve.centre import regulated_folder


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre whose workbook of the end of a period has been looked at."""
    return regulated_folder(tmp_path_factory.mktemp("regulation")).parent


@pytest.fixture
def centre(looked_at: Path, tmp_path: Path) -> Path:
    """A copy that the test may change."""
    shutil.copytree(looked_at, tmp_path / "centre")
    return tmp_path / "centre"


@pytest.fixture
def page(centre: Path) -> TestClient:
    """A browser that has come in."""
    door = Door()
    app = board(Desk(centre / "edt", "Essai"), door, frozenset({HOST}))
    return entered(TestClient(app, base_url=f"http://{HOST}", follow_redirects=False), door.token)


def cards(page: TestClient) -> list[dict[str, Any]]:
    """All cards of the dossier."""
    found = ask(page, "dossier")["dossier"]
    return [card for group in found["groups"] for card in group["rows"]]


def choice(card: dict[str, Any], accepted: bool) -> dict[str, Any]:
    """What the page sends of a card."""
    return {card["key"]: {"accepted": accepted, "what": card["what"]}}


def decided(page: TestClient, choices: object, reason: str = "vu ensemble") -> Any:
    """Keep some decisions."""
    return post(page, "/api/decider", {"period": "P2", "choices": choices, "reason": reason, "author": "Conseil"})


def test_cards_are_the_proposals_of_the_command(page: TestClient, centre: Path) -> None:
    """Each with its number, its sentences and what becomes of it; reading them writes nothing."""
    before = (centre / "edt" / "plan.sqlite").read_bytes()
    told = [(one["number"], one["why"], one["what"], one["effect"], one["state"]) for one in proposals(centre)]
    mine = [(c["number"], c["why"], c["what"], c["effect"], c["state"]) for c in cards(page)]
    assert sorted(mine) == sorted(told)
    assert mine
    assert (centre / "edt" / "plan.sqlite").read_bytes() == before


def test_decisions_hold_at_the_next_update(page: TestClient, centre: Path) -> None:
    """With who and why; what is refused is not done."""
    first, second = cards(page)[:2]
    done = decided(page, choice(first, True) | choice(second, False))
    assert done.json()["lines"] == ["2 décisions gardées."]
    after = {card["key"]: card for card in cards(page)}
    assert after[first["key"]]["decisions"][0].endswith("par Conseil : vu ensemble")
    assert after[second["key"]]["accepted"] is False
    update(centre)
    assert states(centre)[first["number"]].startswith("acceptée : ")
    assert states(centre)[second["number"]].startswith("refusée : pas appliquée")
    assert decided(page, choice(cards(page)[0], False)).status_code == 422  # done by now


def test_what_is_decided_is_what_was_read(page: TestClient, centre: Path) -> None:
    """A proposal that has changed or gone meanwhile, a reason that names what it must not, nothing at all: refused."""
    card = cards(page)[0]
    other = {card["key"]: {"accepted": True, "what": "autre chose"}}
    for choices in (other, {"inconnue": {"accepted": True, "what": ""}}, {}):
        assert decided(page, choices).status_code == 422
    for choices in ([], {card["key"]: True}, {card["key"]: {"accepted": "oui", "what": ""}}):
        assert decided(page, choices).status_code == 400
    assert decided(page, choice(card, True), "elle est dyslexique").status_code == 422
    assert all(not c["decisions"] for c in cards(page))
    assert ask(page, "dossier", periode="P9")["dossier"] is None


def test_without_a_dossier_the_page_says_what_to_do(browser: TestClient) -> None:
    """No period has one."""
    told = ask(browser, "dossier")
    assert told["dossier"] is None
    assert told["periods"] == []
    assert post(browser, "/api/decider", {"period": "", "choices": {}, "reason": "", "author": ""}).status_code == 422
