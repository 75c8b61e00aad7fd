"""H1a: nobody who teaches or watches is in two places at once."""

from collections.abc import Iterator, Sequence

from planner.domain import Guidance, Problem, Session, Timetable, away
from planner.model import Item, WeekModel
from planner.placement import BoardView, Placement, meeting
from planner.rule import Enforce, Finding, Rule
from planner.words import say_span, say_when, trainer_name


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Two sessions of one adult that share a moment, unless both are watched in one shared room."""
    for trainer_id, sessions in timetable.by_trainer.items():
        held = [s for s in sessions if s.modality != "remote_async"]
        for number, first in enumerate(held):
            for second in held[number + 1 :]:
                if second.day != first.day or second.start >= first.end:
                    break
                if not _watched_together(problem, first, second):
                    text = (
                        f"{trainer_name(problem, trainer_id)} est à deux endroits à la fois {say_when(first)} : "
                        f"« {first.label} » et « {second.label} » ({say_span(second.start, second.end)})."
                    )
                    yield Finding("H1a", text, sessions=(first.id, second.id))


def _watched_together(problem: Problem, first: Session, second: Session) -> bool:
    room = problem.rooms.get(first.room_id) if first.room_id else None
    if room is None or first.room_id != second.room_id or room.shared < 2:
        return False
    return Guidance.LED not in (first.guidance or Guidance.LED, second.guidance or Guidance.LED)


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """At each moment one option at most per trainer; barrettes still to be staffed leave enough of their pool."""
    for _trainer, _day, _minute, together in model.moments_of(lambda item, team: team):
        model.at_most_one(together)
    for pool in {item.pool for item in model.items if item.staff and item.pool}:

        def users(item: Item, team: Sequence[str], pool: frozenset[str] = pool) -> list[str]:
            return ["pool"] if (item.staff and item.pool == pool) or pool.intersection(team) else []

        for _pool, day, minute, together in model.moments_of(users):
            chosen = [(k, *model.options[k]) for k in together]
            if not any(model.items[i].staff for _k, i, _option in chosen):
                continue
            here = {t for t in pool if not away(problem.trainers[t].absences, day, minute, minute + 1)}
            takes = [
                min(model.items[i].staff, len(here)) if model.items[i].pool == pool else len(here & set(option.team))
                for _k, i, option in chosen
            ]
            model.add(together, takes, high=len(here))


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """No adult of the session is elsewhere at a moment of it, but to watch both in one shared room."""
    placed = placement.session
    if not placement.moves or placed.modality == "remote_async":
        return
    for trainer_id in placed.trainer_ids:
        for other in meeting(board.led(trainer_id, placed.day), placement):
            if not _one_watch(problem, placed, other):
                text = (
                    f"{trainer_name(problem, trainer_id)} est à « {other.label} » {say_when(other)}, en même temps que "
                    f"« {placed.label} »."
                )
                brief = f"{trainer_name(problem, trainer_id)} est à « {other.label} »"
                yield Finding("H1a", text, sessions=(placed.id, other.id), brief=brief)


def _one_watch(problem: Problem, placed: Session, other: Session) -> bool:
    """Two groups on their own in one room for several groups."""
    if placed.room_id is None or placed.room_id != other.room_id or Guidance.LED in (placed.guidance, other.guidance):
        return False
    room = problem.rooms.get(placed.room_id)
    return room is not None and room.shared > 1 and bool(placed.guidance and other.guidance)


RULE = Rule(
    key="H1a",
    statement="Un formateur n'est jamais à deux endroits à la fois.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse),
)
