"""P17: who is entitled to an extra break has it: no long run of work without a pause of that length.

A pause of the bells counts. Where a course lasts longer than that on its own, the pause is to be taken inside it: the
finding says when, so that the trainer can be told.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import ApprenticeId, Bells, Learner, Problem, Session, Timetable
from planner.model import WeekModel, audiences
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes, say_span

KEY = "P17"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One unit for each run of work that is too long for the person."""
    most = problem.settings.extra_break_after
    for person in sorted({a.apprentice_id for a in problem.arrangements if a.effect == "extra_break"}):
        days: dict[date, list[Session]] = {}
        for session in timetable.by_apprentice.get(person, ()):
            if session.modality != "remote_async":
                days.setdefault(session.day, []).append(session)
        for day, held in days.items():
            pause = max((a.minutes for a in problem.arranged(person, "extra_break", day)), default=0)
            for start, end, minutes in _runs(problem, held, pause) if pause else ():
                if minutes > most:
                    text = (
                        f"{learner_name(problem, person)}, {say_day(day)} {say_span(start, end)} : "
                        f"{say_minutes(minutes)} sans pause de {say_minutes(pause)} ; à prendre pendant la séance."
                    )
                    yield Finding(KEY, text, people=(person,))


def _runs(problem: Problem, held: list[Session], pause: int) -> list[tuple[int, int, int]]:
    """(start, end, minutes of work) of each run without a pause of so many minutes."""
    pieces: list[tuple[int, int]] = []
    for session in held:
        known = [c for c in session.class_ids if c in problem.classes]
        bells = problem.bells_of(known[0]) if known else problem.bells_at(session.site_id)
        cut = [(max(s.start, session.start), min(s.end, session.end)) for s in bells.days[session.day.weekday()]]
        pieces += [span for span in cut if span[0] < span[1]] or [(session.start, session.end)]
    found: list[tuple[int, int, int]] = []
    for start, end in sorted(pieces):
        if found and start - found[-1][1] < pause:
            first, last, minutes = found[-1]
            found[-1] = (first, max(last, end), minutes + end - start)
        else:
            found.append((start, end, end - start))
    return found


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """A cost where the sessions of the person fill a whole chain of slots without such a pause."""
    entitled = {a.apprentice_id for a in problem.arrangements if a.effect == "extra_break"}
    if not entitled:
        return
    for learner, variables in audiences(problem, model, lambda one: one.id if one.id in entitled else None):
        for day, ids in model.by_day(variables).items():
            pause = max((a.minutes for a in problem.arranged(learner.id, "extra_break", day)), default=0)
            for start, end, whole in _chains(problem, learner, day, pause) if pause else ():
                _full(problem, model, learner, day, ids, (start, end, whole))


def _chains(problem: Problem, learner: Learner, day: date, pause: int) -> list[tuple[int, int, int]]:
    home = learner.membership(day)
    bells: Bells = problem.bells_of(home.class_id) if home else problem.bells_at("")
    found: list[tuple[int, int, int]] = []
    for slot in bells.days[day.weekday()]:
        if found and slot.start - found[-1][1] < pause:
            found[-1] = (found[-1][0], slot.end, found[-1][2] + slot.end - slot.start)
        else:
            found.append((slot.start, slot.end, slot.end - slot.start))
    return [chain for chain in found if chain[2] > problem.settings.extra_break_after]


def _full(
    problem: Problem, model: WeekModel, learner: Learner, day: date, ids: list[int], chain: tuple[int, int, int]
) -> None:
    home = learner.membership(day)
    bells = problem.bells_of(home.class_id) if home else problem.bells_at("")
    start, end, whole = chain
    minutes = {}
    for k in ids:
        option = model.options[k][1]
        if option.start < end and start < option.end:
            minutes[k] = bells.teaching(day.weekday(), max(start, option.start), min(end, option.end))
    if sum(minutes.values()) >= whole:
        model.penalise(KEY, [model.excess(list(minutes), list(minutes.values()), whole - 1, 1)])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Runs of work that are too long for those who are entitled to a break, with the session less without it."""
    placed, added = placement.session, 0
    if placed.modality == "remote_async":
        return 0
    concerned = placement.concerned
    for person in problem.once(_entitled):
        pause = 0
        if person in concerned:
            pause = max((a.minutes for a in problem.arranged(person, "extra_break", placed.day)), default=0)
        if pause:
            rows = others(board.attended(person, placed.day), placement)
            held = [s for s in rows if s.modality != "remote_async"]
            added += _long_runs(problem, [*held, placed], pause) - _long_runs(problem, held, pause)
    return added


def _entitled(problem: Problem) -> tuple[ApprenticeId, ...]:
    """Those who have an extra break at some time."""
    rows = (row for row in problem.arrangements if row.effect == "extra_break")
    return tuple(dict.fromkeys(row.apprentice_id for row in rows))


def _long_runs(problem: Problem, held: list[Session], pause: int) -> int:
    """Runs of work above the setting, slot by slot of the bells of each session."""
    slots: list[tuple[int, int]] = []
    for session in held:
        home = next((c for c in session.class_ids if c in problem.classes), None)
        bells = problem.bells_of(home) if home is not None else problem.bells_at(session.site_id)
        rows = [s for s in bells.days[session.day.weekday()] if s.start < session.end and session.start < s.end]
        slots += [(max(s.start, session.start), min(s.end, session.end)) for s in rows] or [
            (session.start, session.end)
        ]
    found = minutes = 0
    busy = -pause
    for start, end in sorted(slots):
        fresh = start >= busy + pause
        long = not fresh and minutes > problem.settings.extra_break_after
        minutes = end - start if fresh else minutes + end - start
        found += minutes > problem.settings.extra_break_after and not long
        busy = max(busy, end) if not fresh else end
    return found


RULE = Rule(
    key=KEY,
    statement="Qui a droit à une pause supplémentaire ne travaille pas plus de 2 h sans pause de cette durée ; les "
    "récréations comptent.",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, weigh=weigh, relaxed=frozenset({"week"})),
    weight=40,
    name="pauses supplémentaires",
)
