"""`barrette feeds`: what is published, served, where the library that it needs is there."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from planner.answer import NOTHING, Done, Refused
from planner.listener import Listener

NOT_INSTALLED = (
    "Servir les calendriers demande un complément de Barrette qui n’est pas installé. Installez-le avec : "
    'pip install "barrette[feeds]"'
)


@dataclass(frozen=True)
class FeedsClosed(Done):
    """A server of published files that has ended: answers that sent a file, that nothing had changed, others."""

    sent: int
    same: int
    refused: int


@dataclass(frozen=True, slots=True)
class FeedsRequest:
    """How what is published is to be served, as typed."""

    port: int | None = None
    host: str = "127.0.0.1"
    log: bool = False


def feeds_folder(folder: Path, asked: FeedsRequest, listener: Listener) -> FeedsClosed:
    """Serve what is published of a folder until it ends; raises Refused where its library is not installed."""
    if find_spec("uvicorn") is None:
        raise Refused(NOTHING, NOT_INSTALLED)
    from planner.serve.feeds.run import serve_feeds

    told = listener.say if asked.log else lambda line: None
    sent, same, refused = serve_feeds(folder, asked.port, asked.host, listener, told)
    return FeedsClosed(sent=sent, same=same, refused=refused)
