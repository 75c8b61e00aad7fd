"""Freed hours: what somebody exempted, on a path of their own, or kept off a machine does while the class works.

Twice in a run. Before the groups: support that the workbook asks for, and minors, who need an adult then. After them:
everybody else, where places are left. It reads and empties ``board.freed``; who finds no place goes back to class (a
minor), is listed, or is free (an adult).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.board.shelter import place_to_be, seat_left
from planner.board.unwatched import list_unwatched
from planner.domain import (
    STEP,
    ApprenticeId,
    Exemption,
    Guidance,
    Kind,
    Learner,
    Owed,
    PersonalPath,
    Problem,
    Session,
    SessionId,
    Slot,
    away,
)
from planner.domain.time import is_lunch
from planner.engine.people.freed_support import Helped
from planner.engine.people.place import StartEnd
from planner.hours.entry import is_new_entrant
from planner.rule import Finding


def keep_off_machines(board: Board) -> None:
    """A minor who owes the safety block leaves the regulated courses that come before its end.

    All of them where the block was not placed. Who leaves is noted in ``board.freed``.
    """
    problem, told = board.problem, safety_told(board)
    for session in list(board.sessions.values()):
        course = problem.courses.get(session.course_id) if session.course_id else None
        if course is None or not course.regulated:
            continue
        for learner_id in list(board.people[session.id]):
            minor = problem.learners[learner_id].minor(session.day)
            if minor and (session.day, session.start) < told.get(learner_id, (date.min, 0)):
                board.leave(session.id, learner_id)
                board.freed.append((session, learner_id))


def safety_told(board: Board) -> dict[ApprenticeId, tuple[date, int]]:
    """(day, minute) at which those who owe the safety block have had all of it; the end of time where it has no place.

    Whoever has done as many hours of the entry module before, safety first, owes none.
    """
    problem, end = board.problem, dict[ApprenticeId, tuple[date, int]]()
    blocks = {m.id: m.minutes for m in problem.modules.values() if m.theme == "safety"}
    for session in board.sessions.values():
        for person in board.people[session.id] if session.module_id in blocks else ():
            end[person] = max(end.get(person, (date.min, 0)), (session.day, session.end))
    due = [p for p in problem.learners.values() if p.done_minutes.get("entry", 0) < sum(blocks.values())]
    return {p.id: end.get(p.id, (date.max, 0)) for p in due if is_new_entrant(problem, p)}


def note_cut_short(board: Board, people: Collection[ApprenticeId], first: date) -> None:
    """Minors whom something calls away from a part of a lesson, from a day on: freed for what is left of it.

    A talk of one hour takes all of a lesson of two, since nobody comes for a half; the other hour must be watched.
    ``people``: those who are asked about; ``board.freed`` gets them.
    """
    problem = board.problem
    for course in [s for s in board.sessions.values() if s.kind == Kind.COURSE and s.day >= first]:
        known = problem.courses.get(course.course_id) if course.course_id else None
        roll = (p for class_id in course.class_ids for p in problem.roster(class_id, course.day, course.part, known))
        absent = [p for p in roll if p.id in people and p.id not in board.people[course.id]]
        board.freed += [
            (course, p.id) for p in absent if (course, p.id) not in board.freed and _cut_short(board, course, p)
        ]


def _cut_short(board: Board, course: Session, learner: Learner) -> bool:
    """Whether a minor who is there has something for a part of a lesson, and nothing for another part."""
    problem, day, (start, end) = board.problem, course.day, (course.start, course.end)
    if not learner.kept(day) or learner.remote or not problem.here(learner, day, start, end):
        return False
    if away(learner.absences, day, start, end) or problem.barred(learner.id, day, start, end):
        return False
    if problem.arranged(learner.id, "max_day", day):
        return False
    taken = [bool(board.presence.clashes(learner.id, day, *slot)) for slot in _slots(problem, course)]
    return any(taken) and not all(taken)


def place_urgent_hours(board: Board, owed: Sequence[Owed]) -> None:
    """Freed hours that come before barrettes are composed: support that the workbook asks for, minors to be watched.

    The others wait in ``board.freed``.
    """
    _serve(board, owed, urgent=True)


def place_freed_hours(board: Board, owed: Sequence[Owed]) -> None:
    """The other freed hours; adults are free where no supervised place is left."""
    _serve(board, owed, urgent=False)


def _serve(board: Board, owed: Sequence[Owed], urgent: bool) -> None:
    """Serve freed hours, course by course in order of time: support where it is owed, then study, minors first."""
    problem = board.problem
    now: list[tuple[Session, Learner]] = []
    later: list[tuple[Session, ApprenticeId]] = []
    for session, person in board.freed:
        learner = problem.learners[person]
        if not urgent or learner.kept(session.day) or instead_of(problem, learner, session) == "support":
            now.append((session, learner))
        else:
            later.append((session, person))
    board.freed = later
    waiting: dict[SessionId, dict[ApprenticeId, Learner]] = {}
    for session, learner in now:
        waiting.setdefault(session.id, {})[learner.id] = learner
    helped = Helped.of(board, owed, {p.id for _s, p in now})
    for course in sorted({s.id: s for s, _p in now}.values(), key=lambda s: (s.day, s.start, s.id)):
        people = list(waiting[course.id].values())
        helped.give(course, [p for p in people if instead_of(problem, p, course) == "support"])
        staying = [p for p in people if instead_of(problem, p, course) in ("study", "support")]
        said: list[Finding] = []
        left: list[Learner] = []
        # Minors first, for the seats of the library; an adult without one is free.
        for kept in (True, False):
            # `kept`: who may not leave. Those who may are free where no place is left.
            left += _study(board, course, [p for p in staying if p.kept(course.day) is kept], said)
        left = [p for p in left if p.kept(course.day) and not p.remote]
        left = [p for p in left if not _back_to_class(board, course, p)]
        list_unwatched(board, _free_part(board, course, left), left, said)


def _free_part(board: Board, course: Session, people: Sequence[Learner]) -> Session:
    """A course from the first to the last slot of it for which any of some people have nothing else."""
    free = [slot for group in _alike(board, course, people) for run in group.runs for slot in run]
    if not free:
        return course
    start, end = min(s for s, _e in free), max(e for _s, e in free)
    bells = board.problem.bells_of(course.class_ids[0]) if course.class_ids else board.problem.bells_at(course.site_id)
    return replace(course, start=start, end=end, minutes=bells.teaching(course.day.weekday(), start, end))


def instead_of(problem: Problem, learner: Learner, session: Session) -> str:
    """What the workbook puts in place of a course session: study, support, company or free.

    A minor is free with an authorisation only, otherwise in supervised study; so is whoever regulated work keeps out.
    """
    course = problem.courses[session.course_id] if session.course_id else None
    row: Exemption | PersonalPath | None = problem.freed(learner.id, course, session.day) if course else None
    if row is None or row.instead == "other" or (row.instead == "free" and learner.kept(session.day)):
        return "study"
    return row.instead


@dataclass(frozen=True, slots=True)
class Alike:
    """People whose freed hours of a course session are the same spans, none of which crosses lunch.

    They sit together, in as few places as that takes.
    """

    people: tuple[Learner, ...]
    runs: tuple[tuple[StartEnd, ...], ...]
    """Slots, by uninterrupted run."""


def _study(board: Board, course: Session, people: Sequence[Learner], said: list[Finding]) -> list[Learner]:
    """A supervised place for each run of free hours, else slot by slot; returns those left without any.

    Those who miss a place for one slot only are among them, though they have one for the rest. What rules say against
    it is added to ``said``.
    """
    lost: dict[ApprenticeId, Learner] = {}
    for group in _alike(board, course, people):
        for number, run in enumerate(group.runs, start=1):
            suffix = f"-{number}" if len(group.runs) > 1 else ""
            left = _unseated(board, course, group.people, (run[0][0], run[-1][1]), suffix, said)
            for n, slot in enumerate(run if len(run) > 1 and left else (), start=1):
                lost |= {p.id: p for p in _unseated(board, course, left, slot, f"{suffix}-{n}", said)}
            # A run of several slots was tried again slot by slot above; only a single slot is lost at once.
            lost |= {p.id: p for p in left} if len(run) == 1 else {}
    return list(lost.values())


def _alike(board: Board, course: Session, people: Iterable[Learner]) -> list[Alike]:
    """People by their free slots of a course session; those with none are in no group."""
    slots = _slots(board.problem, course)
    found: dict[tuple[tuple[StartEnd, ...], ...], list[Learner]] = {}
    for learner in people:
        free = [s for s in slots if not board.presence.clashes(learner.id, course.day, *s)]
        runs: list[list[StartEnd]] = []
        for slot in free:
            before = slots[slots.index(slot) - 1] if slots.index(slot) else None
            joined = runs and runs[-1][-1] == before and not is_lunch(runs[-1][-1][1], slot[0])
            runs = [*runs[:-1], [*runs[-1], slot]] if joined else [*runs, [slot]]
        if runs:
            found.setdefault(tuple(tuple(run) for run in runs), []).append(learner)
    return [Alike(tuple(rows), runs) for runs, rows in sorted(found.items(), key=lambda f: f[0])]


def _slots(problem: Problem, course: Session) -> list[StartEnd]:
    """Slots of the bells that a course session takes, cut to it where they may be cut; in order of time."""
    bells = problem.bells_of(course.class_ids[0]) if course.class_ids else problem.bells_at(course.site_id)
    rows = bells.days[course.day.weekday()]
    return [within(s, course.start, course.end) for s in rows if s.start < course.end and course.start < s.end]


def within(slot: Slot, start: int, end: int) -> StartEnd:
    """A slot of the bells cut to a span, at the ends where something may start or end inside it.

    Where the grid of fifteen minutes does not allow the cut, the slot stays whole at that end.
    """
    first, last = max(slot.start, start), min(slot.end, end)
    if not slot.inside or (first - slot.start) % STEP:
        first = slot.start
    return first, slot.end if not slot.inside or (last - slot.start) % STEP else last


def _unseated(
    board: Board, course: Session, people: Sequence[Learner], span: StartEnd, suffix: str, said: list[Finding]
) -> list[Learner]:
    """Add people to the study session of a span, or add that session where a place is left; who found none.

    Everybody where there is no place. What the rules say against somebody is added to ``said``, for the line that the
    planner reads.
    """
    start, end = span
    key = SessionId(f"etude-{course.id}{suffix}")
    known = board.sessions.get(key)
    if known is not None and (known.start, known.end) == span and seat_left(board, known, people):
        coming, found = board.allowed(known, people)
        said += found
        board.join(known.id, *(p.id for p in coming))
        return [p for p in people if p not in coming]
    room, adult = place_to_be(board, people, course.day, start, end)
    if room is None or adult is None:
        return list(people)
    # Two groups of one course with different free hours, or a study that stands from before.
    while key in board.sessions:
        key = SessionId(f"{key}-bis")
    session = Session(
        id=key,
        kind=Kind.STUDY,
        day=course.day,
        start=start,
        end=end,
        minutes=board.problem.bells_of(course.class_ids[0]).teaching(course.day.weekday(), start, end),
        label="Autonomie encadrée",
        public_label="Autonomie encadrée",
        period_id=course.period_id,
        trainer_ids=(adult,),
        room_id=room,
        site_id=board.problem.rooms[room].site_id or course.site_id,
        guidance=Guidance.AUTONOMOUS,
    )
    coming, found = board.allowed(session, people)
    said += found
    if coming:
        board.call(session, coming)
    return [p for p in people if p not in coming]


def _back_to_class(board: Board, course: Session, learner: Learner) -> bool:
    """A minor without a supervised place stays in the room of the class, unless the work itself is what is barred.

    Whether it was possible; the minor is then in the session again. Not where the room or the group is full, or a rule
    is against it.
    """
    problem = board.problem
    own = problem.courses[course.course_id] if course.course_id else None
    if own is None or course.id not in board.people or (own.regulated and learner.minor(course.day)):
        return False
    if board.presence.clashes(learner.id, course.day, course.start, course.end):
        return False
    heads = sum(not far for far in board.people[course.id].values())
    if not seat_left(board, course, [learner]) or (own.max_group is not None and heads >= own.max_group):
        return False
    if not board.allowed(board.sessions[course.id], [learner])[0]:
        return False
    board.join(course.id, learner.id)
    return True
