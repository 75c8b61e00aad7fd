"""The groups of a barrette in a period, and where somebody may go, as plain JSON values."""

from collections.abc import Iterable, Mapping
from typing import Any

from constraints import RULES
from outputs.lists.tables import class_of, person
from planner.domain import ApprenticeId, BarretteId, GroupId, Period, PeriodId, Problem, name_order
from planner.folder.drafted import BoardPlan
from planner.folder.group_words import levels_of, needs_of, no_common_hour, not_of_level, owed_then, was_in
from planner.folder.grouping import (
    BarretteGroups,
    GroupPlace,
    HeldGroup,
    barrette_groups,
    barrettes_of,
    first_day,
    period_from,
    seat_of,
)
from planner.serve.judged import shown_findings
from planner.serve.shown import shown_state
from planner.store.group_locks import GroupLock
from planner.why.told import cost_lines, say_cost
from planner.words import count, room_name, say_all, say_day, say_minutes, trainer_name


def shown_groups(plan: BoardPlan, barrette: str, period: str, first: Any) -> dict[str, Any]:
    """A barrette in a period, by default the first one and that of now: groups, people, what the draft changes."""
    problem, held = plan.problem, barrettes_of(plan.problem, plan.timetable)
    names = {p.id: p for p in problem.periods}
    found = {
        "state": shown_state(plan),
        "mark": plan.mark,
        "centre": problem.settings.name,
        "version": plan.version.number,
        "barrettes": [
            [b, problem.barrettes[b].name, [[p, names[p].label] for p in periods]] for b, periods in held.items()
        ],
    }
    if not held:
        return {**found, "groups": [], "people": []}
    chosen = BarretteId(barrette) if barrette in held else next(iter(held))
    here = held[chosen]
    when = PeriodId(period) if period in here else period_from(problem, here, plan.scene.moves)
    day = first_day(first)
    return {
        **found,
        **_shown(plan, barrette_groups(problem, plan.timetable, chosen, when), names[when]),
        "from": say_day(max(day, names[when].first)),
        "over": day > names[when].last,
    }


def _shown(plan: BoardPlan, held: BarretteGroups, period: Period) -> dict[str, Any]:
    before = barrette_groups(plan.problem, plan.before, held.barrette_id, held.period_id)
    locks = {one.seat: one for one in plan.seats}
    people = sorted(held.minutes, key=lambda a: (class_of(plan.problem, a), name_order(person(plan.problem, a))))
    return {
        "barrette": held.barrette_id,
        "period": held.period_id,
        "groups": [_group(plan.problem, held, one) for one in held.groups],
        "people": [_person(plan, held, before, period, a, locks) for a in people],
    }


def _group(problem: Problem, held: BarretteGroups, one: HeldGroup) -> dict[str, Any]:
    number = sum(one.group.id in hours for hours in held.minutes.values())
    team = say_all(trainer_name(problem, t) for t in one.trainers)
    return {
        "id": one.group.id,
        "name": one.name,
        "led": one.led,
        "team": team,
        "room": say_all(room_name(problem, r) for r in one.rooms),
        "people": count(number, "personne"),
        "hours": say_minutes(sum(s.minutes for s in one.sessions)),
    }


def _person(
    plan: BoardPlan,
    held: BarretteGroups,
    before: BarretteGroups,
    period: Period,
    who: ApprenticeId,
    locks: Mapping[Any, GroupLock],
) -> dict[str, Any]:
    problem, now, was = plan.problem, held.minutes[who], before.minutes.get(who, {})
    groups = {one.group.id: one.group for one in held.groups}
    return {
        "id": who,
        "name": person(problem, who),
        "class": class_of(problem, who),
        "levels": levels_of(problem, who, period.first),
        "needs": needs_of(problem, plan.timetable, who, period),
        "past": was_in(problem, plan.timetable, held.barrette_id, period, who),
        "cells": {
            g: {
                "said": say_minutes(now.get(g, 0)),
                "changed": now.get(g, 0) != was.get(g, 0),
                "lock": _lock(locks.get(seat_of(groups[g], who))),
            }
            for g in groups
            if g in now or g in was
        },
        "gone": [g for g in groups if g not in now and g in was],
    }


def _lock(lock: GroupLock | None) -> dict[str, str] | None:
    return None if lock is None else {"author": lock.author, "made": f"{lock.made:%d/%m/%Y}", "reason": lock.reason}


def shown_group_places(plan: BoardPlan, places: Iterable[GroupPlace]) -> dict[str, Any]:
    """Every other group for somebody: those that are open first, those never held at once last."""
    rows = sorted(places, key=lambda p: (not p.hours, not p.open, not p.to.led, p.to.name))
    return {"mark": plan.mark, "places": [shown_group_place(plan, place) for place in rows]}


def shown_group_place(plan: BoardPlan, place: GroupPlace) -> dict[str, Any]:
    """One of them with its verdict in words."""
    problem, minutes = plan.problem, sum(other.minutes for _one, other in place.hours)
    own = barrette_groups(problem, plan.timetable, place.to.group.barrette_id, place.to.group.period_id)
    has = own.minutes.get(place.move.apprentice_id, {}).get(place.move.from_id, 0)
    return {
        "group": place.to.group.id,
        "name": place.to.name,
        "open": place.open,
        "free": place.free,
        "never": not place.hours,
        "hours": f"{say_minutes(minutes)} sur {say_minutes(has)}" if minutes != has else say_minutes(minutes),
        "cost": round(place.cost, 2),
        "said": say_cost(place.cost) if place.free else "",
        "costs": cost_lines(place.costs or {}, RULES),
        "owed": owed_then(problem, place),
        "level": not_of_level(problem, place),
        "why": shown_findings(place.findings),
        "brief": no_common_hour(problem, plan.timetable, place) if not place.hours else _brief(place),
    }


def _brief(place: GroupPlace) -> str:
    return place.findings[0].clause if place.findings else ""


def group_ids(person_id: str, group: str) -> tuple[ApprenticeId, GroupId]:
    """A person and a group as the page names them."""
    return ApprenticeId(person_id), GroupId(group)
