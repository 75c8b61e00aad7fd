"""H12: nobody is expected when away, before the entry, after the rights end, or on a day of their own in the company.

Class sessions go on without the person; an item that names people keeps to their own days. A group of support is no
lesson of a class: whoever is free of the company may join it. A contact by video with who learns at a distance may be
on a day in the company, for those who are not in its room.
"""

from collections.abc import Hashable, Iterator
from datetime import date

from planner.domain import AM, PM, ApprenticeId, Kind, Learner, Problem, Session, Status, Timetable, TrainerId, away
from planner.domain.kinds import OF_CLASSES
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

KEY = "H12"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each expected session against the roll, the absences and the calendar of the person."""
    for person, sessions in timetable.by_apprentice.items():
        learner = problem.learners.get(person)
        for session in sessions:
            far = any(row.remote and row.apprentice_id == person for row in timetable.attendees[session.id])
            reason = (
                _why_not(problem, learner, session, far or session.modality == "remote_sync")
                if learner
                else "cette personne n'est pas dans le classeur"
            )
            if reason:
                name = learner.name if learner else str(person)
                text = f"{name} est attendu à {session.label}, {say_when(session)} : {reason}."
                yield Finding(KEY, text, 1, (session.id,), (person,))


def _why_not(problem: Problem, learner: Learner, session: Session, by_video: bool) -> str:
    """Why a learner cannot be expected; empty when they can. ``by_video``: whether they are elsewhere meanwhile."""
    status = problem.status(learner, session.day)
    if status is Status.NOT_ENTERED:
        return "l'entrée est plus tard"
    if status is Status.ENDED:
        return "la formation est terminée"
    if session.modality == "remote_async":
        return ""
    if away(learner.absences, session.day, session.start, session.end):
        return "absence prévue"
    if session.kind in (Kind.FIXED, Kind.VISIT) or _at_centre(
        problem, learner, session.day, session.start, session.end
    ):
        return ""
    if _of_class(session):
        return "hors de son calendrier"
    module = problem.modules.get(session.module_id) if session.module_id else None
    far = learner.remote or learner.blended
    if far and module and module.theme == "follow_up" and by_video:
        return ""
    return "jour en entreprise" if status is Status.APPRENTICE and _working(learner, session.day) else ""


def _of_class(session: Session) -> bool:
    """Whether a session is for those whose class is at the centre: all of its kinds but a group of support."""
    return session.kind in OF_CLASSES and (not session.module_id or bool(session.course_ids))


def _at_centre(problem: Problem, learner: Learner, day: date, start: int, end: int) -> bool:
    home = learner.membership(day)
    bells = problem.bells_of(home.class_id) if home else problem.bells_at("")
    half = bells.half(day.weekday(), start, end)
    return half & ~problem.presence(learner, day) == 0


def _working(learner: Learner, day: date) -> bool:
    """Whether the work in the company has begun; without a typed day, with the contract."""
    begun = learner.first_company_day or learner.contract_start
    return begun is not None and day >= begun


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """People whom the item names, and for what."""
    del problem, team
    return (item.learners, item.kind, item.module_id) if item.learners else None


def _expected(problem: Problem, item: Item, option: Option) -> bool:
    """Everyone named may come: on the roll, not away, at the centre or free of the company."""
    for name in item.learners:
        learner = problem.learners[name]
        if not problem.enrolled(learner, option.day) or away(learner.absences, option.day, option.start, option.end):
            return False
        if item.kind == Kind.FIXED or problem.here(learner, option.day, option.start, option.end):
            continue
        if problem.call(learner, item.module_id):
            continue
        begun = learner.works_from
        working = problem.status(learner, option.day) is Status.APPRENTICE and begun is not None and begun <= option.day
        if item.kind in OF_CLASSES or working:
            return False
    return True


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Everyone who comes is on the roll, not away, and at the centre or free of the company."""
    del board
    placed = placement.session
    for person in placement.concerned:
        learner = problem.learners.get(person)
        by_video = placement.people[person] or placed.modality == "remote_sync"
        reason = (
            _hindered(problem, learner, placed, by_video) if learner else "cette personne n'est pas dans le classeur"
        )
        if reason:
            name = learner.name if learner else str(person)
            text = f"{name} ne peut pas être à {placed.label}, {say_when(placed)} : {reason}."
            yield Finding(KEY, text, 1, (placed.id,), (person,), brief=reason)


def _hindered(problem: Problem, learner: Learner, placed: Session, by_video: bool) -> str:
    """What keeps a learner from a session; empty where nothing does. ``by_video``: they are elsewhere meanwhile."""
    status, mask, noon = _day(problem, learner, placed.day)
    if status in (Status.NOT_ENTERED, Status.ENDED):
        return "l'entrée est plus tard" if status is Status.NOT_ENTERED else "la formation est terminée"
    if placed.modality == "remote_async":
        return ""
    if learner.absences and away(learner.absences, placed.day, placed.start, placed.end):
        return "absence prévue"
    half = (AM if placed.start < noon else 0) | (PM if placed.end > noon else 0)
    if placed.kind in (Kind.FIXED, Kind.VISIT) or not half & ~mask:
        return ""
    if _of_class(placed):
        return "hors de son calendrier"
    begun = learner.works_from
    working = status is Status.APPRENTICE and begun is not None and begun <= placed.day
    called = by_video and problem.call(learner, placed.module_id)
    return "jour en entreprise" if working and not called else ""


Day = tuple[Status, int, int]
"""Situation on the roll, half-days at the centre, and noon."""


def _known_days(problem: Problem) -> dict[tuple[ApprenticeId, date], Day]:
    """What `_day` has told so far."""
    del problem
    return {}


def _day(problem: Problem, learner: Learner, day: date) -> Day:
    known = problem.once(_known_days)
    found = known.get((learner.id, day))
    if found is None:
        home = learner.membership(day)
        bells = problem.bells_of(home.class_id) if home else problem.bells_at("")
        found = (problem.status(learner, day), problem.presence(learner, day), bells.noon(day.weekday()))
        known[learner.id, day] = found
    return found


RULE = Rule(
    KEY,
    "Personne n'est attendu pendant ses absences, avant son entrée, après la fin de ses droits ni un jour où son "
    "calendrier le place en entreprise, sauf pour un contact à distance de qui suit à distance.",
    "hard",
    check,
    Enforce(domain=_expected, about=_about, refuse=refuse, late=True),
)
