"""Absences and closures that differ between two workbooks, as a planner would tell them.

One that ends earlier, or begins later, is told as such, with the days that it gives back: the trainer is there again
on Monday. Told as a new absence beside one that is gone, it would read as the contrary.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain import Absence
from planner.words import count

A_DAY_MORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AbsenceWords:
    """What is said of somebody, or of a place, that is away, there again, or away for less long and there instead."""

    away: str
    back: str
    shorter: str
    there: str


AWAY = AbsenceWords("absence", "plus d’absence", "absence écourtée", "là")
CLOSED = AbsenceWords("fermée", "de nouveau ouverte", "fermeture écourtée", "ouverte")


@dataclass(frozen=True, slots=True)
class AbsenceChange:
    """What differs: absences that are new, those that are gone, and (before, after) of those that are shorter."""

    added: tuple[Absence, ...]
    gone: tuple[Absence, ...]
    shorter: tuple[tuple[Absence, Absence], ...]

    @property
    def freed(self) -> tuple[Absence, ...]:
        """The days that shorter absences give back."""
        return tuple(days for was, now in self.shorter for days in _given_back(was, now))

    @property
    def back(self) -> bool:
        """Whether it only gives hours back."""
        return not self.added

    @property
    def reach(self) -> tuple[Absence, ...]:
        """The hours on which it lies: those that are taken, else those that are given back."""
        return self.added or (*self.gone, *self.freed)

    def text(self, words: AbsenceWords = AWAY) -> str:
        """The whole of it."""
        texts = [f"{words.away} {_when(a)}" for a in self.added]
        texts += [f"{words.shorter}, {_when(now)} ({_when(was)} auparavant)" for was, now in self.shorter] + [
            f"{words.back} {_when(a)}" for a in self.gone
        ]
        return " ; ".join(texts[:3]) + (f" et {count(len(texts) - 3, 'autre')}" if len(texts) > 3 else "")

    def title(self, name: str, words: AbsenceWords = AWAY) -> str:
        """What begins a line on its effects, of somebody or of a place; empty where the whole of it does."""
        if len(self.added) == 1:
            return f"{name}, {words.away} {_when(self.added[0])}"
        if len(self.freed) == 1 and not self.gone and not self.added:
            return f"{name}, {words.shorter} ({words.there} {_when(self.freed[0])})"
        return ""


def absences_changed(before: Collection[Absence], after: Collection[Absence]) -> AbsenceChange:
    """What differs between the absences of two workbooks; one that is shorter is neither new nor gone."""
    added, gone = [a for a in after if a not in before], [a for a in before if a not in after]
    shorter = []
    for was in list(gone):
        now = next((a for a in added if _within(a, was)), None)
        if now is not None:
            shorter.append((was, now))
            gone.remove(was)
            added.remove(now)
    return AbsenceChange(tuple(added), tuple(gone), tuple(shorter))


def _within(now: Absence, was: Absence) -> bool:
    """Whether an absence is a part of the days of another one, and else the same."""
    if None in (now.first, now.last, was.first, was.last) or replace(now, first=was.first, last=was.last) != was:
        return False
    return was.first <= now.first and now.last <= was.last  # type: ignore[operator]


def _given_back(was: Absence, now: Absence) -> Iterator[Absence]:
    """The days of an absence that are not of the shorter one."""
    assert was.first is not None
    assert was.last is not None
    assert now.first is not None
    assert now.last is not None
    if was.first < now.first:
        yield replace(was, last=now.first - A_DAY_MORE)
    if now.last < was.last:
        yield replace(was, first=now.last + A_DAY_MORE)


def _when(absence: Absence) -> str:
    if absence.first is not None and absence.last is not None:
        return say_days(absence.first, absence.last)
    if absence.first is not None:
        return f"à partir du {absence.first:%d/%m/%Y}"
    return "chaque semaine" if absence.weekday is not None else "régulière"


def say_days(first: date, last: date) -> str:
    """« le 12/10/2026 », « du 12/10/2026 au 16/10/2026 »."""
    return f"le {first:%d/%m/%Y}" if first == last else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
