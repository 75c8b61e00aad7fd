"""The page of the score card: what the timetable pays, for what and for whom; two versions side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outputs.folders import replacing
from outputs.pages.front import Bar, Link, percent, place
from outputs.pages.html import templates
from outputs.summary import horizon, hours_text, number
from planner.domain import CostCase, HolderCost, Problem, RuleCost, ScoreCard, Timetable
from planner.words import BOUND_KEEPS, class_name, count, learner_name, say_all, trainer_name

PAGE, COMPARED = "bilan.html", "bilan-comparaison.html"
INDEX = "index.html"
MOST_HOLDERS = 15
"""Those of a list who bear most; the rest is counted."""
MOST_LINKS = 3
"""Links of one case."""
LEAST_SHARE = 0.01
"""Of the whole cost, from which a rule is worth a word."""
FEW_RULES = 3
"""Rules that are named for one holder."""


@dataclass(frozen=True)
class Scored:
    """A timetable with its card; ``name``: « version 3 du 12/10/2026 », empty where there is only one."""

    problem: Problem
    timetable: Timetable
    card: ScoreCard
    name: str = ""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A figure of the whole timetable: now, in the other version, and whether it asks for attention."""

    name: str
    now: str
    before: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A preference that costs something in one of the versions."""

    rule: RuleCost
    cost: str
    share: Bar
    bound: str
    gap: str
    before: str
    change: str
    better: bool
    cases: tuple[tuple[str, str, tuple[Link, ...]], ...]
    """The dearest: cost, what it is, whom to look up."""
    rest: int
    whose: str
    """Who bears most of it, in words."""


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Someone with what the timetable costs them."""

    link: Link
    cost: str
    bar: Bar
    what: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class HolderTable:
    """Those of one sort who bear most."""

    title: str
    mark: str
    rows: tuple[HolderRow, ...]
    rest: int


def write_score(folder: Path, now: Scored, before: Scored | None = None) -> Path:
    """Write ``interne/bilan.html``, or beside another version ``interne/bilan-comparaison.html``; returns its path.

    With the page of one version a comparison goes, which was made of others.
    """
    name, ours = (COMPARED, {COMPARED}) if before is not None else (PAGE, {PAGE, COMPARED})
    with replacing(folder / "interne", lambda path: str(path) in ours) as fresh:
        (fresh / name).write_bytes(score_page(now, before).encode("utf-8"))
    return folder / "interne" / name


def score_page(now: Scored, before: Scored | None = None) -> str:
    """The page, which needs no network; its links lead to the other internal pages."""
    old = before.card if before is not None else None
    return (
        templates()
        .get_template("score.html.j2")
        .render(
            heads=heads(now, before),
            rules=[_rule_row(now, rule, old) for rule in paid(now.card, old)],
            free=[rule for rule in now.card.rules if not rule.cost and not cost_of(old, rule.key)],
            holders=[table for table in _holder_tables(now, old) if table.rows],
            verdict=verdict(now.card),
            now=now,
            before=before,
            centre=now.problem.settings.name,
            horizon=horizon(now.problem),
        )
    )


def paid(card: ScoreCard, old: ScoreCard | None = None) -> list[RuleCost]:
    """Preferences that cost something, here or in another version; the dearest first."""
    return [rule for rule in card.rules if rule.cost or cost_of(old, rule.key)]


def verdict(card: ScoreCard) -> str:
    """What is paid, for what most of all, and how much less could be possible; one or two French sentences."""
    if not card.cost:
        return "Aucune préférence ne coûte rien : il n’y a pas mieux."
    most = [rule for rule in card.rules if rule.cost / card.cost >= LEAST_SHARE][:FEW_RULES]
    parts = say_all(f"{rule.name} ({percent(rule.cost / card.cost)})" for rule in most)
    said = f"Les préférences coûtent {cost_text(card.cost)} en tout, d’abord pour : {parts}."
    if card.bound is None:
        return said
    if card.bound >= card.cost:
        return f"{said} Aucun emploi du temps ne peut coûter moins, {BOUND_KEEPS} : c’est démontré."
    least = f"Aucun emploi du temps ne coûte moins de {cost_text(card.bound)}" if card.bound else "Rien n’est démontré"
    gap = (card.cost - card.bound) / card.cost
    if not card.bound:
        return f"{said} {least} du moindre coût possible."
    return f"{said} {least}, {BOUND_KEEPS} : un meilleur en éviterait {percent(gap)} au plus."


def heads(now: Scored, before: Scored | None) -> list[HeadRow]:
    """Figures of the whole timetable."""

    def other(read: Callable[[Scored], str]) -> str:
        return read(before) if before is not None else ""

    rows: Sequence[tuple[str, Callable[[Scored], str], Callable[[Scored], bool]]] = (
        ("Coût des préférences", lambda s: cost_text(s.card.cost), lambda _s: False),
        ("Coût minimal démontré", lambda s: bound_text(s.card.bound), lambda _s: False),
        ("Règles impératives non respectées", _broken, lambda s: bool(s.card.broken)),
        (
            "Séances non placées",
            lambda s: number(len(s.timetable.unplaced)) if s.timetable.unplaced else "aucune",
            lambda s: bool(s.timetable.unplaced),
        ),
        ("Heures dues prévues", _planned, lambda _s: False),
    )
    return [HeadRow(name, read(now), other(read), alert(now)) for name, read, alert in rows]


def _broken(one: Scored) -> str:
    total = sum(one.card.broken.values())
    return f"{number(total)} ({', '.join(one.card.broken)})" if total else "aucune"


