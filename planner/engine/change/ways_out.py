"""When a trainer is absent: who may stand in for each session of the day, and what each way out costs.

The hour never moves. A colleague who is free and skilled takes the session, those of the class first; or it is done in
supervised autonomy; or it is cancelled, and what it gave falls due again. A way out that would break a hard rule is not
offered.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.usage import Usage
from planner.domain import (
    Absence,
    Course,
    Guidance,
    Kind,
    Module,
    ModuleId,
    Problem,
    Session,
    Timetable,
    TrainerId,
    monday,
)
from planner.engine.change.limits_left import with_limits_left
from planner.engine.change.way_taken import Choice, applied, stood_in, with_others
from planner.placement import for_everyone
from planner.rule import Finding, Rules, active
from planner.words import learner_name, say_some

TAUGHT = (Kind.COURSE, Kind.BARRETTE, Kind.SUPPORT)
CANCELLED = ("cancel", "cancel_all")
"""Ways out that leave people without their hour: what that breaks only the whole week tells."""
MOST = 8
"""Colleagues looked at closely for one session."""


@dataclass(frozen=True, slots=True)
class AbsentHour:
    """Sessions that the absent trainer holds at one hour (several where one watches a shared room), and ways out."""

    sessions: tuple[Session, ...]
    choices: tuple[Choice, ...]
    refused: tuple[tuple[Choice, str], ...] = ()
    """Ways out that may not be taken, each with why, in words."""

    @property
    def first(self) -> Session:
        """The session that names the slot."""
        return self.sessions[0]


def with_absence(problem: Problem, who: TrainerId, first: date, last: date | None = None) -> Problem:
    """The problem in which a trainer is away for a day, or until another one, both included."""
    trainer = problem.trainers[who]
    gone = replace(trainer, absences=(*trainer.absences, Absence(first=first, last=last or first)))
    return replace(problem, trainers={**problem.trainers, who: gone})


def held(timetable: Timetable, who: TrainerId, day: date) -> tuple[tuple[Session, ...], ...]:
    """Sessions of a trainer on a day by hour; meetings and other events stand without the trainer.

    Sessions of one hour go together, as where one adult watches a shared room. In order of time; empty where the
    trainer has nothing.
    """
    found: dict[tuple[int, int], list[Session]] = {}
    for session in timetable.by_trainer.get(who, ()):
        if session.day == day and session.kind != Kind.FIXED and session.modality != "remote_async":
            found.setdefault((session.start, session.end), []).append(session)
    return tuple(tuple(sessions) for _span, sessions in sorted(found.items()))


def slot(
    problem: Problem, timetable: Timetable, who: TrainerId, sessions: tuple[Session, ...], rules: Rules
) -> AbsentHour:
    """Every way out for the sessions of one hour that breaks no hard rule, the best first.

    Nothing is changed. What cancels is judged by the checks of the week, since its people are in no session any more;
    the rest by what the rules refuse, and by those checks too where the workbook locks something on that day: a dated
    lock asks for a session, and refuses none.
    """
    judge = _Judge(problem, timetable, who, sessions, rules)
    good, refused = list[Choice](), list[tuple[Choice, str]]()
    for choice in _choices(judge.board, timetable, who, sessions):
        against = judge.against(choice)
        if against:
            refused.append((choice, against))
        else:
            good.append(choice)
    refused += [(Choice("autonomy"), reason) for reason in dict.fromkeys(_never_alone(judge.board, sessions))]
    return AbsentHour(sessions, tuple(good), tuple(refused))


def taking(
    problem: Problem,
    timetable: Timetable,
    who: TrainerId,
    sessions: tuple[Session, ...],
    other: TrainerId,
    rules: Rules,
) -> tuple[Choice, str]:
    """A colleague in the place of whoever is absent, and what is against it, in words; empty where nothing is."""
    judge, first = _Judge(problem, timetable, who, sessions, rules), sessions[0]
    minutes = judge.board.usage.minutes_of_week(other, first.day) + first.minutes
    choice = Choice("colleague", other, other in _near(judge.board, sessions), minutes)
    return choice, judge.against(choice)


class _Judge:
    """What the hard rules say against ways out for the sessions of one hour; what the week breaks already aside."""

    def __init__(
        self, problem: Problem, timetable: Timetable, who: TrainerId, sessions: tuple[Session, ...], rules: Rules
    ) -> None:
        self.problem, self.who, self.sessions, self.rules = problem, who, sessions, rules
        self.board = Board.of(problem, timetable, active(rules, problem))
        self.week = _week(timetable, monday(sessions[0].day))
        self.known = Counter(_words(f) for f in _hard(problem, self.week, rules))
        self.locked = any(lock.day == sessions[0].day for lock in problem.locks)

    def against(self, choice: Choice) -> str:
        """What is against a way out, in words, with all of whom it is said; empty: nothing."""
        cancels = choice.kind in CANCELLED
        new = () if cancels else [stood_in(s, (self.who,), choice) for s in self.sessions]
        first = _against(self.board, new) if new else None
        found = [first] if first else []
        if not found and (cancels or self.locked):
            after = applied(self.problem, self.week, self.who, self.sessions, choice)
            after = with_limits_left(self.problem, after, self.week)
            found = list(_added(self.known, _hard(self.problem, after, self.rules)))
        return self._said(found) if found else ""

    def _said(self, found: Sequence[Finding]) -> str:
        """The first of some findings, and of whom else its rule says the same."""
        first = found[0]
        named = {p for f in found if f.key == first.key for p in f.people} - set(first.people)
        names = sorted(learner_name(self.problem, p) for p in named)
        return f"{first.text.rstrip('.')}{f' ; de même pour {say_some(names)}' if names else ''}"


def _against(board: Board, sessions: Sequence[Session]) -> Finding | None:
    """What some rule says against sessions with the adults that they now have, one beside the other; None: nothing.

    At the end the board is as it was, whatever the answer.
    """
    aside = [(board.sessions[s.id], dict(board.people[s.id])) for s in sessions]
    for session, _people in aside:
        board.take(session.id)
    found: Finding | None = None
    for session, (_was, people) in zip(sessions, aside, strict=True):
        # One after the other: each is judged beside those that are back already.
        found = found or next(board.judged(for_everyone(session, people)), None)
        board.put(session, people)
    for session, people in aside:
        board.take(session.id)
        board.put(session, people)
    return found


def _week(timetable: Timetable, first: date) -> Timetable:
    """The sessions of one week, with their people."""
    kept = {s.id for s in timetable.sessions if first <= s.day <= first + timedelta(days=6)}
    return replace(
        timetable,
        sessions=tuple(s for s in timetable.sessions if s.id in kept),
        attendance=tuple(row for row in timetable.attendance if row.session_id in kept),
    )


def _hard(problem: Problem, timetable: Timetable, rules: Rules) -> Iterator[Finding]:
    """What hard rules say of some sessions; what is to be verified by hand is left to the planner."""
    for rule in active(rules, problem):
        if rule.kind == "hard":
            yield from (f for f in rule.check(problem, timetable) if not f.to_verify)


def _words(finding: Finding) -> str:
    """What makes two findings the same; without figures, since those of a whole term are not there."""
    return finding.key + re.sub(r"\d+", "", finding.text)


def _added(known: Counter[str], found: Iterable[Finding]) -> Iterator[Finding]:
    """Those of some findings that are not among those known, each of which excuses one."""
    left = known.copy()
    for finding in found:
        words = _words(finding)
        if left[words]:
            left[words] -= 1
        else:
            yield finding


def _choices(board: Board, timetable: Timetable, who: TrainerId, sessions: tuple[Session, ...]) -> Iterator[Choice]:
    """Ways out in the order in which they are offered, whether the rules allow them or not."""
    problem, near = board.problem, _near(board, sessions)
    yield from _colleagues(problem, board.usage, near, (who,), sessions)
    if all(len(s.trainer_ids) > 1 for s in sessions):
        yield Choice("without")
    if next(_never_alone(board, sessions), None) is None:
        yield from _watched(board, near, sessions)
    if all(s.kind != Kind.STUDY for s in sessions):
        yield Choice("cancel")
    if len(with_others(problem, timetable, sessions)) > len(sessions):
        yield Choice("cancel_all")


def _near(board: Board, sessions: Sequence[Session]) -> frozenset[TrainerId]:
    """Adults who work with the classes of some sessions."""
    classes = {c for s in sessions for c in s.class_ids}
    return frozenset(t for s in board.sessions.values() if not classes.isdisjoint(s.class_ids) for t in s.trainer_ids)


def _colleagues(
    problem: Problem,
    usage: Usage,
    near: Collection[TrainerId],
    gone: Collection[TrainerId],
    sessions: tuple[Session, ...],
) -> Iterator[Choice]:
    """Free adults who may do what the absent one did: of the class, then named for the course, then the least busy.

    Where the session is only watched, adults who do not teach come first of all. `MOST` of them at most.
    """
    first = sessions[0]
    free = [
        t
        for t in problem.trainers
        if t not in gone and all(may_take(problem, t, s) for s in sessions) and _free(usage, t, first)
    ]
    named = {t for s in sessions for team in _teams(problem, s) for t in team}
    taught = any(s.guidance == Guidance.LED for s in sessions)

    def rank(t: TrainerId) -> tuple[object, ...]:
        # Whoever does not teach watches first, so that trainers keep their hours.
        if not taught:
            return problem.trainers[t].teaches, t not in near, *_busy(problem, usage, t, first)
        return t not in near, t not in named, *_busy(problem, usage, t, first)

    for t in sorted(free, key=rank)[:MOST]:
        yield Choice("colleague", t, t in near, usage.minutes_of_week(t, first.day) + first.minutes)


def _free(usage: Usage, who: TrainerId, s: Session) -> bool:
    """Whether an adult is there, has nothing else, and has enough hours left when a session takes place."""
    return usage.trainer_free(who, s.day, s.start, s.end, s.minutes, s.site_id, without=None)


def minutes_of_week(problem: Problem, timetable: Timetable, who: TrainerId, day: date) -> int:
    """Minutes of an adult in the week of a day."""
    return Board.of(problem, timetable).usage.minutes_of_week(who, day)


def may_take(problem: Problem, who: TrainerId, session: Session) -> bool:
    """Whether an adult may do what a session asks of its trainer; whoever only watches needs no skill.

    Whoever the course names needs no skill, unless one of theirs has ended by that day. Whether they are free then is
    not asked.
    """
    trainer = problem.trainers[who]
    if session.guidance != Guidance.LED or session.kind in (Kind.STUDY, Kind.OPEN):
        return True
    if not trainer.teaches:
        return False
    course, module = _subjects(problem, session)
    if course:
        named = any(who in team for team in course.teams)
        # One that has ended may be the very skill that the course asks for.
        until = {k: d for k, d in trainer.skill_until.items() if d < session.day}
        return (named and not until) or problem.skilled(trainer, course.subject, session.day)
    return module is None or who in problem.leaders(module, session.day)


def _subjects(problem: Problem, session: Session) -> tuple[Course | None, Module | None]:
    """The first course of a session, and its module; None where it has none, or the workbook has it no more."""
    course = problem.courses.get(session.course_ids[0]) if session.course_ids else None
    return course, problem.modules.get(session.module_id or ModuleId(""))


def _teams(problem: Problem, session: Session) -> tuple[tuple[TrainerId, ...], ...]:
    """Teams that the workbook names for the course of a session; empty for what is no course."""
    course, _module = _subjects(problem, session)
    return course.teams if course else ()


def _may_be_alone(board: Board, session: Session) -> bool:
    """Whether a class may work by itself at what a session holds: taught, on site, nothing practical."""
    return next(_needs_trainer(board, session), None) is None


def _needs_trainer(board: Board, session: Session) -> Iterator[str]:
    """Why a class may not work by itself at what a session holds, in words."""
    problem = board.problem
    course, _module = _subjects(problem, session)
    far = sorted(learner_name(problem, p) for p, remote in board.people[session.id].items() if remote)
    if session.kind not in TAUGHT:
        yield "ce n’est ni un cours ni un groupe d’accompagnement"
    if course is not None and course.regulated:
        yield "le matériel est réglementé, un formateur y est nécessaire"
    elif course is not None and course.practical:
        yield "c’est un cours pratique, un formateur y est nécessaire"
    if session.modality != "on_site" and far:
        yield f"la séance est aussi suivie à distance ({say_some(far)}), un formateur l’anime"
    elif session.modality != "on_site":
        yield "la séance se tient à distance, un formateur l’anime"
    elif session.room_id not in problem.rooms:
        yield "la séance n’a pas de salle au CFA"


def _never_alone(board: Board, sessions: Sequence[Session]) -> Iterator[str]:
    """Why supervised autonomy is no way out for some sessions, whoever watches."""
    if all(s.guidance != Guidance.LED for s in sessions):
        yield "la classe y travaille déjà en autonomie"
    for session in sessions:
        yield from _needs_trainer(board, session)


def _watched(board: Board, near: Collection[TrainerId], sessions: tuple[Session, ...]) -> Iterator[Choice]:
    """Supervised autonomy: by whoever is in the room already, then by adults who do not teach, then by the class's.

    Three adults at most. Without any, autonomy with nobody is offered: the rules refuse it where a minor is there.
    """
    problem, usage, first = board.problem, board.usage, sessions[0]
    team = {t for s in sessions for t in s.trainer_ids}
    here = board.held(first.room_id, first.day) if first.room_id else ()
    beside = [t for s in sorted(here, key=lambda s: (s.start, s.id)) if s.overlaps(first) for t in s.trainer_ids]
    beside = [t for t in beside if t not in team]
    free = [t for t in problem.trainers if t not in team and _free(usage, t, first)]
    order = sorted(free, key=lambda t: (problem.trainers[t].teaches, t not in near, *_busy(problem, usage, t, first)))
    for t in list(dict.fromkeys([*beside, *order]))[:3]:
        # Whoever is in the room already works no longer for it.
        minutes = 0 if t in beside else first.minutes
        yield Choice("autonomy", t, t in near, usage.minutes_of_week(t, first.day) + minutes)
    if not beside and not order:
        yield Choice("autonomy")


def _busy(problem: Problem, usage: Usage, who: TrainerId, session: Session) -> tuple[float, TrainerId]:
    """How full the week of an adult is, the least busy first.

    A share of the weekly maximum, then the id, so that the order is always the same.
    """
    return usage.minutes_of_week(who, session.day) / max(1, problem.trainers[who].max_week), who


def watch(board: Board, session: Session) -> Session | None:
    """A session done in supervised autonomy at its hour and place, as `slot` offers it; None where it may not be.

    Where a class works on its own already, another adult watches it; what no rule refuses stays as it is.
    """
    if _against(board, [session]) is None:
        return session
    if session.guidance == Guidance.LED and not _may_be_alone(board, session):
        return None
    for choice in _watched(board, _near(board, (session,)), (session,)):
        new = stood_in(session, session.trainer_ids, choice)
        new = new if session.guidance == Guidance.LED else replace(new, guidance=session.guidance)
        if _against(board, [new]) is None:
            return new
    return None


def without_adult(board: Board, session: Session) -> bool:
    """Whether a class that works on its own has a minor, and nobody to watch."""
    known = board.problem.learners
    if session.guidance == Guidance.LED or session.trainer_ids or session.kind not in TAUGHT:
        return False
    return any(known[p].minor(session.day) for p in board.people[session.id] if p in known)
