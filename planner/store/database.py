"""``DIR/plan.sqlite``: opened, checked, read and written, one writer at a time.

Everything that a command writes is one transaction: a run that is killed leaves the store with its last version.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, event, insert, inspect, select, update
from sqlalchemy.exc import DatabaseError, OperationalError

from planner.domain import Problem, Timetable
from planner.store.snapshot import bare, digest, fingerprint, pack, unpack_problem, unpack_timetable
from planner.store.tables import ABOUT, FORMAT, METADATA, PUBLICATIONS, SNAPSHOTS, VERSIONS

FILE = "plan.sqlite"
SALT = "salt"
"""Name in ``about`` of the salt that names of events rest on: the first one that a version had."""
WAIT_SECONDS = 5.0
"""Seconds that a command waits for another one that is writing."""

VERSION_KINDS: Mapping[str, str] = {
    "solve": "calcul",
    "update": "mise à jour",
    "edit": "retouches",
    "replace": "remplacement",
    "restore": "retour",
}
"""What made a version, in words."""

Also = Callable[[Connection], None]
"""What is written in the same transaction as something else."""


def written_together(*steps: Also | None) -> Also:
    """Several of these one after the other, in one transaction; None is nothing."""

    def write(connection: Connection) -> None:
        for step in steps:
            if step is not None:
                step(connection)

    return write


class StoreError(Exception):
    """The store cannot be used; the message says in French what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version, without its snapshot and its timetable, which `Store` reads when asked."""

    number: int
    parent: int | None
    kind: str
    made: datetime
    author: str
    reason: str
    workbook: str
    workbook_hash: str
    timetable_hash: str
    settings: Mapping[str, Any]
    counts: Mapping[str, Any]
    verified: bool


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a new version is made of. ``problem`` is kept without what planning does not need."""

    problem: Problem
    timetable: Timetable
    kind: str
    author: str
    reason: str = ""
    parent: int | None = None
    workbook: str = ""
    workbook_hash: str = ""
    settings: Mapping[str, Any] | None = None
    counts: Mapping[str, Any] | None = None
    verified: bool = False


