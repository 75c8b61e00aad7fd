"""Fixed events of a changed workbook: new ones come in, dropped ones go, moved ones follow; that is no choice."""

from datetime import date

from planner.domain import FixedEvent, Problem, SessionId
from planner.model import Option
from planner.solve.assembly import Assembly, place_event
from planner.solve.items import event_item
from planner.solve.resume import drop


def renew_events(assembly: Assembly, old: Problem, first: date) -> frozenset[SessionId]:
    """Bring the events from ``first`` on in line with the workbook; ids of those that are new or changed."""
    before = {e.id: e for e in old.events}
    after = {e.id: e for e in assembly.problem.events}
    changed: set[SessionId] = set()
    for key in sorted({*before, *after}):
        name = SessionId(f"fixe-{key}")
        was, now = before.get(key), after.get(key)
        if was == now or max(e.day for e in (was, now) if e is not None) < first:
            continue
        if name in assembly.sessions and assembly.sessions[name].day >= first:
            drop(assembly, name)
        if now is not None and now.day >= first:
            _add(assembly, now)
            changed.add(name)
    return frozenset(changed)


def _add(assembly: Assembly, event: FixedEvent) -> None:
    item = event_item(assembly.problem, event)
    place_event(assembly, item, Option(event.day, event.start, event.end, event.trainer_ids))
    session = assembly.sessions[item.id]
    rooms = [session.room_id] if session.room_id else []
    assembly.usage.note(
        session.id, session.day, session.start, session.end, session.minutes, session.trainer_ids, rooms,
        session.site_id,
    )  # fmt: skip
