"""The ways out of an hour without its trainer, in words."""

from collections.abc import Sequence

from planner.domain import ApprenticeId, Kind, Problem, Session, Timetable, clock, name_order
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour
from planner.words import class_name, count, say_all, say_minutes, say_some

USUAL_WAYS = {"autonomy": "autonomie", "cancel": "annuler"}
"""Ways out of which it is said why a session has them not."""


def title(session: Session) -> str:
    """``Mathématiques – CAP cuisine 1, 8 h – 10 h``."""
    return f"{session.label}, {clock(session.start)} – {clock(session.end)}"


def way_out(problem: Problem, timetable: Timetable, one: AbsentHour, choice: Choice) -> str:
    """One way out with what it costs."""
    session = one.first
    if choice.kind in ("cancel", "cancel_all"):
        return _say_cancelled(problem, timetable, one, choice)
    if choice.kind == "without":
        return "sans : la séance se tient avec le reste de l’équipe"
    if choice.trainer_id is None:
        return "autonomie : sans adulte, tous les présents sont majeurs"
    trainer = problem.trainers[choice.trainer_id]
    own = "qui connaît la classe" if choice.near else "qui ne connaît pas la classe"
    week = f"{say_minutes(choice.minutes)} cette semaine avec cette séance, {say_minutes(trainer.max_week)} au plus"
    if choice.kind == "colleague":
        return f"{trainer.name}, {own} : {week}"
    room = problem.rooms.get(session.room_id) if session.room_id else None
    return f"autonomie ({room.name if room else 'sur place'}), encadrée par {trainer.name}, {own} : {week}"


def _say_cancelled(problem: Problem, timetable: Timetable, one: AbsentHour, choice: Choice) -> str:
    """What falls due again, and who is left without a session."""
    session = one.first
    expected = people(timetable, one.sessions)
    known = [problem.learners[p] for p in expected if p in problem.learners]
    minors = sorted((p.name for p in known if p.kept(session.day) and not p.remote), key=name_order)
    who = count(len(expected), "apprenant")
    young = f", dont {count(len(minors), 'mineur')} à encadrer : {say_some(minors)}" if minors else ""
    due = say_minutes(session.minutes)
    if choice.kind == "cancel_all":
        others = "la partie croisée" if session.kind == Kind.COURSE else "tous les groupes de la barrette"
        return f"tout annuler, avec {others} : {due} à reprogrammer ({who} ici{young})"
    if session.kind == Kind.COURSE:
        return f"annuler : {due} à reprogrammer pour {classes(problem, one.sessions)} ({who} sans cours{young})"
    return f"annuler : {due} dues de nouveau ({who}{young})"


def refused_ways(one: AbsentHour) -> list[str]:
    """``autonomie : non, …`` for each of the usual ways out that a session has not, with why."""
    has = {choice.kind for choice in one.choices}
    said: dict[str, str] = {}
    for choice, why in one.refused:
        if choice.kind in USUAL_WAYS and choice.kind not in has:
            said.setdefault(choice.kind, f"{USUAL_WAYS[choice.kind]} : non, {why}")
    return list(said.values())


def classes(problem: Problem, sessions: Sequence[Session]) -> str:
    """Names of the classes of some sessions."""
    return say_all(class_name(problem, c) for c in dict.fromkeys(c for s in sessions for c in s.class_ids))


def people(timetable: Timetable, sessions: Sequence[Session]) -> frozenset[ApprenticeId]:
    """Everybody expected in some sessions."""
    return frozenset(row.apprentice_id for s in sessions for row in timetable.attendees.get(s.id, ()))
