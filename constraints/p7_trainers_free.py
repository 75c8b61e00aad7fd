"""P7: during an open period, a share of the trainers of its classes are free to take people.

Cost: the trainers who are missing to the share at the worst moment of the period. Those who lead the support of the
period itself count as free. A barrette whose team is not composed yet takes nobody in the model of the week.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date

from planner.domain import ClassId, Kind, OpenPeriod, OpenPeriodId, Problem, Session, Timetable, TrainerId, away
from planner.model import Option, WeekModel
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import count, say_when

KEY = "P7"
BUSY = (Kind.COURSE, Kind.BARRETTE, Kind.FIXED, Kind.ONBOARDING, Kind.VISIT)


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Trainers of the classes who are neither away nor busy, at each moment of each open session."""
    for period, session in _occurrences(problem, timetable):
        team = _team(problem, period.class_ids)
        wanted = math.ceil(period.free_share * len(team))
        here = {t for t in team if not _away(problem, t, session)}
        others = [s for s in timetable.sessions if s.kind in BUSY and s.overlaps(session)]
        moments = {session.start, *(s.start for s in others if s.start > session.start)}
        busy = max(
            len({t for s in others if s.start <= minute < s.end for t in s.trainer_ids} & here) for minute in moments
        )
        missing = wanted - (len(here) - busy)
        if missing > 0:
            free = f"{count(len(here) - busy, 'formateur libre', 'formateurs libres')} pour {count(wanted, 'voulu')}"
            text = f"{session.label}, {say_when(session)} : {free}."
            yield Finding(KEY, text, missing, (session.id,))


def _occurrences(problem: Problem, timetable: Timetable) -> Iterator[tuple[OpenPeriod, Session]]:
    """One session for each occurrence, which several may share out by class."""
    seen = set()
    for session in timetable.sessions:
        classes = set(session.class_ids)
        for period in problem.open_periods if session.kind == Kind.OPEN else ():
            if classes <= set(period.class_ids) and (period.id, session.day, session.start) not in seen:
                seen.add((period.id, session.day, session.start))
                yield period, session
                break


def _team(problem: Problem, class_ids: tuple[ClassId, ...]) -> set[TrainerId]:
    """Everyone who may teach one of the classes, as the courses say."""
    courses = [c for c in problem.courses.values() if set(c.class_ids) & set(class_ids)]
    return {trainer for course in courses for team in course.teams for trainer in team if trainer in problem.trainers}


def _away(problem: Problem, trainer: TrainerId, session: Session) -> bool:
    return away(problem.trainers[trainer].absences, session.day, session.start, session.end)


def _week(problem: Problem, model: WeekModel) -> None:
    shares = problem.once(_shares)
    waiting = [(n, shares[item.open_id]) for n, item in enumerate(model.items) if item.open_id in shares]
    busy = _busy(model) if waiting else {}
    for number, (everyone, wanted) in waiting:
        missing = model.new_int(0, wanted)
        model.penalise(KEY, [missing])
        for k in model.of(number):
            day = model.options[k][1].day
            # In the order of the options, whoever of them is looked at first.
            taken = sorted({j for t in everyone for j in busy.get((t, day), ())})
            _spare(problem, model, k, everyone, taken, wanted, missing)


def _busy(model: WeekModel) -> dict[tuple[TrainerId, date], list[int]]:
    """Options that keep each trainer busy, by day."""
    found: dict[tuple[TrainerId, date], list[int]] = {}
    for j, (i, option) in enumerate(model.options):
        if model.items[i].kind in BUSY:
            for trainer in option.team:
                found.setdefault((trainer, option.day), []).append(j)
    return found


def _spare(
    problem: Problem,
    model: WeekModel,
    k: int,
    everyone: frozenset[TrainerId],
    taken: Sequence[int],
    wanted: int,
    missing: int,
) -> None:
    """If the period is at this option, trainers busy at each moment of it leave enough of those who are here.

    ``taken``: options of the day that keep one of them busy.
    """
    chosen = model.options[k][1]
    here = {t for t in everyone if not away(problem.trainers[t].absences, chosen.day, chosen.start, chosen.end)}
    others = [
        (j, option)
        for j, option in ((j, model.options[j][1]) for j in taken)
        if option.start < chosen.end and chosen.start < option.end and not here.isdisjoint(option.team)
    ]
    for minute in sorted({chosen.start, *(o.start for _j, o in others if o.start > chosen.start)}):
        at = [(j, _count(o, here)) for j, o in others if o.start <= minute < o.end]
        model.add([k, missing, *(j for j, _n in at)], [wanted, -1, *(n for _j, n in at)], high=len(here))


