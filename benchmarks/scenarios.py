"""What happens to a published timetable in a year: the eight re-solves of the domain's list, drawn at random."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import resolve
from benchmarks.disruptions import AHEAD, Disruption, Draw
from constraints import RULES
from planner.check.verify import verify
from planner.domain import (
    AM,
    ORDINARY_ROOMS,
    PM,
    Absence,
    ApprenticeId,
    Arrangement,
    Barrette,
    BarretteId,
    ExplicitNeed,
    FixedEvent,
    Kind,
    Learner,
    Result,
    TrainerId,
    key,
    monday,
)
from planner.hours.levels import level

NEEDS, ENTRANTS, BROKEN = 35, 6, 4
"""Apprentices who have new results, who enter late, whose contract is broken."""
LEVELS = "niveaux 1-4"
"""Scale of the new results: one that every sample has."""


def measure(sample: str, seed: int, folder: Path | None, names: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """One record for each scenario, or for some of them; each is drawn from the same seed."""
    problem, timetable = resolve.published(sample, 1, folder)
    before = verify(problem, RULES, timetable)
    for name in SCENARIOS:
        if not names or name in names:
            disruption = SCENARIOS[name](Draw(problem, timetable, seed))
            yield resolve.one(sample, seed, seed, problem, timetable, before, disruption)


def line(found: dict[str, Any]) -> str:
    """One record for a reader."""
    hours = found["hours"]
    return (
        f"{found['instance']}: {found['seconds']} s ({found['seconds_cpu']} s CPU), {found['objective']} changes, "
        f"{found['memberships']} of groups, {found['times_moved']} times moved, {found['unplaced']} unplaced and "
        f"{found['unplaceable']} unplaceable, hours owed {hours['owed_before']} -> {hours['owed']}, planned "
        f"{hours['planned_before']} -> {hours['planned']}, {found['hard_violations']} new violations "
        f"{found['broken'] or ''}"
    )


def _entrants(draw: Draw) -> Disruption:
    """Six who enter in the third week at the centre, ten days after they began in the company."""
    days = sorted({s.day for s in draw.timetable.sessions})
    day = sorted({monday(d) for d in days})[2]
    models = [draw.problem.learners[a] for a in draw.dice.sample(draw.members(), ENTRANTS)]
    new = {}
    for number, model in enumerate(models, 1):
        name = ApprenticeId(f"ENTRANT-{number}")
        new[name] = replace(
            model, id=name, last_name=f"Entrant{number}", first_name="Nouvel", birth=date(2007, 5, 4), entry=day,
            contract_start=day - timedelta(days=10), contract_end=None, contract_break=None,
            first_company_day=day - timedelta(days=10), results=(), absences=(), calendar=None, done_minutes={},
        )  # fmt: skip
    problem = replace(draw.problem, learners={**draw.problem.learners, **new})
    return Disruption("late-entrants", problem, day, frozenset(new))


def _regulation(draw: Draw) -> Disruption:
    """End of the first period: new results that change the needs of 35, two trainers swapped between the groups."""
    first = draw.problem.periods[1].first
    known = draw.problem.learners
    people = sorted({a for g in draw.timetable.groups if g.period_id == draw.problem.periods[1].id
                     for a in g.apprentice_ids if known[a].membership(first)})  # fmt: skip
    changed = {a: _tested(draw, known[a], first) for a in draw.dice.sample(people, min(NEEDS, len(people)))}
    problem = replace(draw.problem, learners={**known, **changed}, barrettes=_swapped(draw))
    return Disruption("end-of-period", problem, first, frozenset(changed), named=len(changed))


def _tested(draw: Draw, learner: Learner, first: date) -> Learner:
    """The learner with a new result in a domain, on the last Friday: a need that was is closed, or one is opened."""
    domain = draw.dice.choice(sorted({r.domain for r in draw.problem.need_rules if r.domain}))
    now = level(draw.problem, learner, domain, first) or 4
    value = draw.dice.choice((3, 4)) if now < 3 else draw.dice.choice((1, 2))
    result = Result(domain, str(value), LEVELS, monday(first) - timedelta(days=3))
    return replace(learner, results=(*learner.results, result))


def _swapped(draw: Draw) -> Mapping[BarretteId, Barrette]:
    """Two trainers of two barrettes, each in the team of the other one from now on."""
    period, known = draw.problem.periods[1].id, draw.problem.barrettes
    teams: dict[BarretteId, set[TrainerId]] = {}
    for session in draw.timetable.sessions:
        if session.kind == Kind.BARRETTE and session.barrette_id and session.period_id == period:
            teams.setdefault(session.barrette_id, set()).update(session.trainer_ids)
    swaps = sorted(
        (a, b, mine, theirs)
        for a in teams for b in teams if a < b
        for mine in teams[a] for theirs in teams[b] if mine != theirs
    )  # fmt: skip
    apart = [row for row in swaps if row[2] not in teams[row[1]] and row[3] not in teams[row[0]]]
    first, second, one, other = draw.dice.choice(apart or swaps)
    changed = dict(known)
    for name, out, into in ((first, one, other), (second, other, one)):
        listed = known[name].trainer_ids or tuple(sorted(draw.problem.trainers))
        changed[name] = replace(known[name], trainer_ids=(*(t for t in listed if t not in (out, into)), into))
    return changed


def _absent(draw: Draw) -> Disruption:
    """A trainer away for three weeks."""
    session = draw.session()
    week = monday(session.day)
    return draw.trainer(week, week + timedelta(days=20), session, "trainer-3-weeks")


def _workshop(draw: Draw) -> Disruption:
    """A workshop closed for a week."""
    rooms = draw.problem.rooms
    used = [s for s in draw.sessions if s.room_id and key(rooms[s.room_id].type) not in ORDINARY_ROOMS]
    session = draw.dice.choice(used)
    week = monday(session.day)
    room = rooms[session.room_id]  # type: ignore[index]
    closed = replace(room, absences=(*room.absences, Absence(first=week, last=week + timedelta(days=6))))
    problem = replace(draw.problem, rooms={**rooms, room.id: closed})
    return Disruption("workshop-week", problem, week - timedelta(days=AHEAD))


def _broken(draw: Draw) -> Disruption:
    """Four contracts broken on a day; one of the four goes on at a distance."""
    day = draw.session().day
    known = draw.problem.learners
    people = [a for a in draw.members() if known[a].contract_start and not known[a].contract_break]
    chosen = draw.dice.sample(people, BROKEN)
    changed = {a: replace(known[a], contract_break=day) for a in chosen}
    changed[chosen[0]] = replace(changed[chosen[0]], remote=True)
    problem = replace(draw.problem, learners={**known, **changed})
    return Disruption("broken-contracts", problem, day, frozenset(chosen), named=BROKEN)


def _arrangement(draw: Draw) -> Disruption:
    """Six hours a day at most and an accessible room for one."""
    day = draw.session().day
    who = draw.dice.choice(draw.members())
    rows = (
        Arrangement(who, "max_day", minutes=360, first=day),
        Arrangement(who, "room_feature", text="accessible", first=day),
    )
    problem = replace(draw.problem, arrangements=(*draw.problem.arrangements, *rows))
    return Disruption("arrangement", problem, day, frozenset({who}), named=1)


def _revision(draw: Draw) -> Disruption:
    """A week more at the centre for one class, three days of which are a revision of the whole class."""
    classes = draw.problem.classes
    alone = [c for c in sorted(classes) if not classes[c].part_calendars]
    group = classes[draw.dice.choice(alone)]
    free = [d for d in draw.problem.weeks if not any(group.calendar.get(d + timedelta(days=n)) for n in range(7))]
    week = draw.dice.choice(
        [d for d in free if monday(draw.problem.last) > d > draw.problem.first + timedelta(days=21)]
    )
    days = {week + timedelta(days=n): AM | PM for n in range(5)}
    events = [
        FixedEvent(f"REVISION-{n}", "Révisions", week + timedelta(days=n), 8 * 60, 12 * 60, class_ids=(group.id,))
        for n in (1, 2, 3)
    ]
    classes = {**classes, group.id: replace(group, calendar={**group.calendar, **days})}
    problem = replace(draw.problem, classes=classes, events=(*draw.problem.events, *events))
    return Disruption("revision-week", problem, week - timedelta(days=AHEAD))


def _strand(draw: Draw) -> Disruption:
    """A class that has had no guidance: two hours together, to be given before the end."""
    day = draw.session().day
    group = draw.dice.choice(sorted(draw.problem.classes))
    module = min(m.id for m in draw.problem.modules.values() if m.strand == "GUIDANCE")
    need = ExplicitNeed(
        "VOLET", module, class_id=group, together=True, minutes_total=120, opened=day, deadline=draw.problem.last
    )
    problem = replace(draw.problem, explicit_needs=(*draw.problem.explicit_needs, need))
    return Disruption("strand-missing", problem, day)


REGULATION = "end-of-period"
SCENARIOS: Mapping[str, Callable[[Draw], Disruption]] = {
    "late-entrants": _entrants,
    REGULATION: _regulation,
    "trainer-3-weeks": _absent,
    "workshop-week": _workshop,
    "broken-contracts": _broken,
    "arrangement": _arrangement,
    "revision-week": _revision,
    "strand-missing": _strand,
}
"""The re-solves of `domain.md` 12, in its order."""
