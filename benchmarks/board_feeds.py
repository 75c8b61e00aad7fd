"""`barrette feeds` under load: 5,000 calendars, asked for by many at once, or at the pace of subscribers."""

import asyncio
import itertools
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.served import milliseconds, serving

CALENDARS = 5_000
EVERY = 15 * 60
"""Seconds after which a subscriber asks again."""
AT_ONCE = 16
"""Connections, as a web server in front holds them open."""
SECONDS = 8.0
"""Of each sort of load."""
AUDIENCE = "apprentices"


def measure_feeds(public: Path, count: int = CALENDARS, seconds: float = SECONDS) -> dict[str, dict[str, float]]:
    """Requests a second and milliseconds: each file for the first time, unchanged ones, whole ones, and at their pace.

    ``public``: what is published; its calendars are copied under new names until there are ``count``.
    """
    originals = [path.read_bytes() for path in sorted(public.glob("ics/*/*.ics"))]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "public" / "ics" / AUDIENCE
        folder.mkdir(parents=True)
        names = [secrets.token_hex(16) for _number in range(count)]
        for name, content in zip(names, itertools.cycle(originals), strict=False):
            (folder / f"{name}.ics").write_bytes(content)
        with serving("feeds", Path(place)) as lines:
            port = int(lines[0].split("127.0.0.1:")[1].split("/")[0])
            return asyncio.run(_loads(port, names, seconds))


async def _loads(port: int, names: list[str], seconds: float) -> dict[str, dict[str, float]]:
    pace = len(names) / EVERY
    return {
        "first": await _load(port, iter(names), b"", 300.0),
        "unchanged": await _load(port, itertools.cycle(names), b"If-None-Match: *\r\n", seconds),
        "whole": await _load(port, itertools.cycle(names), b"", seconds),
        "at_their_pace": await _load(port, itertools.cycle(names), b"If-None-Match: *\r\n", seconds, pace),
    }


async def _load(port: int, names: Iterator[str], more: bytes, most: float, pace: float = 0) -> dict[str, float]:
    """Ask until there is no name or no time left; ``pace``: requests a second in all, else as many as are answered."""
    times: list[float] = []
    begun = time.perf_counter()
    until = begun + most
    turns = itertools.count()

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for name in names:
            if pace:
                turn = begun + next(turns) / pace
                if turn >= until:
                    break
                await asyncio.sleep(max(0.0, turn - time.perf_counter()))
            started = time.perf_counter()
            if started >= until:
                break
            writer.write(
                f"GET /ics/{AUDIENCE}/{name}.ics HTTP/1.1\r\nHost: edt\r\nAccept-Encoding: gzip\r\n".encode()
                + more
                + b"\r\n"
            )
            await _answer(reader, 304 if more else 200)
            times.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(ask() for _connection in range(AT_ONCE)))
    per_second = round(len(times) / (time.perf_counter() - begun), 1)
    found: dict[str, Any] = {"per_second": per_second, **milliseconds(times)}
    return found


async def _answer(reader: asyncio.StreamReader, expected: int) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if int(head.split(" ", 2)[1]) != expected:
        raise SystemExit(f"answered otherwise than by {expected}: {head.splitlines()[0]}")
    length = next((int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length:")), 0)
    await reader.readexactly(length if expected == 200 else 0)
