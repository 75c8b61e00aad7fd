"""H6a: whoever leads a session is skilled for its subject or module, accreditation included."""

from collections.abc import Hashable, Iterator
from datetime import date

from planner.domain import (
    Course,
    CourseId,
    Guidance,
    Kind,
    Module,
    ModuleId,
    Problem,
    Session,
    Timetable,
    Trainer,
    TrainerId,
    key,
)
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when, trainer_name

LED = (Kind.COURSE, Kind.BARRETTE, Kind.SUPPORT, Kind.ONBOARDING)


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Led sessions without a trainer, or with one who is neither named for them nor skilled on that day."""
    for session in timetable.sessions:
        if session.kind not in LED or (session.guidance or Guidance.LED) != Guidance.LED:
            continue
        if not session.trainer_ids and session.modality != "remote_async" and not _on_their_own(problem, session):
            text = f"« {session.label} », {say_when(session)}, n'a pas de formateur."
            yield Finding("H6a", text, sessions=(session.id,))
        stands = problem.stands.get(session.id)
        if stands and stands.trainer_ids:
            continue
        for trainer in (problem.trainers.get(t) for t in session.trainer_ids):
            if trainer is not None and not _may_lead(problem, trainer, session):
                text = (
                    f"{trainer_name(problem, trainer.id)} n'a pas la compétence, ou plus l'habilitation, "
                    f"pour « {session.label} », {say_when(session)}."
                )
                yield Finding("H6a", text, sessions=(session.id,))


def _on_their_own(problem: Problem, session: Session) -> bool:
    """Whether the workbook has nobody for the course of a session."""
    courses = [problem.courses[c] for c in session.course_ids if c in problem.courses]
    return bool(courses) and all(course.teams == ((),) for course in courses)


def _may_lead(problem: Problem, trainer: Trainer, session: Session) -> bool:
    names: list[str] = []
    named = False
    module = problem.modules.get(session.module_id) if session.module_id else None
    if module:
        names += [module.id, module.subject, *module.domains]
        named |= trainer.id in module.trainer_ids
    for course_id in session.course_ids:
        course = problem.courses.get(course_id)
        if course:
            names.append(course.subject)
            named |= any(trainer.id in team for team in course.teams)
    if not names:
        return True
    until = [trainer.skill_until[key(n)] for n in names if key(n) in trainer.skill_until]
    if named:
        return not until or max(until) >= session.day
    if module and module.trainer_ids and not session.course_ids:
        return False
    return any(
        key(n) in trainer.skills and not (key(n) in trainer.skill_until and trainer.skill_until[key(n)] < session.day)
        for n in names
        if n
    )


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """What is taught, and by whom."""
    del problem
    return (item.kind, item.course_id, item.module_id, team)


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """Everyone of the team may lead the item's course or module on that day; what makes up for a course names it so."""
    if item.kind not in (Kind.COURSE, Kind.SUPPORT, Kind.ONBOARDING):
        return True
    course = problem.courses.get(item.course_id or CourseId(item.module_id or ""))
    module = problem.modules.get(item.module_id) if item.module_id else None
    team = [problem.trainers[t] for t in option.team]
    if module and module.guidance == Guidance.LED:
        return bool(team) and all(_leads_module(problem, t, module, option) for t in team)
    if course is not None and course.unled:
        return not team
    return course is None or (bool(team) and all(_leads_course(problem, t, course, option) for t in team))


def _leads_course(problem: Problem, trainer: Trainer, course: Course, option: Option) -> bool:
    if any(trainer.id in team for team in course.teams):
        until = trainer.skill_until.get(key(course.subject))
        return until is None or option.day <= until
    return problem.skilled(trainer, course.subject, option.day)


def _leads_module(problem: Problem, trainer: Trainer, module: Module, option: Option) -> bool:
    names = [name for name in (module.id, module.subject, *module.domains) if name]
    if trainer.id in module.trainer_ids:
        dates = [trainer.skill_until[key(n)] for n in names if key(n) in trainer.skill_until]
        return not dates or option.day <= max(dates)
    return not module.trainer_ids and any(problem.skilled(trainer, name, option.day) for name in names)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """A led session has somebody, and everyone of the team may lead it on its day."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind not in LED or (placed.guidance or Guidance.LED) != Guidance.LED:
        return
    unled = [problem.courses[c].unled for c in placed.course_ids if c in problem.courses]
    if not placed.trainer_ids and placed.modality != "remote_async" and not (unled and all(unled)):
        text = f"« {placed.label} », {say_when(placed)}, n'a pas de formateur."
        yield Finding("H6a", text, sessions=(placed.id,))
    stands = problem.stands.get(placed.id)
    if stands and stands.trainer_ids:
        return
    for trainer_id in placed.trainer_ids:
        if trainer_id in problem.trainers and placed.day > _until(problem, problem.trainers[trainer_id], placed):
            text = (
                f"{trainer_name(problem, trainer_id)} n'a pas la compétence, ou plus l'habilitation, pour "
                f"« {placed.label} », {say_when(placed)}."
            )
            yield Finding("H6a", text, sessions=(placed.id,))


def _known_days(problem: Problem) -> dict[tuple[TrainerId, ModuleId | None, tuple[CourseId, ...]], date]:
    """What `_until` has told so far."""
    del problem
    return {}


def _until(problem: Problem, trainer: Trainer, placed: Session) -> date:
    """Last day on which a trainer may lead what the session gives: the first day of all for who never may."""
    known = problem.once(_known_days)
    what = (trainer.id, placed.module_id, placed.course_ids)
    if what not in known:
        module = problem.modules.get(placed.module_id) if placed.module_id else None
        known[what] = _last_day(
            trainer, module, [problem.courses[c] for c in placed.course_ids if c in problem.courses]
        )
    return known[what]


def _last_day(trainer: Trainer, module: Module | None, courses: list[Course]) -> date:
    names = [key(course.subject) for course in courses]
    names += [key(name) for name in (module.id, module.subject, *module.domains)] if module else []
    if not names:
        return date.max
    chosen = module is not None and trainer.id in module.trainer_ids
    if chosen or any(trainer.id in team for course in courses for team in course.teams):
        return max((trainer.skill_until[n] for n in names if n in trainer.skill_until), default=date.max)
    if module and module.trainer_ids and not courses:
        return date.min
    own = [trainer.skill_until.get(n, date.max) for n in names if n and n in trainer.skills]
    return max(own, default=date.min)


RULE = Rule(
    key="H6a",
    statement="Chaque séance est assurée par un formateur qui a la compétence, et l'habilitation en cours de validité, "
    "sauf un cours à qui le classeur n'en donne aucun.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
