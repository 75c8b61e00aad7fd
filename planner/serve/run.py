"""The board started on this machine: its address shown and opened, and its end once nobody looks any more."""

import asyncio
import os
import socket
import time
import webbrowser
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import uvicorn

from planner.answer import NOTHING, Refused
from planner.folder.desk import Desk
from planner.listener import Listener
from planner.serve.app import board
from planner.serve.calculation import Calculation
from planner.serve.door import Door

HOST, PORT = "127.0.0.1", 8750
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
) -> bool:
    """Serve the board of a folder until Ctrl-C or until nobody looks at it; whether it was the latter.

    ``first``: the first day that may change, by default today. Raises Refused for a folder without a history, and for a
    port that is taken.
    """
    desk = Desk(folder, author, first)
    desk.plan()
    listening = _listening(port)
    own = listening.getsockname()[1]
    address = f"http://{HOST}:{own}"
    door = Door(lambda token: listener.say(f"Pour un autre navigateur : {address}/entrer#{token}"))
    last = [time.monotonic()]

    def seen() -> None:
        last[0] = time.monotonic()

    app = board(desk, door, frozenset({f"{HOST}:{own}", f"localhost:{own}"}), seen)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, timeout_keep_alive=10, limit_concurrency=64
    )
    server = uvicorn.Server(config)
    listener.say(f"Le tableau de « {folder} » est ouvert, sur cet ordinateur seulement. Ctrl-C pour le fermer.")
    listener.say(f"Adresse, qui sert une fois : {address}/entrer#{door.token}")
    if browser:
        webbrowser.open(f"{address}/entrer#{door.token}")
    calculations: list[Calculation] = app.state.calculations
    try:
        return asyncio.run(_served(server, listening, last, idle_minutes * 60, calculations))
    except KeyboardInterrupt:  # the server has ended in good order, and passes Ctrl-C on
        return False
    finally:
        for one in calculations:
            one.cancel()


async def _served(
    server: uvicorn.Server,
    listening: socket.socket,
    last: list[float],
    most: float,
    calculations: Sequence[Calculation],
) -> bool:
    """Serve until the end; whether nobody looked any more."""
    idle = False

    async def watch() -> None:
        nonlocal idle
        while not server.should_exit:
            await asyncio.sleep(min(5.0, most))
            if any(one.running for one in calculations):
                last[0] = time.monotonic()
            if time.monotonic() - last[0] >= most:
                idle = server.should_exit = True

    watching = asyncio.create_task(watch())
    await server.serve(sockets=[listening])
    watching.cancel()
    return idle


def _listening(port: int | None) -> socket.socket:
    """A socket on the port asked for; without one, on the usual port, else on any that is free."""
    for tried in (port,) if port is not None else (PORT, 0):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere it would let another program take the same port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, tried))
        except OSError:
            found.close()
            continue
        found.listen(64)
        return found
    raise Refused(NOTHING, f"Le port {port} est déjà pris : donnez-en un autre avec --port.")
