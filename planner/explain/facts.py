"""A fact: one thing that the workbook says and a planner could change, its sentence, its cells, and how to lift it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.domain import AM, PM, Absence, Bells, ClassId, Problem, RoomId, TrainerId, days_between
from planner.explain.question import Question
from planner.words import DAY_NAMES, say_all

Lift = Callable[[Question], Question]


@dataclass(frozen=True, eq=False)
class Fact:
    """One of the facts of a question.

    ``kind``: what sort of thing it is, by which its cures are looked up; ``key``: the same in every week; ``lift``: the
    question as if the fact were not.
    """

    kind: str
    key: str
    text: str
    lift: Lift
    cells: tuple[str, ...] = ()
    """Where it stands, ``Cours!D12``; empty for what no cell says."""
    about: Mapping[str, object] = field(default_factory=dict)
    """Whom and what it names, for its cures."""

    @property
    def line(self) -> str:
        """``Cours!D12 : …``."""
        return f"{self.cells[0]} : {self.text}" if self.cells else self.text


def lifted_all(question: Question, facts: Iterable[Fact]) -> Question:
    """A question without some of its facts."""
    for fact in facts:
        question = fact.lift(question)
    return question


def lifting_by(change: Callable[[Problem], Problem]) -> Lift:
    """A lift that changes the problem alone."""
    return lambda question: question.under(change(question.problem))


def cell(problem: Problem, kind: str, name: str, *columns: str) -> tuple[str, ...]:
    """The first cell known of a thing, of one of its columns if it is known, else of its line."""
    keys = (*(f"{kind}.{column}:{name}" for column in columns), f"{kind}:{name}")
    return next(((found,) for key in keys if (found := problem.origins.get(key))), ())


def days_of(question: Question) -> tuple[date, ...]:
    """Every day of the weeks of a question, within the horizon."""
    found = (d for week in question.weeks for d in days_between(week, week.fromordinal(week.toordinal() + 6)))
    return tuple(d for d in found if question.problem.first <= d <= question.problem.last)


def halves_away(bells: Bells, weekday: int, absences: Iterable[Absence]) -> int:
    """Half-days of a weekday that absences of every week leave no slot of."""
    found = 0
    for half in (AM, PM):
        slots = [s for s in bells.days[weekday] if bells.half(weekday, s.start, s.end) == half]
        if slots and all(any(a.start < s.end and s.start < a.end for a in absences) for s in slots):
            found |= half
    return found


def say_halves(halves: Mapping[int, int]) -> str:
    """``le lundi et le mardi matin``: weekday → half-days, those without any left out."""
    words = {AM: " matin", PM: " après-midi", AM | PM: ""}
    return say_all(f"le {DAY_NAMES[day]}{words[mask]}" for day, mask in sorted(halves.items()) if mask)


def absences_of(problem: Problem, kind: str, name: str) -> tuple[Absence, ...]:
    """Absences of a ``trainer``, a ``room`` or a ``class``, by its id."""
    if kind == "trainer":
        return problem.trainers[TrainerId(name)].absences
    return problem.rooms[RoomId(name)].absences if kind == "room" else problem.classes[ClassId(name)].absences


def with_absences_of(problem: Problem, kind: str, name: str, absences: tuple[Absence, ...]) -> Problem:
    """A problem in which a trainer, a room or a class has other absences."""
    if kind == "trainer":
        trainer = replace(problem.trainers[TrainerId(name)], absences=absences)
        return replace(problem, trainers={**problem.trainers, trainer.id: trainer})
    if kind == "room":
        room = replace(problem.rooms[RoomId(name)], absences=absences)
        return replace(problem, rooms={**problem.rooms, room.id: room})
    group = replace(problem.classes[ClassId(name)], absences=absences)
    return replace(problem, classes={**problem.classes, group.id: group})
