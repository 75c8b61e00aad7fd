"""H6b: trainers work on their own days, hours and sites."""

from collections.abc import Hashable, Iterator

from planner.domain import Kind, Problem, Room, Session, SiteId, Timetable, Trainer, TrainerId, away
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions during an absence of one of their adults, or on a site where one does not work."""
    for trainer_id, sessions in timetable.by_trainer.items():
        trainer = problem.trainers.get(trainer_id)
        if trainer is None:
            continue
        for session in sessions:
            if session.kind != Kind.FIXED and session.modality != "remote_async":
                yield from _faults(problem, trainer, session)


def _faults(problem: Problem, trainer: Trainer, session: Session) -> Iterator[Finding]:
    if any(a.hard and a.hits(session.day, session.start, session.end) for a in trainer.absences):
        text = f"{trainer.name} n'est pas disponible {say_when(session)}, pour « {session.label} »."
        yield Finding("H6b", text, sessions=(session.id,))
    room = problem.rooms.get(session.room_id) if session.room_id else None
    site = (room.site_id if room else SiteId("")) or session.site_id
    if trainer.sites and site and site not in trainer.sites:
        text = (
            f"{trainer.name} ne travaille pas sur le site {site}, où « {session.label} » est placé {say_when(session)}."
        )
        yield Finding("H6b", text, sessions=(session.id,))


def _ever_away(problem: Problem) -> frozenset[TrainerId]:
    """Adults with absences, and those who work on some sites only."""
    return frozenset(t.id for t in problem.trainers.values() if t.absences or t.sites)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Who of the team is ever away or not everywhere, and where it is."""
    bound = problem.once(_ever_away)
    some = () if item.kind == Kind.FIXED else tuple(t for t in team if t in bound)
    return (some, item.rooms, item.site_id) if some else None


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """Everyone of the team is available during the option and works on its site."""
    if item.kind == Kind.FIXED:
        return True
    sites = {problem.rooms[r].site_id or item.site_id for r in item.rooms} or {item.site_id}
    for trainer in (problem.trainers[t] for t in option.team):
        if away(trainer.absences, option.day, option.start, option.end):
            return False
        if trainer.sites and not any(not site or site in trainer.sites for site in sites):
            return False
    return True


def _about_room(problem: Problem, item: Item) -> Hashable | None:
    """Its only team, where somebody of it is not everywhere."""
    team = item.teams[0] if len(item.teams) == 1 and item.kind != Kind.FIXED else ()
    return team if any(problem.trainers[t].sites for t in team) else None


def enforce_room(problem: Problem, item: Item, option: Option | None, room: Room) -> bool:
    """Everyone of the team works on the room's site, once the team is known."""
    team = option.team if option else item.teams[0] if len(item.teams) == 1 else ()
    sites = [problem.trainers[t].sites for t in team]
    return item.kind == Kind.FIXED or all(not s or not room.site_id or room.site_id in s for s in sites)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Everyone of the team is available during the session and works on its site."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind == Kind.FIXED or placed.modality == "remote_async":
        return
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    site = room.site_id if room and room.site_id else placed.site_id
    for trainer in (problem.trainers[t] for t in placed.trainer_ids if t in problem.trainers):
        if trainer.absences and away(trainer.absences, placed.day, placed.start, placed.end):
            text = f"{trainer.name} n'est pas disponible {say_when(placed)}, pour « {placed.label} »."
            yield Finding("H6b", text, sessions=(placed.id,))
        if trainer.sites and site and site not in trainer.sites:
            text = (
                f"{trainer.name} ne travaille pas sur le site {site}, où « {placed.label} » serait placé "
                f"{say_when(placed)}."
            )
            yield Finding("H6b", text, sessions=(placed.id,))


RULE = Rule(
    key="H6b",
    statement="Un formateur n'intervient que sur ses jours, ses heures et ses sites.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, room=enforce_room, about_room=_about_room, refuse=refuse),
)
