"""The screen « Résoudre »: a workbook, given or dropped on the page, checked, followed, or computed anew."""

import base64
import binascii
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.routing import Route

from planner.answer import USAGE, Refused
from planner.folder.desk import Desk
from planner.folder.drafted import BoardPlan
from planner.folder.given import dropped_workbook, known_workbook, put_workbook
from planner.serve.asked import Query, WrongRequest, ask, change, text
from planner.serve.calculation import Calculation
from planner.serve.screen import Screen
from planner.store.opening import in_folder

MOST_OF_FILE = 24 * 1024 * 1024
"""Bytes of a workbook that is dropped on the page."""
HOW = ("check", "update", "regulate", "solve")


def solve_screen(desk: Desk, calculation: Calculation) -> Screen:
    """What a changed workbook asks for, and what its page asks and changes."""
    large = {"/api/classeur": MOST_OF_FILE * 4 // 3 + 1024}  # in base 64, with its name
    return Screen("resoudre", "Résoudre", _routes(desk, calculation), large)


def _routes(desk: Desk, calculation: Calculation) -> list[Route]:
    return [
        ask("classeurs", lambda _asked: _workbooks(desk)),
        ask("calcul", lambda _asked: _shown(desk, calculation)),
        change("classeur", desk, lambda asked: _put(desk, calculation, asked)),
        change("resoudre", desk, lambda asked: _start(desk, calculation, asked)),
        change("arreter", desk, lambda _asked: _asked_of(calculation.stop)),
        change("renoncer", desk, lambda _asked: _asked_of(calculation.cancel)),
    ]


def _workbooks(desk: Desk) -> Any:
    plan = desk.plan()
    found = {"known": _known(desk, plan), "dropped": dropped_workbook(desk.folder)}
    files = {which: _file(path) for which, path in found.items() if path is not None}
    return {
        "mark": plan.mark, "centre": plan.problem.settings.name, "version": plan.version.number,
        "draft": bool(plan.draft.done), "files": files,
    }  # fmt: skip


def _known(desk: Desk, plan: BoardPlan) -> Path | None:
    """The workbook of the last version, whatever the draft is made on."""
    if not plan.behind:
        return known_workbook(desk.folder, plan.before)
    with in_folder(desk.folder, writes=False) as store:
        return known_workbook(desk.folder, store.timetable(plan.version.number))


def _file(path: Path) -> dict[str, str]:
    return {"name": path.name, "saved": time.strftime("%d/%m/%Y à %H:%M", time.localtime(path.stat().st_mtime))}


def _put(desk: Desk, calculation: Calculation, asked: Query) -> Any:
    content = asked.get("content")
    if not isinstance(content, str):
        raise WrongRequest
    if calculation.running:
        raise Refused(USAGE, "Un calcul est en cours : attendez sa fin, ou arrêtez-le.")
    try:
        found = base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise WrongRequest from error
    put_workbook(desk.folder, text(asked, "name"), found)
    return _workbooks(desk)


def _start(desk: Desk, calculation: Calculation, asked: Query) -> Any:
    how, which = text(asked, "how"), text(asked, "which")
    if how not in HOW or which not in ("known", "dropped"):
        raise WrongRequest
    plan = desk.plan()
    if how != "check" and plan.mark != text(asked, "mark"):
        raise Refused(USAGE, "Le plan a changé depuis : regardez-le, puis recommencez.")
    file = _known(desk, plan) if which == "known" else dropped_workbook(desk.folder)
    if file is None:
        raise Refused(USAGE, "Ce classeur n’est plus là : déposez-le de nouveau.")
    desk.settle()
    calculation.start(how, _words(desk, how, file.resolve(), asked), plan.version.number)
    return _shown(desk, calculation)


def _words(desk: Desk, how: str, file: Path, asked: Query) -> list[str]:
    """The command as one would type it; values are bound to their options, whatever they begin with."""
    if how == "check":
        return ["check", str(file)]
    told = [f"--reason={text(asked, 'reason')}", f"--author={desk.author}"]
    folder = str(desk.folder.resolve())
    if how == "solve":
        return ["solve", str(file), f"--out={folder}", *told]
    first = [f"--from={desk.first}"] if desk.first is not None else []
    if how == "regulate":
        return ["regulate", folder, f"--workbook={file}", *first]
    anyway = ["--anyway"] if asked.get("anyway") is True else []
    return ["update", folder, f"--workbook={file}", *told, *first, *anyway]


def _asked_of(ends: Callable[[], None]) -> Any:
    ends()
    return {"done": True}


def _shown(desk: Desk, calculation: Calculation) -> Any:
    """How far it is; ``kept``: the version that it has made, once it has ended."""
    run = calculation.run
    if run is None:
        return {"state": "none"}
    end = time.monotonic() if run.ended is None else run.ended
    last = desk.plan().version.number if run.ended is not None and run.what != "check" else run.version
    return {
        "state": run.state, "what": run.what, "asked": run.asked, "phase": run.phase, "seconds": round(end - run.begun),
        "points": run.points[:], "lines": run.lines[:], "kept": last if last > run.version else None,
    }  # fmt: skip
