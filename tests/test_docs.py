"""The documents say what the code does: table of rules, commands and options, links, files."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from constraints import RULES
from constraints.__main__ import renew, table
from data.sheets.schema import SHEETS

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/guide.md", "docs/venir-de-fet.md")
COMMAND = re.compile(r"^(?:`|\| `)?barrette (new|check|solve|verify|export|[a-z]+)\b([^`\n|]*)", re.MULTILINE)


def read(name: str) -> str:
    """Text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def usage(*command: str) -> str:
    """What ``barrette … --help`` prints."""
    start = [sys.executable, "-c", "from planner.cli import main; main()", *command, "--help"]
    done = subprocess.run(start, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_readme_holds_the_table_of_rules() -> None:
    """The table of the README is the one of the code; ``python -m constraints README.md`` renews it."""
    assert read("README.md") == renew(read("README.md"), RULES)


def test_table_has_a_row_for_each_rule() -> None:
    """A header, a line under it, and one row a rule, three columns each."""
    lines = table(RULES).splitlines()
    assert len(lines) == len(RULES) + 2
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {4}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_options_exist(name: str) -> None:
    """Every ``barrette …`` of a document is a command, with options that it knows."""
    found = COMMAND.findall(read(name))
    assert found or name == "CONTRIBUTING.md"
    for command, rest in found:
        assert command in usage(), f"{name}: barrette {command}"
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in usage(command), f"{name}: barrette {command} {option}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_exist(name: str) -> None:
    """Every ``make …`` of a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z0-9-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z0-9-]+)|`make ([a-z0-9-]+)`", read(name), re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    """Every link to a file of the project, or to a heading of the same document, leads somewhere."""
    text = read(name)
    headings = {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if link.startswith("#"):
            assert link[1:] in headings, f"{name}: {link}"
        elif "://" not in link:
            assert ((ROOT / name).parent / link).exists(), f"{name}: {link}"


def test_guide_tells_when_to_fill_each_optional_sheet() -> None:
    """Every sheet that may be left out stands in the table of the guide, or has a part of its own there."""
    part = read("docs/guide.md").split("### Puis, selon vos besoins")[1].split("\n## ")[0]
    told = {name for row in re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE) for name in row.split(", ")}
    own = set(re.findall(r"^### (.+)$", read("docs/guide.md"), re.MULTILINE))
    optional = {sheet.name for sheet in SHEETS if sheet.default}
    assert len(optional) > 20
    assert optional <= told | own


def test_lock_names_no_address() -> None:
    """The pinned packages hold versions and hashes, and no address or path of a machine."""
    lock = read("requirements.lock")
    assert not re.search(r"://|^-|file:/|^#.*--", lock, re.MULTILINE)
    assert len(re.findall(r"^[a-z0-9_.-]+==", lock, re.MULTILINE)) <= lock.count("--hash=sha256:")
