"""`barrette serve`: the board of a folder, where the libraries that it needs are there."""

from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from planner.answer import NOTHING, USAGE, Done, Refused
from planner.cli.work.typed import a_day
from planner.listener import Listener

LIBRARIES = ("starlette", "uvicorn")
MISSING = (
    "Le tableau demande un complément de Barrette qui n’est pas installé. Installez-le avec : "
    'pip install "barrette[board]"'
)


@dataclass(frozen=True)
class BoardClosed(Done):
    """A board that has ended."""

    idle: bool
    """Whether it ended because nobody looked at it any more."""
    draft: bool
    """Whether a draft with edits stays in the folder."""


@dataclass(frozen=True, slots=True)
class ServeRequest:
    """How the board is to be served, as typed."""

    port: int | None = None
    first: str | None = None
    author: str = ""
    no_browser: bool = False
    host: str | None = None
    name: str = ""
    proxy: str = ""
    password: str = ""
    """Never typed in the command itself, where other programs and the history of the terminal would see it."""


def serve_folder(folder: Path, asked: ServeRequest, listener: Listener) -> BoardClosed:
    """Serve the board of a folder until it ends; raises Refused where its libraries are not installed."""
    if any(find_spec(name) is None for name in LIBRARIES):
        raise Refused(NOTHING, MISSING)
    if asked.host is None and (asked.name or asked.proxy):
        raise Refused(USAGE, "--name et --proxy vont avec --host : sans lui le tableau ne répond qu’à cet ordinateur.")
    from planner.folder.desk import Desk
    from planner.serve.outside import outside_of
    from planner.serve.run import serve_board

    first = a_day(asked.first, "--from") if asked.first else None
    outside = outside_of(asked.host, asked.password, asked.name, asked.proxy) if asked.host is not None else None
    browser = not asked.no_browser
    idle = serve_board(folder, asked.port, asked.author, listener, first=first, browser=browser, outside=outside)
    with suppress(Refused):  # the folder may have gone meanwhile
        return BoardClosed(idle=idle, draft=bool(Desk(folder, first=first).plan().draft.done))
    return BoardClosed(idle=idle, draft=False)
