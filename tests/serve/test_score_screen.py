"""The score card on the board: the figures of `barrette score`, the draft counted in, links that lead to the week."""

import json
from pathlib import Path

from starlette.testclient import TestClient

from outputs.pages.score import bound_text, cost_text
from planner.folder.desk import Desk
from tests.cli.running import barrette
from tests.serve.browser import ask
from tests.serve.test_desk import moved


def test_figures_are_those_of_the_command(browser: TestClient, folder: Path) -> None:
    """Rule by rule: cost, cases, weight and the least, in the same order."""
    told = json.loads(barrette("score", folder, "--json").output)
    found = ask(browser, "bilan")
    rules = [rule for rule in told["rules"] if rule["cost"]]
    assert [(r["key"], r["cost"], r["number"], r["weight"], r["bound"]) for r in found["rules"]] == [
        (r["rule"], cost_text(r["cost"]), r["cases"], r["weight"], bound_text(r["bound"])) for r in rules
    ]
    assert rules
    assert found["before"] is None
    assert cost_text(told["cost"]) in found["verdict"]


def test_a_draft_is_counted_and_compared_with_its_version(browser: TestClient, desk: Desk) -> None:
    """Nothing is proven of a draft; what it changes is told by its sign."""
    moved(desk)
    plan = desk.plan()
    found = ask(browser, "bilan", version="1")
    assert found["name"] == "brouillon"
    assert found["before"] == "version 1"
    assert {rule["bound"] for rule in found["rules"]} == {"–"}
    changed = {rule["key"] for rule in found["rules"] if rule["change"] != "="}
    before, after = plan.costs_before, plan.costs
    assert changed == {key for key in {*before, *after} if round(before.get(key, 0)) != round(after.get(key, 0))}


def test_a_case_leads_to_its_week(browser: TestClient) -> None:
    """Its links name a class or a trainer of the plan, and a Monday."""
    found, plan = ask(browser, "bilan"), ask(browser, "plan")
    links = [link for rule in found["rules"] for case in rule["cases"] for link in case["links"]]
    assert links
    for _name, where in links:
        kind, owner, monday = where.split("/")
        assert owner in {row[0] for row in plan[kind]}
        assert monday in plan["weeks"]


def test_another_version_is_asked_by_its_number(browser: TestClient) -> None:
    """Anything else is refused in words."""
    assert browser.get("/api/bilan", params={"version": "x"}).status_code == 400
    assert browser.get("/api/bilan", params={"version": "99"}).status_code == 422
