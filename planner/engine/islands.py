"""Islands: sites that share nobody and nothing, found once; each is planned by itself, and the timetables are joined.

A search that holds two centres at once costs more than the two apart and finds less. So sites are one island where a
trainer, a learner, a course, a barrette, an event, or whatever else the workbook names, belongs to both. A centre with
one site is one island; so is one in which somebody or something has no site, since that may be anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from planner.board.numbering import numbered_after
from planner.domain import (
    ApprenticeId,
    ClassId,
    CourseId,
    Problem,
    RoomId,
    SessionId,
    SiteId,
    Timetable,
    TrainerId,
    WeekLimit,
    in_order,
)
from planner.engine.finish import counted, sizes_of
from planner.engine.machines.interface import Machines, PlanIsland
from planner.engine.options import Options, Progress
from planner.engine.solvers.cpsat import Interrupt

ThingId = TypeVar("ThingId")
Thing = TypeVar("Thing")
Sites = frozenset[SiteId]
NO_SITE: Sites = frozenset()


def islands_of(problem: Problem) -> tuple[Problem, ...]:
    """What of a problem may be planned by itself, in the order of the classes; the problem itself where nothing may."""
    where = _Where(problem)
    if not where.known:
        return (problem,)
    joined: dict[SiteId, Sites] = {site: frozenset([site]) for site in where.all}
    for sites in where.together():
        one = frozenset[SiteId]().union(*(joined[site] for site in sites))
        joined |= dict.fromkeys(one, one)
    found = list(dict.fromkeys(joined[group.site_id] for group in problem.classes.values()))
    return tuple(_only(where, sites) for sites in found) if len(found) > 1 else (problem,)


class _Where:
    """At which sites whatever the workbook names is."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.classes = {c: frozenset([group.site_id]) for c, group in problem.classes.items()}
        self.rooms = {r: frozenset([room.site_id]) for r, room in problem.rooms.items()}
        self.trainers = {t: frozenset(trainer.sites) for t, trainer in problem.trainers.items()}
        self.learners = {
            a: self.of(classes=[m.class_id for m in learner.memberships]) for a, learner in problem.learners.items()
        }
        self.courses = {
            c: self.of(course.class_ids, [t for team in course.teams for t in team])
            for c, course in problem.courses.items()
        }
        self.all = frozenset(group.site_id for group in problem.classes.values())

    @property
    def known(self) -> bool:
        """Whether everybody and everything has a site at which there are classes, and nothing is of the centre."""
        each = (*self.classes.values(), *self.rooms.values(), *self.trainers.values(), *self.learners.values())
        of_centre = any(module.theme == "permanence" for module in self.problem.modules.values())
        return len(self.all) > 1 and not of_centre and all(sites and sites <= self.all for sites in each)

    def of(
        self,
        classes: Iterable[ClassId] = (),
        trainers: Iterable[TrainerId] = (),
        rooms: Iterable[RoomId | None] = (),
        learners: Iterable[ApprenticeId] = (),
        courses: Iterable[CourseId | None] = (),
    ) -> Sites:
        """The sites of all that is named; what the workbook names and does not have is nowhere."""
        return NO_SITE.union(
            *(self.classes.get(c, NO_SITE) for c in classes),
            *(self.trainers.get(t, NO_SITE) for t in trainers),
            *(self.rooms.get(r, NO_SITE) for r in rooms if r),
            *(self.learners.get(a, NO_SITE) for a in learners),
            *(self.courses.get(c, NO_SITE) for c in courses if c),
        )

    def together(self) -> Iterator[Sites]:
        """Sites that something belongs to at once."""
        p = self.problem
        yield from (*self.trainers.values(), *self.learners.values(), *self.courses.values())
        for group in p.classes.values():
            yield self.of([group.id], rooms=[group.home_room])
        for room in p.rooms.values():
            yield self.of(rooms=[room.id], trainers=[room.supervised_by] if room.supervised_by else ())
        for barrette in p.barrettes.values():
            own = self.of(barrette.class_ids, barrette.trainer_ids, barrette.room_ids, courses=barrette.course_ids)
            yield own | ({barrette.site_id} & self.all)
        for period in p.open_periods:
            yield self.of(period.class_ids, rooms=[period.room_id]) | ({period.site_id} & self.all)
        for learner in p.learners.values():
            yield self.of(learners=[learner.id], trainers=[learner.ref_trainer] if learner.ref_trainer else ())
        for pairing in p.pairings:
            yield self.of(learners=pairing.apprentice_ids)
        for path in p.paths:
            yield self.of(learners=[path.apprentice_id], courses=[path.leaves, path.follows])
        for row in p.arrangements:
            helper = [TrainerId(row.text)] if row.effect == "helper" else ()
            yield self.of(learners=[row.apprentice_id], trainers=helper)
        for visit in p.visits:
            yield self.of(learners=[visit.apprentice_id], trainers=[visit.trainer_id] if visit.trainer_id else ())
        for link in p.links:
            yield self.of(courses=link.course_ids)
        for course in p.courses.values():
            yield self.of(courses=[course.id, course.crossed_with, course.after])
        yield from self.rows(p.explicit_needs, p.events, p.standing, p.locks)

    def rows(self, *tables: Iterable[Any]) -> Iterator[Sites]:
        """The sites of each row of some tables."""
        return (self.row(row) for table in tables for row in table)

    def row(self, row: Any) -> Sites:
        """The sites of whatever a row names in the fields that rows of events, needs and fixed hours have."""
        one, many = _field(row, "class_id"), _field(row, "class_ids")
        return self.of(
            (*one, *many),
            _field(row, "trainer_ids"),
            _field(row, "room_id"),
            (*_field(row, "apprentice_id"), *_field(row, "apprentice_ids")),
            (*_field(row, "course_id"), *_field(row, "course_ids")),
        ) | self._barrettes(_field(row, "barrette_id"))

    def _barrettes(self, ids: Iterable[Any]) -> Sites:
        known = self.problem.barrettes
        return NO_SITE.union(*(self.of(known[b].class_ids) for b in ids if b in known))


