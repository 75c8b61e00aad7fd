"""P13: each visitor keeps enough half-days free, while the apprentices are in the company, for the visits to make.

Cost: visits of the horizon for which no free half-day is left (a half-day holds as many as *Paramètres* says). Visits
that no half-day could take, whatever the timetable, are left out of account.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import cast

from planner.domain import AM, PM, HalfDay, Kind, Problem, Session, Timetable, Trainer, TrainerId, VisitDue, monday
from planner.domain.visits import free_halves, half_span, possible_halves
from planner.model import Item, Option, WeekModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import count, trainer_name

KEY = "P13"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Visits of each trainer that cannot all be given a free half-day."""
    due: dict[TrainerId, list[VisitDue]] = {}
    for visit in problem.visits_due:
        if visit.now and visit.trainer_id in problem.trainers and possible_halves(problem, visit):
            due.setdefault(visit.trainer_id, []).append(visit)  # type: ignore[arg-type]
    for trainer_id, visits in sorted(due.items()):
        held = [
            (s.day, s.start, s.end)
            for s in timetable.by_trainer.get(trainer_id, ())
            if s.kind != Kind.VISIT and s.modality != "remote_async"
        ]
        missing = len(visits) - _served([free_halves(problem, v, held) for v in visits], _capacity(problem))
        if missing:
            name = trainer_name(problem, trainer_id)
            what = count(missing, "visite")
            text = f"{name} n'a pas de demi-journée libre pour {what} en entreprise sur {len(visits)}."
            yield Finding(KEY, text, missing, trainers=(trainer_id,))


def _capacity(problem: Problem) -> int:
    return max(1, problem.settings.visits_per_half)


def _served(choices: list[tuple[HalfDay, ...]], capacity: int) -> int:
    """Most visits that get a half-day each, by augmenting paths."""
    taken: dict[HalfDay, list[int]] = {}

    def place(visit: int, seen: set[HalfDay]) -> bool:
        for half in choices[visit]:
            if half in seen:
                continue
            seen.add(half)
            there = taken.setdefault(half, [])
            if len(there) < capacity:
                there.append(visit)
                return True
            for n, other in enumerate(there):
                if place(other, seen):
                    there[n] = visit
                    return True
        return False

    return sum(place(visit, set()) for visit in range(len(choices)))


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Each trainer's visits are shared out among the weeks; this one should leave half-days free for its own."""
    week = min((monday(o.day) for _i, o in model.options), default=None)
    plan = _plan(problem, week) if week else {}
    if not plan:
        return

    def users(item: Item, option: Option) -> Iterator[tuple[TrainerId, HalfDay]]:
        for name in option.team if item.kind != Kind.VISIT else ():
            for half in (AM, PM) if name in plan else ():
                span = half_span(problem, problem.trainers[name], option.day, half)
                if span and option.start < span[1] and option.end > span[0] and (option.day, half) in plan[name][1]:
                    yield name, (option.day, half)

    used: dict[TrainerId, dict[HalfDay, int]] = {name: {} for name in plan}
    for owner, _day, _minute, together in model.moments(users):
        name, half = cast("tuple[TrainerId, HalfDay]", owner)
        if half not in used[name]:
            used[name][half] = model.new_bool()
        model.add([used[name][half], *together], [1] + [-1] * len(together), low=0)
    for name, (wanted, halves) in plan.items():
        busy = list(used[name].values())
        short = model.new_int(0, wanted)
        model.add([short, *busy], [1] + [-1] * len(busy), low=wanted - len(halves))
        model.penalise(KEY, [short])


