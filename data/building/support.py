"""*Modules*, *Barrettes*, *Temps d'accompagnement* → the offer of support."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from data.building.context import Context, identify
from data.building.courses import course_ref, room_types
from data.building.defaults import MODULES
from data.building.offer import site_of
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.plain import plain, typed
from planner.domain import (
    CONSOLIDATION,
    MEETINGS,
    Barrette,
    BarretteId,
    ClassId,
    Course,
    CourseId,
    Guidance,
    Module,
    ModuleId,
    OpenPeriod,
    SiteId,
    key,
)

AUTONOMY = "autonomous"
CARRIED = ": le cours {subject} porté par cette barrette a une classe de plus ({stranger}) : ajoutez-la à la barrette."


def name_support(context: Context) -> None:
    """Give modules, barrettes and open periods their ids; modules of the catalogue are known too."""
    names = context.names("modules")
    for module in MODULES:
        names.add(module.id, module.id, module.label)
    canonical = {fold(module.id): module.id for module in MODULES}
    seen: dict[str, Row] = {}
    for row in context.rows("modules"):
        typed = row.get("id", "")
        if fold(typed) in seen:
            context.fault(row, "id", f"est en double (déjà à la ligne {seen[fold(typed)].number}).")
        seen.setdefault(fold(typed), row)
        item = canonical.get(fold(typed), typed)
        context.ids["modules", row.number] = item
        names.add(item, item, row.get("label", ""))
        context.origin("module", item, row)
    for sheet, kind in (("barrettes", "barrette"), ("open_periods", "open")):
        identify(context, sheet, lambda row: row.get("name", ""))
        _keep_apart(context, sheet)
        for row in context.rows(sheet):
            context.names(sheet).add(context.id_of(row), context.id_of(row), row.get("name", ""))
            context.origin(kind, context.id_of(row), row)


def _keep_apart(context: Context, sheet: str) -> None:
    """Another id for an open period that is called as a barrette is: their sessions are named alike."""
    barrettes = {fold(context.id_of(row)) for row in context.rows("barrettes")}
    for row in context.rows("open_periods") if sheet == "open_periods" else ():
        while fold(context.id_of(row)) in barrettes:
            context.ids[sheet, row.number] = f"{context.id_of(row)}-TEMPS"


def build_modules(context: Context) -> dict[ModuleId, Module]:
    """The usual catalogue, with the lines that replace, add or retire a module."""
    found = {module.id: module for module in MODULES}
    for row in context.rows("modules"):
        item = ModuleId(context.id_of(row))
        if row["active"] is False:
            found.pop(item, None)
        elif item:
            found[item] = _module(context, row, found.get(item, Module(item, item)))
    return found


def _module(context: Context, row: Row, usual: Module) -> Module:
    """A line over what the catalogue says: an empty cell keeps the usual value."""
    check_levels(context, row)
    module = replace(usual, **typed(context, row))
    types = room_types(context, row, "room_types")
    _check_sizes(context, row, module.min_size or 0, module.max_size)
    return replace(module, room_types=types or module.room_types)


def _check_sizes(context: Context, row: Row, least: int, most: int) -> None:
    """A fault, at the cell that is typed, where the smallest size of a group is above the largest, typed or usual."""
    if least <= most:
        return
    if row["max_size"] is None:
        cure = "écrivez moins, ou un « effectif maximal »."
        context.fault(row, "min_size", f"est plus que l'effectif maximal habituel ({most}) : {cure}")
    else:
        context.fault(row, "max_size", f"est plus petit que l'effectif minimal ({least}) : corrigez l'un des deux.")


def check_levels(context: Context, row: Row) -> None:
    """A fault where a level is not from 1 to 4."""
    if any(not 1 <= level <= 4 for level in row.get("levels", ())):
        context.fault(row, "levels", "n'est pas un niveau : écrivez 1, 2, 3 ou 4, séparés par « ; ».")


def build_barrettes(
    context: Context, courses: dict[CourseId, Course], sites: Mapping[ClassId, SiteId]
) -> dict[BarretteId, Barrette]:
    """Barrettes; the courses they carry learn it in ``courses``."""
    found = {}
    for row in context.rows("barrettes"):
        barrette = _barrette(context, row, courses, sites)
        found[barrette.id] = barrette
        for item in barrette.course_ids:
            courses[item] = replace(courses[item], barrette_id=barrette.id)
    return found


def _barrette(
    context: Context, row: Row, courses: Mapping[CourseId, Course], sites: Mapping[ClassId, SiteId]
) -> Barrette:
    said = Barrette(**plain(context, row))
    classes, modules = said.class_ids, said.module_ids
    carried = _carried(context, row, said.id, classes, courses)
    per_week, per_stay = _rhythm(context, row, week=1)
    days = row["day"]
    _say_times(context, row, per_week or per_stay)
    site = site_of(context, row) or next((sites[c] for c in classes if c in sites), SiteId(""))
    _check_sizes(context, row, said.min_size or 0, said.max_size or 400)
    return replace(
        said,
        per_week=per_week,
        per_stay=per_stay,
        nature=row["nature"] or (("both" if modules else "teaching") if carried else "support"),
        course_ids=carried,
        fixed_weekday=days[0][0] if days else None,
        otherwise=_otherwise(context, row),
        site_id=site,
    )


def _say_times(context: Context, row: Row, times: int) -> None:
    """Days of a fixed time beyond the first, and one fixed time for several sessions."""
    days = {weekday for weekday, _half in row["day"] or ()}
    if len(days) > 1:
        context.notice(row, "day", "nomme plusieurs jours, et seul le premier compte : une barrette a un seul jour. "
                       "Pour plusieurs séances, videz la cellule, ou écrivez une barrette par jour.")  # fmt: skip
    elif days and row["hour"] is not None and times > 1:
        context.notice(row, "hour", f"est une seule heure, un seul jour, pour {times} séances : une seule y tient. "
                       "Videz « heure », ou écrivez une barrette par moment.")  # fmt: skip


def _carried(
    context: Context, row: Row, item: BarretteId, classes: tuple[ClassId, ...], courses: Mapping[CourseId, Course]
) -> tuple[CourseId, ...]:
    """Courses that the barrette names, a subject standing for that of all its classes, and those that name it."""
    found = []
    for name in row.get("courses", ()):
        same = [c.id for c in courses.values() if fold(c.subject) == fold(name) and set(c.class_ids) & set(classes)]
        one = None if same else course_ref(context, row, "courses", name, classes)
        found += same or ([CourseId(one)] if one is not None and one in courses else [])
    found += [course.id for course in courses.values() if course.barrette_id == item]
    for course_id in found:
        strangers = [c for c in courses[course_id].class_ids if c not in classes]
        if strangers:
            subject = courses[course_id].subject
            context.fault(row, "classes", CARRIED.format(subject=subject, stranger=strangers[0]))
    return tuple(dict.fromkeys(found))


def _rhythm(context: Context, row: Row, week: int = 0, stay: int = 0) -> tuple[int, int]:
    """Occurrences per week and per stay: exactly one of the two."""
    per_week, per_stay = row["per_week"] or 0, row["per_stay"] or 0
    if per_week and per_stay:
        context.fault(row, "per_stay", "« par semaine » est rempli aussi : videz l'une des deux cellules.")
        return per_week, 0
    none = next((column for column in ("per_week", "per_stay") if row[column] == 0), "")
    if none and not per_week and not per_stay:
        context.notice(row, none, f"laisse le nombre habituel (1 par {'semaine' if week else 'séjour'}). Pour n'en "
                       "avoir aucun, retirez la ligne.")  # fmt: skip
    return (per_week, per_stay) if per_week or per_stay else (week, stay)


def _otherwise(context: Context, row: Row) -> str:
    typed = row["otherwise"]
    if not typed or fold(typed) in ("autonomie", "autonomie encadree"):
        return AUTONOMY
    return context.resolve(row, "otherwise", typed, ("modules",)) or AUTONOMY


def build_open_periods(context: Context, sites: Mapping[ClassId, SiteId]) -> tuple[OpenPeriod, ...]:
    """Open periods."""
    found = []
    for row in context.rows("open_periods"):
        said = OpenPeriod(**plain(context, row))
        per_week, per_stay = _rhythm(context, row, stay=1)
        share = said.free_share / 100 if said.free_share > 1 else said.free_share
        site = site_of(context, row) or next((sites[c] for c in said.class_ids if c in sites), SiteId(""))
        found.append(replace(said, per_week=per_week, per_stay=per_stay, free_share=share, site_id=site))
    return tuple(found)


def taught(
    courses: Mapping[CourseId, Course],
    modules: Mapping[ModuleId, Module],
    barrettes: Mapping[BarretteId, Barrette],
    named: Collection[str] = (),
) -> dict[str, set[str]]:
    """What *Cours*, *Modules* and *Barrettes* say that each trainer can lead: subjects and modules.

    A team of a barrette may lead its modules only where nothing else tells what they can: who is ``named`` in
    *Compétences* leads what is written there.
    """
    found: dict[str, set[str]] = {}
    extra: dict[str, set[str]] = {}
    for course in courses.values():
        for trainer in {trainer for team in course.teams for trainer in team}:
            found.setdefault(trainer, set()).add(course.subject)
    for module in modules.values():
        for trainer in module.trainer_ids:
            found.setdefault(trainer, set()).add(module.id)
    for barrette in barrettes.values():
        for trainer in set(barrette.trainer_ids) - set(found) - set(named):
            extra.setdefault(trainer, set()).update(barrette.module_ids or (m.id for m in modules.values() if m.strand))
    return {**found, **extra}


def named_in_skills(context: Context) -> frozenset[str]:
    """Trainers of whom *Compétences* has a row, by id."""
    names = {row["trainer"] for row in context.rows("skills") if row["trainer"]}
    return frozenset(min(context.names("trainers").find(name), default="") for name in names)


WORDS_OF_DOMAIN: Mapping[str, tuple[str, ...]] = {
    "littératie": ("francais", "lettres", "expression"),
    "numératie": ("math",),
}


def widen_skills(
    context: Context,
    skills: Mapping[str, frozenset[str]],
    modules: Mapping[ModuleId, Module],
    teachers: list[str],
    contacts: list[str],
) -> dict[str, frozenset[str]]:
    """Skills when *Compétences* is silent: French serves literacy, mathematics numeracy, and a module of another kind
    that nobody is named for may be led by any trainer; a permanence and interviews, by the ``contacts``.
    """
    named = named_in_skills(context)
    wider = {trainer: set(names) for trainer, names in skills.items()}
    for trainer, names in wider.items():
        if trainer not in named:
            for domain, words in WORDS_OF_DOMAIN.items():
                if any(word in name for word in words for name in list(names)):
                    names.add(key(domain))
    free = []
    for module in modules.values():
        ways = {key(module.id), key(module.subject), *map(key, module.domains)} - {""}
        if (
            module.guidance == Guidance.LED
            and module.strand != CONSOLIDATION
            and not any(ways & s for s in wider.values())
        ):
            mine = module.theme == "permanence" or (contacts and module.theme in MEETINGS)
            for trainer in contacts if mine else teachers:
                wider.setdefault(trainer, set()).add(key(module.id))
            free += [] if mine else [module.id]
    if free:
        context.faults.notice(
            f"Feuille « Compétences » : personne n'est nommé pour {', '.join(free)} ; tout formateur peut les animer."
        )
    return {trainer: frozenset(names) for trainer, names in wider.items()}
