"""The shape of the code: who may import whom, which library stays where, how long a file and a function may be."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("planner", "constraints", "data", "outputs", "benchmarks")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
MOST_LINES, MOST_FUNCTION_LINES = 400, 60

BASE = (
    *("planner.domain", "planner.model", "planner.placement", "planner.rule"),
    *("planner.words", "planner.labels", "planner.prices"),
)
FACTS = (*BASE, "planner.hours", "planner.courses")
STAGES = tuple(f"planner.engine.{name}" for name in ("solvers", "term", "groups", "week", "people", "change"))
"""Stages of the engine, in the order in which a timetable is made."""

LAYERS = {
    "planner.domain": ("planner.domain",),
    "planner.prices": (),
    "planner.model": ("planner.domain", "planner.model", "planner.prices"),
    "planner.placement": ("planner.domain",),
    "planner.rule": ("planner.domain", "planner.model", "planner.placement"),
    "planner.labels": ("planner.domain",),
    "planner.words": ("planner.domain",),
    "planner.answer": (),
    "planner.failed": (),
    "planner.listener": ("planner.engine.solvers",),
    "planner.hours": ("planner.domain", "planner.words", "planner.hours"),
    "planner.courses": ("planner.domain", "planner.placement", "planner.words", "planner.courses"),
    "planner.board": (*FACTS, "planner.board"),
    "planner.engine.options": (),
    "planner.engine.stages": ("planner.engine.options", "planner.engine.solvers"),
    "planner.engine.solvers": ("planner.model", *STAGES[:1]),
    "planner.engine.term": (*FACTS, *STAGES[:2]),
    "planner.engine.groups": (*FACTS, "planner.board", *STAGES[:3]),
    "planner.engine.week": (*FACTS, "planner.board", "planner.engine.options", "planner.engine.stages", *STAGES[:4]),
    "planner.engine.bounds": (*FACTS, *STAGES[:1], "planner.engine.groups.catalogue", "planner.engine.bounds"),
    "planner.engine.people": (*FACTS, "planner.board", *STAGES[:2], "planner.engine.people"),
    "planner.engine.untaught": (*FACTS, "planner.board"),
    "planner.engine.missing": FACTS,
    "planner.engine.obstacles": (*FACTS, "planner.board", "planner.engine.groups", "planner.engine.people"),
    "planner.engine.finish": (
        *(*FACTS, "planner.board"),
        *(f"planner.engine.{name}" for name in ("missing", "obstacles", "untaught")),
        *STAGES[:5],
    ),
    "planner.engine.change": (
        *(*FACTS, "planner.board"),
        *(f"planner.engine.{name}" for name in ("finish", "missing", "obstacles", "untaught")),
        *STAGES,
        *("planner.check.verify", "planner.report.compare"),
    ),
    "planner.engine.machines": (
        *("planner.domain", "planner.failed", "planner.engine.options"),
        *("planner.engine.solvers", "planner.engine.machines"),
    ),
    "planner.engine.islands": (
        *(*BASE, "planner.board.numbering"),
        *(f"planner.engine.{name}" for name in ("finish", "machines.interface", "options", "solvers.cpsat")),
    ),
    "planner.engine.anew": (*FACTS, "planner.board", "planner.engine"),
    "planner.engine.again": (*FACTS, "planner.board", "planner.engine", "planner.report.compare"),
    "planner.engine.flow": (*FACTS, "planner.board", "planner.engine"),
    "planner.check": (*FACTS, "planner.check"),
    "planner.why": (
        *(*FACTS, "planner.board", "planner.check.verify", "planner.why"),
        *(f"planner.engine.{name}" for name in ("change", "people", "week")),
    ),
    "planner.explain": (
        *(*FACTS, "planner.board.called", "planner.check.precheck", "planner.explain"),
        *(f"planner.engine.{name}" for name in ("solvers.cpsat", "term", "week")),
    ),
    "planner.report": (*FACTS, "planner.report"),
    "planner.next_term": (*FACTS,),
    "planner.store": (*FACTS, "planner.answer", "planner.listener", "planner.store"),
    "planner.regulation": (*FACTS, "planner.board", "planner.report", "planner.store", "planner.regulation", *STAGES),
    "data": ("planner.domain", "planner.labels", "planner.words", "data"),
    "outputs": (
        *(
            "planner.domain",
            "planner.report.compare",
            "planner.board.breaks",
            "planner.hours.balances",
            "planner.hours.entry",
            "planner.hours.given",
            "planner.hours.given_of_debts",
            "planner.hours.levels",
            "planner.hours.regulated",
        ),
        *("planner.labels", "planner.words", "outputs"),
    ),
    "constraints": ("planner", "constraints"),
    "planner.folder.formats": (),
    "planner.folder": ("planner", "constraints", "data", "outputs"),
    "planner.serve": ("planner", "constraints", "outputs"),
    "planner.cli.options": (),
    "planner.cli.french": (),
    "planner.cli.work": ("planner", "constraints", "data", "outputs"),
    "planner.cli.show": ("planner", "constraints", "data", "outputs"),
    "planner.cli.commands": (
        *("planner.cli", "planner.answer", "planner.folder.formats", "planner.folder.publish"),
        *("planner.folder.history", "planner.folder.locking"),
        *("planner.store.publishing", "planner.engine.options"),
    ),
    "planner.cli": ("planner.cli", "planner.answer", "planner.failed"),
    "planner": ("planner",),
    "benchmarks": ("planner", "constraints", "data", "outputs", "benchmarks"),
}
"""Which of our modules each part may import; the longest name that fits a module is its part."""

NEVER = {
    "constraints": ("planner.engine", "planner.check", "planner.cli"),
    "planner": ("planner.cli",),
    "planner.folder": ("planner.cli", "planner.serve"),
    "planner.serve": ("planner.cli", "planner.engine.flow"),
    "planner.cli.work": tuple(f"planner.cli.{part}" for part in ("options", "show", "commands", "main")),
    "planner.cli.show": tuple(f"planner.cli.{part}" for part in ("options", "commands", "main")),
    "planner.cli.commands": ("planner.cli.main",),
}
"""What a part may not import, out of what the table above allows."""

CIRCLES: set[tuple[str, str]] = set()
"""Imports that close a circle and are still to be cut."""

COMMANDS = {"regulate", "solve", "update", "verify", "why"}
"""Commands are named as they are typed, and some as what the engine or the checker does."""

SHOWN = {"plain", "tell"}
"""What every module of ``planner.cli.show`` has: a result for a program, and in lines."""

LIBRARIES = {
    "cattrs": ("planner.store",),
    "distributed": ("planner.engine.machines.cluster",),
    "click": tuple(f"planner.cli.{part}" for part in ("main", "options", "french", "commands", "show")),
    "highspy": (),
    "icalendar": ("outputs.ics", "benchmarks.steps"),
    "jinja2": ("outputs.pages.html", "planner.serve.app"),
    "openpyxl": ("data", "outputs.excel", "outputs.dossier.excel", "benchmarks.steps"),
    "ortools": ("planner.engine.solvers",),
    "segno": ("outputs.messages.slips",),
    "sqlalchemy": ("planner.store",),
    "starlette": ("planner.serve",),
    "uvicorn": ("planner.serve.run", "planner.serve.patient", "planner.serve.feeds.run"),
}
"""Libraries that stay at the edge: name → the modules (or what their names begin with) that may import them."""


def module(path: Path) -> str:
    """``planner.engine.week.solve`` for its file; a package is its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULE_FILES = [(module(path), path) for path in FILES]
