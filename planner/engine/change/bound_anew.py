"""What the sheets *Liens* and *Limites* bind that they did not, and bind no more: asked as an update begins.

A limit that is new may be against what stands: its sessions look for another place in their week, as anything that is
hit (`times.Retime.weeks`). One that is gone, looser or only wished may have left something out of a week, which is then
tried again (`due_again.take_stock`). So are links, and rules that *Règles* switches on or off.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.courses.broken_links import OF_LINKS
from planner.courses.teams import teams_of
from planner.domain import Kind, Link, Missing, Problem, Relation, SessionId, Timetable, Waits, WeekLimit
from planner.engine.change.touched import differ
from planner.rule import Rules, active

OF_LIMITS = ("H31", "H32", "H33", "H34", "H35", "H36", "H37")
BINDING = frozenset({*OF_LINKS.values(), *OF_LIMITS})


def newly_against(old: Problem, board: Board, rules: Rules, moves: date = date.min) -> frozenset[SessionId]:
    """Sessions that a link or a limit is against as they stand, and was not by the workbook of before.

    Never an event, nor what stands already: these go nowhere. Limits hold from ``moves`` on: what is announced stays
    (`limits_left`).
    """
    problem = board.problem
    if not differ(old, problem, "links", "week_limits", "rules_off"):
        return frozenset()
    # Cells apart, which a finding names where the workbook is at hand: that of before is not.
    now, bare, found = Timetable(tuple(board.sessions.values())), replace(problem, origins={}), set[SessionId]()
    before = {rule.key for rule in active(rules, old)}
    for rule in active(rules, problem):
        if rule.key in BINDING:
            known = {one.text for one in rule.check(old, now)} if rule.key in before else set[str]()
            late = (one for one in rule.check(bare, now) if one.text not in known)
            keys = {key for one in late for key in one.sessions}
            found |= {k for k in keys if rule.key not in OF_LIMITS or board.sessions[k].day >= moves}
    return frozenset(k for k in found if board.sessions[k].kind != Kind.FIXED and k not in problem.stands)


def lifted(old: Problem, new: Problem, row: Missing) -> bool:
    """Whether a link or limit that may have left a session of a course out of its week binds it no more."""
    if row.kind != Kind.COURSE or row.waits != Waits.NO or row.week is None or row.course_id not in new.courses:
        return False
    return any(_of_link(old, link, row) for link in _gone_links(old, new)) or any(
        _of_limit(old, limit, row) for limit in _gone_limits(old, new)
    )


def _gone_links(old: Problem, new: Problem) -> Iterator[Link]:
    """Links that bound and do not any more, or not so."""
    off = new.rules_off - old.rules_off
    for link in (one for one in old.links if one.hard):
        if link not in new.links or OF_LINKS.get(link.relation) in off:
            yield link


def _gone_limits(old: Problem, new: Problem) -> Iterator[WeekLimit]:
    """Limits that bound and do not any more, or not so."""
    off = (new.rules_off - old.rules_off).intersection(OF_LIMITS)
    return (limit for limit in old.limits_bound if off or limit not in new.limits_bound)


def _of_link(problem: Problem, link: Link, row: Missing) -> bool:
    """Whether a link may keep a course from its hours: one of its own, or any of a class whose day another ends."""
    if link.relation is not Relation.ENDS_DAY:
        return row.course_id in link.course_ids
    return any(set(row.class_ids) & set(problem.courses[c].class_ids) for c in link.course_ids)


def _of_limit(problem: Problem, limit: WeekLimit, row: Missing) -> bool:
    """Whether a limit is of a class of a course, of who may give it, or of a room, which may have been its own."""
    course = problem.courses.get(row.course_id) if row.course_id else None
    teams = teams_of(problem, course) if course is not None else ()
    return (
        bool(limit.room_ids)
        or not set(row.class_ids).isdisjoint(limit.class_ids)
        or any(not set(team).isdisjoint(limit.trainer_ids) for team in teams)
    )
