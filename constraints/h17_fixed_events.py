"""H17: a fixed event is at its time and place with its people and trainers, who are nowhere else.

The engine pins the event's item, and its people and trainers keep one place by H1; this rule keeps the pin.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from planner.domain import ApprenticeId, FixedEvent, Kind, Learner, Problem, Session, Timetable, TrainerId, away
from planner.model import Item, Option
from planner.placement import BoardView, Placement, meeting
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_when, trainer_name

KEY = "H17"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each event of the horizon, its people, and what they do elsewhere at that time."""
    for event in problem.events:
        if not problem.first <= event.day <= problem.last:
            continue
        session = next((s for s in timetable.sessions if _is(s, event)), None)
        if session is None:
            yield Finding(KEY, f"« {event.label} », {say_day(event.day)} : absent de l'emploi du temps à cette heure.")
            continue
        yield from _place(problem, event, session)
        yield from _people(problem, timetable, event, session)
        yield from _courses(problem, timetable.sessions, event)


def _is(session: Session, event: FixedEvent) -> bool:
    at = (session.day, session.start, session.end) == (event.day, event.start, event.end)
    return (
        session.kind == Kind.FIXED
        and at
        and set(event.class_ids) <= set(session.class_ids)
        and session.label == event.label
    )


def _place(problem: Problem, event: FixedEvent, session: Session) -> Iterator[Finding]:
    if event.room_id is not None and session.room_id != event.room_id:
        text = f"« {event.label} », {say_day(event.day)} : prévu dans une autre salle que {event.room_id}."
        yield Finding(KEY, text, 1, (session.id,))
    for trainer in event.trainer_ids:
        if trainer not in session.trainer_ids:
            text = f"« {event.label} », {say_day(event.day)} : {trainer_name(problem, trainer)} n'y est pas."
            yield Finding(KEY, text, 1, (session.id,))


def _people(problem: Problem, timetable: Timetable, event: FixedEvent, session: Session) -> Iterator[Finding]:
    there = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
    for person in _expected(problem, event):
        if person not in there:
            text = f"« {event.label} », {say_day(event.day)} : {learner_name(problem, person)} n'y est pas attendu."
            yield Finding(KEY, text, 1, (session.id,), (person,))
    for person in there:
        for other in timetable.by_apprentice.get(person, ()):
            if other.id != session.id and other.overlaps(session) and other.modality != "remote_async":
                text = (
                    f"{learner_name(problem, person)} est à « {event.label} » et à {other.label}, {say_day(event.day)}."
                )
                yield Finding(KEY, text, 1, (session.id, other.id), (person,))
    for trainer in session.trainer_ids:
        for other in timetable.by_trainer.get(trainer, ()):
            if other.id != session.id and other.overlaps(session):
                who = trainer_name(problem, trainer)
                text = f"{who} est à « {event.label} » et à {other.label}, {say_day(event.day)}."
                yield Finding(KEY, text, 1, (session.id, other.id))


def _courses(problem: Problem, sessions: Iterable[Session], event: FixedEvent) -> Iterator[Finding]:
    """Courses of some sessions from which an event takes their whole class, so that nobody is there."""
    for session in sessions:
        if _emptied(problem, session, event):
            text = f"{session.label}, {say_when(session)} : la classe est à « {event.label} » à cette heure."
            yield Finding(KEY, text, 1, (session.id,))


def _emptied(problem: Problem, session: Session, event: FixedEvent) -> bool:
    """Whether a session is a course of classes that an event takes whole; what was pasted stays, as was asked."""
    if session.kind != Kind.COURSE or session.id in problem.stands or event.apprentice_ids or not session.class_ids:
        return False
    meets = session.day == event.day and session.start < event.end and event.start < session.end
    return meets and set(session.class_ids) <= set(event.class_ids) and event.part in ("", session.part)


def _expected(problem: Problem, event: FixedEvent) -> list[ApprenticeId]:
    """People named, else those of the classes who are at the centre then and whom no event of theirs takes elsewhere.

    Absences and arrangements spare anybody.
    """
    if event.apprentice_ids:
        named = [problem.learners[a] for a in event.apprentice_ids if a in problem.learners]
        found = [p for p in named if problem.enrolled(p, event.day)]
    else:
        meet = [e for e in problem.events if e.day == event.day and e.start < event.end and event.start < e.end]
        taken = {a for e in meet for a in e.apprentice_ids if _free(problem, problem.learners.get(a), e)}
        found = [p for c in event.class_ids for p in problem.roster(c, event.day, event.part) if p.id not in taken]
        found = [p for p in found if problem.here(p, event.day, event.start, event.end)]
    return [p.id for p in found if _free(problem, p, event)]


