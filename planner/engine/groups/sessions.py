"""The session of a group at one hour of a barrette or open period.

Two labels: the planner reads the module or subject, everybody else a colour, which is drawn later (`naming`). It makes
a value; the caller puts it on the board.
"""

from collections.abc import Sequence
from datetime import date

from planner.domain import ApprenticeId, ClassId, Guidance, Kind, ModuleId, Problem, Session, SessionId
from planner.engine.groups.compose import Run
from planner.labels import SUPPORT_LABEL, module_label, public_label
from planner.model import Item, Option


def run_session(problem: Problem, run: Run, item: Item, option: Option, kind: Kind) -> Session:
    """The session of one group at one hour, without its colour.

    Its classes are those of its people on the day. It has a group only in a barrette: a call of an open period is for
    once.
    """
    module = problem.modules.get(run.module_id)
    # What is done at a distance in one's own time holds no room and no adult.
    by_itself = module is not None and module.modality == "remote_async"
    own, public = _name(problem, run.module_id), public_label(module, SUPPORT_LABEL)
    if run.course_ids:
        own, public = _lesson_labels(problem, run)
    return Session(
        id=SessionId(f"{run.group_id}-o{item.occurrence}"),
        kind=kind,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=own,
        public_label=public,
        course_ids=tuple(run.course_ids),
        module_id=run.module_id,
        strand=module.strand if module else "",
        barrette_id=item.barrette_id,
        occurrence=item.occurrence,
        period_id=item.period_id,
        group_id=run.group_id if kind == Kind.BARRETTE else None,
        # Not those of the barrette: a group is of the classes of its people, as their calendars say.
        class_ids=_classes(problem, run.apprentice_ids, option.day),
        trainer_ids=() if by_itself else run.trainer_ids,
        room_id=None if by_itself else run.room_id,
        site_id=item.site_id,
        modality=module.modality if module else "on_site",
        guidance=module.guidance if module else Guidance.LED,
    )


def _lesson_labels(problem: Problem, run: Run) -> tuple[str, str]:
    """Internal and public label of a group that a course is carried in: its subject, no word of support."""
    subjects = " ; ".join(dict.fromkeys(problem.courses[c].subject for c in run.course_ids))
    return f"{subjects} – groupe {run.module_id.rpartition('-')[2]}", subjects


def _name(problem: Problem, module_id: ModuleId) -> str:
    """Internal label of a module."""
    module = problem.modules.get(module_id)
    return module_label(module) if module else str(module_id)


def _classes(problem: Problem, learners: Sequence[ApprenticeId], day: date) -> tuple[ClassId, ...]:
    """Classes of some people on a day, each once, in order."""
    found = [problem.learners[a].membership(day) for a in learners]
    return tuple(sorted({m.class_id for m in found if m is not None}))
