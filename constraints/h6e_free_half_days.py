"""H6e: a trainer keeps the free half-days of the workbook each week, the same ones all along where it says so.

Free half-days are half-days on which the trainer usually comes (dated absences and closed days also free them) and has
no session. Visits and events of the workbook leave a half-day free.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from planner.courses.half_days import most_minutes, usual_halves
from planner.domain import Kind, Problem, Session, Timetable, Trainer, TrainerId, monday
from planner.model import Item, MasterModel, Option, WeekModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import count, say_week

KEY = "H6e"
LEAVES_FREE = (Kind.VISIT, Kind.FIXED)
Half = tuple[int, bool]


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Free half-days of each week in which the trainer has sessions; those that all these weeks share."""
    for trainer_id, sessions in timetable.by_trainer.items():
        trainer = problem.trainers.get(trainer_id)
        if trainer is None or not trainer.free_half_days:
            continue
        held = [s for s in sessions if s.kind not in LEAVES_FREE and s.modality != "remote_async"]
        weeks = sorted({monday(s.day) for s in held})
        free = {week: _free(problem, trainer, week, held) for week in weeks}
        if trainer.same_free:
            shared = set.intersection(*free.values()) if free else set()
            if free and len(shared) < trainer.free_half_days:
                same = f"{_halves(len(shared))} la même chaque semaine"
                text = f"{trainer.name} a {same}, pour {_asked(trainer)}."
                yield Finding(KEY, text, trainer.free_half_days - len(shared))
            continue
        for week, halves in free.items():
            if len(halves) < trainer.free_half_days:
                ids = tuple(s.id for s in held if monday(s.day) == week)
                text = f"{trainer.name} a {_halves(len(halves))} pour {_asked(trainer)} : {say_week(week)}."
                yield Finding(KEY, text, trainer.free_half_days - len(halves), ids)


def _free(problem: Problem, trainer: Trainer, week: date, sessions: list[Session]) -> set[Half]:
    """Half-days of a week with a slot in which nothing that comes every week keeps the trainer away, and no session."""
    bells = problem.bells_at(trainer.sites[0] if trainer.sites else "")
    found: set[Half] = set()
    for number, slots in enumerate(bells.days):
        day = week + timedelta(days=number)
        for slot in slots:
            often = [a for a in trainer.absences if a.hard and a.first is None and a.last is None]
            if not any(a.hits(day, slot.start, slot.end) for a in often):
                found.add((number, slot.start >= bells.noon(number)))
    for session in sessions:
        if monday(session.day) == week:
            number = session.day.weekday()
            noon = bells.noon(number)
            found -= {(number, False)} if session.start < noon else set()
            found -= {(number, True)} if session.end > noon else set()
    return found


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """No more half-days of a trainer are used than usual ones less those to keep free."""
    week = min((monday(o.day) for _i, o in model.options), default=None)
    concerned = {t.id for t in problem.trainers.values() if t.free_half_days}
    if week is None or not concerned:
        return

    def users(item: Item, option: Option) -> Iterator[tuple[TrainerId, Half]]:
        for name in option.team if item.kind not in LEAVES_FREE else ():
            if name in concerned:
                trainer = problem.trainers[name]
                bells = problem.bells_at(trainer.sites[0] if trainer.sites else "")
                noon = bells.noon(option.day.weekday())
                yield from ((name, (option.day.weekday(), False)) for _ in range(option.start < noon))
                yield from ((name, (option.day.weekday(), True)) for _ in range(option.end > noon))

    used: dict[TrainerId, dict[Half, int]] = {}
    for owner, _day, _minute, together in model.moments(users):
        name, half = cast("tuple[TrainerId, Half]", owner)
        halves = used.setdefault(name, {})
        if half not in halves:
            halves[half] = model.new_bool()
        for k in together:
            model.add([halves[half], k], [1, -1], low=0)
    for name, halves in used.items():
        trainer = problem.trainers[name]
        usual = usual_halves(problem, trainer, week)
        model.add(list(halves.values()), 1, high=max(0, len(usual) - trainer.free_half_days))


