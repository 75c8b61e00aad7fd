"""H7a: the classes of a barrette share one time, and every occurrence that is wanted exists or is listed.

An occurrence of a barrette or of an open period is one item of the engine, so its groups cannot drift apart: the
only thing to enforce is that every class is at the centre at that time.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date

from planner.domain import Barrette, ClassId, Kind, OpenPeriod, Problem, Session, Timetable, TrainerId, monday
from planner.model import Item, Option
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, count, say_all, say_when

KEY = "H7a"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Groups of one occurrence at one time, classes present, nothing wanted that is neither placed nor listed."""
    for number, sessions in _occurrences(timetable).items():
        yield from _together(problem, number, sessions)
    for barrette in problem.barrettes.values():
        # What is done at a distance in one's own time is at no hour, and given all the same.
        given = {(s.period_id, s.occurrence) for s in timetable.sessions if s.barrette_id == barrette.id}
        listed = sum(1 for row in timetable.unplaced if row.barrette_id == barrette.id)
        missing = _wanted(problem, barrette) - len(given) - listed
        if missing > 0:
            gone = count(missing, "séance ni placée ni listée", "séances ni placées ni listées")
            yield Finding(KEY, f"Barrette {barrette.name} : {gone}.", amount=missing)
    yield from _open_periods(problem, timetable)


def _occurrences(timetable: Timetable) -> dict[tuple[str, str, int], list[Session]]:
    found: dict[tuple[str, str, int], list[Session]] = {}
    for session in timetable.sessions:
        if session.kind == Kind.BARRETTE and session.modality != "remote_async":
            number = (str(session.barrette_id), str(session.period_id), session.occurrence)
            found.setdefault(number, []).append(session)
    return found


def _together(problem: Problem, number: tuple[str, str, int], sessions: list[Session]) -> Iterator[Finding]:
    first = sessions[0]
    barrette = problem.barrettes.get(first.barrette_id) if first.barrette_id else None
    name = barrette.name if barrette else number[0]
    ids = tuple(s.id for s in sessions)
    if len({(s.day, s.start, s.end) for s in sessions}) > 1:
        when = say_all(sorted({say_when(s) for s in sessions}))
        yield Finding(
            KEY, f"Barrette {name} : les groupes d'une même séance sont à des heures différentes, {when}.", 1, ids
        )
    for class_id in barrette.class_ids if barrette else ():
        if class_id in problem.classes and not _present(problem, class_id, first):
            text = f"Barrette {name}, {say_when(first)} : la classe {class_name(problem, class_id)} n'est pas au CFA."
            yield Finding(KEY, text, 1, ids)


def _present(problem: Problem, class_id: ClassId, session: Session) -> bool:
    half = problem.bells_of(class_id).half(session.day.weekday(), session.start, session.end)
    return half & ~problem.class_presence(class_id, session.day) == 0


def _wanted(problem: Problem, thing: Barrette | OpenPeriod) -> int:
    """Occurrences over the horizon: a number per week (at most one a shared day), or per stay with a shared day."""
    shared = [d for d in problem.days if all(problem.support_presence(c, d) for c in thing.class_ids)]
    if thing.per_week:
        return sum(min(thing.per_week, days) for days in Counter(monday(d) for d in shared).values())
    held: set[date] = set(shared)
    stays = problem.stays(thing.class_ids[0]) if thing.class_ids else ()
    return thing.per_stay * sum(1 for stay in stays if held.intersection(stay))


