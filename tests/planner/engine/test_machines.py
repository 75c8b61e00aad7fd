"""Islands in processes side by side: what comes back, what is told, a stop, errors, and processes that die."""

import os
import pickle
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planner.domain import Problem
from planner.engine.islands import islands_of
from planner.engine.machines.interface import Here, Machines, MachinesLostError, PlanIsland
from planner.engine.machines.processes import Processes
from planner.engine.options import Options
from planner.engine.solvers.cpsat import Interrupt
from planner.failed import happened_at
from tests.cli.running import barrette
from tests.planner.engine import machines_work as work
from tests.planner.engine.test_islands import centre
from tests.rules import build as b
from tests.whole.tiny import written

Told = list[tuple[int, str, Mapping[str, Any]]]


def gathered(
    machines: Machines, what: PlanIsland, options: Options = Options(), stop: Interrupt | None = None
) -> tuple[Any, Told]:
    """The summaries of both islands of a centre, with what was told."""
    told: Told = []
    for island in islands_of(centre()):
        machines.submit(what, island, options)
    found = machines.gather(lambda number, name, figures: told.append((number, name, figures)), stop or Interrupt())
    assert [one.sessions[0].id for one in found] == [b.CLASS, b.OTHER]
    return [one.summary for one in found], told


@pytest.mark.parametrize("machines", [Here, partial(Processes, 2), partial(Processes, 5)])
def test_each_gives_them_in_order_and_tells_of_each(machines: Callable[[], Machines]) -> None:
    """Of each island, its phases in their order, on the clock of the run; each may use all threads, once others end."""
    found, told = gathered(machines(), work.says_where, Options(workers=5))
    mine = os.getpid()
    apart = len({one["process"] for one in found} - {mine})
    assert (apart, [one["threads"] for one in found]) in [(0, [5, 5]), (2, [5, 5])]
    for number in (0, 1):
        assert [name for of, name, _figures in told if of == number] == ["placement", "bilan"]
    assert all(figures["elapsed"] >= 1.0 for _of, name, figures in told if name == "placement")


def test_largest_island_begins_first() -> None:
    """Whatever its place in the workbook: the others then share what is left of the time."""
    machines = Processes(2)
    small, large = centre(), centre()
    few = dict(list(small.learners.items())[:1])
    for problem in (replace(small, learners=few), large):
        machines.submit(work.says_where, problem, Options())
    assert machines.largest_first() == [1, 0]


def test_stop_reaches_every_process() -> None:
    """Both wait for it, and both give what they have; one that begins after the stop is told at once."""
    stop = Interrupt()
    threading.Timer(0.5, stop.stop).start()
    gathered(Processes(2), work.until_stopped, stop=stop)
    gathered(Processes(1), work.until_stopped, stop=stop)


def test_error_in_a_process_says_where_it_happened() -> None:
    """The same error as here: its sort, what it says, the file and line, and the whole trace for whoever asks."""
    with pytest.raises(KeyError, match=b.CLASS) as seen:
        gathered(Processes(1), work.fails)
    assert happened_at(seen.value).startswith("machines_work.py:")
    assert "Traceback" in "".join(seen.value.__notes__)


def test_error_that_does_not_travel_is_told_all_the_same() -> None:
    """Its name and its words come in one that does."""
    with pytest.raises(RuntimeError, match="NeedsTwoError: undeux") as seen:
        gathered(Processes(1), work.fails_oddly)
    assert happened_at(seen.value).startswith("machines_work.py:")


def test_process_that_dies_is_followed_by_another(tmp_path: Path) -> None:
    """Each island's first process is gone; the second one gives it."""
    found, _told = gathered(Processes(2), partial(work.dies_once, str(tmp_path)))
    firsts = {int(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()}
    assert len(firsts) == 2
    assert firsts.isdisjoint(one["process"] for one in found)


def test_processes_that_always_die_end_with_what_to_do() -> None:
    """In French, after the second one."""
    with pytest.raises(MachinesLostError, match="--workers 1"):
        gathered(Processes(2), work.dies)


def test_what_a_problem_has_reckoned_stays_here() -> None:
    """It may be large, and not fit to be sent: another process gets the value and reckons anew."""
    problem = centre()
    assert problem.once(_lock) is problem.once(_lock)
    again = pickle.loads(pickle.dumps(problem))
    assert again == problem
    assert again.once(_lock) is not problem.once(_lock)


def _lock(_problem: Problem) -> Any:
    """Something that no process can send to another one."""
    return threading.Lock()


def test_cluster_without_its_extra_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, exit code 4, and nothing calculated."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = barrette("solve", written(tmp_path), "--out", tmp_path / "out", "--cluster", "tcp://127.0.0.1:8786")
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.splitlines() == [
        'L’option --cluster demande un complément : pip install "barrette[cluster]". Sans --cluster, le calcul se fait '
        "sur cet ordinateur."
    ]


def test_bug_in_a_process_is_told_as_one_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name, with the file and line in the other process; the name of whoever it speaks of is not told."""

    def fails_there(*_given: object) -> None:
        gathered(Processes(1), work.fails)

    monkeypatch.setattr("planner.cli.work.solve.solve_well", fails_there)
    done = barrette("solve", written(tmp_path), "--out", tmp_path / "out")
    assert done.exit_code == 70
    assert "KeyError (machines_work.py:" in done.stderr
