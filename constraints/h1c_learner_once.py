"""H1c: no learner, and no class or part of it, is in two places at once."""

from collections.abc import Iterator
from datetime import date

from planner.domain import ApprenticeId, ClassId, Kind, Problem, Session, SessionId, Timetable, streams
from planner.model import WeekModel
from planner.placement import BoardView, Placement, meeting
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, learner_name, say_span, say_when

Pair = tuple[SessionId, SessionId]


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions of one class or part that share a moment, then those of one person only.

    The whole class may have a course while one of its parts is at an event: its people are then in one place only. So
    are those of two courses that are reserved to others of it.
    """
    said: set[Pair] = set()
    for class_id, sessions in timetable.by_class.items():
        whole = [s for s in sessions if _calls_everyone(problem, s)]
        for first, second in _clashes(whole):
            shared = not first.part or not second.part
            alike = first.part == second.part or (shared and Kind.FIXED not in (first.kind, second.kind))
            if alike and not _apart(problem, class_id, first, second):
                said.add((first.id, second.id))
                yield _finding(f"La classe {class_name(problem, class_id)}", first, second)
    for learner_id, sessions in timetable.by_apprentice.items():
        for first, second in _clashes(list(sessions)):
            if (first.id, second.id) not in said:
                yield _finding(learner_name(problem, learner_id), first, second, (learner_id,))


def _clashes(sessions: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs of sessions, in order of time, that share a moment."""
    held = [s for s in sessions if s.modality != "remote_async"]
    for number, first in enumerate(held):
        for second in held[number + 1 :]:
            if not first.overlaps(second):
                break
            yield first, second


def _calls_everyone(problem: Problem, session: Session) -> bool:
    """Courses, open periods and events of a whole class or part; groups only concern their members."""
    if session.kind == Kind.FIXED:
        named = (e for e in problem.events if (e.day, e.start, e.end) == (session.day, session.start, session.end))
        return not any(e.apprentice_ids and e.label == session.label for e in named)
    return session.kind in (Kind.COURSE, Kind.OPEN)


def _apart(problem: Problem, class_id: ClassId, first: Session, second: Session) -> bool:
    """Whether nobody of a class has two courses of it, one of which is reserved; one that nobody has is beside none."""
    courses = [problem.courses.get(s.course_id) if s.course_id else None for s in (first, second)]
    if not any(course is not None and course.reserved for course in courses):
        return False
    homes = [(p, m.part) for p in problem.learners.values() for m in p.memberships if m.class_id == class_id]
    rolls = [{p.id for p, part in homes if s.part in ("", part)} for s in (first, second)]
    takers = [
        {p.id for p, _part in homes if course is None or p.takes(course)} & roll
        for course, roll in zip(courses, rolls, strict=True)
    ]
    if not all(any(course is None or p.takes(course) for p, _part in homes) for course in courses):
        return all(course is not None and course.reserved for course in courses) and courses[0] != courses[1]
    return takers[0].isdisjoint(takers[1])


def _finding(who: str, first: Session, second: Session, people: tuple[ApprenticeId, ...] = ()) -> Finding:
    text = (
        f"{who} est à deux endroits à la fois {say_when(first)} : « {first.label} » et « {second.label} » "
        f"({say_span(second.start, second.end)})."
    )
    return Finding("H1c", text, sessions=(first.id, second.id), people=people)


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """At each moment one option at most per audience unit."""
    some_days = any(item.day_units for item in model.items)
    moments = (
        model.moments(lambda item, option: item.units_on(option.day))
        if some_days
        else model.moments_of(lambda item, _team: item.units)
    )
    for _unit, _day, _minute, together in moments:
        model.at_most_one(together)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Nothing else of the class, of its part or of anybody in it at a moment of the session.

    What is said of a class is not said of each of its people again.
    """
    placed, said = placement.session, set[SessionId]()
    if placed.modality == "remote_async":
        return
    if placement.moves and _for_all(problem, placed):
        for class_id in placed.class_ids:
            for other in meeting(board.of_class(class_id, placed.day), placement):
                if _same_people(problem, placed, other) and _meet(problem, class_id, placed, other):
                    said.add(other.id)
                    yield _taken(f"La classe {class_name(problem, class_id)}", placed, other)
    for person in placement.concerned:
        for other in meeting(board.attended(person, placed.day), placement):
            if other.id not in said and (placement.moves or not _already(problem, placed, other)):
                yield _taken(learner_name(problem, person), placed, other, (person,))


def _taken(who: str, placed: Session, other: Session, people: tuple[ApprenticeId, ...] = ()) -> Finding:
    text = f"{who} est à « {other.label} » {say_when(other)}, en même temps que « {placed.label} »."
    return Finding("H1c", text, sessions=(placed.id, other.id), people=people)


def _named_events(problem: Problem) -> frozenset[tuple[str, date, int, int]]:
    """Events that call some people by name."""
    return frozenset((e.label, e.day, e.start, e.end) for e in problem.events if e.apprentice_ids)


def _for_all(problem: Problem, session: Session) -> bool:
    """Whether a session takes all of its class or part."""
    if session.kind == Kind.FIXED:
        return (session.label, session.day, session.start, session.end) not in problem.once(_named_events)
    return session.kind in (Kind.COURSE, Kind.OPEN)


def _same_people(problem: Problem, placed: Session, other: Session) -> bool:
    """Whether two sessions of one class take the same people, all of them."""
    if not _for_all(problem, other):
        return False
    if placed.part and other.part:
        return placed.part == other.part
    return placed.part == other.part or (placed.kind != Kind.FIXED and other.kind != Kind.FIXED)


def _already(problem: Problem, placed: Session, other: Session) -> bool:
    """Whether the class itself is in both: nothing is new for who joins."""
    alike = _for_all(problem, placed) and _same_people(problem, placed, other)
    shared = set(placed.class_ids) & set(other.class_ids) if alike else set()
    return any(_meet(problem, class_id, placed, other) for class_id in shared)


def _meet(problem: Problem, class_id: ClassId, placed: Session, other: Session) -> bool:
    """Whether two sessions of a class are for some of the same people of it: both may be reserved."""
    mine, others = (streams(problem, class_id, course_id=s.course_id) for s in (placed, other))
    return any(stream in others for stream in mine)


RULE = Rule(
    key="H1c",
    statement="Un apprenant, une classe ou une partie de classe n'est jamais à deux endroits à la fois.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse),
)
