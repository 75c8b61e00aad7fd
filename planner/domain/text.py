"""Names folded for comparison."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A name folded for comparison: no case, accents, or repeated spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(plain.lower().replace("’", "'").split())
