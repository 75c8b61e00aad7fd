"""H6d: whoever changes site has the time to travel, and trainers their rest from one day to the next."""

import itertools
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, timedelta

from planner.courses.placed_sites import site_held_at
from planner.domain import DAY_END, Kind, Problem, Session, SiteId, Timetable
from planner.model import WeekModel
from planner.model.sites import site_of_item
from planner.placement import BoardView, Placement, nights, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes, trainer_name


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions in a row on two sites without the time between, then nights of trainers that are too short."""
    for trainer_id, sessions in timetable.by_trainer.items():
        yield from _hurried(problem, trainer_name(problem, trainer_id), sessions)
        yield from _short_nights(problem, trainer_name(problem, trainer_id), sessions)
    for learner_id, sessions in timetable.by_apprentice.items():
        there = {a.session_id for s in sessions for a in timetable.attendees[s.id] if a.remote}
        here = [s for s in sessions if s.id not in there] if there else sessions
        yield from _hurried(problem, learner_name(problem, learner_id), here)


def _hurried(problem: Problem, who: str, sessions: Sequence[Session]) -> Iterator[Finding]:
    held = [s for s in sessions if s.modality in ("on_site", "blended") and site_held_at(problem, s)]
    for first, second in itertools.pairwise(held):
        if first.day != second.day or second.start < first.end:
            continue
        needed = problem.travel.get((site_held_at(problem, first), site_held_at(problem, second)), 0)
        if second.start - first.end < needed:
            text = (
                f"{who} a {say_minutes(second.start - first.end)} pour aller de « {first.label} » à « {second.label} » "
                f"le {say_day(first.day)}, le trajet en demande {say_minutes(needed)}."
            )
            yield Finding("H6d", text, sessions=(first.id, second.id))


def _short_nights(problem: Problem, who: str, sessions: Sequence[Session]) -> Iterator[Finding]:
    held = [s for s in sessions if s.modality != "remote_async"]
    ends: dict[date, int] = {}
    for session in held:
        ends[session.day] = max(ends.get(session.day, 0), session.end)
    seen: set[date] = set()
    for session in held:
        before = ends.get(session.day - timedelta(days=1))
        if session.day in seen or before is None:
            continue
        seen.add(session.day)
        rest = session.start + 24 * 60 - before
        if rest < problem.settings.rest_adult:
            text = f"{who} n'a que {say_minutes(rest)} de repos avant le {say_day(session.day)}."
            yield Finding("H6d", text, sessions=(session.id,))


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Options of one person, on two sites and too near, exclude each other; so do a late and an early one."""
    sites = [site_of_item(problem, item) for item in model.items]
    travels = bool(problem.travel) and len({site for site in sites if site}) > 1
    if not travels and not _may_tire(problem, model):
        return
    held: dict[tuple[Hashable, date], list[int]] = {}
    for k, (i, option) in enumerate(model.options):
        for resource in (*option.team, *model.items[i].units_on(option.day)):
            held.setdefault((resource, option.day), []).append(k)
    if travels:
        for found in held.values():
            _apart(problem, model, found, sites)
        _beside_events(problem, model, sites)
    for (resource, day), found in held.items():
        after = held.get((resource, day + timedelta(days=1)), [])
        if isinstance(resource, str) and after:
            _rested(problem, model, found, after)


def _may_tire(problem: Problem, model: WeekModel) -> bool:
    """Whether the latest end of some day leaves too little rest before the first start of the next, whoever it is."""
    first: dict[date, int] = {}
    last: dict[date, int] = {}
    for _item, (day, start, end, _team) in model.options:
        if start < first.get(day, DAY_END):
            first[day] = start
        if end > last.get(day, 0):
            last[day] = end
    least = problem.settings.rest_adult - DAY_END
    return any(end + least > first.get(day + timedelta(days=1), DAY_END) for day, end in last.items())


def _apart(problem: Problem, model: WeekModel, found: list[int], sites: list[SiteId]) -> None:
    by_site: dict[SiteId, list[int]] = {}
    for k in found:
        by_site.setdefault(sites[model.options[k][0]], []).append(k)
    for (one, first), (two, second) in itertools.permutations(by_site.items(), 2):
        needed = problem.travel.get((one, two), 0)
        for end in sorted({model.options[k][1].end for k in first}):
            starts = {model.options[k][1].start for k in second}
            for start in sorted(s for s in starts if end <= s < end + needed):
                late = [k for k in first if model.options[k][1].start < end <= model.options[k][1].end]
                soon = [k for k in second if model.options[k][1].start <= start < model.options[k][1].end]
                model.at_most_one([*late, *soon])