MODULES = {name for name, _path in MODULE_FILES}


@cache
def tree(path: Path) -> ast.Module:
    """A file as Python reads it; once in a run."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, lazily or not."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def needs(path: Path) -> set[str]:
    """Our modules that a file imports; a package only where something of its own is taken from it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & MODULES
            found |= set() if names <= MODULES else {str(node.module)}
    return found & MODULES


def public_names(path: Path) -> set[str]:
    """Public functions, classes and constants that a file defines at its top."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return {name for name in found if not name.startswith("_")}


def inside(name: str, parts: tuple[str, ...]) -> bool:
    """Whether a module is one of the parts or stands below one (``planner.cli_show`` is part of ``planner.cli``)."""
    return any(name == part or name.startswith((f"{part}.", f"{part}_")) for part in parts)


def part(name: str, table: dict[str, tuple[str, ...]]) -> str | None:
    """The longest key of a table that holds a module."""
    return max((key for key in table if inside(name, (key,))), key=len, default=None)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_imports_follow_the_layers(path: Path) -> None:
    """Each part imports only what stands to its left."""
    name = module(path)
    layer = part(name, LAYERS)
    assert layer is not None, f"{name} belongs to no layer"
    ours = [found for found in imports(path) if found.split(".")[0] in (*PACKAGES, "tests")]
    wrong = [
        found for found in ours if not any(inside(found, (a,)) or a.startswith(f"{found}.") for a in LAYERS[layer])
    ]
    barred = NEVER.get(layer, ())
    assert not wrong, f"{name} imports {wrong}"
    assert not [found for found in ours if inside(found, barred)], f"{name} imports {barred}"


def test_no_imports_go_in_a_circle() -> None:
    """Every file can be read after those that it imports, lazily or not."""
    graph = {name: {found for found in needs(path) if (name, found) not in CIRCLES} for name, path in MODULE_FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(f"a circle of imports: {' ← '.join(error.args[1])}") from error


def test_one_name_means_one_thing() -> None:
    """No public name stands at the top of two files of ``planner``, but for commands and what shows them."""
    counts = Counter(n for p in FILES if module(p).startswith("planner") for n in public_names(p))
    twice = {name for name, number in counts.items() if number > 1}
    known = COMMANDS | SHOWN
    assert twice <= known, f"one name for two things: {sorted(twice - known)}"
    assert known <= twice, f"told apart by now, to be taken off the list: {sorted(known - twice)}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in ("cli/work", "folder", "store", "regulation", "report", "serve")
        for path in sorted((ROOT / "planner" / folder).glob("*.py"))
    ],
    ids=lambda path: path.name,
)
def test_work_of_commands_returns_values(path: Path) -> None:
    """It neither prints nor asks nor ends the program: a screen may call it as the command line does."""
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    assert not names & {"print", "input", "exit"}
    assert "sys" not in imports(path)


@pytest.mark.parametrize("path", sorted((ROOT / "planner/cli/commands").glob("*.py")), ids=lambda path: path.name)
def test_commands_are_only_declared(path: Path) -> None:
    """What a command does and what it prints stands elsewhere."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_FUNCTION_LINES


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_libraries_stay_at_the_edges(path: Path) -> None:
    """openpyxl, icalendar, click, ortools … are imported where the table says and nowhere else."""
    name = module(path)
    for found in imports(path):
        allowed = LIBRARIES.get(found.split(".")[0])
        assert allowed is None or any(name.startswith(prefix) for prefix in allowed), f"{name} imports {found}"


