"""A socket to listen at, before a server is started: whether the port is free is known at once."""

import os
import socket

from planner.answer import NOTHING, USAGE, Refused

LOOPBACK = "127.0.0.1"
WAITING = 128
"""Connections that may wait to be taken."""


def listen_at(host: str, port: int | None, usual: int) -> socket.socket:
    """A socket on the port asked for; without one, on the usual port, else on any that is free.

    Raises Refused for a port that is taken, and for an address that this machine does not have.
    """
    try:
        family, kind, _protocol, _name, where = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise Refused(USAGE, f"« {host} » n’est pas une adresse de cet ordinateur.") from None
    for tried in (port,) if port is not None else (usual, 0):
        found = socket.socket(family, kind)
        if os.name == "posix":  # elsewhere it would let another program take the same port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((where[0], tried, *where[2:]))
        except OSError:
            found.close()
            continue
        found.listen(WAITING)
        return found
    if not _mine(family, where[0]):
        raise Refused(USAGE, f"« {host} » n’est pas une adresse de cet ordinateur.")
    raise Refused(NOTHING, f"Le port {port} est déjà pris : donnez-en un autre avec --port.")


def in_address(host: str) -> str:
    """A host as it stands in an address: one of IPv6 between brackets."""
    return f"[{host}]" if ":" in host else host


def _mine(family: int, address: str | int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        try:
            tried.bind((address, 0))
        except OSError:
            return False
    return True
