"""Pre-checks on modules of support: a smallest size that nothing can fill, a deadline that has passed."""

from collections.abc import Collection, Iterator

from planner.check.precheck.alert import Alert, many, origin, some
from planner.check.precheck.case import Case
from planner.domain import Barrette, ClassId, Guidance, Module, Problem

LOWER = "Solution : baisser « effectif minimal » dans la feuille"


def group_minimums(case: Case) -> Iterator[Alert]:
    """Barrettes and modules whose groups need more people than there are, than a group may have, or than seats."""
    problem = case.problem
    for barrette in problem.barrettes.values():
        text = _of_barrette(problem, barrette)
        if text:
            place = origin(problem, "barrette", barrette.id)
            yield Alert("group_minimums", text, place, blocking=barrette.nature == "teaching")
    for module in problem.modules.values():
        here = max((_heads(problem, classes, module) for classes in _audiences(problem, module)), default=None)
        if here is None or module.guidance == Guidance.AUTONOMOUS:
            continue
        rooms = (room for room in problem.rooms.values() if not module.room_types or room.type in module.room_types)
        seats, least, text = max((room.seats for room in rooms), default=0), module.min_size or 0, ""
        if least > here:
            text = f"pour {many(here, 'apprenant')} au plus : aucun n'ouvrira. {LOWER} Modules, ou mêler les classes."
        elif least > seats:
            text = f"et sa plus grande salle a {many(seats, 'place')} : aucun n'ouvrira. {LOWER} Modules."
        if text:
            said = f"{module.label} : des groupes de {least} au moins, {text}"
            yield Alert("group_minimums", said, origin(problem, "module", module.id))


def modules_over(case: Case) -> Iterator[Alert]:
    """Modules whose deadline is before the first day: nobody has an hour of them."""
    problem = case.problem
    for module in problem.modules.values():
        if not module.serves(problem.first):
            text = (
                f"{module.label} : échéance le {module.deadline:%d/%m/%Y}, avant le début ({problem.first:%d/%m/%Y}) : "
                "il n'est plus donné. Solution : corriger ou vider « échéance » dans la feuille Modules."
            )
            yield Alert("modules_over", text, origin(problem, "module", module.id))


def _of_barrette(problem: Problem, barrette: Barrette) -> str:
    """Why some or all groups of a barrette cannot open; empty where they may."""
    least = barrette.min_size or 1
    heads = _heads(problem, barrette.class_ids)
    said = f"{barrette.name} : des groupes de {least} au moins"
    lower = f"{LOWER} Barrettes"
    if heads and least > heads:
        return f"{said}, et {many(heads, 'apprenant')} dans ses classes : aucun n'ouvrira. {lower}."
    rooms = [problem.rooms[r] for r in barrette.room_ids if r in problem.rooms] or [*problem.rooms.values()]
    seats = max((room.seats for room in rooms), default=least)
    if least > seats:
        return (
            f"{said}, et sa plus grande salle a {many(seats, 'place')} : aucun n'ouvrira. {lower}, ou une autre salle."
        )
    small = [] if barrette.nature == "teaching" else [m for m in _modules(problem, barrette) if m.max_size < least]
    if small:
        names = some([m.label for m in small], 3)
        return f"{said}, et ceux-ci ont un effectif maximal plus petit, donc n'ouvriront pas : {names}. {lower}."
    return ""


def _modules(problem: Problem, barrette: Barrette) -> list[Module]:
    """Modules that a barrette may hold, but for those of which a group is as large as it comes."""
    named = [problem.modules[m] for m in barrette.module_ids if m in problem.modules]
    return [m for m in named or problem.modules.values() if m.guidance != Guidance.AUTONOMOUS and m.strand]


def _audiences(problem: Problem, module: Module) -> Iterator[tuple[ClassId, ...]]:
    """Classes of each barrette and open period that may hold a module."""
    for barrette in problem.barrettes.values():
        if barrette.nature != "teaching" and module in _modules(problem, barrette):
            yield barrette.class_ids
    if module.strand:
        yield from (period.class_ids for period in problem.open_periods)


def _heads(problem: Problem, classes: Collection[ClassId], module: Module | None = None) -> int:
    """Most people of some classes on a day on which all are there; of one class, where the module keeps them apart."""
    days = [d for d in problem.days if all(problem.class_presence(c, d) for c in classes)]
    apart = module is not None and not module.mix_classes
    sizes = ([len(problem.roster(c, day)) for c in classes] for day in days)
    return max(((max if apart else sum)(rows) for rows in sizes if rows), default=0)
