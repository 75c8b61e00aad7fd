"""One scorer for the timetable of a department's week, whoever made it: half-days, hours at which a tutor is not there,

and every rule of the files that is broken. It reads the files and where each course is, nothing else.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.iut_files import At, Institute, Lecture, Span


@dataclass(frozen=True, slots=True)
class Scored:
    """Half-days on which a tutor, or a smallest group, has something; minutes in which a tutor is not there."""

    tutor_half_days: int
    group_half_days: int
    minutes_tutor_away: int
    broken: Mapping[str, int]
    """Rules of the files, and how often each is broken."""

    def components(self) -> dict[str, int]:
        """The three figures."""
        return {
            "tutor_half_days": self.tutor_half_days,
            "group_half_days": self.group_half_days,
            "minutes_tutor_away": self.minutes_tutor_away,
        }


def score(institute: Institute, where: Mapping[str, At]) -> Scored:
    """The figures of a timetable; ``where``: by course, those without a place left out."""
    held = [(institute.lectures[name], at) for name, at in where.items()]
    tutors = {(tutor, *half) for one, at in held for tutor in at.tutors for half in _halves(institute, one, at)}
    groups = {
        (leaf, *half)
        for one, at in held
        for leaf in institute.leaves[one.group]
        for half in _halves(institute, one, at)
    }
    away = sum(_shared(_span(one, at), institute.away(tutor, one.week)) for one, at in held for tutor in at.tutors)
    broken = Counter(itertools.chain(_alone(institute, held), _pairs(institute, held), _links(institute, where)))
    return Scored(len(tutors), len(groups), away, dict(sorted(broken.items())))


def _span(one: Lecture, at: At) -> Span:
    return Span(at.day, at.start, at.start + one.minutes)


def _halves(institute: Institute, one: Lecture, at: At) -> Iterator[tuple[int, bool]]:
    lunch, span = institute.hours[one.department].lunch, _span(one, at)
    if span.start < lunch[0]:
        yield at.day, False
    if span.end > lunch[0]:
        yield at.day, True


def _shared(span: Span, others: Iterable[Span]) -> int:
    """Minutes of a span that others cover."""
    return sum(max(0, min(span.end, o.end) - max(span.start, o.start)) for o in others if o.day == span.day)


def _alone(institute: Institute, held: Iterable[tuple[Lecture, At]]) -> Iterator[str]:
    """What a course breaks whatever the others do."""
    for one, at in held:
        if at.start not in one.starts or at.day not in institute.hours[one.department].days:
            yield "start not allowed"
        if (one.week, at.day) in institute.holidays:
            yield "closed day"
        if one.room_type not in institute.room_types.get(at.room, frozenset()):
            yield "room of another type"
        if _shared(_span(one, at), institute.closed(at.room, one.week)):
            yield "room closed"
        if any(_shared(_span(one, at), institute.away(tutor, one.week)) for tutor in at.tutors):
            yield "tutor away"


def _pairs(institute: Institute, held: Iterable[tuple[Lecture, At]]) -> Iterator[str]:
    """What two courses at one time break."""
    for (one, at), (other, there) in itertools.combinations(held, 2):
        if one.week == other.week and _shared(_span(one, at), [_span(other, there)]):
            if set(institute.leaves[one.group]) & set(institute.leaves[other.group]):
                yield "group twice"
            if set(at.tutors) & set(there.tutors):
                yield "tutor twice"
            if _atoms(institute, at.room) & _atoms(institute, there.room):
                yield "room twice"


def _atoms(institute: Institute, room: str) -> frozenset[str]:
    return institute.atoms.get(room, frozenset())


def _links(institute: Institute, where: Mapping[str, At]) -> Iterator[str]:
    """Orders between two courses that are not kept."""
    for link in institute.links:
        if link.first in where and link.second in where:
            one, at, then = institute.lectures[link.first], where[link.first], where[link.second]
            if one.week != institute.lectures[link.second].week:
                continue
            end = at.start + one.minutes
            if (at.day, end) > (then.day, then.start):
                yield "order"
            if link.back_to_back and (at.day, end) != (then.day, then.start):
                yield "back to back"
            if link.other_day and at.day == then.day:
                yield "not the same day"
