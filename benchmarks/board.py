"""What a planner waits for at the board: a session picked, dropped, a draft kept, over HTTP as a browser asks."""

import csv
import http.client
import json
import random
import re
import shutil
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.board_feeds import measure_feeds
from benchmarks.record import record
from benchmarks.served import milliseconds, serving
from planner.cli.main import main as barrette

DROPS_KEPT = 10
"""Drops after which the draft is kept as a version."""


class Visitor:
    """A browser that has come in: its cookie, its key, and how long it waited for each sort of request."""

    def __init__(self, said: str) -> None:
        found = re.search(r"http://([\d.]+:\d+)/entrer#(\S+)", said)
        if found is None:
            raise SystemExit(f"no address of the board in: {said}")
        self.host, token = found.groups()
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.refused = 0
        self.headers = {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
        self.connection = http.client.HTTPConnection(self.host, timeout=300)
        _status, headers, _body = self._ask("POST", "/entrer", {"token": token})
        self.headers["Cookie"] = headers["set-cookie"].split(";")[0]
        page = self._ask("GET", "/semaine")[2].decode()
        key = re.search(r'name="cle" content="([^"]+)"', page)
        assert key
        self.headers["X-Barrette"] = key[1]

    def read(self, sort: str, name: str, **parameters: str) -> Any:
        """An answer of the board, and its time."""
        return self._timed(sort, "GET", f"/api/{name}?{urlencode(parameters)}")

    def change(self, sort: str, name: str, **body: Any) -> Any:
        """The answer to a change, and its time."""
        return self._timed(sort, "POST", f"/api/{name}", body)

    def _timed(self, sort: str, method: str, path: str, body: Any = None) -> Any:
        begun = time.perf_counter()
        status, _headers, content = self._ask(method, path, body)
        found = json.loads(content)
        self.seconds[sort].append(time.perf_counter() - begun)
        self.refused += status >= 400
        return found if status < 400 else None

    def _ask(self, method: str, path: str, body: Any = None) -> tuple[int, http.client.HTTPMessage, bytes]:
        sent = json.dumps(body) if body is not None else None
        self.connection.request(method, path, sent, self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()


def measure(name: str, seed: int, count: int, folder: Path | None) -> tuple[str, dict[str, Any]]:
    """``count`` sessions picked and dropped in a solved folder, a copy of ``folder`` or one made now; then `feeds`."""
    with tempfile.TemporaryDirectory() as place:
        copy = own_copy(Path(place), name, seed, folder)
        first, sessions = _courses(copy)
        with serving("serve", copy, "--no-browser", "--from", first.isoformat()) as lines:
            visitor = Visitor(lines[1])
            with closing(visitor.connection):
                _visit(visitor, random.Random(seed), sessions, count)
        feeds = measure_feeds(copy / "public") if (copy / "public").is_dir() else {}
    times = {sort: milliseconds(found) for sort, found in visitor.seconds.items()}
    told = ", ".join(f"{sort} {one['p50']} ms ({one['p99']})" for sort, one in times.items())
    served = ", ".join(f"{sort} {one['per_second']}/s ({one['p99']} ms)" for sort, one in feeds.items())
    line = f"{name} seed {seed}: p50 (p99): {told}; {visitor.refused} refused; feeds: {served or 'nothing published'}"
    sizes = {"sessions": len(sessions)}
    found = record(name, seed=seed, sizes=sizes, milliseconds=times, refused=visitor.refused, feeds=feeds)
    return line, found


def own_copy(place: Path, name: str, seed: int, folder: Path | None) -> Path:
    """A folder below a place, to be changed: a copy of a solved one, or a sample that is solved and published now."""
    copy = place / "edt"
    if folder is not None:
        shutil.copytree(folder, copy)
    else:
        _solved(place, name, seed, copy)
    return copy


def _solved(place: Path, name: str, seed: int, folder: Path) -> None:
    """A sample, solved and published."""
    book = str(place / f"{name}.xlsx")
    for words in (
        ["new", book, "--sample", name, "--seed", str(seed)],
        ["solve", book, "--out", str(folder), "--no-export", "--seed", str(seed)],
        ["publish", str(folder)],
    ):
        try:
            barrette(words)
        except SystemExit as end:
            if end.code:
                raise SystemExit(f"barrette {' '.join(words)} ended with {end.code}") from end


def _courses(folder: Path) -> tuple[date, list[tuple[str, date]]]:
    """The first day of a folder, and the courses in it with their days."""
    with (folder / "csv" / "sessions.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["session_id"], date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(file)]
    return min(day for _id, day, _kind in rows), [(name, day) for name, day, kind in rows if kind == "course"]


def _visit(visitor: Visitor, dice: random.Random, sessions: list[tuple[str, date]], count: int) -> None:
    """Open the board, then pick and drop; every `DROPS_KEPT` drops the draft is kept."""
    visitor.read("plan", "plan")
    dropped = 0
    for name, day in dice.sample(sessions, min(count, len(sessions))):
        monday = (day - timedelta(days=day.weekday())).isoformat()
        visitor.read("week", "semaine", lundi=monday)
        places = visitor.read("pick", "places", id=name, lundi=monday) or {"places": [], "movable": False}
        free = [p for p in places["places"] if p["free"]] if places["movable"] else []
        if not free:
            continue
        chosen = dice.choice(free)
        where = {key: chosen[key] for key in ("day", "start", "end", "room", "team")}
        done = visitor.change("drop", "deposer", mark=places["mark"], session=name, **where)
        dropped += done is not None
        if done is not None and dropped % DROPS_KEPT == 0:
            mark = visitor.read("mark", "etat")["mark"]
            visitor.change("keep", "garder", mark=mark, reason="mesure")
