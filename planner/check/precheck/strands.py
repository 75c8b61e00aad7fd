"""Pre-checks on the three strands: classes that owe them and have no place, or no module, for one of them."""

from collections.abc import Iterator

from planner.check.precheck.alert import Alert, origin, some
from planner.check.precheck.case import Case
from planner.domain import STRANDS, ClassId, Guidance, Module, Problem
from planner.words import class_name

NAMES = dict(zip(STRANDS, ("de consolidation", "d'accompagnement personnalisé", "d'orientation"), strict=True))


def strands_without_place(case: Case) -> Iterator[Alert]:
    """Classes that owe the three strands and have neither barrette nor open period to hold them."""
    problem = case.problem
    served = {c for b in problem.barrettes.values() if b.nature != "teaching" for c in b.class_ids}
    served |= {c for period in problem.open_periods for c in period.class_ids}
    without = [
        group
        for group in problem.classes.values()
        if group.id not in served
        and problem.class_weeks(group.id)  # else it is never there, which is said
        and (p := problem.programmes.get(group.programme_id)) is not None
        and p.three_strands
    ]
    if without:
        text = (
            f"L'accompagnement renforcé (consolidation, AP, orientation) n'a aucune place pour "
            f"{some([class_name(problem, group.id) for group in without])}. Solution : une ligne dans la feuille "
            "Barrettes ou dans la feuille Temps d'accompagnement."
        )
        yield Alert("strands_without_place", text, origin(problem, "class", without[0].id))


def strands_without_module(case: Case) -> Iterator[Alert]:
    """Strands that neither the barrettes nor the open periods of a class can give: no module, or nobody to lead it."""
    problem = case.problem
    for strand in STRANDS:
        without = [c for c in problem.classes if _owes(problem, c, strand) and not _may_have(problem, c, strand)]
        if without:
            text = (
                f"Accompagnement renforcé : aucun module {NAMES[strand]} n'est possible pour "
                f"{some([class_name(problem, c) for c in without])} (0 h), et ce manque sera listé. Solution : ajouter "
                "un module de ce volet à une de leurs barrettes, ou un formateur dans la feuille Compétences."
            )
            yield Alert("strands_without_module", text, origin(problem, "class", without[0]))


def _owes(problem: Problem, class_id: ClassId, strand: str) -> bool:
    """Whether a class owes a strand and has some place for support."""
    group = problem.classes[class_id]
    programme = problem.programmes.get(group.programme_id)
    owes = programme is not None and bool(programme.strand_minutes.get((group.year, strand)))
    return owes and bool(problem.class_weeks(class_id)) and any(True for _ in _offers(problem, class_id))


def _offers(problem: Problem, class_id: ClassId) -> Iterator[frozenset[str] | None]:
    """Modules that each barrette or open period of a class allows; None: the whole catalogue."""
    for barrette in problem.barrettes.values():
        if class_id in barrette.class_ids and barrette.nature != "teaching":
            yield frozenset({*barrette.module_ids, barrette.otherwise}) if barrette.module_ids else None
    yield from (None for period in problem.open_periods if class_id in period.class_ids)


def _may_have(problem: Problem, class_id: ClassId, strand: str) -> bool:
    modules = [m for m in problem.modules.values() if m.strand == strand and _led(problem, m)]
    return any(allowed is None or m.id in allowed for allowed in _offers(problem, class_id) for m in modules)


def _led(problem: Problem, module: Module) -> bool:
    """Whether a module needs nobody, or somebody may lead it."""
    if module.guidance != Guidance.LED or module.trainer_ids:
        return True
    names = [n for n in (module.id, module.subject, *sorted(module.domains)) if n]
    return any(problem.skilled(trainer, name) for trainer in problem.trainers.values() for name in names)
