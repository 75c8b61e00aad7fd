"""What a planner does in the life of a timetable: each move is a command line, with the workbook that it is about."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize

from openpyxl import load_workbook

from benchmarks.random_changes import KINDS, Change, changed
from benchmarks.random_rows import ADULTS, MONDAY, Dice, Rows
from benchmarks.steps_seen import Seen
from data.writing.template import write_workbook
from outputs.csv.files import read_csv

EFFORT = ("--effort", "0.05")
HEAD = 3
"""Row of the headers in the list of sessions."""
DATED = {"Événements": "date", "Indisponibilités": "du", "Fermetures": "du"}
"""Sheets whose rows may get another day, and the column of it."""
DELETED = (*DATED, "Réalisé", "Résultats", "Besoins", "Affectations", "Cours", "Apprenants", "Dispenses", "Verrous")


@dataclass(frozen=True)
class Move:
    """A command to be typed; ``rows``: what the workbook is once it has been followed."""

    words: tuple[str, ...]
    rows: Rows | None = None
    first: date | None = None
    """From which day on it may change something; None: from today on."""
    frees: frozenset[str] = frozenset()


@dataclass
class Planner:
    """Whoever types: the folder and the workbook at hand, the day, what is seen now, and what comes to mind."""

    place: Path
    rows: Rows
    dice: Dice
    today: date
    last: date
    seen: Seen | None = None
    number: int = 0
    mind: list[Move] = field(default_factory=list)
    """What is typed next whatever else comes up: a refused change anyway, a publication."""

    @property
    def folder(self) -> str:
        """The folder of results."""
        return str(self.place / "edt")

    @property
    def view(self) -> Seen:
        """What stands in the folder."""
        assert self.seen is not None, "the first move is a calculation"
        return self.seen

    def book(self, rows: Rows) -> str:
        """A workbook of its own for this step."""
        path = self.place / f"classeur-{self.number}.xlsx"
        write_workbook(path, rows)
        return str(path)

    def coming(self) -> list[str]:
        """Sessions from today on."""
        return sorted(name for name, row in self.view.sessions.items() if row["date"] >= self.today.isoformat())


def helpers(rows: Rows) -> set[str]:
    """Ids of the adults whom a workbook puts beside somebody."""
    names = [str(row.get("valeur", "")) for row in rows.get("Aménagements", ()) if row.get("effet") == "aide"]
    plain = [normalize("NFD", name).encode("ascii", "ignore").decode().upper() for name in names]
    return {"-".join(re.findall(r"[A-Z0-9]+", name)) for name in plain}


def deleted(change: Change) -> None:
    """A row is taken away."""
    rows = change.draw.rows
    sheet = change.draw.dice.choice([name for name in DELETED if len(rows.get(name, ())) > 1] or ["Apprenants"])
    rows[sheet].pop(change.draw.dice.randrange(len(rows[sheet])))


def redated(change: Change) -> None:
    """A row gets another day, which may be one of those gone, as may the former."""
    rows, dice = change.draw.rows, change.draw.dice
    sheets = [name for name in DATED if rows.get(name)]
    if sheets:
        sheet = dice.choice(sheets)
        dice.choice(rows[sheet])[DATED[sheet]] = change.today + timedelta(days=dice.randint(-9, 9))


CHANGES: Mapping[str, Callable[[Change], None]] = {**KINDS, "deleted": deleted, "redated": redated}
"""What may change in a workbook."""


def update(me: Planner) -> Move:
    """Follow a workbook with one to three changes."""
    timetable = read_csv(Path(me.folder) / "csv")
    rows, _kinds = changed(me.rows, timetable, me.dice, me.today, me.number, CHANGES, {})
    first = max(me.today + timedelta(days=me.dice.choice((0, 0, 0, 1, 3))), MONDAY)
    words = ["update", me.folder, "--workbook", me.book(rows), *EFFORT]
    if first != me.today or me.dice.chance(0.3):
        words += ["--from", first.isoformat()]
    if me.dice.chance(0.1):
        words += ["--notice", str(me.dice.randint(0, 4))]
    if me.dice.chance(0.1):
        words += ["--max-moves-per-apprentice", str(me.dice.randint(0, 3))]
    if me.dice.chance(0.1):
        words.append("--dry-run")
    return Move(tuple(words), rows, first)


def anyway(move: Move) -> Move:
    """The same although it does not all hold."""
    return Move((*move.words, "--anyway"), move.rows, move.first)


def replace(me: Planner) -> Move:
    """A trainer is away on a day on which there is something to do, mostly."""
    held = [
        (who, row["date"])
        for row in map(me.view.sessions.__getitem__, me.coming())
        for who in row["trainer_ids"].split(";")
        if who
    ]
    who, day = me.dice.choice(held or [(ADULTS[0], me.today.isoformat())])
    chosen = me.dice.choice((
        ("--best",), ("--best",), ("--best", "--dry-run"), (), ("--choose", "1=annuler", "--best"),
        ("--choose", "1=autonomie", "--best"), ("--choose", "1=1", "--best"),
    ))  # fmt: skip
    return Move(("replace", me.folder, "--trainer", who, "--date", day, *chosen), first=date.fromisoformat(day))


def lock(me: Planner) -> Move:
    """Lock some sessions, mostly to come."""
    names = me.coming() if me.dice.chance(0.9) else sorted(me.view.sessions)
    return Move(("lock", me.folder, *me.dice.some(names or ["RIEN"])))


def unlock(me: Planner) -> Move:
    """Free something that is locked."""
    names = tuple(me.dice.some(sorted(me.view.locks) or ["RIEN"]))
    return Move(("unlock", me.folder, *names), frees=frozenset(names))


def edited(me: Planner) -> Move:
    """Give the list back with other cells in some lines."""
    book = load_workbook(Path(me.folder) / "interne/emploi-du-temps.xlsx")
    sheet: Any = book["Séances"]
    columns = {str(cell.value): cell.column for cell in sheet[HEAD]}
    lines = {str(sheet.cell(n, columns["Identifiant"]).value): n for n in range(HEAD + 1, sheet.max_row + 1)}
    freed = set()
    for name in me.dice.some([name for name in me.coming() if name in lines] or list(lines), 2):
        row = me.view.sessions[name]
        day = date.fromisoformat(row["date"]) + timedelta(days=me.dice.choice((-1, 1, 7)))
        header, value = me.dice.choice((
            ("Début", me.dice.choice(("8h", "10h", "13h", "14h", "15h"))), ("Date", f"{day:%d/%m/%Y}"),
            ("Salle", me.dice.choice(("Salle 1", "Salle 2", "Salle 3"))), ("Formateurs", me.dice.choice(ADULTS)),
            ("Verrou", "x"), ("Verrou", "non"),
        ))  # fmt: skip
        sheet.cell(lines[name], columns[header]).value = value
        freed |= {name} if value == "non" else set()
    path = me.place / f"liste-{me.number}.xlsx"
    book.save(path)
    asked = ("--from", _first(me)) if me.dice.chance(0.5) else ()
    said = me.dice.choice(("--yes", "--yes", "--yes", "--dry-run"))
    return Move(("update", me.folder, "--edited", str(path), said, *asked), frees=frozenset(freed))


def regulate(me: Planner) -> Move:
    """Ask what the next period needs, or decide on a proposal."""
    number = str(me.dice.randint(1, 3))
    if me.dice.chance():
        return Move(("regulate", me.folder, me.dice.choice(("--accept", "--refuse")), number, "--reason", "vu"))
    words = ("regulate", me.folder, "--workbook", me.book(me.rows), "--from", _first(me), *EFFORT)
    return Move(words)


def _first(me: Planner) -> str:
    """The day on which it is typed, or the first of the term."""
    return max(me.today, MONDAY).isoformat()


def publish(me: Planner) -> Move:
    """Publish the last version."""
    return Move(("publish", me.folder))


def publish_version(me: Planner) -> Move:
    """Publish some version."""
    return Move(("publish", me.folder, "--version", str(_version(me))))


def rollback(me: Planner) -> Move:
    """Go back to what was published before, or to some version."""
    chosen = ("--to", str(_version(me))) if me.dice.chance() else ()
    return Move(("rollback", me.folder, *chosen))


def restore(me: Planner) -> Move:
    """Make some version the last one again."""
    return Move(("versions", me.folder, "--restore", str(_version(me))))


def _version(me: Planner) -> int:
    """A version, mostly one of the last."""
    return max(1, me.view.last - me.dice.choice((0, 1, 1, 2, 3, 5, 8)))


def solve(me: Planner) -> Move:
    """Compute the whole term again in the same folder."""
    seed = str(me.dice.randint(0, 9))
    return Move(("solve", me.book(me.rows), "--out", me.folder, "--workers", "1", "--seed", seed, *EFFORT))


def look(me: Planner) -> Move:
    """A command that changes nothing of the timetable."""
    day = me.dice.choice([me.view.sessions[name]["date"] for name in me.coming()] or [MONDAY.isoformat()])
    return Move(me.dice.choice((
        ("diff", me.folder), ("diff", me.folder, str(_version(me)), str(_version(me))), ("versions", me.folder),
        ("verify", me.folder), ("lock", me.folder), ("export", me.folder, "--format", "ics"),
        ("export", me.folder, "--format", "day", "--date", day), ("regulate", me.folder),
    )))  # fmt: skip


def mistyped(me: Planner) -> Move:
    """Something that cannot be: it is refused."""
    none, today = str(me.place / "rien.xlsx"), me.today.isoformat()
    in_folder: tuple[tuple[str, ...], ...] = (
        ("lock", "NULLE-PART-01"), ("unlock", "NULLE-PART-01"), ("publish", "--version", "999"),
        ("publish", "--renew", "Personne"), ("rollback", "--to", "999"), ("versions", "--restore", "999"),
        ("diff", "1", "999"), ("replace", "--trainer", "Personne", "--date", today),
        ("replace", "--trainer", ADULTS[0], "--date", "31/02/2026"), ("regulate", "--accept", "99"),
        ("update", "--workbook", none), ("update", "--workbook", me.book(me.rows), "--from", "2030-01-01"),
    )  # fmt: skip
    name, *words = me.dice.choice((*in_folder, ("solve",)))
    return Move((name, me.folder, *words) if words else (name, none, "--out", me.folder))


MOVES: Mapping[Callable[[Planner], Move], int] = {
    update: 40, publish: 14, replace: 8, lock: 6, edited: 6, regulate: 4, publish_version: 3, rollback: 3, restore: 3,
    unlock: 3, solve: 2, look: 5, mistyped: 3,
}  # fmt: skip
"""Every move, and how often it comes."""


def next_move(me: Planner) -> Move:
    """What the planner types now."""
    if me.mind:
        return me.mind.pop()
    return me.dice.choices(list(MOVES), list(MOVES.values()))[0](me)


def follow(me: Planner, move: Move, code: int, output: str) -> None:
    """What a planner makes of the answer: the workbook stays as it is, is put right, or is followed anyway."""
    tried = "--dry-run" in move.words
    if move.rows is not None and code == 0 and not tried:
        me.rows = deepcopy(move.rows)
    if move.words[0] == "update" and code == 3 and "--anyway" not in move.words and me.dice.chance():
        me.mind.append(anyway(move))
    if "--keep-past" in output and not {"--keep-past", "--rewrite-past"} & {*move.words}:
        me.mind.append(Move((*move.words, me.dice.choice(("--keep-past",) * 4 + ("--rewrite-past",)))))
