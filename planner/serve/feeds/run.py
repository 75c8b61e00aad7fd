"""The published files served until Ctrl-C."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from planner.answer import NOTHING, Refused
from planner.listener import Listener
from planner.serve.feeds.shelf import Shelf
from planner.serve.feeds.site import FeedsSite
from planner.serve.listening import LOOPBACK, in_address, listen_at
from planner.serve.patient import MOST_HEAD, PatientProtocol

FEEDS_PORT = 8751
MOST_CONNECTIONS = 500
"""Connections at once; who comes when there are more is told to come again."""


def serve_feeds(
    folder: Path, port: int | None, host: str, listener: Listener, told: Callable[[str], None]
) -> tuple[int, int, int]:
    """Serve what is published of a folder until Ctrl-C: answers that sent a file, that nothing had changed, others.

    ``told``: takes a line for each request. Raises Refused where nothing is published, and for a port that is taken.
    """
    shelf = Shelf(public_of(folder))
    count = len(shelf)
    site = FeedsSite(shelf, told)
    listening = listen_at(host, port, FEEDS_PORT)
    shown = in_address(host)
    listener.say(
        f"{count} fichiers publiés. Adresse : http://{shown}:{listening.getsockname()[1]}/ics/… Ctrl-C pour finir."
    )
    if host == LOOPBACK:
        listener.say(
            "Cet ordinateur seul y a accès : mettez devant un serveur web en https (guide, « Mettre en ligne »)."
        )
    else:
        listener.warn(
            "Sans https devant, les noms secrets passent en clair sur le réseau (guide, « Mettre en ligne »)."
        )
    with suppress(KeyboardInterrupt):  # the server has ended in good order, and passes Ctrl-C on
        asyncio.run(feeds_server(site).serve(sockets=[listening]))
    sent, same = site.answered[200], site.answered[304]
    return sent, same, site.answered.total() - sent - same


def feeds_server(site: FeedsSite) -> uvicorn.Server:
    """The server of a site, which writes no log of its own: a log would hold secret names."""
    config = uvicorn.Config(
        site,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEAD,
    )
    return uvicorn.Server(config)


def public_of(folder: Path) -> Path:
    """``DIR/public`` of a folder of results, or itself where only it was copied; raises Refused where there is none."""
    if (folder / "public" / "ics").is_dir():
        return folder / "public"
    if folder.resolve().name == "public" and (folder / "ics").is_dir():
        return folder
    if not folder.is_dir():
        raise Refused(NOTHING, f"« {folder} » : ce dossier n’existe pas.")
    raise Refused(NOTHING, f"Rien n’est publié dans « {folder} » : barrette publish {folder}")
