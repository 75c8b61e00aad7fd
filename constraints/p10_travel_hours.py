"""P10: a class begins after the first slot on Monday and ends before the last one on Friday (travel, boarding)."""

from collections.abc import Iterable, Iterator
from datetime import date

from planner.courses.placed_days import class_sessions, classes_of
from planner.domain import ClassId, Kind, Problem, Session, Stream, Timetable, streams
from planner.model import WeekModel
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, say_day

KEY = "P10"
KINDS = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN)
MONDAY, FRIDAY = 0, 4


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One unit for each class on each Monday at the first start and each Friday at the last end."""
    for day, class_id in sorted(_edges(problem, timetable.sessions)):
        end = "commence dès la première heure" if day.weekday() == MONDAY else "finit à la dernière heure"
        yield Finding(KEY, f"{class_name(problem, class_id)} {end} le {say_day(day)}.", day=day, classes=(class_id,))


def least(problem: Problem, timetable: Timetable) -> float:
    """Classes whose barrette or open period is at such an hour, where it stays."""
    return len(_edges(problem, [s for s in timetable.sessions if s.kind != Kind.COURSE]))


def _edges(problem: Problem, sessions: Iterable[Session]) -> set[tuple[date, ClassId]]:
    """Mondays and Fridays of each class with one of these sessions at the first hour, or at the last."""
    found: set[tuple[date, ClassId]] = set()
    for session in sessions:
        if session.kind not in KINDS or session.modality == "remote_async":
            continue
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        for class_id in barrette.class_ids if barrette else session.class_ids:
            slots = problem.bells_of(class_id).days[session.day.weekday()]
            early = session.day.weekday() == MONDAY and slots and session.start <= slots[0].start
            late = session.day.weekday() == FRIDAY and slots and session.end >= slots[-1].end
            if early or late:
                found.add((session.day, class_id))
    return found


def _week(problem: Problem, model: WeekModel) -> None:
    """A variable for each class and edge, at least the options of each of its streams at that edge."""
    edges: dict[tuple[ClassId, date], dict[Stream, list[int]]] = {}
    for k, (i, option) in enumerate(model.options):
        item, weekday = model.items[i], option.day.weekday()
        if item.kind not in KINDS or weekday not in (MONDAY, FRIDAY):
            continue
        for class_id in item.class_ids:
            slots = problem.bells_of(class_id).days[weekday]
            if not slots or (option.start > slots[0].start if weekday == MONDAY else option.end < slots[-1].end):
                continue
            for stream in streams(problem, class_id, item.part, item.course_id):
                edges.setdefault((class_id, option.day), {}).setdefault(stream, []).append(k)
    for parts in edges.values():
        used = model.new_bool()
        model.penalise(KEY, [used])
        for ids in parts.values():
            model.add([used, *ids], [1] + [-1] * len(ids), low=0)


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Classes that the session brings at the first hour of Monday or keeps to the last of Friday, and nothing else."""
    placed = placement.session
    if not placement.moves or placed.day.weekday() not in (MONDAY, FRIDAY) or not _counts(placed):
        return 0
    added = 0
    for class_id in classes_of(problem, placed):
        if _at_edge(problem, class_id, placed):
            rows = others(class_sessions(problem, board, class_id, placed.day), placement)
            added += not any(_counts(s) and _at_edge(problem, class_id, s) for s in rows)
    return added


def _counts(session: Session) -> bool:
    return session.kind in KINDS and session.modality != "remote_async"


def _at_edge(problem: Problem, class_id: ClassId, session: Session) -> bool:
    """Whether a session of Monday or Friday takes the first or the last slot of the class's bells."""
    slots = problem.bells_of(class_id).days[session.day.weekday()]
    if not slots:
        return False
    return session.start <= slots[0].start if session.day.weekday() == MONDAY else session.end >= slots[-1].end


RULE = Rule(
    KEY,
    "Une classe commence après la première heure le lundi et finit avant la dernière le vendredi.",
    "soft",
    check,
    Enforce(week=_week, weigh=weigh),
    weight=15,
    least=least,
    name="lundi matin et vendredi soir",
)
