"""What a change asks that nothing can undo: days gone and new events alone pass a limit of a week or a month."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.domain import FixedEvent, Problem, Session, Timetable, TrainerId, event_session_id, monday
from planner.engine.change.touched import may_less
from planner.engine.people.attend import place_event
from planner.engine.week.items import event_item
from planner.model import Option
from planner.rule import Finding, Rules, active

OF_A_WEEK = "H4d"
"""The rule on hours of people in a week, which hours of days gone count in."""
OF_ADULTS = "H6c"
"""The one on hours of adults on a day, in a week, a month and the year."""


def forced(
    old: Problem, new: Problem, before: Timetable, rules: Rules, first: date
) -> Iterator[tuple[Finding, tuple[FixedEvent, ...]]]:
    """Limits of a week that days before ``first`` and events pass by themselves, with the new events that do it."""
    added = [event for event in new.events if event.day >= first and event not in old.events]
    asked = [rule for rule in active(rules, new) if rule.key == OF_A_WEEK]
    for week in sorted({monday(event.day) for event in added}):
        mine = tuple(event for event in added if monday(event.day) == week)
        held = _held(new, before, week, first)
        for rule in asked:
            for finding in rule.check(new, held):
                guilty = tuple(event for event in mine if _takes_part(held, finding, event))
                if guilty and not finding.to_verify:
                    yield finding, guilty
    # An adult has limits of a month and a year too: all days gone, and all events.
    held = _held(new, before, None, first) if added else Timetable()
    for finding in (f for rule in active(rules, new) if rule.key == OF_ADULTS for f in rule.check(new, held)):
        guilty = tuple(event for event in added if _takes_part(held, finding, event))
        if guilty and not finding.to_verify:
            yield finding, guilty


def forced_by_limits(
    old: Problem, new: Problem, before: Timetable, rules: Rules, first: date
) -> Iterator[tuple[Finding, TrainerId, tuple[Session, ...]]]:
    """Adults who may work less than before, while days gone and what the workbook fixes are more than that already.

    With each comes what it fixes for them on ``first`` or later: events, and sessions that stand. Nothing where only
    days gone are too many: they cannot change, and are excused.
    """
    lowered = may_less(old, new)
    asked = [rule for rule in active(rules, new) if rule.key == OF_ADULTS] if lowered else []
    pasted = [s for s in before.sessions if s.day >= first and s.id in new.stands]
    held = _held(new, before, None, first, pasted) if asked else Timetable()
    for who in sorted(lowered):
        # Asked about one at a time: two who lead the same sessions have a finding each.
        alone = replace(new, trainers={who: new.trainers[who]})
        for finding in (f for rule in asked for f in rule.check(alone, held) if not f.to_verify):
            fixed = tuple(s for key in finding.sessions if (s := held.session[key]).day >= first)
            if fixed:
                yield finding, who, fixed


def _held(
    problem: Problem, before: Timetable, week: date | None, first: date, pasted: Sequence[Session] = ()
) -> Timetable:
    """What a week, or the whole term, has whatever is placed: days gone as they were, events, and ``pasted``."""
    board = Board(problem, ())
    past = [s for s in before.sessions if s.day < first and week in (None, monday(s.day))]
    for session in (*past, *pasted):
        rows = before.attendees.get(session.id, ())
        board.put(session, {row.apprentice_id: row.remote for row in rows if row.apprentice_id in problem.learners})
    for event in problem.events:
        if event.day >= first and week in (None, monday(event.day)):
            place_event(board, event_item(problem, event), Option(event.day, event.start, event.end, event.trainer_ids))
    return board.timetable()


def _takes_part(held: Timetable, finding: Finding, event: FixedEvent) -> bool:
    """Whether an event is of those whom a finding speaks of."""
    name = event_session_id(event.id)
    return name in finding.sessions or any(r.apprentice_id in finding.people for r in held.attendees.get(name, ()))
