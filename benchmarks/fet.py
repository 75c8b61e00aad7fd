"""Weeks of schools as FET states them, placed by the product's own engine, and verified by FET where it is there.

``seconds_first``: processor seconds from the problem to the first week with everything in its place and its room, the
start-up of the program aside. FET's are those of its whole process, on the file and on what binds in it alone.
"""

import copy
import resource
import shutil
import subprocess
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from benchmarks.fet_problem import ANYWHERE, CHOICE, FetProblem, Unsayable, slot_minutes
from benchmarks.record import record
from constraints import RULES
from data.fet.file import FetFile, Unreadable, read_fet, text
from planner.check.verify import verify
from planner.domain import Attendance, Kind, Problem, Session, SessionId, Timetable, Unplaced
from planner.engine.anew import Anew
from planner.engine.options import Options
from planner.engine.stages import Stages
from planner.engine.week.items import week_items
from planner.engine.week.solve import WeekEffort, solve_week
from planner.rule import Finding

SOLVER = "fet-cl"
SEEDS = ("10=110", "11=111", "12=112", "20=120", "21=121", "22=122")
SUCCESS = "Simulation successful"
MORE_SECONDS = 30
"""After its limit, and what it may take to begin; then it is stopped: it does not look at its limit everywhere."""
SECONDS = 60.0
"""For each file, where nothing else is asked: units of work of ours, seconds of FET's."""


def arguments(one: ArgumentParser) -> None:
    """What the command takes beside limits and seeds."""
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to place")
    one.add_argument("--alone", action="store_true", help="do not run FET")


def measure(path: Path, limit: float, seed: int, *, peer: bool) -> tuple[str, dict[str, Any]]:
    """Place one file, write it solved beside where we are, verify it; the line to print and the record."""
    try:
        file = read_fet(path)
        stated = FetProblem(file)
    except (Unreadable, Unsayable) as error:
        return f"{path.stem}: cannot be said: {error}", record(path.stem, seed=seed, unsayable=str(error))
    problem = stated.problem
    begun = time.process_time()
    sessions, left = placed(problem, limit, seed)
    seconds = round(time.process_time() - begun, 2)
    broken = _broken(problem, sessions)
    solved = Path(f"{path.stem}_solved.fet")
    write_solved(file, sessions, solved)
    theirs = hard = None
    if peer:
        bare = Path(f"{path.stem}_binding.fet")
        _write(binding_only(file), bare)
        theirs, hard = run_fet(path, limit), run_fet(bare, limit)
    accepted = run_fet(solved, 20) if peer and not left else None
    values = {
        "workers": 1,
        "sizes": {"activities": len(file.activities), "students": len(file.smallest), "teachers": len(file.teachers)},
        "seconds_first": seconds,
        "unplaced": left,
        "hard_violations": dict(Counter(f.key for f in broken)),
        "verified": not broken,
        "reference": {"fet_seconds": theirs, "fet_seconds_binding": hard, "fet_accepts": accepted is not None},
        "wished": dict(file.wished),
    }
    said = f"{path.stem}: {len(file.activities)} activities, {left} left, {seconds} s, {len(broken)} broken"
    if peer:
        whole, bound = (f"{t} s" if t is not None else "not complete" for t in (theirs, hard))
        said += f"; FET {whole}, of what binds alone {bound}"
        said += "" if left else f", {'accepts' if accepted is not None else 'REFUSES'} ours"
    return said, record(path.stem, seed=seed, **values)


