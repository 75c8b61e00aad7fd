"""Telling words planted in every free text that the schema declares, and looked for in what is handed out."""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from data.sheets.columns import Column, Sheet
from data.sheets.schema import SHEETS
from planner.domain import ORDINARY_ROOMS, key

Rows = dict[str, list[dict[str, object]]]

KNOWN = (
    "RQTH", "MDPH", "dyslexie", "dyspraxique", "TDAH", "ULIS", "illettrisme", "remédiation", "rupture", "sans contrat",
    "recherche d'employeur", "psychologue", "suivi social", "tiers-temps", "handicapé",
)  # fmt: skip
"""Words that nobody may be handed, and that the program knows."""
INVENTED = (
    "Zéphyrinette", "Kranivard", "Wolmarine", "Ourdiane", "Tisborel", "Quelvanie", "Brimoulde", "Yspadour", "Fargelune",
    "Nostrevald", "Hulmaric", "Jobranelle", "Dravinette", "Pélugrine", "Xantabour",
)  # fmt: skip
"""First names and words that no list could hold."""
WORDS = KNOWN + INVENTED
SURNAMES = ("Vorspiquet", "Glambrunel")
"""For the names of learners, which call lists may show."""

TEXTUAL = ("text", "any", "list")
REFERENCES = {
    "settings": "name value", "classes": "programme bells", "courses": "parts crossed after starts reserved",
    "links": "courses", "limits": "who courses",
    "skills": "skills", "programmes": "name level promise",
    "barrettes": "courses otherwise", "modules": "domains", "results": "domain value scale", "scales": "scale low high",
    "need_rules": "target domain programmes statuses", "needs": "target", "arrangements": "value",
    "realised": "session", "rolls": "session", "exemptions": "subjects", "paths": "leaves follows", "locks": "course",
    "matches": "sheet theirs ours", "standing": "classes trainers room", "balances": "what",
}  # fmt: skip
"""Columns, by sheet, that are a word of a list, a figure, or the name of something that stands elsewhere: no free text.

So is every column `part`. Titles of diplomas are not private. A new column counts as free text until it is named here.
"""
NAMES = {
    "classes": "name site", "trainers": "name given sites", "rooms": "type site features", "bells": "site",
    "courses": "room_types features", "sites": "from to", "closures": "site", "barrettes": "site",
    "open_periods": "site", "modules": "room_types",
}  # fmt: skip
"""Names of people and places that are handed out by nature: an invented one is shown, a telling word is not.

They are renamed wherever they stand.
"""
MENTIONED = {"periods": "name", "barrettes": "name", "open_periods": "name"}
"""Names that other sheets may mention, and that nobody needs to be handed."""


def chosen(sheet: Sheet, table: dict[str, str]) -> set[str]:
    """Columns that a table names for a sheet."""
    return set(table.get(sheet.id, "").split())


def free_columns(sheet: Sheet) -> list[Column]:
    """Columns whose text is nobody's business: neither handed out as typed, nor a reference, nor a name."""
    aside = chosen(sheet, REFERENCES) | chosen(sheet, NAMES) | {"part"}
    return [c for c in sheet.columns if c.kind in TEXTUAL and not c.choices and not c.shown and c.id not in aside]


def planted(rows: Rows) -> Rows:
    """The workbook with all words in every free text, and the telling ones in every name, wherever it is mentioned."""
    found: Rows = {name: [dict(row) for row in lines] for name, lines in rows.items()}
    new = dict(_new_names(found))
    for name, lines in found.items():
        sheet = next((s for s in SHEETS if s.name == name), None)
        free = {c.header for c in free_columns(sheet)} if sheet else set()
        for row in lines:
            for header in [*row, *(h for h in sorted(free) if h not in row)]:
                row[header] = _planted(sheet, header, row.get(header), free, new)
    return found


def _new_names(rows: Rows) -> Iterator[tuple[str, str]]:
    for row in rows.get("Apprenants", []):
        yield f"{row['nom']} {row['prénom']}", f"{SURNAMES[0]} {row['nom']} {SURNAMES[1]} {row['prénom']}"
    for sheet in SHEETS:
        for table, words in ((NAMES, KNOWN), (MENTIONED, WORDS)):
            headers = [c.header for c in sheet.columns if c.id in chosen(sheet, table)]
            for row in rows.get(sheet.name, []):
                for name in (str(row[h]) for h in headers if row.get(h)):
                    for part in re.split(r" *; *", name):
                        if key(part) not in ORDINARY_ROOMS:
                            yield part, f"{part} {' '.join(words)}"


def _planted(sheet: Sheet | None, header: str, value: object, free: set[str], new: dict[str, str]) -> object:
    if sheet is not None and sheet.id == "learners" and header in ("nom", "prénom"):
        return f"{SURNAMES[header == 'prénom']} {value}"
    if isinstance(value, str):
        parts = re.split(r"( *; *| ou | \+ | – )", value)
        value = "".join(new.get(part, new.get(" ".join(reversed(part.split())), part)) for part in parts)
    if header in free and not (isinstance(value, str) and WORDS[-1] in value):
        return " ".join([str(value or ""), *WORDS]).strip()
    return value


def handed_out(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and decoded text of every file that leaves the office: all but the planner's own folders.

    Messages stand in one of those, but each is sent to whom it concerns; their summary and the file of all stay.
    """
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        sent = relative.parts[:2] == ("interne", "annonces") and path.name not in OF_THE_PLANNER
        if path.is_file() and (sent or not OWN & set(relative.parts)):
            yield str(relative), f"{unquote(str(relative))}\n{decoded(path)}"


OF_THE_PLANNER = ("resume.html", "publipostage.xlsx")
OWN = {"csv", "interne", "sel.txt", "plan.sqlite", ".verrou"}


def decoded(path: Path) -> str:
    """The text of a file: parts of a workbook, folded lines of a calendar, entities, escapes."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            parts = [
                archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith((".xml", ".rels"))
            ]
        return html.unescape(re.sub(r"<[^>]*>", "", "\n".join(parts)) + "\n".join(parts))
    text = path.read_bytes().decode("utf-8")
    if path.suffix == ".ics":
        return re.sub(r"\r?\n[ \t]", "", text).replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n")
    return unquote(html.unescape(text))


def leaks(text: str, words: tuple[str, ...]) -> list[str]:
    """Which of the words a text holds, whatever its case and accents."""
    plain = key(text)
    return [word for word in words if re.search(rf"\b{re.escape(key(word))}", plain)]
