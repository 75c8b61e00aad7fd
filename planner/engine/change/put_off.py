"""What an earlier update left as it was, because it began later than this one: now it has to be followed.

`again.Again` asks before it settles whom a change concerns. The first day of the update before is ``since`` of its
summary; the days from ``first`` up to it are checked by every hard rule, and the sessions of what is broken are judged
with those of the change. Nothing changes here.

An absence from the 10th on was typed, and followed from the 15th on only. Asked again from the 11th on, an update finds
the same absence in both workbooks, and the sessions of the 11th to the 14th by this check alone.
"""

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
