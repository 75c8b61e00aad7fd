"""Whatever click says by itself is French: headings and helps, and what is wrong with a command line."""

import ast
import re
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path
from types import ModuleType

import click
import pytest

from planner.cli import main
from planner.cli.french import FRENCH, SPEAKING
from planner.cli.options import Number
from tests.cli.running import barrette

ENGLISH = re.compile(
    r"\b(the|is|are|not|and|or|of|with|for|this|show|exit|missing|invalid|value|such|usage|error|try|help|range|default"
    r"|required|got|unexpected|did|you|mean|requires|takes|text|path|integer|float|choose|from|file|directory)\b",
    re.IGNORECASE,
)
TYPED = re.compile(r"--?[a-z][a-z-]*|\S*/\S*|\binterne/\S+")
"""Options and paths, which are English by name."""
OF_DEVELOPERS = re.compile(
    r"^(Name '|Boolean option|Could not determine|No options defined|Arguments take|Unknown |Choice\("
    r"|DeprecationWarning|Invalid start|Value must be|Press any key|Repeat for|Confirm the|Do you want|Error: The two"
    r"|%\(prog\)s|d$)|is not a valid UUID|does not match the format|values are required"
)
"""What click says to whoever declares a command, or of what no command of ours asks."""
COMMANDS = sorted(main.commands)


def sentences(module: ModuleType) -> Iterator[str]:
    """Every sentence that a module of click has translated."""
    assert module.__file__ is not None
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def english(text: str) -> list[str]:
    """English words of a text, options and paths aside."""
    return ENGLISH.findall(TYPED.sub(" ", text))


def wrong(name: str) -> Iterator[list[str]]:
    """Command lines of a command that click refuses: one for each kind of fault that it can have."""
    command = main.commands[name]
    arguments = ["x"] * sum(isinstance(p, click.Argument) and p.required for p in command.params)
    if arguments:
        yield []
    yield [*arguments, "--zzz"]
    if all(p.nargs == 1 for p in command.params):
        yield [*arguments, "y", "z"]
    for option in (p for p in command.params if isinstance(p, click.Option)):
        flag = option.opts[-1]
        yield [*arguments, f"{flag}=1" if option.is_flag else flag]
        if isinstance(option.type, Number | click.Choice):
            yield [*arguments, flag, "zzz"]
        if isinstance(option.type, Number):
            yield from ([*arguments, flag, bad] for bad in ("-999", "nan", "1e999") if option.type.low is not None)


@pytest.mark.parametrize("module", SPEAKING, ids=lambda module: module.__name__)
def test_every_sentence_of_click_has_its_french(module: ModuleType) -> None:
    """A new version of click that says something new is noticed."""
    assert [text for text in sentences(module) if text not in FRENCH and not OF_DEVELOPERS.search(text)] == []


@pytest.mark.parametrize("text", FRENCH)
def test_french_names_no_value_that_click_does_not_give(text: str) -> None:
    """What stands between braces is given by click for the same sentence."""
    names = [set(re.findall(r"{(\w+)", said)) for said in (FRENCH[text], text)]
    assert names[0] <= names[1]


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=" ".join)
def test_help_is_french(command: tuple[str, ...]) -> None:
    """Headings, options, placeholders and defaults."""
    done = barrette(*command, "--help")
    assert done.exit_code == 0
    assert english(re.sub(r"\[[a-z|]+\]", "", done.stdout)) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_refusals_are_french(name: str) -> None:
    """Nothing given, something of too much, an unknown option, each option without its value or with a wrong one."""
    for arguments in wrong(name):
        done = barrette(name, *arguments)
        assert done.exit_code == 2, (arguments, done.output)
        assert "'" not in re.sub(r"\w'\w", "", done.stderr), done.stderr
        assert english(re.sub(r"(?s)« .*? »|(possibles|dire).*", "", done.stderr)) == [], done.stderr


def test_commands_that_are_unknown_or_not_given() -> None:
    """The nearest one is proposed."""
    done = barrette("solv")
    assert (done.exit_code, english(done.stderr)) == (2, [])
    assert "La commande « solv » n’existe pas. Vouliez-vous dire « solve » ?" in done.stderr
    assert english(barrette().output) == []


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rights are named."""
    book = tmp_path / "classeur.xlsx"
    book.write_bytes(b"PK")

    def refused(_path: Path) -> bytes:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    done = barrette("check", book)
    assert (done.exit_code, english(done.stderr)) == (3, [])
    assert "ne peut pas être lu" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("solve", "x", "--workers", "0"), "« 0 » ne convient pas : écrivez un nombre entre 1 et 64."),
        (("solve", "x", "--effort", "nan"), "« nan » ne convient pas : écrivez un nombre entre 0,01 et 100."),
        (("solve", "x", "--time-limit", "0,5"), "« 0,5 » ne convient pas : écrivez un nombre, 1 au moins."),
        (("solve", "x", "--seed", "9" * 400), "écrivez un nombre entre 0 et 1000000000."),
        (("update", "x", "--more", "2.5"), "« 2.5 » n’est pas un nombre entier."),
        (("new", "x", "--sample", "smal"), "« smal » n’est pas l’un des choix possibles"),
        (("replace", "x"), "Il manque « --trainer »."),
        (("solve", "x", "--o", "d"), "(Vouliez-vous dire l’un de ceux-ci : « --json », « --out » ?)"),
        (("solve", "x", "--effort", "a"), "Valeur refusée pour « --effort »"),
        (("solve",), "Il manque « CLASSEUR.xlsx »."),
    ],
)
def test_refusal_says_what_to_write(arguments: tuple[str, ...], said: str) -> None:
    """The value as typed, and what would do."""
    assert said in barrette(*arguments).stderr
