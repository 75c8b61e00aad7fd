"""H4g: a class has no session before its first arrival nor after its last departure. Fixed events are as they are."""

from collections.abc import Hashable, Iterator

from planner.domain import Kind, Problem, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, say_when

KEY = "H4g"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions outside the hours at which a class of theirs can come and leave."""
    for session in timetable.sessions:
        if session.kind in (Kind.FIXED, Kind.VISIT) or session.modality in ("remote_async", "remote_sync"):
            continue
        for class_id in session.class_ids:
            group = problem.classes.get(class_id)
            if group and any(a.hits(session.day, session.start, session.end) for a in group.off_hours):
                name = class_name(problem, class_id)
                text = f"{name} a « {session.label} » {say_when(session)}, hors de ses heures d'arrivée et de départ."
                yield Finding(KEY, text, sessions=(session.id,))


def _off_hours(problem: Problem) -> bool:
    """Whether any class has hours at which it cannot be there."""
    return any(group.off_hours for group in problem.classes.values())


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Its people, where anybody has hours of travel."""
    del team
    if item.kind in (Kind.FIXED, Kind.VISIT) or not problem.once(_off_hours):
        return None
    return item.class_ids, item.learners


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """No class of the item is brought in too early or kept too late."""
    if item.kind in (Kind.FIXED, Kind.VISIT):
        return True
    # A session of some people, such as an entry module that an update moves, is one of their classes.
    homes = (problem.learners[who].membership(option.day) for who in item.learners)
    groups = [problem.classes[c] for c in {*item.class_ids, *(home.class_id for home in homes if home)}]
    return not any(a.hits(option.day, option.start, option.end) for g in groups for a in g.off_hours)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """No class of the session is brought in too early or kept too late."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind in (Kind.FIXED, Kind.VISIT) or placed.modality.startswith("remote"):
        return
    for class_id in placed.class_ids:
        group = problem.classes.get(class_id)
        if group and any(a.hits(placed.day, placed.start, placed.end) for a in group.off_hours):
            text = (
                f"{class_name(problem, class_id)} n'est pas encore arrivée, ou est déjà repartie, {say_when(placed)}, "
                f"pour « {placed.label} »."
            )
            yield Finding(KEY, text, sessions=(placed.id,))


RULE = Rule(
    key=KEY,
    statement="Une classe n'a pas de séance avant sa première arrivée ni après son dernier départ.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
