"""Names folded for comparison."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A name folded for comparison: no case, accents, or repeated spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(plain.lower().replace("’", "'").split())


def name_order(text: str) -> tuple[str, str]:
    """Where a French name stands in a list: accents and case count only between names that are else the same."""
    return key(text), text