def _free(problem: Problem, person: Learner | None, event: FixedEvent) -> bool:
    """Whether neither an absence nor an arrangement keeps somebody from an event."""
    if person is None or any(a.hard and a.hits(event.day, event.start, event.end) for a in person.absences):
        return False
    return not problem.barred(person.id, event.day, event.start, event.end)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Where an event is."""
    del problem, team
    return item.pinned if item.kind == Kind.FIXED else None


def _pinned(problem: Problem, item: Item, option: Option) -> bool:
    """An event goes nowhere but to its own time."""
    del problem
    return item.kind != Kind.FIXED or item.pinned in (None, (option.day, option.start))


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """An event is as the workbook says, with everyone it calls; whoever is at one is nowhere else meanwhile."""
    placed = placement.session
    today = problem.once(_by_day).get(placed.day, ())
    own = next((e for e in today if _is_at(placed, e)), None)
    if own is not None and placement.moves:
        yield from _as_typed(problem, placement, own)
    for person in placement.concerned if today else ():
        held = () if placed.modality == "remote_async" else meeting(board.attended(person, placed.day), placement)
        for other in held:
            if own is not None or any(_is_at(other, e) for e in today):
                text = f"{learner_name(problem, person)} est à {other.label} {say_when(other)}, en même temps que "
                yield Finding(KEY, f"{text}« {placed.label} ».", 1, (placed.id, other.id), (person,))
    if placement.moves and own is not None:
        beside = {s.id: s for c in own.class_ids for s in board.of_class(c, placed.day)}
        yield from _courses(problem, beside.values(), own)
    elif placement.moves:
        yield from (f for event in today for f in _courses(problem, (placed,), event))
    for trainer in placed.trainer_ids if today and placement.moves else ():
        for other in board.led(trainer, placed.day):
            if other.id != placed.id and other.overlaps(placed) and (own or any(_is_at(other, e) for e in today)):
                text = f"{trainer_name(problem, trainer)} est à {other.label} {say_when(other)}, en même temps que "
                yield Finding(KEY, f"{text}« {placed.label} ».", 1, (placed.id, other.id))


def _by_day(problem: Problem) -> dict[date, list[FixedEvent]]:
    """Events of the horizon by day."""
    found: dict[date, list[FixedEvent]] = {}
    for event in problem.events:
        if problem.first <= event.day <= problem.last:
            found.setdefault(event.day, []).append(event)
    return found


def _is_at(session: Session, event: FixedEvent) -> bool:
    """Whether a session is the one of an event of its day, at its hour."""
    return (
        session.kind == Kind.FIXED
        and (session.start, session.end, session.label) == (event.start, event.end, event.label)
        and set(session.class_ids).issuperset(event.class_ids)
    )


def _as_typed(problem: Problem, placement: Placement, event: FixedEvent) -> Iterator[Finding]:
    """What an event lacks: its room, its adults, or somebody whom it calls."""
    placed = placement.session
    name = f"« {event.label} », {say_day(event.day)}"
    if event.room_id not in (None, placed.room_id):
        yield Finding(KEY, f"{name} : prévu dans une autre salle ({event.room_id}).", 1, (placed.id,))
    for trainer in event.trainer_ids:
        if trainer not in placed.trainer_ids:
            yield Finding(KEY, f"{name} : {trainer_name(problem, trainer)} n'y serait pas.", 1, (placed.id,))
    for person in _summoned(problem, event):
        if person not in placement.people:
            text = f"{name} : {learner_name(problem, person)} n'y serait pas attendu."
            yield Finding(KEY, text, 1, (placed.id,), (person,))


def _summoned(problem: Problem, event: FixedEvent) -> Iterator[ApprenticeId]:
    """Those whom an event calls by name or by class, unless they are away or kept free."""
    span = event.day, event.start, event.end
    people = [problem.learners[a] for a in event.apprentice_ids if a in problem.learners]
    if not event.apprentice_ids:
        people = [p for c in event.class_ids for p in problem.roster(c, event.day, event.part)]
    for learner in people:
        there = problem.enrolled(learner, event.day) if event.apprentice_ids else problem.here(learner, *span)
        there = there and problem.at_own_event(learner, event) is None
        if there and not away(learner.absences, *span) and not problem.barred(learner.id, *span):
            yield learner.id


RULE = Rule(
    KEY,
    "Un événement fixe a lieu à son heure et à sa place, avec ses apprenants et ses formateurs, qui ne sont nulle part "
    "ailleurs ; qui est nommé à un événement n'est pas à celui de sa classe à la même heure ; une classe qui est tout "
    "entière à un événement n'a pas cours à cette heure.",
    "hard",
    check,
    Enforce(domain=_pinned, about=_about, refuse=refuse),
)
