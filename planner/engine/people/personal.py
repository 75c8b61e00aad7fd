"""Needs that may be met on days of the person's own calendar: employer search, follow-up at a distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.paid import paid_so_far
from planner.board.shelter import place_to_be
from planner.board.staff import leaders, room_for, sites_for, trainer_for
from planner.domain import Guidance, Kind, Learner, Module, ModuleId, Owed, Problem, Session, SessionId, SiteId
from planner.hours.entry import ENTRY_THEMES
from planner.hours.levels import level
from planner.labels import neutral_label, public_label

UNKNOWN_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """Hours of a module that one learner still lacks, between two days."""

    learner: Learner
    need: Owed
    minutes: int


def place_personal_needs(board: Board, owed: Sequence[Owed]) -> None:
    """Small sessions for those who still lack hours of a personal need, the best attended moment first."""
    problem = board.problem
    paid = paid_so_far(board, owed)
    waiting: dict[tuple[ModuleId, str], list[Wish]] = {}
    for need in owed:
        module = module_of(problem, need) if need.personal else None
        if module is None or module.theme in ENTRY_THEMES:
            continue
        left = need.minutes - paid.get((need.apprentice_id, need.need_id), 0)
        if left > 0:
            key = (module.id, str(need.period_id or ""))
            waiting.setdefault(key, []).append(Wish(problem.learners[need.apprentice_id], need, left))
    number = last_number(board, "-s")
    for (module_id, _period), wishes in sorted(waiting.items()):
        number = _serve(board, problem.modules[module_id], wishes, number)


def module_of(problem: Problem, need: Owed) -> Module | None:
    """The module of a need; for a strand, its first module that suits the level and that somebody may lead."""
    own = problem.modules.get(ModuleId(need.target))
    if own is not None:
        return own
    learner = problem.learners[need.apprentice_id]
    ways = [m for m in problem.modules.values() if m.strand == need.target and _fits(problem, learner, m, need.opens)]
    ways = [m for m in ways if m.guidance != Guidance.LED or leaders(problem, m, need.opens)] or ways
    return min(ways, key=lambda m: m.id, default=None)


def _fits(problem: Problem, learner: Learner, module: Module, day: date) -> bool:
    levels = [level(problem, learner, domain, day) for domain in sorted(module.domains)]
    return not levels or any((UNKNOWN_LEVEL if found is None else found) in module.levels for found in levels)


def _serve(board: Board, module: Module, wishes: list[Wish], number: int) -> int:
    """Place sessions of one module until nobody can be helped any more."""
    left = {(w.learner.id, w.need.need_id): w.minutes for w in wishes}
    for _ in range(200):
        open_wishes = [w for w in wishes if left[w.learner.id, w.need.need_id] > 0]
        found = _best(board, module, open_wishes)
        if found is None:
            return number
        day, start, end, chosen = found
        session = personal_session(board, module, [w.learner for w in chosen], day, start, end, number + 1)
        if session is None:
            return number
        number += 1
        board.call(session, [w.learner for w in chosen])
        for wish in chosen:
            left[wish.learner.id, wish.need.need_id] -= session.minutes
    return number


def _best(board: Board, module: Module, wishes: list[Wish]) -> tuple[date, int, int, list[Wish]] | None:
    """The moment at which most people can come, the earliest of those; days of each spread by need."""
    problem = board.problem
    best: tuple[date, int, int, list[Wish]] | None = None
    for day in problem.days:
        mine = [w for w in wishes if w.need.opens <= day <= w.need.deadline and _day(board, w.learner, day, module)]
        here = list({w.learner.id: w for w in reversed(mine)}.values())[::-1]
        if best is not None and len(here) <= len(best[3]):
            continue
        for start, end in _spans(problem, here, day, module.minutes):
            can = [w for w in here if _can(board, w.learner, day, start, end, module.minutes)][: module.max_size]
            if (best is None or len(can) > len(best[3])) and can and _led(board, module, day, start, end, can):
                best = (day, start, end, can)
    return best


def _day(board: Board, learner: Learner, day: date, module: Module) -> bool:
    """A day at the centre, or one free of the company; one session of a module a day."""
    if any(s.module_id == module.id for s in board.attended(learner.id, day)):
        return False
    return bool(board.problem.presence(learner, day)) or board.presence.off_company(learner, day)


def _spans(problem: Problem, wishes: Sequence[Wish], day: date, minutes: int) -> list[tuple[int, int]]:
    if not wishes:
        return []
    found: set[tuple[int, int]] = set()
    for wish in wishes:
        membership = wish.learner.membership(day)
        bells = problem.bells_of(membership.class_id) if membership else problem.bells_at("")
        found |= set(bells.placements(day.weekday(), minutes))
    return sorted(found)


def _can(board: Board, learner: Learner, day: date, start: int, end: int, minutes: int) -> bool:
    presence = board.presence
    return (
        not presence.clashes(learner.id, day, start, end)
        and presence.allowed(learner, day, start, end, minutes)
        and presence.in_week(learner, day, minutes)
        and (not board.problem.presence(learner, day) or board.problem.here(learner, day, start, end))
    )


def _led(board: Board, module: Module, day: date, start: int, end: int, can: Sequence[Wish]) -> bool:
    return personal_session(board, module, [w.learner for w in can], day, start, end, 0) is not None


def personal_session(
    board: Board, module: Module, people: Sequence[Learner], day: date, start: int, end: int, number: int
) -> Session | None:
    """A session of support for some people at a span; None where no skilled trainer or no room is free."""
    sites = sites_for(board.problem, people, day)
    tries = (_at_site(board, module, people, (day, start, end), number, site) for site in sites)
    return next((found for found in tries if found is not None), None)


def _at_site(
    board: Board, module: Module, people: Sequence[Learner], at: tuple[date, int, int], number: int, site: SiteId
) -> Session | None:
    problem, (day, start, end) = board.problem, at
    remote = module.modality.startswith("remote") or all(p.remote for p in people)
    room, adult = None, trainer_for(board, module, day, start, end, site)
    if adult is None and module.guidance == Guidance.LED:
        return None
    if not remote:
        room = room_for(board, people, day, start, end, site, module) if adult else None
        if room is None and module.guidance != Guidance.LED:
            room, adult = place_to_be(board, people, day, start, end)
        if room is None:
            return None
    key = SessionId(f"{module.id}-s{number:03d}")
    label = neutral_label(problem.settings.salt, str(key), [str(key)])[str(key)]
    return Session(
        id=key,
        kind=Kind.SUPPORT,
        day=day,
        start=start,
        end=end,
        minutes=module.minutes,
        label=module.label,
        public_label=public_label(module, label),
        module_id=module.id,
        strand=module.strand,
        period_id=getattr(problem.period_of(day), "id", None),
        trainer_ids=(adult,) if adult else (),
        room_id=room,
        site_id=site,
        modality="remote_sync" if remote else "on_site",
        guidance=module.guidance,
    )
