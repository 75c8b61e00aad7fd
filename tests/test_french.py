"""Habits of the sentences that a planner reads, kept in every file that has some."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SPOKEN = sorted(p for part in ("planner", "constraints", "data", "outputs") for p in (ROOT / part).rglob("*.py"))
HEADERS = {ROOT / "data/sheets/people.py"}
"""Names of columns, as planners type them."""


@pytest.mark.parametrize("path", [p for p in SPOKEN if p not in HEADERS], ids=lambda path: path.name)
def test_no_plural_stands_in_brackets(path: Path) -> None:
    """« 7 visites », never « 7 visite(s) »: the number is known (`planner.words.count`)."""
    texts = [n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)]
    assert not [t for t in texts if isinstance(t, str) and re.search(r"[a-zéèà]\((s|e|es|ent)\)", t)]
