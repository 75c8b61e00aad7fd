"""Lists about trainers for the planner: company visits due, by sector and company; hours by month."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from outputs.grid import hour
from outputs.lists.tables import Table, Value, class_of, hours, person
from outputs.papers.model import Today
from outputs.papers.office import trainer_hours
from planner.domain import AM, HalfDay, Kind, Problem, Session, Timetable, TrainerId, VisitDue, key, name_order
from planner.domain.visits import free_halves, possible_halves
from planner.hours.given import hours_by_trainer, hours_so_far
from planner.words import DAY_NAMES

SHOWN = 6
"""Half-days named for one visit; the others are counted."""


def trainer_hour_table(problem: Problem, timetable: Timetable) -> Table:
    """Hours of each adult by month, with what was done before and what is left of the year."""
    table = replace(trainer_hours(Today(problem, timetable, problem.first)).table, title="Heures des formateurs")
    given = hours_so_far(problem, timetable)
    if given is None:
        return table
    done = hours_by_trainer(given)
    staff = sorted(problem.trainers.values(), key=lambda t: (name_order(t.name), t.id))
    minutes = [done[t.id].given if t.id in done else 0 for t in staff]
    rows = tuple((*row, hours(mine)) for row, mine in zip(table.rows, minutes, strict=True))
    headers, widths = (*table.headers, f"Données avant le {given.day:%d/%m}"), (*table.widths, 14)
    return replace(table, headers=headers, widths=widths, rows=rows)


def visit_table(problem: Problem, timetable: Timetable) -> Table:
    """Visits due, those of one sector and company together: who, by whom, when, on which half-days left free for it."""
    headers = (
        "Secteur", "Employeur", "Apprenant", "Classe", "Formateur", "Visite", "Du", "Au", "Déjà faites",
        "À faire", "Date de la visite", "Demi-journées libres", "Lesquelles", "Remarque",
    )  # fmt: skip
    widths = (14, 24, 24, 20, 20, 7, 11, 11, 8, 14, 20, 11, 40, 34)
    dated = _dated(timetable)
    busy = {t: _busy(timetable, t) for t in timetable.by_trainer}
    rows = [_row(problem, v, dated, busy.get(v.trainer_id, []) if v.trainer_id else []) for v in problem.visits_due]
    rows.sort(key=lambda row: (*(key(str(row[n])) for n in (0, 1, 4, 2)), row[6], row[7], row[5]))
    note = "Groupées par secteur et employeur. Une demi-journée libre : le formateur n’a pas cours, l’apprenant est en "
    return Table("Visites", headers, widths, tuple(rows), f"{note}entreprise.")


def _row(
    problem: Problem, visit: VisitDue, dated: dict[str, list[Session]], busy: list[tuple[date, int, int]]
) -> tuple[Value, ...]:
    learner = problem.learners[visit.apprentice_id]
    trainer = problem.trainers.get(visit.trainer_id) if visit.trainer_id else None
    halves = free_halves(problem, visit, busy)
    found = next((s for s in dated.get(visit.apprentice_id, []) if visit.first <= s.day <= visit.last), None)
    if found:
        dated[visit.apprentice_id].remove(found)
    return (
        learner.sector,
        learner.employer or "Sans employeur indiqué",
        person(problem, learner.id),
        class_of(problem, learner.id),
        trainer.name if trainer else "",
        visit.ordinal,
        visit.first,
        visit.last,
        visit.done,
        "Sur cette période" if visit.now else "Peut attendre",
        f"{_day(found.day)} à {hour(found.start)}" if found else "",
        len(halves),
        ", ".join(_half(half) for half in halves[:SHOWN]) + (" …" if len(halves) > SHOWN else ""),
        _remark(problem, visit, halves, found),
    )


def _remark(problem: Problem, visit: VisitDue, halves: tuple[HalfDay, ...], found: Session | None) -> str:
    """What keeps a visit from being made, with what to change."""
    if found or halves or not visit.now:
        return ""
    if visit.trainer_id is None:
        return "Personne ne fait cette visite : indiquez un formateur référent."
    if not possible_halves(problem, visit):
        return "Aucune demi-journée où l’apprenant est en entreprise et le formateur au travail."
    return "Aucune demi-journée libre : allégez une semaine du formateur, ou changez de visiteur."


def _dated(timetable: Timetable) -> dict[str, list[Session]]:
    """Visit sessions by apprentice, in order of time."""
    found: dict[str, list[Session]] = defaultdict(list)
    for session in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
        for row in timetable.attendees.get(session.id, ()) if session.kind == Kind.VISIT else ():
            found[row.apprentice_id].append(session)
    return found


def _busy(timetable: Timetable, trainer: TrainerId) -> list[tuple[date, int, int]]:
    """What a trainer does but visit and follow at a distance without an hour."""
    held = timetable.by_trainer.get(trainer, ())
    return [(s.day, s.start, s.end) for s in held if s.kind != Kind.VISIT and s.modality != "remote_async"]


def _day(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day:%d/%m/%Y}"


def _half(half: HalfDay) -> str:
    return f"{DAY_NAMES[half[0].weekday()][:3]}. {half[0]:%d/%m} {'matin' if half[1] == AM else 'après-midi'}"