def _count(option: Option, here: set[TrainerId]) -> int:
    return len(here.intersection(option.team))


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Trainers who lack to the open periods of its hours because of the session; or to its own, for an open one."""
    placed = placement.session
    if not placement.moves:
        return 0
    if placed.kind == Kind.OPEN:
        period = next((p for p in problem.open_periods if set(placed.class_ids).issubset(p.class_ids)), None)
        if period is None or _known(problem, board, placement, period):
            return 0
        return _missing(problem, board, placement, period, placed, with_it=False)
    if placed.kind not in BUSY:
        return 0
    added = 0
    for period in problem.open_periods:
        team, _wanted = problem.once(_shares)[period.id]
        if team.isdisjoint(placed.trainer_ids):
            continue
        for held in _at(problem, board, placement, period):
            after = _missing(problem, board, placement, period, held, with_it=True)
            added += after - _missing(problem, board, placement, period, held, with_it=False)
    return added


def _shares(problem: Problem) -> dict[OpenPeriodId, tuple[frozenset[TrainerId], int]]:
    """Of each open period: the trainers of its classes, and how many should be free."""
    found = {}
    for period in problem.open_periods:
        courses = (c for c in problem.courses.values() if not set(c.class_ids).isdisjoint(period.class_ids))
        named = {t for course in courses for team in course.teams for t in team}
        team = frozenset(t for t in named if t in problem.trainers)
        found[period.id] = team, math.ceil(period.free_share * len(team))
    return found


def _at(problem: Problem, board: BoardView, placement: Placement, period: OpenPeriod) -> list[Session]:
    """Occurrences of a period that share a moment with the placed session; one of those that begin together."""
    rows = {s.id: s for c in period.class_ids for s in others(board.of_class(c, placement.session.day), placement)}
    found: dict[int, Session] = {}
    for session in rows.values():
        if session.kind == Kind.OPEN and session.overlaps(placement.session) and _is_of(problem, session, period):
            found.setdefault(session.start, session)
    return list(found.values())


def _is_of(problem: Problem, session: Session, period: OpenPeriod) -> bool:
    """Whether a period is the first one that holds all the classes of a session."""
    classes = set(session.class_ids)
    return period == next((p for p in problem.open_periods if classes.issubset(p.class_ids)), None)


def _known(problem: Problem, board: BoardView, placement: Placement, period: OpenPeriod) -> bool:
    """Whether the occurrence of an open session is on the board already, for other classes."""
    start = placement.session.start
    return any(s.start == start for s in _at(problem, board, placement, period))


def _missing(
    problem: Problem, board: BoardView, placement: Placement, period: OpenPeriod, held: Session, *, with_it: bool
) -> int:
    """Trainers who lack at the worst moment of an open session, with or without the placed one."""
    team, wanted = problem.once(_shares)[period.id]
    span = held.day, held.start, held.end
    busy: list[tuple[int, int]] = []
    here = 0
    for trainer in team:
        if away(problem.trainers[trainer].absences, *span):
            continue
        here += 1
        rows = [s for s in others(board.led(trainer, held.day), placement) if s.kind in BUSY and s.overlaps(held)]
        if with_it and trainer in placement.session.trainer_ids:
            rows.append(placement.session)
        busy += _joined([(max(s.start, held.start), s.end) for s in rows])
    worst = max((sum(a <= minute < b for a, b in busy) for minute in {a for a, _b in busy}), default=0)
    return max(0, wanted - (here - worst))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of one person, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


RULE = Rule(
    KEY,
    "Pendant un temps d'accompagnement, la part demandée des formateurs de ses classes est libre.",
    "soft",
    check,
    Enforce(week=_week, weigh=weigh),
    weight=20,
    name="formateurs libres pendant l’accompagnement",
)
