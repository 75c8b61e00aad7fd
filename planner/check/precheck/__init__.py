"""Feasibility before any calculation: plain arithmetic on the workbook, which catches most real faults at once.

Every check is a necessary condition: what it reports cannot be placed (``blocking``), or is worth a look before the
calculation (not ``blocking``). What passes may still have no timetable.
"""

from collections.abc import Mapping
from dataclasses import replace

from planner.check.precheck.alert import Alert
from planner.check.precheck.case import Case, Underway, Wanted
from planner.check.precheck.classes import class_hours, class_never_there
from planner.check.precheck.events import absent_at_events, closed_events, night_events
from planner.check.precheck.flows.joint import joint_hours
from planner.check.precheck.leaders import barrette_leaders
from planner.check.precheck.lengths import crossed_lengths, session_lengths
from planner.check.precheck.limited import limits_reached
from planner.check.precheck.linked import linked_hours, links_against, links_too_many
from planner.check.precheck.lock_pairs import lock_pairs
from planner.check.precheck.locks import lock_places
from planner.check.precheck.minors import unwatched_minors
from planner.check.precheck.orders import course_orders
from planner.check.precheck.parallel import barrette_places
from planner.check.precheck.people import (
    already_in_company,
    double_events,
    late_authorisations,
    late_entrants,
    long_events,
    unauthorised_minors,
    unknown_ages,
    unknown_levels,
    unmade_choices,
)
from planner.check.precheck.places import course_places
from planner.check.precheck.rooms import room_features, room_load, room_sizes
from planner.check.precheck.sizes import group_minimums, modules_over
from planner.check.precheck.staff import barrette_staff, barrettes_at_once
from planner.check.precheck.standing import standing_clashes, standing_limits, standing_presence, standing_seats
from planner.check.precheck.strands import strands_over_hours, strands_without_module, strands_without_place
from planner.check.precheck.together import common_days, followed_days, free_minors
from planner.check.precheck.trainers import course_sites, course_trainers, trainer_load
from planner.domain import Problem

__all__ = ["CHECKS", "Alert", "precheck"]

PRECHECKS = (
    session_lengths,
    crossed_lengths,
    links_against,
    linked_hours,
    links_too_many,
    limits_reached,
    class_never_there,
    class_hours,
    common_days,
    course_trainers,
    course_sites,
    course_places,
    course_orders,
    trainer_load,
    room_sizes,
    room_features,
    room_load,
    barrette_places,
    barrette_staff,
    barrettes_at_once,
    barrette_leaders,
    group_minimums,
    modules_over,
    strands_without_place,
    standing_clashes,
    standing_presence,
    standing_seats,
    standing_limits,
    lock_places,
    lock_pairs,
    strands_without_module,
    strands_over_hours,
    late_entrants,
    already_in_company,
    unknown_ages,
    unknown_levels,
    unauthorised_minors,
    unwatched_minors,
    unmade_choices,
    late_authorisations,
    long_events,
    night_events,
    closed_events,
    absent_at_events,
    double_events,
    followed_days,
    free_minors,
)
"""The checks, in the order in which a planner reads them."""
RESTS_ON: Mapping[str, frozenset[str]] = {
    "class_hours": frozenset({"H1c", "H2a", "H4a", "H4c", "H4d"}),
    "course_places": frozenset({"H2a", "H3c", "H4a", "H5a", "H5d", "H6b", "H13"}),
    "trainer_load": frozenset({"H1a", "H2a", "H3c", "H4a", "H5a", "H5d", "H6a", "H6b", "H6c", "H6e", "H13"}),
    "course_orders": frozenset({"H2a", "H3c", "H4a", "H5a", "H5d", "H6b", "H13", "H14", "H15", "H27"}),
    "lock_pairs": frozenset({"H1a", "H1b", "H1c", "H15"}),
    "barrette_staff": frozenset({"H1a", "H5c", "H6a", "H6b", "H7a", "H8a"}),
    "barrettes_at_once": frozenset({"H1a", "H1c", "H6a", "H6b", "H7a"}),
    "trainer_year": frozenset({"H6c", "H13"}),
    "room_load": frozenset({"H1b", "H2a", "H3c", "H4a", "H5a", "H5d", "H6a", "H6b", "H13"}),
    "room_sizes": frozenset({"H5a", "H5b", "H5c"}),
    "class_days": frozenset({"H1c", "H2a", "H3c", "H4a", "H4c", "H4d", "H5a", "H5d", "H6a", "H6b", "H7a", "H13"}),
}
"""Kinds of alert → rules that they rest on: where one of these is off, nothing is said to be without a solution."""


def precheck(problem: Problem, wanted: Wanted | None = None, underway: Underway | None = None) -> tuple[Alert, ...]:
    """Every alert of every check, what blocks first.

    ``wanted``: sessions of some courses and parts that are known otherwise than from their volume, as in a timetable.
    ``underway``: the timetable that an update goes on from.
    """
    case = Case(problem, dict(wanted or {}), underway=underway)
    alone = (alert for check in PRECHECKS for alert in check(case))
    found = [replace(alert, blocking=False) if _switched_off(problem, alert.kind) else alert for alert in alone]
    if underway is None:
        told = frozenset(c for c in problem.classes for a in found if a.blocking and f"class:{c}" in a.about)
        joint = [alert for alert in joint_hours(case, told) if not _switched_off(problem, alert.kind)]
        # The same hours against days say more than against weeks: how many are missing, and what repairs it.
        covered = frozenset(n for alert in joint for n in alert.about if not n.startswith("course:"))
        found = [alert for alert in found if not (alert.blocking and alert.about & covered)] + joint
    return tuple(sorted(found, key=lambda alert: not alert.blocking))


def _switched_off(problem: Problem, kind: str) -> bool:
    """Whether a rule is off on which what a check says rests."""
    return bool(problem.rules_off & RESTS_ON.get(kind, frozenset()))
