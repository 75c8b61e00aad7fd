"""The published files, found by their secret names, and nothing else of the disk.

A name is looked for by its digest, keyed with a secret of this process, in a table of digests: how long that takes
depends on a digest that whoever asks can neither choose nor know, so no time tells how much of a name was right. Only
names that stand in the published folders, and have the form of one, are ever opened: no way that is asked for reaches
the disk. A symbolic link is no published file, wherever it leads.
"""

import gzip
import hashlib
import os
import re
import secrets
import stat
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

SECRET_NAME = re.compile(r"[0-9a-f]{32}\.(?:ics|html)")
"""A published file: the secret of a calendar, and what sort of file it is."""
MOST_FILE = 16 * 1024 * 1024
"""Bytes of a file that is served; a calendar of a year has some hundred thousand."""
MOST_KEPT = 64 * 1024 * 1024
"""Bytes of files, compressed, that are kept in memory; others are read again."""
LOOKED_AGAIN = 3
"""How often a file is looked for while the folder is being replaced under it."""

Seen = tuple[int, ...]
"""What of a file or a folder changes when its content does."""


class NothingPublished(Exception):
    """The folder of published files is not there (any more, or for a moment)."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file as it is sent. ``tag``: names its content, the same whenever the content is; ``packed``: by gzip."""

    sort: str
    tag: str
    packed: bytes

    @property
    def plain(self) -> bytes:
        """The content."""
        return gzip.decompress(self.packed)


class Shelf:
    """The files below ``DIR/public``, looked at again at each request: what a publication puts there is served at once.

    ``folder``: ``DIR/public``; what is served stands in ``ics/AUDIENCE`` below it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve() / "ics"
        self._key = secrets.token_bytes(32)
        self._seen: dict[str, Seen] | None = None
        self._paths: dict[bytes, Path] = {}
        self._kept: OrderedDict[bytes, tuple[Seen, PublishedFile]] = OrderedDict()
        self._bytes = 0

    def find(self, audience: str, name: str) -> PublishedFile | None:
        """A published file; None where there is none of that name. Raises NothingPublished, and OSError."""
        digest = self._digest(audience, name)
        for _try in range(LOOKED_AGAIN):
            self._look()
            path = self._paths.get(digest)
            if path is None:
                return None
            found = self._file(digest, path)
            if found is not None:
                return found
            self._seen = None  # it went while it was looked for: another publication has come
        return None

    def __len__(self) -> int:
        """How many files are published."""
        self._look()
        return len(self._paths)

    def _digest(self, audience: str, name: str) -> bytes:
        return hashlib.blake2b(f"{audience}/{name}".encode(), key=self._key, digest_size=32).digest()

    def _look(self) -> None:
        """Read the names again where a folder has changed."""
        names = self._seen or dict.fromkeys((".", *self._audiences()), ())
        now = {name: _state(self.folder / name) for name in names}
        if now.get(".") == ():
            self._seen = None
            raise NothingPublished
        if now == self._seen:
            return
        now = {name: _state(self.folder / name) for name in (".", *self._audiences())}
        self._paths = {
            self._digest(audience, entry): self.folder / audience / entry
            for audience in now
            if audience != "." and now[audience]
            for entry in _names(self.folder / audience)
        }
        self._seen = now
        for digest in self._kept.keys() - self._paths.keys():
            self._bytes -= len(self._kept.pop(digest)[1].packed)

    def _audiences(self) -> list[str]:
        try:
            with os.scandir(self.folder) as entries:
                return sorted(e.name for e in entries if e.name.isalpha() and e.is_dir(follow_symlinks=False))
        except OSError:
            return []

    def _file(self, digest: bytes, path: Path) -> PublishedFile | None:
        try:
            before = os.lstat(path)
            kept = self._kept.get(digest)
            if kept is not None and kept[0] == _of_file(before):
                self._kept.move_to_end(digest)
                return kept[1]
            content, state = _read_plain(path, before)
        except (FileNotFoundError, NotADirectoryError):
            return None
        tag = hashlib.sha256(content).hexdigest()[:32]
        found = PublishedFile(path.suffix, tag, gzip.compress(content, 6, mtime=0))
        self._keep(digest, state, found)
        return found

    def _keep(self, digest: bytes, state: Seen, found: PublishedFile) -> None:
        before = self._kept.pop(digest, None)
        self._bytes += len(found.packed) - (len(before[1].packed) if before else 0)
        self._kept[digest] = state, found
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            _oldest, (_state_of, dropped) = self._kept.popitem(last=False)
            self._bytes -= len(dropped.packed)


def _state(folder: Path) -> Seen:
    """What of a folder changes when another one takes its place, or a name in it; nothing for what is none."""
    try:
        found = os.lstat(folder)
    except OSError:
        return ()
    return (found.st_dev, found.st_ino, found.st_mtime_ns) if stat.S_ISDIR(found.st_mode) else ()


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [e.name for e in entries if SECRET_NAME.fullmatch(e.name) and e.is_file(follow_symlinks=False)]
    except OSError:
        return []


def _of_file(found: os.stat_result) -> Seen:
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def _read_plain(path: Path, before: os.stat_result) -> tuple[bytes, Seen]:
    """An ordinary file, the very one that was looked at: a link put in its place meanwhile is not followed."""
    if not stat.S_ISREG(before.st_mode) or before.st_size > MOST_FILE:
        raise FileNotFoundError(path.name)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, flags)
    with os.fdopen(number, "rb") as file:
        found = os.fstat(number)
        if (found.st_dev, found.st_ino) != (before.st_dev, before.st_ino):
            raise FileNotFoundError(path.name)
        return file.read(MOST_FILE), _of_file(found)
