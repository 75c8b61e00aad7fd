"""H15: what is locked stays: sessions at their time, place and trainer, people in their group, the frozen past.

The engine pins the locked item; this rule adds the rows that ask for a session there, and keeps the locked room. The
group of a person is kept by the composition, the frozen horizon by leaving its sessions out of what is placed.
"""

from collections.abc import Hashable, Iterator
from dataclasses import replace

from planner.domain import (
    Before,
    Kind,
    Lock,
    Problem,
    Room,
    Session,
    SessionId,
    StandingSession,
    Timetable,
    TrainerId,
)
from planner.model import Item, Option, WeekModel
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import course_name, learner_name, say_day, say_when

KEY = "H15"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each lock of the workbook, then each session of the frozen horizon."""
    for lock in problem.locks:
        if lock.course_id is not None:
            yield from _session_kept(problem, timetable, lock)
        elif lock.barrette_id is not None and lock.apprentice_id is not None:
            yield from _group_kept(problem, timetable, lock)
        elif lock.barrette_id is not None:
            yield from _time_kept(problem, timetable, lock)
    yield from _standing(problem, timetable)
    yield from _frozen(problem, timetable)
    yield from _announced(problem, timetable)


def _standing(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that stand already are there as they are: day, hours, class, and the trainers and room they name."""
    for one in problem.standing:
        found = timetable.session.get(one.id)
        name = f"{course_name(problem, one.course_id)}, séance existante du {say_day(one.day)}"
        if found is None:
            yield Finding(KEY, f"{name} : absente de l'emploi du temps.")
            continue
        same = (found.day, found.start, found.end, found.course_id) == (one.day, one.start, one.end, one.course_id)
        same = same and set(found.class_ids) == set(one.class_ids) and found.part == one.part
        same = same and one.room_id in (None, found.room_id)
        if not same or (one.trainer_ids and set(one.trainer_ids) != set(found.trainer_ids)):
            yield Finding(KEY, f"{name} : changée.", 1, (one.id,))


def _session_kept(problem: Problem, timetable: Timetable, lock: Lock) -> Iterator[Finding]:
    """A dated lock asks for one session as it says; a lock without a day speaks of every session of the course."""
    if lock.course_id is None or (lock.day is not None and not problem.first <= lock.day <= problem.last):
        return
    found = [
        s for s in timetable.sessions if s.course_id == lock.course_id and s.kind == Kind.COURSE and s.part == lock.part
    ]
    name = course_name(problem, lock.course_id)
    if lock.day is not None:
        if not any(s.day == lock.day and _as_locked(s, lock) for s in found):
            yield Finding(KEY, f"{name} : la séance verrouillée du {say_day(lock.day)} n'est pas comme demandé.")
        return
    for session in found:
        if not _as_locked(session, lock):
            yield Finding(KEY, f"{name}, {say_when(session)} : le verrou n'est pas respecté.", 1, (session.id,))


def _as_locked(session: Session, lock: Lock) -> bool:
    return (
        lock.start in (None, session.start)
        and lock.room_id in (None, session.room_id)
        and set(lock.trainer_ids) <= set(session.trainer_ids)
    )


def _group_kept(problem: Problem, timetable: Timetable, lock: Lock) -> Iterator[Finding]:
    """Where the person has groups in a barrette, one is of the locked module."""
    period = problem.period_of(lock.day) if lock.day else None
    groups = [
        g for g in timetable.groups if g.barrette_id == lock.barrette_id and lock.apprentice_id in g.apprentice_ids
    ]
    for period_id in sorted({g.period_id for g in groups if period is None or g.period_id == period.id}):
        if not any(g.module_id == lock.module_id for g in groups if g.period_id == period_id) and lock.apprentice_id:
            name = learner_name(problem, lock.apprentice_id)
            text = f"{name} n'est pas dans le groupe verrouillé ({lock.module_id}), période {period_id}."
            yield Finding(KEY, text, people=(lock.apprentice_id,))


def _time_kept(problem: Problem, timetable: Timetable, lock: Lock) -> Iterator[Finding]:
    if lock.day is None or not problem.first <= lock.day <= problem.last:
        return
    found = [s for s in timetable.sessions if s.barrette_id == lock.barrette_id and s.day == lock.day]
    if not any(lock.start in (None, s.start) for s in found):
        yield Finding(KEY, f"Barrette {lock.barrette_id} : rien à l'heure verrouillée du {say_day(lock.day)}.")


