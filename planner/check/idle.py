"""Whoever and whatever the timetable will never use, each with the reason: nothing disappears in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain import (
    ClassGroup,
    Course,
    Learner,
    Module,
    Problem,
    Room,
    Status,
    Trainer,
    away,
)
from planner.hours.entry import entry_modules, is_new_entrant
from planner.hours.person import off_company


@dataclass(frozen=True, slots=True)
class Idle:
    """One that the timetable never uses. ``kind``: learner, class, trainer, room, course or module."""

    kind: str
    name: str
    reason: str
    """Short, without its dates, so that alike ones can be told together."""
    detail: str = ""
    """What is particular to this one: a date."""
    origin: str = ""
    """``Apprenants!A12``."""

    def __str__(self) -> str:
        """``Petit Hugo (contrat terminé avant le début, le 31/08/2026)``."""
        return f"{self.name} ({', '.join(filter(None, (self.reason, self.detail)))})"


def idle(problem: Problem) -> tuple[Idle, ...]:
    """Everybody and everything, in the order of the workbook's sheets."""
    return tuple(
        Idle(kind, name, *said, problem.origins.get(f"{kind}:{item}", ""))
        for kind, item, name, said in _all(problem)
        if said is not None
    )


Said = tuple[str, str] | None
"""Reason and detail; None for what is used."""


def _all(problem: Problem) -> Iterator[tuple[str, str, str, Said]]:
    yield from (("class", c.id, c.name, _class(problem, c)) for c in problem.classes.values())
    yield from (("learner", p.id, p.name, _learner(problem, p)) for p in problem.learners.values())
    busy = _busy(problem)
    yield from (("trainer", t.id, t.name, _trainer(problem, t, busy)) for t in problem.trainers.values())
    yield from (("room", r.id, r.name, _room(problem, r)) for r in problem.rooms.values() if not r.implied)
    yield from (("course", c.id, _course_name(problem, c), _course(problem, c)) for c in problem.courses.values())
    yield from (
        ("module", m.id, m.label or m.id, _module(problem, m))
        for m in problem.modules.values()
        if f"module:{m.id}" in problem.origins
    )


def _class(problem: Problem, group: ClassGroup) -> Said:
    if not problem.class_weeks(group.id):
        return "aucun jour au CFA dans la feuille Calendrier", ""
    if not any(group.id in course.class_ids for course in problem.courses.values()):
        return "aucun cours", ""
    if (
        not group.meeting
        and not group.planned_size
        and not any(
            membership.class_id == group.id
            for learner in problem.learners.values()
            for membership in learner.memberships
        )
    ):
        return "aucun apprenant ni effectif prévu", ""
    return None


def never_used(problem: Problem, learner: Learner) -> bool:
    """Whether the timetable has nothing for somebody: nothing is to be promised to them then."""
    return _learner(problem, learner) is not None


def _learner(problem: Problem, learner: Learner) -> Said:
    if any(problem.presence(learner, day) for day in problem.days) or _enters(problem, learner):
        return None
    states = {problem.status(learner, day) for day in problem.days}
    if states <= {Status.NOT_ENTERED, Status.ENDED}:
        return _off_roll(problem, learner)
    if not learner.memberships:
        return "aucune classe", ""
    return "aucun jour au CFA pendant son inscription", ""


def _enters(problem: Problem, learner: Learner) -> bool:
    """Whether the entry module may be given to somebody before their company, on days when the class is away."""
    owes = bool(entry_modules(problem)) and is_new_entrant(problem, learner)
    return owes and any(off_company(problem, learner, day) for day in problem.days)


def _off_roll(problem: Problem, learner: Learner) -> Said:
    """Why somebody is on the roll on none of the days."""
    if learner.entry is not None and learner.entry > problem.last:
        return "entrée après la fin de l'emploi du temps", _on(learner.entry)
    if learner.exit is not None and learner.exit < problem.first:
        return "sortie avant le début", _on(learner.exit)
    if learner.contract_break is not None and learner.contract_break < problem.first:
        rights = f"rupture depuis plus de {problem.settings.broken_days} jours"
        return f"droits terminés ({rights})", _on(learner.contract_break)
    if learner.contract_end is not None and learner.contract_end < problem.first:
        return "contrat terminé avant le début", _on(learner.contract_end)
    if learner.entry is not None and learner.contract_start is None:
        rights = f"sans contrat depuis plus de {problem.settings.no_contract_days} jours"
        return f"droits terminés ({rights})", f"entrée le {learner.entry:%d/%m/%Y}"
    return "jamais inscrit pendant l'emploi du temps", ""


def _on(day: date) -> str:
    return f"le {day:%d/%m/%Y}"


def _busy(problem: Problem) -> frozenset[str]:
    """Ids of the trainers whom some line of the workbook asks for, or may ask for."""
    named = {t for course in problem.courses.values() for team in course.teams for t in team}
    named |= {t for barrette in problem.barrettes.values() for t in barrette.trainer_ids}
    named |= {t for event in problem.events for t in event.trainer_ids}
    named |= {t for module in problem.modules.values() for t in problem.leaders(module)}
    named |= {room.supervised_by for room in problem.rooms.values() if room.supervised_by}
    named |= {learner.ref_trainer for learner in problem.learners.values() if learner.ref_trainer}
    free = [course for course in problem.courses.values() if not course.teams]
    return frozenset(named) | {
        t.id for t in problem.trainers.values() if any(problem.skilled(t, course.subject) for course in free)
    }


def _trainer(problem: Problem, trainer: Trainer, busy: frozenset[str]) -> Said:
    if trainer.id not in busy:
        return "ni cours, ni module, ni lieu à encadrer, ni événement", ""
    if trainer.max_day == 0 or trainer.max_week == 0:
        return "0 h par jour ou par semaine au plus", ""
    if not any(_free(trainer, day) for day in problem.days):
        return "aucun jour de présence pendant l'emploi du temps", ""
    return None


def _free(who: Trainer | Room, day: date) -> bool:
    """Whether somebody or somewhere is free at some hour of a day."""
    return not all(away(who.absences, day, hour * 60, (hour + 1) * 60) for hour in range(7, 21))


def _room(problem: Problem, room: Room) -> Said:
    if room.seats < 1:
        return "aucune place", ""
    if not any(_free(room, day) for day in problem.days):
        return "indisponible pendant tout l'emploi du temps", ""
    sites = {problem.course_site(course) for course in problem.courses.values()}
    sites |= {barrette.site_id for barrette in problem.barrettes.values()}
    sites |= {period.site_id for period in problem.open_periods}
    named = {r for barrette in problem.barrettes.values() for r in barrette.room_ids}
    named |= {event.room_id for event in problem.events if event.room_id}
    if room.site_id and sites and not sites & {room.site_id, ""} and room.id not in named:
        return "aucun cours ni accompagnement sur ce site", ""
    return None


def _course(problem: Problem, course: Course) -> Said:
    if any(problem.class_weeks(class_id) for class_id in course.class_ids):
        return None
    return "ses classes ne viennent jamais au CFA", ""


def _course_name(problem: Problem, course: Course) -> str:
    names = ", ".join(problem.classes[class_id].name for class_id in course.class_ids if class_id in problem.classes)
    return f"{course.subject} ({names})" if names else course.subject


def _module(problem: Problem, module: Module) -> Said:
    if module.guidance.value == "led" and not problem.leaders(module):
        return "personne ne peut l'animer", ""
    return None
