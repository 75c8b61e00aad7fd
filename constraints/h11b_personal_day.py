"""H11b: an arrangement may shorten somebody's day.

The class keeps its hours and the person leaves the sessions above the limit, which attendance says; rows are only
for items that name the person. An event is as the workbook says, however long: whoever may not stay so long leaves it
when the day is full, and has nothing else that day.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from planner.domain import ApprenticeId, Kind, Problem, Timetable
from planner.model import WeekModel
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes

KEY = "H11b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Teaching minutes of each person and day against the limit; a day of events alone is the workbook's own."""
    for row in problem.arrangements:
        if row.effect != "max_day":
            continue
        minutes, more = Counter[date](), set[date]()
        for session in timetable.by_apprentice.get(row.apprentice_id, ()):
            if session.modality != "remote_async" and row.on(session.day):
                minutes[session.day] += session.minutes
                more |= {session.day} if session.kind != Kind.FIXED else set()
        for day, total in minutes.items():
            if total > row.minutes and day in more:
                name = learner_name(problem, row.apprentice_id)
                text = f"{name} a {say_minutes(total)} le {say_day(day)}, pour {say_minutes(row.minutes)} au plus."
                yield Finding(KEY, text, 1, people=(row.apprentice_id,))


def _week(problem: Problem, model: WeekModel) -> None:
    """Minutes of the items that name the person, day by day; events are there, and the others have what they leave."""
    named: dict[ApprenticeId, list[int]] = {}
    for number, item in enumerate(model.items):
        for person in item.learners:
            named.setdefault(person, []).extend(model.of(number))
    for person, options in named.items():
        for day, today in model.by_day(options).items():
            for row in problem.arranged(person, "max_day", day):
                model.add(today, _taken(model, today, row.minutes), high=row.minutes)


def _taken(model: WeekModel, options: Sequence[int], most: int) -> list[int]:
    """Minutes that options take from a day, an event none that it has not: events alone may be longer."""
    events, taken = 0, []
    for item in (model.items[model.options[k][0]] for k in options):
        fixed = item.kind == Kind.FIXED
        taken.append(min(item.minutes, most - events) if fixed else item.minutes)
        events += taken[-1] if fixed else 0
    return taken


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, nobody has more hours than an arrangement leaves to their day."""
    placed = placement.session
    limited = problem.once(_limited)
    if not limited or placed.modality == "remote_async":
        return
    concerned = placement.concerned
    for person in limited:
        if person not in concerned:
            continue
        minutes, more = placed.minutes, placed.kind != Kind.FIXED
        for session in board.attended(person, placed.day):
            if session.id != placed.id and session.modality != "remote_async":
                minutes += session.minutes
                more = more or session.kind != Kind.FIXED
        for row in problem.arranged(person, "max_day", placed.day):
            if minutes > row.minutes and more:
                text = (
                    f"{learner_name(problem, person)} aurait {say_minutes(minutes)} le {say_day(placed.day)} avec "
                    f"« {placed.label} », pour {say_minutes(row.minutes)} au plus."
                )
                brief = f"journée pleine à {say_minutes(row.minutes)} par aménagement"
                yield Finding(KEY, text, 1, (placed.id,), (person,), brief=brief)


def _limited(problem: Problem) -> tuple[ApprenticeId, ...]:
    """Those whose day is limited at some time."""
    rows = (row for row in problem.arrangements if row.effect == "max_day")
    return tuple(dict.fromkeys(row.apprentice_id for row in rows))


RULE = Rule(
    KEY,
    "Un apprenant dont la journée est limitée par un aménagement n'a pas plus d'heures que cette limite ; il quitte un "
    "événement plus long quand sa journée est pleine.",
    "hard",
    check,
    Enforce(week=_week, refuse=refuse),
)
