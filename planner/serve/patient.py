"""Connections that end by themselves: a client that sends or reads too slowly does not hold a place for ever.

uvicorn waits without end for the head of a request and for a client that does not read. Here a request must have come,
and its answer have gone, within a time; a connection that has sent nothing yet has the same time.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_REQUEST = 30.0
"""Seconds from the first byte of a request to the last one of its answer."""
MOST_HEAD = 16 * 1024
"""Bytes of the head of a request."""


class PatientProtocol(H11Protocol):
    """A connection whose requests take `MOST_REQUEST` seconds at most."""

    seconds = MOST_REQUEST
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to count."""
        super().connection_made(transport)
        self._count()

    def data_received(self, data: bytes) -> None:
        """Count anew where nothing was under way."""
        if self._idle():
            self._count()
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Count for what is still to be read by the client, or has come already behind it."""
        super().on_response_complete()
        self._count()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        if self._late is not None:
            self._late.cancel()
        super().connection_lost(exc)

    def _count(self) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = self.loop.call_later(self.seconds, self._end)

    def _idle(self) -> bool:
        """Whether a whole answer has gone, and nothing more has come."""
        answered = self.cycle is not None and self.cycle.response_complete
        return answered and not self.transport.get_write_buffer_size() and not self.conn.trailing_data[0]

    def _end(self) -> None:
        if self.transport.is_closing() or not self._idle():
            self.transport.abort()


def patient(seconds: float) -> type[Any]:
    """Such connections with another limit."""
    return type("PatientProtocol", (PatientProtocol,), {"seconds": seconds})
