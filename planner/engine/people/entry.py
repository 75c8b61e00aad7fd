"""Entry modules of new entrants, by cohort, before the first company day; small sessions put into free hours.

First of the sessions of people, since it binds most: in order, within days, with whoever enters at the same time, and
with the safety block before any machine. It reads what is owed and the board, and leaves the blocks on it. Whoever has
days before the company that are free of lessons has all of it then; the others are called away from what they have at
that hour, of which the least is taken.

A trial changes the board and is taken back (`_undo`): the rules judge what stands, and blocks depend on each other.

Where a block of the module is placed, and why there: its days come from `entrants`, its company from `_cohort`, its
hour from `_block`, which weighs the lessons missed and tries the cheapest hour that the rules allow (`_try`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.staff import room_for, sites_for, trainer_for
from planner.domain import (
    ApprenticeId,
    CourseId,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    Problem,
    Session,
    SessionId,
)
from planner.hours.entry import ENTRY_THEMES
from planner.labels import private
from planner.placement import for_everyone
from planner.prices import SUPPORT_MISSED

LATE_DAYS = 28
"""How many days after the entry a late entry module is looked for."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A learner who owes blocks of the entry module by one deadline, with the days on which they may be given.

    ``late``: the deadline has passed before it opened, or no day was left before it; the days are then those of the
    month after.
    """

    learner: Learner
    needs: tuple[Owed, ...]
    days: tuple[date, ...]
    late: bool
    rank: int = 0
    """0 for the blocks due first, then those due later."""
    free: bool = False
    """Whether the days are those on which neither the class nor the company has the learner, and all blocks fit."""

    @property
    def deadline(self) -> date:
        """By when all of it is due."""
        return min(n.deadline for n in self.needs)


def place_entry_modules(board: Board, owed: Sequence[Owed]) -> None:
    """Give each cohort its blocks in order, safety first; a cohort that does not fit is split in two.

    What finds no hour on days free of lessons is tried again on all days. Blocks that find none at all stay owed;
    nothing is listed here. Who has no day is left out.
    """
    needs, before = _needs(board.problem, owed), set(board.sessions)
    number = _all_cohorts(board, entrants(board, needs), last_number(board, "-c"))
    new = [s for s in board.sessions.values() if s.id not in before]
    given = {(p, s.module_id) for s in new for p in board.people[s.id]}
    lacking = [n for n in needs if (n.apprentice_id, n.target) not in given]
    _all_cohorts(board, entrants(board, lacking, free=False), number)


def _all_cohorts(board: Board, waiting: Sequence[Entrant], number: int) -> int:
    """Cohort by cohort, the most pressing first; returns the next free number."""
    left = [e for e in waiting if e.days]
    while left:
        cohort = _cohort(board.problem, left)
        taken = {(e.learner.id, e.rank) for e in cohort}
        left = [e for e in left if (e.learner.id, e.rank) not in taken]
        number = _place(board, cohort, number)
    return number


def _needs(problem: Problem, owed: Iterable[Owed]) -> list[Owed]:
    """What is owed of the entry module."""
    modules = {m.id for m in problem.modules.values() if m.theme in ENTRY_THEMES}
    return [n for n in owed if n.personal and n.target in modules]


def entrants(board: Board, needs: Iterable[Owed], free: bool = True) -> list[Entrant]:
    """Who owes blocks of the entry module, the most pressing first.

    Where ``free`` is asked, whoever has days free of lessons for all of it is one entry with these days. Otherwise one
    entry for each deadline of a person: safety and rights may be due before the rest.
    """
    mine: dict[ApprenticeId, list[Owed]] = {}
    for need in needs:
        mine.setdefault(need.apprentice_id, []).append(need)
    found: list[Entrant] = []
    for person, rows in mine.items():
        learner = board.problem.learners[person]
        at_once = _before_lessons(board, learner, tuple(rows)) if free else None
        found += [at_once] if at_once else _by_deadline(board, learner, rows)
    return sorted(found, key=lambda e: (e.rank, e.late, e.deadline, e.learner.id))


def _before_lessons(board: Board, learner: Learner, needs: tuple[Owed, ...]) -> Entrant | None:
    """All blocks by the first deadline, on days that neither the class nor the company takes; None without enough."""
    opens, deadline = min(n.opens for n in needs), min(n.deadline for n in needs)
    days = [d for d in board.problem.days if opens <= d <= deadline and board.presence.off_company(learner, d)]
    enough = len(days) >= _days_taken(board.problem, needs)
    return Entrant(learner, needs, tuple(days), late=False, free=True) if enough else None


def _days_taken(problem: Problem, needs: Iterable[Owed]) -> int:
    """Days that blocks take at the most hours of a minor, rounded up."""
    return max(1, -(-sum(n.minutes for n in needs) // problem.settings.minor_day))


def _by_deadline(board: Board, learner: Learner, rows: Sequence[Owed]) -> list[Entrant]:
    """One entry for each deadline of a learner."""
    found = []
    for rank, deadline in enumerate(sorted({n.deadline for n in rows})):
        due = tuple(n for n in rows if n.deadline == deadline)
        found.append(replace(_entrant(board, learner, due), rank=rank))
    return found


def _entrant(board: Board, learner: Learner, needs: tuple[Owed, ...]) -> Entrant:
    """A learner with blocks due by one day: the days between, or where there are none, a late month at the centre."""
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
    """The most pressing entrant and those who share enough days, as many as a group of each block may hold.

    Alike: the same blocks, as late, as pressing. Each who joins must leave the days they all share long enough.
    """
    first = waiting[0]
    enough, most = _days_taken(problem, first.needs), min(m.max_size for m in _in_order(problem, first.needs))
    days, cohort = set(first.days), [first]
    wanted = {n.target for n in first.needs}
    for other in waiting[1:]:
        alike = (other.late, other.rank, other.free) == (first.late, first.rank, first.free)
        alike = alike and {n.target for n in other.needs} == wanted
        if len(cohort) >= most or not alike:
            continue
        shared = days & set(other.days)
        # One day to spare: a cohort that shares exactly the days it needs rarely finds every hour in them.
        if len(shared) >= min(len(days), enough + 1):
            days, cohort = shared, [*cohort, other]
    return cohort


@dataclass(frozen=True, slots=True)
class Given:
    """A block on the board, with what each of its people left for it, so that it can be taken back."""

    session: Session
    left: Mapping[ApprenticeId, tuple[SessionId, ...]]


def _place(board: Board, cohort: list[Entrant], number: int) -> int:
    """Place the blocks of a cohort; returns the next free number.

    All of them or, in two halves, as many as fit; one person alone gets as many as fit.
    """
    days = sorted(set.intersection(*(set(e.days) for e in cohort)))
    modules = _in_order(board.problem, cohort[0].needs)
    given = _some_blocks(board, modules, [e.learner for e in cohort], days, number, soon=cohort[0].late)
    # Fewer people have more hours in common, and fit a smaller room.
    if len(given) < len(modules) and len(cohort) > 1:
        for block in reversed(given):
            _undo(board, block)
        half = len(cohort) // 2
        number = _place(board, cohort[:half], number)
        return _place(board, cohort[half:], number)
    return number + 1


def _in_order(problem: Problem, needs: Iterable[Owed]) -> list[Module]:
    """Blocks of the entry module that are owed, safety first, then in the order of the catalogue."""
    modules = [problem.modules[ModuleId(n.target)] for n in needs]
    return sorted(modules, key=lambda m: (m.theme != "safety", m.order, m.id))


def _some_blocks(
    board: Board, modules: list[Module], people: list[Learner], days: list[date], number: int, soon: bool
) -> list[Given]:
    """As many blocks as fit, in order, put on the board; ``soon``: each on the first day that takes it.

    A block that finds no hour is skipped, and the next one may still be given: only the order among those given is
    kept.
    """
    found: list[Given] = []
    for module in modules:
        after = (found[-1].session.day, found[-1].session.end) if found else (date.min, 0)
        ahead = [d for d in days if d >= after[0]]
        block = None
        # What is late already goes to the first day that takes it, even where a later one would cost fewer lessons.
        for choice in [[d] for d in ahead] if soon else [ahead]:
            block = block or _block(board, module, people, choice, after, [g.session for g in found], number)
        found += [block] if block else []
    return found


def _block(
    board: Board,
    module: Module,
    people: list[Learner],
    days: list[date],
    after: tuple[date, int],
    chosen: list[Session],
    number: int,
) -> Given | None:
    """The hour that takes the fewest class minutes away, then the earliest, of those that no rule refuses.

    It is on the board then, its people called away from what they had; None, and the board as before, where no hour
    will do. ``after``: (day, minute) before which it may not begin. ``chosen``: blocks of the cohort so far, whose
    trainers and site of the day are preferred.
    """
    machines = _machines(board, people) if module.theme == "safety" else []
    dearer: list[tuple[int, date, int, int]] = []
    for day in days:
        for start, end in _spans(board.problem, people, day, module.minutes):
            missed = _missed(board, people, day, start, end, module.minutes) if (day, start) >= after else None
            if missed is None:
                continue
            missed += _kept_off(machines, day, start, end)
            if missed:
                dearer.append((missed, day, start, end))
            # Nothing is missed: no later hour can be better.
            elif given := _try(board, module, people, (day, start, end), chosen, number):
                return given
    found = (_try(board, module, people, row[1:], chosen, number) for row in sorted(dearer))
    return next((given for given in found if given), None)


def _try(
    board: Board,
    module: Module,
    people: list[Learner],
    at: tuple[date, int, int],
    chosen: list[Session],
    number: int,
) -> Given | None:
    """The block at one (day, start, end), where an adult and a room are free and no rule refuses it."""
    session = _session(board, module, people, *at, chosen, number)
    return _give(board, session, people) if session is not None else None


def _machines(board: Board, people: Iterable[Learner]) -> list[Session]:
    """Sessions on regulated equipment that minors among some people have, once for each of them."""
    courses, found = board.problem.courses, []
    for learner in people:
        for day in board.problem.days if learner.minor(board.problem.first) else ():
            rows = (s for s in board.attended(learner.id, day) if learner.minor(day) and s.course_id)
            found += [s for s in rows if (course := courses.get(CourseId(s.course_id or ""))) and course.regulated]
    return found


def _kept_off(machines: Iterable[Session], day: date, start: int, end: int) -> int:
    """Minutes on machines that people lose who hear of safety only then; those at the same hour are not counted."""
    before = [s for s in machines if (s.day, s.start) < (day, start)]
    return sum(s.minutes for s in before if s.day != day or s.end <= start or end <= s.start)


def _give(board: Board, session: Session, people: list[Learner]) -> Given | None:
    """The session on the board, its people called away from what they had; None where a rule refuses it.

    The board is as before where the answer is None.
    """
    block = Given(session, {person.id: board.call_away(person.id, session) for person in people})
    board.call(session, people)
    now = board.sessions[session.id]
    if any(board.judged(for_everyone(now, board.people[now.id]))):
        _undo(board, block)
        return None
    return block


def _undo(board: Board, block: Given) -> None:
    """The board as it was before a block: taken out, and its people back in what they left."""
    board.take(block.session.id)
    for person, left in block.left.items():
        board.call_back(person, left)


def _spans(problem: Problem, people: list[Learner], day: date, minutes: int) -> list[tuple[int, int]]:
    """Spans of a day that the bells of everybody allow, in order of time."""
    bells = {problem.bells_of(m.class_id).id for p in people if (m := p.membership(day)) is not None}
    tables = [set(problem.bells_at(b).placements(day.weekday(), minutes)) for b in sorted(bells) or [""]]
    return sorted(set.intersection(*tables))


def _missed(board: Board, people: list[Learner], day: date, start: int, end: int, minutes: int) -> int | None:
    """Class minutes that the people would miss, those of support counted for more; None when somebody cannot come.

    Somebody cannot come who has anything but a class hour then, or no minute left in the day or the week.
    """
    missed = 0
    for person in people:
        clashes = board.presence.clashes(person.id, day, start, end)
        # An event or another personal session is nothing to be called away from.
        if any(s.kind not in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN) for s in clashes):
            return None
        more = minutes - sum(s.minutes for s in clashes)
        missed += sum(s.minutes * (1 if s.kind == Kind.COURSE else SUPPORT_MISSED) for s in clashes)
        fits = board.presence.allowed(person, day, start, end, more) and board.presence.in_week(person, day, more)
        if not fits or not board.presence.may_come(person, day, start, end):
            return None
    return missed


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
    """The session with the least loaded skilled trainer and the smallest room that holds everybody.

    On the site of the blocks of that day, else of the class; None where no site has both. No room at a distance, and
    no trainer for what is done there in one's own time.
    """
    problem = board.problem
    same_day = {t for s in chosen if s.day == day for t in s.trainer_ids}
    sites = list(dict.fromkeys(s.site_id for s in chosen if s.day == day)) or sites_for(problem, people, day)
    far, alone = module.modality.startswith("remote"), module.modality == "remote_async"
    for site in sites:
        team = None if alone else trainer_for(board, module, day, start, end, site, prefer=same_day)
        room = None if far else room_for(board, people, day, start, end, site, module)
        if (far or room is not None) and (alone or team is not None or module.guidance != Guidance.LED):
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
        site_id=site or (problem.rooms[room].site_id if room else site),
        modality=module.modality,
        guidance=module.guidance,
    )


def _public(module: Module) -> str:
    """The public label of a block; a neutral one where the workbook's would tell something private."""
    own = module.public_label
    return own if own and not private(own) else "Accueil des nouveaux entrants"