def test_rules_never_import_each_other() -> None:
    """A file of ``constraints/`` imports no other rule; only the registry does."""
    rules = {module(path) for path in (ROOT / "constraints").glob("[hp][0-9]*.py")}
    for path in (ROOT / "constraints").glob("[hp][0-9]*.py"):
        assert not rules & set(imports(path)), f"{path.name} imports another rule"


def test_every_module_of_the_engine_is_named_by_a_test() -> None:
    """What only whole runs reach breaks far from its cause: each module has a test that imports it."""
    named = set().union(*(needs(path) for path in (ROOT / "tests").rglob("*.py")))
    engine = {name for name, path in MODULE_FILES if inside(name, ("planner.engine",)) and path.stem != "__init__"}
    assert not engine - named


def test_planner_package_stays_empty() -> None:
    """``planner/__init__.py`` holds no code, so that the command line starts fast."""
    assert not ast.parse((ROOT / "planner/__init__.py").read_text(encoding="utf-8")).body


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda path: path.name)
def test_files_and_functions_stay_short(path: Path) -> None:
    """No file over 400 lines, no function over 60."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES, f"{path.name} is too long"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= MOST_FUNCTION_LINES, f"{path.name}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_public_things_have_a_docstring(path: Path) -> None:
    """Every module (but empty ones), and every public class and function at its top, says what it is."""
    found = tree(path)
    assert not found.body or ast.get_docstring(found), f"{path.name} has no docstring"
    for node in found.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"
