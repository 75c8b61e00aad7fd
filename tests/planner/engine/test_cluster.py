"""Islands on the workers of a dask scheduler: the same result, a worker that dies, and an address without anybody.

Skipped where the extra ``barrette[cluster]`` is not installed.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from planner.engine.islands import by_island, islands_of
from planner.engine.machines.cluster import cluster_at
from planner.engine.machines.interface import Here, MachinesLostError
from planner.engine.options import Options, silent
from planner.engine.solvers.cpsat import Interrupt
from planner.failed import happened_at
from tests.cli.running import barrette
from tests.planner.engine import machines_work as work
from tests.planner.engine.test_islands import centre, entrants
from tests.whole.tiny import written

pytest.importorskip("distributed", reason="the extra barrette[cluster] is not installed")
ROOT = Path(__file__).parents[3]
QUIET = {"DASK_DISTRIBUTED__COMM__RETRY__COUNT": "0", "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "5 s"}


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A part of a cluster, as its user starts it, with this tree; what it says goes to ``folder/said``."""
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
    with (folder / "said").open("a") as said:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{words[0]}", *words[1:]],
            env=environment, cwd=folder, stdout=said, stderr=said,
        )  # fmt: skip


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler on this machine, with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    parts = [start(folder, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        found, end = None, time.monotonic() + work.PATIENCE
        while found is None and time.monotonic() < end:
            time.sleep(0.05)
            found = re.search(r"tcp://127\.0\.0\.1:\d+", (folder / "said").read_text())
        assert found is not None, (folder / "said").read_text()
        words = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
        parts += [start(folder, "dask_worker", found[0], *words) for _ in range(2)]
        yield found[0]
    finally:
        for part in parts:
            part.kill()
            part.wait()


def test_cluster_gives_what_this_machine_gives_though_a_worker_is_killed(scheduler: str, tmp_path: Path) -> None:
    """Both workers have an island; one is killed in the middle, and the other one plans both."""
    problem, told = entrants(), list[str]()
    waits, goes_on = (tmp_path / next(iter(island.classes)) for island in islands_of(problem))
    goes_on.write_text("begun before", encoding="utf-8")

    def kill() -> None:
        end = time.monotonic() + work.PATIENCE
        while not waits.exists() and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(int(waits.read_text(encoding="utf-8")), signal.SIGKILL)

    one = by_island(problem, Options(), silent, Interrupt(), work.planned, Here())
    threading.Thread(target=kill, daemon=True).start()
    with cluster_at(scheduler) as machines:
        plan = partial(work.waits_to_be_killed, str(tmp_path))
        other = by_island(problem, Options(), lambda name, _figures: told.append(name), Interrupt(), plan, machines)
    assert replace(other, summary={}) == replace(one, summary={})
    assert {"sites 1/2 : bilan", "sites 2/2 : bilan"} <= set(told)


def test_stop_and_error_travel(scheduler: str) -> None:
    """A stop ends what waits for it, an error comes back with where it happened."""
    stop = Interrupt()
    threading.Timer(0.3, stop.stop).start()
    island = islands_of(centre())[0]
    with cluster_at(scheduler) as machines:
        machines.submit(work.until_stopped, island, Options())
        (found,) = machines.gather(lambda _number, _name, _figures: None, stop)
    assert found.sessions[0].id == next(iter(island.classes))
    with cluster_at(scheduler) as machines:
        machines.submit(work.fails, island, Options())
        with pytest.raises(KeyError) as seen:
            machines.gather(lambda _number, _name, _figures: None, Interrupt())
    assert happened_at(seen.value).startswith("machines_work.py:")


def test_worker_with_another_version_is_named(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is planned by two programs: the worker is told by its address, with what to do."""
    monkeypatch.setattr("planner.engine.machines.cluster.version", lambda _name: "9.9")
    with (
        pytest.raises(MachinesLostError, match=r"Barrette 9\.9 manque sur tcp://127.*installez"),
        cluster_at(scheduler),
    ):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nulle part"])
def test_address_without_anybody_is_told_in_one_line(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In French, with exit code 4 and no timetable."""
    monkeypatch.setattr("planner.engine.machines.cluster.PATIENCE", 1)
    with pytest.raises(MachinesLostError, match="Personne ne répond"), cluster_at(address):
        pass
    found = barrette("solve", written(tmp_path), "--out", tmp_path / "out", "--cluster", address)
    assert (found.exit_code, found.stdout) == (4, "")
    assert [line for line in found.stderr.splitlines() if not line.startswith("[")] == [
        f"Personne ne répond à l’adresse « {address} » de --cluster : vérifiez-la, et que l’ordonnanceur dask est en "
        "marche. Sans --cluster, le calcul se fait sur cet ordinateur."
    ]
