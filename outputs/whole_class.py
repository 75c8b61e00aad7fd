"""What a whole class really does at an hour: sessions of named people that hold all of it, courses without anyone."""

from outputs.labels import appointment, of_named_few
from planner.domain import ApprenticeId, ClassId, Kind, Problem, Session, Timetable, away

OWN_KINDS = (Kind.COURSE, Kind.OPEN, Kind.BARRETTE, Kind.FIXED)
"""What is a class's own."""
FEW = 2
"""People from which a class is one: of a single person, nothing personal is told as what the class does."""


def without_anyone(problem: Problem, timetable: Timetable, session: Session) -> bool:
    """Whether nobody attends a course though its classes have people on the roll."""
    if session.kind != Kind.COURSE or session.id in timetable.attendees:
        return False
    return any(c in problem.classes and problem.roster(c, session.day, session.part) for c in session.class_ids)


def with_everyone(problem: Problem, timetable: Timetable, session: Session, class_id: ClassId) -> bool:
    """Whether a session of named people holds a whole class: all on the roll but who is known to be away.

    An entry module, as a rule. Never a visit nor a talk with one person.
    """
    if session.kind == Kind.VISIT or appointment(problem, session) or class_id not in problem.classes:
        return False
    held, here = _held_and_here(problem, timetable, session, class_id)
    return len(here) >= FEW and here <= held


PART_OF_CLASS = "une partie de la classe"
"""What stands beside the title of a session that holds some of a class only."""


def for_a_part(problem: Problem, timetable: Timetable, session: Session, class_id: ClassId) -> bool:
    """Whether a module for whole classes is given to some of a class only: the others are in another room, or free.

    Their class reads of it, and who goes where is told to each on their own page.
    """
    module = problem.modules.get(session.module_id) if session.module_id else None
    if module is None or not module.whole_class or session.kind in OWN_KINDS:
        return False
    held, here = _held_and_here(problem, timetable, session, class_id)
    return bool(here - held)


def in_several_rooms(problem: Problem, timetable: Timetable, session: Session, class_id: ClassId) -> bool:
    """Whether a class reads of two sessions of one module at one hour: nothing else tells which is whose.

    A calendar says it then only, so that those that were published before it was said stay as they were.
    """
    rows = (s for s in timetable.by_class.get(class_id, ()) if s.module_id == session.module_id and s.id != session.id)
    return for_a_part(problem, timetable, session, class_id) and any(s.overlaps(session) for s in rows)


def _held_and_here(
    problem: Problem, timetable: Timetable, session: Session, class_id: ClassId
) -> tuple[set[ApprenticeId], set[ApprenticeId]]:
    """Who is in a session, and who of a class is not known to be away then."""
    held = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
    span = session.day, session.start, session.end
    here = {p.id for p in problem.roster(class_id, session.day) if not away(p.absences, *span)}
    return held, here


def told_to_class(problem: Problem, timetable: Timetable, session: Session, class_id: ClassId) -> bool:
    """Whether a class reads of a session, on its page and sheet as in its calendar.

    Of what is its own as long as somebody comes, modules for whole classes too; of what else is for some people only
    where all of the class are in it.
    """
    module = problem.modules.get(session.module_id) if session.module_id else None
    own = session.kind in OWN_KINDS or (module is not None and module.whole_class)
    told = not_replaced if own and not of_named_few(problem, session) else with_everyone
    return told(problem, timetable, session, class_id)


def not_replaced(problem: Problem, timetable: Timetable, session: Session, class_id: ClassId) -> bool:
    """Whether a class reads of a session of its own: not of a course without anyone while all of it is elsewhere."""
    if not without_anyone(problem, timetable, session):
        return True
    rows = (s for s in timetable.by_class.get(class_id, ()) if s.overlaps(session))
    return not any(with_everyone(problem, timetable, other, class_id) for other in rows)
