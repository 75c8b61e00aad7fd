"""``python -m benchmarks COMMAND``: one line per instance, and the JSON of the run where ``--json`` asks for it.

Without a command: every command on ``small`` and ``medium``, seeds 1 to 3, and a ``bench-COMMAND.json`` of each;
except ``floors``, whose set is fixed and made of what the others measure, ``sizes``, which goes beyond these samples,
``drops``, which takes long, and ``iut``, ``cbctt``, ``perturb`` and ``fet``, whose files stand elsewhere.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import (
    board,
    cbctt,
    events,
    explain,
    fet,
    floors,
    iut,
    kills,
    missing_hours,
    perturb,
    random_centres,
    random_drops,
    reading,
    resolve,
    scenarios,
    sizes,
    steps,
    why,
)
from benchmarks.baseline import baseline
from benchmarks.options import limited, of_fixed_set, own
from benchmarks.outside import Limits
from benchmarks.record import record, write
from benchmarks.solve import measure
from data import read, samples
from planner.domain import Problem

Command = Callable[[argparse.Namespace], Iterator[tuple[str, dict[str, Any]]]]
"""Yields the line to print and the record of each instance."""


def instance(name: str, seed: int) -> Problem:
    """A sample, written as a workbook and read back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        samples.write(path, name, seed)
        reading = read(path)
    if reading.problem is None:
        raise SystemExit("\n".join(map(str, reading.faults)))
    return reading.problem


