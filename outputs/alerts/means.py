"""Alerts about means that somebody was to have and has not: hours without their helper, support that became study."""

from collections import Counter
from collections.abc import Iterator, Sequence

from planner.domain import (
    ApprenticeId,
    Bells,
    Course,
    CourseId,
    Exemption,
    Kind,
    Learner,
    PersonalPath,
    Problem,
    Session,
    Timetable,
    without_helper,
)
from planner.words import DAY_NAMES, count, say_all, say_minutes, trainer_name

Alert = tuple[int, str, Learner, str]
"""Urgency, alert, learner, detail."""
PROGRAMME = "programme"
"""Where hours come from that are nobody's own need: the targets of a programme."""
NO_HELPER = "Séances sans la personne qui aide"
NO_SUPPORT = "Autonomie à la place d'un accompagnement"


def unhelped_alerts(problem: Problem, timetable: Timetable) -> Iterator[Alert]:
    """Sessions of somebody whose helper is absent, all of them in one line with their half-days."""
    for (person, helper), sessions in without_helper(problem, timetable).items():
        if person in problem.learners:
            learner = problem.learners[person]
            text = (
                f"Sans l'aide de {trainer_name(problem, helper)} : {count(len(sessions), 'séance')}, "
                f"{_halves(_bells(problem, learner), sessions)} ({_from_to(sessions)}). Personne d'autre n'est prévu à "
                "ces heures : prévoyez quelqu'un dans la feuille Aménagements, ou revoyez les jours absents."
            )
            yield 2, NO_HELPER, learner, text


def support_alerts(problem: Problem, timetable: Timetable) -> Iterator[Alert]:
    """Hours freed from a course for support that were given in supervised autonomy, and why; a line a course."""
    for (person, course_id), minutes in _freed(problem, timetable).items():
        if minutes[Kind.STUDY]:
            learner = problem.learners[person]
            subject, whole = problem.courses[course_id].subject, say_minutes(sum(minutes.values()))
            text = (
                f"Accompagnement à la place du cours « {subject} » : {say_minutes(minutes[Kind.STUDY])} sur {whole} en "
                f"autonomie encadrée, {_why(timetable, person)}."
            )
            yield 3, NO_SUPPORT, learner, text


def _bells(problem: Problem, learner: Learner) -> Bells:
    home = learner.membership(problem.last) or learner.membership(problem.first)
    return problem.bells_of(home.class_id) if home else problem.bells_at("")


def _halves(bells: Bells, sessions: Sequence[Session]) -> str:
    """``mercredi après-midi et vendredi``: the half-days of a week that sessions touch."""
    found: dict[int, set[str]] = {}
    for session in sessions:
        weekday, noon = session.day.weekday(), bells.noon(session.day.weekday())
        found.setdefault(weekday, set()).update(["matin"] if session.start < noon else ["après-midi"])
    names = [(DAY_NAMES[day], halves) for day, halves in sorted(found.items())]
    return say_all(name if len(halves) > 1 else f"{name} {''.join(halves)}" for name, halves in names)


def _from_to(sessions: Sequence[Session]) -> str:
    first, last = sessions[0].day, sessions[-1].day
    return f"le {first:%d/%m}" if first == last else f"du {first:%d/%m} au {last:%d/%m}"


def _freed(problem: Problem, timetable: Timetable) -> dict[tuple[ApprenticeId, CourseId], Counter[Kind]]:
    """Person and course → minutes of support, and of study, at the hours that are freed for support."""
    found: dict[tuple[ApprenticeId, CourseId], Counter[Kind]] = {}
    rows: tuple[Exemption | PersonalPath, ...] = (*problem.exemptions, *problem.paths)
    asked = dict.fromkeys(row.apprentice_id for row in rows if row.instead == "support")
    for person in asked:
        learner, held = problem.learners.get(person), timetable.by_apprentice.get(person, ())
        for session in timetable.sessions if learner else ():
            course = problem.courses.get(session.course_id) if session.course_id else None
            if learner is None or course is None or not _for_support(problem, learner, course, session):
                continue
            for other in held:
                if other.overlaps(session) and other.kind in (Kind.SUPPORT, Kind.STUDY):
                    minutes = min(other.end, session.end) - max(other.start, session.start)
                    found.setdefault((person, course.id), Counter())[other.kind] += minutes
    return found


def _for_support(problem: Problem, learner: Learner, course: Course, session: Session) -> bool:
    """Whether somebody of the class of a session is freed from it for support."""
    home = learner.membership(session.day)
    if session.kind != Kind.COURSE or home is None or home.class_id not in session.class_ids:
        return False
    row = problem.freed(learner.id, course, session.day)
    return row is not None and row.instead == "support" and session.part in ("", home.part)


def _why(timetable: Timetable, person: ApprenticeId) -> str:
    """Whether something of the person's own is still due: else no support was left to give."""
    own = [d for d in timetable.debts if d.apprentice_id == person and d.source != PROGRAMME]
    if any(debt.planned < debt.due for debt in own):
        return "faute de formateur, de groupe ou de salle à ces heures pour ce qui lui reste dû"
    return "faute d'un besoin qui lui reste dû (feuille Besoins)"