def _open_periods(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """An occurrence of an open period may be one session or several: what counts is that every class has it."""
    times: dict[ClassId, set[tuple[date, int]]] = {}
    for session in timetable.sessions:
        for class_id in session.class_ids if session.kind == Kind.OPEN else ():
            times.setdefault(class_id, set()).add((session.day, session.start))
            if class_id in problem.classes and not _present(problem, class_id, session):
                text = (
                    f"Temps d'accompagnement, {say_when(session)} : {class_name(problem, class_id)} n'est pas au CFA."
                )
                yield Finding(KEY, text, 1, (session.id,))
    for period in problem.open_periods:
        shared = set.intersection(*(times.get(c, set()) for c in period.class_ids)) if period.class_ids else set()
        missing = _wanted(problem, period) - len(shared) - _listed(problem, timetable, period)
        if missing > 0:
            gone = count(missing, "séance ni listée ni placée", "séances ni listées ni placées")
            text = f"Temps d'accompagnement {period.name} : {gone} pour toutes ses classes."
            yield Finding(KEY, text, missing)


def _listed(problem: Problem, timetable: Timetable, period: OpenPeriod) -> int:
    """Hours of an open period that are listed: for all of its classes, or for those that have lost them."""
    number = 0
    for row in (row for row in timetable.unplaced if row.kind == Kind.OPEN and row.class_ids):
        # Two open periods of the same classes: the id says whose hour it is, where it says anything.
        named = [o.id for o in problem.open_periods if row.session_id.startswith(f"{o.id}-")]
        ours = max(named, key=len, default=period.id) == period.id
        number += ours and set(row.class_ids) <= set(period.class_ids)
    return number


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Its classes, of a barrette or open period."""
    del problem, team
    return item.class_ids if item.kind in (Kind.BARRETTE, Kind.OPEN) else None


def _all_there(problem: Problem, item: Item, option: Option) -> bool:
    if item.kind not in (Kind.BARRETTE, Kind.OPEN):
        return True
    weekday = option.day.weekday()
    masks = ((c, problem.bells_of(c).half(weekday, option.start, option.end)) for c in item.class_ids)
    return all(mask & problem.class_presence(c, option.day) == mask for c, mask in masks)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Groups of one occurrence are at one time, at which every class of the barrette or open period is there."""
    placed = placement.session
    if not placement.moves or placed.kind not in (Kind.BARRETTE, Kind.OPEN):
        return
    barrette = (
        problem.barrettes.get(placed.barrette_id) if placed.kind == Kind.BARRETTE and placed.barrette_id else None
    )
    if placed.kind == Kind.BARRETTE:
        if placed.modality == "remote_async":
            return
        groups = _groups(problem, board, placement, barrette)
        apart = {(s.day, s.start, s.end) for s in groups} - {(placed.day, placed.start, placed.end)}
        if apart:
            elsewhere = say_all(sorted({say_when(s) for s in groups if (s.day, s.start, s.end) in apart}))
            name = barrette.name if barrette else placed.barrette_id
            text = f"Barrette {name}, {say_when(placed)} : d'autres groupes de la même séance sont {elsewhere}."
            yield Finding(KEY, text, 1, (placed.id, *(s.id for s in groups)))
    for class_id in barrette.class_ids if barrette else placed.class_ids if placed.kind == Kind.OPEN else ():
        if class_id in problem.classes and not _there(problem, class_id, placed):
            text = f"« {placed.label} », {say_when(placed)} : {class_name(problem, class_id)} n'est pas au CFA."
            yield Finding(KEY, text, 1, (placed.id,))


def _groups(problem: Problem, board: BoardView, placement: Placement, barrette: Barrette | None) -> list[Session]:
    """Other groups of the same occurrence."""
    placed = placement.session
    classes = dict.fromkeys((*placed.class_ids, *(barrette.class_ids if barrette else ())))
    number = (placed.barrette_id, placed.period_id, placed.occurrence)
    rows = {s.id: s for c in classes for d in problem.once(horizon) for s in others(board.of_class(c, d), placement)}
    same = [s for s in rows.values() if s.kind == Kind.BARRETTE and s.modality != "remote_async"]
    return [s for s in same if (s.barrette_id, s.period_id, s.occurrence) == number]


def _there(problem: Problem, class_id: ClassId, placed: Session) -> bool:
    mask = problem.bells_of(class_id).half(placed.day.weekday(), placed.start, placed.end)
    return mask & problem.class_presence(class_id, placed.day) == mask


RULE = Rule(
    KEY,
    "Une barrette ou un temps d'accompagnement réunit toutes ses classes à la même heure, et chaque séance voulue est "
    "placée ou listée.",
    "hard",
    check,
    Enforce(domain=_all_there, about=_about, refuse=refuse, late=True),
)
