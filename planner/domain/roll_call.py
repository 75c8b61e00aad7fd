"""What *Présences* says of the sessions of a timetable: who came to which, by session and half-day.

A line may name a session, an hour, a half-day or a day, people or all of a class. What is said more precisely holds: of
people before all, of a session before an hour, of an hour before a half-day, of that before a day. Nobody is there
whom no line names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from planner.domain.ids import ApprenticeId, SessionId
from planner.domain.kinds import Kind
from planner.domain.needs import Realised
from planner.domain.problem import Problem
from planner.domain.rolls import AM_WORD, PM_WORD, Came, RollLine, session_reference
from planner.domain.time import AM, PM, clock
from planner.domain.timetable import Session, Timetable

MASKS = {AM_WORD: AM, PM_WORD: PM, "": AM | PM}


@dataclass(frozen=True, slots=True)
class TypedRoll:
    """What one line says of one person in one half-day of a session."""

    came: Came
    late: int
    rank: tuple[bool, int]
    row: int


Entry = tuple[SessionId, ApprenticeId]


@dataclass(frozen=True)
class RollCall:
    """Who came to what. ``told``: session and person → half-day (`AM`, `PM`) → what is said of it."""

    told: Mapping[Entry, Mapping[int, TypedRoll]] = field(default_factory=dict)
    strays: tuple[tuple[RollLine, str], ...] = ()
    """Lines that say nothing of this timetable, and why, in French."""
    clashes: tuple[tuple[int, int, Entry], ...] = ()
    """(line, line, of whom): two lines as precise as each other that do not say the same; the later one holds."""

    def came(self, session: Session, person: ApprenticeId) -> Came | None:
        """What is said of somebody in a session as a whole: there if they were in any of it; None where nothing is."""
        found = [said.came for said in self.told.get((session.id, person), {}).values()]
        return next((came for came in found if came.there), found[0] if found else None)


@dataclass(frozen=True)
class _Same:
    """A timetable as itself, not as what it holds: what is known of it is looked up by it."""

    timetable: Timetable

    def __eq__(self, other: object) -> bool:
        """Whether it is the very same one."""
        return isinstance(other, _Same) and self.timetable is other.timetable

    def __hash__(self) -> int:
        """As long as it is kept, nothing else is at its place."""
        return id(self.timetable)


def roll_call(problem: Problem, timetable: Timetable) -> RollCall:
    """What the lines of *Présences* say of the sessions of a timetable; reckoned once for both."""
    return problem.recall(_roll_call, _Same(timetable)) if problem.rolls else RollCall()


def _roll_call(problem: Problem, same: _Same) -> RollCall:
    look = _Sessions(problem, same.timetable)
    told: dict[Entry, dict[int, TypedRoll]] = {}
    strays: list[tuple[RollLine, str]] = []
    clashes: dict[tuple[int, int], Entry] = {}
    for line in problem.rolls:
        meant = list(look.meant(line))
        if not meant:
            strays.append((line, look.why_none(line)))
        rank = bool(line.apprentice_ids), 3 if line.session_id else 2 if line.start is not None else int(line.half > "")
        for session, person in meant:
            halves = told.setdefault((session.id, person), {})
            for half in (AM, PM):
                if not half & look.halves[session.id] & MASKS[line.half]:
                    continue
                before = halves.get(half)
                if before is not None and before.rank == rank and before.came != line.came:
                    clashes.setdefault((before.row, line.row), (session.id, person))
                if before is None or before.rank <= rank:
                    halves[half] = TypedRoll(line.came, _late_in(line, session), rank, line.row)
    return RollCall(told, tuple(strays), tuple((*rows, who) for rows, who in clashes.items()))


@dataclass(frozen=True)
class _Sessions:
    """The sessions of a timetable as lines of *Présences* ask for them."""

    problem: Problem
    timetable: Timetable
    at: dict[tuple[date, int | None], list[Session]] = field(default_factory=dict)
    """Sessions of a day, and of an hour of it."""
    halves: dict[SessionId, int] = field(default_factory=dict)
    expected: dict[SessionId, frozenset[ApprenticeId]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the sessions by day and hour: there may be as many lines as hours of people."""
        for session in self.timetable.sessions:
            self.halves[session.id] = half_days(self.problem, session)
            people = self.timetable.attendees.get(session.id, ())
            self.expected[session.id] = frozenset(row.apprentice_id for row in people)
            # Nobody signs for what has no hour: it is named by its reference.
            if session.kind != Kind.VISIT and session.modality != "remote_async":
                for start in (None, session.start):
                    self.at.setdefault((session.day, start), []).append(session)

    def meant(self, line: RollLine) -> Iterator[tuple[Session, ApprenticeId]]:
        """Every session of every person that a line speaks of.

        Somebody who was not expected came all the same where a line names them, and their session.
        """
        for session in self._sessions(line):
            expected = self.expected[session.id]
            known = [a for a in line.apprentice_ids if a in self.problem.learners]
            named = [a for a in known if a in expected or (line.session_id and line.came.there)]
            for person in named if line.apprentice_ids else sorted(expected):
                if line.class_id is None or line.apprentice_ids or self._in_class(person, line, session.day):
                    yield session, person

    def _sessions(self, line: RollLine) -> Iterable[Session]:
        if line.session_id:
            session = self.named(line.session_id)
            return [session] if session and self._fits(session, line) else []
        hour = line.start if line.end is None else None
        held = self.at.get((line.day, hour), ()) if line.day else ()
        if line.end is not None:
            held = [s for s in held if _within(line, s)]
        return [s for s in held if self.halves[s.id] & MASKS[line.half]]

    def _fits(self, session: Session, line: RollLine) -> bool:
        same = line.day in (None, session.day) and line.start in (None, session.start)
        return same and bool(self.halves[session.id] & MASKS[line.half])

    def named(self, typed: SessionId) -> Session | None:
        """The session with an id, or with a reference, however it is typed."""
        return self.timetable.session.get(typed) or self._references.get(bare_reference(typed))

    @cached_property
    def _references(self) -> dict[str, Session]:
        return references(self.problem, self.timetable)

    def _in_class(self, person: ApprenticeId, line: RollLine, day: date) -> bool:
        learner = self.problem.learners.get(person)
        home = learner.membership(day) if learner else None
        return home is not None and home.class_id == line.class_id

    def why_none(self, line: RollLine) -> str:
        """Why a line says nothing, in French."""
        if not line.session_id:
            when = "ce jour-là" if line.start is None else "à cette heure"
            return f"aucune séance {when} pour ces personnes"
        session = self.named(line.session_id)
        if session is None:
            return f"« {line.session_id} » n’est pas une séance de l’emploi du temps"
        if not self._fits(session, line):
            when = f"le {session.day:%d/%m/%Y} à {clock(session.start)}"
            return f"« {line.session_id} » est {when}, ce que la ligne ne dit pas"
        return f"personne de cette ligne n’était attendu à « {line.session_id} »"


