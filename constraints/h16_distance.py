"""H16: distance learners follow live inside their hours, no practice and no event, and their share is watched.

The share counts what was done before the horizon where the workbook says it. Class sessions are followed live from
elsewhere, so times owe them nothing more than H12; nothing to enforce here.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import DISTANCE_DONE, TOTAL_DONE, ApprenticeId, Kind, Learner, Problem, Session, Timetable, away
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_day, say_number, say_when

KEY = "H16"
REMOTE = ("remote_sync", "remote_async")
SUCH = {Kind.FIXED: "un événement sur place", Kind.VISIT: "une visite"}
"""What those who learn at a distance may come to, in words."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Live sessions inside the allowed hours, declared as such, none practical; too high a share is to be verified."""
    for learner in problem.learners.values():
        if learner.remote or learner.blended:
            yield from _live(problem, timetable, learner)
            yield from _two_places(problem, timetable, learner)
    for session in timetable.sessions:
        far = [row for row in timetable.attendees.get(session.id, ()) if row.remote]
        if far and session.modality == "on_site":
            text = f"{session.label}, {say_when(session)} : suivie à distance, mais déclarée en présence."
            yield Finding(KEY, text, 1, (session.id,), tuple(row.apprentice_id for row in far))
        there = tuple(row.apprentice_id for row in far if _practical_for(problem, session, row.apprentice_id))
        if there:
            text = f"{session.label}, {say_when(session)} : un cours pratique, qui ne se suit pas à distance."
            yield Finding(KEY, text, 1, (session.id,), there)
        if far and _where_it_is(problem, session):
            text = f"{session.label}, {say_when(session)} : {SUCH[session.kind]}, qui ne se suit pas à distance."
            yield Finding(KEY, text, 1, (session.id,), tuple(row.apprentice_id for row in far))


def _where_it_is(problem: Problem, session: Session) -> bool:
    """Whether a session is a visit, or an event of the workbook that is not said to be followed from elsewhere."""
    event = problem.event_of.get(session.id)
    return session.kind == Kind.VISIT or (session.kind == Kind.FIXED and event is not None and not event.by_video)


def _practical_for(problem: Problem, session: Session, person: ApprenticeId) -> bool:
    """Whether a session gives somebody a practical course: that of their class, in a barrette of several."""
    if session.kind not in (Kind.COURSE, Kind.BARRETTE):
        return False
    courses = [problem.courses[c] for c in session.course_ids if c in problem.courses]
    home = problem.learners[person].membership(session.day) if person in problem.learners else None
    mine = [c for c in courses if session.kind == Kind.BARRETTE and home and home.class_id in c.class_ids]
    return any(not course.from_afar for course in mine or courses)


def _live(problem: Problem, timetable: Timetable, learner: Learner) -> Iterator[Finding]:
    total, distant = _before(learner)
    for session in timetable.by_apprentice.get(learner.id, ()):
        rows = timetable.attendees[session.id]
        far = session.modality in REMOTE or any(r.remote for r in rows if r.apprentice_id == learner.id)
        total += session.minutes
        distant += session.minutes if far else 0
        if session.modality == "remote_async" or learner.blended:
            continue
        if away(learner.absences, session.day, session.start, session.end):
            text = f"{learner.name} suit à distance {session.label}, {say_when(session)}, hors de ses heures."
            yield Finding(KEY, text, 1, (session.id,), (learner.id,))
        if not far and session.kind not in SUCH:
            text = f"{learner.name}, à distance, est attendu sur place pour {session.label}, {say_when(session)}."
            yield Finding(KEY, text, 1, (session.id,), (learner.id,))
    if total and distant > problem.settings.remote_share * total:
        share, most = 100 * distant / total, 100 * problem.settings.remote_share
        said = say_number(round(share)), say_number(round(most))
        text = f"{learner.name} : {said[0]} % de ses heures à distance, le seuil est de {said[1]} %."
        yield Finding(KEY, text, people=(learner.id,), to_verify=True, why="part de distance au-dessus du seuil")


def _two_places(problem: Problem, timetable: Timetable, learner: Learner) -> Iterator[Finding]:
    """Days on which somebody comes for one thing and follows another from elsewhere, a contact by video too."""
    days: dict[date, set[bool]] = {}
    for session in timetable.by_apprentice.get(learner.id, ()):
        module = problem.modules.get(session.module_id) if session.module_id else None
        if session.modality == "remote_sync" and module is not None and module.theme == "follow_up":
            days.setdefault(session.day, set()).add(True)
        elif session.modality in ("on_site", "blended") and session.kind != Kind.VISIT:
            far = any(r.remote for r in timetable.attendees[session.id] if r.apprentice_id == learner.id)
            days.setdefault(session.day, set()).add(far)
    way = "hybride" if learner.blended else "à distance"
    for day, ways in sorted(days.items()):
        if len(ways) > 1:
            text = f"{learner.name}, {way}, est attendu sur place et à distance le même jour, {say_day(day)}."
            yield Finding(KEY, text, people=(learner.id,), to_verify=True, why="sur place et à distance le même jour")


def _before(learner: Learner) -> tuple[int, int]:
    """Minutes done before, and those of them at a distance: both known, or neither counts."""
    done = learner.done_minutes
    return (done[TOTAL_DONE], done[DISTANCE_DONE]) if TOTAL_DONE in done and DISTANCE_DONE in done else (0, 0)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """A session that somebody follows from elsewhere says so, none practical; distance learners, in their hours."""
    del board
    placed = placement.session
    far = tuple(person for person in placement.concerned if placement.people[person])
    if far and placed.modality == "on_site":
        text = f"{placed.label}, {say_when(placed)} : suivie à distance, mais déclarée en présence."
        yield Finding(KEY, text, 1, (placed.id,), far)
    if far and _where_it_is(problem, placed):
        text = f"{placed.label}, {say_when(placed)} : {SUCH[placed.kind]}, qui ne se suivrait pas à distance."
        yield Finding(KEY, text, 1, (placed.id,), far)
    there = tuple(person for person in far if _practical_for(problem, placed, person))
    if there:
        text = f"{placed.label}, {say_when(placed)} : un cours pratique, qui ne se suivrait pas à distance."
        yield Finding(KEY, text, 1, (placed.id,), there)
    if placed.modality == "remote_async":
        return
    for person in placement.concerned:
        learner = problem.learners.get(person)
        if learner is None or not learner.remote:
            continue
        if learner.absences and away(learner.absences, placed.day, placed.start, placed.end):
            text = f"{learner.name} suivrait à distance {placed.label}, {say_when(placed)}, hors de ses heures."
            yield Finding(KEY, text, 1, (placed.id,), (person,))
        if not placement.people[person] and placed.modality not in REMOTE and placed.kind not in SUCH:
            text = f"{learner.name}, à distance, serait attendu sur place pour {placed.label}, {say_when(placed)}."
            yield Finding(KEY, text, 1, (placed.id,), (person,))


RULE = Rule(
    KEY,
    "Les séances suivies à distance tombent dans les heures permises de l'apprenant et sont déclarées à distance ; un "
    "cours pratique ou un événement ne se suit pas à distance, sauf mention dans sa feuille ; la part de distance "
    "au-dessus du seuil est signalée.",
    "hard",
    check,
    Enforce(refuse=refuse),
)