def _beside_events(problem: Problem, model: WeekModel, sites: list[SiteId]) -> None:
    """What a class has elsewhere just before or after an event of some of its people, who come from it or go to it."""
    for number, event in enumerate(model.items):
        if event.kind != Kind.FIXED or not (event.part or event.learners):
            continue
        for k in model.of(number):
            at = model.options[k][1]
            homes = {(c, event.part) for c in event.class_ids if not event.learners}
            found = (problem.learners[a].membership(at.day) for a in event.learners if a in problem.learners)
            homes |= {(home.class_id, home.part) for home in found if home}
            for other, (i, option) in enumerate(model.options):
                item = model.items[i]
                theirs = any(c in item.class_ids and item.part in ("", part) for c, part in homes)
                if i == number or option.day != at.day or not theirs:
                    continue
                after = option.start >= at.end
                left = option.start - at.end if after else at.start - option.end
                way = (sites[number], sites[i]) if after else (sites[i], sites[number])
                if 0 <= left < problem.travel.get(way, 0):
                    model.at_most_one([k, other])


def _rested(problem: Problem, model: WeekModel, found: list[int], after: list[int]) -> None:
    first = min(model.options[k][1].start for k in after)
    late = (k for k in found if model.options[k][1].end + problem.settings.rest_adult - DAY_END > first)
    for k in late:
        earliest = model.options[k][1].end + problem.settings.rest_adult - DAY_END
        for other in after:
            if model.options[other][1].start < earliest:
                model.at_most_one([k, other])


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Whoever comes has the time to travel from what precedes and to what follows, and trainers their rest."""
    placed = placement.session
    if placed.modality == "remote_async":
        return
    travels = bool(problem.travel) and placed.modality in ("on_site", "blended")
    for trainer_id in placed.trainer_ids if placement.moves else ():
        who = trainer_name(problem, trainer_id)
        if travels:
            yield from _rushed(problem, board.led(trainer_id, placed.day), placement, who)
        for day, rest in nights(lambda d, t=trainer_id: board.led(t, d), placement):  # type: ignore[misc]
            if rest < problem.settings.rest_adult:
                text = f"{who} n'aurait que {say_minutes(rest)} de repos avant le {say_day(day)}, avec "
                yield Finding("H6d", f"{text}« {placed.label} ».", sessions=(placed.id,))
    for person in placement.concerned if travels else ():
        if not placement.people[person]:
            held = [s for s in board.attended(person, placed.day) if not board.people_of(s.id).get(person)]
            yield from _rushed(problem, held, placement, learner_name(problem, person))


def _rushed(problem: Problem, sessions: Sequence[Session], placement: Placement, who: str) -> Iterator[Finding]:
    """The session just before and the one just after, where the time between is less than the way."""
    placed, site = placement.session, site_held_at(problem, placement.session)
    rows = [s for s in others(sessions, placement) if s.modality in ("on_site", "blended") and site_held_at(problem, s)]
    if not site or not rows:
        return
    at = (placed.start, placed.end, placed.id)
    before = max((s for s in rows if (s.start, s.end, s.id) < at), key=_order, default=None)
    after = min((s for s in rows if (s.start, s.end, s.id) > at), key=_order, default=None)
    for first, second in ((before, placed), (placed, after)):
        if first is None or second is None or second.start < first.end:
            continue
        needed = problem.travel.get((site_held_at(problem, first), site_held_at(problem, second)), 0)
        if second.start - first.end < needed:
            text = (
                f"{who} aurait {say_minutes(second.start - first.end)} pour aller de « {first.label} » à "
                f"« {second.label} » le {say_day(placed.day)}, le trajet en demande {say_minutes(needed)}."
            )
            yield Finding("H6d", text, sessions=(first.id, second.id))


def _order(session: Session) -> tuple[int, int, str]:
    return session.start, session.end, session.id


RULE = Rule(
    key="H6d",
    statement="Qui change de site a le temps du trajet, et un formateur a son repos entre deux journées.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse, relaxed=frozenset({"week"})),
)
