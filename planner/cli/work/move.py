"""`barrette move`: a session put at another hour, with room made for it, as a version or in the draft of the board."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.answer import USAGE, Done, Refused
from planner.cli.work.asked_place import asked_place
from planner.cli.work.edit import Accept, Edited, as_differences
from planner.cli.work.moment import session_named
from planner.cli.work.typed import a_day, outside
from planner.domain import Problem
from planner.engine.change.make_room import WantedPlace
from planner.folder.by_hand import keep_by_hand
from planner.folder.desk import Desk
from planner.folder.making_room import Cleared, clear
from planner.folder.reasons import neutral
from planner.folder.scene import AskedScene, first_moves, scene_from
from planner.listener import NOBODY, Listener
from planner.store.opening import at_last_version


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """What is asked, as typed; ``first``: the first day that may change."""

    session: str
    at: str = ""
    day: str = ""
    start: str = ""
    room: str = ""
    trainer: str = ""
    first: str | None = None
    dry_run: bool = False
    reason: str = ""
    author: str = ""


@dataclass(frozen=True)
class MovedInDraft(Done):
    """What was put into the draft of the board, or would be."""

    cleared: Cleared
    dry_run: bool = False


def move_in_draft(folder: Path, asked: MoveRequest, listener: Listener = NOBODY) -> MovedInDraft:
    """Move a session of the draft; a step of it is made, unless the plan has changed meanwhile."""
    desk = Desk(folder, asked.author, a_day(asked.first, "--from") if asked.first else None)
    plan = desk.plan()
    _first(plan.problem, asked)
    found = _cleared(plan.scene, asked, listener)
    if not asked.dry_run:
        desk.add(plan.mark, found.edits)
    return MovedInDraft(found, asked.dry_run)


def move_in_version(folder: Path, asked: MoveRequest, accept: Accept, listener: Listener = NOBODY) -> Edited:
    """Move a session of the last version, show what that changes to ``accept``, and keep it where it is wanted."""
    neutral(asked.reason)
    with at_last_version(folder, writes=not asked.dry_run) as last:
        store, _version, problem, before = last
        scene = scene_from(store, problem, before, first_moves(store, problem, _first(problem, asked)))
        found = _cleared(scene, asked, listener)
        reason = asked.reason.strip() or "déplacé à la main, avec ce qui y était"
        for line in found.lines:
            listener.say(line)
        shown = Edited(as_differences(last, found.timetable, reason), found.edits, before)
        if not accept(shown):
            return shown
        number = keep_by_hand(folder, last, found.timetable, found.edits, reason, asked.author)
        return Edited(shown.found, found.edits, before, number=number)


def _first(problem: Problem, asked: MoveRequest) -> date | None:
    if asked.first is None:
        return None
    first = a_day(asked.first, "--from")
    if not problem.first <= first <= problem.last:
        raise Refused(USAGE, outside(problem, first, "--from : le"))
    return first


def _cleared(scene: AskedScene, asked: MoveRequest, listener: Listener) -> Cleared:
    session = session_named(scene.problem, scene.timetable, asked.session)
    place = asked_place(scene, session, (asked.at, asked.day, asked.start), asked.room, asked.trainer)
    team = session.trainer_ids if place.trainer in session.trainer_ids else ()
    if place.trainer is not None and not team:
        team = (place.trainer, *session.trainer_ids[1:])
    return clear(scene, session, WantedPlace(*place.hour, place.room, team), listener)
