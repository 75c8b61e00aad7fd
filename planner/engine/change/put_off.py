"""What an earlier update left as it was, because it began later than this one: now it has to be followed."""

from dataclasses import dataclass, replace
from datetime import date

from planner.domain import ApprenticeId, Problem, SessionId, Timetable
from planner.rule import Rules


@dataclass(frozen=True, slots=True)
class PutOff:
    """Sessions that may not stand, and people concerned, though both workbooks say the same of them."""

    sessions: frozenset[SessionId] = frozenset()
    people: frozenset[ApprenticeId] = frozenset()


def put_off(problem: Problem, rules: Rules, before: Timetable, first: date) -> PutOff:
    """What a timetable breaks on the days from ``first`` on that its last update could not change; mostly nothing."""
    since = str(before.summary.get("since") or "")
    sessions = tuple(s for s in before.sessions if first.isoformat() <= s.day.isoformat() < since)
    names = frozenset(s.id for s in sessions)
    rows = tuple(row for row in before.attendance if row.session_id in names)
    days = replace(before, sessions=sessions, attendance=rows)
    hard = (rule for rule in rules if rule.kind == "hard" and sessions)
    found = [f for rule in hard for f in rule.check(problem, days) if f.sessions]
    return PutOff(frozenset(s for f in found for s in f.sessions), frozenset(p for f in found for p in f.people))
