"""P10b: a person who travels has no session before the first arrival nor after the last departure that they told."""

from collections.abc import Iterator

from planner.domain import Kind, Learner, Problem, Timetable
from planner.model import WeekModel, calls
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_when

KEY = "P10b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One unit for each person and session outside their hours."""
    for learner in problem.learners.values():
        for session in timetable.by_apprentice.get(learner.id, ()) if learner.off_hours else ():
            if session.kind == Kind.VISIT or session.modality.startswith("remote"):
                continue
            far = any(a.remote for a in timetable.attendees[session.id] if a.apprentice_id == learner.id)
            if not far and any(a.hits(session.day, session.start, session.end) for a in learner.off_hours):
                name = learner_name(problem, learner.id)
                text = f"{name} a « {session.label} » {say_when(session)}, hors de ses heures de trajet."
                yield Finding(KEY, text, 1, (session.id,), (learner.id,))


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Each option outside somebody's hours costs the number of people concerned."""
    for learner in problem.learners.values():
        if not learner.off_hours or learner.remote:
            continue
        for k, (number, option) in enumerate(model.options):
            if any(a.hits(option.day, option.start, option.end) for a in learner.off_hours) and calls(
                problem, model.items[number], option, learner
            ):
                model.penalise(KEY, [k])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Those who come on site outside their hours."""
    del board
    placed = placement.session
    if placed.kind == Kind.VISIT or placed.modality.startswith("remote"):
        return 0
    travellers, concerned = problem.once(_travellers), placement.concerned
    return sum(
        not concerned.get(one.id, True)
        and any(a.hits(placed.day, placed.start, placed.end) for a in one.off_hours)
        for one in travellers
    )  # fmt: skip


def _travellers(problem: Problem) -> tuple[Learner, ...]:
    """Those who told when they can come and leave."""
    return tuple(learner for learner in problem.learners.values() if learner.off_hours)


RULE = Rule(
    key=KEY,
    statement="Un apprenant qui voyage n'a pas de séance avant sa première arrivée ni après son dernier départ.",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, weigh=weigh),
    weight=20,
    name="heures de trajet",
)
