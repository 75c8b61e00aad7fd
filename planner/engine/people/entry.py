"""Entry modules of new entrants, by cohort, before the first company day; small sessions put into free hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.staff import room_for, sites_for, trainer_for
from planner.domain import ApprenticeId, Guidance, Kind, Learner, Module, ModuleId, Owed, Problem, Session, SessionId
from planner.hours.entry import ENTRY_THEMES
from planner.labels import private

LATE_DAYS = 28
"""How many days after the entry a late entry module is looked for."""
LARGEST = 18
"""Largest cohort of an entry module, whatever its size in the catalogue."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A learner who owes blocks of the entry module by one deadline, with the days on which they may be given."""

    learner: Learner
    needs: tuple[Owed, ...]
    days: tuple[date, ...]
    late: bool
    rank: int = 0
    """0 for the blocks due first, then those due later."""


def place_entry_modules(board: Board, owed: Sequence[Owed]) -> None:
    """Give each cohort its blocks in order, safety first; a cohort that does not fit is split in two."""
    waiting = [e for e in entrants(board, owed) if e.days]
    number = last_number(board, "-c")
    while waiting:
        cohort = _cohort(board.problem, waiting)
        taken = {(e.learner.id, e.rank) for e in cohort}
        waiting = [e for e in waiting if (e.learner.id, e.rank) not in taken]
        number = _place(board, cohort, number)


def entrants(board: Board, owed: Sequence[Owed]) -> list[Entrant]:
    """Who owes the entry module, the most pressing first."""
    problem = board.problem
    needs: dict[ApprenticeId, list[Owed]] = {}
    for need in owed:
        module = problem.modules.get(ModuleId(need.target))
        if need.personal and module is not None and module.theme in ENTRY_THEMES:
            needs.setdefault(need.apprentice_id, []).append(need)
    found = []
    for person, rows in needs.items():
        for rank, deadline in enumerate(sorted({n.deadline for n in rows})):
            due = tuple(n for n in rows if n.deadline == deadline)
            found.append(replace(_entrant(board, problem.learners[person], due), rank=rank))
    return sorted(found, key=lambda e: (e.rank, e.late, max(n.deadline for n in e.needs), e.learner.id))


def _entrant(board: Board, learner: Learner, needs: tuple[Owed, ...]) -> Entrant:
    problem = board.problem
    opens, deadline = min(n.opens for n in needs), max(n.deadline for n in needs)
    late = deadline < opens
    last = opens + timedelta(days=LATE_DAYS) if late else deadline
    days = [
        d
        for d in problem.days
        if opens <= d <= last and (problem.presence(learner, d) or board.presence.off_company(learner, d))
    ]
    if not days and not late:
        late, last = True, opens + timedelta(days=LATE_DAYS)
        days = [d for d in problem.days if opens <= d <= last and problem.presence(learner, d)]
    return Entrant(learner, needs, tuple(days), late)


