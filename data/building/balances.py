"""*Reprise* → hours done by each learner, hours of the year done by each trainer, groups of the last period."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.building.context import Context
from data.building.courses import course_ref
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.modules import STRAND_NAMES
from planner.domain import (
    DISTANCE_DONE,
    TOTAL_DONE,
    ApprenticeId,
    BarretteId,
    ClassId,
    GroupMembership,
    ModuleId,
    Problem,
    TrainerId,
)
from planner.words import did_you_mean

OTHER_FIGURE = "n'est pas ce que dit la feuille « Formateurs » (heures déjà faites) : gardez l'une des deux."
NOBODY = "est vide : dites de qui sont ces heures, un apprenant, une classe ou un formateur."


@dataclass
class Balances:
    """What the sheet says, as it is read."""

    people: dict[ApprenticeId, dict[str, int]] = field(default_factory=dict)
    classes: dict[ClassId, dict[str, int]] = field(default_factory=dict)
    trainers: dict[TrainerId, int] = field(default_factory=dict)
    groups: list[GroupMembership] = field(default_factory=list)
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)
    """What each line is about → its number."""


def with_balances(context: Context, problem: Problem) -> Problem:
    """The problem with what was done before it: a line of a person replaces that of the class for the same thing."""
    found = Balances()
    for row in context.rows("balances"):
        if row["barrette"]:
            _group(context, problem, row, found)
        elif row["trainers"] and not row["learner"] and not row["class"]:
            _trainer(context, row, found)
        else:
            _hours(context, problem, row, found)
    return replace(
        problem,
        learners={item: replace(x, done_minutes=_done(found, problem, item)) for item, x in problem.learners.items()},
        trainers={
            item: replace(x, year_done=found.trainers.get(item, x.year_done)) for item, x in problem.trainers.items()
        },
        last_groups=tuple(found.groups),
        has_balances=bool(found.people or found.classes),
    )


def _done(found: Balances, problem: Problem, item: ApprenticeId) -> Mapping[str, int]:
    """Hours of a person: those of the class on the first day, then the person's own lines over them."""
    learner = problem.learners[item]
    home = learner.membership(problem.first) or next(iter(learner.memberships), None)
    late = learner.entry is not None and learner.entry >= problem.first
    of_class = found.classes.get(home.class_id, {}) if home and not late else {}
    return {**learner.done_minutes, **of_class, **found.people.get(item, {})}


def _once(context: Context, row: Row, found: Balances, column: str, *about: str) -> None:
    """A fault where an earlier line says the same thing."""
    if about in found.lines:
        context.fault(row, column, f"est en double (déjà à la ligne {found.lines[about]}) : gardez une seule ligne.")
    found.lines.setdefault(about, row.number)


def _group(context: Context, problem: Problem, row: Row, found: Balances) -> None:
    barrette, learner = context.ref(row, "barrette"), context.ref(row, "learner")
    if not row["learner"]:
        context.fault(row, "learner", "est vide : dites qui était dans ce groupe.")
    if row["minutes"] is not None:
        context.fault(row, "minutes", "n'a pas de sens pour un groupe : videz cette cellule, ou celle de la barrette.")
    module = None
    if not row["what"]:
        context.fault(row, "what", "est vide : dites quel module ce groupe suivait.")
    else:
        module = context.resolve(row, "what", row["what"], ("modules",))
    if barrette is None or learner is None or module is None:
        return
    _once(context, row, found, "learner", "group", barrette, learner, module)
    team = tuple(context.refs(row, "trainers"))
    found.groups.append(GroupMembership(BarretteId(barrette), ApprenticeId(learner), ModuleId(module), team))


def _trainer(context: Context, row: Row, found: Balances) -> None:
    trainers = context.refs(row, "trainers")
    if row["what"]:
        context.fault(row, "what", "est de trop : les heures d'un formateur se donnent en tout, pour l'année.")
    if row["minutes"] is None:
        _empty(context, row)
        return
    if len(row["trainers"]) > 1:
        context.fault(row, "trainers", "nomme plusieurs formateurs : une ligne pour chacun.")
    for trainer in trainers:
        _once(context, row, found, "trainers", "trainer", trainer)
        typed = next((r for r in context.rows("trainers") if context.id_of(r) == trainer), None)
        if typed is not None and typed["done"] not in (None, row["minutes"]):
            context.fault(row, "minutes", OTHER_FIGURE)
        found.trainers[TrainerId(trainer)] = row["minutes"]


def _empty(context: Context, row: Row) -> None:
    """A fault where no hours are typed; what is typed and not understood has been said already."""
    if not row.text("minutes"):
        context.fault(row, "minutes", "est vide : donnez les heures déjà faites.")


def _hours(context: Context, problem: Problem, row: Row, found: Balances) -> None:
    learner, class_id = context.ref(row, "learner"), context.ref(row, "class")
    if not row["learner"] and not row["class"]:
        context.fault(row, "learner", NOBODY)
    if context.refs(row, "trainers"):
        context.fault(row, "trainers", "est de trop : les heures d'un formateur ont une ligne à elles, sans apprenant.")
    if row["minutes"] is None:
        _empty(context, row)
    if row["distance"] is not None and row["what"]:
        context.fault(row, "distance", "se donne sur la ligne du total (« quoi » vide).")
    if (row["distance"] or 0) > (row["minutes"] or 0):
        context.fault(row, "distance", "dépasse les heures de la ligne : corrigez l'une des deux cellules.")
    if (learner or class_id) is None or row["minutes"] is None:
        return
    what = TOTAL_DONE
    if row["what"]:
        home = problem.learners[ApprenticeId(learner)].membership(problem.first) if learner else None
        classes = [c for c in (class_id, home.class_id if home else None) if c]
        named = _what(context, problem, row, classes)
        if named is None:
            return
        what = named
    _once(context, row, found, "learner" if learner else "class", "hours", str(learner or class_id), what)
    done: dict[str, int]
    if learner:
        done = found.people.setdefault(ApprenticeId(learner), {})
    else:
        done = found.classes.setdefault(ClassId(str(class_id)), {})
    done[what] = row["minutes"]
    if row["distance"] is not None:
        done[DISTANCE_DONE] = row["distance"]


def _what(context: Context, problem: Problem, row: Row, classes: list[str]) -> str | None:
    """A strand, a module, a need by its code, else a course of the person's class."""
    name = row["what"]
    for shown, strand in STRAND_NAMES.items():
        if fold(name) in (fold(shown), fold(strand)):
            return strand
    modules = context.names("modules").find(name)
    if len(modules) == 1:
        return min(modules)
    if any(need.id == name for need in problem.explicit_needs):
        return str(name)
    subjects = {course.subject for course in problem.courses.values()}
    courses = [str(c.id) for c in problem.courses.values()]
    if fold(name) in {fold(x) for x in [*subjects, *courses]} or context.names("courses").find(name):
        return course_ref(context, row, "what", name, classes)
    near = did_you_mean(name, [*sorted(subjects), *STRAND_NAMES, *context.names("modules").shown])
    context.fault(
        row, "what", f"n'est ni un cours, ni un module, ni un volet, ni le code d'un besoin.{near} Une matière "
        "qui n'existe plus compte dans le total (« quoi » vide)."
    )  # fmt: skip
    return None
