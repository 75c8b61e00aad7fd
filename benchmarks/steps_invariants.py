"""What no command may do to a folder of results, found by code that the engine does not share.

Each function of `KEPT` compares what was seen before a step with what is seen after it, and yields what is wrong, in
words.
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from benchmarks.steps_seen import PLACE, Address, Event, Row, Seen

CODES = frozenset({0, 1, 2, 3, 4})
"""Exit codes of the contract; 1 keeps nothing, but for a first or second `solve`."""
NATURE = ("kind", "course_id", "part_id", "barrette_id")
"""Columns that say what a session is, whatever becomes of it; a group of a barrette is made of other courses."""


@dataclass(frozen=True)
class Step:
    """A command that was run: on which day, from which day on it may change something, and how it ended."""

    number: int
    words: tuple[str, ...]
    today: date
    first: date
    code: int
    output: str
    frees: frozenset[str] = frozenset()
    """Locks that it was asked to take away."""

    @property
    def line(self) -> str:
        """The command as it is typed, without the folders."""
        return f"step {self.number} ({self.today}) barrette " + " ".join(Path(w).name or w for w in self.words)


@dataclass
class Memory:
    """What must hold over all steps: whatever was told or named once."""

    sequences: dict[str, Event] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """UID → path of the only calendar that ever had it."""
    uids: dict[str, str] = field(default_factory=dict)
    """UID → session that it was first seen with."""
    natures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    versions: dict[int, Seen] = field(default_factory=dict)
    """Version → the folder just after it was made."""
    helpers: set[str] = field(default_factory=set)
    """Ids of adults whom any workbook so far puts beside somebody."""
    findings: set[str] = field(default_factory=set)
    """Whatever `verify` and the second reader have said so far."""


Invariant = Callable[[Step, Seen, Seen, Memory], Iterator[str]]


def ended(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """The exit code is one of the contract, and whoever reads sees no traceback."""
    del before, after, memory
    if step.code not in CODES or "Traceback" in step.output:
        yield f"exit {step.code}: {step.output.strip()[-600:]}"


def refused(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """What is refused, or only tried, leaves every file byte-identical."""
    del memory
    writes = step.words[0] == "solve" and step.code == 1
    if (step.code and not writes) or "--dry-run" in step.words or step.words[0] == "verify":
        names = {name for name in {*before.files, *after.files} if before.files.get(name) != after.files.get(name)}
        if names:
            yield f"exit {step.code}, and {len(names)} files changed: {sorted(names)[:4]}"


def past(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """Sessions of days gone stay, with those who were expected there.

    A calculation and an earlier version are what they are: what was told of days gone stays (`past_events`).
    """
    del memory
    if step.words[0] in ("solve", "rollback", "versions"):
        return
    for name in sorted({*before.sessions, *after.sessions}):
        was, now = before.sessions.get(name), after.sessions.get(name)
        gone = [row for row in (was, now) if row is not None and row["date"] < step.first.isoformat()]
        if gone and was != now:
            yield f"{name} of {gone[0]['date']}: {_differences(was, now)}"
        elif gone and before.people.get(name) != after.people.get(name):
            who = before.people.get(name, frozenset()) ^ after.people.get(name, frozenset())
            yield f"{name} of {gone[0]['date']}: other people ({sorted(who)[:3]})"


def _differences(was: Row | None, now: Row | None) -> str:
    if was is None or now is None:
        return "appears" if was is None else "vanishes"
    return ", ".join(f"{name} {was[name]} → {now[name]}" for name in was if was[name] != now[name])


def past_events(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """What subscribers were told of days gone keeps every byte, unless it is asked for.

    A cancelled event may leave, or take place later.
    """
    del memory
    if "--rewrite-past" in step.words:
        return
    for path, events in before.feeds.items():
        for uid, was in events.items():
            now = after.feeds.get(path, {}).get(uid)
            if was.cancelled and (now is None or now.start.date() >= step.today):
                continue
            if was.start.date() < step.today:
                if now is None:
                    yield f"{path[:20]} {uid[:8]} of {was.start}: vanishes"
                elif now.raw != was.raw:
                    yield f"{path[:20]} {uid[:8]} of {was.start}: changes, {_lines(was, now)}"


def _lines(was: Event, now: Event) -> str:
    """What differs between two states of an event."""
    old, new = was.raw.decode().split("\r\n"), now.raw.decode().split("\r\n")
    return f"{[line for line in old if line not in new]} → {[line for line in new if line not in old]}"


def locked(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """A locked session stands where it was, or where its lock says, or the answer says that it could not."""
    del memory
    for name in sorted(before.locks.keys() - step.frees):
        was, now = before.sessions.get(name), after.sessions.get(name)
        if was is None or _told(step.output, name, was):
            continue
        if name not in after.locks:
            yield f"{name}: the lock is gone"
        if now is None or _place(now) not in (_place(was), before.locks[name]):
            yield f"{name}: {_differences(was, now)}"


def _place(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in PLACE)


def _told(output: str, name: str, row: Row) -> bool:
    said = output.casefold()
    return "verrou" in said and (name.casefold() in said or row["label"].casefold() in said)


def uid_owners(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """A UID never passes to another calendar, nor to another session."""
    del before
    sessions = _sessions_of(after) if after.last == after.published else {}
    names = {path: owner for owner, path in after.addresses.items()}
    for path, events in after.feeds.items():
        for uid, event in events.items():
            if memory.owners.setdefault(uid, path) != path:
                yield f"{uid[:8]} passes from {memory.owners[uid][:20]} to {path[:20]}"
            found = sessions.get((names.get(path, ("", "")), event.start, event.end), [])
            if event.start.date() >= step.today and not event.cancelled and len(found) == 1:
                session = found[0]
                if memory.uids.setdefault(uid, session) != session:
                    yield f"{uid[:8]} passes from session {memory.uids[uid]} to {session}"


def _sessions_of(view: Seen) -> dict[tuple[Address, datetime, datetime], list[str]]:
    """Owner and span → sessions that people, trainers and rooms have then."""
    found: dict[tuple[Address, datetime, datetime], list[str]] = defaultdict(list)
    for name, row in view.sessions.items():
        span = tuple(datetime.fromisoformat(f"{row['date']}T{row[end]}") for end in ("start", "end"))
        owners = {("apprentices", who.split(" ")[0]) for who in view.people.get(name, ())}
        owners |= {("trainers", who) for who in row["trainer_ids"].split(";") if who}
        owners |= {("rooms", row["room_id"])} if row["room_id"] else set()
        for owner in owners:
            found[owner, span[0], span[1]].append(name)
    return found


def addresses(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """Whoever has an address keeps it, and its file stays."""
    del step, memory
    for owner, path in before.addresses.items():
        if after.addresses.get(owner) != path:
            yield f"{'/'.join(owner)} has another address"
        elif path in before.feeds and path not in after.feeds:
            yield f"{'/'.join(owner)} has no file any more"


def history(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """SEQUENCE never goes down and LAST-MODIFIED never back, also of an event that was away for a while."""
    del step, before
    for path, events in after.feeds.items():
        for uid, now in events.items():
            was = memory.sequences.get(uid, now)
            if now.sequence < was.sequence:
                yield f"{path[:20]} {uid[:8]}: SEQUENCE {was.sequence} → {now.sequence}"
            if now.modified < was.modified:
                yield f"{path[:20]} {uid[:8]}: LAST-MODIFIED {was.modified} → {now.modified}"
            memory.sequences[uid] = now


def untouched(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """An event that says the same keeps every byte, one that says something else has a higher SEQUENCE.

    A file changes only where one of its events does.
    """
    del memory
    for path, events in before.feeds.items():
        found = after.feeds.get(path, {})
        for uid in events.keys() & found.keys():
            was, now = events[uid], found[uid]
            if was.words == now.words and was.raw != now.raw:
                yield f"{path[:20]} {uid[:8]}: the same words, other bytes ({_lines(was, now)})"
            elif was.words != now.words and now.sequence <= was.sequence:
                yield f"{path[:20]} {uid[:8]}: other words under SEQUENCE {now.sequence}"
        if path in after.heads and after.heads[path] != before.heads[path] and step.words[0] != "update":
            yield f"{path[:20]}: what stands around the events changes"


def feeds(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """From today on, calendars hold exactly the sessions of the published version.

    A helper's holds those of whomever they help too: hours at which somebody is on the spot.
    """
    if step.code or step.words[0] not in ("publish", "rollback"):
        return
    del before
    view = memory.versions.get(after.published, after)
    wanted: dict[Address, Counter[tuple[datetime, datetime]]] = defaultdict(Counter)
    for (owner, start, end), names in _sessions_of(view).items():
        if start.date() >= step.today:
            wanted[owner][start, end] += len(names)
    attended = {span for owner, spans in wanted.items() if owner[0] == "apprentices" for span in spans}
    for owner, path in after.addresses.items():
        events = after.feeds.get(path, {}).values()
        live = Counter((e.start, e.end) for e in events if not e.cancelled and e.start.date() >= step.today)
        if owner[0] == "classes":
            courses = _courses(view, owner[1], step.today)
            if courses - live:
                yield f"{'/'.join(owner)} lacks {sorted(map(str, courses - live))[:2]}"
        elif live != wanted[owner]:
            beside = owner[0] == "trainers" and owner[1] in memory.helpers
            more = sorted(map(str, (live - wanted[owner]).keys() - (attended if beside else set())))
            less = sorted(map(str, wanted[owner] - live))
            if more or less:
                yield f"{'/'.join(owner)}: {more[:2]} too much, {less[:2]} missing, version {after.published}"


def _courses(view: Seen, name: str, today: date) -> Counter[tuple[datetime, datetime]]:
    rows = (r for r in view.sessions.values() if r["kind"] == "course" and name in r["class_ids"].split(";"))
    return Counter(
        (datetime.fromisoformat(f"{r['date']}T{r['start']}"), datetime.fromisoformat(f"{r['date']}T{r['end']}"))
        for r in rows
        if r["date"] >= today.isoformat()
    )


def names(step: Step, before: Seen, after: Seen, memory: Memory) -> Iterator[str]:
    """No two sessions share an id, and an id never passes to something else."""
    del step, before
    for name in after.twice:
        yield f"two sessions are called {name}"
    for name, row in after.sessions.items():
        nature = tuple(row[column] for column in NATURE if row["kind"] != "barrette" or column != "course_id")
        if memory.natures.setdefault(name, nature) != nature:
            yield f"{name} was {memory.natures[name]}, is {nature}"
            memory.natures[name] = nature


def read_again(reader: Path, folder: Path, today: date, memory: Memory) -> Iterator[str]:
    """What another program says of a folder that it has never said before, days gone left out.

    It knows the workbook of today only, in which a room may have become too small for what took place.
    """
    done = subprocess.run([sys.executable, str(reader), str(folder)], capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines() if done.returncode else ():
        days = re.findall(r"\d{4}-\d\d-\d\d", line)
        old = bool(days) and max(days) < today.isoformat()
        if not line.startswith("{") and not old and line not in memory.findings:
            memory.findings.add(line)
            yield line


def judged(output: str, memory: Memory) -> Iterator[str]:
    """What `verify --json` finds that it has never said before."""
    text = output[output.find("{") :]
    for finding in json.loads(text)["findings"]:
        said = f"{finding.get('rule', finding.get('key'))} {finding['text']}"
        if said not in memory.findings:
            memory.findings.add(said)
            yield said


KEPT: Mapping[str, Invariant] = {
    "exit": ended, "refused": refused, "past": past, "past events": past_events, "lock": locked, "uid": uid_owners,
    "address": addresses, "history": history, "untouched": untouched, "feeds": feeds, "names": names,
}  # fmt: skip
"""Every invariant by its name."""
