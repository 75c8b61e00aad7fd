"""What `barrette score` prints."""

from collections.abc import Sequence
from typing import Any

from outputs.pages.score import (
    Scored,
    bound_text,
    case_links,
    change_text,
    cost_text,
    gap_text,
    heads,
    holder_name,
    paid,
    say_rules,
    sorts,
    verdict,
)
from planner.cli.show.out import listing, say
from planner.cli.work.score import ScoreTold
from planner.domain import CostCase, HolderCost, Problem, RuleCost, ScoreCard
from planner.words import count, say_others

MOST_HOLDERS = 5
"""Those of a list who bear most."""


def plain(done: ScoreTold) -> dict[str, Any]:
    """The cards for a program."""
    found = {"version": done.version.number, **_plain_card(done.now)}
    if done.before is not None:
        found["compared"] = {"name": done.before.name, **_plain_card(done.before)}
    return {**found, "page": str(done.page) if done.page else None}


def _plain_card(one: Scored) -> dict[str, Any]:
    card = one.card
    return {
        "cost": _rounded(card.cost),
        "bound": _rounded(card.bound),
        "broken": dict(card.broken),
        "unplaced": len(one.timetable.unplaced),
        "rules": [_plain_rule(one.problem, rule) for rule in card.rules],
        "classes": _plain_holders(card.classes),
        "trainers": _plain_holders(card.trainers),
        "apprentices": _plain_holders(card.apprentices),
    }


def _plain_rule(problem: Problem, rule: RuleCost) -> dict[str, Any]:
    return {
        "rule": rule.key,
        "statement": rule.statement,
        "weight": rule.weight,
        "cost": _rounded(rule.cost),
        "bound": _rounded(rule.bound),
        "cases": rule.number,
        "worst": [_plain_case(problem, case) for case in rule.worst],
    }


def _plain_case(problem: Problem, case: CostCase) -> dict[str, Any]:
    return {
        "text": case.text,
        "cost": _rounded(case.cost),
        "date": case.day,
        "classes": list(case.class_ids),
        "trainers": list(case.trainer_ids),
        "apprentices": list(case.apprentice_ids),
        "links": [f"interne/{link.href}" for link in case_links(problem, case)],
    }


def _plain_holders(holders: Sequence[HolderCost]) -> list[dict[str, Any]]:
    return [
        {"id": h.id, "cost": _rounded(h.cost), "rules": {key: _rounded(cost) for key, cost in h.rules.items()}}
        for h in holders
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def tell(done: ScoreTold) -> None:
    """What is paid, for what, for whom; then where the rest is."""
    now, before = done.now, done.before
    if done.rule:
        _tell_rule(done, next(rule for rule in _every(now.card, done.rule)))
        return
    say(f"Bilan de la {now.name}{f', comparée à la {before.name}' if before is not None else ''}")
    say(verdict(now.card))
    for row in heads(now, before):
        say(f"{row.name} : {f'{row.before} → ' if before is not None else ''}{row.now}")
    _tell_paid(now.card, before.card if before is not None else None)
    free = [f"{rule.name} ({rule.key})" for rule in now.card.rules if not rule.cost]
    if free:
        say(f"Ne coûtent rien : {', '.join(free)}.")
    _tell_holders(now)
    if done.page is not None:
        say(f"Les dix cas les plus coûteux de chaque règle, avec leurs liens : {done.page} (document interne)")


def _every(card: ScoreCard, key: str) -> list[RuleCost]:
    """The rule of a key; one that costs nothing where the workbook switches it off or gives it no weight."""
    return [rule for rule in card.rules if rule.key == key] or [RuleCost(key, key, "", 0, 0.0, 0)]


def _tell_paid(card: ScoreCard, old: ScoreCard | None) -> None:
    lines = []
    then = {rule.key: rule.cost for rule in old.rules} if old is not None else {}
    for rule in paid(card, old):
        least = f", au moins {bound_text(rule.bound)} (écart : {gap_text(rule)})" if rule.bound else ""
        change = f" ({change_text(rule.cost, then.get(rule.key, 0.0))})" if old is not None else ""
        worst = f". Le pire : {rule.worst[0].text.rstrip('.')}" if rule.worst else ""
        cases = f" – {count(rule.number, 'cas', 'cas')}{least}{worst}" if rule.cost else ""
        lines.append(f"{cost_text(rule.cost)}{change} : {rule.name} ({rule.key}){cases}.")
    if lines:
        say("Ce que l’emploi du temps paie, le plus coûteux d’abord :")
        listing(lines, len(lines))


def _tell_rule(done: ScoreTold, rule: RuleCost) -> None:
    """The dearest cases of one rule."""
    if not rule.statement:
        say(f"{rule.key} ne compte pas : la feuille « Règles » la désactive ou lui donne un poids nul.")
        return
    say(f"{rule.statement} ({rule.key}) : coût {cost_text(rule.cost)}, {count(rule.number, 'cas', 'cas')}.")
    listing([f"{cost_text(case.cost)} : {case.text}" for case in rule.worst])
    if rule.number > len(rule.worst):
        say(f"  … {say_others(rule.number - len(rule.worst))}")


def _tell_holders(now: Scored) -> None:
    for title, mark, holders in sorts(now.card):
        if holders:
            say(f"{title} pour qui il coûte le plus :")
            lines = [
                f"{holder_name(now.problem, mark, h.id)} : {cost_text(h.cost)} ({say_rules(now.card, h)})"
                for h in holders
            ]
            listing(lines, MOST_HOLDERS)