class Store:
    """The versions of one folder. Open with `open_store`; close by leaving the ``with``."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.engine = engine
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads."""
        with _explained(self.path), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes, all or nothing; another writer is waited for, then named."""
        with _explained(self.path), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    def add(self, draft: NewVersion, connection: Connection | None = None) -> Version:
        """Keep a new version, and return it with its number.

        Its settings also tell the term, its days, and the saved date of the workbook.
        """
        if connection is None:
            with self.writing() as own:
                return self.add(draft, own)
        problem, timetable = pack(bare(draft.problem)), pack(draft.timetable)
        day, salt = draft.problem.settings.saved, draft.problem.settings.salt
        first, last = (end.isoformat() for end in (draft.problem.first, draft.problem.last))
        saved = {"term": draft.problem.settings.term, "first": first, "last": last}
        saved |= {"saved": day.isoformat()} if day else {}
        if salt:
            self.remember(SALT, salt, connection)
        known = select(SNAPSHOTS.c.hash).where(SNAPSHOTS.c.hash == digest(problem))
        if connection.execute(known).first() is None:
            connection.execute(insert(SNAPSHOTS).values(hash=digest(problem), problem=problem))
        row = {
            "parent": draft.parent,
            "kind": draft.kind,
            "made": now(),
            "author": draft.author,
            "reason": draft.reason,
            "snapshot": digest(problem),
            "workbook": draft.workbook,
            "workbook_hash": draft.workbook_hash,
            "timetable": timetable,
            "timetable_hash": fingerprint(draft.timetable),
            "settings": json.dumps({**saved, **(draft.settings or {})}, ensure_ascii=False, sort_keys=True),
            "counts": json.dumps(draft.counts or {}, ensure_ascii=False, sort_keys=True),
            "verified": draft.verified,
        }
        number = connection.execute(insert(VERSIONS).values(**row)).inserted_primary_key
        assert number is not None
        return next(v for v in self._versions(connection) if v.number == number[0])

    def versions(self) -> tuple[Version, ...]:
        """Every version, the oldest first."""
        with self.reading() as connection:
            return self._versions(connection)

    def _versions(self, connection: Connection) -> tuple[Version, ...]:
        columns = [VERSIONS.c[name] for name in Version.__dataclass_fields__]
        rows = connection.execute(select(*columns).order_by(VERSIONS.c.number)).mappings()
        return tuple(
            Version(**{**row, "settings": json.loads(row["settings"]), "counts": json.loads(row["counts"])})
            for row in rows
        )

    def version(self, number: int | None = None) -> Version:
        """A version by its number, else the last one; raises StoreError where there is none."""
        found = self.versions()
        if not found:
            raise StoreError(f"« {self.path} » ne contient aucune version : lancez barrette solve.")
        if number is None:
            return found[-1]
        chosen = next((v for v in found if v.number == number), None)
        if chosen is None:
            raise StoreError(f"La version {number} n’existe pas : les versions vont de 1 à {found[-1].number}.")
        return chosen

    def problem(self, number: int) -> Problem:
        """The snapshot of what planning knew when a version was made."""
        query = select(SNAPSHOTS.c.problem).join(VERSIONS).where(VERSIONS.c.number == number)
        return self._unpacked(query, unpack_problem, number)  # type: ignore[no-any-return]

    def snapshot(self, number: int) -> str:
        """Hash of the problem of a version."""
        with self.reading() as connection:
            found = connection.execute(select(VERSIONS.c.snapshot).where(VERSIONS.c.number == number)).scalar_one()
        return str(found)

    def timetable(self, number: int) -> Timetable:
        """The timetable of a version."""
        query = select(VERSIONS.c.timetable).where(VERSIONS.c.number == number)
        return self._unpacked(query, unpack_timetable, number)  # type: ignore[no-any-return]

    def _unpacked(self, query: Any, read: Any, number: int) -> Any:
        with self.reading() as connection:
            data = connection.execute(query).scalar_one()
        try:
            return read(data)
        except ValueError as error:
            raise StoreError(f"La version {number} de « {self.path} » est abîmée. {DAMAGED}") from error

    def published(self) -> tuple[Version, datetime] | None:
        """The version that is published now, and since when; None before the first publication."""
        query = select(PUBLICATIONS.c.version, PUBLICATIONS.c.since).order_by(PUBLICATIONS.c.number.desc())
        with self.reading() as connection:
            row = connection.execute(query).first()
        return (self.version(row[0]), row[1]) if row else None

    def about(self, name: str) -> str:
        """One of the facts about the store; empty when it is not known."""
        with self.reading() as connection:
            found = connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == name)).scalar_one_or_none()
        return found or ""

    def remember(self, name: str, value: str, connection: Connection) -> None:
        """Keep a fact about the store, unless it is known already."""
        if connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == name)).first() is None:
            connection.execute(insert(ABOUT).values(name=name, value=value))


DAMAGED = (
    "Remettez une copie de ce fichier si vous en avez une ; sinon, déplacez-le et relancez barrette solve : "
    "l’historique recommencera à la version 1."
)


@contextmanager
def open_store(folder: Path, *, create: bool = False) -> Iterator[Store]:
    """The store of a folder; raises StoreError where there is none (unless ``create``), or none that can be used."""
    path = folder / FILE
    new = not path.exists()
    if new and not create:
        raise StoreError(_without_store(folder))
    # SQLAlchemy's own transactions are off: `writing` says when one begins
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _configure)
    try:
        with _explained(path):
            try:
                _prepare(engine, path, new=new)
            except OperationalError as error:
                if new or not _only_readable(path, str(error.orig)):
                    raise
                engine.dispose()
                engine = create_engine("sqlite://", creator=lambda: _reader(path), poolclass=NullPool)
                _prepare(engine, path, new=False)
        yield Store(engine, path)
    finally:
        engine.dispose()


def _without_store(folder: Path) -> str:
    """Why there is no history where one is looked for, and what to give instead."""
    if not folder.exists():
        return f"« {folder} » : ce dossier n’existe pas."
    if folder.is_file():
        what = "c’est un classeur" if folder.suffix.lower() in (".xlsx", ".xlsm") else "c’est un fichier"
        return f"« {folder} » : {what} ; donnez le dossier des résultats."
    above = next((one for one in folder.resolve().parents[:3] if (one / FILE).is_file()), None)
    if above is not None:
        return f"« {folder} » est dans un dossier de résultats : donnez « {above} »."
    return f"« {folder} » n’a pas d’historique ({FILE}) : lancez d’abord barrette solve dans ce dossier."


def _only_readable(path: Path, said: str) -> bool:
    """Whether a store that cannot be opened for writing can be read: nothing waits to be written into it."""
    waiting = path.with_name(f"{path.name}-wal")
    if not any(words in said for words in (*_PROTECTED, *_FULL)) or not path.is_file():
        return False
    return not waiting.exists() or waiting.stat().st_size == 0


def _reader(path: Path) -> sqlite3.Connection:
    """A connection for a folder that may only be read, or a full disk."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


