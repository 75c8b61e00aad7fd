"""Problem → *Échelles*, *Règles de besoins*, *Besoins*, *Reprise*, *Événements*, *Verrous*, *Règles*, *Solutions*."""

from collections.abc import Iterable

from data.building.defaults import NEED_RULES, SCALES
from data.rows.cells import Line, Lines, hours, names, word
from data.rows.plain import Cells
from data.sheets.cases import MATCHES
from data.sheets.cures_priced import CURES
from data.sheets.fixed import EVENTS, LOCKS
from data.sheets.modules import STRAND_NAMES
from data.sheets.needs import NEED_RULES as RULE_SHEET
from data.sheets.needs import NEEDS, STATUSES
from data.sheets.needs import SCALES as SCALE_SHEET
from planner.domain import DISTANCE_DONE, STRANDS, TOTAL_DONE, FixedEvent, Learner, NeedRule, Problem, ScaleBand

ENTRY = "entry"
"""Hours of the entry module stand in *Apprenants*."""


def scale_rows(cells: Cells) -> Lines:
    """Scales that are not the usual ones."""
    problem = cells.problem
    return [
        cells.of(SCALE_SHEET, band)
        for name in dict.fromkeys(band.scale for band in problem.scales)
        if _bands(problem.scales, name) != _bands(SCALES, name)
        for band in _bands(problem.scales, name)
    ]


def _bands(scales: Iterable[ScaleBand], name: str) -> list[ScaleBand]:
    return [band for band in scales if band.scale == name]


def need_rule_rows(cells: Cells) -> Lines:
    """Rules of need; none where the usual ones hold."""
    problem = cells.problem
    usual = tuple(rule for rule in NEED_RULES if rule.target in problem.modules)
    return [] if problem.need_rules == usual else [_need_rule(cells, rule) for rule in problem.need_rules]


def _need_rule(cells: Cells, rule: NeedRule) -> Line:
    return {
        **cells.of(RULE_SHEET, rule),
        "target": _target(rule.target),
        "programmes": names(sorted(rule.programme_levels)),
        "statuses": names(word(STATUSES, status) for status in sorted(rule.statuses)),
    }


def _target(target: str) -> str | None:
    return word(STRAND_NAMES, target) if target in STRANDS else target or None


def need_rows(cells: Cells) -> Lines:
    """Needs that are still open."""
    return [
        {**cells.of(NEEDS, need), "target": _target(need.target), "together": "oui" if need.together else "non"}
        for need in cells.problem.explicit_needs
    ]


def balance_rows(cells: Cells) -> Lines:
    """Hours done by each person, then who was in which group of the last period; *Formateurs* has those of trainers."""
    found: Lines = []
    for learner in cells.problem.learners.values():
        found += _balances(cells, learner)
    found += [
        {
            "learner": cells.name(group.apprentice_id, "learners"),
            "trainers": cells.names(group.trainer_ids, "trainers"),
            "what": group.module_id,
            "barrette": cells.name(group.barrette_id, "barrettes"),
        }
        for group in cells.problem.last_groups
    ]
    return found


def _balances(cells: Cells, learner: Learner) -> Lines:
    done, who = learner.done_minutes, cells.name(learner.id, "learners")
    found: Lines = []
    if TOTAL_DONE in done:
        far = hours(done[DISTANCE_DONE]) if DISTANCE_DONE in done else None
        found.append({"learner": who, "minutes": hours(done[TOTAL_DONE]), "distance": far})
    for name in sorted(set(done) - {TOTAL_DONE, DISTANCE_DONE, ENTRY}):
        what = cells.name(_target(name) or name, "courses", "modules")
        found.append({"learner": who, "what": what, "minutes": hours(done[name])})
    return found


def event_rows(cells: Cells) -> Lines:
    """Events from the first day on, and those that were after the term."""
    events = [event for event in cells.problem.events if event.day >= cells.problem.first]
    return [*(cells.of(EVENTS, event) for event in events), *(_later(cells, e) for e in cells.problem.later_events)]


def _later(cells: Cells, event: FixedEvent) -> Line:
    """An event after the term, as typed; without hours it takes the whole day."""
    return {**cells.of(EVENTS, event), **({} if event.end else {"start": None, "end": None})}


def lock_rows(cells: Cells) -> Lines:
    """Locks that no day ends: places in groups, rooms and trainers that stay; those of a day are over."""
    return [
        {**cells.of(LOCKS, lock), "course": cells.course(lock.course_id)}
        for lock in cells.problem.locks
        if lock.day is None
    ]


def match_rows(cells: Cells) -> Lines:
    """The centre's own headings and values, for what is pasted again."""
    return [cells.of(MATCHES, row) for row in cells.problem.matches]


def cure_price_rows(cells: Cells) -> Lines:
    """Prices of cures, and those that are not proposed."""
    return [cells.of(CURES, row) for row in cells.problem.cure_prices]


def rule_rows(problem: Problem) -> Lines:
    """Rules out of service, and weights."""
    return [
        {"key": name, "on": "non" if name in problem.rules_off else None, "weight": problem.rule_weights.get(name)}
        for name in sorted({*problem.rules_off, *problem.rule_weights})
    ]
