"""What a timetable names and the workbook does not know: a hand edit, or another workbook."""

from collections.abc import Collection, Iterable, Iterator

from planner.domain import Problem, Timetable
from planner.words import did_you_mean


def unknown(problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    """One French line for each id of the CSV files that is not in the workbook, with the nearest one that is."""
    offers = {*problem.barrettes, *(o.id for o in problem.open_periods)}
    sessions, groups = timetable.sessions, timetable.groups
    learners = [("attendance", a.apprentice_id) for a in timetable.attendance]
    learners += [("groups", a) for g in groups for a in g.apprentice_ids]
    learners += [("debts", d.apprentice_id) for d in timetable.debts]
    return (
        *_lines("la classe", problem.classes, (("sessions", c) for s in sessions for c in s.class_ids)),
        *_lines("le formateur", problem.trainers, (("sessions", t) for s in sessions for t in s.trainer_ids)),
        *_lines("le formateur", problem.trainers, (("groups", t) for g in groups for t in g.trainer_ids)),
        *_lines("la salle", problem.rooms, (("sessions", s.room_id) for s in sessions)),
        *_lines("la salle", problem.rooms, (("groups", g.room_id) for g in groups)),
        *_lines("le cours", problem.courses, (("sessions", c) for s in sessions for c in s.course_ids)),
        *_lines("le module", problem.modules, (("sessions", s.module_id) for s in sessions if not s.course_ids)),
        *_lines("la barrette", offers, (("sessions", s.barrette_id) for s in sessions)),
        *_lines("l’apprenant", problem.learners, learners),
    )


def _lines(what: str, known: Collection[str], named: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    strangers = dict.fromkeys((file, name) for file, name in named if name and name not in known)
    for file, name in strangers:
        near = did_you_mean(name, known)
        yield f"{file}.csv – {what} « {name} » n’est pas dans le classeur.{near}"
