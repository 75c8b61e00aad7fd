"""*Échelles*, *Règles de besoins*, *Besoins* → scales, rules of need, explicit needs."""

from collections.abc import Mapping
from dataclasses import replace

from data.building.context import Context, mark, slug
from data.building.defaults import NEED_RULES, SCALES
from data.building.offer import LEVELS
from data.building.support import check_levels
from data.building.time import span
from data.reading.parse_values import choice, number
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.modules import STRAND_NAMES
from data.sheets.needs import STATUSES
from data.sheets.plain import plain
from planner.domain import MEETINGS, STRANDS, ExplicitNeed, Module, ModuleId, NeedRule, ScaleBand

OWED_ALREADY = (
    "est de trop : une séance à part donne les heures déjà dues de ce module ; videz la cellule, ou la réponse."
)
NO_HOURS = "est de trop : une réponse de l'entreprise ne demande aucune heure ; videz la cellule, ou la réponse."


def build_scales(context: Context) -> tuple[ScaleBand, ...]:
    """Scales as typed; a usual scale stays unless one of the same name is typed."""
    typed = []
    for row in context.rows("scales"):
        if row["scale"] and row["low"] is not None and row["level"] is not None:
            band = replace(ScaleBand(**plain(context, row)), high=row.get("high", row["low"]))
            if _reversed(band):
                context.fault(row, "high", "est plus petit que « de » : corrigez l'un des deux.")
            typed.append(band)
    names = {fold(band.scale) for band in typed}
    return (*typed, *(band for band in SCALES if fold(band.scale) not in names))


def _reversed(band: ScaleBand) -> bool:
    """Whether the numbers of a band go down; words have no order."""
    try:
        return number(band.high) < number(band.low)
    except ValueError:
        return False


def target_of(context: Context, row: Row, modules: Mapping[ModuleId, Module]) -> str | None:
    """The strand or the module that a cell names."""
    name = row["target"]
    if not name:
        return None
    for shown, strand in STRAND_NAMES.items():
        if fold(name) in (fold(shown), fold(strand)):
            return strand
    found = context.resolve(row, "target", name, ("modules",))
    if found is not None and ModuleId(found) not in modules:
        context.fault(row, "target", "a été retiré du catalogue (actif : non) : remettez-le ou changez la cible.")
        return None
    return found


def build_need_rules(context: Context, modules: Mapping[ModuleId, Module]) -> tuple[NeedRule, ...]:
    """Rules of need as typed, else the usual ones whose module is still in the catalogue.

    The modules of one's choice in the final year are owed even where typed rules say nothing of them. Rows of themes
    that no usual rule has (help, licence …) stand beside the usual ones.
    """
    usual = tuple(rule for rule in NEED_RULES if ModuleId(rule.target) in modules)
    if not context.rows("need_rules"):
        return usual
    found: list[NeedRule] = []
    seen: dict[str, int] = {}
    for row in context.rows("need_rules"):
        target = target_of(context, row, modules)
        per_stay, per_week, total = row["per_stay"] or 0, row["per_week"] or 0, row["total"] or 0
        if sum(map(bool, (per_stay, per_week, total))) != 1:
            context.fault(
                row, "per_week", "une règle donne une durée, et une seule : par séjour, par semaine ou en tout."
            )
        if target is None:
            continue
        item = row["code"] or f"{slug(target)}-{mark(*(row.text(c) for c in row.table.where))}"
        if item in seen:
            context.fault(row, "code" if row["code"] else "target", f"est en double (déjà à la ligne {seen[item]}).")
        seen[item] = row.number
        context.ids["need_rules", row.number] = item
        found.append(_need_rule(context, row, target))
    if all(_beside(modules, rule.target) for rule in found):
        return (*found, *usual)
    said = {(rule.target, rule.choice) for rule in found}
    return (*found, *(r for r in usual if _guides(r) and not {(r.target, r.choice), (r.target, "")} & said))


