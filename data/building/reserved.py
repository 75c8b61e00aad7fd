"""*réservé à* of *Cours*, and the free columns of *Apprenants* that it names: languages, options."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data.building.context import Context
from data.building.learners import contract_columns, date_columns, domain_columns
from data.reading.parse_values import blank, pieces, text
from data.reading.table import Row
from data.sheets.columns import fold
from planner.domain import ApprenticeId, Course, CourseId, Learner, Problem, has_options
from planner.words import count, did_you_mean, say_some

Option = tuple[str, str]
"""(heading of a column of *Apprenants*, value in it), the heading as it is there, the value as *Cours* spells it."""
FORM = re.compile(r"\s*([^=]+?)\s*=\s*(.+?)\s*|\s*([^:]+?)\s*:\s*(.+?)\s*", re.DOTALL)
NOTHING = ("non", "aucun", "aucune", "sans", "neant", "0")
"""What people write for no option, folded."""


def _free(context: Context) -> dict[str, tuple[int, str]]:
    """Folded heading → index and heading of each column of *Apprenants* that nothing else reads."""
    table = context.tables.get("learners")
    read = {*domain_columns(context), *contract_columns(context), *date_columns(context)}
    found: dict[str, tuple[int, str]] = {}
    for index, head in table.extra.items() if table else ():
        if index not in read:
            found.setdefault(fold(text(head)), (index, text(head)))
    return found


def option_columns(context: Context) -> dict[int, str]:
    """Index → heading of the columns of *Apprenants* by which some course is reserved."""
    asked = {
        fold(said[0]) for row in context.rows("courses") for piece in row.get("reserved", ()) if (said := _said(piece))
    }
    return {index: head for name, (index, head) in _free(context).items() if name in asked}


def _said(piece: str) -> Option | None:
    """Column and value as typed; None where the form is another."""
    found = FORM.fullmatch(piece)
    return (found[1] or found[3], found[2] or found[4]) if found else None


class Options:
    """Values of people in the columns by which courses are reserved."""

    def __init__(self, context: Context) -> None:
        self.columns = option_columns(context)
        asked = [said for row in context.rows("courses") for p in row.get("reserved", ()) if (said := _said(p))]
        words = {(fold(column), fold(value)): value for column, value in reversed(asked)}
        self._known: dict[tuple[str, str], Option] = {}
        for row in context.rows("learners"):
            for head, value in self._typed(row):
                at = fold(head), fold(value)
                self._known.setdefault(at, (head, words.get(at, value)))

    def _typed(self, row: Row) -> Iterable[Option]:
        for index, head in self.columns.items():
            value = row.raw[index] if index < len(row.raw) else None
            yield from ((head, piece) for piece in (() if blank(value) else pieces(value)))

    def of(self, row: Row) -> tuple[Option, ...]:
        """Those of a line of *Apprenants*."""
        return tuple(dict.fromkeys(self._known[fold(head), fold(value)] for head, value in self._typed(row)))

    def find(self, column: str, value: str) -> Option | None:
        """A column and a value that somebody has."""
        return self._known.get((fold(column), fold(value)))

    def values(self, column: str) -> list[str]:
        """What people have in a column."""
        return [value for (head, _), (_, value) in self._known.items() if head == fold(column)]


def with_options(
    context: Context, learners: Mapping[ApprenticeId, Learner], options: Options
) -> dict[ApprenticeId, Learner]:
    """Learners with what their line says in these columns."""
    rows = {ApprenticeId(context.id_of(row)): row for row in context.rows("learners")}
    return {item: replace(learner, options=options.of(rows[item])) for item, learner in learners.items()}


@dataclass(frozen=True, slots=True)
class Reserved:
    """To whom a course is reserved, and how many people of its classes these are."""

    to: tuple[Option, ...] = ()
    people: int = 0


def build_reserved(context: Context, learners: Iterable[Learner], options: Options) -> dict[CourseId, Reserved]:
    """Courses that are reserved; what names no column, or no value that somebody has, is a fault."""
    found: dict[CourseId, Reserved] = {}
    people = tuple(learners)
    for row in context.rows("courses"):
        read = [_option(context, row, piece, options) for piece in row.get("reserved", ())]
        to = tuple(dict.fromkeys(filter(None, read)))
        if to:
            classes = {item for name in row.get("classes", ()) for item in context.names("classes").find(name)}
            number = sum(
                has_options(p.options, to) and any(m.class_id in classes for m in p.memberships) for p in people
            )
            found[CourseId(context.id_of(row))] = Reserved(to, number)
    return found


def _option(context: Context, row: Row, piece: str, options: Options) -> Option | None:
    """What a piece of the cell says, a fault where nobody has it."""
    said = _said(piece)
    if "learners" not in context.tables:
        return None
    if said is None:
        near = _column_with(context, piece)
        example = f"Vouliez-vous dire « {near}={piece} » ?" if near else "Par exemple « LV2=Espagnol »."
        message = (
            f"n'a pas la forme « colonne=valeur », où la colonne est l'une de la feuille « Apprenants ». {example}"
        )
        context.fault(row, "reserved", message, piece)
        return None
    column, value = said
    free = _free(context)
    if fold(column) not in free:
        context.fault(row, "reserved", _no_column(context, column, free), column)
        return None
    known = options.find(column, value)
    if known is None:
        cure = did_you_mean(value, options.values(column)) or f" Valeurs : {_listed(options.values(column))}."
        head = free[fold(column)][1]
        message = f": personne n'a cette valeur dans la colonne « {head} » de la feuille « Apprenants ».{cure}"
        context.fault(row, "reserved", message, value)
    return known


def _column_with(context: Context, value: str) -> str:
    """The first free column of *Apprenants* in which somebody has a value; empty where nobody has."""
    for index, head in _free(context).values():
        cells = (row.raw[index] for row in context.rows("learners") if index < len(row.raw))
        if any(fold(piece) == fold(value) for cell in cells for piece in pieces(cell)):
            return head
    return ""


def _listed(values: Iterable[str]) -> str:
    return say_some(list(values)) or "aucune, la colonne est vide"


def _no_column(context: Context, column: str, free: Mapping[str, tuple[int, str]]) -> str:
    declared = {fold(name) for c in context.tables["learners"].sheet.columns for name in c.names}
    results = {fold(text(context.tables["learners"].extra[index])) for index in domain_columns(context)}
    if fold(column) in declared | results:
        return "a déjà un sens dans la feuille « Apprenants » : ajoutez-y une colonne qui ne sert qu'à cela."
    near = did_you_mean(column, [head for _index, head in free.values()])
    cure = " Ajoutez-la, avec une valeur pour ceux qui suivent le cours."
    return f"n'est pas une colonne de la feuille « Apprenants ».{near or cure}"


def check_reserved(context: Context, problem: Problem) -> None:
    """A reserved course that a barrette carries; one that nobody follows; values that no course is reserved to."""
    carried = {course for barrette in problem.barrettes.values() for course in barrette.course_ids}
    for row in context.rows("courses"):
        course = problem.courses.get(CourseId(context.id_of(row)))
        if course is None or not course.reserved:
            continue
        if course.id in carried or course.barrette_id is not None:
            context.fault(row, "reserved", "ne va pas avec une barrette, où les groupes se font d'après les niveaux : "
                          "videz cette cellule, ou retirez le cours de la barrette.")  # fmt: skip
        if not any(p.takes(course) and _of(p, course) for p in problem.learners.values()):
            context.notice(row, "reserved", "n'est le cas de personne dans ces classes : le cours n'aura aucun "
                           "apprenant. Corrigez les classes, ou la feuille « Apprenants ».")  # fmt: skip
    _say_idle_values(context, problem)


def _of(learner: Learner, course: Course) -> bool:
    return any(m.class_id in course.class_ids for m in learner.memberships)


def _say_idle_values(context: Context, problem: Problem) -> None:
    """Values of people to which no course at all is reserved: after a slip of the keyboard, somebody has no course."""
    asked = {option for course in problem.courses.values() for option in course.reserved}
    idle: dict[Option, list[Row]] = {}
    for row in context.rows("learners"):
        learner = problem.learners.get(ApprenticeId(context.id_of(row)))
        for option in learner.options if learner else ():
            if option not in asked and fold(option[1]) not in NOTHING:
                idle.setdefault(option, []).append(row)
    for (head, value), rows in idle.items():
        near = did_you_mean(value, sorted(v for h, v in asked if h == head))
        origin = f"{rows[0].table.name}!{rows[0].cell()}"
        context.faults.notice(
            f"Feuille « {rows[0].table.name} », colonne « {head} » : aucun cours n'est réservé à « {value} » "
            f"({count(len(rows), 'personne')}, la première à la ligne {rows[0].number}).{near}",
            origin,
        )