def _frozen(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    if problem.before is None:
        return
    previous, until = problem.before.timetable, problem.before.until
    old = {s.id: s for s in previous.sessions if s.day <= until}
    new = {s.id: s for s in timetable.sessions if s.day <= until}
    for name in sorted({*old, *new}):
        session = new.get(name) or old[name]
        if name not in old or name not in new or _frame(old[name]) != _frame(new[name]):
            text = f"{session.label}, {say_when(session)} : changé alors que tout est gelé jusqu'au {say_day(until)}."
            yield Finding(KEY, text, 1, (name,))
        elif _people(previous, name) != _people(timetable, name):
            text = f"{session.label}, {say_when(session)} : les présents ont changé avant le {say_day(until)}."
            yield Finding(KEY, text, 1, (name,))


def _announced(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Inside the notice, a session may change trainer or room, or be cancelled, but not its time."""
    if problem.before is None or problem.before.moves is None:
        return
    moves = problem.before.moves
    for before in problem.before.timetable.sessions:
        after = timetable.session.get(before.id)
        if before.kind == Kind.FIXED or before.day >= moves or after is None:
            continue
        if (before.day, before.start, before.end) != (after.day, after.start, after.end):
            text = (
                f"{before.label}, {say_when(before)} : l'heure a changé dans le délai de prévenance, avant le "
                f"{say_day(moves)}."
            )
            yield Finding(KEY, text, 1, (before.id,))


def _frame(session: Session) -> Session:
    """What a frozen session keeps: everything but its labels."""
    return replace(session, label="", public_label="")


def _people(timetable: Timetable, name: SessionId) -> frozenset[tuple[str, bool]]:
    return frozenset((row.apprentice_id, row.remote) for row in timetable.attendees.get(name, ()))


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """The part of a course with locks, and who would teach it."""
    return (item.course_id, item.kind, item.part, team) if problem.locks else None


def _free_of_lock(problem: Problem, item: Item, option: Option) -> bool:
    """Locks without a day speak of every session of the course."""
    return all(
        lock.start in (None, option.start) and set(lock.trainer_ids).issubset(option.team)
        for lock in problem.locks
        if lock.course_id == item.course_id and item.kind == Kind.COURSE and lock.part == item.part and lock.day is None
    )


def _about_room(problem: Problem, item: Item) -> Hashable | None:
    """The part of a course, where anything is locked."""
    return (item.course_id, item.kind, item.part) if problem.locks else None


def _room(problem: Problem, item: Item, option: Option | None, room: Room) -> bool:
    """The room of a lock without a day, or of a dated lock once the item is at its time."""
    for lock in problem.locks:
        if lock.room_id in (None, room.id) or item.kind != Kind.COURSE or lock.course_id != item.course_id:
            continue
        if lock.part != item.part:
            continue
        if lock.day is None or (option is not None and lock.day == option.day and lock.start in (None, option.start)):
            return False
    return True


def _week(problem: Problem, model: WeekModel) -> None:
    """One session at least where a dated lock asks for one, as far as one can be there."""
    for lock in problem.locks:
        if lock.day is None or (lock.course_id is None and lock.barrette_id is None) or lock.apprentice_id:
            continue
        ids = model.where(lambda item, option, lock=lock: _meets(item, option, lock))  # type: ignore[misc]
        if ids:
            model.add(ids, 1, low=1)


def _meets(item: Item, option: Option, lock: Lock) -> bool:
    same = item.course_id == lock.course_id and item.kind == Kind.COURSE and item.part == lock.part
    if lock.course_id is None:
        same = item.barrette_id == lock.barrette_id and item.kind == Kind.BARRETTE
    at = option.day == lock.day and lock.start in (None, option.start)
    return same and at and set(lock.trainer_ids).issubset(option.team)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """What stands, is frozen, or is announced stays as it is; a course with a lock of its own follows it.

    A dated lock refuses nothing: whoever moves sessions leaves the locked one where it is.
    """
    del board
    placed, faults = placement.session, []
    if placement.moves:
        faults += [f"{placed.label}, {say_when(placed)} : le verrou n'est pas respecté."] * _unlocked(problem, placed)
        stands = problem.stands.get(placed.id)
        if stands and not _as_it_stands(placed, stands):
            faults.append(f"{placed.label} : séance existante du {say_day(stands.day)}, elle ne change pas.")
    if problem.before is not None:
        faults += _kept(problem.before, placement)
    for text in faults:
        yield Finding(KEY, text, 1, (placed.id,))


def _unlocked(problem: Problem, placed: Session) -> bool:
    """Whether a lock without a day, of the session's course and part, asks for something else."""
    return placed.kind == Kind.COURSE and any(
        lock.start not in (None, placed.start)
        or lock.room_id not in (None, placed.room_id)
        or not set(lock.trainer_ids).issubset(placed.trainer_ids)
        for lock in problem.locks
        if lock.day is None and lock.course_id == placed.course_id and lock.part == placed.part and lock.course_id
    )


def _as_it_stands(placed: Session, one: StandingSession) -> bool:
    """Day, hours, class and part, and the room and trainers that are named."""
    return (
        (placed.day, placed.start, placed.end, placed.course_id) == (one.day, one.start, one.end, one.course_id)
        and (set(placed.class_ids), placed.part) == (set(one.class_ids), one.part)
        and one.room_id in (None, placed.room_id)
        and (not one.trainer_ids or set(one.trainer_ids) == set(placed.trainer_ids))
    )


def _kept(before: Before, placement: Placement) -> Iterator[str]:
    """What the frozen horizon and the notice say of a session, in words."""
    placed, previous, until = placement.session, before.timetable, before.until
    old = previous.session.get(placed.id)
    if min(placed.day, old.day if old else placed.day) <= until:
        who = {row.apprentice_id: row.remote for row in previous.attendees.get(placed.id, ())}
        stays = {p: far for p, far in placement.people.items() if p not in placement.joining}
        same = old is not None and _frame(old) == _frame(placed)
        if (placement.moves and not same) or (same and placement.people != who and (placement.moves or stays == who)):
            yield f"{placed.label}, {say_when(placed)} : tout est gelé jusqu'au {say_day(until)}."
    if placement.moves and before.moves is not None and old is not None and old.kind != Kind.FIXED:
        times = (old.day, old.start, old.end) == (placed.day, placed.start, placed.end)
        if old.day < before.moves and not times:
            yield (
                f"{old.label}, {say_when(old)} : l'heure ne change plus, dans le délai de prévenance, avant le "
                f"{say_day(before.moves)}."
            )


RULE = Rule(
    KEY,
    "Ce qui est verrouillé reste : une séance à son heure, dans sa salle et avec son formateur, une personne dans son "
    "groupe, et tout ce qui précède la date de gel.",
    "hard",
    check,
    Enforce(domain=_free_of_lock, about=_about, room=_room, about_room=_about_room, week=_week, refuse=refuse),
    asks_people=True,
)
