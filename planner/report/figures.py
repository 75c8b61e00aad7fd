"""The timetable in figures for the planner's first page, from the problem and the timetable alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.domain import (
    AM,
    PM,
    STRANDS,
    ApprenticeId,
    ClassId,
    Debt,
    HoursLeft,
    Kind,
    LateEntrant,
    Learner,
    ModuleId,
    Overview,
    Period,
    PeriodId,
    PersonHours,
    Problem,
    RightsEnd,
    Room,
    RoomTypeUse,
    RoomUse,
    Session,
    Shares,
    Status,
    StrandTime,
    TargetHours,
    Timetable,
    TrainerLoad,
    Unmet,
    away,
    monday,
    one_at_a_time,
    sessions_inside,
)
from planner.hours.entry import first_company_day
from planner.hours.levels import asked_target
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME, YEAR_WEEKS
from planner.report.people import missed_time, visit_loads
from planner.words import say_all

DaySpan = tuple[date, int, int]
"""A day, a start and an end in minutes."""


def overview(problem: Problem, timetable: Timetable, unmet: tuple[Unmet, ...] = ()) -> Overview:
    """Everything that the first page shows; ``unmet``: what the checks of the preferences found."""
    owed = (d for d in timetable.debts if d.source != SOURCE_PROGRAMME)
    needs = [replace(d, target=asked_target(problem, d)) for d in owed]
    return Overview(
        due=sum(d.due for d in needs),
        planned=sum(_given(d) for d in needs),
        targets=_targets(needs),
        people=_people(needs),
        strands=tuple(_strands(problem, timetable)),
        shares=_shares(problem, timetable),
        loads=_loads(problem, timetable),
        rooms=_rooms(problem, timetable),
        entrants=_entrants(problem, timetable),
        rights=_rights(problem),
        visits=visit_loads(problem, timetable),
        missed=missed_time(problem, timetable),
        unmet=unmet,
    )


def _given(debt: Debt) -> int:
    return min(debt.planned, debt.due)


def _targets(needs: Iterable[Debt]) -> tuple[TargetHours, ...]:
    """Hours of each module or strand, the one with most left first."""
    found: dict[str, list[Debt]] = {}
    for debt in needs:
        found.setdefault(debt.target, []).append(debt)
    rows = [
        TargetHours(
            target,
            sum(d.due for d in debts),
            sum(_given(d) for d in debts),
            len({d.apprentice_id for d in debts if _given(d) < d.due}),
        )
        for target, debts in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.planned - row.due, row.target)))


def _people(needs: Iterable[Debt]) -> tuple[PersonHours, ...]:
    """People with hours left, the most first."""
    found: dict[ApprenticeId, list[Debt]] = {}
    for debt in needs:
        found.setdefault(debt.apprentice_id, []).append(debt)
    rows = [
        PersonHours(
            apprentice,
            sum(d.due for d in debts),
            sum(_given(d) for d in debts),
            _lacks(debts),
        )
        for apprentice, debts in found.items()
        if any(_given(d) < d.due for d in debts)
    ]
    return tuple(sorted(rows, key=lambda row: (row.planned - row.due, row.apprentice_id)))


def _lacks(debts: Iterable[Debt]) -> tuple[HoursLeft, ...]:
    """What is left of somebody's needs, those of one reason together, the most first."""
    found: dict[str, list[Debt]] = {}
    for debt in sorted(debts, key=lambda d: (_given(d) - d.due, d.need_id)):
        if _given(debt) < debt.due:
            found.setdefault(debt.told, []).append(debt)
    rows = [
        HoursLeft(tuple(dict.fromkeys(d.target for d in same)), sum(d.due - _given(d) for d in same), reason)
        for reason, same in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: -row.left))