_PROTECTED = ("readonly", "unable to open")
_FULL = ("full", "disk I/O")


def _configure(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _prepare(engine: Engine, path: Path, *, new: bool) -> None:
    with engine.connect() as connection:
        if not new:
            known = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'about'").first()
            if known is not None:
                _check_format(connection, path)
                return
            if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
                raise StoreError(f"« {path} » n’est pas un historique de Barrette : déplacez ce fichier.")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        METADATA.create_all(connection)
        if connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == "format")).first() is None:
            connection.execute(insert(ABOUT).values(name="format", value=str(FORMAT)))
        connection.exec_driver_sql("COMMIT")


def _check_format(connection: Connection, path: Path) -> None:
    found = connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == "format")).scalar_one_or_none()
    if found is None or not found.isdigit():
        raise StoreError(f"« {path} » est abîmé. {DAMAGED}")
    if int(found) > FORMAT:
        raise StoreError(
            f"« {path} » a été écrit par une version plus récente de Barrette : installez-la, ou reprenez une copie "
            "plus ancienne de ce fichier. Rien n’a été changé."
        )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the database says, in words that tell the planner what to do."""
    try:
        yield
    except OperationalError as error:
        said = str(error.orig)
        if "locked" in said or "busy" in said:
            raise StoreError(
                f"Une autre commande écrit dans « {path.parent} » : attendez qu’elle ait fini, puis recommencez. "
                "Rien n’a été changé."
            ) from error
        if any(words in said for words in _PROTECTED):
            raise StoreError(f"Impossible d’écrire dans « {path.parent} » : le dossier est protégé.") from error
        if any(words in said for words in _FULL):
            text = "Le disque est plein ou ne répond pas : faites de la place, puis recommencez. Rien n’a été perdu."
            raise StoreError(text) from error
        raise StoreError(f"« {path} » ne se lit pas ({said}). {DAMAGED}") from error
    except DatabaseError as error:
        raise StoreError(f"« {path} » est abîmé ({error.orig}). {DAMAGED}") from error


def with_tables(connection: Connection, table: Table) -> None:
    """A table and all others, made in a store that is older than it; its format is raised."""
    if inspect(connection).has_table(table.name):
        return
    METADATA.create_all(connection)
    connection.execute(update(ABOUT).where(ABOUT.c.name == "format").values(value=str(FORMAT)))


PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present moment, UTC, without microseconds nor zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def paris(moment: datetime) -> datetime:
    """A moment of the store (UTC, no zone) on the clocks of Paris."""
    return moment.replace(tzinfo=UTC).astimezone(PARIS)


def today() -> date:
    """The present day in Paris, wherever the computer is."""
    return paris(now()).date()


def minute_of_day() -> int:
    """Minutes since midnight in Paris."""
    moment = paris(now())
    return moment.hour * 60 + moment.minute
