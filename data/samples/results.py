"""Positioning results in two batches, literacy and numeracy drawn together (``domain.md`` 4.3)."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from statistics import NormalDist

from data.samples.people import Person

SCALE = "test d'entrée /20"
BANDS = ((0, 7.99, 1), (8, 10.99, 2), (11, 14.99, 3), (15, 20, 4))
DOMAINS = ("littératie", "numératie")
RHO = 0.58
SHARES = {"littératie": (0.181, 0.38, 0.66), "numératie": (0.209, 0.41, 0.68)}
"""Cumulated shares of levels 1, 2 and 3 among CAP entrants."""
AHEAD = {("CAP", 1): 0.0, ("CAP", 2): 0.7, ("bac pro", 1): 0.35}
"""How far, in standard deviations, others stand above CAP entrants."""
FIRST_BATCH, SECOND_BATCH = date(2026, 9, 1), date(2026, 10, 12)
CHANGED = 0.18
"""Share of learners whose second results differ."""


def results(found: list[Person], rng: Random) -> Iterator[dict[str, object]]:
    """Rows of *Résultats*: a first batch before the term or at the entry, a second one before the second period."""
    for person in found:
        ahead = AHEAD.get((person.division.level, person.division.year), 1.0)
        one = rng.gauss(0, 1)
        two = RHO * one + math.sqrt(1 - RHO * RHO) * rng.gauss(0, 1)
        marks = {d: _mark(d, z + ahead, rng) for d, z in zip(DOMAINS, (one, two), strict=True)}
        day = max(FIRST_BATCH, min(person.entry, date(2026, 9, 4)) if not person.late else person.entry)
        yield from (_row(person, d, marks[d], day) for d in DOMAINS)
        if day < SECOND_BATCH:
            later = dict(marks)
            if rng.random() < CHANGED:
                changed = rng.choice(DOMAINS)
                later[changed] = _other(marks[changed], rng)
            again = SECOND_BATCH + timedelta(days=rng.randint(0, 3))
            yield from (_row(person, d, later[d], again) for d in DOMAINS)


def _mark(domain: str, z: float, rng: Random) -> int:
    rank = NormalDist().cdf(z)
    level = sum(rank > limit for limit in SHARES[domain])
    low, high, _level = BANDS[level]
    return rng.randint(math.ceil(low), math.floor(high))


def _other(mark: int, rng: Random) -> int:
    """A mark of a neighbouring level, better twice out of three."""
    level = next(n for n, (low, high, _l) in enumerate(BANDS) if low <= mark <= high)
    step = 1 if level == 0 or (level < 3 and rng.random() < 0.67) else -1
    low, high, _level = BANDS[level + step]
    return rng.randint(math.ceil(low), math.floor(high))


def _row(person: Person, domain: str, mark: int, day: date) -> dict[str, object]:
    return {"apprenant": person.code, "domaine": domain, "résultat": mark, "date": day, "échelle": SCALE}
