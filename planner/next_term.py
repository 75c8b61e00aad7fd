"""The problem of the next term, from a problem and the timetable that it has had."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain import (
    DISTANCE_DONE,
    STRANDS,
    TOTAL_DONE,
    ApprenticeId,
    Barrette,
    ExplicitNeed,
    FixedEvent,
    GroupMembership,
    Learner,
    ModuleId,
    Problem,
    Session,
    Timetable,
    Trainer,
    clock,
    monday,
)
from planner.hours.balances import ENTRY, done_minutes, known, school_year
from planner.hours.entry import ENTRY_THEMES
from planner.hours.missed import SOURCE_MAKEUP
from planner.hours.owed import SOURCE_ENTRY
from planner.words import DAY_NAMES

FRESH = 45
"""Days of the school year by which a term is its first: nothing of the year lies before it."""


@dataclass(frozen=True)
class NextTerm:
    """The problem of the next term, and what the planner has to be told, title by title."""

    problem: Problem
    unknown: tuple[str, ...]
    """People whose hours before the last term are not known."""
    hours: tuple[str, ...]
    """Barrettes with several hours a week, and their usual hours, which no cell can keep."""
    left: tuple[str, ...]
    """Hours still due that no sheet can hold."""
    gone: tuple[str, ...]
    """People who have left."""


def next_dates(problem: Problem) -> tuple[date, date]:
    """The Monday after the last day, and as many weeks as before."""
    first = monday(problem.last) + timedelta(weeks=1)
    return first, first + (monday(problem.last) - monday(problem.first)) + timedelta(days=problem.last.weekday())


def next_term(problem: Problem, timetable: Timetable, first: date, last: date) -> NextTerm:
    """Carry over people, offer, hours done, groups and open needs; calendars and dated things that are over go."""
    same_year = school_year(first) == school_year(problem.last)
    gone = tuple(p.name for p in problem.learners.values() if p.exit is not None and p.exit < first)
    stay = {k: p for k, p in problem.learners.items() if p.exit is None or p.exit >= first}
    needs = tuple(n for need in _needs(problem, timetable, first) if (n := _for(need, stay)) is not None)
    open_needs = {need.id for need in needs}
    learners, unknown = {}, []
    for key, learner in stay.items():
        sure = _sure(problem, learner)
        unknown += [] if sure or _year_alone(problem, learner) else [learner.name]
        done = _done(problem, timetable, learner, open_needs, sure=sure, same_year=same_year)
        learners[key] = replace(learner, done_minutes=done)
    barrettes = {k: _with_hour(timetable, b) for k, b in problem.barrettes.items()}
    after = replace(
        problem,
        first=first,
        last=last,
        learners=learners,
        trainers={k: _trainer(timetable, problem, t, same_year=same_year) for k, t in problem.trainers.items()},
        barrettes=barrettes,
        explicit_needs=needs,
        last_groups=_groups(problem, timetable, stay),
        pairings=tuple(p for p in problem.pairings if p.apprentice_ids <= set(stay)),
        arrangements=tuple(a for a in problem.arrangements if a.apprentice_id in stay),
        exemptions=tuple(e for e in problem.exemptions if e.apprentice_id in stay),
        paths=tuple(p for p in problem.paths if p.apprentice_id in stay),
        later_events=tuple(e for event in problem.later_events if (e := _still(event, stay)) is not None),
        visits=tuple(v for v in problem.visits if v.apprentice_id in stay),
        locks=tuple(lock for lock in problem.locks if lock.apprentice_id is None or lock.apprentice_id in stay),
        periods=(),
        standing=(),
        realised=(),
        rolls=(),
        actions=tuple(a for a in problem.actions if a.apprentice_id in stay),
        before=None,
        has_balances=any(set(p.done_minutes) - {ENTRY} for p in learners.values()),
    )
    return NextTerm(after, tuple(unknown), _hours(timetable, problem), _left(timetable, stay), gone)


def _for(need: ExplicitNeed, stay: Mapping[ApprenticeId, Learner]) -> ExplicitNeed | None:
    """A need of those who stay; None where nobody does."""
    people = tuple(a for a in need.apprentice_ids if a in stay)
    return replace(need, apprentice_ids=people) if people or need.class_id else None


def _still(event: FixedEvent, stay: Mapping[ApprenticeId, Learner]) -> FixedEvent | None:
    """An event of those who stay; None where it was of people who have all left."""
    people = tuple(a for a in event.apprentice_ids if a in stay)
    over = event.apprentice_ids and not people
    return None if over else replace(event, apprentice_ids=people)


def _sure(problem: Problem, learner: Learner) -> bool:
    """Whether what somebody did before the term is known: by a balance, or because there was nothing to do."""
    year, _end = school_year(problem.first)
    began = (problem.first - year).days <= FRESH
    newcomer = learner.entry is not None and (learner.entry >= problem.first or (began and learner.entry >= year))
    return newcomer or known(problem, learner)


def _year_alone(problem: Problem, learner: Learner) -> bool:
    """Whether the year is all that counts, no minimum of the cycle being asked, and the term was its beginning."""
    home = learner.membership(problem.last) or next(iter(learner.memberships), None)
    group = problem.classes.get(home.class_id) if home else None
    programme = problem.programmes.get(group.programme_id) if group else None
    cycle = programme is not None and programme.cycle_minutes is not None
    return not cycle and (problem.first - school_year(problem.first)[0]).days <= FRESH


def attended(problem: Problem, timetable: Timetable, person: ApprenticeId) -> list[Session]:
    """Sessions of somebody that took place, as far as *Réalisé* says."""
    return [s for s in timetable.by_apprentice.get(person, ()) if not problem.missed(s.id, person)]


def _done(
    problem: Problem, timetable: Timetable, learner: Learner, needs: set[str], *, sure: bool, same_year: bool
) -> Mapping[str, int]:
    """Hours done by key, as *Reprise* has them; of a year that is over, its strands are not counted again."""
    sessions, before = attended(problem, timetable, learner.id), learner.done_minutes
    counted = sure or (same_year and _year_alone(problem, learner))
    found = Counter({k: m for k, m in before.items() if k == ENTRY or (counted and k not in needs)})
    found[ENTRY] += sum(s.minutes for s in sessions if s.module_id and _theme(problem, s) in ENTRY_THEMES)
    for session in sessions if counted else ():
        for name in _counts_for(problem, session):
            found[name] += session.minutes
    if sure:
        found[TOTAL_DONE] = done_minutes(problem, learner) + sum(s.minutes for s in sessions)
        far = [s.minutes for s in sessions if _far(timetable, s, learner.id)]
        if far or DISTANCE_DONE in before:
            found[DISTANCE_DONE] = before.get(DISTANCE_DONE, 0) + sum(far)
    for row in timetable.debts:
        if row.apprentice_id == learner.id and row.need_id in needs:
            need = next(n for n in problem.explicit_needs if n.id == row.need_id)
            found[row.need_id] = need.minutes_total - row.due + row.planned
    if not same_year:
        for strand in STRANDS:
            del found[strand]
    return {k: m for k, m in sorted(found.items()) if m > 0 or k == TOTAL_DONE}


def _theme(problem: Problem, session: Session) -> str:
    module = problem.modules.get(session.module_id) if session.module_id else None
    return module.theme if module else ""


def _counts_for(problem: Problem, session: Session) -> list[str]:
    """The course, or the module and the strand, that the minutes of a session are of."""
    courses = [c for c in session.course_ids if c in problem.courses]
    module = problem.modules.get(session.module_id) if session.module_id else None
    names = courses[:1] if courses else [module.id] if module and module.theme != "study" else []
    return [*names, *([session.strand] if session.strand else [])]


def _far(timetable: Timetable, session: Session, person: ApprenticeId) -> bool:
    rows = timetable.attendees.get(session.id, ())
    return session.modality in ("remote_sync", "remote_async") or any(
        r.remote for r in rows if r.apprentice_id == person
    )


def _trainer(timetable: Timetable, problem: Problem, trainer: Trainer, *, same_year: bool) -> Trainer:
    """Hours of the school year: those of a year that is over are done with. Groups watched at once count once."""
    spans = {
        (s.day, s.start, s.end): s.minutes
        for s in timetable.by_trainer.get(trainer.id, ())
        if s.id not in problem.called_off
    }
    return replace(trainer, year_done=trainer.year_done + sum(spans.values()) if same_year else 0)


def _needs(problem: Problem, timetable: Timetable, first: date) -> tuple[ExplicitNeed, ...]:
    """Explicit needs that are neither closed nor met; a deadline that is over goes, the need stays."""
    open_rows = {d.need_id for d in timetable.debts if d.planned < d.due}
    found = []
    for need in problem.explicit_needs:
        if need.closed is not None and need.closed < first:
            continue
        begun = need.opened is None or need.opened <= problem.last
        met = need.response != "support" or (need.minutes_total and need.id not in open_rows)
        if begun and met:
            continue
        over = need.deadline is not None and need.deadline < first
        if over and not need.minutes_total:
            continue
        found.append(replace(need, deadline=None if over else need.deadline))
    return (*found, *_entry_blocks(problem, timetable))


def _entry_blocks(problem: Problem, timetable: Timetable) -> list[ExplicitNeed]:
    """Blocks of the entry module that were not given, for everybody who lacks the same minutes of one."""
    lack: dict[tuple[str, int], list[ApprenticeId]] = {}
    for row in timetable.debts:
        if row.source == SOURCE_ENTRY and row.planned < row.due and ModuleId(row.target) in problem.modules:
            lack.setdefault((row.target, row.due - row.planned), []).append(row.apprentice_id)
    return [
        ExplicitNeed(f"RESTE-{target}-{minutes}", target, tuple(sorted(people)), minutes_total=minutes)
        for (target, minutes), people in sorted(lack.items())
    ]


def _groups(
    problem: Problem, timetable: Timetable, stay: Mapping[ApprenticeId, Learner]
) -> tuple[GroupMembership, ...]:
    """Who was in which group of the last period of each barrette; earlier ones where it had none."""
    order = {p.id: n for n, p in enumerate(problem.periods)}
    found: list[GroupMembership] = []
    for barrette in problem.barrettes:
        mine = [g for g in timetable.groups if g.barrette_id == barrette]
        last = max((order.get(g.period_id, -1) for g in mine), default=-1)
        rows = {
            (person, g.module_id): GroupMembership(barrette, person, g.module_id, tuple(g.trainer_ids))
            for g in mine
            if order.get(g.period_id, -1) == last
            for person in g.apprentice_ids
            if person in stay and g.module_id in problem.modules
        }
        found += rows.values() if rows else [g for g in problem.last_groups if g.barrette_id == barrette]
    return tuple(g for g in found if g.apprentice_id in stay)


def _usual(timetable: Timetable, barrette: Barrette) -> list[tuple[int, int]]:
    """Weekdays and starts of a barrette, the most frequent first."""
    spans = {(s.day, s.start) for s in timetable.sessions if s.barrette_id == barrette.id}
    count = Counter((day.weekday(), start) for day, start in spans)
    return sorted(count, key=lambda at: (-count[at], at))


def _with_hour(timetable: Timetable, barrette: Barrette) -> Barrette:
    """A barrette that meets once a week or stay keeps its usual day and hour."""
    usual = _usual(timetable, barrette)
    if not usual or barrette.fixed_start is not None or barrette.per_week + barrette.per_stay != 1:
        return barrette
    return replace(barrette, fixed_weekday=usual[0][0], fixed_start=usual[0][1])


def _hours(timetable: Timetable, problem: Problem) -> tuple[str, ...]:
    """Usual hours of the barrettes that have several, in French."""
    found = []
    for barrette in problem.barrettes.values():
        usual = _usual(timetable, barrette)[: barrette.per_week or barrette.per_stay]
        if len(usual) > 1 and barrette.fixed_start is None:
            said = ", ".join(f"{DAY_NAMES[day]} {clock(start)}" for day, start in sorted(usual))
            found.append(f"{barrette.name} : {said}")
    return tuple(found)


def _left(timetable: Timetable, stay: Mapping[ApprenticeId, Learner]) -> tuple[str, ...]:
    """Hours of course to make up that were not placed: no sheet carries them."""
    return tuple(
        f"{stay[d.apprentice_id].name} : {clock(d.due - d.planned)} de {d.target}"
        for d in timetable.debts
        if d.planned < d.due and d.source == SOURCE_MAKEUP and d.apprentice_id in stay
    )
