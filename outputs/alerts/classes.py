"""Alerts that no list of what is missing shows: lessons to nobody, days of little presence, permanences to nobody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from outputs.whole_class import without_anyone
from planner.domain import ApprenticeId, ClassId, Kind, Problem, Session, Timetable
from planner.domain.kinds import WITH_CLASS
from planner.words import class_name, count, say_day, say_minutes, say_some, say_when


@dataclass(frozen=True, slots=True)
class BriefDay:
    """A day on which a whole class comes for ``minutes`` at most: less than the least presence of each."""

    class_id: ClassId
    day: date
    minutes: int


def untaught_sessions(problem: Problem, timetable: Timetable) -> list[Session]:
    """Sessions of courses, in order of time, that nobody attends though their classes have people on the roll."""
    return [s for s in timetable.sessions if without_anyone(problem, timetable, s)]


def brief_days(problem: Problem, timetable: Timetable) -> list[BriefDay]:
    """Days on which nobody of a class who comes stays for their least presence, in order of time.

    What is followed at a distance, and visits in companies, are no journey. A day without anything of a class (people
    on days of their own) is none of its days.
    """
    minutes: dict[tuple[date, ClassId], Counter[ApprenticeId]] = {}
    met: set[tuple[date, ClassId]] = set()
    for row in timetable.attendance:
        session, learner = timetable.session.get(row.session_id), problem.learners.get(row.apprentice_id)
        home = learner.membership(session.day) if session and learner else None
        if session is None or home is None or row.remote or session.kind == Kind.VISIT:
            continue
        if session.modality.startswith("remote"):
            continue
        at = session.day, home.class_id
        minutes.setdefault(at, Counter())[row.apprentice_id] += session.minutes
        met |= {at} if session.kind in WITH_CLASS else set()
    return [
        BriefDay(class_id, day, max(here.values()))
        for (day, class_id), here in sorted(minutes.items())
        if (day, class_id) in met and all(m < problem.least_presence(a, day) for a, m in here.items())
    ]


def lonely_permanences(problem: Problem, timetable: Timetable) -> list[Session]:
    """Permanences, in order of time, at whose hour nobody who is there is free to drop in.

    In the place of an open period those wait who are called to nothing: they may.
    """
    modules = {m.id for m in problem.modules.values() if m.theme == "permanence"}
    held = [s for s in timetable.sessions if s.module_id in modules]
    return [s for s in held if not any(_may_drop_in(problem, timetable, a, s) for a in problem.learners)]


def _may_drop_in(problem: Problem, timetable: Timetable, person: ApprenticeId, session: Session) -> bool:
    if not problem.here(problem.learners[person], session.day, session.start, session.end):
        return False
    mine = (s for s in timetable.by_apprentice.get(person, ()) if s.overlaps(session))
    return all(s.kind == Kind.OPEN or s.modality == "remote_async" for s in mine)


def class_alerts(problem: Problem, timetable: Timetable) -> Iterator[tuple[int, str, str, str]]:
    """(urgency, alert, class, detail) of each."""
    for session in untaught_sessions(problem, timetable):
        names = ", ".join(class_name(problem, c) for c in session.class_ids)
        text = f"{session.label}, {say_when(session)} : formateur et salle réservés pour personne."
        yield 2, "Séance sans aucun apprenant", names, text
    for row in brief_days(problem, timetable):
        text = f"{say_minutes(row.minutes)} au plus le {say_day(row.day)}, sous la présence minimale."
        yield 3, "Classe entière pour peu de temps", class_name(problem, row.class_id), text
    for session in lonely_permanences(problem, timetable):
        text = f"{session.label}, {say_when(session)} : tous les présents ont une séance à cette heure."
        yield 3, "Permanence sans personne de libre", "", text


def class_lines(problem: Problem, timetable: Timetable) -> list[str]:
    """The same in a line of each kind, the first ones named; nothing where there are none."""
    lines = []
    if empty := untaught_sessions(problem, timetable):
        lines.append(
            f"{count(len(empty), 'séance')} sans aucun apprenant : "
            f"{say_some(f'{s.label}, {say_when(s)}' for s in empty)} (feuille Alertes)."
        )
    if brief := brief_days(problem, timetable):
        days = say_some(
            f"{class_name(problem, r.class_id)}, {say_day(r.day)} ({say_minutes(r.minutes)})" for r in brief
        )
        number = count(len(brief), "jour")
        lines.append(f"{number} où une classe entière vient pour moins que sa présence minimale : {days}.")
    return lines