def _strands(problem: Problem, timetable: Timetable) -> Iterator[StrandTime]:
    """Mean of each strand for the people of a class who attend anything in a period, and the share of the target."""
    minutes: dict[tuple[ClassId, PeriodId, str], int] = {}
    people: dict[tuple[ClassId, PeriodId], set[ApprenticeId]] = {}
    for learner, session in _attended(problem, timetable):
        period, home = problem.period_of(session.day), learner.membership(session.day)
        if period is not None and home is not None:
            people.setdefault((home.class_id, period.id), set()).add(learner.id)
            if session.strand:
                place = home.class_id, period.id, session.strand
                minutes[place] = minutes.get(place, 0) + session.minutes
    for group in problem.classes.values():
        programme = problem.programmes.get(group.programme_id)
        if programme is None or not programme.three_strands:
            continue
        for period in problem.periods:
            share = _weeks(problem, group.id, period) / programme.weeks_per_year.get(group.year, YEAR_WEEKS)
            heads = len(people.get((group.id, period.id), ()))
            for strand in STRANDS if share else ():
                given = minutes.get((group.id, period.id, strand), 0) / heads if heads else 0.0
                target = programme.strand_minutes.get((group.year, strand), 0) * share
                yield StrandTime(group.id, period.id, strand, given, target)


def _attended(problem: Problem, timetable: Timetable) -> Iterator[tuple[Learner, Session]]:
    for apprentice, sessions in timetable.by_apprentice.items():
        learner = problem.learners.get(apprentice)
        if learner is not None:
            yield from ((learner, session) for session in sessions)


def _weeks(problem: Problem, class_id: ClassId, period: Period) -> int:
    """Weeks of a period in which a class is at the centre at least half a day."""
    return len({monday(d) for d in problem.days if d in period and problem.class_presence(class_id, d)})


def _shares(problem: Problem, timetable: Timetable) -> tuple[Shares, ...]:
    """Hours of learners in barrettes, in support and in all: the whole centre, then each class with hours."""
    found: dict[ClassId | None, list[int]] = {None: [0, 0, 0], **{c: [0, 0, 0] for c in problem.classes}}
    for learner, session in _attended(problem, timetable):
        home = learner.membership(session.day)
        rows = [found[None], *([found[home.class_id]] if home is not None and home.class_id in found else [])]
        for row in rows:
            row[0] += session.minutes if session.kind == Kind.BARRETTE else 0
            row[1] += session.minutes if session.kind in (Kind.OPEN, Kind.SUPPORT) else 0
            row[2] += session.minutes
    return tuple(Shares(class_id, *row) for class_id, row in found.items() if row[2] or class_id is None)


def _loads(problem: Problem, timetable: Timetable) -> tuple[TrainerLoad, ...]:
    """Hours by week of everybody who has sessions, the fullest week over its limit first."""
    found = []
    for trainer in problem.trainers.values():
        weeks: dict[date, int] = {}
        for session in one_at_a_time(timetable.by_trainer.get(trainer.id, ())):
            weeks[monday(session.day)] = weeks.get(monday(session.day), 0) + session.minutes
        if weeks:
            found.append(TrainerLoad(trainer.id, dict(sorted(weeks.items())), trainer.max_week))
    return tuple(sorted(found, key=lambda load: (-load.peak, -sum(load.weeks.values()), load.trainer_id)))


def _rooms(problem: Problem, timetable: Timetable) -> tuple[RoomTypeUse, ...]:
    """Use of the rooms by type, the fullest type first."""
    spans = {room: _spans(sessions_inside(problem, timetable, room)) for room in problem.rooms}
    types: dict[str, list[Room]] = {}
    for room in (room for room in problem.rooms.values() if not room.implied):
        types.setdefault(room.type, []).append(room)
    found = []
    for name, rooms in types.items():
        uses = [RoomUse(room.id, _taught(problem, room, spans[room.id]), _open(problem, room)) for room in rooms]
        peak, day, start = _peak(spans[room.id] for room in rooms)
        ordered = sorted(uses, key=lambda use: (-use.used / max(1, use.open), use.room_id))
        found.append(RoomTypeUse(name, tuple(ordered), peak, day, start))
    return tuple(sorted(found, key=lambda row: (-row.share, row.type)))


def _spans(sessions: Iterable[Session]) -> list[DaySpan]:
    """When a place is used, sessions at once counted once."""
    found: list[DaySpan] = []
    for session in sorted(sessions, key=lambda s: (s.day, s.start, s.end)):
        if found and found[-1][0] == session.day and session.start < found[-1][2]:
            found[-1] = session.day, found[-1][1], max(found[-1][2], session.end)
        else:
            found.append((session.day, session.start, session.end))
    return found