def _within(line: RollLine, session: Session) -> bool:
    """Whether the hours of a line are about a session."""
    shared = min(session.end, line.end or session.end) - max(session.start, line.start or 0)
    return shared > 0 if line.came == Came.LATE else 2 * shared > session.end - session.start


def _late_in(line: RollLine, session: Session) -> int:
    """Minutes of a delay in a session: not known, so none, where the hours that are written are the session's own."""
    itself = (line.start, line.end) == (session.start, session.end) and line.late == session.end - session.start
    return 0 if itself else line.late


def bare_reference(typed: str) -> str:
    """A reference as it is looked up, however it is typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def references(problem: Problem, timetable: Timetable) -> dict[str, Session]:
    """The sessions of a timetable by what their sheets to sign bear."""
    salt = problem.settings.salt
    return {bare_reference(session_reference(salt, s.id)): s for s in timetable.sessions}


def with_sessions_named(problem: Problem, timetable: Timetable) -> Problem:
    """The problem whose lines of *Réalisé* name sessions by their ids, where references are typed."""
    if all(row.session_id in timetable.session for row in problem.realised):
        return problem
    known = references(problem, timetable)
    rows = (
        replace(row, session_id=known[name].id)
        if row.session_id not in timetable.session and (name := bare_reference(row.session_id)) in known
        else row
        for row in problem.realised
    )
    return replace(problem, realised=tuple(rows))


def half_days(problem: Problem, session: Session) -> int:
    """Mask of the half-days in which a session takes place."""
    known = next((c for c in session.class_ids if c in problem.classes), None)
    bells = problem.bells_of(known) if known else problem.bells_at(session.site_id)
    return bells.half(session.day.weekday(), session.start, session.end)


def absences(problem: Problem, timetable: Timetable) -> Mapping[SessionId, frozenset[ApprenticeId]]:
    """Who missed the whole of which session, by *Présences*: absent or excused is the same to planning."""
    found: dict[SessionId, set[ApprenticeId]] = {}
    for (session_id, person), halves in roll_call(problem, timetable).told.items():
        whole = half_days(problem, timetable.session[session_id])
        if sum(halves) == whole and not any(said.came.there for said in halves.values()):
            found.setdefault(session_id, set()).add(person)
    return {key: frozenset(people) for key, people in found.items()}


def with_absences(problem: Problem, timetable: Timetable, first: date | None = None) -> Problem:
    """The problem with the absences of *Présences* among those of *Réalisé*: typed in either, they are one fact.

    What *Réalisé* says of a session stands beside them; a session that it cancels was missed by nobody. ``first``: the
    first day that is still to come, by default that of the last update; nothing is missed from it on.
    """
    problem = with_sessions_named(problem, timetable)
    since = first.isoformat() if first else str(timetable.summary.get("since") or "")
    missed = absences(problem, timetable)
    if since:
        missed = {key: who for key, who in missed.items() if timetable.session[key].day.isoformat() < since}
    if not missed:
        return problem
    rows = []
    for row in problem.realised:
        more = missed.get(row.session_id, frozenset()) - set(row.absent_ids)
        rows.append(replace(row, absent_ids=(*row.absent_ids, *sorted(more))) if more and not row.cancelled else row)
    named = {row.session_id for row in rows}
    rows += [Realised(key, absent_ids=tuple(sorted(missed[key]))) for key in sorted(missed) if key not in named]
    return replace(problem, realised=tuple(rows))
