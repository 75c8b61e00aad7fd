"""Reasons on the board: the very words of `barrette why`, for the planner or to be read out."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.cli.running import barrette
from tests.serve.browser import ask


@pytest.mark.parametrize(
    ("sort", "option"),
    [("apprentice", "--apprentice"), ("trainer", "--trainer"), ("room", "--room"), ("class", "--class")],
)
def test_the_words_are_those_of_the_command(browser: TestClient, folder: Path, sort: str, option: str) -> None:
    """Of each sort of whom or what is asked."""
    who, _name = ask(browser, "qui")["names"][sort][0]
    lines = [line for line in barrette("why", folder, option, who).output.splitlines() if line.strip()]
    assert ask(browser, "raisons", sort=sort, who=who)["lines"] == lines
    assert lines


def test_what_may_be_read_out_is_asked_for(browser: TestClient, folder: Path) -> None:
    """As with --public, in a period."""
    told = ask(browser, "qui")
    who, period = told["names"]["apprentice"][0][0], told["periods"][0][0]
    lines = barrette("why", folder, "--apprentice", who, "--period", period, "--public").output.splitlines()
    found = ask(browser, "raisons", sort="apprentice", who=who, period=period, public="oui")["lines"]
    assert found == [line for line in lines if line.strip()]


def test_nobody_of_a_name_is_said_in_words(browser: TestClient) -> None:
    """What is no sort of thing is refused; a value that looks like an option is a name."""
    assert browser.get("/api/raisons", params={"sort": "x", "who": "y"}).status_code == 400
    (line, *_rest) = ask(browser, "raisons", sort="apprentice", who="--help")["lines"]
    assert "« --help »" in line
