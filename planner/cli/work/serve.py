"""`barrette serve`: the board of a folder, where the libraries that it needs are there."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from planner.answer import NOTHING, Done, Refused
from planner.listener import Listener

LIBRARIES = ("starlette", "uvicorn")
MISSING = (
    "Le tableau demande un complément de Barrette qui n’est pas installé. Installez-le avec : "
    'pip install "barrette[board]"'
)


@dataclass(frozen=True)
class BoardClosed(Done):
    """A board that has ended; ``idle``: because nobody looked at it any more."""

    idle: bool


def serve_folder(
    folder: Path, port: int | None, author: str, listener: Listener, *, browser: bool = True
) -> BoardClosed:
    """Serve the board of a folder until it ends; raises Refused where its libraries are not installed."""
    if any(find_spec(name) is None for name in LIBRARIES):
        raise Refused(NOTHING, MISSING)
    from planner.serve.run import serve_board

    return BoardClosed(idle=serve_board(folder, port, author, listener, browser=browser))
