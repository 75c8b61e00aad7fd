"""The learners of a sample: ages, entries, contracts, special publics, in the shares of ``domain.md`` 12."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data.samples.names import employer, people
from data.samples.plan import FIRST, WEEKS, Division, Plan


@dataclass(frozen=True, slots=True)
class Shares:
    """How many learners of each special public."""

    late: int
    no_day: int
    """Late entrants whose company started before they entered: no day is possible for their entry module."""
    no_contract: int
    broken: int
    exempt: int
    arranged: int
    remote: int
    athletes: int


SHARES = {
    "small": Shares(16, 1, 6, 5, 14, 6, 1, 0),
    "medium": Shares(80, 6, 28, 26, 72, 40, 6, 1),
}
OF_SITE = Shares(96, 7, 34, 31, 86, 48, 7, 1)
"""Of each site of a large centre."""
MINORS = {("CAP", 1): 0.65, ("CAP", 2): 0.4, ("bac pro", 1): 0.8, ("bac pro", 2): 0.5, ("bac pro", 3): 0.2}
NOBODY = 0.05
COMPANY_FIRST = 0.3


@dataclass(slots=True)
class Person:
    """A learner in the making."""

    code: str
    last: str
    first: str
    division: Division
    birth: date
    entry: date
    start: date | None
    """Start of the contract."""
    company: date | None
    """First day in the company."""
    late: bool = False
    ends: date | None = None
    broken: date | None = None
    remote: bool = False
    employer: str = ""
    choice: str = ""
    done: bool = False
    """Whether the entry module is behind them."""
    allowed: date | None = None
    """Authorised for regulated work."""

    @property
    def minor(self) -> bool:
        """Under 18 on the first day of the term."""
        return self.birth > FIRST.replace(year=FIRST.year - 18)


def learners(
    plan: Plan, shares: Shares, rng: Random, letter: str = "A", share: tuple[int, int] = (0, 1)
) -> list[Person]:
    """Everybody, class by class, then the special publics drawn among those they suit.

    ``letter``: with which codes begin; ``share``: of the names, as `data.samples.names.people` takes it.
    """
    names = people(rng, sum(c.size for c in plan.classes), share)
    found: list[Person] = []
    for division in plan.classes:
        for _ in range(division.size):
            last, first = names[len(found)]
            found.append(_person(division, f"{letter}{len(found) + 1:03d}", last, first, rng))
    _late(_pick(found, shares.late, rng, lambda p: p.division.first_year), shares, rng)
    _no_contract(_pick(found, shares.no_contract, rng, lambda p: p.division.first_year and not p.late))
    for person in _pick(found, shares.broken, rng, lambda p: p.start is not None and p.start < FIRST and not p.late):
        earliest = max(date(2026, 8, 20), (person.start or FIRST) + timedelta(days=14))
        person.broken = earliest + timedelta(days=rng.randint(0, 70))
    for person in _pick(found, shares.remote, rng, lambda p: not p.late and not p.minor and p.broken is None):
        person.remote = True
    return found


def _pick(found: Sequence[Person], count: int, rng: Random, suits: Callable[[Person], bool]) -> list[Person]:
    able = [p for p in found if suits(p)]
    return rng.sample(able, min(count, len(able)))


def _person(division: Division, code: str, last: str, first: str, rng: Random) -> Person:
    minor = rng.random() < MINORS.get((division.level, division.year), NOBODY)
    age = rng.choice((15, 16, 16, 17, 17)) if minor and division.year == 1 else rng.choice((16, 17, 17))
    age = age if minor else rng.choice((18, 18, 19, 19, 20, 21, 22, 24))
    birth = FIRST.replace(year=FIRST.year - age) - timedelta(days=rng.randint(20, 340))
    length = 1 if division.level == "CS" or "(1 an)" in division.name else 3 if division.level == "bac pro" else 2
    year = 2026 - (division.year - 1)
    begun = date(year, 8, 24) + timedelta(days=rng.randint(0, 7))
    person = Person(code, last, first, division, birth, begun, begun, begun, employer=employer(rng))
    person.ends = date(year + length, 8, 31)
    person.done = True
    person.allowed = begun + timedelta(days=rng.randint(0, 4)) if minor else None
    if division.year == length and division.supported:
        person.choice = rng.choice(("poursuite", "insertion"))
    if division.first_year and division.weeks[0] > 0:
        _september(person, rng)
    return person


def _september(person: Person, rng: Random) -> None:
    """Enters on the first day; the company comes before the first CFA week or right after the stay."""
    first = WEEKS[person.division.weeks[0]]
    person.entry, person.done = FIRST, False
    if rng.random() < COMPANY_FIRST:
        person.company = FIRST + timedelta(days=rng.choice((3, 4)))
    else:
        person.company = first + timedelta(days=7 * _stay(person.division, person.division.weeks[0]))
    person.start = person.company
    person.allowed = person.entry if person.allowed else None


def _stay(division: Division, week: int) -> int:
    """Weeks of the stay that begins in a week."""
    return 1 + (week + 1 in division.weeks)


def _late(chosen: list[Person], shares: Shares, rng: Random) -> None:
    """Late entrants: on their own calendar first, then the company or the class, whichever comes first."""
    for number, person in enumerate(chosen):
        starts = [w for w in person.division.weeks if w - 1 not in person.division.weeks and w >= 2]
        stay = rng.choice(starts[: max(1, len(starts) - 1)] if rng.random() < 0.75 else starts)
        person.entry = WEEKS[stay - 1] + timedelta(days=rng.choice((0, 0, 1)))
        after = WEEKS[stay] + timedelta(days=7 * _stay(person.division, stay))
        person.company = min(after, date(2026, 11, 30))
        if rng.random() < COMPANY_FIRST:
            person.company = WEEKS[stay - 1] + timedelta(days=rng.choice((3, 4)))
        if number < shares.no_day:
            person.company = person.entry - timedelta(days=rng.choice((7, 14)))
        person.start, person.late, person.done = person.company, True, False
        person.allowed = person.entry if person.allowed else None


def _no_contract(chosen: list[Person]) -> None:
    """Enrolled on the first day, without an employer so far."""
    for person in chosen:
        person.entry, person.start, person.company, person.employer = FIRST, None, None, ""
        person.ends, person.done = None, False
        person.allowed = FIRST if person.allowed else None
