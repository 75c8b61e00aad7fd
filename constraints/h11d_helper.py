"""H11d: the helper of an arrangement is free for the person: teaches nothing, and helps nobody elsewhere, meanwhile.

At a barrette the helper may still lead one group of the very occurrence as far as the week is concerned; the
composition sees to that. What the workbook itself puts at one moment (events, courses locked at their hour, sessions
that stand already) is as it says, and to be looked at.
"""

from collections.abc import Iterator

from planner.board.helping import helped, with_helper
from planner.domain import (
    ApprenticeId,
    Arrangement,
    Kind,
    Problem,
    Session,
    Timetable,
    TrainerId,
    away,
    helped_sessions,
)
from planner.model import Item, Option, WeekModel
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_when, trainer_name

KEY = "H11d"
EVENTS = "deux événements du classeur à la même heure"
ASKED = "le classeur met les deux à la même heure"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """The helper's own sessions, and those of others with the same helper, at the hours of the person's sessions."""
    for helper, rows in helped_sessions(problem, timetable).items():
        taught = timetable.by_trainer.get(helper, ())
        for session, person in rows:
            name = learner_name(problem, person)
            who = trainer_name(problem, helper)
            others = [s for s in taught if s.id != session.id and s.overlaps(session)]
            others += [s for s, p in rows if p < person and s.id != session.id and s.overlaps(session)]
            # What the workbook itself asks for at two places is looked at last: a rule that is broken comes before it.
            others.sort(key=lambda s: _by_hand(problem, s))
            if others:
                text = f"{who}, qui aide {name}, est ailleurs {say_when(session)} ({others[0].label})."
                asked = _by_hand(problem, session) and _by_hand(problem, others[0])
                why = EVENTS if session.kind == others[0].kind == Kind.FIXED else ASKED
                ids = session.id, others[0].id
                yield Finding(KEY, text, 1, ids, (person,), to_verify=asked, why=why if asked else "")
            elif _absent(problem, helper, session):
                text = f"{who}, qui aide {name}, n'est pas là {say_when(session)}."
                yield Finding(KEY, text, 1, (session.id,), (person,), to_verify=True, why="personne qui aide absente")


def _by_hand(problem: Problem, session: Session) -> bool:
    """Whether the workbook itself has a session at its hour: an event, what stands already, a course at its lock."""
    if session.kind == Kind.FIXED or session.id in problem.stands:
        return True
    mine = (k for k in problem.locks if k.course_id and k.course_id == session.course_id and k.part == session.part)
    return session.kind == Kind.COURSE and any((k.day, k.start) == (session.day, session.start) for k in mine)


def _absent(problem: Problem, helper: TrainerId, session: Session) -> bool:
    trainer = problem.trainers.get(helper)
    return trainer is None or away(trainer.absences, session.day, session.start, session.end)


def _week(problem: Problem, model: WeekModel) -> None:
    """At each moment one option at most that the helper teaches or that a helped person attends."""
    rows = [row for row in problem.arrangements if row.effect == "helper"]
    helpers = {row.text for row in rows}

    def users(item: Item, option: Option) -> set[str]:
        needed = {row.text for row in rows if row.on(option.day) and _attends(problem, item, option, row)}
        return needed | helpers.intersection(option.team)

    if rows:
        for _helper, _day, _minute, together in model.moments(users):
            asked = [k for k in together if _asked(problem, model.items[model.options[k][0]], model.options[k][1])]
            rest = [k for k in together if k not in asked]
            for one in asked or (None,):
                model.at_most_one(rest if one is None else [*rest, one])


def _asked(problem: Problem, item: Item, option: Option) -> bool:
    """Whether the workbook itself puts an item at an hour."""
    locks = [k for k in problem.locks if item.kind == Kind.COURSE and k.course_id == item.course_id]
    at = any((k.day, k.start, k.part) == (option.day, option.start, item.part) for k in locks)
    return at or item.kind == Kind.FIXED or item.id in problem.stands


def _attends(problem: Problem, item: Item, option: Option, row: Arrangement) -> bool:
    learner = problem.learners.get(row.apprentice_id)
    if learner is None or learner.remote:
        return False
    if item.learners:
        return learner.id in item.learners
    if not (item.course_id and problem.followed(learner.id, item.course_id, option.day, item.part)):
        home = learner.membership(option.day)
        mine = home is not None and home.class_id in item.class_ids and item.part in ("", home.part)
        if not mine or not problem.takes(learner, item.course_id):
            return False
    return problem.here(learner, option.day, option.start, option.end)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Helpers of those who come are free, and nobody who is helped meanwhile loses an adult of the session."""
    placed, helpers = placement.session, problem.once(helped)
    if not helpers:
        return
    concerned, asked = placement.concerned, _by_hand(problem, placed)
    for helper, people in helpers.items():
        needed = [p for p in people if p in concerned and _with(problem, placement, p, helper)]
        if not needed and (helper not in placed.trainer_ids or not placement.moves):
            continue
        busy = [(s, None) for s in board.led(helper, placed.day)] if needed else []
        taken = [*busy, *((s, p) for p in people for s in with_helper(problem, board, helper, p, placed.day))]
        for other, person in taken:
            if other.id != placed.id and other.overlaps(placed) and not (asked and _by_hand(problem, other)):
                who, name = trainer_name(problem, helper), learner_name(problem, person or needed[0])
                text = (
                    f"{who}, qui aide {name}, est pris {say_when(other)} (« {other.label} »), en même temps que "
                    f"« {placed.label} »."
                )
                yield Finding(KEY, text, 1, (placed.id, other.id), tuple(needed) or ((person,) if person else ()))


def _with(problem: Problem, placement: Placement, person: ApprenticeId, helper: TrainerId) -> bool:
    """Whether somebody comes to the session on site with this helper."""
    placed = placement.session
    if placed.modality not in ("on_site", "blended") or placement.people[person]:
        return False
    return any(row.text == helper for row in problem.arranged(person, "helper", placed.day))


RULE = Rule(
    KEY,
    "La personne qui aide un apprenant est libre pendant les séances de celui-ci.",
    "hard",
    check,
    Enforce(week=_week, refuse=refuse),
)
