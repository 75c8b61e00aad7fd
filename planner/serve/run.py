"""The board started on this machine: its address shown and opened, and its end once nobody looks any more."""

import asyncio
import socket
import time
import webbrowser
from datetime import date
from pathlib import Path

import uvicorn

from planner.folder.desk import Desk
from planner.folder.late_files import LateFiles
from planner.listener import Listener
from planner.serve.app import board
from planner.serve.calculation import Calculation
from planner.serve.door import Door
from planner.serve.listening import LOOPBACK, listen_at
from planner.serve.outside import Outside
from planner.serve.patient import MOST_HEAD, patient

HOST, PORT = LOOPBACK, 8750
SLOWEST = 180.0
"""Seconds that a request may take from its first byte to the last one of its answer."""
IDLE_MINUTES = 120
"""Minutes without any request after which the board ends; a page that is open and seen asks every few seconds."""


def serve_board(
    folder: Path,
    port: int | None,
    author: str,
    listener: Listener,
    *,
    first: date | None = None,
    browser: bool = True,
    idle_minutes: float = IDLE_MINUTES,
    outside: Outside | None = None,
) -> bool:
    """Serve the board of a folder until Ctrl-C or until nobody looks at it; whether it was the latter.

    ``first``: the first day that may change, by default today; ``outside``: how others than this machine reach it, by
    default not at all. Raises Refused for a folder without a history, and for a
    port that is taken.
    """
    late = LateFiles()
    desk = Desk(folder, author, first, late)
    last_version = desk.plan().version.number
    earlier = late.catch_up(folder)
    if earlier is not None:
        listener.say(f"Les fichiers sont ceux de la version {earlier} : ceux de la version {last_version} s’écrivent.")
    listening = listen_at(outside.host if outside else HOST, port, PORT)
    own = listening.getsockname()[1]
    address = outside.address(own) if outside else f"http://{HOST}:{own}"
    door = Door(
        lambda token: listener.say(f"Pour un autre navigateur : {address}/entrer#{token}"),
        password=outside.password if outside else None,
    )
    last = [time.monotonic()]

    def seen() -> None:
        last[0] = time.monotonic()

    hosts = outside.hosts(own) if outside else frozenset({f"{HOST}:{own}", f"localhost:{own}"})
    app = board(desk, door, hosts, seen, outside.proxy if outside else "")
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, timeout_keep_alive=10, limit_concurrency=64,
        proxy_headers=False, http=patient(SLOWEST), h11_max_incomplete_event_size=MOST_HEAD,
    )  # fmt: skip
    server = uvicorn.Server(config)
    if outside:
        outside.tell(folder, own, listener)
    else:
        listener.say(f"Le tableau de « {folder} » est ouvert, sur cet ordinateur seulement. Ctrl-C pour le fermer.")
        listener.say(f"Adresse, qui sert une fois : {address}/entrer#{door.token}")
    if browser and not outside:
        webbrowser.open(f"{address}/entrer#{door.token}")
    calculation: Calculation = app.state.calculation
    try:
        return asyncio.run(_served(server, listening, last, idle_minutes * 60, calculation))
    except KeyboardInterrupt:  # the server has ended in good order, and passes Ctrl-C on
        return False
    finally:
        calculation.cancel()
        wait_for_files(late, listener)


def wait_for_files(late: LateFiles, listener: Listener) -> None:
    """The board does not end before the files of what it has kept are there, or it is said why they are not."""
    if late.writing:
        listener.say("Les fichiers de la dernière version s’écrivent : encore quelques secondes.")
    late.settle()
    for line in late.said:
        listener.warn(line)


async def _served(
    server: uvicorn.Server,
    listening: socket.socket,
    last: list[float],
    most: float,
    calculation: Calculation,
) -> bool:
    """Serve until the end; whether nobody looked any more."""
    idle = False

    async def watch() -> None:
        nonlocal idle
        while not server.should_exit:
            await asyncio.sleep(min(5.0, most))
            if calculation.running:
                last[0] = time.monotonic()
            if time.monotonic() - last[0] >= most:
                idle = server.should_exit = True

    watching = asyncio.create_task(watch())
    await server.serve(sockets=[listening])
    watching.cancel()
    return idle
