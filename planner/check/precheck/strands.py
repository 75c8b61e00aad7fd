"""Pre-checks on the three strands: classes that owe them and have no place, or no module, for one of them."""

from collections.abc import Iterator

from planner.check.precheck.alert import Alert, origin, some
from planner.check.precheck.case import Case
from planner.domain import STRANDS, Barrette, ClassId, Guidance, Module, OpenPeriod, Problem, monday
from planner.hours.owed import owed
from planner.words import class_name, say_all, say_minutes

SHORT = dict(zip(STRANDS, ("consolidation", "accompagnement personnalisé", "orientation"), strict=True))
NAMES = dict(zip(STRANDS, ("de consolidation", "d'accompagnement personnalisé", "d'orientation"), strict=True))

LONGEST = 240
"""Minutes of support at once that are proposed at most."""
Support = Barrette | OpenPeriod
"""A place of support of several classes."""


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


def strands_over_hours(case: Case) -> Iterator[Alert]:
    """Classes whose strands are more hours, over the term, than their barrettes and open periods have.

    Told once for classes that lack as much of the same places; what is freed otherwise may give some of it.
    """
    problem = case.problem
    found: dict[tuple[tuple[tuple[str, int], ...], int, tuple[Support, ...]], list[ClassId]] = {}
    for class_id in problem.classes:
        places = tuple(_places(problem, class_id))
        held = sum(thing.minutes * times for thing, times in places)
        due = tuple(_due(problem, class_id).items())
        if 0 < held < sum(minutes for _strand, minutes in due):
            found.setdefault((due, held, tuple(thing for thing, _times in places)), []).append(class_id)
    for (due, held, things), classes in found.items():
        asked = sum(minutes for _strand, minutes in due)
        each = ", ".join(f"{SHORT[strand]} {say_minutes(minutes)}" for strand, minutes in due)
        text = (
            f"{some([class_name(problem, c) for c in classes])} : les volets de l'accompagnement renforcé demandent "
            f"{say_minutes(asked)} par apprenant ({each}), et {say_all(thing.name for thing in things)} en "
            f"{'ont' if len(things) > 1 else 'a'} {say_minutes(held)} ; il manque {say_minutes(asked - held)}, qui "
            f"seront sans doute listées. Solution : {_more(problem, classes[0], asked - held)}."
        )
        kind = "barrette" if isinstance(things[0], Barrette) else "open_period"
        places_ = (origin(problem, "class", c) for c in classes)
        first = origin(problem, kind, str(things[0].id))
        yield Alert("strands_over_hours", text, first, cells=tuple(filter(None, places_)))


def _places(problem: Problem, class_id: ClassId) -> list[tuple[Support, int]]:
    """Barrettes of support and open periods of a class, and how often each meets in the term."""
    return [
        (thing, thing.per_week * weeks + (thing.per_stay * len(problem.stays(class_id)) if weeks else 0))
        for thing, weeks in problem.once(_meetings)
        if class_id in thing.class_ids
    ]


def _meetings(problem: Problem) -> list[tuple[Support, int]]:
    """Barrettes of support and open periods, and the weeks in which all of their classes are there on some day."""
    things: list[Support] = [b for b in problem.barrettes.values() if b.nature != "teaching"]
    return [
        (
            thing,
            len({monday(d) for d in problem.days if all(problem.class_presence(c, d) for c in thing.class_ids)}),
        )
        for thing in (*things, *problem.open_periods)
    ]


def _due(problem: Problem, class_id: ClassId) -> dict[str, int]:
    """Minutes of each strand that one of a class is owed in the term: of the first who is there from its first week."""
    for day in (d for d in problem.days if problem.class_presence(class_id, d)):
        person = next((p for p in problem.roster(class_id, day) if p.calendar is None and not p.remote), None)
        if person is not None:
            rows = owed(problem, {person.id})
            return {row.target: row.minutes for row in rows if row.need_id == f"cible-{row.target}"}
    return {}


def _more(problem: Problem, class_id: ClassId, missing: int) -> str:
    """The least that a place of support would have to meet more often, or last longer."""
    thing, times = max(_places(problem, class_id), key=lambda place: place[0].minutes * place[1])
    each, word = (thing.per_week, "par semaine") if thing.per_week else (thing.per_stay, "par séjour")
    rounds = max(1, times // max(1, each))
    more = -(-missing // (thing.minutes * rounds))
    longer = -(-missing // (max(1, times) * 15)) * 15
    often = f"« {word} » de {thing.name} à {each + more}, au lieu de {each}"
    if thing.minutes + longer > LONGEST:
        return often
    return f"{often}, ou une durée de {say_minutes(thing.minutes + longer)}, au lieu de {say_minutes(thing.minutes)}"


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
