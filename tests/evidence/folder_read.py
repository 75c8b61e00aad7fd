"""The CSV and the workbook of a folder, read and counted by nothing of the program, for `tests.evidence.recount`."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Cells = Mapping[str, Any]
ENTRY = ("sécurité", "droits et devoirs", "entrée en entreprise")


def sheets(path: Path, heading: int = 0) -> dict[str, list[dict[str, Any]]]:
    """Rows of each sheet by their headers, which stand on a line; empty cells are empty texts, dates are days."""
    found = {}
    for sheet in load_workbook(path, read_only=True, data_only=True):
        lines = [[_plain(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
        headers = [str(cell) for cell in lines[heading]] if len(lines) > heading else []
        below = [line for line in lines[heading + 1 :] if any(cell != "" for cell in line)]
        rows = [dict(zip(headers, line, strict=False)) for line in below if line[0] != "Rien à signaler."]
        found[sheet.title] = rows
    return found


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date()
    return "" if cell is None else round(cell, 4) if isinstance(cell, float) else cell


def hours(minutes: float) -> float:
    """Minutes as hours, to the hundredth."""
    return round(minutes / 60, 2)


def slug(name: str) -> str:
    """The id that a name gets where the workbook has none."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").upper()


def birthday(born: date, age: int) -> date:
    """The day on which somebody is of an age; who is born on 29 February, the day after the 28th."""
    last = born - timedelta(days=1)
    return last.replace(year=born.year + age) + timedelta(days=1)


def monday(day: date) -> date:
    """The Monday of a day."""
    return day - timedelta(days=day.weekday())


class Counted:
    """A folder with its workbook, what is counted of each person, and what its reports say."""

    def __init__(self, folder: Path, workbook: Path) -> None:
        self.folder, self.reports = folder, folder / "interne" / "rapports"
        self.book = sheets(workbook)
        settings = {row["paramètre"]: row["valeur"] for row in self.book["Paramètres"]}
        self.first, self.last = settings["début"], settings["fin"]
        self.sessions = {row["session_id"]: row for row in self.csv("sessions")}
        self.people = {row["code"]: row for row in self.book["Apprenants"]}
        self.names = {code: f"{row['nom'].upper()} {row['prénom']}" for code, row in self.people.items()}
        self.periods = [(row["période"], row["du"], row["au"]) for row in self.book["Périodes"]]
        self.heads: Counter[str] = Counter()
        self.held: dict[str, list[Cells]] = defaultdict(list)
        self.far: set[tuple[str, str]] = set()
        for row in self.csv("attendance"):
            self.heads[row["session_id"]] += 1
            if self.sessions[row["session_id"]]["kind"] != "visit":
                self.held[row["apprentice_id"]].append(self.sessions[row["session_id"]])
            if row["remote"] == "1":
                self.far.add((row["session_id"], row["apprentice_id"]))
        self.debts = self.csv("debts")
        self.entry = {row["module"] for row in self.book["Modules"] if row["thème"] in ENTRY}

    def csv(self, name: str) -> list[dict[str, str]]:
        """The rows of a file of the folder."""
        with (self.folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    @cached_property
    def told(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """What the Excel files of the reports say: report → table → rows."""
        return {path.stem: sheets(path, 2) for path in sorted(self.reports.rglob("*.xlsx")) if "audit" not in str(path)}

    @cached_property
    def heading(self) -> str:
        """The line under the title of each table."""
        return str(load_workbook(self.reports / "heures.xlsx", read_only=True).worksheets[0]["A2"].value)

    @cached_property
    def today(self) -> date:
        """The day of the reports, as their heading says it."""
        (said,) = re.findall(r"heures au (\d\d/\d\d/\d{4})", self.heading)
        return datetime.strptime(said, "%d/%m/%Y").date()

    @cached_property
    def version(self) -> int:
        """The version of the reports, as their heading says it."""
        (said,) = re.findall(r"version (\d+) du", self.heading)
        return int(said)

    def period(self, day: str) -> str:
        """The name of the period of a day."""
        return next((name for name, first, last in self.periods if first <= date.fromisoformat(day) <= last), "")

    @cached_property
    def calls(self) -> dict[tuple[str, str], bool]:
        """(day, person) → whether they came, where *Présences* says it; a line on people wins over one on a class."""
        found = {}
        for row in sorted(self.book.get("Présences", []), key=lambda r: r.get("apprenants", "") != ""):
            named = [code for code in str(row.get("apprenants", "")).split(" ; ") if code]
            for code in named or [c for c, p in self.people.items() if p["classe"] == row["classe"]]:
                found[row["date"].isoformat(), code] = row["état"] == "présent"
        return found

    def over(self, session: Cells) -> bool:
        """Whether a session is over on the day of the reports."""
        return bool(session["date"] < self.today.isoformat())

    def sums(self, code: str, some: Iterable[Cells]) -> tuple[int, int, int, int]:
        """Minutes planned, given, attended, and given of which nothing is typed, of sessions of a person."""
        planned = given = came = untold = 0
        for session in some:
            minutes = int(session["minutes"])
            planned += minutes
            if self.over(session):
                given += minutes
                said = self.calls.get((session["date"], code))
                untold += minutes if said is None else 0
                came += minutes if said else 0
        return planned, given, came, untold

    def three(self, code: str, some: Iterable[Cells]) -> tuple[float, float, float | str]:
        """The three figures of sessions of a person; attended is empty where nothing is typed of what was given."""
        planned, given, came, untold = self.sums(code, some)
        return hours(planned), hours(given), hours(came) if not given or untold < given else ""

    def of(self, code: str, **wanted: str) -> list[Cells]:
        """Sessions of a person whose columns have some values."""
        return [s for s in self.held[code] if all(s[name] == value for name, value in wanted.items())]

    def when(self, session: Cells) -> tuple[date, str]:
        """Day and hours of a session as the reports say them."""

        def clock(text: str) -> str:
            hour, minute = text.split(":")[:2]
            return f"{int(hour)} h" + (f" {minute}" if minute != "00" else "")

        return date.fromisoformat(session["date"]), f"{clock(session['start'])} – {clock(session['end'])}"

    def owed(self, code: str, *, programme: bool) -> list[dict[str, str]]:
        """Hours due of a person: those of the programme, or the others."""
        return [d for d in self._debts[code] if (d["source"] == "programme") == programme]

    @cached_property
    def _debts(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self.debts:
            found[row["apprentice_id"]].append(row)
        return found

    def month(self, begins: Any, ends: Any) -> float | str:
        """Months between two days of a contract."""
        return round(((ends - begins).days + 1) / (365.25 / 12), 1) if begins and ends else ""