def _cohort(problem: Problem, waiting: list[Entrant]) -> list[Entrant]:
    """The most pressing entrant and those who share enough days, as many as a group may hold."""
    first = waiting[0]
    minutes = sum(n.minutes for n in first.needs)
    enough = max(1, -(-minutes // problem.settings.minor_day))
    days, cohort = set(first.days), [first]
    wanted = {n.target for n in first.needs}
    for other in waiting[1:]:
        alike = (other.late, other.rank) == (first.late, first.rank) and {n.target for n in other.needs} == wanted
        if len(cohort) >= LARGEST or not alike:
            continue
        shared = days & set(other.days)
        if len(shared) >= min(len(days), enough + 1):
            days, cohort = shared, [*cohort, other]
    return cohort


def _place(board: Board, cohort: list[Entrant], number: int) -> int:
    """Place the blocks of a cohort; returns the next free number."""
    days = sorted(set.intersection(*(set(e.days) for e in cohort)))
    modules = _in_order(board.problem, cohort[0].needs)
    people = [e.learner for e in cohort]
    chosen = _some_blocks(board, modules, people, days, number, soon=cohort[0].late)
    for session in chosen:
        board.take(session.id)
    if len(chosen) < len(modules) and len(cohort) > 1:
        half = len(cohort) // 2
        number = _place(board, cohort[:half], number)
        return _place(board, cohort[half:], number)
    for session in chosen:
        commit(board, session, people)
    return number + 1


def _in_order(problem: Problem, needs: Iterable[Owed]) -> list[Module]:
    """Blocks of the entry module that are owed, safety first."""
    modules = [problem.modules[ModuleId(n.target)] for n in needs]
    return sorted(modules, key=lambda m: (m.theme != "safety", m.order, m.id))


def _some_blocks(
    board: Board, modules: list[Module], people: list[Learner], days: list[date], number: int, soon: bool
) -> list[Session]:
    """As many blocks as fit, in order, put on the board without their people; ``soon``: each on its first day."""
    found: list[Session] = []
    for module in modules:
        after = (found[-1].day, found[-1].end) if found else (date.min, 0)
        session = None
        ahead = [d for d in days if d >= after[0]]
        for choice in [[d] for d in ahead] if soon else [ahead]:
            session = session or _block(board, module, people, choice, after, found, number)
        if session is not None:
            found.append(session)
            board.put(session, {})
    return found


def _latest(board: Board, people: list[Learner]) -> tuple[date, int]:
    """When the last entry block that some people already have ends."""
    rows = (s for p in people for d in board.problem.days for s in board.attended(p.id, d) if s.kind == Kind.ONBOARDING)
    return max(((s.day, s.end) for s in rows), default=(date.min, 0))


def _block(
    board: Board,
    module: Module,
    people: list[Learner],
    days: list[date],
    after: tuple[date, int],
    chosen: list[Session],
    number: int,
) -> Session | None:
    """The place that takes the fewest class hours away, then the earliest."""
    best: tuple[int, Session] | None = None
    for day in days:
        for start, end in _spans(board.problem, people, day, module.minutes):
            if (day, start) < after or any(s.day == day and s.start < end and start < s.end for s in chosen):
                continue
            missed = _missed(board, people, day, start, end, module.minutes, chosen)
            if missed is None or (best is not None and missed >= best[0]):
                continue
            session = _session(board, module, people, day, start, end, chosen, number)
            if session is not None:
                best = (missed, session)
        if best is not None and best[0] == 0:
            break
    return best[1] if best else None


def _spans(problem: Problem, people: list[Learner], day: date, minutes: int) -> list[tuple[int, int]]:
    """Spans of a day that the bells of everybody allow."""
    bells = {problem.bells_of(m.class_id).id for p in people if (m := p.membership(day)) is not None}
    tables = [set(problem.bells_at(b).placements(day.weekday(), minutes)) for b in sorted(bells) or [""]]
    return sorted(set.intersection(*tables))


def _missed(
    board: Board, people: list[Learner], day: date, start: int, end: int, minutes: int, chosen: list[Session]
) -> int | None:
    """Class minutes that the people would miss; None when somebody cannot come."""
    missed = 0
    near = [s for s in chosen if _same_week(s.day, day)]
    for person in people:
        clashes = board.presence.clashes(person.id, day, start, end)
        if any(s.kind not in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN) for s in clashes):
            return None
        if not _reached(board, person, day, start, end):
            return None
        given_up = {c.id: c for s in near for c in board.presence.clashes(person.id, s.day, s.start, s.end)}
        missed += sum(s.minutes for s in clashes if s.id not in given_up)
        lost = [*{**given_up, **{s.id: s for s in clashes}}.values()]
        today = sum(s.minutes for s in near if s.day == day) - sum(s.minutes for s in lost if s.day == day)
        if not board.presence.allowed(person, day, start, end, minutes + today):
            return None
        week = sum(s.minutes for s in near) - sum(s.minutes for s in lost)
        if not board.presence.in_week(person, day, minutes + week):
            return None
    return missed


def _reached(board: Board, learner: Learner, day: date, start: int, end: int) -> bool:
    """Whether somebody is at the centre for the whole span, or free of the company on that day."""
    problem, home = board.problem, learner.membership(day)
    bells = problem.bells_of(home.class_id) if home else problem.bells_at("")
    away = bells.half(day.weekday(), start, end) & ~problem.presence(learner, day)
    return not away or board.presence.off_company(learner, day)


def _same_week(one: date, other: date) -> bool:
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def _session(
    board: Board,
    module: Module,
    people: list[Learner],
    day: date,
    start: int,
    end: int,
    chosen: list[Session],
    number: int,
) -> Session | None:
    """The session with the least loaded skilled trainer and the smallest room that holds everybody."""
    problem = board.problem
    same_day = {t for s in chosen if s.day == day for t in s.trainer_ids}
    sites = list(dict.fromkeys(s.site_id for s in chosen if s.day == day)) or sites_for(problem, people, day)
    for site in sites:
        team = trainer_for(board, module, day, start, end, site, prefer=same_day)
        room = room_for(board, people, day, start, end, site, module)
        if room is not None and (team is not None or module.guidance != Guidance.LED):
            break
    else:
        return None
    return Session(
        id=SessionId(f"{module.id}-c{number + 1:02d}"),
        kind=Kind.ONBOARDING,
        day=day,
        start=start,
        end=end,
        minutes=module.minutes,
        label=module.label,
        public_label=_public(module),
        module_id=module.id,
        strand=module.strand,
        period_id=getattr(problem.period_of(day), "id", None),
        trainer_ids=(team,) if team else (),
        room_id=room,
        site_id=site or problem.rooms[room].site_id,
        guidance=module.guidance,
    )


def _public(module: Module) -> str:
    own = module.public_label
    return own if own and not private(own) else "Accueil des nouveaux entrants"


def commit(board: Board, session: Session, people: list[Learner]) -> None:
    """Add the session; its people leave what they had at that hour."""
    for person in people:
        for clash in board.presence.clashes(person.id, session.day, session.start, session.end):
            (board.leave_kept if clash.id in board.kept else board.leave)(clash.id, person.id)
    board.call(session, people)
