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


TOLD_TO = re.compile(
    r"(?:^|[:;.] |ou |puis )(?:l’|l'|les? |la |y )?"
    r"((?:[aA]jout|[cC]orrig|[dD]onn|[eé]nregistr|[eE]xport|[dD]esserr|[lL]anc|[nN]omm|[nN]ot|[rR]elanc|[rR]emplac|[rR]etir"
    r"|[sS]upprim|[vV]érifi|[vV]id|[cC]hang|[dD]éplac|[eE]ffac|[fF]erm|[rR]ecommenc)er"
    r"|(?:[cC]hois|[rR]empl|[rR]accourc|[oO]uvr)ir|[rR]evoir|[pP]révoir|(?:[rR]e)?[mM]ettre|[rR]eprendre"
    r"|[ÉéE]crire|relire)\b(?! :)"
)
"""What somebody is told to do, in the infinitive."""
HEADED = re.compile(r"[Ss]olution[^:]*:.*", re.DOTALL)
"""« Solution : corriger la date »: what stands under a heading is a list, not a sentence."""
WITHOUT_SENTENCES = ("more_groups", "cures_")
"""Modules of proposals and of cures to choose from: « Ajouter 2 h à l’équipe », « retirer ce lien »."""


def spoken(path: Path) -> list[str]:
    """Texts of a module, docstrings aside; what is computed inside one stands as ``{}``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = [n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    aside = {id(v) for n in whole for v in n.values} | {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    found = ["".join(v.value if isinstance(v, ast.Constant) else "{}" for v in n.values) for n in whole]
    alone = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in aside]
    return found + [text for text in alone if isinstance(text, str)]


SAYING = [p for p in SPOKEN if "precheck" not in p.parts and not p.name.startswith(WITHOUT_SENTENCES)]


@pytest.mark.parametrize("path", SAYING, ids=lambda path: path.name)
def test_a_planner_is_told_what_to_do_in_one_form(path: Path) -> None:
    """« Donnez le classeur », never « Donner le classeur »."""
    assert not [t for t in spoken(path) if " " in t and TOLD_TO.search(HEADED.sub("", t))]
