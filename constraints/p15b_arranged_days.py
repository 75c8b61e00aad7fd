"""P15b: the hours of a class suit those whose day an arrangement makes shorter, or some of whose hours it frees.

A unit is a minute of the class that one such person cannot have: a session at hours to be kept free, and what goes
beyond the longest day. The class has its hours all the same; what is missed is listed (H3g).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from planner.courses.placed_days import class_sessions
from planner.domain import ApprenticeId, CourseId, Kind, Learner, Problem, Session, Timetable
from planner.model import Item, Option, WeekModel
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes

KEY = "P15b"
KINDS = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN)
Span = tuple[int, int, int]
"""Start, end, teaching minutes."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Minutes lost by each person with such an arrangement, day by day; groups of one hour count once."""
    limited = {a.apprentice_id for a in problem.arrangements if a.effect in ("max_day", "forbidden", "rest_day")}
    spans: dict[tuple[ApprenticeId, date], set[Span]] = {}
    for session in timetable.sessions if limited else ():
        if session.kind not in KINDS or session.modality == "remote_async":
            continue
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        for class_id in barrette.class_ids if barrette else session.class_ids:
            for learner in problem.roster(class_id, session.day, session.part):
                if learner.id in limited and _expected(problem, learner, session):
                    at = (learner.id, session.day)
                    spans.setdefault(at, set()).add((session.start, session.end, session.minutes))
    for (person, day), rows in sorted(spans.items()):
        lost = _lost(problem, person, day, rows)
        if lost:
            text = f"{learner_name(problem, person)} ne peut pas suivre {say_minutes(lost)} de sa classe le "
            yield Finding(KEY, f"{text}{say_day(day)}, à cause d'un aménagement.", lost, people=(person,), day=day)


def _expected(problem: Problem, learner: Learner, session: Session) -> bool:
    course = problem.courses.get(session.course_id) if session.course_id and session.kind == Kind.COURSE else None
    if course is not None and problem.freed(learner.id, course, session.day) is not None:
        return False
    return problem.here(learner, session.day, session.start, session.end)


def _lost(problem: Problem, person: ApprenticeId, day: date, spans: Iterable[Span]) -> int:
    """Minutes at hours to be kept free, and those of the others that go beyond the longest day."""
    barred = {span for span in spans if problem.barred(person, day, span[0], span[1])}
    rest = sum(span[2] for span in spans if span not in barred)
    most = min((a.minutes for a in problem.arranged(person, "max_day", day)), default=rest)
    return sum(span[2] for span in barred) + max(0, rest - most)


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """For each such person and day: each option at hours to be kept free, and the minutes above the longest day."""
    for person in problem.once(_limited):
        learner = problem.learners[person]
        homes = tuple({m.class_id for m in learner.memberships})
        numbers = [n for n in model.near(homes, person, ()) if model.items[n].kind in KINDS]
        options = [
            k for n in numbers for k in model.of(n) if _takes(problem, learner, model.items[n], model.options[k][1])
        ]
        for day, today in model.by_day(options).items():
            _day(problem, model, person, day, today)


def _day(problem: Problem, model: WeekModel, person: ApprenticeId, day: date, today: list[int]) -> None:
    minutes = {k: model.items[model.options[k][0]].minutes for k in today}
    barred = [k for k in today if problem.barred(person, day, *model.options[k][1][1:3])]
    model.penalise(KEY, barred, [minutes[k] for k in barred])
    rest = [k for k in today if k not in set(barred)]
    most = min((a.minutes for a in problem.arranged(person, "max_day", day)), default=None)
    total = sum({model.options[k][0]: minutes[k] for k in rest}.values())
    if most is not None and total > most:
        over = model.excess(rest, [minutes[k] for k in rest], most, total - most)
        model.penalise(KEY, [over])


def _takes(problem: Problem, learner: Learner, item: Item, option: Option) -> bool:
    """Whether an item of the class is one of the learner's hours at an option, arrangements left aside."""
    home = learner.membership(option.day)
    if item.learners or home is None or home.class_id not in item.class_ids or item.part not in ("", home.part):
        return False
    course_id = item.course_id if item.kind == Kind.COURSE else None
    return _has(problem, learner, course_id, option.day, option.start, option.end)


def _has(problem: Problem, learner: Learner, course_id: CourseId | None, day: date, start: int, end: int) -> bool:
    """Whether somebody is at the centre then, and not freed from the course."""
    course = problem.courses.get(course_id) if course_id else None
    return (course is None or problem.freed(learner.id, course, day) is None) and problem.here(learner, day, start, end)


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Minutes that the session makes such people of its classes lose."""
    placed = placement.session
    limited = problem.once(_limited)
    if not limited or not placement.moves or not _counts(placed):
        return 0
    added = 0
    for person in limited:
        learner = problem.learners[person]
        home = learner.membership(placed.day)
        if home is not None and problem.enrolled(learner, placed.day) and _of(problem, learner, placed):
            rows = others(class_sessions(problem, board, home.class_id, placed.day), placement)
            spans = {(s.start, s.end, s.minutes) for s in rows if _counts(s) and _of(problem, learner, s)}
            new = (placed.start, placed.end, placed.minutes)
            added += _units(problem, person, placed.day, {*spans, new}) - _units(problem, person, placed.day, spans)
    return added


def _units(problem: Problem, person: ApprenticeId, day: date, spans: set[Span]) -> int:
    free = [s for s in spans if not problem.barred(person, day, s[0], s[1])]
    most = [a.minutes for a in problem.arranged(person, "max_day", day)]
    over = max(0, sum(s[2] for s in free) - min(most)) if most else 0
    return over + sum(s[2] for s in spans) - sum(s[2] for s in free)


def _counts(session: Session) -> bool:
    return session.kind in KINDS and session.modality != "remote_async"


def _of(problem: Problem, learner: Learner, session: Session) -> bool:
    """Whether a session that stands takes the time of a learner's class and part, and is one of the learner's hours."""
    home = learner.membership(session.day)
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    classes = barrette.class_ids if barrette else session.class_ids
    if home is None or home.class_id not in classes or session.part not in ("", home.part):
        return False
    course_id = session.course_id if session.kind == Kind.COURSE else None
    return _has(problem, learner, course_id, session.day, session.start, session.end)


def _limited(problem: Problem) -> tuple[ApprenticeId, ...]:
    """Those with an arrangement that shortens days or frees hours at some time."""
    rows = (a for a in problem.arrangements if a.effect in ("max_day", "forbidden", "rest_day"))
    return tuple(dict.fromkeys(a.apprentice_id for a in rows if a.apprentice_id in problem.learners))


RULE = Rule(
    KEY,
    "Les heures d'une classe évitent celles que l'aménagement d'un apprenant laisse libres, et sa journée ne dépasse "
    "pas la sienne quand un aménagement la limite (coût en minutes perdues pour lui).",
    "soft",
    check,
    Enforce(week=enforce_week, weigh=weigh),
    name="cours manqués (aménagements)",
)