def placed(problem: Problem, limit: float, seed: int) -> tuple[tuple[Session, ...], int]:
    """The week of a problem as the engine places it, without improvement, with its rooms; and what is left out."""
    stages = Stages(Options(seed=seed, workers=1, seconds=limit))
    start = Anew(problem, RULES, stages)
    start.plan = start.plan_lessons()
    (week,) = problem.weeks
    items = week_items(start.draft, RULES, week)
    answer = solve_week(problem, RULES, week, items, WeekEffort(place=limit, improve=0), seed)
    start.draft.remember(week, answer.placed, answer.unplaced)
    start.weeks.assign_rooms()
    rooms = start.draft.rooms
    sessions = tuple(
        Session(
            item.id, item.kind, option.day, option.start, option.end, item.minutes, item.id, item.id,
            course_ids=(item.course_id,) if item.course_id else (), class_ids=item.class_ids,
            trainer_ids=option.team, room_id=rooms.get(item.id),
        )
        for item, option in start.draft.weeks[week]
    )  # fmt: skip
    return sessions, len(problem.courses) - len(sessions)


def _broken(problem: Problem, sessions: tuple[Session, ...]) -> tuple[Finding, ...]:
    """What the checker finds in a week; that something is missing is counted elsewhere."""
    people = {c: problem.roster(c, problem.first) for c in problem.classes}
    rows = tuple(Attendance(s.id, a.id) for s in sessions for c in s.class_ids for a in people[c])
    given = {s.course_id for s in sessions}
    left = tuple(
        Unplaced(SessionId(c.id), Kind.COURSE, c.lengths[0], "", (c.id,), class_ids=c.class_ids)
        for c in problem.courses.values()
        if c.id not in given
    )
    report = verify(problem, RULES, Timetable(sessions, rows, unplaced=left))
    return tuple(f for f in report.hard if f.key != "H3a")


def binding_only(file: FetFile) -> Element:
    """The file without its constraints of less than 100 %, at which FET tries for ever where all is fixed."""
    root = copy.deepcopy(file.root)
    for rows in (root.find(f"{part}_Constraints_List") for part in ("Time", "Space")):
        for row in list(rows) if rows is not None else ():
            if rows is not None and float(text(row, "Weight_Percentage") or 100) < 100:
                rows.remove(row)
    return root


def write_solved(file: FetFile, sessions: tuple[Session, ...], path: Path) -> None:
    """What binds, with our places and rooms as constraints of 100 %, for FET to verify."""
    root, length = binding_only(file), slot_minutes(file)
    for session in sessions:
        day, at = file.days[session.day.weekday()], file.hours[(session.start - 60) // length]
        _add(root, "Time", "ConstraintActivityPreferredStartingTime", str(session.course_id),
             Preferred_Day=day, Preferred_Hour=at, Permanently_Locked="true")  # fmt: skip
        if session.room_id not in (None, ANYWHERE):
            room, *parts = str(session.room_id).split(CHOICE)
            _add(root, "Space", "ConstraintActivityPreferredRoom", str(session.course_id),
                 Room=room, real=parts, Permanently_Locked="true")  # fmt: skip
    _write(root, path)


def _write(root: Element, path: Path) -> None:
    ElementTree.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)


def _add(root: Element, part: str, kind: str, activity: str, *, real: Sequence[str] = (), **cells: str) -> None:
    rows = root.find(f"{part}_Constraints_List")
    assert rows is not None
    row = SubElement(rows, kind)
    for name, value in {"Weight_Percentage": "100", "Activity_Id": activity, **cells, "Active": "true"}.items():
        SubElement(row, name).text = value
        if name == "Room" and real:
            SubElement(row, "Number_of_Real_Rooms").text = str(len(real))
            for one in real:
                SubElement(row, "Real_Room").text = one
    SubElement(row, "Comments")


def run_fet(path: Path, limit: float) -> float | None:
    """Processor seconds of FET on a file; None where it does not complete it in time, or is not here."""
    if shutil.which(SOLVER) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        words = [f"--inputfile={path}", f"--outputdir={folder}", f"--timelimitseconds={int(limit)}", "--htmllevel=0"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [SOLVER, *words, *(f"--randomseeds{s}" for s in SEEDS)]
        try:
            found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit + MORE_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(used, 2) if SUCCESS in found.stdout + found.stderr else None