def _plan(problem: Problem, week: date) -> dict[TrainerId, tuple[int, frozenset[HalfDay]]]:
    """Trainer → half-days to keep in a week, and out of which; each visit goes to the week that has most room."""
    load: dict[TrainerId, dict[date, int]] = {}
    chosen: dict[TrainerId, set[HalfDay]] = {}
    for visit in sorted(problem.visits_due, key=lambda v: (v.last, v.first, v.apprentice_id, v.ordinal)):
        halves = possible_halves(problem, visit) if visit.now else ()
        if not halves or visit.trainer_id is None:
            continue
        weeks: dict[date, set[HalfDay]] = {}
        for half in halves:
            weeks.setdefault(monday(half[0]), set()).add(half)
        counts = load.setdefault(visit.trainer_id, {})
        best = min(weeks, key=lambda w: (counts.get(w, 0) / len(weeks[w]), w))
        counts[best] = counts.get(best, 0) + 1
        if best == week:
            chosen.setdefault(visit.trainer_id, set()).update(weeks[best])
    return {
        name: (-(-load[name][week] // _capacity(problem)), frozenset(halves)) for name, halves in sorted(chosen.items())
    }


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Visits that lose their last free half-day to the session, adult by adult."""
    placed, added = placement.session, 0
    if not placement.moves or placed.kind == Kind.VISIT or placed.modality == "remote_async":
        return 0
    for trainer_id in placed.trainer_ids:
        visits = _to_make(problem, trainer_id)
        taken = {half for halves in visits for half in halves if _meets(half, placed)}
        today = [
            s
            for s in others(board.led(trainer_id, placed.day) if taken else (), placement)
            if s.kind != Kind.VISIT and s.modality != "remote_async"
        ]
        if all(any(_meets(half, s) for s in today) for half in taken):
            continue
        rows = [s for d in problem.once(horizon) for s in others(board.led(trainer_id, d), placement)]
        held = [s for s in rows if s.kind != Kind.VISIT and s.modality != "remote_async"]
        before, after = _given(problem, visits, held), _given(problem, visits, [*held, placed])
        added += before - after
    return added


Half = tuple[date, int, int]
"""Day, first start and last end of a half-day."""


def _meets(half: Half, session: Session) -> bool:
    return session.day == half[0] and session.start < half[2] and session.end > half[1]


def _to_make(problem: Problem, trainer_id: TrainerId) -> list[list[Half]]:
    """Of a trainer, visit by visit, the half-days on which it is possible at all."""
    known = problem.once(_asked)
    if trainer_id not in known:
        trainer = problem.trainers.get(trainer_id)
        visits = problem.once(_due_now).get(trainer_id, ()) if trainer else ()
        days = (halves for visit in visits if (halves := possible_halves(problem, visit)))
        known[trainer_id] = [list(_spans(problem, trainer, halves)) for halves in days if trainer]
    return known[trainer_id]


def _spans(problem: Problem, trainer: Trainer, halves: Iterable[HalfDay]) -> Iterator[Half]:
    """Half-days with the bells of a trainer's site; those without any are left out."""
    for day, half in halves:
        if (span := half_span(problem, trainer, day, half)) is not None:
            yield day, *span


def _asked(problem: Problem) -> dict[TrainerId, list[list[Half]]]:
    """The half-days of the trainers who were asked about so far: few lead what an update places."""
    del problem
    return {}


def _due_now(problem: Problem) -> dict[TrainerId, list[VisitDue]]:
    """The visits that each trainer has to make in the horizon."""
    found: dict[TrainerId, list[VisitDue]] = {}
    for visit in problem.visits_due:
        if visit.now and visit.trainer_id:
            found.setdefault(visit.trainer_id, []).append(visit)
    return found


def _given(problem: Problem, visits: Sequence[Sequence[Half]], held: Sequence[Session]) -> int:
    """Most visits that can have a free half-day, by growing chains of exchanges."""
    most = max(1, problem.settings.visits_per_half)
    busy: dict[date, list[Session]] = {}
    for session in held:
        busy.setdefault(session.day, []).append(session)
    choices = [[h for h in halves if not any(_meets(h, s) for s in busy.get(h[0], ()))] for halves in visits]
    at: dict[Half, list[int]] = {}

    def seat(visit: int, tried: set[Half]) -> bool:
        for half in (h for h in choices[visit] if h not in tried):
            tried.add(half)
            there = at.setdefault(half, [])
            if len(there) < most:
                there.append(visit)
                return True
            for place, other in enumerate(there):
                if seat(other, tried):
                    there[place] = visit
                    return True
        return False

    return sum(seat(visit, set()) for visit in range(len(choices)))


RULE = Rule(
    key=KEY,
    statement="Les formateurs référents gardent assez de demi-journées libres pour les visites en entreprise à faire.",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, weigh=weigh, relaxed=frozenset({"week"})),
    weight=60,
    name="demi-journées pour les visites",
)
