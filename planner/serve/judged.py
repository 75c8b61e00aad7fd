"""What the rules say of places of a session, as plain JSON values: colours, costs and sentences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from constraints import RULES
from planner.folder.desk_answers import Dropped, KeptDraft
from planner.folder.drafted import BoardPlan
from planner.folder.scene import AskedSession
from planner.rule import Finding
from planner.why.chains import MoveChain
from planner.why.places import JudgedPlace, PlaceHour
from planner.why.told import cost_lines, say_cost, say_place, say_step, say_touched, told_once
from planner.words import room_name, say_all, trainer_name

FEW_SENTENCES = 4
"""Sentences of one rule that are shown: of a whole class, each person may have one."""


def shown_places(plan: BoardPlan, asked: AskedSession, places: Iterable[JudgedPlace]) -> dict[str, Any]:
    """Every place of a week; ``movable``: whether the session may leave its own at all."""
    free = all(plan.scene.may_move(s) for s in (asked.session, *asked.others))
    return {
        "mark": plan.mark,
        "session": asked.session.id,
        "movable": free,
        "held": list(asked.held),
        "places": [shown_place(plan, asked, p) for p in places],
    }


def shown_why(
    plan: BoardPlan, asked: AskedSession, costs: Mapping[str, float], places: Iterable[JudgedPlace]
) -> dict[str, Any]:
    """What a session costs the preferences where it stands, and where else it may be, the cheapest first."""
    told = [p for p in places if not p.findings]
    best = sorted(told, key=lambda p: (p.cost, p.hour))
    return {"costs": cost_lines(costs, RULES), "places": [shown_place(plan, asked, p) for p in best]}


def shown_place(plan: BoardPlan, asked: AskedSession, one: JudgedPlace) -> dict[str, Any]:
    """A place with its verdict: free with what it costs, or forbidden with the rules in words."""
    problem, place = plan.problem, one.place
    day, start, end, team = place.option
    adults = {*asked.session.trainer_ids, *team, *(t for s in asked.others for t in s.trainer_ids)}
    return {
        "day": day,
        "start": start,
        "end": end,
        "room": place.room,
        "team": list(team),
        "means": _means(plan, asked, one),
        "where": say_place(problem, place),
        "free": not one.findings,
        "cost": round(one.cost, 2),
        "said": say_cost(one.cost),
        "costs": cost_lines(one.costs, RULES),
        "why": shown_findings(told_once(problem, one.findings)),
        "brief": _brief(one.findings),
        "touched": say_touched(problem, asked.people, adults),
    }


def _means(plan: BoardPlan, asked: AskedSession, one: JudgedPlace) -> str:
    """Room and adults of a place where they are not those that the session has; empty where they are."""
    session, place = asked.session, one.place
    told = []
    if place.room and place.room != session.room_id:
        told.append(room_name(plan.problem, place.room))
    if place.option.team != session.trainer_ids:
        told.append(say_all(trainer_name(plan.problem, t) for t in place.option.team))
    return ", ".join(told)


def shown_openings(plan: BoardPlan, found: Iterable[tuple[PlaceHour, MoveChain]], after: int | None) -> dict[str, Any]:
    """Hours that moves of others open; ``after``: from where to go on asking, None at the end."""
    rows = [{"day": hour[0], "start": hour[1], **shown_chain(plan, chain)} for hour, chain in found]
    return {"mark": plan.mark, "places": rows, "after": after}


def shown_chain(plan: BoardPlan, chain: MoveChain) -> dict[str, Any]:
    """Moves one after the other, what they cost together and whom they concern."""
    adults = frozenset(t for step in chain.steps for t in step.trainers)
    return {
        "moves": say_all(f"« {step.session.label} »" for step in chain.steps[:-1]),
        "where": say_place(plan.problem, chain.steps[-1].place),
        "steps": [say_step(plan.problem, step) for step in chain.steps],
        "cost": round(chain.cost, 2),
        "said": say_cost(chain.cost),
        "touched": say_touched(plan.problem, chain.people, adults),
    }


def shown_findings(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings under the sentence of their rule, a few of each; ``more``: how many are not shown."""
    statements = {rule.key: rule.statement for rule in RULES}
    by_rule: dict[str, list[str]] = {}
    for finding in found:
        by_rule.setdefault(finding.key, []).append(finding.text)
    return [
        {
            "rule": key,
            "statement": statements.get(key, key),
            "texts": texts[:FEW_SENTENCES],
            "more": max(0, len(texts) - FEW_SENTENCES),
        }
        for key, texts in by_rule.items()
    ]


def _brief(found: Sequence[Finding]) -> str:
    """The first reason, which fits into a slot."""
    return found[0].clause if found else ""


def shown_drop(plan: BoardPlan, done: Dropped) -> dict[str, Any]:
    """What came of a session put somewhere."""
    return {"done": not done.judged.findings, "place": shown_place(plan, done.asked, done.judged)}


def shown_kept(done: KeptDraft) -> dict[str, Any]:
    """What came of a draft that was to be kept."""
    return {"number": done.number, "why": shown_findings(done.broken)}
