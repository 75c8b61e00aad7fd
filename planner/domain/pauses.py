"""When a class has no course although it is at the centre: events, and absences that put its courses off."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.ids import ApprenticeId, ClassId
from planner.domain.offer import ClassGroup, FixedEvent
from planner.domain.people import Learner
from planner.domain.time import AM, DAY_END, PM, Absence, Bells, days_between

RELEASED = "released"
PUT_OFF = "cours reportés"


@dataclass(frozen=True, slots=True)
class Pause:
    """A span of a day in which a class (or one part of it) has no course.

    ``moved``: the hours of course are to be given in other weeks; otherwise the week is a short one. ``rest``: what
    those who are at the centre do (``study`` or ``released``); empty where the whole class is at the event.
    """

    class_id: ClassId
    part: str
    day: date
    start: int
    end: int
    moved: bool
    rest: str = ""
    label: str = ""
    event_id: str = ""


Pauses = Mapping[tuple[ClassId, date], tuple[Pause, ...]]


def pauses_of(
    events: Iterable[FixedEvent],
    learners: Mapping[ApprenticeId, Learner],
    groups: Iterable[ClassGroup],
    first: date,
    last: date,
) -> Pauses:
    """Every pause between two days, by class and day."""
    found: dict[tuple[ClassId, date], list[Pause]] = {}
    for pause in (*_of_events(events, learners), *_of_absences(learners.values(), groups, first, last)):
        rows = found.setdefault((pause.class_id, pause.day), [])
        if first <= pause.day <= last and pause not in rows:
            rows.append(pause)
    return {key: tuple(rows) for key, rows in found.items() if rows}


def _of_events(events: Iterable[FixedEvent], learners: Mapping[ApprenticeId, Learner]) -> Iterator[Pause]:
    for event in events:
        at, moved = (event.day, event.start, event.end), bool(event.makeup)
        if not event.partial:
            yield from (Pause(c, "", *at, moved, "", event.label, event.id) for c in event.class_ids)
        elif event.rest != "maintained":
            classes = event.class_ids or _classes(event.apprentice_ids, learners, event.day)
            yield from (Pause(c, "", *at, moved, event.rest, event.label, event.id) for c in classes)
        elif event.part and not event.apprentice_ids:
            yield from (Pause(c, event.part, *at, moved, "", event.label, event.id) for c in event.class_ids)


def _classes(people: Iterable[ApprenticeId], learners: Mapping[ApprenticeId, Learner], day: date) -> list[ClassId]:
    found = (learners[a].membership(day) for a in people if a in learners)
    return sorted({m.class_id for m in found if m is not None})


def _of_absences(learners: Iterable[Learner], groups: Iterable[ClassGroup], first: date, last: date) -> Iterator[Pause]:
    """Absences of some people, or of a part, during which the courses of their class are put off."""
    for learner in learners:
        for absence, day in _put_off(learner.absences, first, last):
            home = learner.membership(day)
            if home is not None:
                yield Pause(home.class_id, "", day, absence.start, absence.end, True, RELEASED, PUT_OFF)
    for group in groups:
        for absence, day in _put_off(group.absences, first, last):
            yield Pause(group.id, "", day, absence.start, absence.end, True, RELEASED, PUT_OFF)


def _put_off(absences: Iterable[Absence], first: date, last: date) -> Iterator[tuple[Absence, date]]:
    for absence in absences:
        if absence.postponed and absence.hard:
            days = days_between(max(first, absence.first or first), min(last, absence.last or last))
            yield from ((absence, day) for day in days if absence.on(day))


def covered(bells: Bells, day: date, spans: Iterable[tuple[int, int]]) -> int:
    """Mask of the half-days of which some spans take every slot together."""
    spans = sorted(spans)
    if not spans:
        return 0
    mask, weekday = 0, day.weekday()
    noon = bells.noon(weekday)
    for half, start, end in ((AM, 0, noon), (PM, noon, DAY_END)):
        slots = [(max(s.start, start), min(s.end, end)) for s in bells.days[weekday] if s.start < end and start < s.end]
        if slots and all(_within(slot, spans) for slot in slots):
            mask |= half
    return mask


def _within(slot: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    at, end = slot
    for low, high in spans:
        if low <= at < high:
            at = high
    return at >= end


def absent_spans(absences: Iterable[Absence], day: date, without_makeup: bool = False) -> list[tuple[int, int]]:
    """Spans of the absences of a class on a day; ``without_makeup``: only those whose hours are lost."""
    return [(a.start, a.end) for a in absences if a.hard and a.on(day) and not (without_makeup and a.makeup)]
