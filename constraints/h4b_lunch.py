"""H4b: everyone who works before and after noon has time for lunch, between 11:00 and 14:30."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from planner.domain import ApprenticeId, Kind, Problem, Session, Timetable
from planner.model import WeekModel
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes, trainer_name

OPENS, CLOSES = 11 * 60, 14 * 60 + 30


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Days without a long enough gap, of those who start before lunch and end after it."""
    need = problem.settings.lunch_minutes
    for trainer_id, sessions in timetable.by_trainer.items():
        for day in _without(sessions, need):
            text = f"{trainer_name(problem, trainer_id)} n'a pas {say_minutes(need)} pour déjeuner le {say_day(day)}."
            yield Finding("H4b", text)
    for learner_id, sessions in timetable.by_apprentice.items():
        for day in _without(sessions, need):
            text = f"{learner_name(problem, learner_id)} n'a pas {say_minutes(need)} pour déjeuner le {say_day(day)}."
            yield Finding("H4b", text, people=(learner_id,))


def _without(sessions: Sequence[Session], need: int) -> Iterator[date]:
    days: dict[date, list[Session]] = {}
    for session in sessions:
        if session.modality != "remote_async" and session.kind != Kind.VISIT:
            days.setdefault(session.day, []).append(session)
    for day, held in days.items():
        if any(s.meal or s.kind == Kind.FIXED for s in held):
            continue
        if min(s.start for s in held) >= OPENS + need or max(s.end for s in held) <= CLOSES:
            continue
        free, longest = OPENS, 0
        for session in sorted(held, key=lambda s: s.start):
            longest = max(longest, min(session.start, CLOSES) - free)
            free = max(free, session.end)
        if max(longest, CLOSES - free) < need:
            yield day


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """A gap for each person and day, unless nothing is early, nothing is late, or the meal is part of a session."""
    held: dict[tuple[Hashable, date], list[int]] = {}
    for k, (i, option) in enumerate(model.options):
        for resource in (*option.team, *model.items[i].units_on(option.day)):
            held.setdefault((resource, option.day), []).append(k)
    for found in held.values():
        _lunch(model, found, problem.settings.lunch_minutes)


def _lunch(model: WeekModel, found: Iterable[int], need: int) -> None:
    spans = {k: model.options[k][1] for k in found}
    fed = [
        k for k in spans if model.items[model.options[k][0]].meal or model.items[model.options[k][0]].kind == Kind.FIXED
    ]
    busy = {k: (o.start, o.end) for k, o in spans.items() if k not in fed}
    early = [k for k, (start, _end) in busy.items() if start < OPENS + need]
    late = [k for k, (_start, end) in busy.items() if end > CLOSES]
    begins = sorted({OPENS} | {end for _start, end in busy.values() if OPENS <= end <= CLOSES - need})
    in_gap = {b: [k for k, (start, end) in busy.items() if start < b + need and end > b] for b in begins}
    if not early or not late or not all(in_gap.values()):
        return
    if model.given and all(model.given.intersection(blockers) for blockers in (*in_gap.values(), early, late)):
        return
    chosen = []
    for blockers in (*in_gap.values(), early, late):
        free = model.new_bool()
        chosen.append(free)
        for k in blockers:
            model.at_most_one([free, k])
    model.add([*chosen, *fed], 1, low=1)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Everyone whose day changes, adults included, keeps a gap for lunch."""
    placed = placement.session
    if placed.meal or placed.kind in (Kind.FIXED, Kind.VISIT) or placed.modality == "remote_async":
        return
    need = problem.settings.lunch_minutes
    for trainer_id in placed.trainer_ids if placement.moves else ():
        if _starves(board.led(trainer_id, placed.day), placement, need):
            yield _no_lunch(trainer_name(problem, trainer_id), placed, need)
    for person in placement.concerned:
        if _starves(board.attended(person, placed.day), placement, need):
            yield _no_lunch(learner_name(problem, person), placed, need, (person,))


def _no_lunch(who: str, placed: Session, need: int, people: tuple[ApprenticeId, ...] = ()) -> Finding:
    text = f"{who} n'aurait plus {say_minutes(need)} pour déjeuner le {say_day(placed.day)}, avec « {placed.label} »."
    brief = f"moins de {say_minutes(need)} de déjeuner{'' if people else f' pour {who}'}"
    return Finding("H4b", text, sessions=(placed.id,), people=people, brief=brief)


def _starves(sessions: Iterable[Session], placement: Placement, need: int) -> bool:
    """Whether a day has a gap for lunch without the placed session and none with it."""
    placed = placement.session
    held = [s for s in others(sessions, placement) if s.modality != "remote_async" and s.kind != Kind.VISIT]
    if any(s.meal or s.kind == Kind.FIXED for s in held):
        return False
    spans = [(s.start, s.end) for s in held]
    return not _gap([*spans, (placed.start, placed.end)], need) and _gap(spans, need)


def _gap(spans: list[tuple[int, int]], need: int) -> bool:
    """Whether nothing is early, nothing is late, or some stretch of the window is free for long enough."""
    if all(start >= OPENS + need for start, _end in spans) or all(end <= CLOSES for _start, end in spans):
        return True
    free = OPENS
    for start, end in sorted(spans):
        if min(start, CLOSES) - free >= need:
            return True
        free = max(free, end)
    return CLOSES - free >= need


RULE = Rule(
    key="H4b",
    statement="Chacun a le temps de déjeuner entre 11 h et 14 h 30 s'il travaille avant et après.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse, late=True),
)
