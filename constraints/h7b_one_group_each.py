"""H7b: at a barrette, everyone who is there stands in one group, and in the roster of that group.

Who joins which group is decided by the composition, one activity each by construction; the week model only keeps a
person's other sessions away, which is H1c.
"""

from collections.abc import Iterator

from planner.domain import ApprenticeId, Guidance, Kind, Learner, Problem, Session, Timetable
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_barrette, say_when

KEY = "H7b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One group each at every occurrence, and attendance within the rosters."""
    occurrences: dict[tuple[str, str, int], list[Session]] = {}
    for session in timetable.sessions:
        if session.kind == Kind.BARRETTE:
            number = (str(session.barrette_id), str(session.period_id), session.occurrence)
            occurrences.setdefault(number, []).append(session)
    for sessions in occurrences.values():
        yield from _one_each(problem, timetable, sessions)
    yield from _rosters(problem, timetable)


def _one_each(problem: Problem, timetable: Timetable, sessions: list[Session]) -> Iterator[Finding]:
    first = sessions[0]
    barrette = problem.barrettes.get(first.barrette_id) if first.barrette_id else None
    name = barrette.name if barrette else str(first.barrette_id)
    held: dict[ApprenticeId, int] = {}
    for session in sessions:
        for row in timetable.attendees.get(session.id, ()):
            held[row.apprentice_id] = held.get(row.apprentice_id, 0) + 1
    for person, number in held.items():
        if number > 1:
            text = f"{learner_name(problem, person)} est dans {number} groupes à la fois, {say_when(first)}."
            yield Finding(KEY, text, 1, tuple(s.id for s in sessions), (person,))
    for class_id in barrette.class_ids if barrette else ():
        for learner in problem.roster(class_id, first.day) if class_id in problem.classes else ():
            if learner.id in held or _listed(timetable, learner, first):
                continue
            if _due(problem, timetable, learner, first) and not _spared(timetable, learner, sessions):
                text = f"{learner.name} n'a aucun groupe à la {say_barrette(name)}, {say_when(first)}."
                yield Finding(KEY, text, 1, tuple(s.id for s in sessions), (learner.id,))


def _listed(timetable: Timetable, learner: Learner, session: Session) -> bool:
    """Whether the list of what is missing names a minor whom no adult could watch then, or whoever has no place."""
    hour = f"{session.barrette_id}-{session.period_id}-o{session.occurrence}"
    minor = learner.minor(session.day) and (learner.free_exit is None or learner.free_exit > session.day)
    lines = {f"place-{hour}", *([f"encadrement-{hour}"] if minor else [])}
    return any(row.session_id in lines and learner.name in row.reason for row in timetable.unplaced)


def _spared(timetable: Timetable, learner: Learner, sessions: list[Session]) -> bool:
    """Whether the day holds nothing for an adult who is in no led group of the hour: nobody comes to wait."""
    day = sessions[0].day
    if learner.minor(day) and (learner.free_exit is None or learner.free_exit > day):
        return False
    rosters = {group.id: group.apprentice_ids for group in timetable.groups}
    led = [s.group_id for s in sessions if s.guidance == Guidance.LED and s.group_id]
    if any(learner.id in rosters.get(name, ()) for name in led):
        return False
    return all(s.day != day or s.kind == Kind.VISIT for s in timetable.by_apprentice.get(learner.id, ()))


def _due(problem: Problem, timetable: Timetable, learner: Learner, session: Session) -> bool:
    """Whether a learner of the class should be in a group: there, neither exempted nor busy elsewhere."""
    if not problem.here(learner, session.day, session.start, session.end):
        return False
    if problem.barred(learner.id, session.day, session.start, session.end):
        return False
    if problem.arranged(learner.id, "max_day", session.day):
        return False
    barrette = problem.barrettes[session.barrette_id] if session.barrette_id else None
    carried = [problem.courses[c] for c in (barrette.course_ids if barrette else ()) if c in problem.courses]
    if any(problem.freed(learner.id, course, session.day) for course in carried):
        return False
    home = learner.membership(session.day)
    mine = [course for course in carried if home is not None and home.class_id in course.class_ids]
    if learner.remote and mine and not any(course.from_afar for course in mine):
        return False
    return not any(other.overlaps(session) for other in timetable.by_apprentice.get(learner.id, ()))


def _rosters(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    rosters: dict[tuple[str, str], set[ApprenticeId]] = {}
    for group in timetable.groups:
        rosters.setdefault((str(group.id), str(group.period_id)), set()).update(group.apprentice_ids)
    for session in timetable.sessions:
        if session.kind != Kind.BARRETTE:
            continue
        roster = rosters.get((str(session.group_id), str(session.period_id)))
        if roster is None:
            yield Finding(KEY, f"{session.label}, {say_when(session)} : ce groupe n'a pas de liste.", 1, (session.id,))
            continue
        for row in timetable.attendees.get(session.id, ()):
            if row.apprentice_id not in roster:
                name = learner_name(problem, row.apprentice_id)
                text = f"{name} est attendu à {session.label}, {say_when(session)}, sans être sur la liste du groupe."
                yield Finding(KEY, text, 1, (session.id,), (row.apprentice_id,))


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Nobody is in two groups of one occurrence. Rosters, and who has no group yet, are the composition's to settle."""
    placed = placement.session
    if placed.kind != Kind.BARRETTE:
        return
    number = (placed.barrette_id, placed.period_id, placed.occurrence)
    for person in placement.concerned:
        for other in others(board.attended(person, placed.day), placement):
            if other.kind == Kind.BARRETTE and (other.barrette_id, other.period_id, other.occurrence) == number:
                text = (
                    f"{learner_name(problem, person)} est déjà dans un groupe de cette barrette, {say_when(placed)} : "
                    f"« {other.label} »."
                )
                yield Finding(KEY, text, 1, (placed.id, other.id), (person,))


RULE = Rule(
    KEY,
    "À chaque séance d'une barrette, tout apprenant présent est dans un groupe et un seul, celui dont il est sur la "
    "liste, sauf dispense, autre séance à la même heure, ou adulte que rien d’autre que l’autonomie ne ferait venir ce "
    "jour-là.",
    "hard",
    check,
    Enforce(refuse=refuse, relaxed=frozenset({"refuse"})),
)
