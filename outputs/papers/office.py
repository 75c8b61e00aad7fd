"""What stays in the office: entrants of the day and dates to watch, hours of trainers by month."""

from collections.abc import Iterator
from datetime import date, timedelta

from outputs.grid import hour
from outputs.lists.tables import Table, Value, hours, left, person
from outputs.papers.model import Page, Paper, Today, listed, span_of, whole
from planner.domain import ApprenticeId, Debt, Kind, Learner, ModuleId, Session, Status, name_order, one_at_a_time
from planner.hours.entry import ENTRY_THEMES, first_company_day, is_new_entrant
from planner.words import MONTH_NAMES

COMPANY_AHEAD, RIGHTS_AHEAD = timedelta(days=14), timedelta(days=30)
"""How long before it a first day in the company, or the end of a right, is worth a line."""


def entrants(days: tuple[Today, ...]) -> Page:
    """Who arrives, leaves, goes to the company for the first time, and whose right to stay ends: by date."""
    owed = entry_debts(days[0])
    found: dict[tuple[date, str, str, str], list[str]] = {}
    for learner in days[0].problem.learners.values():
        entry = _entry(days, learner, owed.get(learner.id, []))
        for today, when, kind, text in (*_moves(days, learner), *_dates(days, learner), *entry):
            line = (when, kind, today.class_name(today.class_id(learner)), text)
            found.setdefault(line, []).append(person(today.problem, learner.id))
    rows = tuple(
        (when, kind, group, listed(sorted(names, key=name_order)), text)
        for (when, kind, group, text), names in sorted(
            found.items(), key=lambda row: (row[0][0], *map(name_order, row[0][1:]))
        )
    )
    table = Table("Entrants", ("Date", "À savoir", "Classe", "Apprenants", "Détail"), (14, 30, 32, 50, 46), rows, NOTE)
    return Page(span_of(days), "Entrants et dates à surveiller", table)


def entry_debts(today: Today) -> dict[ApprenticeId, list[Debt]]:
    """What of the entry module is not planned, by person."""
    modules = {m.id for m in today.problem.modules.values() if m.theme in ENTRY_THEMES}
    found: dict[ApprenticeId, list[Debt]] = {}
    for debt in today.timetable.debts:
        if debt.target in modules and left(debt):
            found.setdefault(debt.apprentice_id, []).append(debt)
    return found


NOTE = "Premiers jours en entreprise : quatorze jours à l’avance. Délais d’accueil : trente jours."


Found = Iterator[tuple[Today, date, str, str]]


def _moves(days: tuple[Today, ...], learner: Learner) -> Found:
    """Arrivals, departures and changes of class on these days."""
    for today in days:
        if learner.entry == today.day:
            yield today, today.day, "Arrive au centre", _first_session(today, learner)
        if learner.exit == today.day:
            yield today, today.day, "Dernier jour au centre", ""
        before = (
            today.problem.classes.get(m.class_id) if (m := learner.membership(today.day - timedelta(days=1))) else None
        )
        now = today.class_id(learner)
        if before and now and before.id != now and learner.entry != today.day:
            yield today, today.day, "Change de classe", f"Vient de {today.class_name(before.id)}."


def _first_session(today: Today, learner: Learner) -> str:
    rows = today.attended.get(learner.id)
    return f"Première séance : {_where(today, rows[0][0])}." if rows else "Aucune séance ce jour-là."


def _where(today: Today, session: Session) -> str:
    """``8 h – 10 h, Salle 3, Santé et sécurité``, in the words of the calendars."""
    parts = (whole(session.start, session.end), today.reader.room(session), today.reader.title(session))
    return ", ".join(part for part in parts if part)


