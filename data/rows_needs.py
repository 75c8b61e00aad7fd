"""Problem → *Échelles*, *Règles de besoins*, *Besoins*, *Reprise*, *Événements*, *Verrous*, *Règles*."""

from collections.abc import Iterable

from data.columns import MAKEUP
from data.defaults import NEED_RULES, SCALES
from data.rows_cells import Line, Lines, both, hours, names, word
from data.sheets_fixed import REST
from data.sheets_needs import STATUSES
from data.sheets_offer import STRAND_NAMES
from planner.domain import (
    DISTANCE_DONE,
    STRANDS,
    TOTAL_DONE,
    ExplicitNeed,
    FixedEvent,
    Learner,
    NeedRule,
    Problem,
    ScaleBand,
    iso_clock,
)

ENTRY = "entry"
"""Hours of the entry module stand in *Apprenants*."""


def scale_rows(problem: Problem) -> Lines:
    """Scales that are not the usual ones."""
    return [
        {"scale": band.scale, "low": band.low, "high": band.high, "level": band.level}
        for name in dict.fromkeys(band.scale for band in problem.scales)
        if _bands(problem.scales, name) != _bands(SCALES, name)
        for band in _bands(problem.scales, name)
    ]


def _bands(scales: Iterable[ScaleBand], name: str) -> list[ScaleBand]:
    return [band for band in scales if band.scale == name]


def need_rule_rows(problem: Problem) -> Lines:
    """Rules of need; none where the usual ones hold."""
    usual = tuple(rule for rule in NEED_RULES if rule.target in problem.modules)
    return [] if problem.need_rules == usual else [_need_rule(rule) for rule in problem.need_rules]


def _need_rule(rule: NeedRule) -> Line:
    return {
        "target": _target(rule.target),
        "domain": rule.domain or None,
        "levels": names(sorted(rule.levels)),
        "programmes": names(sorted(rule.programme_levels)),
        "years": names(sorted(rule.years)),
        "statuses": names(word(STATUSES, status) for status in sorted(rule.statuses)),
        "remote": both(rule.remote),
        "age_min": rule.age_min,
        "age_max": rule.age_max,
        "choice": rule.choice or None,
        "final": both(rule.final),
        "per_stay": _minutes(rule.minutes_per_stay),
        "per_week": _minutes(rule.minutes_per_week),
        "total": _minutes(rule.minutes_total),
        "deadline": rule.deadline_days,
        "priority": rule.priority,
        "recurrent": "récurrent" if rule.recurrent else "temporaire",
        "source": rule.source,
        "code": rule.id,
    }


def _minutes(minutes: int) -> str | None:
    return f"{minutes} min" if minutes else None


def _target(target: str) -> str | None:
    return word(STRAND_NAMES, target) if target in STRANDS else target or None


def need_rows(problem: Problem) -> Lines:
    """Needs that are still open."""
    return [_need(need) for need in problem.explicit_needs]


def _need(need: ExplicitNeed) -> Line:
    return {
        "learners": names(need.apprentice_ids),
        "class": need.class_id,
        "part": need.part or None,
        "target": _target(need.target),
        "total": _minutes(need.minutes_total),
        "per_stay": _minutes(need.minutes_per_stay),
        "response": "entreprise" if need.response == "company" else None,
        "together": "oui" if need.together else "non",
        "source": need.source,
        "opened": need.opened,
        "decided": need.decided_by or None,
        "closed": need.closed,
        "deadline": need.deadline,
        "priority": need.priority,
        "reason": need.reason_code or None,
        "code": need.id,
    }


def balance_rows(problem: Problem) -> Lines:
    """Hours done by each person and trainer, then who was in which group of the last period."""
    found: Lines = []
    for learner in problem.learners.values():
        found += _balances(learner)
    found += [
        {"trainers": trainer.id, "minutes": hours(trainer.year_done)}
        for trainer in problem.trainers.values()
        if trainer.year_done
    ]
    found += [
        {"learner": g.apprentice_id, "trainers": names(g.trainer_ids), "what": g.module_id, "barrette": g.barrette_id}
        for g in problem.last_groups
    ]
    return found


def _balances(learner: Learner) -> Lines:
    done = learner.done_minutes
    found: Lines = []
    if TOTAL_DONE in done:
        far = hours(done[DISTANCE_DONE]) if DISTANCE_DONE in done else None
        found.append({"learner": learner.id, "minutes": hours(done[TOTAL_DONE]), "distance": far})
    for name in sorted(set(done) - {TOTAL_DONE, DISTANCE_DONE, ENTRY}):
        found.append({"learner": learner.id, "what": _target(name), "minutes": hours(done[name])})
    return found


def event_rows(problem: Problem) -> Lines:
    """Events from the first day on."""
    return [_event(event) for event in problem.events if event.day >= problem.first]


def _event(event: FixedEvent) -> Line:
    return {
        "label": event.label,
        "day": event.day,
        "start": iso_clock(event.start),
        "end": iso_clock(event.end),
        "classes": names(event.class_ids),
        "part": event.part or None,
        "learners": names(event.apprentice_ids),
        "trainers": names(event.trainer_ids),
        "room": event.room_id,
        "rest": word(REST, event.rest) if event.rest != "maintained" else None,
        "makeup": word(MAKEUP, event.makeup) if event.makeup else None,
        "public": event.public_label or None,
        "code": event.id,
    }


def lock_rows(problem: Problem) -> Lines:
    """Places in groups that must stay; sessions that were locked on a day are over."""
    return [
        {"barrette": lock.barrette_id, "module": lock.module_id, "learner": lock.apprentice_id}
        for lock in problem.locks
        if lock.day is None and lock.barrette_id and lock.module_id and lock.apprentice_id
    ]


def rule_rows(problem: Problem) -> Lines:
    """Rules out of service, and weights."""
    return [
        {"key": name, "on": "non" if name in problem.rules_off else None, "weight": problem.rule_weights.get(name)}
        for name in sorted({*problem.rules_off, *problem.rule_weights})
    ]
