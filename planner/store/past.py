"""Days gone: what subscribers were told of them stays told, whatever a later version says of them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from planner.store.database import Store
from planner.store.keeping import recall
from planner.store.publication import (
    Candidate,
    EventKey,
    State,
    WantedEvent,
    events_of,
    line_told,
    publications,
    states,
)
from planner.store.terms import mark_in, mark_of

LATER_MARK = "+"
"""After the name of an event that has another one to come: the first took place, and keeps its name."""


class PastChange(NamedTuple):
    """An event of a day gone as it was told, and as a version has it, wherever it puts it; None: there is none."""

    told: WantedEvent | None
    wanted: WantedEvent | None


def past_kept(
    known: Mapping[EventKey, State], wanted: Mapping[EventKey, WantedEvent], today: date
) -> tuple[dict[EventKey, WantedEvent], dict[EventKey, PastChange]]:
    """What a version wants where events of days before today stay as they were told, and what it changes of them.

    Calendars of which nothing was told yet say everything: nobody holds them.
    """
    owners = {name[:2] for name in known}
    kept: dict[EventKey, WantedEvent] = {}
    changes: dict[EventKey, PastChange] = {}
    for name, event in wanted.items():
        place = _place(known, name, event, today)
        if event.day >= today or name[:2] not in owners or _says(known.get(place), event):
            kept[place] = event
        if name not in kept and name[:2] in owners and place == name:
            changes[name] = PastChange(None, event)
    for name, state in known.items():
        if _held(state, today) and name not in kept:
            kept[name] = WantedEvent(state.day, state.text)
            changes[name] = PastChange(kept[name], wanted.get(name))
    return kept, changes


def _place(known: Mapping[EventKey, State], name: EventKey, event: WantedEvent, today: date) -> EventKey:
    """The name under which an event is told: not its own where something else was told there of a day gone."""
    place = name
    while _held(known.get(place), today) and not _says(known.get(place), event):
        place = (*place[:2], place[2] + LATER_MARK)
    return place if event.day >= today or place in known else name


def _held(state: State | None, today: date) -> bool:
    return state is not None and not state.cancelled and state.day < today


def _says(state: State | None, event: WantedEvent) -> bool:
    return state is not None and not state.cancelled and line_told(state.text) == line_told(event.text)


def told_of_term(store: Store, mark: str) -> dict[EventKey, State]:
    """Every event of a term that was ever published."""
    return {name: state for name, state in states(store).items() if mark_in(name[2]) == mark}


def past_changes(store: Store, candidate: Candidate, today: date) -> dict[EventKey, PastChange]:
    """What a version would change of days gone, but for what the last publication was asked about already."""
    mark = candidate.problem.settings.term
    known = told_of_term(store, mark)
    if not any(_held(state, today) for state in known.values()):
        return {}
    wanted = events_of(candidate.calendars)
    _kept, changes = past_kept(known, wanted, today)
    if not changes:
        return {}
    numbers = {version.number: version for version in store.versions() if mark_of(version) == mark}
    last = [numbers[one.version] for one in publications(store) if one.version in numbers][-1]
    before = events_of(candidate.calendars_of(*recall(store, last)))
    return {name: change for name, change in changes.items() if before.get(name) != wanted.get(name)}
