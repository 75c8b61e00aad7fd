"""Neutral names of groups: words that say nothing of a level or a need, drawn anew for each occasion."""

import hmac
from collections.abc import Iterable

WORDS = (
    "ambre", "azur", "bleu", "cerise", "citron", "corail", "indigo", "ivoire", "jade", "lavande", "lilas", "menthe",
    "olive", "orange", "prune", "rose", "sable", "safran", "topaze", "turquoise", "vert", "violet",
)  # fmt: skip
"""Words that carry no order and no judgement (neither *rouge* nor *noir*)."""


def neutral_words(salt: str, occasion: str, names: Iterable[str]) -> dict[str, str]:
    """A word for each name, distinct within the occasion (a barrette and a period, an open period and a day).

    The order of the words depends on salt and occasion only, never on what the names stand for; the same input
    gives the same words. Beyond the list, words come back with a number.
    """
    deck = sorted(WORDS, key=lambda word: _digest(salt, f"{occasion}|{word}"))
    order = sorted(set(names), key=lambda name: (_digest(salt, f"{occasion}|nom|{name}"), name))
    rounds = [(deck[number % len(deck)], number // len(deck)) for number in range(len(order))]
    return {name: f"{word} {turn + 1}" if turn else word for name, (word, turn) in zip(order, rounds, strict=True)}


def neutral_label(salt: str, occasion: str, names: Iterable[str]) -> dict[str, str]:
    """Public label of each name of an occasion: ``Accompagnement – Atelier bleu``, distinct within it."""
    return {
        name: f"Accompagnement – Atelier {word}" for name, word in sorted(neutral_words(salt, occasion, names).items())
    }


def _digest(salt: str, text: str) -> bytes:
    return hmac.digest(salt.encode(), text.encode(), "sha256")
