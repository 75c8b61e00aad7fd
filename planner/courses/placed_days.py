"""Days of a class or a trainer on a board that stands, with one more session in them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain import ClassGroup, ClassId, Kind, Problem, Session, Stream, streams
from planner.domain.kinds import WITH_CLASS
from planner.placement import BoardView, Placement, for_everyone, others
from planner.words import stream_name

SHORTEST_DAY = "H6f"
"""The rule of the days that are too short to come for."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a day lacks to a minimum, in minutes, without the placed session and with it; 0: nothing is asked of it."""

    name: str
    minutes: int
    """Of the day, with the session."""
    least: int
    before: int
    after: int
    beside: tuple[Session, ...] = ()
    """What else is on that day."""


def lacks(problem: Problem, board: BoardView, placement: Placement, *, hard: bool) -> Iterator[Lack]:
    """Days with a minimum that the placed session touches: those that bind, or the wished ones."""
    placed = placement.session
    if not placement.moves or placed.kind == Kind.VISIT or placed.modality == "remote_async":
        return
    for trainer in (problem.trainers[t] for t in placed.trainer_ids if t in problem.trainers):
        if trainer.min_day and trainer.min_day_hard == hard:
            held = [s for s in others(board.led(trainer.id, placed.day), placement) if s.kind != Kind.VISIT]
            yield _lack(problem, trainer.name, held, placed, trainer.min_day)
    yield from _class_lacks(problem, board, placement, lambda group: group.min_day * (group.min_day_hard == hard))


def left_short(problem: Problem, board: BoardView, gone: Session) -> Iterator[Session]:
    """What stands on days with a minimum that binds and that a session has left too short; some of it twice.

    ``gone`` is where it stood, and no more on the board. Nothing where *Règles* switches the rule off.
    """
    if SHORTEST_DAY not in problem.rules_off:
        for day in lacks(problem, board, for_everyone(gone, {}), hard=True):
            yield from day.beside if day.before else ()


def presence_lacks(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Lack]:
    """Days of classes that state no minimum which the placed session touches: the least presence counts for them."""
    placed, usual = placement.session, problem.settings.least_presence
    if usual and placement.moves and placed.modality != "remote_async":
        yield from _class_lacks(problem, board, placement, lambda group: 0 if group.min_day else usual)


def _class_lacks(
    problem: Problem, board: BoardView, placement: Placement, least: Callable[[ClassGroup], int]
) -> Iterator[Lack]:
    """Days of the classes of a session for which something is asked."""
    placed = placement.session
    for class_id in classes_of(problem, placed) if placed.kind in WITH_CLASS else ():
        group = problem.classes.get(class_id)
        asked = least(group) if group else 0
        if not asked or named(problem, placed):
            continue
        rows = others(class_sessions(problem, board, class_id, placed.day), placement)
        held = [s for s in rows if s.kind in WITH_CLASS and not named(problem, s)]
        for stream in streams_of(problem, class_id, placed):
            name = stream_name(problem, class_id, stream)
            yield _lack(problem, name, [s for s in held if in_stream(stream, s)], placed, asked)


def _lack(problem: Problem, name: str, held: Iterable[Session], placed: Session, least: int) -> Lack:
    rows = [s for s in held if s.modality != "remote_async"]
    minutes = _minutes([*rows, placed])
    before, after = _short(problem, rows, least), _short(problem, [*rows, placed], least)
    return Lack(name, minutes, least, before, after, tuple(rows))


def _short(problem: Problem, sessions: list[Session], least: int) -> int:
    """Minutes that lack; a day of fixed events, and of what stands already, is nobody's choice."""
    chosen = any(s.kind != Kind.FIXED and s.id not in problem.stands for s in sessions)
    return max(0, least - _minutes(sessions)) if chosen else 0


def _minutes(sessions: Iterable[Session]) -> int:
    """Teaching minutes of a day, what runs at the same time counted once."""
    total = busy = 0
    for session in sorted(sessions, key=lambda s: (s.start, -s.end, s.id)):
        if session.start >= busy:
            total, busy = total + session.minutes, session.end
    return total


def classes_of(problem: Problem, session: Session) -> tuple[ClassId, ...]:
    """Classes whose time a session takes: all those of its barrette, else its own."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    return barrette.class_ids if barrette else session.class_ids


def streams_of(problem: Problem, class_id: ClassId, session: Session) -> list[Stream]:
    """Streams of a class whose time a session takes."""
    return streams(problem, class_id, session.part, session.course_id)


def in_stream(stream: Stream, session: Session) -> bool:
    """Whether a session of a class takes the time of a stream of it."""
    return session.part in ("", stream.part) and session.course_id not in stream.without


def class_sessions(problem: Problem, board: BoardView, class_id: ClassId, day: date) -> list[Session]:
    """Sessions of a day that take the time of a class, the groups of its barrettes that name only others included.

    So do the hours that are kept for what has no session yet: a barrette is no less long before its groups are made.
    """
    rows = {s.id: s for c in problem.once(_partners).get(class_id, (class_id,)) for s in board.of_class(c, day)}
    rows |= {s.id: s for s in board.awaited(class_id, day)}
    return [s for s in rows.values() if class_id in classes_of(problem, s)]


def _partners(problem: Problem) -> dict[ClassId, tuple[ClassId, ...]]:
    """Classes that share a barrette with each class, itself first."""
    found: dict[ClassId, dict[ClassId, None]] = {c: {c: None} for c in problem.classes}
    for barrette in problem.barrettes.values():
        for class_id in barrette.class_ids:
            found.setdefault(class_id, {class_id: None}).update(dict.fromkeys(barrette.class_ids))
    return {class_id: tuple(rows) for class_id, rows in found.items()}


def _events(problem: Problem) -> frozenset[tuple[str, date, int]]:
    """Events that call some people by name: the class is not at them."""
    return frozenset((e.label, e.day, e.start) for e in problem.events if e.apprentice_ids)


def named(problem: Problem, session: Session) -> bool:
    """Whether a session is an event of some people called by name."""
    return session.kind == Kind.FIXED and (session.label, session.day, session.start) in problem.once(_events)
