"""P15: few people miss a course because of an absence or of an event that takes only some of the class.

A unit is one person who misses one session of a course. Hours missed that are to be made up are owed besides (H3e).
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import FixedEvent, Kind, Learner, Problem, Session, Timetable, away
from planner.model import Item, Option, WeekModel
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import count, say_when

KEY = "P15"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One unit for each person of the roll who is away, or at an event, while a course takes place."""
    for session in timetable.sessions:
        if session.kind != Kind.COURSE or session.modality == "remote_async":
            continue
        course = problem.courses.get(session.course_id) if session.course_id else None
        people = [p for c in session.class_ids for p in problem.roster(c, session.day, session.part, course)]
        number = sum(_taken(problem, person, session) for person in people)
        if number:
            who = count(number, "apprenant absent ou convoqué", "apprenants absents ou convoqués")
            text = f"« {session.label} », {say_when(session)} : manqué par {who}."
            yield Finding(KEY, text, number, (session.id,))


def _taken(problem: Problem, learner: Learner, session: Session) -> bool:
    if any(a.hard and a.hits(session.day, session.start, session.end) for a in learner.absences):
        return True
    home = learner.membership(session.day)
    for event in problem.events:
        if event.day != session.day or event.end <= session.start or session.end <= event.start:
            continue
        named = learner.id in event.apprentice_ids
        in_part = bool(event.part) and not event.apprentice_ids and home is not None and home.part == event.part
        if named or (in_part and home is not None and home.class_id in event.class_ids):
            return True
    return False


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Each option of a course costs the people who would miss it."""
    for k, (number, option) in enumerate(model.options):
        item = model.items[number]
        if item.kind == Kind.COURSE and (cost := _missing(problem, item, option)):
            model.penalise(KEY, [k], cost)


def _missing(problem: Problem, item: Item, option: Option) -> int:
    """People of the roll who are away or called elsewhere during an option."""
    day, start, end = option.day, option.start, option.end
    events = [e for e in problem.events if e.partial and e.day == day and e.start < end and start < e.end]
    named = {a for e in events for a in e.apprentice_ids}
    parts = {(c, e.part) for e in events if not e.apprentice_ids for c in e.class_ids}
    found = 0
    course = problem.courses.get(item.course_id) if item.course_id else None
    for class_id in item.class_ids:
        for learner in problem.roster(class_id, day, item.part, course):
            away = any(a.hard and a.hits(day, start, end) for a in learner.absences)
            home = learner.membership(day)
            found += away or learner.id in named or (home is not None and (home.class_id, home.part) in parts)
    return found


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """People of the roll who are away, or at an event, while the course takes place."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind != Kind.COURSE or placed.modality == "remote_async":
        return 0
    span = placed.day, placed.start, placed.end
    events = [e for e in problem.once(_calling).get(placed.day, ()) if e.start < placed.end and placed.start < e.end]
    named = {a for e in events for a in e.apprentice_ids}
    parts = {(c, e.part) for e in events if not e.apprentice_ids for c in e.class_ids}
    missing = 0
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    for learner in (p for c in placed.class_ids for p in problem.roster(c, placed.day, placed.part, course)):
        home = learner.membership(placed.day)
        called = learner.id in named or (home is not None and (home.class_id, home.part) in parts)
        missing += called or bool(learner.absences and away(learner.absences, *span))
    return missing


def _calling(problem: Problem) -> dict[date, list[FixedEvent]]:
    """Events that call some people of a class, by day."""
    found: dict[date, list[FixedEvent]] = {}
    for event in problem.events:
        if event.partial:
            found.setdefault(event.day, []).append(event)
    return found


RULE = Rule(
    key=KEY,
    statement="Peu d'apprenants manquent un cours à cause d'une absence ou d'un événement de quelques-uns (coût par "
    "personne et par séance).",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, weigh=weigh),
    weight=4,
    name="cours manqués (absences, événements)",
)
