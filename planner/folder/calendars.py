"""The calendars of a publication, between what the store keeps of an event and what a calendar file says of it."""

from datetime import date

from outputs.ics.published import Owned, ToPublish, decode, encode, marks, owned
from planner.domain import Problem, Timetable
from planner.store.publication import OwnedCalendar, Owner, State, WantedEvent, shown
from planner.store.publishing import PublicationPlan
from planner.store.terms import mark_in

GONE = "emploi du temps"
"""Name of the calendar of somebody of whom no version is left."""


def calendars_of(problem: Problem, timetable: Timetable) -> dict[Owner, OwnedCalendar]:
    """Every calendar of a version, as the store keeps what it says."""
    return {
        owner: OwnedCalendar(one.name, {what: WantedEvent(text.day, encode(text)) for what, text in one.entries})
        for owner, one in owned(problem, timetable).items()
    }


def _name(plan: PublicationPlan, owner: Owner) -> str:
    return plan.wanted[owner].name if owner in plan.wanted else plan.names.get(owner, GONE)


def calendars(plan: PublicationPlan, today: date) -> list[ToPublish]:
    """Every calendar with the events of all terms; a cancelled one until its day has passed."""
    events: dict[Owner, list[tuple[str, State]]] = {owner: [] for owner in plan.addresses}
    for (audience, owner, what), state in plan.states.items():
        if shown(state, today):
            events[audience, owner].append((what, state))
    return [
        ToPublish(
            *owner,
            address.secret,
            _name(plan, owner),
            [(w, decode(s.text), marks(s.modified, s.sequence, s.cancelled)) for w, s in events[owner]],
        )
        for owner, address in sorted(plan.addresses.items())
    ]


def expected_calendars(plan: PublicationPlan) -> dict[Owner, Owned]:
    """What the files must tell: this term as planned, and of the other terms what was told and not cancelled."""
    found = {owner: Owned(_name(plan, owner), []) for owner in plan.addresses}
    for (audience, code, what), event in plan.events.items():
        found[audience, code].entries.append((what, decode(event.text)))
    mark = plan.problem.settings.term
    for (audience, code, what), state in plan.states.items():
        if mark_in(what) != mark and not state.cancelled:
            found[audience, code].entries.append((what, decode(state.text)))
    return found
