"""What refusals change: the problem without what was refused, and people held in the groups that they have."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from planner.domain import ApprenticeId, ExplicitNeed, Kind, Lock, Problem, Result, Timetable, key
from planner.domain.proposal import Target


def without(problem: Problem, refused: Iterable[Target], like: Problem | None = None) -> Problem:
    """The problem as if results and rows of needs that were refused were as before.

    ``like``: a problem whose learners are taken as they are where they then say the same, whatever the order.
    """
    learners, needs = dict(problem.learners), problem.explicit_needs
    for target in refused:
        person = target.apprentice_id
        if target.domain and person in learners:
            known = like.learners.get(person) if like is not None and person is not None else None
            now = learners[person].results
            results = _restored(now, target, known.results if known else ())
            learners[person] = replace(learners[person], results=results)
        elif target.need_id:
            needs = tuple(_rows(needs, target))
    return replace(problem, learners=learners, explicit_needs=needs)


def _restored(results: Sequence[Result], target: Target, known: Sequence[Result]) -> tuple[Result, ...]:
    found = (*(r for r in results if key(r.domain) != target.domain), *target.results)
    return tuple(known) if sorted(found, key=repr) == sorted(known, key=repr) else found


def _rows(needs: Sequence[ExplicitNeed], target: Target) -> Iterator[ExplicitNeed]:
    """Rows of *Besoins* with one of them as it was, for one of its people or for all."""
    before, person = target.need, target.apprentice_id
    back = before if person is None or before is None else _of(before, person)
    for need in needs:
        if need.id != target.need_id:
            yield need
            continue
        others = tuple(a for a in need.apprentice_ids if a != person) if person is not None else ()
        if back is not None:
            yield back
            back = None
        if others or (person is not None and need.class_id is not None):
            yield replace(need, apprentice_ids=others)
    if back is not None:
        yield back


def _of(need: ExplicitNeed, person: ApprenticeId) -> ExplicitNeed | None:
    """The row for one of its people."""
    return replace(need, apprentice_ids=(person,)) if person in need.apprentice_ids else None


def with_kept_groups(problem: Problem, timetable: Timetable, refused: Iterable[Target], first: date) -> Problem:
    """The problem with a lock on each hour of barrette that people whose change was refused have from a day on.

    So they keep their groups where others are composed anew, as far as those still open. Locks of the workbook come
    first.
    """
    people = {t.apprentice_id for t in refused if t.apprentice_id is not None}
    found = [
        Lock(barrette_id=s.barrette_id, apprentice_id=person, module_id=s.module_id, day=s.day, start=s.start)
        for person in sorted(people)
        for s in timetable.by_apprentice.get(person, ())
        if s.kind == Kind.BARRETTE and s.day >= first
    ]
    return replace(problem, locks=(*problem.locks, *found)) if found else problem
