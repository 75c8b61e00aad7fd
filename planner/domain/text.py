"""Names folded for comparison; addresses of electronic mail in a text."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A name folded for comparison: no case, accents, or repeated spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(plain.lower().replace("’", "'").split())


EMAIL = re.compile(r"[\w%+'-]+(\.[\w%+'-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)


def email_addresses(typed: str) -> tuple[str, ...]:
    """The addresses of a cell, which ``;`` or ``,`` separate; none where one of them is not written as such."""
    found = tuple(part.strip() for part in re.split(r"[;,]", typed) if part.strip())
    return found if all(map(EMAIL.fullmatch, found)) else ()


def name_order(text: str) -> tuple[str, str]:
    """Where a French name stands in a list: accents and case count only between names that are else the same."""
    return key(text), text
