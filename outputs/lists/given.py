"""Lists of the hours really given: three figures by person, course, strand, module and trainer; what is to be typed."""

from collections.abc import Iterator

from outputs.labels import STRAND_NAMES
from outputs.lists.tables import (
    Table,
    Value,
    class_names,
    class_of,
    debt_name,
    for_good,
    hours,
    moment,
    person,
    target_name,
)
from outputs.views import Reader
from planner.domain import Problem, Timetable, name_order, session_reference
from planner.hours.given import (
    HoursGiven,
    ThreeFigures,
    hours_by_apprentice,
    hours_by_class,
    hours_by_course,
    hours_by_module,
    hours_by_strand,
    hours_by_trainer,
    hours_so_far,
)
from planner.hours.given_of_debts import hours_by_debt


def given_table(problem: Problem, timetable: Timetable) -> Table:
    """Planned, given and attended hours; no row where no day of the timetable is known to be over."""
    headers = (
        "Par", "Qui ou quoi", "Classe", "Heures prévues", "Heures données", "Heures suivies", "Heures manquées",
        "Présence non saisie (h)", "Présences à saisir",
    )  # fmt: skip
    given = hours_so_far(problem, timetable)
    rows: tuple[tuple[Value, ...], ...] = ()
    note = ""
    if given is not None:
        found = _lines(problem, timetable, given)
        rows = tuple((by, name, classes, *_figures(sums)) for by, name, classes, sums in found)
        note = (
            f"Données : séances d’avant le {given.day:%d/%m/%Y} qui ont eu lieu. Classes, cours, volets et modules : "
            "heures de tous les apprenants ; formateurs : heures de séances. Sans présence saisie, rien ne compte "
            "comme suivi."
        )
    return Table("Heures données", headers, (12, 40, 30, 11, 11, 11, 11, 14, 12), rows, note)


def _figures(sums: ThreeFigures) -> tuple[Value, ...]:
    minutes = (sums.planned, sums.given, sums.attended, sums.missed, sums.untold)
    return (*map(hours, minutes), sums.missing)


def _lines(problem: Problem, timetable: Timetable, given: HoursGiven) -> Iterator[tuple[str, str, str, ThreeFigures]]:
    """What each row is by, whose it is, their classes, and the figures, by name."""
    people = [(person(problem, a), class_of(problem, a), sums) for a, sums in hours_by_apprentice(given).items()]
    courses = [
        (course.subject, class_names(problem, course.class_ids), sums)
        for course_id, sums in hours_by_course(problem, given).items()
        if (course := problem.courses.get(course_id)) is not None
    ]
    strands = [(STRAND_NAMES.get(strand, strand), "", sums) for strand, sums in hours_by_strand(given).items()]
    modules = [(target_name(problem, module), "", sums) for module, sums in hours_by_module(given).items()]
    adults = [
        (problem.trainers[trainer].name, "", sums)
        for trainer, sums in hours_by_trainer(given).items()
        if trainer in problem.trainers
    ]
    groups = [(class_names(problem, (c,)), "", sums) for c, sums in hours_by_class(problem, given).items()]
    debts = {(d.apprentice_id, d.need_id): d for d in timetable.debts if d.planned and not for_good(d)}
    needs = [
        (f"{person(problem, at[0])} : {debt_name(problem, debts[at])}", class_of(problem, at[0]), sums)
        for at, sums in hours_by_debt(problem, timetable, given).items()
        if at in debts and debts[at].target != "cycle" and debts[at].target not in problem.courses
    ]
    titles = ("Apprenant", "Classe", "Cours", "Volet", "Module", "Formateur", "Heures dues")
    for by, rows in zip(titles, (people, groups, courses, strands, modules, adults, needs), strict=True):
        for row in sorted(rows, key=lambda row: (name_order(row[0]), name_order(row[1]))):
            yield (by, *row)


def untold_table(problem: Problem, timetable: Timetable) -> Table:
    """Sessions that are over and of which the attendance of somebody is still to be typed, the oldest first."""
    headers = ("Date", "Début", "Fin", "Séance", "Classes", "Formateurs", "Attendus", "Présences à saisir", "Référence")
    given = hours_so_far(problem, timetable)
    missing: dict[str, int] = {}
    for row in given.rows if given is not None else ():
        missing[row.session.id] = missing.get(row.session.id, 0) + (row.untold > 0)
    reader = Reader(problem, timetable, public=False)
    rows = tuple(
        (
            s.day,
            moment(s.start),
            moment(s.end),
            reader.title(s),
            reader.classes(s),
            reader.trainers(s),
            len(timetable.attendees.get(s.id, ())),
            missing[s.id],
            session_reference(problem.settings.salt, s.id),
        )
        for s in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id))
        if missing.get(s.id)
    )
    note = "La référence, imprimée sur la feuille d’émargement, s’écrit dans la feuille « Présences » du classeur."
    return Table("Présences à saisir", headers, (11, 9, 9, 38, 28, 24, 10, 11, 12), rows, note)