def enforce_master(problem: Problem, model: MasterModel) -> None:
    """Minutes of a trainer in a week fit in the half-days that are left."""
    loads: dict[tuple[TrainerId, date], list[tuple[int, int]]] = {}
    for d, demand in enumerate(model.demands):
        for week in demand.weeks:
            for t, team in enumerate(demand.teams):
                for name in team:
                    loads.setdefault((name, week), []).append((model.sessions(d, week, t), demand.minutes))
    for (name, week), terms in loads.items():
        most = most_minutes(problem, problem.trainers[name], week)
        if most is not None:
            most = max(0, most - model.reserved.get((name, week), 0))
            model.add([v for v, _m in terms], [m for _v, m in terms], high=most)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, the adult still has the free half-days of the week, or of every week where they are fixed."""
    placed = placement.session
    if not placement.moves or placed.kind in LEAVES_FREE or placed.modality == "remote_async":
        return
    for trainer in (problem.trainers[t] for t in placed.trainer_ids if t in problem.trainers):
        if not trainer.free_half_days:
            continue
        weeks = {monday(d) for d in problem.once(horizon)} if trainer.same_free else {monday(placed.day)}
        held = {week: _busy(problem, board, placement, trainer, week) for week in weeks | {monday(placed.day)}}
        before = [free for free, comes in held.values() if comes]
        mine = held[monday(placed.day)][0] - _touched(problem, trainer, placed)
        left = len(set.intersection(mine, *before)) if trainer.same_free else len(mine)
        had = len(set.intersection(*before)) if before else trainer.free_half_days
        if left < min(had, trainer.free_half_days) or (left < trainer.free_half_days and not before):
            same = " la même chaque semaine" if trainer.same_free else ""
            text = (
                f"{trainer.name} n'aurait plus que {_halves(left)}{same} avec « {placed.label} », pour "
                f"{_asked(trainer)} : {say_week(monday(placed.day))}."
            )
            brief = f"{trainer.name} garde {_halves(trainer.free_half_days)}"
            yield Finding(KEY, text, trainer.free_half_days - left, (placed.id,), brief=brief)


def _halves(number: int) -> str:
    """« 2 demi-journées libres »."""
    return count(number, "demi-journée libre", "demi-journées libres")


def _asked(trainer: Trainer) -> str:
    """« 2 demandées »."""
    return count(trainer.free_half_days, "demandée")


def _known_halves(problem: Problem) -> dict[tuple[TrainerId, date], frozenset[Half]]:
    """Half-days on which trainers usually come, as far as somebody asked."""
    del problem
    return {}


def _busy(
    problem: Problem, board: BoardView, placement: Placement, trainer: Trainer, week: date
) -> tuple[set[Half], bool]:
    """Half-days that a trainer has free in a week of the board, and whether anything makes them come at all."""
    known = problem.once(_known_halves)
    if (trainer.id, week) not in known:
        known[trainer.id, week] = frozenset(usual_halves(problem, trainer, week))
    free, comes = set(known[trainer.id, week]), False
    for number in range(7):
        for session in others(board.led(trainer.id, week + timedelta(days=number)), placement):
            if session.kind not in LEAVES_FREE and session.modality != "remote_async":
                free -= _touched(problem, trainer, session)
                comes = True
    return free, comes


def _touched(problem: Problem, trainer: Trainer, session: Session) -> set[Half]:
    """Half-days that a session touches, by the bells of the trainer's own site."""
    weekday = session.day.weekday()
    noon = problem.bells_at(trainer.sites[0] if trainer.sites else "").noon(weekday)
    return {(weekday, late) for late in (False, True) if (session.end > noon if late else session.start < noon)}


RULE = Rule(
    key=KEY,
    statement="Un formateur garde chaque semaine ses demi-journées libres, toujours les mêmes si le classeur le "
    "demande.",
    kind="hard",
    check=check,
    enforce=Enforce(master=enforce_master, week=enforce_week, refuse=refuse, relaxed=frozenset({"master"})),
)
