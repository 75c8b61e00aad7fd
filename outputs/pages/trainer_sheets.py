"""Each trainer's own sheet: which module to teach to whom, when and where. Internal: given by hand, never handed out.

What is handed out says neither (`outputs.labels.names_team`); the courses of a class stand in the weeks below.
"""

from collections.abc import Iterator
from typing import NamedTuple

from outputs.grid import span
from outputs.labels import MODALITY_NAMES, french_date
from outputs.lists.tables import class_of, person, target_name
from outputs.views import Reader, View, trainer_view
from planner.domain import (
    Guidance,
    Kind,
    Problem,
    Session,
    Timetable,
    TrainerId,
    beside,
    in_order,
    name_order,
)
from planner.words import say_day

TITLES = {
    Kind.BARRETTE: "Groupes de barrette",
    Kind.SUPPORT: "Accompagnement",
    Kind.ONBOARDING: "Modules de préparation à l’entrée en entreprise",
    Kind.STUDY: "Autonomie encadrée",
    Kind.VISIT: "Visites en entreprise",
}
"""What a sheet lists by name, in order."""


class Meeting(NamedTuple):
    """When the same people meet in the same place."""

    when: tuple[str, ...]
    room: str
    people: tuple[str, ...]


class Task(NamedTuple):
    """What one trainer gives, with its meetings in order of time."""

    what: str
    about: str
    meetings: tuple[Meeting, ...]


def trainer_sheets(problem: Problem, timetable: Timetable) -> Iterator[tuple[View, list[tuple[str, list[Task]]]]]:
    """(weeks, tasks under their titles) of every trainer who leads or helps."""
    reader = Reader(problem, timetable, public=False)
    busy = {*timetable.by_trainer, *beside(problem, timetable)}
    for trainer in problem.trainers:
        if trainer in busy:
            tasks = {title: list(_tasks(reader, trainer, kind)) for kind, title in TITLES.items()}
            yield trainer_view(reader, trainer), [(title, rows) for title, rows in tasks.items() if rows]


def _tasks(reader: Reader, trainer: TrainerId, kind: Kind) -> Iterator[Task]:
    """Sessions of a kind by what is given in which barrette and period, then by place and people."""
    found: dict[tuple[str, str], dict[tuple[str, tuple[str, ...]], list[Session]]] = {}
    for session in in_order([s for s in reader.timetable.by_trainer.get(trainer, ()) if s.kind == kind]):
        same = found.setdefault(_what(reader, session), {})
        same.setdefault((reader.room(session), _people(reader, session)), []).append(session)
    for (what, about), same in found.items():
        meetings = (Meeting(tuple(map(_when, sessions)), *place) for place, sessions in same.items())
        yield Task(what, about, tuple(meetings))


def _what(reader: Reader, session: Session) -> tuple[str, str]:
    """The module, course or label; below it the barrette, the period and the form of the session."""
    problem = reader.problem
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    period = next((p.label for p in problem.periods if p.id == session.period_id), "") if barrette else ""
    module = session.module_id if session.module_id in problem.modules else None
    what = target_name(problem, module) if module else session.label
    form = "" if session.modality == "on_site" else MODALITY_NAMES[session.modality].lower()
    alone = "" if session.guidance == Guidance.LED or session.kind == Kind.STUDY else "encadrement sans cours"
    return what, ", ".join(text for text in (barrette.name if barrette else "", period, form, alone) if text)


def _when(session: Session) -> str:
    if session.modality == "remote_async":
        return f"{french_date(session.day, year=False)}, sans horaire"
    return f"{say_day(session.day)}, {span(session.start, session.end)}"


def _people(reader: Reader, session: Session) -> tuple[str, ...]:
    """``DUMONT Farid (CAP cuisine 1)``, who follows from elsewhere said so."""
    rows = reader.timetable.attendees.get(session.id, ())
    named = []
    for row in rows:
        about = class_of(reader.problem, row.apprentice_id), "à distance" if row.remote else ""
        more = ", ".join(text for text in about if text)
        named.append(person(reader.problem, row.apprentice_id) + (f" ({more})" if more else ""))
    return tuple(sorted(named, key=name_order))
