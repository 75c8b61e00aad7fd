"""H19: a visit to date is in the timetable, while the apprentice is in the company, or is listed as not placed."""

from collections.abc import Iterator

from planner.domain import AM, PM, Kind, Problem, Session, Timetable, VisitDue
from planner.domain.visits import in_company
from planner.rule import Finding, Rule
from planner.words import learner_name, say_when

KEY = "H19"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Visits that are neither placed nor listed, then visits at a time or with somebody that does not suit."""
    listed = {row.session_id for row in timetable.unplaced if row.kind == Kind.VISIT}
    held: dict[str, list[Session]] = {}
    for session in timetable.sessions:
        if session.kind == Kind.VISIT:
            for row in timetable.attendees.get(session.id, ()):
                held.setdefault(row.apprentice_id, []).append(session)
            yield from _faults(problem, timetable, session)
    for visit in problem.visits_due:
        if not visit.dated or f"visite-{visit.apprentice_id}-{visit.ordinal}" in listed:
            continue
        found = next((s for s in held.get(visit.apprentice_id, ()) if _serves(visit, s)), None)
        if found is None:
            name = learner_name(problem, visit.apprentice_id)
            text = (
                f"La visite en entreprise de {name}, à dater entre le {visit.first:%d/%m/%Y} et le "
                f"{visit.last:%d/%m/%Y}, n'est ni placée ni listée."
            )
            yield Finding(KEY, text, people=(visit.apprentice_id,))
        else:
            held[visit.apprentice_id].remove(found)


def _serves(visit: VisitDue, session: Session) -> bool:
    return visit.first <= session.day <= visit.last and visit.trainer_id in session.trainer_ids


def _faults(problem: Problem, timetable: Timetable, session: Session) -> Iterator[Finding]:
    noon = problem.bells_at("").noon(session.day.weekday())
    halves = [*([AM] if session.start < noon else []), *([PM] if session.end > noon else [])]
    for row in timetable.attendees.get(session.id, ()):
        learner = problem.learners.get(row.apprentice_id)
        if learner is not None and not all(in_company(problem, learner, session.day, half) for half in halves):
            text = f"{learner.name} n'est pas en entreprise {say_when(session)}, pour une visite."
            yield Finding(KEY, text, sessions=(session.id,), people=(learner.id,))


RULE = Rule(
    key=KEY,
    statement="Une visite en entreprise à dater est placée un jour où l'apprenant est en entreprise, sinon elle est "
    "listée.",
    kind="shortfall",
    check=check,
)