def run_baseline(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the baseline leaves unplaced."""
    for name in options.sample:
        for seed in options.seed:
            problem = instance(name, seed)
            begun = time.perf_counter()
            total, left, _weeks = baseline(problem)
            seconds = round(time.perf_counter() - begun, 2)
            line = f"{name} seed {seed}: {left} of {total} sessions unplaced ({left / total:.1%}), {seconds} s"
            sizes = {"classes": len(problem.classes), "learners": len(problem.learners), "sessions": total}
            yield line, record(name, seed=seed, workers=1, sizes=sizes, seconds=seconds, unplaced=left)


def run_tightness(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """How tight the planted timetable of each sample is in its full weeks."""
    for name in options.sample:
        for seed in options.seed:
            found = samples.tightness(name, seed)
            used = {"room_type": found.room_type, "rooms": round(found.rooms, 3), "trainers": round(found.trainers, 3)}
            line = f"{name} seed {seed}: {found.room_type} {found.rooms:.1%}, busiest trainers {found.trainers:.1%}"
            yield line, record(name, seed=seed, tightness=used)


def run_solve(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What ``barrette solve`` makes of each sample, and what ``barrette verify`` says of it."""
    for name in options.sample:
        for seed in options.seed:
            yield measure(name, seed, options.workers, options.effort)


def run_sizes(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What every size of centre costs and gives, and how that grows."""
    records = []
    for seed in options.seed:
        for name in options.sizes:
            text, found = sizes.measure(name, seed, options.workers, options.time_limit, options.reader)
            records.append(found)
            yield text, found
    print("\n".join(sizes.growth(records)), flush=True)


def run_reading(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What reading a large valid workbook takes."""
    for rows in options.rows:
        yield reading.measure(rows)


def run_why(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whether `barrette why` and the checker say the same of random places."""
    for name in options.sample:
        for seed in options.seed:
            for found in why.measure(name, seed, options.questions, options.folder):
                yield why.line(found), found


def run_board(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a planner waits for at the board, and subscribers for what is published."""
    for name in options.sample:
        for seed in options.seed:
            yield board.measure(name, seed, options.count, options.folder)


def run_drops(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whether the board takes what the checker lets stand, and nothing else."""
    for name in options.sample:
        for seed in options.seed:
            found = random_drops.measure(name, seed, options.count, options.folder)
            yield random_drops.line(found), found


def run_hours(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whether what is said to plan missing hours does."""
    for name in options.sample:
        for seed in options.seed:
            for found in missing_hours.measure(name, seed, options.count, options.folder):
                yield missing_hours.line(found), found


def run_explain(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whether contradictions put into samples are named, and cured; shares and seconds at the end."""
    records = []
    seeds = range(min(options.seed), min(options.seed) + options.feasible) or options.seed
    for name in options.sample:
        for seed in seeds:
            plain = bool(options.feasible)
            for found in explain.measure(name, seed, instance(name, seed), options.kinds, plain, options.pairs):
                records.append(found)
                yield explain.line(found), found
    print(explain.describe(records), flush=True)


def run_resolve(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What random single disruptions of a solved sample cost, and a table of all at the end."""
    records = []
    for name in options.sample:
        for seed in options.seed:
            for found in resolve.measure(name, options.count, seed, options.folder):
                records.append(found)
                yield resolve.line(found), found
    print(resolve.describe(records), flush=True)


def run_events(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whether ordinary events are followed, and leave what they do not touch; a table at the end."""
    records = []
    for name in options.sample:
        for seed in options.seed:
            for found in events.measure(name, seed, options.count):
                records.append(found)
                yield events.line(found), found
    print(events.describe(records), flush=True)


def run_scenarios(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the re-solves of a year cost; ``regulation``: only that of the end of a period."""
    names = (scenarios.REGULATION,) if options.command == "regulation" else ()
    for name in options.sample:
        for seed in options.seed:
            for found in scenarios.measure(name, seed, options.folder, names):
                yield scenarios.line(found), found


def run_kills(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What commands killed at random moments leave."""
    yield from kills.lines(options.sample, options.seed, options.count)


def run_random(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Which hard rules random small centres break, planned and planned again, and a table of all at the end."""
    records = []
    for line, found in random_centres.measure(options.count, options.seed[0], options.write):
        records.append(found)
        yield line, found
    print(random_centres.describe(records), flush=True)


def run_steps(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What random steps of a planner break that must always hold, and faults by kind at the end."""
    records = []
    for line, found in steps.measure(options.count, options.seed, options.weeks, options.keep, options.reader):
        records.append(found)
        yield line, found
    print(steps.describe(records), flush=True)


def run_fet(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the engine makes of weeks of schools that FET states, and FET of ours."""
    for file in (file for file in options.files if not file.is_file()):
        print(f"skipped: {file} is not there")
    records = []
    limit = options.time_limit or fet.SECONDS
    for path in (file for file in options.files if file.is_file()):
        for seed in options.seed:
            peer, whole = not options.alone, options.whole
            told, found = fet.measure(path, limit, seed, options.into, peer=peer, whole=whole)
            records.append(found)
            yield told, found
    print(fet.describe(records), flush=True)


def run_floors(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a fixed set gives, beside the table of what it gave before."""
    asked = floors.Asked(options.group, options.sample, options.seed, options.count)
    yield from floors.measure(asked, options.keep, options.write, not options.any_machine)


def run_iut(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Weeks of a technical institute, beside the timetable that was published."""
    if not options.folder.is_dir():
        print(f"skipped: {options.folder} is not there")
        return
    for seed in options.seed:
        yield from iut.measure(options.folder, options.department, options.week, _limits(options, seed), options.wish)


def run_cbctt(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Instances of the competition; solutions are written beside the JSON."""
    for file in (file for file in options.files if not file.is_file()):
        print(f"skipped: {file} is not there")
    for seed in options.seed:
        files = [file for file in options.files if file.is_file()]
        yield from cbctt.measure(files, _limits(options, seed), options.json.parent if options.json else None)


def run_perturb(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Published timetables of the competition after one disruption each, and a table at the end."""
    for file in (file for file in (options.file, *options.solutions) if not file.is_file()):
        print(f"skipped: {file} is not there")
    if not options.file.is_file():
        return
    solutions, records = [file for file in options.solutions if file.is_file()], []
    drawn = range(1, options.seeds + 1)
    for told, found in perturb.measure(options.file, solutions, options.kind, drawn, _limits(options, 1)):
        records.append(found)
        yield told, found
    print(perturb.describe(records), flush=True)


def _limits(options: argparse.Namespace, seed: int) -> Limits:
    """Work of the search: as asked, else the usual one, or more than a limit of seconds lets it use."""
    effort = options.effort or max(1.0, EFFORT_PER_SECOND * (options.time_limit or 0))
    return Limits(options.workers, seed, effort, options.time_limit)


COMMANDS: Mapping[str, tuple[str, Command]] = {
    "solve": ("seconds, memory and quality of solve, checked by verify", run_solve),
    "baseline": ("what a greedy placement without going back leaves unplaced", run_baseline),
    "tightness": ("how much of the scarcest rooms and busiest trainers a full timetable takes", run_tightness),
    "resolve": ("seconds, changes and violations of re-solves after single disruptions", run_resolve),
    "events": (
        "trips, closed days, absences, entrants ...: never refused, and what they do not touch stays",
        run_events,
    ),
    "scenarios": ("the eight re-solves of a year: entrants, results, absences, closures, contracts ...", run_scenarios),
    "regulation": ("the end of a period: 35 changed needs and two trainers swapped", run_scenarios),
    "fet": ("files of FET: everything placed, how soon, and whether FET accepts it", run_fet),
    "floors": ("a fixed set, measured and compared with benchmarks/floors.csv: 1 where a figure is worse", run_floors),
    "sizes": ("centres of every size, up to 12,000 learners: seconds, memory, quality, and how they grow", run_sizes),
    "kills": ("what publish, update, solve and versions leave when they are killed at any moment", run_kills),
    "random": ("hard rules that random small centres break, planned and planned again", run_random),
    "steps": (
        "what random steps on a small centre break: updates, publications, ways back, as they are typed",
        run_steps,
    ),
    "why": ("random places of sessions: whether `why --at` and the checker agree, and how soon a week is", run_why),
    "board": ("milliseconds of pick, drop and keep at the board; requests a second and p99 of feeds", run_board),
    "drops": ("sessions dropped anywhere on the board: whether it says of each what the checker says", run_drops),
    "hours": ("hours owed and not planned: what is said to plan them, done: whether it does", run_hours),
    "explain": (
        "contradictions put into samples: whether `explain` names them, minimally, and cures them",
        run_explain,
    ),
    "reading": ("seconds and memory of reading a large valid workbook", run_reading),
    "iut": ("weeks of an institute from CSV files: share placed, seconds, half-days beside those published", run_iut),
    "cbctt": ("ITC-2007 instances: seconds and UD2 cost; writes their .sol beside the JSON", run_cbctt),
    "perturb": ("ITC-2007 timetables after one disruption: fewest moved lectures, UD2 with a few more", run_perturb),
}
BY_THEMSELVES = ("floors", "sizes", "drops")
"""Commands that take long, two of them with a set of their own."""
ELSEWHERE: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "iut": iut.arguments,
    "cbctt": cbctt.arguments,
    "perturb": perturb.arguments,
    "fet": fet.arguments,
}
"""Commands that measure files of others, which must be named, and what they take."""
EFFORT_PER_SECOND = 2.0
"""Effort that no machine seen uses up in a second."""


def _samples(command: str) -> tuple[str, ...]:
    """Samples that a command can take: only what was planted has a tightness."""
    return samples.PLANTED if command == "tightness" else samples.NAMES


def parser() -> argparse.ArgumentParser:
    """The command line; every command takes seeds and ``--json``, and most of them samples."""
    top = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    for name, (about, _run) in COMMANDS.items():
        one = commands.add_parser(name, help=about, description=about)
        if name == "floors":
            of_fixed_set(one)
        elif name == "sizes":
            sizes.arguments(one)
        elif name in ELSEWHERE:
            ELSEWHERE[name](one)
            limited(one)
            if name != "perturb":
                one.add_argument("--seed", nargs="+", type=int, default=[1], help="seeds, one run each")
        else:
            one.add_argument("--sample", nargs="+", choices=_samples(name), default=["small"], help="samples to draw")
            one.add_argument("--seed", nargs="+", type=int, default=[1], help="seeds, one instance each")
        one.add_argument("--json", type=Path, metavar="OUT", help="write the records there")
        own(one, name)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or all of them that need no files; 1 where a run of ``barrette`` did not end with 0."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words:
        return run(words)
    alone = (*BY_THEMSELVES, *ELSEWHERE)
    everything = ("--sample", *samples.PLANTED, "--seed", "1", "2", "3")
    return max([run([name, *everything, "--json", f"bench-{name}.json"]) for name in COMMANDS if name not in alone])


def run(words: Sequence[str]) -> int:
    """Run one command."""
    options = parser().parse_args(words)
    records = []
    for line, found in COMMANDS[options.command][1](options):
        print(line, flush=True)
        records.append(found)
    if options.json:
        write(options.json, options.command, ["python", "-m", "benchmarks", *words], records)
    return int(any(any(found.get("exit_codes", {}).values()) for found in records))


if __name__ == "__main__":
    raise SystemExit(main())
