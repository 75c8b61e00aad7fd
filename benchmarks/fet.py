"""Weeks of schools as FET states them, placed by the product's own engine, and verified by FET where it is there.

``seconds_first``: processor seconds from the problem to the first week with everything in its place and its room, the
start-up of the program aside. FET's are those of its whole process, on what binds in the file and, where that is asked,
on the whole file; its limit too is one of processor seconds, for a machine that has other things to do.
"""

import copy
import math
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Mapping, Sequence
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
MORE_SECONDS, SHARE = 30, 12
"""Seconds and limits that may pass on the clock before FET is stopped: it may have a twelfth of a processor."""
SECONDS = 60.0
"""For each file, where nothing else is asked: units of work of ours, seconds of FET's."""
FOLDERS = 5
"""Last parts of the path of a file by which it is known: no two of FET's own examples share them."""
LEAST = 0.01
"""Seconds of processor that the clock of FET's process tells apart."""


def arguments(one: ArgumentParser) -> None:
    """What the command takes beside limits and seeds."""
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to place")
    one.add_argument("--alone", action="store_true", help="do not run FET")
    one.add_argument("--whole", action="store_true", help="run FET on what is only wished too")
    one.add_argument("--into", type=Path, default=Path(), metavar="DIR", help="a folder there for what each file gives")


def folder_of(path: Path, into: Path) -> Path:
    """Where what a file gives is written: a folder of its own, since files of several folders bear one name."""
    return into / "_".join(part.replace(" ", "-") for part in path.with_suffix("").parts[-FOLDERS:])


def measure(
    path: Path, limit: float, seed: int, into: Path, *, peer: bool, whole: bool = False
) -> tuple[str, dict[str, Any]]:
    """Place one file, write it solved into a folder of its own, verify it; the line to print and the record."""
    folder = folder_of(path, into)
    name = folder.name
    try:
        file = read_fet(path)
        stated = FetProblem(file)
    except (Unreadable, Unsayable) as error:
        return f"{name}: cannot be said: {error}", record(name, seed=seed, unsayable=str(error))
    problem = stated.problem
    begun = time.process_time()
    sessions, left = placed(problem, limit, seed)
    seconds = round(time.process_time() - begun, 2)
    broken = _broken(problem, sessions)
    folder.mkdir(parents=True, exist_ok=True)
    solved = folder / f"{path.stem}_solved.fet"
    write_solved(file, sessions, solved)
    theirs = hard = None
    if peer:
        bare = folder / f"{path.stem}_binding.fet"
        _write(binding_only(file), bare)
        theirs, hard = run_fet(path, limit) if whole else None, run_fet(bare, limit)
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
    said = f"{name}: {len(file.activities)} activities, {left} left, {seconds} s, {len(broken)} broken"
    if peer:
        all_of_it, bound = (f"{t} s" if t is not None else "not complete" for t in (theirs, hard))
        said += f"; FET {bound}" + (f", of the whole file {all_of_it}" if whole else "")
        said += "" if left else f", {'accepts' if accepted is not None else 'REFUSES'} ours"
    return said, record(name, seed=seed, **values)


def describe(records: Sequence[Mapping[str, Any]]) -> str:
    """What all files of a run give beside FET: how many are complete, the ratio of seconds, and those missed, named."""
    said = [one for one in records if "unsayable" not in one]
    ours = [one for one in said if not one["unplaced"] and one["verified"]]
    theirs = [one for one in said if one["reference"]["fet_seconds_binding"] is not None]
    missed = [one["instance"] for one in theirs if one not in ours]
    lines = [f"{len(said)} of {len(records)} files sayable; complete: ours {len(ours)}, FET's {len(theirs)}"]
    lines += [f"complete for FET alone: {', '.join(missed)}"] if missed else []
    both = [one for one in ours if one in theirs]
    if both:
        ratios = [one["seconds_first"] / max(LEAST, one["reference"]["fet_seconds_binding"]) for one in both]
        within = sum(ratio <= 1 for ratio in ratios)
        lines.append(
            f"seconds of processor, ours / FET's, {len(both)} files: median {statistics.median(ratios):.2f}, "
            f"at most 1 on {within} ({within / len(both):.0%})"
        )
    refused = [one["instance"] for one in both if not one["reference"]["fet_accepts"]]
    lines += [f"refused by FET: {', '.join(refused)}"] if refused else []
    return "\n".join(lines)


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
    given, first = {s.course_id for s in sessions}, problem.first.strftime("%d/%m/%Y")
    left = tuple(
        Unplaced(SessionId(c.id), Kind.COURSE, c.lengths[0], f"semaine du {first} : -", (c.id,), class_ids=c.class_ids)
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
    most = SHARE * limit + MORE_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        words = [f"--inputfile={path}", f"--outputdir={folder}", f"--timelimitseconds={int(most)}", "--htmllevel=0"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Its own limit is one of the clock, and it does not look at it everywhere.
        command = ["sh", "-c", f'ulimit -t {math.ceil(limit)}; exec "$@"', "sh", SOLVER, *words]
        command += [f"--randomseeds{s}" for s in SEEDS]
        try:
            found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=most)
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(used, 2) if SUCCESS in found.stdout + found.stderr else None