def _planned(one: Scored) -> str:
    needs = [d for d in one.timetable.debts if d.source != "programme"]
    due, planned = sum(d.due for d in needs), sum(min(d.planned, d.due) for d in needs)
    return f"{hours_text(planned)} sur {hours_text(due)}" if due else "aucune n’est due"


def cost_text(cost: float) -> str:
    """A cost as a planner reads it: whole; « moins de 1 » for what is not nothing."""
    return number(round(cost)) if round(cost) or not cost else "moins de 1"


def bound_text(bound: float | None) -> str:
    """The least cost; « – » where none is known above nothing."""
    return cost_text(bound) if bound else "–"


def change_text(now: float, before: float) -> str:
    """« + 120 », « − 30 », « = »."""
    change = round(now) - round(before)
    return f"{'+' if change > 0 else '−'}\u00a0{number(abs(change))}" if change else "="


def gap_text(rule: RuleCost) -> str:
    """The share of a cost that a better timetable may spare at most."""
    if not rule.bound or not rule.cost:
        return "–"
    spare = rule.cost - rule.bound
    return percent(spare / rule.cost) if spare >= 1 else "aucun"


def cost_of(card: ScoreCard | None, key: str) -> float:
    """What a preference costs on a card; 0 without one."""
    return next((rule.cost for rule in card.rules if rule.key == key), 0.0) if card is not None else 0.0


def _rule_row(now: Scored, rule: RuleCost, old: ScoreCard | None) -> RuleRow:
    share, then = rule.cost / now.card.cost if now.card.cost else 0.0, cost_of(old, rule.key)
    return RuleRow(
        rule=rule,
        cost=cost_text(rule.cost),
        share=Bar(
            "full", round(100 * share, 1), percent(share) if share >= LEAST_SHARE / 2 or not share else "< 1\u00a0%"
        ),
        bound=bound_text(rule.bound),
        gap=gap_text(rule),
        before=cost_text(then) if old is not None else "",
        change=change_text(rule.cost, then) if old is not None else "",
        better=rule.cost < then,
        cases=tuple((cost_text(case.cost), case.text, case_links(now.problem, case)) for case in rule.worst),
        rest=rule.number - len(rule.worst),
        whose=say_whose(now.problem, now.card, rule.key),
    )


def case_links(problem: Problem, case: CostCase) -> tuple[Link, ...]:
    """Whom to look up on the internal pages, in the week of a case: people, else adults, else classes."""
    found = [Link(learner_name(problem, a), _there("a", a, case.day)) for a in case.apprentice_ids]
    found = found or [Link(trainer_name(problem, t), _there("f", t, case.day)) for t in case.trainer_ids]
    found = found or [Link(class_name(problem, c), _there("c", c, case.day)) for c in case.class_ids]
    return tuple(found[:MOST_LINKS])


def _there(sort: str, identifier: str, day: date | None = None) -> str:
    return INDEX + place(sort, identifier, day)


def say_whose(problem: Problem, card: ScoreCard, key: str) -> str:
    """« classes : CAP Cuisine 1 (120) et … ; formateurs : … »: who bears most of one rule; empty where nobody does."""
    told = []
    for title, mark, holders in sorts(card):
        mine = sorted(((h.rules[key], h.id) for h in holders if key in h.rules), reverse=True)
        names = [f"{holder_name(problem, mark, who)} ({cost_text(cost)})" for cost, who in mine[:FEW_RULES]]
        more = [count(len(mine) - FEW_RULES, "autre")] if len(mine) > FEW_RULES else []
        told += [f"{title.lower()} : {say_all([*names, *more])}"] if mine else []
    return " ; ".join(told)


def sorts(card: ScoreCard) -> tuple[tuple[str, str, Sequence[HolderCost]], ...]:
    """Those who bear costs, by sort: its title, its mark in addresses, and who, the dearest first."""
    return ("Classes", "c", card.classes), ("Formateurs", "f", card.trainers), ("Apprenants", "a", card.apprentices)


def holder_name(problem: Problem, mark: str, who: str) -> str:
    """The name of a class, a trainer or a learner, by the mark of the sort."""
    names: Mapping[str, Callable[..., str]] = {"c": class_name, "f": trainer_name, "a": learner_name}
    return names[mark](problem, who)


def _holder_tables(now: Scored, old: ScoreCard | None) -> Iterator[HolderTable]:
    then = {mark: {h.id: h.cost for h in holders} for _t, mark, holders in sorts(old)} if old is not None else {}
    for title, mark, holders in sorts(now.card):
        most = max((h.cost for h in holders), default=0.0) or 1.0
        rows = []
        for holder in holders[:MOST_HOLDERS]:
            before = then.get(mark, {}).get(holder.id, 0.0)
            rows.append(
                HolderRow(
                    Link(holder_name(now.problem, mark, holder.id), _there(mark, holder.id)),
                    cost_text(holder.cost),
                    Bar("full", round(100 * holder.cost / most, 1), ""),
                    say_rules(now.card, holder),
                    cost_text(before) if old is not None else "",
                    change_text(holder.cost, before) if old is not None else "",
                )
            )
        yield HolderTable(title, mark, tuple(rows), len(holders) - len(rows))


def say_rules(card: ScoreCard, holder: HolderCost) -> str:
    """What somebody's cost is made of, the dearest first: « heures creuses et demi-journées 240, … »."""
    names = {rule.key: rule.name for rule in card.rules}
    return ", ".join(f"{names[key]} {cost_text(cost)}" for key, cost in list(holder.rules.items())[:FEW_RULES])
