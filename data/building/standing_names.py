"""Names of an export of sessions: classes with their part, trainers with a title or an initial, rooms.

An export repeats a name hundreds of times: each unknown one is one fault, at its first cell, with its number of lines.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from data.building.context import Context
from data.reading.table import Row
from data.sheets.columns import fold
from planner.domain import ClassId, RoomId, TrainerId
from planner.words import did_you_mean

LETTERS = "ABCDEFGH"
PART = re.compile(
    r"^(?:(?P<name>.*?)[\s,/(-]+)?(?:partie|groupe|grpe|grp|gr|gp|g)?[\s.-]*(?P<part>[A-H]|[1-8])\)?$", re.IGNORECASE
)
TITLE = re.compile(r"^(?:m|mr|mme|mlle|monsieur|madame)\b\.?\s+", re.IGNORECASE)


@dataclass
class Names:
    """Looks names up, each once; `say` gives the faults."""

    context: Context
    known: dict[tuple[str, str], str | None] = field(default_factory=dict)
    unknown: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    """(column, name) → lines."""

    def classes(self, row: Row) -> tuple[tuple[ClassId, ...], str]:
        """Classes of a line, and its part: of its own cell, or after the name of the class."""
        typed, part = list(row.get("classes", ())), row.get("part", "")
        if not typed and part:
            typed, part = [part], ""
        if not typed:
            self.unknown.setdefault(("classes", ""), []).append(row)
        names = [name for cell in typed for name in self._split("classes", cell, self._class)]
        found, letters = [], []
        for name in names:
            item = self._class(name)
            piece = PART.match(name) if item is None else None
            if item is None and piece and piece["name"]:
                item = self._class(piece["name"].strip())
                letters.append(_letter(piece["part"]))
            if item is None:
                self.unknown.setdefault(("classes", name), []).append(row)
            else:
                found.append(ClassId(item))
        own = PART.match(part.strip()) if part else None
        letter = _letter(own["part"]) if own else ""
        return tuple(dict.fromkeys(found)), letter or next(iter(letters), "")

    def trainers(self, row: Row) -> tuple[TrainerId, ...]:
        """Trainers of a line."""
        found = []
        for cell in row.get("trainers", ()):
            for name in self._split("trainers", cell, self._trainer):
                item = self._trainer(name)
                if item is None:
                    self.unknown.setdefault(("trainers", name), []).append(row)
                else:
                    found.append(TrainerId(item))
        return tuple(dict.fromkeys(found))

    def room(self, row: Row) -> RoomId | None:
        """Room of a line; the first of several."""
        if not row["room"]:
            return None
        item = self._find("rooms", row["room"])
        if item is None:
            self.unknown.setdefault(("room", row["room"]), []).append(row)
        return RoomId(item) if item else None

    def say(self) -> None:
        """A fault for each unknown name, at its first line."""
        sheets = {"classes": "classes", "trainers": "trainers", "room": "rooms"}
        titles = {"classes": "Classes", "trainers": "Formateurs", "room": "Salles"}
        for (column, name), rows in self.unknown.items():
            again = f" (et {len(rows) - 1} autre{'s' if len(rows) > 2 else ''})" if len(rows) > 1 else ""
            if not name:
                self.context.fault(rows[0], column, f": indiquez la classe{again}.", "")
                continue
            several = len(self.context.names(sheets[column]).find(name)) > 1
            if several:
                self.context.fault(rows[0], column, f"désigne plusieurs lignes{again} : indiquez le code.", name)
                continue
            near = did_you_mean(name, self.context.names(sheets[column]).shown)
            cure = near or " Ajoutez la ligne, ou dites-le dans la feuille « Correspondances »."
            self.context.fault(
                rows[0], column, f"n'existe pas dans la feuille « {titles[column]} »{again}.{cure}", name
            )

    def _split(self, column: str, cell: str, find: Callable[[str], str | None]) -> list[str]:
        """Names of a cell that parts them with commas or slashes, unless the whole is one name."""
        if find(cell) is not None or not re.search(r"[,/+]", cell):
            return [cell]
        return [name for piece in re.split(r"[,/+]", cell) if (name := piece.strip())]

    def _class(self, name: str) -> str | None:
        return self._find("classes", name)

    def _find(self, sheet: str, name: str) -> str | None:
        if (sheet, name) not in self.known:
            found = self.context.names(sheet).find(name)
            self.known[sheet, name] = min(found) if len(found) == 1 else None
        return self.known[sheet, name]

    def _trainer(self, name: str) -> str | None:
        """By code or name, without a title, or by last name (and initial) when only one trainer has it."""
        if ("trainer", name) not in self.known:
            bare = TITLE.sub("", name.strip())
            self.known["trainer", name] = self._find("trainers", name) or self._find("trainers", bare)
            if self.known["trainer", name] is None and not self.context.names("trainers").find(bare):
                words = fold(bare).split()
                names = self.context.names("trainers").ids.items()
                able = {item for full, items in names if _short(words, full.split()) for item in items}
                self.known["trainer", name] = min(able) if len(able) == 1 else None
        return self.known["trainer", name]


def _short(words: list[str], full: list[str]) -> bool:
    """Whether each word is a word of a full name, or the initial of one, at least one of them whole."""
    whole = any(word in full and len(word) > 1 for word in words)
    return whole and all(word in full or (len(word) == 1 and any(f.startswith(word) for f in full)) for word in words)


def _letter(part: str) -> str:
    """``A`` for ``a`` or ``1``."""
    return LETTERS[int(part) - 1] if part.isdigit() else part.upper()
