"""Pre-check on courses that follow one another: the longest chain against the days that are left to each of them.

The earliest end of each session is reckoned along the chain, rank by rank; a follower whose last sessions have no hour
left after it cannot have them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.check.precheck.places import Places
from planner.domain import Course, CourseId, Lock, Problem, clock
from planner.words import count, course_name, say_all, say_day

Moment = tuple[date, int]
"""A day, and minutes after midnight."""
ORDER_RULE = "H14"


@dataclass(frozen=True, slots=True)
class _Row:
    """Sessions of a course, each as early as it may be: (day, start, end); fewer than wanted where no hour is left."""

    spans: tuple[tuple[date, int, int], ...]
    wanted: int

    @property
    def short(self) -> int:
        """Sessions that have no hour."""
        return self.wanted - len(self.spans)


@dataclass
class _Chains:
    """The earliest sessions of courses, along what each of them follows; asked once each."""

    case: Case
    _known: dict[tuple[CourseId, str, bool], _Row] = field(default_factory=dict)
    _hours: dict[tuple[CourseId, str], list[tuple[date, tuple[tuple[int, int], ...]]]] = field(default_factory=dict)

    def hours(self, course: Course, part: str) -> list[tuple[date, tuple[tuple[int, int], ...]]]:
        """Days on which a course may be, with the (start, end) of its shortest sessions that may be there."""
        if (course.id, part) not in self._hours:
            places, problem = Places(self.case.problem, course, part), self.case.problem
            found = ((day, tuple(sorted(places.spans(day)))) for day in problem.days)
            self._hours[course.id, part] = [(day, spans) for day, spans in found if spans]
        return self._hours[course.id, part]

    def earliest(self, course: Course, part: str, alone: bool = False) -> _Row:
        """Sessions of a course as early as may be; ``alone``: whatever it follows."""
        asked = course.id, part, alone
        if asked not in self._known:
            self._known[asked] = _Row((), 0)  # no circle is followed
            self._known[asked] = self._earliest(course, part, alone)
        return self._known[asked]

    def _earliest(self, course: Course, part: str, alone: bool) -> _Row:
        wanted, found, today = len(self.case.wanted(course, part)), list[tuple[date, int, int]](), 0
        before = [] if alone else [self.earliest(one, letter) for one, letter in self.before(course, part)]
        fixed = sorted(_moment(lock) for lock in _locks(self.case.problem, course, part))
        for day, spans in self.hours(course, part):
            while len(found) < wanted:
                rank = len(found)
                today = sum(one[0] == day for one in found)
                after = max((_end(row, rank) for row in before), default=(date.min, 0))
                # The last sessions come no earlier than the locks that leave no fewer to come.
                late = fixed[rank - wanted] if wanted - rank <= len(fixed) else (date.min, 0)
                since = max(after, late, (found[-1][0], found[-1][2]) if found else (date.min, 0))
                if today >= course.max_per_day:
                    break
                span = min((s for s in spans if (day, s[0]) >= since), key=lambda s: s[1], default=None)
                if span is None:
                    break
                found.append((day, *span))
        return _Row(tuple(found), wanted)

    def before(self, course: Course, part: str) -> Iterator[tuple[Course, str]]:
        """What a course follows, and the part of it; but for what stands already, or is told by its parts only."""
        problem = self.case.problem
        for first in problem.comes_after(course):
            letter = part if first.parts > 1 else ""
            plain = not problem.standing_of(first.id) and not problem.standing_of(course.id)
            if plain and not first.barrette_id and not course.barrette_id and (first.parts == 1 or part):
                yield first, letter


def _end(row: _Row, rank: int) -> Moment:
    """When the session of a rank ends at the earliest; never, where it has no hour; at once, where there is none."""
    if rank >= row.wanted:
        return date.min, 0
    return (row.spans[rank][0], row.spans[rank][2]) if rank < len(row.spans) else (date.max, 0)


def _locks(problem: Problem, course: Course, part: str) -> list[Lock]:
    """Dated locks of a course and part, at an hour."""
    mine = (lock for lock in problem.locks if lock.course_id == course.id and lock.part in ("", part))
    dated = (lock for lock in mine if lock.day is not None and problem.first <= lock.day <= problem.last)
    return [lock for lock in dated if lock.start is not None]


def _moment(lock: Lock) -> Moment:
    return lock.day or date.min, lock.start or 0


def course_orders(case: Case) -> Iterator[Alert]:
    """Courses that follow others, and of which some session can have no hour after the one of its rank."""
    problem, chains = case.problem, _Chains(case)
    if case.underway is not None or ORDER_RULE in problem.rules_off:
        return
    for course in problem.courses.values():
        for part in "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",):
            firsts = list(chains.before(course, part))
            if not firsts:
                continue
            late = _too_late(chains, course, part, firsts)
            text, firm = late or (_locked_early(chains, course, part, firsts), True)
            if text:
                cells = tuple(cell for first, _part in firsts if (cell := origin(problem, "course", first.id)))
                about = frozenset(f"course:{one.id}" for one in (course, *(first for first, _part in firsts)))
                yield Alert("course_orders", text, origin(problem, "course", course.id), firm, cells, about)
                break


def _too_late(
    chains: _Chains, course: Course, part: str, firsts: Sequence[tuple[Course, str]]
) -> tuple[str, bool] | None:
    """Sessions that have no hour left after those that they follow, and whether this is proven; None where all have.

    How many sessions give the hours is a guess where no lengths are typed: only the first of them is sure then.
    """
    problem, row = chains.case.problem, chains.earliest(course, part)
    rank = len(row.spans)
    first, late = max(((one, chains.earliest(one, letter)) for one, letter in firsts), key=lambda p: _end(p[1], rank))
    when, hour = _end(late, rank)
    if row.short <= chains.earliest(course, part, alone=True).short or when == date.max:
        return None
    firm = rank == 0 or all(one.lengths for one in (course, *(one for one, _letter in firsts)))
    last, spans = chains.hours(course, part)[-1]
    chain = _chain(chains, course, part)
    through = f" (dans l'ordre : {', puis '.join(c.subject for c in chain)})" if len(chain) > 2 else ""
    cannot = "ne peut finir" if firm else "ne finira sans doute pas"
    said = (
        f"{course_name(problem, course.id)} vient après {course_name(problem, first.id)}{through} : la séance "
        f"{rank + 1} de {first.subject} {cannot} avant le {say_day(when)} à {clock(hour)}, et {course.subject} n'a "
        f"d'heures possibles que jusqu'au {say_day(last)} à {clock(max(end for _start, end in spans))} ; il manque "
        f"{count(row.short, 'séance')} sur {row.wanted}. Solution, au choix : "
        f"{count(row.short, 'séance')} de {course.subject} possible{'s' if row.short > 1 else ''} plus tard ; "
        f"{first.subject} plus tôt (présence de la classe, du formateur ou de la salle) ; ou vider « après »."
    )
    return said, firm


def _chain(chains: _Chains, course: Course, part: str) -> list[Course]:
    """The courses before one, the latest of each, first to last."""
    found, letter = [course], part
    while firsts := list(chains.before(found[0], letter)):
        first, letter = max(firsts, key=lambda pair: chains.earliest(*pair).spans[-1:] or ((date.max, 0, 0),))
        if first in found:
            break
        found.insert(0, first)
    return found


def _locked_early(chains: _Chains, course: Course, part: str, firsts: Sequence[tuple[Course, str]]) -> str:
    """A lock that asks for a session before the one of its rank can have ended; empty where there is none."""
    problem = chains.case.problem
    locks = sorted(_locks(problem, course, part), key=_moment)
    for rank, lock in enumerate(locks):
        for first, letter in firsts:
            row = chains.earliest(first, letter)
            if rank < len(row.spans) and _end(row, rank) > _moment(lock):
                theirs = sorted(_locks(problem, first, letter), key=_moment)
                cells = say_all(dict.fromkeys(one.origin for one in (lock, *theirs) if one.origin))
                where = f" ({cells})" if cells else ""
                day = row.spans[rank][0]
                return (
                    f"{course_name(problem, course.id)} est verrouillé le {say_day(_moment(lock)[0])}{where}, avant la "
                    f"séance {rank + 1} de {first.subject}, qui vient d'abord (« après ») et ne peut finir avant le "
                    f"{say_day(day)}. Solution, au choix : un verrou de {course.subject} plus tard, un verrou de "
                    f"{first.subject} plus tôt, ou vider « après »."
                )
    return ""