def _taught(problem: Problem, room: Room, spans: Iterable[DaySpan]) -> int:
    bells = problem.bells_at(room.site_id)
    return sum(bells.teaching(day.weekday(), start, end) for day, start, end in spans)


def _open(problem: Problem, room: Room) -> int:
    """Minutes of the bells in which a room could be used."""
    bells, total = problem.bells_at(room.site_id), 0
    for day in problem.days:
        mask, noon = problem.open_mask(day), bells.noon(day.weekday())
        for slot in bells.days[day.weekday()]:
            if mask & (AM if slot.start < noon else PM) and not away(room.absences, day, slot.start, slot.end):
                total += slot.end - slot.start
    return total


def _peak(rooms: Iterable[list[DaySpan]]) -> tuple[int, date | None, int]:
    """Most rooms used at once, and when first."""
    steps = sorted(step for spans in rooms for day, start, end in spans for step in ((day, start, 1), (day, end, -1)))
    most, now = 0, 0
    first: tuple[date | None, int] = None, 0
    for day, moment, change in steps:
        now += change
        if now > most:
            most, first = now, (day, moment)
    return most, *first


def _entrants(problem: Problem, timetable: Timetable) -> tuple[LateEntrant, ...]:
    """Entrants whose entry module is not whole by its deadlines, the first company day first."""
    found: dict[ApprenticeId, list[Debt]] = {}
    for debt in timetable.debts:
        if debt.source == SOURCE_ENTRY and (debt.late or _given(debt) < debt.due):
            found.setdefault(debt.apprentice_id, []).append(debt)
    rows = []
    for apprentice, debts in found.items():
        learner = problem.learners.get(apprentice)
        blocks = [s for s in timetable.by_apprentice.get(apprentice, ()) if s.kind == Kind.ONBOARDING]
        blocks = [s for s in blocks if not problem.missed(s.id, apprentice)]
        ends = max((s.day for s in blocks), default=None)
        company = first_company_day(problem, learner) if learner else None
        left = sum(d.due - _in_time(d, blocks) for d in debts)
        never = {d: max(0, d.due - sum(s.minutes for s in blocks if s.module_id == d.target)) for d in debts}
        # What has no hour at all is said before what only comes late.
        debts.sort(key=lambda d: -never[d])
        # How much of all blocks comes late stands in the row: that of one block alone would be another figure.
        rows.append(LateEntrant(apprentice, company, ends, left, sum(never.values()), _by_block(problem, debts)))
    return tuple(sorted(rows, key=lambda row: (row.company or date.max, row.apprentice_id)))


def _in_time(debt: Debt, blocks: Sequence[Session]) -> int:
    """Minutes of a block of the entry module by its deadline; those that come late are planned all the same."""
    if not debt.late:
        return _given(debt)
    return min(_given(debt), sum(s.minutes for s in blocks if s.module_id == debt.target and s.day <= debt.deadline))


def _by_block(problem: Problem, debts: Sequence[Debt]) -> str:
    """Why blocks are late or missing, each reason once; with its blocks, where there are several reasons."""
    found: dict[str, list[str]] = {}
    for debt in debts:
        module = problem.modules.get(ModuleId(debt.target))
        found.setdefault(debt.reason, []).append(f"« {module.label if module else debt.target} »")
    told = [f"{say_all(names)} : {why}" for why, names in found.items() if why]
    return " ; ".join(told) if len(found) > 1 else next(iter(found), "")


def _rights(problem: Problem) -> tuple[RightsEnd, ...]:
    """Last days of rights of those without a contract in the horizon, the earliest first."""
    found = []
    for learner in problem.learners.values():
        for since, days, status in (
            (learner.entry, problem.settings.no_contract_days, Status.ENROLLED_NO_CONTRACT),
            (learner.contract_break, problem.settings.broken_days, Status.CONTRACT_BROKEN),
        ):
            last = since + timedelta(days=days) if since is not None else None
            if last is None or last < problem.first or since is None or since > problem.last:
                continue
            if problem.status(learner, last) == status:
                found.append(RightsEnd(learner.id, status == Status.CONTRACT_BROKEN, last))
    return tuple(sorted(found, key=lambda row: (row.last, row.apprentice_id)))