def _beside(modules: Mapping[ModuleId, Module], target: str) -> bool:
    """Whether a target is a module of a theme of which the usual rules say nothing."""
    module = modules.get(ModuleId(target))
    return module is not None and module.theme in (*MEETINGS, "aid", "licence", "next_path")


def _guides(rule: NeedRule) -> bool:
    """Whether a usual rule is one of the final year, which are owed even where typed rules say nothing of them."""
    return bool(rule.choice) and rule.final is not False


def _need_rule(context: Context, row: Row, target: str) -> NeedRule:
    check_levels(context, row)
    least, most = row["since_min"], row["since_max"]
    if least is not None and most is not None and most < least:
        context.fault(row, "since_max", "est moins que « depuis au moins » : corrigez l'un des deux nombres.")
    young, old = row["age_min"], row["age_max"]
    if young is not None and old is not None and old < young:
        context.fault(row, "age_max", "est moins que l'âge minimal : corrigez l'un des deux âges.")
    if row["levels"] and not row["domain"]:
        context.fault(row, "levels", "va avec un domaine : remplissez « domaine », ou videz cette cellule.")
    return NeedRule(
        target=target,
        programme_levels=frozenset(_programme(context, row, name) for name in row.get("programmes", ())),
        statuses=frozenset(_status(context, row, name) for name in row.get("statuses", ())),
        **plain(context, row),
    )


def _programme(context: Context, row: Row, name: str) -> str:
    """A level, or the id of a programme."""
    if fold(name) in LEVELS:
        return LEVELS[fold(name)]
    return context.resolve(row, "programmes", name, ("programmes",)) or name


def _status(context: Context, row: Row, name: str) -> str:
    try:
        return choice(name, STATUSES)
    except ValueError as error:
        context.fault(row, "statuses", str(error), name)
        return ""


def build_needs(context: Context, modules: Mapping[ModuleId, Module]) -> tuple[ExplicitNeed, ...]:
    """Explicit needs, each for learners, for a class or for a part of it."""
    found: list[ExplicitNeed] = []
    seen: dict[str, int] = {}
    for row in context.rows("needs"):
        target = target_of(context, row, modules)
        need = ExplicitNeed(target=target or "", **plain(context, row))
        _check_need(context, row, need.response)
        if need.response == "apart" and target in STRANDS:
            context.fault(row, "target", "est un volet, mais une séance à part donne un module : indiquez lequel.")
        if target is None and need.response != "company":
            continue
        people = need.apprentice_ids
        item = row["code"] or "B-" + mark(
            need.class_id or (people[0] if people else ""), target, need.opened, need.minutes_total,
            need.minutes_per_stay, *people,
        )  # fmt: skip
        if item in seen:
            context.fault(row, "code" if row["code"] else "target", f"est en double (déjà à la ligne {seen[item]}).")
        seen[item] = row.number
        found.append(replace(need, id=item, together=row.get("together", need.class_id is not None)))
        context.origin("need", item, row)
    return tuple(found)


def _check_need(context: Context, row: Row, response: str) -> None:
    """Faults of one line of *Besoins*: dates in order, somebody, and one length where it asks for hours."""
    company = response == "company"
    span(context, row, "opened", "closed")
    span(context, row, "opened", "deadline")
    if not row["learners"] and not row["class"]:
        context.fault(row, "learners", "indiquez pour qui : des apprenants, ou une classe.")
    if row["part"] and not row["class"]:
        context.fault(row, "part", "est la partie d'une classe : indiquez la classe, ou videz cette cellule.")
    if not company and not row["target"]:
        context.fault(row, "target", "est vide : indiquez un module ou un volet, ou la réponse « entreprise ».")
    lengths = [row["total"], row["per_stay"]]
    if response == "support" and bool(lengths[0]) == bool(lengths[1]):
        context.fault(row, "total", "indiquez une durée, et une seule : en tout, ou par séjour.")
    if company and any(lengths):
        context.fault(row, "total" if lengths[0] else "per_stay", NO_HOURS)
    if response == "apart" and any(lengths):
        context.fault(row, "total" if lengths[0] else "per_stay", OWED_ALREADY)
