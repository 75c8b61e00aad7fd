"""H2a: courses, barrettes and open periods take place when their classes are at the centre."""

from collections.abc import Hashable, Iterator

from planner.domain import AM, PM, ClassId, Kind, Problem, Session, Timetable, TrainerId, away
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, say_when

KINDS = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN)
"""Other kinds follow the people's own calendars."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions on a half-day on which one of their classes is not at the centre."""
    for session in timetable.sessions:
        if session.kind not in KINDS or session.modality == "remote_async":
            continue
        for class_id in session.class_ids:
            if class_id not in problem.classes:
                continue
            here = problem.class_presence(class_id, session.day, session.part)
            noon = problem.bells_of(class_id).noon(session.day.weekday())
            absences = (a for a in problem.classes[class_id].absences_of(session.part) if a.hard)
            gone = any(a.hits(session.day, session.start, session.end) for a in absences)
            if gone or (session.start < noon and not here & AM) or (session.end > noon and not here & PM):
                part = f" (partie {session.part})" if session.part else _absent(problem, class_id, session)
                text = (
                    f"La classe {class_name(problem, class_id)}{part} n'est pas au centre {say_when(session)}, "
                    f"où « {session.label} » est placé."
                )
                yield Finding("H2a", text, sessions=(session.id,))


def _absent(problem: Problem, class_id: ClassId, session: Session) -> str:
    """Which parts of a class are away, where its parts have calendars of their own and some are there."""
    parts = problem.classes[class_id].part_calendars
    gone = [part for part in parts if not problem.class_presence(class_id, session.day, part)]
    return f" (partie {', '.join(gone)})" if gone and len(gone) < len(parts) else ""


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Classes, and the part of them."""
    del problem, team
    return (item.class_ids, item.part) if item.kind in KINDS else None


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """Every half-day that the option touches is a CFA half-day of every class (and part) of the item."""
    if item.kind not in KINDS:
        return True
    return all(
        problem.bells_of(c).half(option.day.weekday(), option.start, option.end)
        & ~problem.class_presence(c, option.day, item.part)
        == 0
        and not away(problem.classes[c].absences_of(item.part), option.day, option.start, option.end)
        for c in item.class_ids
    )


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Every half-day that the session touches is a CFA half-day of every class (and part), none of them being away."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind not in KINDS or placed.modality == "remote_async":
        return
    for class_id in (c for c in placed.class_ids if c in problem.classes):
        half = problem.bells_of(class_id).half(placed.day.weekday(), placed.start, placed.end)
        gone = half & ~problem.class_presence(class_id, placed.day, placed.part)
        absences = problem.classes[class_id].absences
        if not gone and absences:
            mine = problem.classes[class_id].absences_of(placed.part)
            gone = int(away(mine, placed.day, placed.start, placed.end))
        if gone:
            part = f" (partie {placed.part})" if placed.part else ""
            text = f"La classe {class_name(problem, class_id)}{part} n'est pas au centre {say_when(placed)}, pour "
            yield Finding("H2a", f"{text}« {placed.label} ».", sessions=(placed.id,))


RULE = Rule(
    key="H2a",
    statement="Les cours, les barrettes et les temps d'accompagnement ont lieu quand toutes leurs classes sont au CFA.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
