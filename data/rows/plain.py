"""Values of the domain back to the cells of their plain columns, with people and places named as the workbook does."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from data.building.context import Index
from data.rows.cells import Line, duration, word
from data.sheets.columns import Column, Sheet
from data.sheets.plain import Plain, plain_columns
from planner.domain import Course, Problem, SiteId, iso_clock

SEVERAL = re.compile(r"[;+\n\r]|\bou\b", re.IGNORECASE)
"""What parts the names of one cell: a name that holds it cannot be written there."""
SILENT = ("bool", "choice", "time")
"""Kinds whose usual value needs no word: the cell stays empty."""

WRITERS: Mapping[str, Callable[[Any], object]] = {
    "bool": lambda value: "oui" if value else "non",
    "time": iso_clock,
    "hours": duration,
    "length": duration,
    "lengths": lambda lengths: " + ".join(map(duration, lengths)),
    "list": lambda values: " ; ".join(map(str, values)),
    "ints": lambda values: " ; ".join(map(str, values)),
}
"""By kind of column, as a planner would type it; what is not here is written as it is."""


class Cells:
    """Lines of sheets from the values of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._index: dict[str, Index] = {}
        self._names: dict[tuple[str, str], str] = {}
        for trainer in problem.trainers.values():
            words = trainer.name.split()
            turned = (f"{words[1]} {words[0]}",) if len(words) == 2 else ()
            self._learn("trainers", trainer.id, trainer.name, *turned)
        for learner in problem.learners.values():
            first, last = learner.first_name, learner.last_name
            self._learn("learners", learner.id, f"{last} {first}", f"{first} {last}")
        for sheet in ("classes", "rooms", "barrettes"):
            for item, value in getattr(problem, sheet).items():
                self._learn(sheet, item, value.name)
        for module in problem.modules.values():
            self._learn("modules", module.id, module.id, module.label)
        for course in problem.courses.values():
            self._learn("courses", course.id, *self._labels(course))

    def _labels(self, course: Course) -> Iterable[str]:
        """How a course is named elsewhere: its subject and classes, all of them or one."""
        classes = [self.name(c, "classes", among=True) for c in course.class_ids]
        yield f"{course.subject} – {' ; '.join(classes)}"
        yield from (f"{course.subject} – {name}" for name in classes if len(classes) > 1)

    def _learn(self, sheet: str, item: str, *names: str) -> None:
        self._index.setdefault(sheet, Index()).add(item, item, *names)
        self._names[sheet, item] = names[0]

    def name(self, item: str, *sheets: str, among: bool = False) -> str:
        """The name of a thing, or its id where something else of these sheets has that name too.

        ``among``: others stand in the same cell, so that the name may hold no sign that parts names.
        """
        found = next((self._names[s, item] for s in sheets if (s, item) in self._names), "")
        meant = set().union(*(self._index[s].find(found) for s in sheets if s in self._index))
        return found if meant == {item} and not (among and SEVERAL.search(found)) else item

    def names(self, items: Iterable[str], *sheets: str) -> str | None:
        """Several names in one cell."""
        return " ; ".join(self.name(item, *sheets, among=True) for item in items) or None

    def course(self, item: str | None) -> str | None:
        """A course, where one may be named."""
        return self.name(item, "courses") if item else None

    def site(self, item: str) -> str | None:
        """A site, or hours of a name, as the workbook wrote it."""
        return self.problem.site_names.get(SiteId(item), item) or None

    def of(self, sheet: Sheet, value: object, *, every: bool = False) -> Line:
        """The plain cells of a value. ``every``: usual values too, where an empty cell stands for something else."""
        return {p.column.id: self._cell(p, getattr(value, p.field), every=every) for p in plain_columns(sheet.id)}

    def _cell(self, plain: Plain, value: Any, *, every: bool) -> object:
        column = plain.column
        usual = value == plain.default and (not value or column.kind in SILENT)
        if value is None or value in ("", (), frozenset()) or (usual and not every):
            return None
        if column.kind == "ref":
            return self.name(value, *column.sheets)
        if plain.many is frozenset:
            value = sorted(value)
        if column.kind == "refs":
            return self.names(value, *column.sheets)
        return _choice(column, value) if column.kind == "choice" else WRITERS.get(column.kind, _itself)(value)


def _itself(value: object) -> object:
    return value


def _choice(column: Column, value: Any) -> object:
    """The planner's word: of the value, or of yes and no where the field is that."""
    if not column.true:
        return word(column.choices, value)
    return next(name for name, meaning in column.choices.items() if (meaning == column.true) == value)
