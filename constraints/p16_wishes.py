"""P16: what is typed as a wish in *Indisponibilités* is kept free: of trainers, classes, learners and rooms."""

from collections.abc import Iterator
from functools import partial

from planner.domain import Absence, ApprenticeId, Kind, Problem, Timetable, away
from planner.model import RoomModel, WeekModel, calls
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, learner_name, room_name, say_when, trainer_name

KEY = "P16"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One unit for each session and each trainer, class, learner or room that wished to be free."""
    for session in timetable.sessions:
        if session.kind == Kind.FIXED or session.modality == "remote_async":
            continue
        span = session.day, session.start, session.end
        said = f"souhaitait être libre {say_when(session)} : « {session.label} »."
        whose = partial(Finding, KEY, amount=1, sessions=(session.id,))
        for team in (problem.trainers[t] for t in session.trainer_ids if t in problem.trainers):
            if away(team.absences, *span, hard=False):
                yield whose(f"{trainer_name(problem, team.id)} {said}", trainers=(team.id,))
        for group in (problem.classes[c] for c in session.class_ids if c in problem.classes):
            if away(group.absences, *span, hard=False):
                yield whose(f"{class_name(problem, group.id)} {said}", classes=(group.id,))
        people = (problem.learners.get(a.apprentice_id) for a in timetable.attendees.get(session.id, ()))
        for person in people:
            if person and away(person.absences, *span, hard=False):
                yield whose(f"{learner_name(problem, person.id)} {said}", people=(person.id,))
        room = problem.rooms.get(session.room_id) if session.room_id else None
        if room and away(room.absences, *span, hard=False):
            yield whose(f"{room_name(problem, room.id)} {said}")


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Each option costs the wishes that it crosses, rooms aside."""
    learners = [p for p in problem.learners.values() if any(not a.hard for a in p.absences)]
    for k, (number, option) in enumerate(model.options):
        item = model.items[number]
        if item.kind == Kind.FIXED:
            continue
        span = option.day, option.start, option.end
        wishes = [problem.trainers[t].absences for t in option.team]
        wishes += [problem.classes[c].absences for c in item.class_ids]
        wishes += [p.absences for p in learners if calls(problem, item, option, p)]
        crossed = sum(away(absences, *span, hard=False) for absences in wishes)
        if crossed:
            model.penalise(KEY, [k], crossed)


def enforce_rooms(problem: Problem, model: RoomModel) -> None:
    """A room that wishes to be free costs one."""
    for variable, (number, room_id) in enumerate(model.pairs):
        item, option = model.placed[number]
        wishes = problem.rooms[room_id].absences
        if item.kind != Kind.FIXED and away(wishes, option.day, option.start, option.end, hard=False):
            model.penalise(KEY, [variable])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Wishes to be free that the session crosses: of those who come, and of its adults, classes and room."""
    del board
    placed = placement.session
    if placed.kind == Kind.FIXED or placed.modality == "remote_async":
        return 0
    wishes, concerned = problem.once(_wishing), placement.concerned
    crossed = [absences for person, absences in wishes.items() if person in concerned]
    if placement.moves:
        crossed += [problem.trainers[t].absences for t in placed.trainer_ids if t in problem.trainers]
        crossed += [problem.classes[c].absences for c in placed.class_ids if c in problem.classes]
        room = problem.rooms.get(placed.room_id) if placed.room_id else None
        crossed += [room.absences] if room else []
    return sum(away(rows, placed.day, placed.start, placed.end, hard=False) for rows in crossed if rows)


def _wishing(problem: Problem) -> dict[ApprenticeId, tuple[Absence, ...]]:
    """What learners wish to keep free."""
    rows = ((p.id, tuple(a for a in p.absences if not a.hard)) for p in problem.learners.values())
    return {person: absences for person, absences in rows if absences}


RULE = Rule(
    key=KEY,
    statement="Les souhaits d'indisponibilité sont suivis (coût par séance et par personne, classe ou salle).",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, rooms=enforce_rooms, weigh=weigh),
    weight=60,
    name="souhaits d’indisponibilité",
)
