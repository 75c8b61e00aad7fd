"""From raw results to the common level: 1 urgent need … 4 no need, by the workbook's scales."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from planner.domain import (
    CONSOLIDATION,
    ApprenticeId,
    Debt,
    Learner,
    Module,
    ModuleId,
    Problem,
    Result,
    ScaleBand,
    key,
    monday,
)
from planner.hours.person import stays_of

UNKNOWN_LEVEL = 3
"""Level of whom no result tells, where one is needed to sort people by."""


def level(problem: Problem, learner: Learner, domain: str, before: date) -> int | None:
    """Level of a learner in a domain, from the latest result dated before a day; None without a result.

    A later result of the same domain replaces the earlier ones, even when its scale says nothing of its value.
    """
    name = key(domain)
    found = [r for r in learner.results if r.on < before and key(r.domain) == name]
    return convert(problem.scales, max(found, key=lambda r: r.on)) if found else None


def counted_level(problem: Problem, learner: Learner, domain: str, day: date) -> int | None:
    """Level that counts on a day: that of the beginning of the stay, or of the period where it begins in the stay.

    So a result of the middle of a period counts from the next stay on, and groups last for a stay. None where no result
    is known by then.
    """
    name, period = key(domain), problem.period_of(day)
    first = period.first if period else problem.first
    if any(first <= r.on < day and key(r.domain) == name for r in learner.results):
        first = max(first, stay_start(problem, learner, day))
    return level(problem, learner, domain, first)


def suits_level(problem: Problem, module: Module, levels: Collection[int | None], *, open_to_all: bool = True) -> bool:
    """Whether a module is for somebody of these levels in its domains, None where none is known: one of them is enough.

    ``open_to_all``: whether those may be in it who owe none of it. Who has no result in any domain may be in any group
    that consolidates all the same, or counts as of the level of the settings: not to know is no reason to give nothing.
    """
    unknown = problem.settings.unknown_level
    if levels and unknown is None and all(level is None for level in levels):
        return module.strand == CONSOLIDATION
    own = [unknown if level is None else level for level in levels]
    return open_to_all and (not own or any(level in module.levels for level in own))


def of_level(problem: Problem, learner: Learner, module: Module, day: date, *, open_to_all: bool = True) -> bool:
    """Whether a module is for somebody of the levels that count on a day."""
    levels = [counted_level(problem, learner, domain, day) for domain in sorted(module.domains)]
    return suits_level(problem, module, levels, open_to_all=open_to_all)


def neighbours(problem: Problem, target: str, domain: str, own: int) -> frozenset[ModuleId]:
    """Modules one level away from a module that a level of a domain opens; none where the workbook forbids it.

    Of the same domain and strand, and mixing levels as the module itself does.
    """
    module, name = problem.modules.get(ModuleId(target)), key(domain)
    if module is None or not own or not module.mix_levels or not problem.settings.neighbour_levels:
        return frozenset()
    alike = [m for m in problem.modules.values() if (m.strand, m.theme) == (module.strand, module.theme)]
    beside = [m for m in alike if m.mix_levels and own not in m.levels and m.levels & {own - 1, own + 1}]
    return frozenset(m.id for m in beside if all(name in map(key, found.domains) for found in (m, module)))


def level_in_subject(problem: Problem, learner: Learner, subject: str, before: date) -> int:
    """The most urgent level of a learner in the domains that serve a subject; `UNKNOWN_LEVEL` where no result tells."""
    name = key(subject)
    domains = {name} | {key(d) for m in problem.modules.values() if key(m.subject) == name for d in m.domains}
    found = (level(problem, learner, domain, before) for domain in sorted(domains))
    return min((n for n in found if n is not None), default=UNKNOWN_LEVEL)


def untested(problem: Problem) -> Mapping[ApprenticeId, tuple[str, ...]]:
    """Learner with days at the centre → domains, as typed, in which others have results and they have none at all.

    Those of whom nothing is asked are left out: domains that no module of the catalogue serves, people without a class.
    """
    served = {key(domain) for module in problem.modules.values() for domain in module.domains}
    typed = {key(r.domain): r.domain for learner in problem.learners.values() for r in learner.results}
    found = {}
    for learner in problem.learners.values() if typed else ():
        known = {key(r.domain) for r in learner.results}
        lack = tuple(typed[name] for name in sorted(typed) if name in served - known)
        if lack and learner.memberships and stays_of(problem, learner):
            found[learner.id] = lack
    return found


def stay_start(problem: Problem, learner: Learner, day: date) -> date:
    """First day of the stay that a day is in, of its week where the stay is longer, or where there is none."""
    starts = [stay[0] for stay in stays_of(problem, learner) if stay[0] <= day]
    # Who is there every week would else wait for the end of the term.
    return max((*starts[-1:], monday(day)))


def convert(scales: tuple[ScaleBand, ...], result: Result) -> int | None:
    """Level of one raw result: the band of its scale that holds the number, or that names the word.

    A number that falls between two bands (``9,5`` between 0–9 and 10–20) belongs to the lower one.
    """
    name, word, value = key(result.scale), key(result.value), number(result.value)
    bands = [band for band in scales if key(band.scale) == name]
    for band in bands:
        if word and word in (key(band.low), key(band.high)):
            return band.level
    spans = [span for band in bands if value is not None and (span := _span(band)) is not None]
    if value is None or not spans or not min(s[0] for s in spans) <= value <= max(s[1] for s in spans):
        return None
    inside = [found for low, high, found in spans if low <= value <= high]
    return inside[0] if inside else max((low, found) for low, _high, found in spans if low <= value)[1]


@lru_cache(maxsize=1 << 12)
def number(text: str) -> float | None:
    """A number written with a comma or a point (``12,5``), None when it is not one."""
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def _span(band: ScaleBand) -> tuple[float, float, int] | None:
    """Lowest and highest number of a band, with its level; None for a band of words."""
    low, high = number(band.low), number(band.high)
    if low is None and high is None:
        return None
    return (low if low is not None else high or 0.0, high if high is not None else low or 0.0, band.level)


def asked_target(problem: Problem, row: Debt) -> str:
    """Module or strand that somebody owes, also where the account stands under the level beside that gives it.

    The row is of a rule of need by level, whose id its own begins with; any other row says itself what is owed.
    """
    rules = (r for r in problem.need_rules if r.domain and r.source == row.source)
    mine = [r for r in rules if row.need_id == r.id or row.need_id.startswith(f"{r.id}-")]
    return max(mine, key=lambda r: len(r.id)).target if mine else row.target
