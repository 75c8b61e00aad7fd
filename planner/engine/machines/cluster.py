"""Other machines: islands go to the workers of a dask scheduler, which tries another worker where one dies.

The only module that knows dask. It is an extra of the package (``barrette[cluster]``), so that it is imported when a
cluster is asked for. Progress comes back as events of the scheduler, in order; a stop is an event that workers look at.
"""

import logging
import pickle
import queue
import threading
import uuid
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from planner.domain import Timetable
from planner.engine.machines.interface import MachinesLostError, Task, Tasks, ToldOf
from planner.engine.machines.processes import LISTEN, as_sent
from planner.engine.solvers.cpsat import Interrupt

PATIENCE = 10
"""Seconds in which the scheduler has to answer, and a first worker to be there."""
LOOK = 0.5
"""Seconds between two looks of a worker at whether a stop is asked."""

_HALF_WAY = "Les postes de calcul ne répondent plus"
_WITHOUT = "Sans --cluster, le calcul se fait sur cet ordinateur."


def of_this_program() -> str:
    """The version of the program that stands on a machine; empty where it is not installed but only put there."""
    try:
        return version("barrette")
    except PackageNotFoundError:
        return ""


@contextmanager
def cluster_at(address: str) -> Iterator["Cluster"]:
    """The workers of the scheduler at an address; raises MachinesLostError, in French, where there are none to use."""
    try:
        from distributed import Client
    except ImportError:
        raise MachinesLostError(
            'L’option --cluster demande un complément : pip install "barrette[cluster]". ' + _WITHOUT
        ) from None
    # What dask says of lost machines is told once, in French.
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception:
            raise MachinesLostError(
                f"Personne ne répond à l’adresse « {address} » de --cluster : vérifiez-la, et que l’ordonnanceur dask "
                f"est en marche. {_WITHOUT}"
            ) from None
        try:
            _meet(client, address)
            yield Cluster(client)
        finally:
            client.close(timeout=PATIENCE)


def _meet(client: Any, address: str) -> None:
    """Wait for a worker, and ask each for its version of the program."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except Exception:
        raise MachinesLostError(
            f"L’ordonnanceur « {address} » répond, mais aucun poste de calcul n’y est relié : lancez-en un avec "
            f"« dask worker {address} --nthreads 1 ». {_WITHOUT}"
        ) from None
    mine = of_this_program()
    try:
        theirs: Mapping[str, Any] = client.run(of_this_program, on_error="return")
    except Exception:
        theirs = {address: "?"}
    others = sorted(name for name, found in theirs.items() if found != mine)
    if others:
        raise MachinesLostError(
            f"Barrette {mine} manque sur {', '.join(others)} : installez la même version sur chaque poste de calcul. "
            f"{_WITHOUT}"
        )


class Cluster(Tasks):
    """The workers of a scheduler; an island whose worker dies is begun again on another one."""

    far = True

    def __init__(self, client: Any) -> None:
        super().__init__()
        self.client = client

    def gather(self, told: ToldOf, interrupt: Interrupt) -> list[Timetable]:
        """The timetables in the order of the tasks; raises MachinesLostError where none comes."""
        from distributed import Event

        name = f"barrette-{uuid.uuid4().hex}"
        heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        tellers = [self.teller(number, told) for number in range(len(self.tasks))]
        self.client.subscribe_topic(name, lambda event: heard.put(event[1]))
        stop = Event(name, client=self.client)
        begun = {
            number: self.client.submit(_plan_there, name, number, self.due(number), pure=False, key=f"{name}-{number}")
            for number in self.largest_first()
        }
        futures = [begun[number] for number in range(len(self.tasks))]
        asked = False
        try:
            while not all(future.done() for future in futures):
                for number, phase, figures in _lines(heard, LISTEN):
                    tellers[number](phase, figures)
                if any(future.status in ("error", "cancelled", "lost") for future in futures):
                    break
                if self.client.status != "running":
                    raise MachinesLostError(f"{_HALF_WAY}. {_WITHOUT}")
                if interrupt.asked.is_set() and not asked:
                    stop.set()
                    asked = True
            found = [_result(future) for future in futures]
            for number, phase, figures in _lines(heard, 0):
                tellers[number](phase, figures)
        finally:
            if self.client.status == "running":
                self.client.cancel(futures)
                self.client.unsubscribe_topic(name)
        # The guard of seconds of an island is that of the whole run.
        if any(cut for _timetable, cut in found):
            interrupt.stop()
        return [timetable for timetable, _cut in found]


def _lines(heard: "queue.SimpleQueue[bytes]", seconds: float) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """What has been told so far; waits some seconds at most for the first line."""
    try:
        yield pickle.loads(heard.get(timeout=seconds) if seconds else heard.get_nowait())
        while True:
            yield pickle.loads(heard.get_nowait())
    except queue.Empty:
        return


def _result(future: Any) -> tuple[Timetable, bool]:
    """The timetable of an island, and whether its seconds were over; raises what it raised there."""
    from distributed import CancelledError, KilledWorker

    try:
        found: tuple[Timetable, bool] = future.result(timeout=PATIENCE)
    except KilledWorker:
        raise MachinesLostError(
            "Des postes de calcul se sont arrêtés l’un après l’autre sur les mêmes sites, sans doute faute de mémoire. "
            + _WITHOUT
        ) from None
    except (CancelledError, TimeoutError):
        raise MachinesLostError(f"{_HALF_WAY}. {_WITHOUT}") from None
    return found


def _plan_there(name: str, number: int, task: Task) -> tuple[Timetable, bool]:
    """What a worker does: plan an island, telling where it is, until it ends or a stop is asked."""
    from distributed import Event, get_client, get_worker

    worker, client = get_worker(), get_client()
    interrupt, over = Interrupt(), threading.Event()
    stop = Event(name, client=client)

    def look() -> None:
        while not over.wait(LOOK):
            try:
                known = worker.state.tasks.get(f"{name}-{number}")
                # Whoever asked may be gone: nobody waits for it any more.
                if known is None or known.state == "cancelled" or stop.is_set():
                    interrupt.stop()
            except Exception:
                interrupt.stop()

    threading.Thread(target=look, daemon=True).start()

    def tell(phase: str, figures: Mapping[str, Any]) -> None:
        worker.log_event(name, pickle.dumps((number, phase, dict(figures))))

    try:
        found = task.work(task.problem, task.options, tell, interrupt)
    except Exception as error:
        raise as_sent(error) from None
    finally:
        over.set()
    return found, interrupt.asked.is_set()
