"""Cells to plain values: text, numbers, yes or no, choices, lists. A refusal is a ``ValueError`` in French."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from data.sheets.columns import fold
from planner.words import did_you_mean

YES = {"oui", "o", "x", "vrai", "true", "yes", "1", "v"}
BLANKS = {ord(blank): " " for blank in "\xa0\u2007\u2009\u202f"} | dict.fromkeys(map(ord, "\u200b\u200e\u200f\ufeff"))
"""Spaces that do not look like spaces, and signs that do not show at all: pasted from web pages and other programs."""
NO = {"non", "n", "faux", "false", "no", "0", "f"}


ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
DIRTY = re.compile(f"{ESCAPED.pattern}|{BREAKS.pattern}|{UNSEEN.pattern}")


def clean(value: str) -> str:
    """A text of a file as a spreadsheet shows it: ``_x000D_`` read, one kind of line break, no sign that controls."""
    if not DIRTY.search(value):
        return value
    value = ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return UNSEEN.sub("", BREAKS.sub("\n", value))


def text(value: object) -> str:
    """A cell as text on one line: whole numbers without decimals, dates as ``07/09/2026``, one space between words."""
    if isinstance(value, str):
        line = value.strip() if value.isascii() else value.translate(BLANKS).strip()
        return " ".join(line.split()) if "  " in line or "\n" in line or "\t" in line else line
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 3600}:{int(value.total_seconds()) // 60 % 60:02d}"
    return str(value).strip() if value is not None else ""


SHORTEST_PHONE = 6
"""Digits."""


def phone(value: object) -> str:
    """A telephone number as typed; the first 0, which a cell of numbers has lost, is put back."""
    typed = text(value)
    if len(re.findall(r"\d", typed)) < SHORTEST_PHONE:
        raise ValueError("n'est pas un numéro de téléphone : écrivez par exemple 06 12 34 56 78.")
    return f"0{typed}" if re.fullmatch(r"[1-9]\d{8}", typed) else typed


LINK = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{2,5})?(/[\w.~!$&'()*+,;=:@%-]*)*", re.IGNORECASE | re.ASCII)


def link(value: object) -> str:
    """Where something stands on the web, without a slash at its end."""
    typed = text(value).rstrip("/")
    if not LINK.fullmatch(typed):
        raise ValueError("n'est pas une adresse publique : écrivez par exemple https://www.mon-cfa.fr/edt.")
    return typed


def part(value: object) -> str:
    """The letter of a part of a class, a capital."""
    return text(value).upper()


def blank(value: object) -> bool:
    """Whether a cell holds nothing that shows."""
    return value is None or value == "" or (isinstance(value, str) and not text(value))


def pieces(value: object) -> tuple[str, ...]:
    """Several values, separated by ``;`` or line breaks."""
    parts = re.split(r"[;\n\r]+", value) if isinstance(value, str) else (value,)
    return tuple(piece for part in parts if (piece := text(part)))


def number(value: object) -> float:
    """A number, decimals with comma or point; ``30 %`` is 0.3."""
    if isinstance(value, (bool, date, time, timedelta)):
        raise ValueError("n'est pas un nombre : écrivez par exemple 2 ou 2,5.")
    if isinstance(value, (int, float)) and math.isfinite(value):
        return float(value)
    found = re.fullmatch(r"([+-]?\d[\d ]*(?:[.,]\d+)?)\s*(%?)", text(value))
    if not found:
        raise ValueError("n'est pas un nombre : écrivez par exemple 2 ou 2,5.")
    result = float(found[1].replace(" ", "").replace(",", "."))
    return result / 100 if found[2] else result


def whole(value: object) -> int:
    """A whole number."""
    result = number(value)
    if not result.is_integer():
        raise ValueError("n'est pas un nombre entier.")
    return int(result)


def wholes(value: object) -> tuple[int, ...]:
    """Whole numbers separated by ``;``, ranges as ``1-3``."""
    found: list[int] = []
    for piece in (value,) if isinstance(value, (int, float)) else pieces(value):
        span = re.fullmatch(r"(\d+)\s*[-–à]\s*(\d+)", str(piece))
        found += range(int(span[1]), min(int(span[2]), int(span[1]) + 99) + 1) if span else [whole(piece)]
    return tuple(found)


def yes(value: object) -> bool:
    """Yes or no."""
    word = fold(text(value))
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("n'est ni « oui » ni « non ».")


def choice(value: object, choices: Mapping[str, str]) -> str:
    """The program's value of a word to choose from a list; the values themselves are read too."""
    word = fold(text(value))
    for name, result in choices.items():
        if word in (fold(name), fold(result)):
            return result
    raise ValueError(
        f"n'est pas un choix possible.{did_you_mean(text(value), choices)} Choix : {', '.join(_shown(choices))}."
    )


def _shown(choices: Mapping[str, str]) -> tuple[str, ...]:
    """One word per value, without the synonyms."""
    firsts: dict[str, str] = {}
    for name, result in choices.items():
        firsts.setdefault(result, name)
    return tuple(firsts.values())


def choose_many(value: object, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Several words of a list."""
    return tuple(choice(piece, choices) for piece in pieces(value))
