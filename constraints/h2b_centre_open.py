"""H2b: nothing takes place while the centre is closed."""

from collections.abc import Hashable, Iterator

from planner.domain import ALL_DAY, AM, PM, Bells, Kind, Problem, Session, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

FREE = (Kind.FIXED, Kind.VISIT)
"""An exam or a visit may be on a day when the centre itself is closed."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions on a Sunday, a closed day or a closed half-day."""
    for session in timetable.sessions:
        if session.kind in FREE or session.modality == "remote_async":
            continue
        noon = _bells(problem, session).noon(session.day.weekday())
        shut = problem.closed_halves.get(session.day, 0)
        halves = (session.start < noon and shut & AM) or (session.end > noon and shut & PM)
        never = not any(bells.days[session.day.weekday()] for bells in problem.bells.values())
        if session.day.weekday() == 6 or session.day in problem.closed or never or halves:
            text = f"Le centre est fermé {say_when(session)}, où « {session.label} » est placé."
            yield Finding("H2b", text, sessions=(session.id,))


def _bells(problem: Problem, session: Session) -> Bells:
    known = [c for c in session.class_ids if c in problem.classes]
    return problem.bells_of(known[0]) if known else problem.bells_at(session.site_id)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """The bells that it follows."""
    del problem, team
    return None if item.kind in FREE else item.bells_ids[0] if item.bells_ids else item.site_id


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """The centre is open on every half-day that the option touches, and it is no Sunday."""
    if item.kind in FREE:
        return True
    bells = problem.bells_at(item.bells_ids[0] if item.bells_ids else item.site_id)
    half = bells.half(option.day.weekday(), option.start, option.end)
    shut = ALL_DAY & ~problem.open_mask(option.day)
    return option.day.weekday() < 6 and not half & shut


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The centre is open on every half-day that the session touches, and it is no Sunday."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind in FREE or placed.modality == "remote_async":
        return
    home = next((c for c in placed.class_ids if c in problem.classes), None)
    bells = problem.bells_of(home) if home is not None else problem.bells_at(placed.site_id)
    half = bells.half(placed.day.weekday(), placed.start, placed.end)
    if placed.day.weekday() == 6 or half & ~problem.open_mask(placed.day):
        text = f"Le centre est fermé {say_when(placed)}, où « {placed.label} » serait placé."
        yield Finding("H2b", text, sessions=(placed.id,))


RULE = Rule(
    key="H2b",
    statement="Aucune séance n'a lieu un dimanche, un jour férié ou pendant une fermeture du centre.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
