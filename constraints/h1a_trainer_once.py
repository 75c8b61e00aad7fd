"""H1a: nobody who teaches or watches is in two places at once."""

from collections.abc import Iterator

from planner.domain import Guidance, Problem, Session, Timetable, away
from planner.model import Item, Option, WeekModel
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
    for _trainer, _day, _minute, together in model.moments(lambda item, option: option.team):
        model.at_most_one(together)
    for pool in {item.pool for item in model.items if item.staff and item.pool}:

        def users(item: Item, option: Option, pool: frozenset[str] = pool) -> list[str]:
            return ["pool"] if (item.staff and item.pool == pool) or pool.intersection(option.team) else []

        for _pool, day, minute, together in model.moments(users):
            chosen = [(k, *model.options[k]) for k in together]
            if not any(model.items[i].staff for _k, i, _option in chosen):
                continue
            here = {t for t in pool if not away(problem.trainers[t].absences, day, minute, minute + 1)}
            takes = [
                min(model.items[i].staff, len(here)) if model.items[i].pool == pool else len(here & set(option.team))
                for _k, i, option in chosen
            ]
            model.add(together, takes, high=len(here))


RULE = Rule(
    key="H1a",
    statement="Un formateur n'est jamais à deux endroits à la fois.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week),
)
