"""The screen « Bilan »: what the plan costs each preference, its dearest cases, for whom; a version beside it."""

from collections.abc import Iterable
from typing import Any

from outputs.pages.score import (
    MOST_HOLDERS,
    MOST_LINKS,
    Scored,
    bound_text,
    change_text,
    cost_of,
    cost_text,
    gap_text,
    holder_name,
    paid,
    say_rules,
    say_whose,
    sorts,
    verdict,
)
from planner.domain import CostCase, RuleCost, ScoreCard, monday
from planner.folder.desk import Desk
from planner.serve.asked import Query, WrongRequest, ask
from planner.serve.screen import Screen


def score_screen(desk: Desk) -> Screen:
    """What the plan pays, and what its page asks."""
    return Screen("bilan", "Bilan", [ask("bilan", lambda asked: _score(desk, asked))])


def _score(desk: Desk, asked: Query) -> Any:
    other = asked.get("version") or ""
    if other and not other.isdecimal():
        raise WrongRequest
    plan = desk.plan()
    now, before = desk.score(int(other) if other else None)
    old = before.card if before is not None else None
    return {
        "mark": plan.mark,
        "centre": plan.problem.settings.name,
        "version": plan.version.number,
        "name": now.name,
        "before": before.name if before is not None else None,
        "verdict": verdict(now.card),
        "rules": [_rule(now, one, old) for one in paid(now.card, old)],
        "free": [f"{one.name} ({one.key})" for one in now.card.rules if not one.cost and not cost_of(old, one.key)],
        "holders": [_holders(now, old, *sort) for sort in sorts(now.card)],
    }


def _rule(now: Scored, one: RuleCost, old: ScoreCard | None) -> Any:
    then = cost_of(old, one.key)
    return {
        "key": one.key,
        "name": one.name,
        "statement": one.statement,
        "cost": cost_text(one.cost),
        "then": cost_text(then) if old is not None else "",
        "change": change_text(one.cost, then) if old is not None else "",
        "bound": bound_text(one.bound),
        "gap": gap_text(one),
        "number": one.number,
        "weight": one.weight,
        "whose": say_whose(now.problem, now.card, one.key),
        "cases": [{"cost": cost_text(c.cost), "text": c.text, "links": list(_links(now, c))} for c in one.worst],
    }


def _links(now: Scored, case: CostCase) -> Iterable[tuple[str, str]]:
    """Names and where they stand in the week grid: adults, else classes, else the classes of people."""
    if case.day is None:
        return []
    homes = (now.problem.learners[a].membership(case.day) for a in case.apprentice_ids if a in now.problem.learners)
    classes = case.class_ids or tuple(dict.fromkeys(home.class_id for home in homes if home is not None))
    named: list[tuple[str, str, str]] = [("trainers", t, holder_name(now.problem, "f", t)) for t in case.trainer_ids]
    named = named or [("classes", c, holder_name(now.problem, "c", c)) for c in classes]
    return [(name, f"{kind}/{owner}/{monday(case.day)}") for kind, owner, name in named[:MOST_LINKS]]


def _holders(now: Scored, old: ScoreCard | None, title: str, mark: str, holders: Any) -> Any:
    then = {h.id: h.cost for _t, m, rows in sorts(old) if m == mark for h in rows} if old is not None else {}
    rows = [
        {
            "name": holder_name(now.problem, mark, one.id),
            "cost": cost_text(one.cost),
            "then": cost_text(then.get(one.id, 0.0)) if old is not None else "",
            "change": change_text(one.cost, then.get(one.id, 0.0)) if old is not None else "",
            "what": say_rules(now.card, one),
        }
        for one in holders[:MOST_HOLDERS]
    ]
    return {"title": title, "rows": rows, "rest": len(holders) - len(rows)}
