"""*Échelles*, *Règles de besoins*, *Besoins* → scales, rules of need, explicit needs."""

from collections.abc import Mapping

from data.build_context import Context, mark, slug
from data.build_offer import LEVELS
from data.build_support import levels_of
from data.build_time import span
from data.columns import fold
from data.defaults import NEED_RULES, SCALES
from data.parse_values import choice
from data.reader_table import Row
from data.sheets_needs import STATUSES
from data.sheets_offer import STRAND_NAMES
from planner.domain import ApprenticeId, ClassId, ExplicitNeed, Module, ModuleId, NeedRule, ScaleBand

CHOSEN = ("poursuite", "insertion")
"""Choices of the final year, each of which has a module of its own."""


def build_scales(context: Context) -> tuple[ScaleBand, ...]:
    """Scales as typed; a usual scale stays unless one of the same name is typed."""
    typed = []
    for row in context.rows("scales"):
        if row["scale"] and row["low"] is not None and row["level"] is not None:
            typed.append(ScaleBand(row["scale"], row["low"], row.get("high", row["low"]), row["level"]))
    names = {fold(band.scale) for band in typed}
    return (*typed, *(band for band in SCALES if fold(band.scale) not in names))


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

    The module of one's choice in the final year is owed even where typed rules say nothing of it.
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
        found.append(_need_rule(context, row, item, target, (per_stay, per_week, total)))
    targets = {rule.target for rule in found}
    return (*found, *(rule for rule in usual if rule.choice in CHOSEN and rule.target not in targets))


def _need_rule(context: Context, row: Row, item: str, target: str, minutes: tuple[int, int, int]) -> NeedRule:
    per_stay, per_week, total = minutes
    return NeedRule(
        item,
        target,
        row.get("domain", ""),
        frozenset(levels_of(context, row)),
        frozenset(_programme(context, row, name) for name in row.get("programmes", ())),
        frozenset(row.get("years", ())),
        frozenset(_status(context, row, name) for name in row.get("statuses", ())),
        row["remote"],
        row["age_min"],
        row["age_max"],
        row.get("choice", ""),
        per_stay,
        per_week,
        total,
        row["deadline"],
        row.get("priority", 2),
        row.get("recurrent", "recurrent") == "recurrent",
        row.get("source", "positionnement pédagogique"),
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
    """Explicit needs, each for learners or for a class."""
    found: list[ExplicitNeed] = []
    seen: dict[str, int] = {}
    for row in context.rows("needs"):
        target, learners, class_id = (
            target_of(context, row, modules),
            context.refs(row, "learners"),
            context.ref(row, "class"),
        )
        span(context, row, "opened", "closed")
        span(context, row, "opened", "deadline")
        if not row["learners"] and not row["class"]:
            context.fault(row, "learners", "indiquez pour qui : des apprenants, ou une classe.")
        total, per_stay = row["total"] or 0, row["per_stay"] or 0
        if bool(total) == bool(per_stay):
            context.fault(row, "total", "indiquez une durée, et une seule : en tout, ou par séjour.")
        if target is None:
            continue
        who = class_id or (learners[0] if learners else "")
        item = row["code"] or f"B-{mark(who, target, row['opened'], total, per_stay, *learners)}"
        if item in seen:
            context.fault(row, "code" if row["code"] else "target", f"est en double (déjà à la ligne {seen[item]}).")
        seen[item] = row.number
        found.append(
            ExplicitNeed(
                item, target, tuple(ApprenticeId(x) for x in learners), ClassId(class_id) if class_id else None, total,
                per_stay, row.get("source", "formateur"), row["opened"], row["closed"], row["deadline"],
                row.get("decided", ""), row.get("priority", 1), row.get("reason", ""),
            )
        )  # fmt: skip
        context.origin("need", item, row)
    return tuple(found)