def _field(row: Any, name: str) -> tuple[Any, ...]:
    """What a row names in a field, one id or several; nothing where it has no such field."""
    value = getattr(row, name, None)
    return tuple(value) if isinstance(value, tuple | frozenset) else (value,) if value else ()


def _only(where: _Where, island: Sites) -> Problem:
    """The problem of an island: what belongs to its sites; what belongs to none is of the first one."""
    p = where.problem
    first = next(iter(p.classes.values())).site_id in island

    def kept(things: Mapping[ThingId, Thing], sites: Mapping[ThingId, Sites]) -> dict[ThingId, Thing]:
        return {key: thing for key, thing in things.items() if sites[key] & island}

    def rows(table: Sequence[Thing]) -> tuple[Thing, ...]:
        return tuple(row for row in table if (sites := where.row(row)) & island or (first and not sites))

    learners = kept(p.learners, where.learners)
    # Whoever a module names is known at every site; that they never come there keeps them from leading it.
    named = {t for module in p.modules.values() for t in module.trainer_ids}
    return replace(
        p,
        classes=kept(p.classes, where.classes),
        trainers={t: one for t, one in p.trainers.items() if where.trainers[t] & island or t in named},
        rooms=kept(p.rooms, where.rooms),
        courses=kept(p.courses, where.courses),
        learners=learners,
        barrettes={b: one for b, one in p.barrettes.items() if where.of(one.class_ids) & island},
        open_periods=rows(p.open_periods),
        explicit_needs=rows(p.explicit_needs),
        arrangements=rows(p.arrangements),
        exemptions=rows(p.exemptions),
        paths=rows(p.paths),
        pairings=rows(p.pairings),
        events=rows(p.events),
        locks=rows(p.locks),
        standing=rows(p.standing),
        visits=rows(p.visits),
        links=rows(p.links),
        week_limits=tuple(_limits(p.week_limits, where, island)),
        last_groups=tuple(row for row in p.last_groups if row.apprentice_id in learners),
    )


def _limits(limits: Iterable[WeekLimit], where: _Where, island: Sites) -> Iterator[WeekLimit]:
    """Limits hold for each of those they name, so that each island has its own."""
    for limit in limits:
        trainers = tuple(t for t in limit.trainer_ids if where.trainers.get(t, NO_SITE) & island)
        classes = tuple(c for c in limit.class_ids if where.classes.get(c, NO_SITE) & island)
        rooms = tuple(r for r in limit.room_ids if where.rooms.get(r, NO_SITE) & island)
        if trainers or classes or rooms:
            yield replace(limit, trainer_ids=trainers, class_ids=classes, room_ids=rooms)


def joined(problem: Problem, found: Sequence[Timetable]) -> Timetable:
    """The timetables of the islands of a problem as one; its summary counts all of them."""
    if len(found) == 1:
        return found[0]
    found = list(_numbered(found))
    sessions = in_order([session for one in found for session in one.sessions])
    attendance = tuple(row for one in found for row in one.attendance)
    debts = tuple(row for one in found for row in one.debts)
    unplaced = tuple(row for one in found for row in one.unplaced)
    summaries = [one.summary for one in found]
    sizes = {**sizes_of(problem, sessions, attendance), "islands": len(found)}
    summary = {
        **summaries[0],
        **{name: sum(one.get(name, 0) for one in summaries) for name in ("weeks_cost", "tries")},
        "hours_payable": round(sum(one["hours_payable"] for one in summaries), 2),
        "deterministic_time": round(sum(one["deterministic_time"] for one in summaries), 3),
        "seconds": _summed(one["seconds"] for one in summaries),
        **counted(debts, unplaced),
        "sizes": sizes,
    }
    return Timetable(sessions, attendance, tuple(g for one in found for g in one.groups), debts, unplaced, summary)


def _numbered(found: Iterable[Timetable]) -> Iterator[Timetable]:
    """The timetables under ids of their own: numbers of the second go on after those of the first, and so on."""
    taken = set[SessionId]()
    for one in found:
        named = numbered_after(one, taken)
        taken |= {session.id for session in named.sessions}
        yield named


def by_island(
    problem: Problem,
    options: Options,
    progress: Progress,
    interrupt: Interrupt,
    plan_one: PlanIsland,
    machines: Machines,
) -> Timetable:
    """The timetable of a problem, its islands planned by some machines; a lone one here, unless they are far.

    Islands know nothing of each other: numbers in the ids of their sessions follow each other once they are joined.
    """
    islands = islands_of(problem)
    several = len(islands) > 1
    if not several and not machines.far:
        return plan_one(problem, options, progress, interrupt)

    def told(number: int, name: str, figures: Mapping[str, Any]) -> None:
        progress(f"sites {number + 1}/{len(islands)} : {name}" if several else name, figures)

    for island in islands:
        machines.submit(plan_one, island, options)
    return joined(problem, machines.gather(told, interrupt))


def _summed(tables: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Seconds of each stage, over all islands."""
    found: dict[str, float] = {}
    for table in tables:
        for name, seconds in table.items():
            found[name] = found.get(name, 0) + seconds
    return {name: round(seconds, 3) for name, seconds in found.items()}