def _dates(days: tuple[Today, ...], learner: Learner) -> Found:
    """First day in the company, and the last day on which somebody may stay, from the dates of the workbook."""
    today, problem = days[0], days[0].problem
    if not problem.enrolled(learner, today.day) and (learner.entry is None or learner.entry > days[-1].day):
        return
    company = first_company_day(problem, learner)
    if company and today.day <= company <= days[-1].day + COMPANY_AHEAD:
        yield today, company, "Premier jour en entreprise", ""
    status, limit = problem.status(learner, today.day), None
    if status == Status.ENROLLED_NO_CONTRACT and learner.entry:
        limit = learner.entry + timedelta(days=problem.settings.no_contract_days)
    if status == Status.CONTRACT_BROKEN and learner.contract_break:
        limit = learner.contract_break + timedelta(days=problem.settings.broken_days)
    if limit and today.day <= limit <= days[-1].day + RIGHTS_AHEAD:
        number = (limit - today.day).days
        text = f"Reste {number} jour{'s' if number > 1 else ''}." if number else "Dernier jour."
        yield today, limit, "Fin du délai d’accueil", text


def _entry(days: tuple[Today, ...], learner: Learner, missing: list[Debt]) -> Found:
    """Sessions of the entry module on these days, and what of it is not planned in time."""
    problem = days[0].problem
    for today in days:
        own = [s for s, _far in today.attended.get(learner.id, ()) if _of_entry(today, s)]
        if own:
            yield today, today.day, "Module d’entrée ce jour", " ; ".join(_where(today, s) for s in own) + "."
    if not is_new_entrant(problem, learner) or not problem.enrolled(learner, days[-1].day):
        return
    if missing:
        limit = min(debt.deadline for debt in missing)
        kind = "Module d’entrée en retard" if limit < days[0].day else "Module d’entrée à finir"
        blocks = ", ".join(f"{_block(days[0], debt)} {hour(left(debt))}" for debt in missing)
        yield days[0], limit, kind, f"Reste à placer : {blocks}."


def _of_entry(today: Today, session: Session) -> bool:
    module = today.problem.modules.get(session.module_id) if session.module_id else None
    return session.kind == Kind.ONBOARDING or (module is not None and module.theme in ENTRY_THEMES)


def _block(today: Today, debt: Debt) -> str:
    label = today.problem.modules[ModuleId(debt.target)].public_label
    return today.reader.name(label, "") or "module d’entrée"


def trainer_hours(today: Today) -> Page:
    """Hours of each adult by month of the timetable; groups watched at once count once, visits are left out."""
    problem = today.problem
    months = list(dict.fromkeys((d.year, d.month) for d in problem.days))
    names = [f"{MONTH_NAMES[m - 1].capitalize()} {y}" for y, m in months]
    headers = ("Formateur", *names, "Total", "Déjà faites", "Prévues sur l’année", "Reste")
    rows: list[tuple[Value, ...]] = []
    for trainer in sorted(problem.trainers.values(), key=lambda t: (name_order(t.name), t.id)):
        minutes = monthly(today.timetable.by_trainer.get(trainer.id, ()))
        total, year = sum(minutes.values()), trainer.year_minutes
        of_year = ("", "") if year is None else (hours(year), hours(year - trainer.year_done - total))
        done = hours(trainer.year_done) if trainer.year_done or year is not None else ""
        by_month = [hours(minutes.get(month, 0)) for month in months]
        rows.append((trainer.name, *by_month, hours(total), done, *of_year))
    note = "Heures de face à face prévues par l’emploi du temps, visites en entreprise non comprises."
    widths = (30, *(14 for _ in months), 12, 12, 14, 12)
    return Page(
        "Tout l’emploi du temps", "Heures des formateurs par mois", Table("", headers, widths, tuple(rows), note)
    )


def monthly(sessions: tuple[Session, ...]) -> dict[tuple[int, int], int]:
    """Teaching minutes by year and month, sessions in order of time; what runs during another one counts once."""
    found: dict[tuple[int, int], int] = {}
    for session in one_at_a_time(sessions):
        month = session.day.year, session.day.month
        found[month] = found.get(month, 0) + session.minutes
    return found


def office_papers(days: tuple[Today, ...]) -> tuple[Paper, ...]:
    """Internal papers."""
    about = "Qui arrive, qui part, premiers jours en entreprise, module d’entrée, délais."
    return (
        Paper("entrants", "Entrants", about, (entrants(days),), internal=True, landscape=True),
        Paper(
            "heures-formateurs",
            "Heures des formateurs",
            "Heures par mois et reste de l’année.",
            (trainer_hours(days[0]),),
            internal=True,
            landscape=True,
        ),
    )
